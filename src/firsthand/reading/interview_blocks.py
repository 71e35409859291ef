"""Of which paragraphs is a text made, and which of them are one sentence that a page break cut in two?"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG_ENOUGH = 60
"""Letters of a paragraph that may have been cut by the end of a page; a heading is shorter."""

MARKS = "*_#>\u2028\ufeff \t\r\f\v\xa0"
"""What stands around a paragraph and is no part of it: white space, and the marks of bold and headings in Markdown."""

_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.!?…:;;·»”\"'’)\]*]\s*\d{0,3}$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph at `text[start:end]`, the marks around it left out."""

    start: int
    end: int
    said: str


def blocks(text: str) -> list[Block]:
    """The paragraphs of a text in order; each line is one, and lines without letters or digits are none."""
    found: list[Block] = []
    for line in _LINE.finditer(text):
        written = line.group()
        said = written.strip(MARKS)
        if any(sign.isalnum() for sign in said):
            start = line.start() + len(written) - len(written.lstrip(MARKS))
            found.append(Block(start, start + len(said), said))
    return found


def runs_on(before: Block, after: Block) -> bool:
    """Does the sentence of one paragraph go on in the next, as where a page ended within it?"""
    if _ENDS.search(before.said[-6:]):
        return False
    return after.said[:1].islower() or len(before.said) >= LONG_ENOUGH


def asks(said: str) -> bool:
    """Does a paragraph end with a question mark? In Greek that is a semicolon, which no paragraph else ends with."""
    return said.rstrip("*_»”\"')] ").endswith(("?", ";", ";", "?!", "?..", "?…"))


_QUESTION = re.compile(r"\?|[\u0370-\u03ff][;;](?:\s|$)")


def holds_question(said: str) -> bool:
    return _QUESTION.search(said) is not None
