"""How far may a figure be off by chance? Articles drawn again and again, and labels exchanged, from a seed.

Equal articles give equal figures, years apart: the draws are the raw words of PCG64, whose stream NumPy never changes
(NEP 19), and not of a `Generator`, whose may. Articles are drawn, not voices: the voices of one article hang together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from firsthand.record.audits import Interval

SEED = 20121
"""Of all draws, unless another is given."""
TIMES = 2_000
"""Draws of an interval: its ends then move by about a thirtieth of its width from seed to seed."""
PERMUTATIONS = 9_999
"""Exchanges of labels where there are too many to try all."""
LEVEL = 0.95
_AT_ONCE = 1_000_000
_SLACK = 1e-9
"""Statistics that differ by less are the same, summed up in another order."""

Floats = NDArray[np.float64]


def resample(columns: Floats, times: int, seed: int) -> Floats:
    """Sums of the rows of `columns` (n, k) over `times` draws of n rows with replacement: (times, k)."""
    rows = len(columns)
    drawn = (counts @ columns for counts in _counts(rows, times, seed))
    return np.concatenate(list(drawn)) if rows and times else np.zeros((times, columns.shape[1]))


def _counts(rows: int, times: int, seed: int) -> Iterator[Floats]:
    """How often each row is drawn, some draws at once: (draws, rows)."""
    bits = np.random.PCG64(seed)
    each = max(1, _AT_ONCE // rows)
    for start in range(0, times, each):
        draws = min(each, times - start)
        raw = np.asarray(bits.random_raw(draws * rows), np.uint64).reshape(draws, rows)
        picked = ((raw >> np.uint64(32)) * np.uint64(rows)) >> np.uint64(32)
        flat = picked.astype(np.int64) + np.arange(draws)[:, None] * rows
        yield np.bincount(flat.ravel(), minlength=draws * rows).reshape(draws, rows).astype(float)


def ratio(amounts: Floats, totals: Floats) -> Floats:
    """Amount by total; NaN where the total is nought."""
    shares: Floats = np.divide(amounts, totals, out=np.full(np.shape(amounts), np.nan), where=totals > 0)
    return shares


def percentiles(values: Floats, articles: int) -> Interval:
    """The middle of resampled values, a little more than 95 % of them; those that could not be computed are left out.

    Draws of few articles scatter less than articles do. The percentiles are moved outward by as much as an interval for a mean
    would be: Student's t for the normal, n for n - 1 (Hesterberg 2015, "expanded percentile interval").
    """
    normal = NormalDist()
    tail = normal.cdf(-_student(normal.inv_cdf((1 + LEVEL) / 2), articles - 1) * sqrt(articles / (articles - 1)))
    low, high = np.nanpercentile(values, [100 * tail, 100 * (1 - tail)])
    return float(low), float(high)


def _student(z: float, freedom: int) -> float:
    """The quantile of Student's t where the normal's is z; four terms of its series, exact to 0.001 from nine degrees on."""
    squared = z * z
    terms = (
        z * (squared + 1) / 4,
        z * ((5 * squared + 16) * squared + 3) / 96,
        z * (((3 * squared + 19) * squared + 17) * squared - 15) / 384,
    )
    return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))


def all_or_none(articles: int) -> float:
    """How far from 0 (or 1) a share may lie that is 0 (or 1) in each of so many articles: Clopper and Pearson's bound.

    Resampling articles that are all alike would say that there is no doubt at all.
    """
    return float(1 - ((1 - LEVEL) / 2) ** (1 / articles))


def shuffled(count: int, seed: int) -> NDArray[np.int64]:
    """The numbers from 0 to count - 1 in an order drawn from the seed."""
    return np.argsort(np.asarray(np.random.PCG64(seed).random_raw(count), np.uint64), kind="stable")


def permutation_test(
    one: Floats, other: Floats, permutations: int = PERMUTATIONS, seed: int = SEED
) -> tuple[float, bool, int]:
    """(p, exact, permutations tried) for the difference of two means, two-sided.

    Labels are exchanged between the values, and the difference is divided by its standard error each time: so the test
    holds for the means also where one side varies more (Janssen 1997; Chung and Romano 2013). All exchanges are tried where
    there are no more than `permutations`; else p = (as far or farther + 1) / (tried + 1), which is never nought
    (Phipson and Smyth 2010).
    """
    pooled = np.concatenate([one, other])
    observed = _apart(one[None, :], other[None, :])[0]
    every = comb(len(pooled), len(one))
    exact = every <= permutations
    chosen = _every(len(pooled), len(one)) if exact else _drawn(len(pooled), len(one), permutations, seed)
    far = sum(int((_statistics(pooled, mask) >= observed - _SLACK).sum()) for mask in chosen)
    return (far / every, True, every) if exact else ((far + 1) / (permutations + 1), False, permutations)


def _statistics(pooled: Floats, mask: NDArray[np.bool_]) -> Floats:
    values = np.broadcast_to(pooled, mask.shape)
    size = int(mask[0].sum())
    ones = values[mask].reshape(len(mask), size)
    others = values[~mask].reshape(len(mask), len(pooled) - size)
    return _apart(ones, others)


def _apart(ones: Floats, others: Floats) -> Floats:
    """How far apart the means of each row of both are, in standard errors."""
    difference = np.abs(ones.mean(axis=1) - others.mean(axis=1))
    error = np.sqrt(_variance(ones) + _variance(others))
    apart: Floats = np.where(difference > _SLACK, np.inf, 0.0)
    np.divide(difference, error, out=apart, where=error > _SLACK)
    return apart


def _variance(values: Floats) -> Floats:
    size = values.shape[1]
    return values.var(axis=1, ddof=1) / size if size > 1 else np.zeros(len(values))


def _every(count: int, size: int) -> Iterator[NDArray[np.bool_]]:
    for places in combinations(range(count), size):
        mask = np.zeros((1, count), bool)
        mask[0, list(places)] = True
        yield mask


def _drawn(count: int, size: int, permutations: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    bits = np.random.PCG64(seed)
    each = max(1, _AT_ONCE // count)
    for start in range(0, permutations, each):
        draws = min(each, permutations - start)
        raw = np.asarray(bits.random_raw(draws * count), np.uint64).reshape(draws, count)
        mask = np.zeros((draws, count), bool)
        np.put_along_axis(mask, np.argpartition(raw, size - 1, axis=1)[:, :size], True, axis=1)
        yield mask
