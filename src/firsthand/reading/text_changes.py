"""What changed between two texts of one page, sentence by sentence? And are they texts of one page at all?"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest

from firsthand.matching.folding import digest, passage, sentences
from firsthand.reading.flat_words import flat
from firsthand.record.passages import Passage
from firsthand.record.states import Difference

MOST_SENTENCES = 1_500
"""Sentences of a text that are compared; the time grows with the product of both."""

MOST = 200
"""Differences that are handed on."""

SHINGLE = 4

Span = tuple[int, int]


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Sentences that left, came, or stand in the place of others, in their order; case, marks and spacing aside."""
    old, new = list(sentences(before))[:MOST_SENTENCES], list(sentences(after))[:MOST_SENTENCES]
    was, now = [flat(before[a:b]) for a, b in old], [flat(after[a:b]) for a, b in new]
    names = digest(before), digest(after)
    found: list[Difference] = []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            for left, right in zip_longest(old[i:i_end], new[j:j_end]):
                found.append(Difference(_passage(before, left, names[0]), _passage(after, right, names[1])))
    return tuple(found[:MOST])


def _passage(text: str, span: Span | None, sha256: str) -> Passage | None:
    return passage(text, *span, sha256) if span else None


def likeness(before: str, after: str) -> float:
    """The share of runs of four words of the shorter text that stand in the other, 0 to 1."""
    left, right = _shingles(before), _shingles(after)
    few, many = sorted((left, right), key=len)
    return len(few & many) / len(few) if few else 0.0


def share_left(before: str, after: str) -> float:
    """The share of runs of four words of the earlier text that still stand there."""
    left = _shingles(before)
    return len(left & _shingles(after)) / len(left) if left else 0.0


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = flat(text).split()
    if len(words) <= SHINGLE:
        return {tuple(words)} if words else set()
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
