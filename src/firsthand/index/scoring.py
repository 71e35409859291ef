"""How near is a wording to what was asked? The one formula, which the index on disk and the oracle in memory share.

BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework") over stems, plus a bonus for each run of five
words that both texts share. What each term adds is rounded to a whole number of 2**-20ths, so that a sum is the same in
whatever order, and from however many segments, it is taken.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
"""How soon a repeated term stops counting (BM25's k1)."""
B = 0.75
"""How much longer wordings pay for their length (BM25's b)."""
SHINGLE = 5
"""Words in a run that counts as a shared passage."""
BONUS = 1.0
"""What each shared run adds."""
LITTLE = 0.2
"""The part of its weight that a word which any text may hold keeps (see `words.toml`)."""
QUANTUM = float(2**20)

Numbers = NDArray[np.float64]
Counts = NDArray[Any]


def quanta(values: Numbers) -> Numbers:
    """The values as whole numbers of 2**-20ths."""
    return np.rint(values * QUANTUM)


def term_weight(frequency: Counts, total: int, little: NDArray[np.bool_]) -> Numbers:
    """BM25's inverse document frequency of terms that stand in `frequency` of `total` live wordings."""
    weight = np.log1p((total - frequency + 0.5) / (frequency + 0.5))
    return quanta(np.where(little, weight * LITTLE, weight)) / QUANTUM


def rarity(frequency: Counts, total: int, little: NDArray[np.bool_]) -> Numbers:
    """How rare a term is, in whole quanta. Fifty wordings are taken as given, lest a small casebook find all words common."""
    weight = np.log((total + 50.0) / (frequency + 0.9))
    return quanta(np.where(little, weight * LITTLE, weight))


def damping(lengths: Counts, average: float) -> Numbers:
    """What BM25 adds to a term's count under the line, for wordings of these lengths in terms."""
    return K1 * ((1.0 - B) + B * (lengths / max(average, 1.0)))


def contribution(weight: Numbers, count: Counts, damped: Numbers) -> Numbers:
    """What terms add to the score of wordings that hold them `count` times, in whole quanta."""
    return quanta(weight * (count * (K1 + 1.0)) / (count + damped))
