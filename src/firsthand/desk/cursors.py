"""Where does the next page begin? A cursor names the last thing that was seen, so that what comes in between shifts nothing."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from firsthand.desk.problems import Problem

_TEXT = re.compile(r"([a-z]+):(\d{1,15})")


def written(kind: str, number: int) -> str:
    """A cursor of one kind of list."""
    return urlsafe_b64encode(f"{kind}:{number}".encode()).decode().rstrip("=")


def read(kind: str, cursor: str | None) -> int | None:
    """The number in a cursor, None where there is no cursor. Raises Problem for one that this list did not give."""
    if cursor is None:
        return None
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (Error, ValueError):
        text = ""
    match = _TEXT.fullmatch(text)
    if match is None or match[1] != kind:
        raise Problem(
            422, "The cursor is not one that this list gave. Take `next` of the page before, with the same filters."
        )
    return int(match[2])
