"""Which subjects are named in this text, in whatever case, inflection or alphabet the casebook knows their names?

Two holders of names answer alike. `NameEngine` reads segments: every run of words of the text has a key, and only names that lie
under it are held against the text. `MemoryNames` is the oracle: it holds every name against every place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from firsthand.index.name_fits import PERSON, agreed
from firsthand.index.name_pack import (
    BY_NAMES,
    BY_STEMS,
    equal,
    grow,
    name_doc,
    name_docs,
    name_of,
    pack_names,
    perhaps,
)
from firsthand.index.name_search import STEMS, Row, Spot, search
from firsthand.index.name_tokens import Tokens
from firsthand.index.postings import Ints, Keys, stable_key
from firsthand.index.segments import Segment
from firsthand.matching.name_keys import name_key
from firsthand.reading.name_parts import LONGEST, name_words, parts
from firsthand.record.ports import NameDoc, NameHit

__all__ = ["MemoryNames", "NameEngine", "name_docs", "name_words", "pack_names"]

SKIPPED = 3
"""Titles and patronymics that may stand between the words of one name."""
ALIKE = 5_000
"""Names of one segment that are looked at under one key; only a casebook made for it has more."""
KEPT = 50_000
"""Names kept as strings; one text asks for few names often."""

Choice = tuple[Row, int]
"""A name and its order."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of `size` words of a text: the places of all words, and by the start of a run its key and how it is written."""

    places: Ints
    keys: Keys
    said: Keys
    starts: Ints
    size: int


class MemoryNames:
    """Names in a list: the oracle."""

    def __init__(self, docs: Iterable[NameDoc] = ()) -> None:
        self._names: dict[tuple[str, str], list[NameDoc]] = {}
        self._items: dict[str, list[str]] = {}
        self.add(docs)

    def add(self, docs: Iterable[NameDoc]) -> None:
        for doc in docs:
            self._names.setdefault((doc.name, doc.kind), []).append(doc)
            self._items.setdefault(doc.item, []).append(doc.name)

    def find(self, text: str, lang: str) -> list[NameHit]:
        """Every name that stands in the text, the longest at each place, in order of place."""
        return search(self, text, lang)

    def spots(self, tokens: Tokens) -> Iterator[Spot]:
        """Every place of the text, for every name."""
        kept = np.flatnonzero(~tokens.passed_over)
        everywhere = np.arange(len(tokens))
        for number, (name, kind) in enumerate(self._names):
            taken = parts(name, kind == PERSON)
            if kind != PERSON:
                yield from (Spot(name, kind, STEMS, (i,), (0, number)) for i in range(len(tokens)))
            for at, order in enumerate(taken.orders()):
                for places in (everywhere, kept) if kind == PERSON else (everywhere,):
                    for start in range(len(places) - len(order) + 1) if order else ():
                        run = places[start : start + len(order)].tolist()
                        if run[-1] - run[0] - len(order) + 1 <= SKIPPED:
                            yield Spot(name, kind, at, run, (0, number))

    def bearers(self, row: Row) -> Sequence[NameDoc]:
        return list(self._names.values())[row[1]]

    def names_of(self, doc: NameDoc) -> Sequence[str]:
        return self._items[doc.item]

    def sharing(self, word: str) -> Iterator[tuple[str, Row]]:
        for number, (name, kind) in enumerate(self._names):
            taken = parts(name, kind == PERSON)
            if taken.given >= 0 and name_key(taken.words[taken.surname[0]]) == name_key(word):
                yield name, (0, number)


class NameEngine:
    """The names of a shelf's segments, found in time that grows with the text and hardly with their number."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = [segment for segment in segments if len(segment.live)]
        self._named: dict[Row, tuple[str, str]] = {}

    def find(self, text: str, lang: str) -> list[NameHit]:
        """Every name that stands in the text, the longest at each place, in order of place."""
        return search(self, text, lang) if self._segments else []

    def spots(self, tokens: Tokens) -> Iterator[Spot]:
        """Where the keys of names on file stand: by stems, by consonants, and by these with titles and patronymics left out."""
        everywhere, kept = np.arange(len(tokens)), np.flatnonzero(~tokens.passed_over)
        yield from self._runs(tokens, tokens.stem_keys, BY_STEMS, everywhere)
        yield from self._runs(tokens, tokens.name_keys, BY_NAMES, everywhere)
        if len(kept) < len(tokens):
            yield from self._runs(tokens, tokens.name_keys, BY_NAMES, kept)

    def _runs(self, tokens: Tokens, keys: Keys, seed: np.uint64, places: Ints) -> Iterator[Spot]:
        """Names whose words are the words at these places, one after another."""
        keys, written, parted = keys[places], tokens.ids[places].astype(np.uint64), tokens.parted[places]
        capital = (tokens.capitals | tokens.caseless)[places]
        begin = capital if seed == BY_NAMES else np.ones(len(keys), bool)
        grown, said = np.full(len(keys), seed, np.uint64), np.zeros(len(keys), np.uint64)
        for size in range(1, min(LONGEST, len(keys)) + 1):
            many = len(keys) - size + 1
            grown, said = grow(grown[:many], keys[size - 1 :]), grow(said[:many], written[size - 1 :])
            over = places[size - 1 :] - places[:many] - size + 1
            near = (over <= SKIPPED) & ((over > 0) | (len(keys) == len(tokens)))
            starts = np.flatnonzero(begin[:many] & near & (parted[size - 1 :] == parted[:many]))
            for start, held in self._alike(tokens, Runs(places, grown, said, starts, size)):
                at = places[start : start + size].tolist()
                yield from (Spot(*self._name(row), order, at, row) for row, order in held)

    def _alike(self, tokens: Tokens, runs: Runs) -> Iterator[tuple[int, list[Choice]]]:
        """(start, names) of each run of words; runs that are written alike are looked up once."""
        starts = runs.starts[self._known(runs.keys[runs.starts])]
        _, first, which = np.unique(runs.said[starts], return_index=True, return_inverse=True)
        others = np.split(np.argsort(which, kind="stable"), np.cumsum(np.bincount(which))[:-1]) if len(first) else []
        for number, one in enumerate(starts[first].tolist()):
            at = runs.places[one : one + runs.size].tolist()
            held = list(self._under(tokens, int(runs.keys[one]), at))
            if held:
                yield from ((start, held) for start in starts[others[number]].tolist())

    def _known(self, keys: Keys) -> NDArray[np.bool_]:
        """Which keys are on file."""
        found = np.zeros(len(keys), bool)
        for segment in self._segments:
            held = segment.arrays["keys"]
            near = np.flatnonzero(perhaps(segment.arrays["bits"], keys)) if len(held) else np.empty(0, np.int64)
            if len(near):
                at = np.minimum(held.searchsorted(keys[near]), len(held) - 1)
                found[near[held[at] == keys[near]]] = True
        return found

    def _under(self, tokens: Tokens, key: int, at: Sequence[int]) -> Iterator[Choice]:
        """The names under one key that the words at these places may say."""
        capitals = sum(1 << place for place, i in enumerate(at) if tokens.caseless or tokens.capital(i))
        said = [tokens.plain(i) for i in at]
        for number, segment in enumerate(self._segments):
            arrays = segment.arrays
            for row in islice(equal(arrays["keys"], key), ALIKE):
                if arrays["size"].item(row) == len(at) and not arrays["capitals"].item(row) & ~capitals:
                    held = (number, arrays["key_name"].item(row)), arrays["order"].item(row)
                    if held[1] == STEMS or self._agrees(said, *held):
                        yield held

    def _agrees(self, said: Sequence[str], row: Row, order: int) -> bool:
        name, kind = self._name(row)
        taken = parts(name, kind == PERSON)
        return agreed(said, taken, taken.orders()[order]) is not None

    def _name(self, row: Row) -> tuple[str, str]:
        """(name, kind) of a row."""
        found = self._named.get(row)
        if found is None:
            if len(self._named) > KEPT:
                self._named.clear()
            found = self._named[row] = name_of(self._segments[row[0]].arrays, row[1])
        return found

    def bearers(self, row: Row) -> Iterator[NameDoc]:
        segment = self._segments[row[0]]
        first, last = segment.arrays["name_at"][row[1] : row[1] + 2].tolist()
        docs = segment.arrays["by_name"][first:last]
        yield from (name_doc(segment, int(number)) for number in docs[segment.live[docs]])

    def names_of(self, doc: NameDoc) -> Sequence[str]:
        key = stable_key(doc.item)
        found = [
            name_doc(segment, int(number))
            for segment in self._segments
            for number in segment.arrays["item_of"][list(equal(segment.arrays["item_keys"], key))]
            if segment.live[number]
        ]
        return [other.name for other in found if other.item == doc.item]

    def sharing(self, word: str) -> Iterator[tuple[str, Row]]:
        key = stable_key(name_key(word))
        for number, segment in enumerate(self._segments):
            for at in equal(segment.arrays["surname_keys"], key):
                name = int(segment.arrays["surname_of"][at])
                yield name_of(segment.arrays, name)[0], (number, name)
