"""Do these words still stand in this text: as they were, altered, or not at all?"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.matching.folding import Word, passage, sentences, words
from firsthand.matching.passages import aligned_passages
from firsthand.record.passages import Passage

ALTERED = 0.6
"""From this share of its words on, in order, what stands there is the passage in other words; below, it is another one."""

FEWEST = 4
"""A passage of fewer words is looked for as it is: little is left of it once a word is changed."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class There:
    """Where the words stand. `exact`: word for word, case, marks and punctuation aside; else at least ALTERED of them do."""

    passage: Passage
    exact: bool


def find(wanted: str, text: str) -> There | None:
    """The first place where the words stand as they are; else that where most of them stand, with its sentence."""
    ours, theirs = list(words(wanted)), list(words(text))
    if not ours or not theirs:
        return None
    if span := _exact(ours, theirs):
        return There(passage(text, *span), exact=True)
    return _altered(wanted, len(ours), text) if len(ours) >= FEWEST else None


def _exact(ours: list[Word], theirs: list[Word]) -> Span | None:
    wanted = [word.folded for word in ours]
    held = [word.folded for word in theirs]
    size = len(wanted)
    for at, word in enumerate(held[: len(held) - size + 1]):
        if word == wanted[0] and held[at : at + size] == wanted:
            return theirs[at].start, theirs[at + size - 1].end
    return None


def _altered(wanted: str, size: int, text: str) -> There | None:
    """Alterations may fall between sentences: what is near in the text and has the passage's order is taken together."""
    found = aligned_passages(wanted, text, least=min(FEWEST - 1, size - 1))
    best = max(found, key=lambda one: one.equal, default=None)
    if best is None:
        return None
    start, end = best.theirs
    equal, reach = best.equal, best.ours
    for one in sorted(found, key=lambda other: -other.equal):
        near = abs(one.theirs[0] - end) <= len(wanted) or abs(start - one.theirs[1]) <= len(wanted)
        if near and (one.ours[0] >= reach[1] and one.theirs[0] >= end):
            equal, reach, end = equal + one.equal, (reach[0], one.ours[1]), one.theirs[1]
        elif near and (one.ours[1] <= reach[0] and one.theirs[1] <= start):
            equal, reach, start = equal + one.equal, (one.ours[0], reach[1]), one.theirs[0]
    if equal / size < ALTERED:
        return None
    return There(passage(text, *whole_sentences(text, start, end)), exact=False)


def whole_sentences(text: str, start: int, end: int) -> Span:
    """The span widened to the sentences that it touches."""
    touched = [span for span in sentences(text) if span[0] < end and span[1] > start]
    return (min(touched[0][0], start), max(touched[-1][1], end)) if touched else (start, end)
