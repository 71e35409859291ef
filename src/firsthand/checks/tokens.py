"""Of which words and signs is a sentence made, as the checks read them, and which of them only tell when?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firsthand.matching.folding import fold
from firsthand.record.passages import Passage

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ.-][^\W_]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word or sign at `text[start:end]`. `exact` is it as written."""

    folded: str
    start: int
    end: int
    exact: str

    @property
    def capital(self) -> bool:
        return self.exact[:1].isupper()

    @property
    def is_word(self) -> bool:
        return self.exact[:1].isalnum()


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`; offsets are those of the whole text."""
    return [
        Token(fold(found.group()), found.start(), found.end(), found.group())
        for found in _TOKEN.finditer(text, start, end)
    ]


def outside(tokens: Iterable[Token], spans: Sequence[tuple[int, int]]) -> list[Token]:
    """The tokens that lie in none of the spans."""
    return [one for one in tokens if not any(start <= one.start < end for start, end in spans)]


def spans_of(passages: Iterable[Passage]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in passages]
