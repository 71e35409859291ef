"""Which words are spelt alike, in whatever alphabet? Runs of letters of romanised stems, under 32-bit keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.romanise import romanise

LONG, SHORT = 4, 3
"""Letters of the runs by which whole texts are compared, and of those by which a near word is looked for."""
_MIX = np.uint32(0x9E3779B1)
_WIDEST, _ALL = 32, 0xFFFFFFFF

Grams = NDArray[np.uint32]


def gram_rows(stems: Sequence[str], size: int) -> tuple[Grams, NDArray[np.int32]]:
    """(keys, ends): the keys of all runs of `size` letters of each stem, romanised, its ends marked.

    Those of stem i are `keys[ends[i]:ends[i + 1]]`, each once, sorted. A word shorter than a run is one run.
    """
    # A word is followed by as many blanks as make its last run whole, where it is shorter than one.
    marked = [f"^{romanise(stem)}$".ljust(size) for stem in stems]
    lengths = np.array([len(word) for word in marked], np.int64)
    letters = np.frombuffer("".join(marked).encode("utf-32-le", "surrogatepass"), np.uint32)
    keys = np.zeros(max(0, len(letters) - size + 1), np.uint32)
    for i in range(size):
        keys = (keys ^ letters[i : i + len(keys)]) * _MIX
        keys ^= keys >> np.uint32(15)
    owners = np.repeat(np.arange(len(stems)), lengths)
    whole = owners[: len(keys)] == owners[size - 1 :] if len(keys) else np.zeros(0, bool)
    both = np.unique(owners[: len(keys)][whole].astype(np.uint64) << np.uint64(_WIDEST) | keys[whole])
    ends = np.searchsorted(both >> np.uint64(_WIDEST), np.arange(len(stems) + 1).astype(np.uint64))
    return (both & np.uint64(_ALL)).astype(np.uint32), ends.astype(np.int32)


@lru_cache(maxsize=200_000)
def word_grams(stem: str, size: int) -> frozenset[int]:
    """The same keys for one stem, without the arrays: for the few words of a text that is asked."""
    word = f"^{romanise(stem)}$".ljust(size)
    keys = set()
    for start in range(len(word) - size + 1):
        key = 0
        for letter in word[start : start + size]:
            key = ((key ^ ord(letter)) * int(_MIX)) & _ALL
            key ^= key >> 15
        keys.add(key)
    return frozenset(keys)


def gram_set(stems: Iterable[str], size: int) -> Grams:
    """The distinct keys of several stems, sorted."""
    keys = sorted({key for stem in stems for key in word_grams(stem, size)})
    return np.array(keys, np.uint32)


def gram_table(prefix: str, stems: Sequence[str], size: int) -> dict[str, NDArray[Any]]:
    """The grams of a vocabulary, both ways round.

    `{prefix}.of` with `{prefix}.ends` (V + 1): those of each word, as in `gram_rows`; `{prefix}.keys` (sorted) with
    `{prefix}.starts` into `{prefix}.words`: the places of the words that hold each.
    """
    of, ends = gram_rows(stems, size)
    words = np.repeat(np.arange(len(stems), dtype=np.int32), np.diff(ends))
    order = np.argsort(of, kind="stable")
    keys, starts = np.unique(of[order], return_index=True)
    return {
        f"{prefix}.of": of,
        f"{prefix}.ends": ends,
        f"{prefix}.keys": keys,
        f"{prefix}.starts": np.append(starts, len(of)).astype(np.int32),
        f"{prefix}.words": words[order],
    }
