"""Which subjects are named in this text, in whatever case, inflection or alphabet the casebook knows their names?

A name is looked up by the stems of its words without a leading article; the longest name at each place counts. A name of
one word is held more strictly, because stems and common words meet by chance: see `_fits`. The oracle is `MemoryNames`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.postings import FACTOR, Ints, Keys, stable_key
from firsthand.index.segments import Segment, pack_strings, unpack_string
from firsthand.matching.folding import Word, fold
from firsthand.matching.terms import term_stem, terms, word_list
from firsthand.record.ports import NameDoc, NameHit

STRINGS = ("case", "item", "name", "lang")
LONGEST = 12
"""Words of a name that are looked up; a longer name is known by its first twelve."""
SHORT = 5
"""A name of one lower-case word must have so many letters to be looked for at all."""
ENDING = 2
"""Letters by which an inflected name of one word may be longer or shorter than it stands on file."""

_BETWEEN = re.compile(r"(?!.*\n\s*\n)[\s.'’ʼ\"«»“”„#_–-]{0,6}", re.DOTALL)
"""What may stand between two words of one name: never a comma or the end of a paragraph."""

Stems = tuple[str, ...]


def name_words(name: str) -> list[Word]:
    """The words by which a name is known: at most twelve, the article before them left out."""
    found = terms(name)
    if len(found) > 1 and found[0].folded in word_list("article"):
        found = found[1:]
    return found[:LONGEST]


def _stems(found: Iterable[Word]) -> Stems:
    return tuple(term_stem(word.folded) for word in found)


def _fits(name: str, written: str) -> bool:
    """May these words of a text be this name of one word? Longer names fit by their stems alone.

    A capital in the name asks for one in the text, capitals throughout ask for the same (US is not us). In small letters
    the word must stand exactly as on file, and have five letters. Endings may differ by two letters.
    """
    held = name_words(name)
    if len(held) != 1:
        return True
    bare = name[held[0].start : held[0].end]
    if bare.isdigit() or abs(len(fold(bare)) - len(fold(written))) > ENDING:
        return bare == written and not bare.isdigit()
    if bare.isupper() and len(bare) > 1:
        return written.isupper()
    if bare.islower():
        return len(bare) >= SHORT and fold(bare) == fold(written)
    return not written[:1].islower()


def _together(text: str, found: Sequence[Word]) -> bool:
    """Do the words stand beside each other, with nothing between them that parts a name?"""
    return all(_BETWEEN.fullmatch(text[one.end : other.start]) for one, other in pairwise(found))


def _chosen(text: str, found: Sequence[Word], at: Mapping[int, Mapping[int, Sequence[NameDoc]]]) -> Iterator[NameHit]:
    """The longest name at each place, from left to right, none within another. `at[i][n]`: names of n words at word i."""
    free = 0
    for place in sorted(at):
        if place < free:
            continue
        for size in sorted(at[place], reverse=True):
            inside = found[place : place + size]
            written = text[inside[0].start : inside[-1].end]
            docs = [doc for doc in at[place][size] if _fits(doc.name, written)]
            if docs and _together(text, inside):
                yield from (NameHit(doc, inside[0].start, inside[-1].end) for doc in docs)
                free = place + size
                break


def _each_once(hits: Iterable[NameHit], lang: str) -> list[NameHit]:
    """One hit for each item at each place; of its equal names the one in the text's language, else the first."""
    ordered = sorted(hits, key=lambda h: (h.start, h.doc.item, h.doc.lang != lang, h.doc.lang, h.doc.name))
    best: dict[tuple[int, str], NameHit] = {}
    for hit in ordered:
        best.setdefault((hit.start, hit.doc.item), hit)
    return list(best.values())


class MemoryNames:
    """Names in a dictionary by their stems: the oracle."""

    def __init__(self, docs: Iterable[NameDoc] = ()) -> None:
        self._names: dict[Stems, list[NameDoc]] = {}
        self.add(docs)

    def add(self, docs: Iterable[NameDoc]) -> None:
        for doc in docs:
            self._names.setdefault(_stems(name_words(doc.name)), []).append(doc)

    def find(self, text: str, lang: str) -> list[NameHit]:
        """Every name that stands in the text, the longest at each place, in order of place."""
        found = terms(text)
        stems = _stems(found)
        at: dict[int, dict[int, list[NameDoc]]] = {}
        for place in range(len(found)):
            for size in range(1, LONGEST + 1):
                docs = self._names.get(stems[place : place + size], [])
                if docs and place + size <= len(found):
                    at.setdefault(place, {})[size] = docs
        return _each_once(_chosen(text, found, at), lang)


def pack_names(docs: Sequence[NameDoc]) -> dict[str, NDArray[Any]]:
    """The arrays of one segment: the names' strings, and their keys (uint64, sorted) with size in words and document."""
    sizes = [name_words(doc.name) for doc in docs]
    keys = np.array([_key([stable_key(stem) for stem in _stems(found)]) for found in sizes], np.uint64)
    order = np.argsort(keys, kind="stable")
    arrays: dict[str, NDArray[Any]] = {
        "keys": keys[order],
        "docs": order.astype(np.int32),
        "sizes": np.array([len(found) for found in sizes], np.int32)[order],
    }
    for field in STRINGS:
        arrays[f"{field}.bytes"], arrays[f"{field}.offsets"] = pack_strings([getattr(doc, field) for doc in docs])
    return arrays


def _key(stems: Sequence[int]) -> int:
    """The key of a run of stems; `_grow` makes the same for all places of a text at once."""
    keys = np.zeros(1, np.uint64)
    for stem in stems:
        keys = _grow(keys, np.array([stem], np.uint64))
    return int(keys[0])


def _grow(keys: Keys, stems: Keys) -> Keys:
    mixed = (keys ^ stems) * FACTOR
    return mixed ^ (mixed >> np.uint64(29))


def name_doc(segment: Segment, number: int) -> NameDoc:
    arrays = segment.arrays
    return NameDoc(*(unpack_string(arrays[f"{f}.bytes"], arrays[f"{f}.offsets"], number) for f in STRINGS))


def name_docs(segment: Segment) -> list[NameDoc]:
    """The live documents of a segment, in their order."""
    return [name_doc(segment, int(number)) for number in np.flatnonzero(segment.live)]


class NameEngine:
    """The names of a shelf's segments, found in time that grows with the text and hardly with their number."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = [segment for segment in segments if len(segment.live)]
        keys, docs, sizes, parts = _joined(self._segments)
        order = np.argsort(keys, kind="stable")
        self._keys, self._docs, self._parts = keys[order], docs[order], parts[order]
        self._sizes = [int(size) for size in np.unique(sizes) if size]

    def find(self, text: str, lang: str) -> list[NameHit]:
        """Every name that stands in the text, the longest at each place, in order of place."""
        if not self._sizes:
            return []
        found = terms(text)
        stems = _stems(found)
        keys = np.array([stable_key(stem) for stem in stems], np.uint64)
        at: dict[int, dict[int, list[NameDoc]]] = {}
        grown = np.zeros(len(keys), np.uint64)
        for size in range(1, min(self._sizes[-1], len(keys)) + 1):
            grown = _grow(grown[: len(keys) - size + 1], keys[size - 1 :])
            if size in self._sizes:
                for place, doc in self._named(grown):
                    if _stems(name_words(doc.name)) == stems[place : place + size]:
                        at.setdefault(place, {}).setdefault(size, []).append(doc)
        return _each_once(_chosen(text, found, at), lang)

    def _named(self, keys: Keys) -> Iterator[tuple[int, NameDoc]]:
        """(place, live document) of every name that has one of the keys."""
        first = np.searchsorted(self._keys, keys)
        here = np.flatnonzero(self._keys[np.minimum(first, len(self._keys) - 1)] == keys)
        last = np.searchsorted(self._keys, keys[here], "right")
        for place, begin, end in zip(here.tolist(), first[here].tolist(), last.tolist(), strict=True):
            for row in range(begin, end):
                yield place, name_doc(self._segments[self._parts[row]], int(self._docs[row]))


def _joined(segments: Sequence[Segment]) -> tuple[Keys, Ints, Ints, Ints]:
    """(key, document, size, segment) of every live name of all segments."""
    rows: list[tuple[Ints, Ints, Ints, Ints]] = []
    for number, segment in enumerate(segments):
        docs = np.asarray(segment.arrays["docs"])
        live = segment.live[docs]
        keys, sizes = (np.asarray(segment.arrays[name])[live] for name in ("keys", "sizes"))
        rows.append((keys, docs[live], sizes, np.full(len(keys), number)))
    if not rows:
        return np.empty(0, np.uint64), np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64)
    keys, docs, sizes, parts = (np.concatenate(column) for column in zip(*rows, strict=True))
    return keys, docs, sizes, parts
