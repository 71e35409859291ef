"""How are coefficients found, and how well do they do? Logistic regression in plain numpy, and figures of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.fit_rows import Table

Numbers = NDArray[np.float64]

RIDGE = 0.3
"""How strongly coefficients are drawn towards nought (L2, in posts)."""
WEIGHT = 800.0
"""Posts that one kind of data counts as, however many it has."""
ROUNDS = 5
"""How often the likeliest lead of each post is chosen anew by the coefficients found so far."""


def logistic(
    rows: Numbers, right: Numbers, weights: Numbers, signs: Numbers, drawn: Numbers, offset: Numbers
) -> Numbers:
    """Coefficients (the last for a row of ones) by reweighted least squares; those with the wrong sign are set to nought.

    `signs`: 1 may only raise, -1 may only lower, 0 either. `drawn`: the values to which the ridge draws them.
    `offset`: log-odds given beforehand for each row.
    """
    free = np.ones(rows.shape[1], bool)
    while True:
        found = np.zeros(rows.shape[1])
        found[free] = _newton(rows[:, free], right, weights, drawn[free], offset)
        wrong = found * signs < 0
        if not wrong.any():
            return found
        free &= ~wrong


def _newton(rows: Numbers, right: Numbers, weights: Numbers, drawn: Numbers, offset: Numbers) -> Numbers:
    ridge = np.full(rows.shape[1], RIDGE)
    ridge[-1] = 1e-6
    held = drawn.copy()
    for _ in range(60):
        chance = probability(rows @ held + offset)
        slope = rows.T @ (weights * (right - chance)) - ridge * (held - drawn)
        bend = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        held = held + step
        if float(np.abs(step).max()) < 1e-8:
            break
    return held


def probability(odds: Numbers) -> Numbers:
    """The probability of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def likeliest(table: Table, odds: Numbers) -> NDArray[np.int64]:
    """The row of each post that has the highest log-odds, the first of equal ones."""
    order = np.lexsort((np.arange(len(odds)), -odds, table.post))
    first = np.ones(len(order), bool)
    first[1:] = table.post[order][1:] != table.post[order][:-1]
    return np.asarray(order[first], np.int64)


def fitted(tables: Sequence[tuple[Table, float]], signs: Numbers, drawn: Numbers, least: Numbers) -> Numbers:
    """Coefficients for tables, each counting `WEIGHT` posts times its share, from the likeliest lead of each post.

    `least`: what a coefficient must reach at least, on its side of nought.
    """
    rows = [np.hstack([table.grounds, np.ones((len(table.grounds), 1))]) for table, _ in tables]
    held = np.where(signs > 0, 1.0, np.where(signs < 0, -1.0, 0.0))
    for _ in range(ROUNDS):
        chosen = [likeliest(table, each @ held) for (table, _), each in zip(tables, rows, strict=True)]
        sides = [
            (each[pick], table.right[pick].astype(float), np.full(len(pick), WEIGHT * share / max(1, table.posts)))
            for (table, share), each, pick in zip(tables, rows, chosen, strict=True)
        ]
        found, right, weights = (np.concatenate([side[part] for side in sides]) for part in range(3))
        held = least + logistic(found, right, weights, signs, drawn - least, found @ least)
    return held


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall at precision .95 and .99, expected calibration error, and how many alerts (from .9) there are and are right."""

    at95: float
    at99: float
    error: float
    said: int
    right: int


def figures(rows: Sequence[tuple[bool, float]], known: int) -> Figures:
    """Of one answer a post: was it right, and how likely it said it was; `known` posts have their claim on file."""
    right = np.array([row[0] for row in rows], bool)
    said = np.array([row[1] for row in rows])
    loud = said >= 0.9
    at95, at99 = (recall_at(right, said, known, least) for least in (0.95, 0.99))
    return Figures(at95, at99, calibration_error(right, said), int(loud.sum()), int(right[loud].sum()))


def recall_at(right: NDArray[np.bool_], said: Numbers, known: int, precision: float) -> float:
    """The largest recall at any threshold whose precision is at least so much; equal probabilities stand together."""
    order = np.argsort(-said, kind="stable")
    last = np.append(said[order][1:] != said[order][:-1], True)
    found = np.cumsum(right[order])
    good = last & (found / np.arange(1, len(order) + 1) >= precision)
    return float(found[good].max(initial=0)) / max(1, known)


def calibration_error(right: NDArray[np.bool_], said: Numbers) -> float:
    """The mean gap between what was said and what was right, over ten bands of probability."""
    band = np.minimum(9, (said * 10).astype(int))
    gaps = [
        abs(said[band == b].mean() - right[band == b].mean()) * (band == b).mean()
        for b in range(10)
        if (band == b).any()
    ]
    return float(sum(gaps))


def error_by_chance(said: Numbers, draws: int = 200) -> float:
    """The calibration error that probabilities show in the mean which hold exactly: so few answers are never right to a hair."""
    rng = np.random.default_rng(0)
    return float(np.mean([calibration_error(rng.random(len(said)) < said, said) for _ in range(draws)]))


def auroc(right: NDArray[np.bool_], said: Numbers) -> float:
    """How often a right answer was said to be likelier than a wrong one, equal ones counting half; 0.5 where there is none."""
    good, bad = np.sort(said[right]), said[~right]
    if not len(good) or not len(bad):
        return 0.5
    above = len(good) - (np.searchsorted(good, bad, "left") + np.searchsorted(good, bad, "right")) / 2
    return float(above.mean() / len(good))
