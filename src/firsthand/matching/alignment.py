"""Where do two sequences of words run side by side, a changed word here and there aside?

Seed, chain and extend, as in the search for like genes (Altschul et al., BLAST, 1990): runs of equal words are the seeds; from
both ends of a seed the passage goes on through small gaps for as long as it gains more equal words than it loses.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

Run = tuple[int, int]
"""(first word, the word after the last)."""
Ints = NDArray[np.int64]

SEED = 5
"""Words of a seed, where a passage may be as short."""
PLACES = 32
"""Places at which the counterpart of one seed is looked for; a refrain repeated more often is not followed further."""
GAP = 6
"""Words that may be changed, added or left out at one place inside a passage."""
DROP = 8
"""A passage is given up once it has lost so many words more than it has won since its best end."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STEPS = sorted(
    ((di, dj) for di in range(GAP + 1) for dj in range(GAP + 1) if di or dj),
    key=lambda step: (sum(step), abs(step[0] - step[1])),
)
"""How far the two sides may have to go to meet again, nearest first."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Words `left` of one sequence and `right` of the other, `equal` of them equal and in the same order."""

    left: Run
    right: Run
    equal: int


def align(left: Sequence[int], right: Sequence[int], least: int = SEED) -> list[Chain]:
    """The chains of at least `least` equal words between two texts given as numbers of words, in the order of left.

    Every run of min(least, 5) and more equal words lies inside a chain of left, and inside one of right: what stands once in
    left and twice in right makes two. A chain is at most half changed. Time grows with the sum of both lengths.
    """
    size = max(1, min(least, SEED))
    if min(len(left), len(right)) < size:
        return []
    hashes = run_hashes(left, size), run_hashes(right, size)
    chains = list(_Side(left, right, size).chains(_seeds(*hashes), []))
    back = _Side(right, left, size).chains(_seeds(hashes[1], hashes[0]), sorted(chain.right for chain in chains))
    chains += [Chain(chain.right, chain.left, chain.equal) for chain in back]
    return sorted((c for c in chains if c.equal >= least), key=lambda chain: (chain.left, chain.right))


def run_hashes(words: Sequence[int] | NDArray[np.integer[Any]], size: int) -> NDArray[np.uint64]:
    """One number of 64 bits for each run of `size` words given as numbers, in order; none where there are fewer words."""
    numbers = np.asarray(words, np.int64).astype(np.uint64)
    count = max(0, len(numbers) - size + 1)
    runs = np.zeros(count, np.uint64)
    for i in range(size):
        runs = (runs ^ numbers[i : i + count]) * _MIX
        runs ^= runs >> np.uint64(29)
    return runs


def _seeds(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> Iterator[tuple[int, Ints]]:
    """(place in ours, its places in theirs in order) of each run that stands in both."""
    order = np.argsort(theirs, kind="stable")
    ordered = theirs[order]
    low, high = np.searchsorted(ordered, ours, "left"), np.searchsorted(ordered, ours, "right")
    for i in np.flatnonzero(high > low).tolist():
        yield i, order[low[i] : high[i]]


class _Side:
    """One direction of the search: chains for the seeds of `ours`, wherever they stand in `theirs`."""

    def __init__(self, ours: Sequence[int], theirs: Sequence[int], size: int) -> None:
        self._ours, self._theirs, self._size = list(ours), list(theirs), size
        self._ours_back, self._theirs_back = self._ours[::-1], self._theirs[::-1]

    def chains(self, seeds: Iterator[tuple[int, Ints]], taken: Sequence[Run]) -> Iterator[Chain]:
        """A chain for each seed that lies in no chain yet, nor inside the runs of ours that are `taken` (sorted)."""
        starts, ends = [start for start, _ in taken], list(accumulate((end for _, end in taken), max))
        reached = last = 0
        for i, places in seeds:
            after = bisect_right(starts, i)
            floor = max(reached, ends[after - 1] if after else 0)
            if i + self._size <= floor:
                continue
            j = self._counterpart(i, places, last)
            if j < 0:
                continue
            ceiling = max(starts[after] if after < len(starts) else len(self._ours), i + self._size)
            chain = self._grow(i, j, min(floor, i), ceiling)
            reached, last = chain.left[1], chain.right[1]
            yield chain

    def _counterpart(self, i: int, places: Ints, last: int) -> int:
        """The place with the longest equal run; of equal ones the nearest to where the last chain ended. -1: there is none."""
        if len(places) > PLACES:
            middle = int(np.searchsorted(places, last))
            begin = min(max(0, middle - PLACES // 2), len(places) - PLACES)
            places = np.union1d(places[:1], places[begin : begin + PLACES])
        best, size = -1, self._size - 1
        for j in sorted(places.tolist(), key=lambda place: abs(place - last)):
            # One look at the word that a longer run would need spares counting those that cannot be longer.
            if self._equal(i + size, j + size) and (longer := self._length(i, j)) > size:
                best, size = j, longer
        return best

    def _equal(self, i: int, j: int) -> bool:
        return i < len(self._ours) and j < len(self._theirs) and self._ours[i] == self._theirs[j]

    def _length(self, i: int, j: int) -> int:
        return _run(self._ours, self._theirs, (i, j), (len(self._ours), len(self._theirs)))

    def _grow(self, i: int, j: int, floor: int, ceiling: int) -> Chain:
        """The chain around the seed at i and j; in ours it goes neither below `floor` nor above `ceiling`."""
        n, m = len(self._ours), len(self._theirs)
        end, their_end, equal = _onward(self._ours, self._theirs, (i, j), (ceiling, m))
        back, their_back, more = _onward(self._ours_back, self._theirs_back, (n - i, m - j), (n - floor, m))
        return Chain((n - back, end), (m - their_back, their_end), equal + more)


def _run(left: Sequence[int], right: Sequence[int], at: tuple[int, int], most: tuple[int, int]) -> int:
    """How many words are equal from `at` on, before `most`."""
    i, j = at
    size, room = 0, min(most[0] - i, most[1] - j)
    while size < room and left[i + size] == right[j + size]:
        size += 1
    return size


def _onward(
    left: Sequence[int], right: Sequence[int], at: tuple[int, int], most: tuple[int, int]
) -> tuple[int, int, int]:
    """Where the passage that goes on at `at` ends best (after an equal word), and how many equal words it wins until there."""
    i, j = at
    equal = score = 0
    best, end = 0, (i, j, 0)
    while score >= best - DROP:
        size = _run(left, right, (i, j), most)
        i, j, equal, score = i + size, j + size, equal + size, score + size
        if score > best:
            best, end = score, (i, j, equal)
        step = _meeting(left, right, (i, j), most)
        if step is None:
            break
        i, j, score = i + step[0], j + step[1], score - max(step)
    return end


def _meeting(left: Sequence[int], right: Sequence[int], at: tuple[int, int], most: tuple[int, int]) -> Run | None:
    """The nearest step to where both go on alike: two equal words, or one where a single word was changed."""
    for di, dj in _STEPS:
        i, j = at[0] + di, at[1] + dj
        if i >= most[0] or j >= most[1] or left[i] != right[j]:
            continue
        if di == dj == 1 or (i + 1 < most[0] and j + 1 < most[1] and left[i + 1] == right[j + 1]):
            return di, dj
    return None
