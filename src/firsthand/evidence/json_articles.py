"""Which articles does a JSON file hold? One, a list of them, or one a line."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.reading.articles import RawArticle

MOST = 100_000
"""Articles of one file that are read."""


def articles_in(body: bytes, name: str, *, lines: bool) -> Iterator[RawArticle]:
    """Each article of the file, as JSON of its own; what is none shows when it is read."""
    if lines:
        for number, line in enumerate(body.splitlines()[:MOST], 1):
            if line.strip():
                yield RawArticle(f"{name}, line {number}", line, "json")
        return
    try:
        rows = msgspec.json.decode(body, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # One article, or no JSON at all: the reader of articles says which.
        yield RawArticle(name, body, "json")
        return
    for number, row in enumerate(rows[:MOST], 1):
        yield RawArticle(f"{name}, item {number}", bytes(row), "json")
