"""Which stems and words stand in many texts? Whole batches at once: each word as written is taken apart only once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.postings import Ints, Keys, stable_key
from firsthand.matching.folding import fold
from firsthand.matching.terms import marked_words, term_stem, terms


@dataclass(frozen=True, slots=True)
class Tokens:
    """The terms of a batch of texts, in order.

    `words` (T, uint64) are the keys of the folded words, `stems` (T) places in `vocabulary`, `owners` (T) the number of the
    text that each term stands in.
    """

    words: Keys
    stems: Ints
    owners: Ints
    vocabulary: tuple[str, ...]


def tokens(texts: Iterable[str]) -> Tokens:
    """Take a batch of texts apart."""
    written: list[str] = []
    counts: list[int] = []
    for text in texts:
        found = marked_words(text)
        written += found
        counts.append(len(found))
    numbers = {word: number for number, word in enumerate(dict.fromkeys(written))}
    words, stems, sizes, vocabulary = _taken_apart(numbers)
    asked = np.fromiter(map(numbers.__getitem__, written), np.int64, len(written))
    rows = spread(np.concatenate([[0], np.cumsum(sizes)])[asked], sizes[asked])
    owners = np.repeat(np.repeat(np.arange(len(counts), dtype=np.int32), counts), sizes[asked])
    return Tokens(words[rows], stems[rows], owners, vocabulary)


def _taken_apart(written: Iterable[str]) -> tuple[Keys, Ints, Ints, tuple[str, ...]]:
    """The terms of distinct words as written: (keys of folded words, places of stems, terms of each word, stems)."""
    words: list[int] = []
    places: list[int] = []
    sizes: list[int] = []
    stems: dict[str, int] = {}
    for word in written:
        # A plain word is its own only term; what has marks or hyphens is taken apart.
        parts = [fold(word)] if word.isalpha() else [part.folded for part in terms(word)]
        sizes.append(len(parts))
        for part in parts:
            words.append(stable_key(part))
            places.append(stems.setdefault(term_stem(part), len(stems)))
    return np.array(words, np.uint64), np.array(places, np.int32), np.array(sizes, np.int64), tuple(stems)


def spread(begins: NDArray[Any], sizes: NDArray[Any]) -> Ints:
    """All places of several slices of an array, one slice after another: begins[i], begins[i] + 1, ... (sizes[i] of them)."""
    ends = np.cumsum(sizes)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - (ends - sizes), sizes))
