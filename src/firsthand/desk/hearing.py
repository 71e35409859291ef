"""Is a request heard to its end before it is answered? Beneath an answer to half a request the server hangs up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firsthand.desk.reached import Application

MOST = 1_000_000
"""Bytes that are read for nothing. Of more than that the line may break: an upload that nobody wants is not waited for."""


def to_its_end(application: Application) -> Application:
    """The application; what it leaves unread of a body, an address that is not here for one, is read once it has answered.

    Whoever asks next on the same line would otherwise now and then find it broken, with no answer.
    """

    def answer(environ: dict[str, Any], start: Any) -> Any:
        said = application(environ, start)
        length = environ.get("CONTENT_LENGTH", "")
        if length.isdecimal() and 0 < int(length) <= MOST:
            environ["wsgi.input"].read(int(length))
        return said

    return answer
