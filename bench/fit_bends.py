"""Through which knots do the last lines of weighing go (matching/bends.py)? Fitted with what is held down included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.data import table
from bench.fit_curve import WEIGHT, Numbers, likeliest, probability
from bench.fit_rows import Table
from firsthand.matching.bends import EVEN, KEPT, SUGGESTS, Bend, Bends

SURE = tuple(round(0.1 * n, 1) for n in range(10))
"""Bands of what may be sure, from 0 to `KEPT`."""
UNSURE = (EVEN, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Bands of what can only suggest; most of it is sure but for what holds it."""
PULL = 8.0
"""Posts that speak in each band for leaving it as it is."""
RISE = 0.02
"""The share of a straight line that is mixed in, so that no two different probabilities become equal."""
SHARE = 0.1
"""How much a kind counts beside the train halves: strangers and what is made by rule say little of how often posts come back."""

Rows = tuple[NDArray[np.bool_], Numbers, Numbers]
"""Of answers: were they right, what the sum said, what each counts."""


def bent(tables: Mapping[str, Table], coefficients: Numbers) -> Bends:
    """Both lines, from the likeliest lead of each post of all kinds."""
    sides: dict[bool, list[Rows]] = {False: [], True: []}
    for kind, held in tables.items():
        said = probability(held.grounds @ coefficients[:-1] + coefficients[-1])
        pick = likeliest(held, np.where(held.doubted & (said > EVEN), SUGGESTS * said, said))
        each = (1.0 if kind.endswith("train") else SHARE) * WEIGHT / max(1, held.posts)
        for unsure, rows in sides.items():
            some = pick[(held.doubted[pick] & (said[pick] > EVEN)) == unsure]
            rows.append((held.right[some], said[some], np.full(len(some), each)))
    sure = _line(_joined(sides[False]), SURE, (KEPT, KEPT))
    least = round(sure(EVEN), 4)
    unsure = _line(_joined(sides[True]), UNSURE, (1.0, SUGGESTS))
    was = tuple(max(least, value) for value in unsure.was[1:])
    return Bends(Bend((*sure.said, 1.0), (*sure.was, 1.0)), Bend((0.0, EVEN, *unsure.said[1:]), (0.0, least, *was)))


def _joined(rows: Sequence[Rows]) -> Rows:
    right, said, weights = (np.concatenate([row[part] for row in rows]) for part in range(3))
    return right, said, weights


def _line(rows: Rows, bands: Sequence[float], end: tuple[float, float]) -> Bend:
    """From (first band, the same) through the mean of each band to the end; no knot above the end."""
    right, said, weights = rows
    knots = [(bands[0], bands[0] * end[1] / end[0], 1.0)]
    for low, high in zip(bands, (*bands[1:], end[0]), strict=True):
        if high > low:
            band = (said >= low) & (said < high)
            middle, count = (low + high) / 2, float(weights[band].sum()) + PULL
            x = (float(weights[band] @ said[band]) + PULL * middle) / count
            knots.append((x, (float(weights[band] @ right[band]) + PULL * middle * end[1] / end[0]) / count, count))
    knots.append((end[0], end[1], 1.0))
    level = rising([knot[1] for knot in knots], [knot[2] for knot in knots])
    straight = [
        (1 - RISE) * min(was, end[1]) + RISE * x * end[1] / end[0] for was, (x, *_) in zip(level, knots, strict=True)
    ]
    return Bend(tuple(round(x, 3) for x, *_ in knots), tuple(round(was, 4) for was in (*straight[:-1], end[1])))


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values, in squares by weight, that never fall: neighbours that do are pooled (isotonic regression)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (one, some, count), (other, more, others) = pools[-2:]
            pools[-2:] = [((one * some + other * more) / (some + more), some + more, count + others)]
    return [value for value, _, count in pools for _ in range(count)]


def told(found: Bends) -> str:
    """Both lines as a table."""
    rows: list[list[object]] = []
    for name, line in (("may be sure", found.sure), ("can only suggest", found.unsure)):
        rows += [[name, f"{said:.2f}", f"{was:.2f}"] for said, was in zip(line.said, line.was, strict=True)]
    return table(["a match that", "the sum says", "is shown as"], rows)
