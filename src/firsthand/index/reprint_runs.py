"""Which texts of a collection share runs of words that few of them hold?

A run of five words that very many texts hold is boilerplate: an outlet's footer, a call to subscribe. Not so where the texts
have a long stretch of such runs in common: that is a report that many printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.scan_words import Numbers, WordNumbers
from firsthand.matching.alignment import run_hashes
from firsthand.matching.reprints import QUOTED, Moments, moments

Ints = NDArray[Any]
Mask = NDArray[np.bool_]

RUN = 5
"""Words of a run."""
WIDE, WIDE_SHARE = 20, 0.02
"""A run in more texts than this, and in a larger share of the texts than this, is boilerplate..."""
REPORT, BREAK = 120, 8
"""... unless it lies in a stretch of so many words of such runs, broken by no more than so many others."""
HOLDERS = 64
"""Earlier holders of one run that are looked at: the earliest half of them and the latest."""

_QUOTED = re.compile(r"“[^“”]{8,2000}”|«[^«»]{8,2000}»|„[^„“”]{8,2000}[“”]|\"[^\"\n]{8,2000}\"")


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts by number, from the earliest on; of texts with one date the longest first, then in the order given.

    The words of text t without boilerplate are `numbers[starts[t]:starts[t + 1]]`, `quoted` those inside quotation marks.
    `groups`: the texts that hold each run of at least two texts, one group after the other; `rows[by_text[t]:by_text[t + 1]]` are
    the places of text t in it, and `begins[place]` is where the group of a place begins.
    """

    ids: list[Any]
    moments: list[Moments]
    numbers: Numbers
    quoted: Mask
    starts: Ints
    groups: Ints
    begins: Ints
    rows: Ints
    by_text: Ints

    def size(self, text: int) -> int:
        """The words of a text, boilerplate left out."""
        return int(self.starts[text + 1] - self.starts[text])

    def words(self, text: int) -> tuple[Numbers, NDArray[np.float32]]:
        """The words of a text, boilerplate left out, and what each counts."""
        own = slice(self.starts[text], self.starts[text + 1])
        return self.numbers[own], np.where(self.quoted[own], QUOTED, 1.0).astype(np.float32)

    def candidates(self, most: int, fewest: int) -> Iterator[tuple[int, int, int]]:
        """(a text, an earlier one, the rare runs that they share): the `most` with the most, if `fewest` or more."""
        for text in range(len(self.ids)):
            places = self.rows[self.by_text[text] : self.by_text[text + 1]]
            earlier, shared = np.unique(self._holders(places), return_counts=True)
            best = np.argsort(-shared, kind="stable")[:most]
            least = max(fewest, 0.1 * float(shared[best[0]])) if len(best) else fewest
            for row in best[shared[best] >= least].tolist():
                yield text, int(earlier[row]), int(shared[row])

    def _holders(self, places: Ints) -> Ints:
        """The texts that stand before these places in their groups."""
        begins, sizes = self.begins[places], places - self.begins[places]
        half = HOLDERS // 2
        first, rest = np.minimum(sizes, half), np.minimum(np.maximum(sizes - half, 0), half)
        return np.concatenate([_gather(self.groups, begins, first), _gather(self.groups, places - rest, rest)])


def _gather(values: Ints, begins: Ints, sizes: Ints) -> Ints:
    """values[begin:begin + size] of each pair, one after the other."""
    after = np.cumsum(sizes)
    places: Ints = np.arange(after[-1] if len(after) else 0) + np.repeat(begins - (after - sizes), sizes)
    return np.asarray(values[places])


def collect(texts: Iterable[Mapping[str, Any]]) -> Collection:
    """Read the texts, put them in order, and find the runs that they share."""
    words = WordNumbers()
    read = [(one["id"], moments(one.get("published")), *_read(words, one["text"] or "")) for one in texts]
    read.sort(key=lambda row: (row[1], -len(row[2])))
    sizes = np.array([len(row[2]) for row in read], np.int64)
    numbers = np.concatenate([np.empty(0, np.int32), *(row[2] for row in read)])
    quoted = np.concatenate([np.empty(0, bool), *(row[3] for row in read)])
    owners = np.repeat(np.arange(len(read), dtype=np.int32), sizes)
    ids, when = [row[0] for row in read], [row[1] for row in read]
    del read
    hashes, kept = _runs(numbers, owners)
    boiler = _boilerplate(hashes, kept, owners, max(WIDE, int(WIDE_SHARE * len(ids))))
    # A run that has a word of boilerplate in it tells nothing; one that only comes about where it was left out is none.
    clean = np.flatnonzero(kept)
    clean = clean[~_spread(boiler[::-1])[::-1][clean]]
    numbers, quoted, owners_left = numbers[~boiler], quoted[~boiler], owners[~boiler]
    starts = np.searchsorted(owners_left, np.arange(len(ids) + 1))
    groups = _groups(hashes[clean], owners[clean], len(ids))
    return Collection(ids, when, numbers, quoted, starts, *groups)


def _read(words: WordNumbers, text: str) -> tuple[Numbers, Mask]:
    """The numbers of a text's words, and which of them stand inside quotation marks."""
    pieces, inside, done = [], [], 0
    for found in _QUOTED.finditer(text):
        for start, end, quoted in ((done, found.start(), False), (found.start(), found.end(), True)):
            pieces.append(words.read(text[start:end]))
            inside.append(np.full(len(pieces[-1]), quoted))
        done = found.end()
    pieces.append(words.read(text[done:]))
    inside.append(np.zeros(len(pieces[-1]), bool))
    return np.concatenate(pieces), np.concatenate(inside)


def _runs(numbers: Numbers, owners: Ints) -> tuple[NDArray[np.uint64], Mask]:
    """The hash of the run that begins at each word, and whether it lies within one text."""
    hashes = run_hashes(numbers, RUN)
    short = len(numbers) - len(hashes)
    whole = np.concatenate([owners[: len(hashes)] == owners[short:], np.zeros(short, bool)])
    return np.concatenate([hashes, np.zeros(short, np.uint64)]), whole


def _boilerplate(hashes: NDArray[np.uint64], kept: Mask, owners: Ints, most: int) -> Mask:
    """True for each word of a run that more than `most` texts hold, long stretches aside."""
    places = np.flatnonzero(kept)
    order = places[np.argsort(hashes[places], kind="stable")]
    ordered, texts = hashes[order], owners[order]
    new = np.ones(len(order), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    other = new.copy()
    other[1:] |= texts[1:] != texts[:-1]
    held = np.add.reduceat(other.astype(np.int64), np.flatnonzero(new)) if len(order) else np.empty(0, np.int64)
    wide = np.zeros(len(hashes), bool)
    wide[order] = held[np.cumsum(new) - 1] > most
    words = _spread(wide)
    return words & ~_reports(words, owners)


def _spread(mask: Mask) -> Mask:
    """True where the mask is, and at the four places after it: a run is five words."""
    spread = mask.copy()
    for k in range(1, RUN):
        spread[k:] |= mask[:-k]
    return spread


def _reports(words: Mask, owners: Ints) -> Mask:
    """True within long stretches of such words of one text."""
    places = np.flatnonzero(words)
    inside = np.zeros(len(words), bool)
    if len(places):
        apart = (np.diff(places) > BREAK + 1) | (np.diff(owners[places]) != 0)
        first, last = places[np.append(True, apart)], places[np.append(apart, True)]
        for start, end in zip(first.tolist(), last.tolist(), strict=True):
            inside[start : end + 1] = end + 1 - start >= REPORT
    return inside


def _groups(hashes: NDArray[np.uint64], owners: Ints, texts: int) -> tuple[Ints, Ints, Ints, Ints]:
    """`groups`, `begins`, `rows` and `by_text` of a collection; a run that stands in one text only is left out."""
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    new = np.ones(len(hashes), bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    hashes, owners = hashes[new], owners[new]
    _, begin, back, count = np.unique(hashes, return_index=True, return_inverse=True, return_counts=True)
    shared = count[back] > 1
    moved: Ints = np.cumsum(shared) - shared
    groups: Ints = owners[shared]
    begins: Ints = moved[begin[back][shared]]
    rows = np.argsort(groups, kind="stable")
    return groups, begins, rows, np.searchsorted(groups[rows], np.arange(texts + 1))
