"""Which words left a passage, and which came? Two passages cut into pieces, those that differ marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 800
"""Pieces of a passage that are compared; of a longer one all is marked. The time grows with the product of both."""

_PIECE = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
"""A word or a sign, with the blanks behind it: words that changed one after the other are one stretch."""


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of a passage; `differs` from the other one."""

    text: str
    differs: bool = False


Stretch = tuple[Word, ...]


def marked(before: str, after: str) -> tuple[Stretch, Stretch]:
    """Both passages in pieces; joined they are the passages. What stands against nothing differs as a whole."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        return tuple(_whole(before)), tuple(_whole(after))
    left: list[Word] = []
    right: list[Word] = []
    bare = [one.strip() for one in old], [one.strip() for one in new]
    for kind, i, i_end, j, j_end in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        for row, pieces in ((left, old[i:i_end]), (right, new[j:j_end])):
            text = "".join(pieces)
            row.extend(_whole(text) if kind != "equal" else _plain(text))
    return tuple(left), tuple(right)


def _whole(text: str) -> Iterator[Word]:
    """All of it differs, but for the blanks at its end."""
    words = text.rstrip()
    if words:
        yield Word(words, differs=True)
    yield from _plain(text[len(words) :])


def _plain(text: str) -> Iterator[Word]:
    if text:
        yield Word(text)
