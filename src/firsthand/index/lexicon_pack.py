"""How do translations lie in the lexicon's file, so that a word finds its own in a moment? Rows of numbers under sorted keys.

Translations are kept by the stem, forms apart from them: written out they would be ten times as many.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.lexicon_tables import Ints, Table, Tables, firmest, once
from firsthand.index.postings import stable_key

STEPS = 255
"""Weights are kept as whole numbers of this many parts."""

Arrays = dict[str, NDArray[Any]]


def packed(tables: Tables, ways: Iterable[Table], forms: Iterable[tuple[str, str]]) -> Arrays:
    """The arrays that `Lexicon` reads, of V stems, P pairs, F forms and A stems that can be asked for.

    `keys` (V, uint64, sorted), `starts` (V + 1) into `theirs` (P, places in `keys`) and `weights` (P, of 255 parts);
    `lemma_starts` (V + 1) into `lemma_forms` (F, keys); `asked` (A, uint64, sorted) and `asked_starts` (A + 1) into `entries`
    (places in `keys`): a stem is an entry itself, or a form of one or several.
    """
    way = once([part.at(np.flatnonzero(part.ours != part.theirs)) for part in ways])
    stems = tables.stems
    used = np.unique(np.concatenate([way.ours, way.theirs]))
    keys = _keys(stems[number] for number in used)
    order = np.argsort(keys)
    place = np.full(len(stems) + 1, -1, np.int64)
    place[used[order]] = np.arange(len(used))
    rows = firmest(Table(place[way.ours], place[way.theirs], way.weights), len(keys))
    numbers = {stems[number]: int(place[number]) for number in used}
    known = sorted({(form, numbers[lemma]) for form, lemma in forms if lemma in numbers})
    return {
        "keys": keys[order],
        "starts": _starts(rows.ours, len(keys)),
        "theirs": rows.theirs.astype(np.int32),
        "weights": np.ceil(rows.weights * STEPS).astype(np.uint8),
        **_packed_forms(
            keys[order], _keys(form for form, _ in known), np.array([lemma for _, lemma in known], np.int64)
        ),
    }


def _packed_forms(keys: Ints, forms: Ints, lemmas: Ints) -> Arrays:
    """By the word whose forms they are, and by what may be asked for."""
    by_lemma = np.lexsort((forms, lemmas))
    asked = np.concatenate([keys, forms])
    entries = np.concatenate([np.arange(len(keys)), lemmas])
    by_asked = np.lexsort((entries, asked))
    distinct, first = np.unique(asked[by_asked], return_index=True)
    return {
        "lemma_starts": _starts(lemmas[by_lemma], len(keys)),
        "lemma_forms": forms[by_lemma],
        "asked": distinct,
        "asked_starts": np.append(first, len(asked)).astype(np.int32),
        "entries": entries[by_asked].astype(np.int32),
    }


def _starts(owners: Ints, count: int) -> Ints:
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int32)


def _keys(stems: Iterable[str]) -> NDArray[np.uint64]:
    # Not through the cache of `stable_key`, which is for the words of texts.
    return np.fromiter((stable_key.__wrapped__(stem) for stem in stems), np.uint64)
