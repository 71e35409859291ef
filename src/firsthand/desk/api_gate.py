"""What holds for every request of a program, before and after it is answered? No cookies; bounds; every error a problem."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse

from firsthand.desk.conf import UPLOAD
from firsthand.desk.problems import SAID, TYPE, Problem, answer

PLACE = "/api/"
JSON = 1_000_000
"""Bytes of a body that is not a form with a picture."""


class Gate:
    """Middleware: round everything that knows sessions, so that a browser's cookie opens nothing here."""

    def __init__(self, ask: Callable[[HttpRequest], HttpResponse]) -> None:
        self._ask = ask

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PLACE):
            return self._ask(request)
        request.COOKIES = {}
        problem = _before(request)
        response = answer(problem, request.path) if problem else _told(request, self._ask(request))
        _drain(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        return response


def _before(request: HttpRequest) -> Problem | None:
    """What is refused before anything of it is read."""
    if request.headers.get("Transfer-Encoding"):
        return Problem(411)
    most = UPLOAD if request.content_type == "multipart/form-data" else JSON
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isascii() or not size.isdigit():
        return Problem(400, "The header `Content-Length` is not a number.")
    if len(size) > 15 or int(size) > most:
        return Problem(413, f"The body is larger than {most:,} bytes.")
    return None


def _drain(request: HttpRequest) -> None:
    """Read what was not read of a short body: else the server would drop a connection that the program goes on to use."""
    left = 2 * JSON
    with suppress(OSError):
        while left > 0 and (part := request.read(65_536)):
            left -= len(part)


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer; where it is a page that tells of an error, that error as a problem."""
    if response.status_code < 400 or response.get("Content-Type") == TYPE:
        return response
    headers = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    status = response.status_code
    return answer(Problem(status if status in SAID else 400, headers=headers), request.path)
