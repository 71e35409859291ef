"""Where in a text do the passages stand that the findings rest on? The text cut into pieces, the passages numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from firsthand.record.passages import Passage

WHOLE_TEXT = 1_500
"""A text of at most so many characters is shown whole; of a longer one the surroundings of its passages."""

AROUND = 240
"""Characters shown before and after a passage of a long text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: marked or not, and the numbers of the passages that end with it. `gap`: text left out before it."""

    text: str
    marked: bool = False
    ends: tuple[int, ...] = ()
    gap: bool = False


def number(passages: Iterable[Passage], texts: Sequence[tuple[str, str]]) -> Mapping[Passage, int]:
    """Numbers from 1 in reading order. `texts` are (sha256, text); a passage that stands in none of them gets none."""
    wanted = set(passages)
    order = {sha256: (place, text) for place, (sha256, text) in enumerate(texts) if sha256}
    standing = [
        p for p in wanted if p.text_sha256 in order and p.start < p.end and p.stands_in(order[p.text_sha256][1])
    ]
    ranked = sorted(standing, key=lambda p: (order[p.text_sha256][0], p.start, p.end))
    return {passage: place for place, passage in enumerate(ranked, 1)}


def mark(text: str, sha256: str, numbers: Mapping[Passage, int]) -> tuple[Piece, ...]:
    """The pieces of one text; joined without gaps they are the text."""
    ours = {p: n for p, n in numbers.items() if p.text_sha256 == sha256}
    cuts = sorted({0, len(text), *(p.start for p in ours), *(p.end for p in ours)})
    pieces = [(start, _piece(text, start, end, ours)) for start, end in pairwise(cuts)]
    if len(text) <= WHOLE_TEXT:
        return tuple(piece for _, piece in pieces)
    return tuple(_shortened([piece for _, piece in pieces]))


def _piece(text: str, start: int, end: int, ours: Mapping[Passage, int]) -> Piece:
    marked = any(p.start <= start and end <= p.end for p in ours)
    return Piece(text[start:end], marked, tuple(sorted(n for p, n in ours.items() if p.end == end)))


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Unmarked stretches cut down to what stands next to a passage; without any passage, the beginning."""
    if len(pieces) == 1 and not pieces[0].marked:
        yield Piece(pieces[0].text[:WHOLE_TEXT])
        yield Piece("", gap=True)
        return
    for place, piece in enumerate(pieces):
        if piece.marked or len(piece.text) <= 2 * AROUND:
            yield piece
            continue
        if place > 0:
            yield Piece(piece.text[:AROUND])
        yield Piece(piece.text[-AROUND:] if place < len(pieces) - 1 else "", gap=True)
