"""Which claims may stand in this text? One pass over the text against all claims at once, for reading archives in bulk.

It asks for less than the text index: a claim is a candidate where one run of five folded words stands in the text too, or, if it
has fewer words, all of them. What is found is then weighed as any lead. All claims are held in memory: for each about eighty
bytes and twelve for each of its runs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from firsthand.index.scan_words import Numbers, WordNumbers
from firsthand.matching.alignment import run_hashes

Key = TypeVar("Key", bound=Hashable)
Ints = NDArray[Any]
Hashes = NDArray[np.uint64]

RUN = 5
"""Words of a run."""
ROOM = 4
"""The sieve has 2 ** 4 bits or more for each run: at most one in sixteen strange runs passes it."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Key]):
    """A claim that may stand in a text: `shared` of its `runs` different runs do; of a short claim, all of its words."""

    key: Key
    shared: int
    runs: int


class Scanner(Generic[Key]):
    """Claims, ready to be looked for in many texts; texts can be scanned by one thread at a time.

    `wordings` are (key, text); a key may come several times, as one claim has several wordings, and is then found as often.
    """

    def __init__(self, wordings: Iterable[tuple[Key, str]]) -> None:
        self._words = WordNumbers()
        self._keys: list[Key] = []
        read: list[Numbers] = []
        for key, text in wordings:
            self._keys.append(key)
            read.append(self._words.read(text))
        self._words.close()
        sizes = np.array([len(words) for words in read], np.int64)
        words = np.concatenate([np.empty(0, np.int32), *read])
        self._runs = _Runs(words, np.repeat(np.arange(len(sizes), dtype=np.int32), sizes), len(sizes))
        self._short = _Short(words, sizes, len(self._words))

    def __len__(self) -> int:
        """The number of wordings."""
        return len(self._keys)

    def candidates(self, text: str) -> list[Candidate[Key]]:
        """The claims that may stand in a text: the largest share of the claim first, then in the order given."""
        words = self._words.read(text)
        claims, shared, runs = (
            np.concatenate(column) for column in zip(self._runs.found(words), self._short.found(words), strict=True)
        )
        order = np.lexsort((claims, -shared / np.maximum(runs, 1)))
        rows = zip(claims[order].tolist(), shared[order].tolist(), runs[order].tolist(), strict=True)
        return [Candidate(self._keys[claim], some, all_) for claim, some, all_ in rows]


class _Runs:
    """Every run of five words of the claims, with the claims that hold it; before them a sieve of bits."""

    def __init__(self, words: Numbers, owners: Ints, claims: int) -> None:
        hashes = run_hashes(words, RUN)
        whole = owners[: len(hashes)] == owners[len(words) - len(hashes) :]
        hashes, owners = hashes[whole], owners[: len(whole)][whole]
        order = np.argsort(hashes, kind="stable")
        hashes, owners = hashes[order], owners[order]
        new = np.ones(len(hashes), bool)
        new[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
        hashes, self._owners = hashes[new], owners[new]
        self._hashes, starts = np.unique(hashes, return_index=True)
        self._starts = np.append(starts, len(hashes)).astype(np.int64)
        self._of = np.bincount(self._owners, minlength=claims)
        self._shift = np.uint64(64 - max(10, len(self._hashes).bit_length() + ROOM))
        self._sieve = _bits(self._hashes >> self._shift, 64 - int(self._shift))

    def found(self, words: Numbers) -> tuple[Ints, Ints, Ints]:
        """(claims, how many of their runs stand among the words, how many they have)."""
        hashes = run_hashes(words, RUN)
        bit = hashes >> self._shift
        hashes = hashes[
            self._sieve[(bit >> np.uint64(3)).astype(np.int64)] >> (bit & np.uint64(7)).astype(np.uint8) & 1 > 0
        ]
        hashes = np.unique(hashes)
        place = np.searchsorted(self._hashes, hashes)
        place = (
            place[self._hashes[np.minimum(place, len(self._hashes) - 1)] == hashes] if len(self._hashes) else place[:0]
        )
        owners = _gathered(self._owners, self._starts[place], self._starts[place + 1])
        claims, shared = np.unique(owners, return_counts=True)
        return claims, shared, self._of[claims]


class _Short:
    """Claims of fewer than five words, under that of their words that the fewest claims hold."""

    def __init__(self, words: Numbers, sizes: Ints, known: int) -> None:
        ends = np.cumsum(sizes)
        often = np.bincount(words, minlength=known + 1)
        rows = []
        for claim in np.flatnonzero((sizes > 0) & (sizes < RUN)).tolist():
            own = sorted(
                set(words[ends[claim] - sizes[claim] : ends[claim]].tolist()), key=lambda word: (often[word], word)
            )
            rows.append((own[0], claim, len(own), *own, *[own[0]] * (RUN - 1 - len(own))))
        table = np.array(sorted(rows), np.int64).reshape(-1, RUN + 2)
        self._rarest, self._claims, self._of, self._all = table[:, 0], table[:, 1], table[:, 2], table[:, 3:]
        self._known = known

    def found(self, words: Numbers) -> tuple[Ints, Ints, Ints]:
        """(claims all of whose words stand among the words, the number of their words, the same)."""
        here = np.zeros(self._known + 1, bool)
        here[words] = True
        here[0] = False
        rows = np.flatnonzero(here[self._rarest])
        rows = rows[here[self._all[rows]].all(axis=1)]
        return self._claims[rows], self._of[rows], self._of[rows]


def _gathered(values: Ints, begins: Ints, ends: Ints) -> Ints:
    """values[begin:end] of each pair, one after the other."""
    sizes = ends - begins
    after = np.cumsum(sizes)
    places: Ints = np.arange(after[-1] if len(after) else 0) + np.repeat(begins - (after - sizes), sizes)
    return np.asarray(values[places])


def _bits(places: Hashes, width: int) -> NDArray[np.uint8]:
    """2 ** width bits, packed into bytes; those at the places (sorted) are 1."""
    sieve = np.zeros(1 << (width - 3), np.uint8)
    byte, value = (places >> np.uint64(3)).astype(np.int64), np.uint8(1) << (places & np.uint64(7)).astype(np.uint8)
    if len(places):
        first = np.flatnonzero(np.diff(byte, prepend=-1))
        sieve[byte[first]] = np.bitwise_or.reduceat(value, first)
    return sieve
