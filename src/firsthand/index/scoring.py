"""How near is a wording to what was asked? The formulas that the index on disk and the oracle in memory share.

BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework") over groups of stems that are taken for one word
(Pirkola 1998, "The effects of query structure and dictionary setups in dictionary-based cross-language information retrieval":
the synonyms of one asked word count as that word), plus the same over runs of four letters, plus a bonus for each run of five
words that both texts share. Scores are rounded to whole 2**-20ths, so that they are the same from however many segments.
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
SPELLING = 0.38
"""What runs of letters count beside stems; fitted on posts and the claims that they repeat, as MEANING."""
MEANING = 160.0
"""What a cosine of sentence vectors above `UNLIKE` adds."""
UNLIKE = 0.2
"""Texts on the same field reach this cosine whatever they say."""
LIKELY, THIN = 0.6, 0.25
"""A wording so alike in meaning, of whose rarity we hold less than this, was found by its meaning rather than its words."""
MOST_RAISED = 2.0
"""The score of a wording in another script is raised by this at most."""
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
    held = np.minimum(frequency, total)
    weight = np.log1p((total - held + 0.5) / (held + 0.5))
    return np.where(little, weight * LITTLE, weight)


def rarity(frequency: Counts, total: int, little: NDArray[np.bool_]) -> Numbers:
    """How rare a term is. Fifty wordings are taken as given, lest a small casebook find all words common."""
    weight = np.log((total + 50.0) / (np.minimum(frequency, total) + 0.9))
    return np.where(little, weight * LITTLE, weight)


def damping(lengths: Counts, average: float) -> Numbers:
    """What BM25 adds to a term's count under the line, for wordings of these lengths."""
    return K1 * ((1.0 - B) + B * (lengths / max(average, 1.0)))


def saturated(count: Counts, damped: Numbers) -> Numbers:
    """What `count` appearances of a term are worth: 1 for one in a wording of average length, at most K1 + 1."""
    return np.asarray(count * (K1 + 1.0) / (count + damped), np.float64)


def meant(cosine: Numbers) -> Numbers:
    """What likeness of meaning adds."""
    return MEANING * np.maximum(cosine - UNLIKE, 0.0)


def reach(met: Numbers, weights: Numbers) -> Numbers:
    """(4,): by how much scores are raised in each script, from (G, 4) shares of each asked term that can be met in it.

    Words without a translation cannot be met in another script; without this, wordings in the script of the asked text would
    come first whatever they say. Numbers (script 0) can be met in all. Scripts in which nothing can be met count as the best.
    """
    held = weights @ np.maximum(met, met[:, :1])
    best = float(held.max(initial=0.0))
    raised = np.divide(best, held, out=np.ones_like(held), where=held > 0)
    return np.asarray(np.minimum(raised, MOST_RAISED), np.float64)
