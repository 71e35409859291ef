"""How do the names of a segment lie in its file? Each different name once, under the keys of its words in all its orders.

Keys are sorted and mapped into memory; a question finds them by bisection, after one look into a table of bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.name_fits import PERSON, SHORT
from firsthand.index.name_search import STEMS
from firsthand.index.postings import FACTOR, Ints, Keys, stable_key
from firsthand.index.segments import Arrays, Segment, pack_strings, unpack_string
from firsthand.matching.name_keys import name_key
from firsthand.matching.terms import term_stem
from firsthand.reading.name_parts import Parts, name_words, parts
from firsthand.record.ports import NameDoc

BY_STEMS, BY_NAMES = np.uint64(0), np.uint64(1)
"""Where the keys begin to grow: names by stems and names by consonants never share one."""
SPARSE = 16
"""Bits of the table for each key: so few others pass it."""
LEAST = 1 << 12

_DOC = ("case", "item", "lang")
_NAME = ("name", "kind")

Row = tuple[int, int, list[int], int]
"""Name, order, keys of the words, and which of these must have a capital, as bits."""


def grow(keys: Keys, words: Keys) -> Keys:
    """The keys of runs of words with one more word."""
    mixed = (keys ^ words) * FACTOR
    return mixed ^ (mixed >> np.uint64(29))


def pack_names(docs: Sequence[NameDoc]) -> dict[str, NDArray[Any]]:
    """The arrays of one segment.

    Names: their strings and kinds; `keys` (uint64, sorted) with the name, its order, its size in words and the capitals it
    asks for; `surnames` (sorted keys) with the name of the person. Documents: their strings, their name; by name (`by_name`
    from `name_at`), by item.
    """
    names: dict[tuple[str, str], int] = {}
    of = np.array([names.setdefault((doc.name, doc.kind), len(names)) for doc in docs], np.int32)
    rows, surnames = _rows(names)
    arrays = {**_keyed(rows), **_sorted("surname", surnames), **_by_name(of, len(names))}
    for place, field in enumerate(_NAME):
        arrays[f"{field}.bytes"], arrays[f"{field}.offsets"] = pack_strings([name[place] for name in names])
    for field in _DOC:
        arrays[f"{field}.bytes"], arrays[f"{field}.offsets"] = pack_strings([getattr(doc, field) for doc in docs])
    return {**arrays, "names": of, **_sorted("item", [(stable_key(doc.item), i) for i, doc in enumerate(docs)])}


def _rows(names: dict[tuple[str, str], int]) -> tuple[list[Row], list[tuple[int, int]]]:
    rows: list[Row] = []
    surnames: list[tuple[int, int]] = []
    for (name, kind), number in names.items():
        taken = parts(name, kind == PERSON)
        keys = [stable_key(name_key(word)) for word in taken.words]
        if kind != PERSON and keys:
            rows.append((number, STEMS, [stable_key(term_stem(word.folded)) for word in name_words(name)], 0))
        if kind == PERSON or _spellable(taken):
            rows += [
                (number, at, [keys[i] for i in order], _capitals(taken, order) if kind == PERSON else 1)
                for at, order in enumerate(taken.orders())
                if order
            ]
        if taken.surname and taken.given >= 0:
            surnames.append((keys[taken.surname[0]], number))
    return rows, surnames


def _spellable(taken: Parts) -> bool:
    """May a name of no person be found in another script? A name of one short word never is."""
    return bool(taken.words) and taken.capitals[0] and (len(taken.words) > 1 or len(taken.words[0]) >= SHORT)


def _capitals(taken: Parts, order: tuple[int, ...]) -> int:
    return sum(1 << at for at, place in enumerate(order) if taken.capitals[place] or not at)


def _keyed(rows: Sequence[Row]) -> dict[str, NDArray[Any]]:
    keys = np.zeros(len(rows), np.uint64)
    sizes = np.array([len(row[2]) for row in rows], np.uint8)
    orders = np.array([row[1] for row in rows], np.int8)
    for size in np.unique(sizes).tolist():
        here = np.flatnonzero(sizes == size)
        words = np.array([rows[i][2] for i in here.tolist()], np.uint64)
        grown = np.where(orders[here] == STEMS, BY_STEMS, BY_NAMES)
        for column in range(size):
            grown = grow(grown, words[:, column])
        keys[here] = grown
    by = np.argsort(keys, kind="stable")
    numbers = np.array([row[0] for row in rows], np.int32)
    capitals = np.array([row[3] for row in rows], np.uint16)
    columns: dict[str, NDArray[Any]] = {
        "keys": keys,
        "key_name": numbers,
        "order": orders,
        "size": sizes,
        "capitals": capitals,
    }
    return {**{name: column[by] for name, column in columns.items()}, "bits": _bits(keys)}


def _bits(keys: Keys) -> NDArray[np.uint8]:
    """A table of bits, set where a key falls."""
    size = max(LEAST, 1 << (SPARSE * len(keys)).bit_length())
    table = np.zeros(size, bool)
    table[(keys & np.uint64(size - 1)).astype(np.int64)] = True
    return np.packbits(table, bitorder="little")


def perhaps(bits: NDArray[np.uint8], keys: Keys) -> NDArray[np.bool_]:
    """Which keys may be among those of a table of bits; all others surely are not."""
    at = (keys & np.uint64(8 * len(bits) - 1)).astype(np.int64)
    found: NDArray[np.bool_] = (bits[at >> 3] >> (at & 7).astype(np.uint8)) & 1 == 1
    return found


def _sorted(name: str, pairs: Sequence[tuple[int, int]]) -> dict[str, NDArray[Any]]:
    keys = np.array([key for key, _ in pairs], np.uint64)
    by = np.argsort(keys, kind="stable")
    return {f"{name}_keys": keys[by], f"{name}_of": np.array([number for _, number in pairs], np.int32)[by]}


def _by_name(of: Ints, count: int) -> dict[str, NDArray[Any]]:
    ends = np.cumsum(np.bincount(of, minlength=count)) if count else np.zeros(0, np.int64)
    return {"by_name": np.argsort(of, kind="stable").astype(np.int32), "name_at": np.concatenate([[0], ends])}


def name_doc(segment: Segment, number: int) -> NameDoc:
    """One document of a segment."""
    arrays = segment.arrays
    name, kind = name_of(arrays, int(arrays["names"][number]))
    case, item, lang = (unpack_string(arrays[f"{f}.bytes"], arrays[f"{f}.offsets"], number) for f in _DOC)
    return NameDoc(case, item, name, lang, kind)


def name_of(arrays: Arrays, number: int) -> tuple[str, str]:
    """(name, kind) by the number of the name."""
    name, kind = (unpack_string(arrays[f"{f}.bytes"], arrays[f"{f}.offsets"], number) for f in _NAME)
    return name, kind


def name_docs(segment: Segment) -> list[NameDoc]:
    """The live documents of a segment, in their order."""
    return [name_doc(segment, int(number)) for number in np.flatnonzero(segment.live)]


def equal(keys: Keys, wanted: int) -> Iterator[int]:
    """The places of one key among sorted ones."""
    key = np.uint64(wanted)
    first = int(keys.searchsorted(key))
    if first < len(keys) and keys[first] == key:
        yield from range(first, int(keys.searchsorted(key, "right")))
