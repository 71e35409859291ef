"""Who copied whom among many texts? Candidates by rare runs of words, then passages aligned, then weighed.

Memory grows with the number of words: at its peak about 130 bytes for each word of the collection, the texts included (measured
with 10,000 texts of 600 words). The weighing is `matching/reprints.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.reprint_runs import Collection, collect
from firsthand.matching.alignment import Chain, align
from firsthand.matching.reprints import SCRAP, Taken, is_source, nearest_first, probability

Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]

FEWEST = 3
"""Rare runs that two texts must share before they are compared word by word."""
SOURCES = 6
"""Possible sources of one text that are compared word by word: those with the most rare runs in common."""
SAID = 0.01
"""Pairs less likely than this are not reported."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One possible source of a copy: what it explains of the copy (a mask of its words) and what was weighed."""

    source: int
    mask: Mask
    equal: float
    taken: Taken


def reprints(texts: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, Any, float]]:
    """(id of the copy, id of its source, probability) for each pair of texts that may be one, the copies from the earliest on.

    `texts` have `id`, `text` and `published` (EDTF, an ISO time or None). Of two texts the earlier is the source; where the dates
    do not tell, the longer one, and of equally long ones the one given first. A copy's likeliest source comes first: the text
    that explains most of it, and of several that do the earliest. Others are likely as far as they explain more.
    """
    collection = collect(texts)
    pairs: dict[int, list[tuple[int, int]]] = {}
    for later, earlier, rare in collection.candidates(SOURCES, FEWEST):
        source, copy = (earlier, later) if _first(collection, earlier, later) else (later, earlier)
        pairs.setdefault(copy, []).append((source, rare))
    for copy in sorted(pairs):
        yield from _sources(collection, copy, sorted(pairs[copy]))


def _first(collection: Collection, earlier: int, later: int) -> bool:
    """Is `earlier`, the first of the two in the order of the collection, the source?"""
    longer = collection.size(earlier) >= collection.size(later)
    return is_source(collection.moments[earlier], collection.moments[later], longer)


def _sources(collection: Collection, copy: int, sources: list[tuple[int, int]]) -> Iterator[tuple[Any, Any, float]]:
    words, weights = collection.words(copy)
    own = words.tolist()
    found = [_compare(collection, own, weights, *pair) for pair in sources]
    explained = np.zeros(len(weights), bool)
    for place in nearest_first([one.equal for one in found]):
        one = found[place]
        whole = float(weights[one.mask].sum())
        new = float(weights[one.mask & ~explained].sum()) / whole if whole else 0.0
        explained |= one.mask
        likely = probability(replace(one.taken, new=new))
        if likely >= SAID:
            yield collection.ids[copy], collection.ids[one.source], likely


def _compare(collection: Collection, own: list[int], weights: Weights, source: int, rare: int) -> _Found:
    words, their_weights = collection.words(source)
    chains = [chain for chain in align(own, words.tolist()) if chain.equal >= SCRAP]
    mask = _mask([chain.left for chain in chains], len(weights))
    theirs = _mask([chain.right for chain in chains], len(their_weights))
    equal = sum(chain.equal for chain in chains) / max(1, sum(_longer(chain) for chain in chains))
    taken = Taken(
        copy=float(weights[mask].sum()),
        copy_all=float(weights.sum()),
        source=float(their_weights[theirs].sum()),
        source_all=float(their_weights.sum()),
        equal=equal,
        longest=max((chain.equal for chain in chains), default=0),
        block=max((float(their_weights[slice(*chain.right)].sum()) for chain in chains), default=0.0),
        rare=rare,
    )
    return _Found(source, mask, equal * taken.copy, taken)


def _longer(chain: Chain) -> int:
    return max(chain.left[1] - chain.left[0], chain.right[1] - chain.right[0])


def _mask(runs: list[tuple[int, int]], size: int) -> Mask:
    mask = np.zeros(size, bool)
    for start, end in runs:
        mask[start:end] = True
    return mask
