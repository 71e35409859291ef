"""Do these words still stand in this text: as they were, altered, or not at all?"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from firsthand.matching.folding import Word, passage, sentences, words
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
    if len(ours) < FEWEST:
        return None
    return _altered([word.folded for word in ours], sum(1 for _ in sentences(wanted)), text)


def _exact(ours: list[Word], theirs: list[Word]) -> Span | None:
    wanted = [word.folded for word in ours]
    held = [word.folded for word in theirs]
    size = len(wanted)
    for at, word in enumerate(held[: len(held) - size + 1]):
        if word == wanted[0] and held[at : at + size] == wanted:
            return theirs[at].start, theirs[at + size - 1].end
    return None


def _altered(wanted: list[str], in_a_row: int, text: str) -> There | None:
    """The sentence, or as many `in_a_row` as the passage has, in which most of its words stand in their order."""
    best, span = 0, (0, 0)
    rows = list(sentences(text))
    folded = [[word.folded for word in words(text[start:end])] for start, end in rows]
    need = set(wanted)
    for first in range(len(rows)):
        last = min(first + in_a_row, len(rows)) - 1
        held = [word for row in folded[first : last + 1] for word in row]
        if len(need.intersection(held)) < ALTERED * len(need):
            continue
        blocks = SequenceMatcher(None, wanted, held, autojunk=False).get_matching_blocks()
        if (equal := sum(block.size for block in blocks)) > best:
            best, span = equal, (rows[first][0], rows[last][1])
    return There(passage(text, *span), exact=False) if best >= ALTERED * len(wanted) else None
