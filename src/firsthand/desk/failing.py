"""What does somebody read when it did not work? A sentence in their language, and the number of a failure.

Nothing here asks the room's file for anything: it may be the very thing that does not answer.
"""

from __future__ import annotations

import errno
import logging
import secrets
import sys

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from firsthand.desk.pages import render
from firsthand.desk.words import chosen
from firsthand.errors import FirsthandError

_log = logging.getLogger("firsthand.desk")
_REQUESTS = {DisallowedHost: (400, "host"), RequestDataTooBig: (413, "large")}
_REQUESTS |= dict.fromkeys((TooManyFieldsSent, TooManyFilesSent), (413, "many"))
_CODES = {errno.ENOSPC: (507, "disk"), errno.EFBIG: (507, "disk"), errno.EDQUOT: (507, "disk")}
_CODES |= dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), (507, "read-only"))
_FILE = {
    "locked": (503, "busy"),
    "readonly": (507, "read-only"),
    "unable to open": (507, "read-only"),
    "full": (507, "disk"),
    "disk I/O": (507, "disk"),
}
"""Words of SQLite's complaints: Django passes no code on."""


def not_here(request: HttpRequest, exception: object = None) -> HttpResponse:
    """There is no such address."""
    return render(request, "sorry.html.j2", 404, why="not-here")


def bad(request: HttpRequest, exception: object = None) -> HttpResponse:
    """The request was refused before anything looked at it."""
    status, why = next((told for kind, told in _REQUESTS.items() if isinstance(exception, kind)), (400, "bad"))
    return _bare(request, status, why=why)


def broken(request: HttpRequest) -> HttpResponse:
    """The program failed: its reason goes to where it runs, under a number that the page shows too."""
    error, number = sys.exception(), secrets.token_hex(4)
    status, why = cause(error)
    _log.error("Failure %s at %s %r", number, request.method, request.path[:200], exc_info=error)
    words = str(error) if isinstance(error, FirsthandError) else ""
    return _bare(request, status, why=why, words=words, number=number)


def cause(error: BaseException | None) -> tuple[int, str]:
    """The status of a failure and the key of its sentence."""
    if isinstance(error, OSError) and error.errno in _CODES:
        return _CODES[error.errno]
    if isinstance(error, DatabaseError):
        said = str(error)
        return next((told for word, told in _FILE.items() if word in said), (500, "broken"))
    return 500, "broken"


def _bare(request: HttpRequest, status: int, **given: str) -> HttpResponse:
    """A page for nobody in particular, in the language that the browser asks for."""
    if not hasattr(request, "lang"):
        header = request.headers.get("Accept-Language", "")
        request.lang = chosen("", request.COOKIES.get("lang", ""), header)  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    if hasattr(request, "session"):
        del request.session
    return render(request, "sorry.html.j2", status, **given)
