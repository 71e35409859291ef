"""Which runs of words do two texts share? Case, marks and punctuation aside, with the place of each in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
