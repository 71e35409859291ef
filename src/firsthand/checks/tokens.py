"""Of which words and signs is a sentence made, as the checks read them, and which of them only tell when?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.matching.folding import fold, sentences
from firsthand.record.passages import Passage

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ.-][^\W_]+)*|[^\w\s]")


LONGEST = 2_000
"""Characters of a sentence; what is longer is not read for what it says of somebody."""


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


def named_sentences(text: str, names: Iterable[Passage]) -> Iterator[tuple[Passage, list[Passage]]]:
    """Each sentence in which names stand whole, with these in order; in time that grows with the text and not with its square.

    What is longer than LONGEST is no plain sentence, but a list or a page without points.
    """
    held = sorted(dict.fromkeys(names), key=lambda name: name.start)
    at = 0
    for start, end in sentences(text) if held else ():
        while at < len(held) and held[at].start < start:
            at += 1
        last = at
        while last < len(held) and held[last].start < end:
            last += 1
        inside = [name for name in held[at:last] if name.end <= end]
        at = last
        if inside and end - start <= LONGEST:
            yield Passage(inside[0].text_sha256, start, end, text[start:end]), inside


def spans_of(passages: Iterable[Passage]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in passages]
