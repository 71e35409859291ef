"""Under which key does a word, a text or a run of words lie? Stable 64-bit keys, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
