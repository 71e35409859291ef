"""Which documents hold a key? Sorted 64-bit keys with their documents and counts, as flat arrays; packed, merged, looked up.

Arrays of one table, under its prefix: `keys` (V, uint64, sorted), `starts` (V + 1, int64) into `docs` (P, int32) and
`counts` (P, int32).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.segments import Arrays
from firsthand.matching.folding import fold

Keys = NDArray[np.uint64]
Ints = NDArray[Any]
FACTOR = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=400_000)
def stable_key(word: str) -> int:
    """The first 8 bytes of a word's BLAKE2b: the same on every machine and in every run."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def text_key(text: str) -> int:
    """The key of a text: that of its folded form. Not through the caches of `fold` and `stable_key`, which are for words."""
    return stable_key.__wrapped__(fold.__wrapped__(text))


def text_keys(texts: Sequence[str]) -> Keys:
    """(n,) uint64: the keys of texts, in their order."""
    return np.array([text_key(text) for text in texts], np.uint64)


def run_keys(words: Keys, owners: Ints, length: int) -> tuple[Keys, Ints]:
    """One key for each run of `length` words of one owner, and the owner of each."""
    count = len(words) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.int32)
    keys = np.zeros(count, np.uint64)
    for i in range(length):
        keys = (keys ^ words[i : i + count]) * FACTOR
        keys ^= keys >> np.uint64(29)
    whole = owners[:count] == owners[length - 1 :]
    return keys[whole], owners[:count][whole]


def table(prefix: str, keys: Keys, docs: Ints, counts: Ints) -> dict[str, NDArray[Any]]:
    """The arrays of one table from (key, document, count) rows in any order; equal (key, document) rows are added up."""
    order = np.lexsort((docs, keys))
    keys, docs, counts = keys[order], docs[order], counts[order]
    first = np.flatnonzero(_changes(keys) | _changes(docs))
    counts = np.add.reduceat(counts, first) if len(first) else counts
    keys, docs = keys[first], docs[first]
    starts = np.flatnonzero(_changes(keys))
    return {
        f"{prefix}.keys": keys[starts].astype(np.uint64),
        f"{prefix}.starts": np.append(starts, len(keys)).astype(np.int64),
        f"{prefix}.docs": docs.astype(np.int32),
        f"{prefix}.counts": counts.astype(np.int32),
    }


def _changes(values: Ints) -> NDArray[np.bool_]:
    """True where a value differs from the one before it, and at the first."""
    changed = np.ones(len(values), bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


def merged(prefix: str, parts: Sequence[Arrays], moves: Sequence[Ints]) -> dict[str, NDArray[Any]]:
    """One table from several. `moves[i][d]` is the new number of document d of part i, or -1 where it is left out."""
    rows: list[tuple[Keys, Ints, Ints]] = []
    for arrays, move in zip(parts, moves, strict=True):
        keys = np.repeat(arrays[f"{prefix}.keys"], np.diff(arrays[f"{prefix}.starts"]))
        docs = move[arrays[f"{prefix}.docs"]]
        kept = docs >= 0
        rows.append((keys[kept], docs[kept], arrays[f"{prefix}.counts"][kept]))
    joined = [np.concatenate(column) for column in zip(*rows, strict=True)]
    return table(prefix, joined[0], joined[1], joined[2])


@dataclass(frozen=True, slots=True)
class Rows:
    """Postings of several keys: row r says that the asked key number `asked[r]` stands `counts[r]` times in `docs[r]`."""

    asked: Ints
    docs: Ints
    counts: Ints


class Table:
    """One table of a segment, with the number of live documents of each key."""

    def __init__(self, prefix: str, arrays: Arrays, live: NDArray[np.bool_]) -> None:
        self.keys, self._starts, self._docs, self._counts = (
            np.asarray(arrays[f"{prefix}.{name}"]) for name in ("keys", "starts", "docs", "counts")
        )
        self._live = live
        self._frequency: Ints | None = None

    def frequency(self, keys: Keys) -> Ints:
        """In how many live documents each key stands."""
        if self._frequency is None:
            running = np.concatenate([[0], np.cumsum(self._live[self._docs])])
            self._frequency = running[self._starts[1:]] - running[self._starts[:-1]]
        place, found = self._places(keys)
        numbers = np.zeros(len(keys), np.int64)
        numbers[found] = self._frequency[place[found]]
        return numbers

    def rows(self, keys: Keys) -> Rows:
        """All postings of the keys, documents that no longer stand among them."""
        place, found = self._places(keys)
        place = place[found]
        begins, sizes = self._starts[place], self._starts[place + 1] - self._starts[place]
        ends = np.cumsum(sizes)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - (ends - sizes), sizes)
        return Rows(np.repeat(np.flatnonzero(found), sizes), self._docs[at], self._counts[at])

    def _places(self, keys: Keys) -> tuple[Ints, NDArray[np.bool_]]:
        if not len(self.keys):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), bool)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return place, self.keys[place] == keys

    def by_document(self, documents: int) -> tuple[Ints, Ints]:
        """(starts, place of each key): the keys of document d are `self.keys[places[starts[d]:starts[d + 1]]]`."""
        order = np.argsort(self._docs, kind="stable")
        places = np.repeat(np.arange(len(self.keys), dtype=np.int32), np.diff(self._starts))[order]
        starts = np.zeros(documents + 1, np.int64)
        np.cumsum(np.bincount(self._docs, minlength=documents), out=starts[1:])
        return starts, places
