"""Which passages do two texts share, exactly or a little edited? Case, marks and punctuation aside; the place of each in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.matching.alignment import SEED, align
from firsthand.matching.folding import Word
from firsthand.matching.terms import terms

Span = tuple[int, int]

PLACES = 32
"""Places in their text at which the start of one run is looked for; a refrain repeated more often is not followed further."""


def shared_passages(ours: str, theirs: str, least: int = 5) -> list[tuple[Span, Span]]:
    """Every shared run of at least `least` folded words as ((start, end) in ours, (start, end) in theirs).

    Runs come in the order of ours, each as long as it can be, with its longest counterpart; none lies within another of
    ours, but two may overlap. Offsets are of characters: `ours[start:end]` begins and ends with a word.
    """
    left, right = terms(ours), terms(theirs)
    return [
        ((left[i].start, left[i + size - 1].end), (right[j].start, right[j + size - 1].end))
        for i, j, size in shared_runs(left, right, least)
    ]


def shared_runs(left: Sequence[Word], right: Sequence[Word], least: int) -> Iterator[tuple[int, int, int]]:
    """The same as (first word of left, first word of right, number of words)."""
    least = max(1, least)
    ours, theirs = [word.folded for word in left], [word.folded for word in right]
    starts = _starts(theirs, least)
    reached = 0
    for i in range(len(ours) - least + 1):
        best, size = 0, 0
        for j in starts.get(tuple(ours[i : i + least]), ()):
            known = max(size, reached - i)
            if known < least or _reaches(ours, theirs, i + known, j + known):
                longer = _length(ours, theirs, i, j)
                best, size = (j, longer) if longer > size else (best, size)
        if i + size > reached and size >= least:
            reached = i + size
            yield i, best, size


def _reaches(ours: Sequence[str], theirs: Sequence[str], i: int, j: int) -> bool:
    """Is the word that a longer run would need there? It spares counting runs that cannot be longer."""
    return i < len(ours) and j < len(theirs) and ours[i] == theirs[j]


def _starts(words: Sequence[str], least: int) -> dict[tuple[str, ...], list[int]]:
    starts: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(words) - least + 1):
        places = starts.setdefault(tuple(words[j : j + least]), [])
        if len(places) < PLACES:
            places.append(j)
    return starts


def _length(ours: Sequence[str], theirs: Sequence[str], i: int, j: int) -> int:
    """How many words are equal from i and j on."""
    size, most = 0, min(len(ours) - i, len(theirs) - j)
    while size < most and ours[i + size] == theirs[j + size]:
        size += 1
    return size


@dataclass(frozen=True, slots=True)
class Aligned:
    """One passage of two texts, a few words of which may differ. Spans are of characters, and begin and end with equal words.

    `equal`: words that stand in both, in the same order. `share`: of the words of its longer side, those that are equal, above
    0.5. `worth`: the equal words, discounted where many texts hold them; `equal` itself where nothing is known of other texts.
    """

    ours: Span
    theirs: Span
    equal: int
    share: float
    worth: float


def aligned_passages(ours: str, theirs: str, least: int = 5, held: Mapping[str, int] | None = None) -> list[Aligned]:
    """Every shared passage of at least `least` equal words, through words changed, added, left out or swapped.

    Each run of `least` equal words (of five, where `least` is more) of either text lies inside a passage; passages come in the
    order of ours. Swapping the texts swaps the spans. `held` says how many texts hold five folded words joined by blanks: what
    more than two hold is worth less, in proportion. Time and memory grow with the length of both texts.
    """
    left, right = terms(ours), terms(theirs)
    mine, other = [word.folded for word in left], [word.folded for word in right]
    # Ties are broken the same way whichever text comes first.
    turned = (len(mine), mine) > (len(other), other)
    first, second = (other, mine) if turned else (mine, other)
    found = []
    for run in align(*_numbered(first, second), least):
        (i, i_end), (j, j_end) = (run.right, run.left) if turned else (run.left, run.right)
        share = run.equal / max(i_end - i, j_end - j)
        worth = run.equal * (1.0 if held is None else _rareness(mine[i:i_end], other[j:j_end], held))
        spans = (left[i].start, left[i_end - 1].end), (right[j].start, right[j_end - 1].end)
        found.append(Aligned(*spans, run.equal, share, worth))
    return sorted(found, key=lambda passage: (passage.ours, passage.theirs))


def _numbered(first: Sequence[str], second: Sequence[str]) -> tuple[list[int], list[int]]:
    """Both texts as numbers of words; equal words have equal numbers."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(word, len(numbers)) for word in first], [
        numbers.setdefault(word, len(numbers)) for word in second
    ]


def _rareness(ours: Sequence[str], theirs: Sequence[str], held: Mapping[str, int]) -> float:
    """From 1 (no text but these two holds the shared shingles) down towards 0."""
    shared = _shingles(ours) & _shingles(theirs)
    return sum(2 / max(2, held.get(shingle, 0)) for shingle in shared) / len(shared) if shared else 1.0


def _shingles(words: Sequence[str]) -> set[str]:
    return {" ".join(words[i : i + SEED]) for i in range(len(words) - SEED + 1)}
