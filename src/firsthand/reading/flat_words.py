"""Does a text use one of these phrases? Folded words with one blank between: case, marks and line breaks do not matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from firsthand.matching.folding import WORD, fold

_PIECE = re.compile(WORD)


def flat(text: str) -> str:
    """The folded words of a text, a blank before, between and after them."""
    return f" {' '.join(fold(piece) for piece in _PIECE.findall(text))} "


@cache
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The phrases, the longer first, as one expression over `flat` words; `*` at the end of a word stands for any ending."""
    listed = sorted(phrases, key=len, reverse=True)
    return re.compile(f"(?<= )(?:{'|'.join(map(_phrase, listed))})(?= )")


def _phrase(written: str) -> str:
    words = written.split()
    return " ".join(re.escape(flat(word.rstrip("*")).strip()) + r"[^ ]*" * word.endswith("*") for word in words)


def first_of(phrases: Sequence[str], text: str) -> str:
    """The phrase that the text uses first, folded; "" where it uses none."""
    found = any_of(tuple(phrases)).search(flat(text))
    return found.group() if found else ""
