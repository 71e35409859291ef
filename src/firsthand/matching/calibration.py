"""How far do a casebook's own decisions move the probabilities of claim matches?

Platt scaling (J. Platt, "Probabilistic outputs for support vector machines", 1999): a logistic curve over the model's
log-odds z, `1 / (1 + exp(-(slope * z + offset)))`, with Platt's smoothed targets, so that a few answers of one kind are not
taken for certainty. The likelihood is penalised: slope and offset are drawn towards 1 and 0, which leave the program's
own probabilities as they are, as strongly as by twenty decisions. The problem is convex and has two
unknowns; Newton's method finds its one answer. The slope never falls below `FLATTEST`, so no order is turned round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, log1p

from firsthand.errors import UsageError
from firsthand.matching.weighing import SUGGESTS
from firsthand.record.calibration import Calibration, Figures, Rate

LEAST = 20
"""Decisions that a calibration needs."""
LEAST_OF_EACH = 5
"""Decisions that it needs of "yes" and of "no"."""
PULL = 5.0
"""The precision of the draw towards offset 0: that of twenty decisions, each telling a quarter at evens."""
SLOPE_PULL = 9 * PULL
"""The draw towards slope 1: the same, counted at log-odds of 3. Decisions are mostly on matches that were shown, in a narrow
band of log-odds; what they tell is a shift, and must not flatten the curve for what lies beyond them."""
FLATTEST = 0.1
"""The least slope. Decisions that would turn the order round show that something else is wrong."""
EDGE = 1e-6
"""Probabilities nearer to 0 or 1 than this are taken for this in a fit: one row must not outweigh all others."""
FOLDS = 10
"""Parts into which decisions are cut; each is judged by a curve fitted on the others."""
BINS = 10
STEPS, ENOUGH = 100, 1e-10


@dataclass(frozen=True, slots=True)
class Decided:
    """A lead that a person decided: the program's own probability, whether it can only suggest, and the answer.

    `tip` keeps decisions on one tip together when they are cut into parts; `item` names the claim.
    """

    tip: str
    item: str
    probability: float
    capped: bool
    same: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Slope (above 0) and offset over log-odds."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, probability: float, *, capped: bool = False) -> float:
        """The probability on this curve; 0 and 1 stay. What can only suggest (`capped`) never becomes sure."""
        if not 0 < probability < 1 or self == SHIPPED:
            return probability
        found = _logistic(self.slope * log_odds(probability) + self.offset)
        return min(found, max(SUGGESTS, probability)) if capped else found


SHIPPED = Curve()
"""The curve that leaves every probability as it is."""


def curve(calibration: Calibration | None) -> Curve:
    """The curve of a casebook's calibration; the shipped one where it has none."""
    return Curve(calibration.slope, calibration.offset) if calibration else SHIPPED


def log_odds(probability: float) -> float:
    """The natural log-odds of a probability between 0 and 1, both left out."""
    return log(probability) - log1p(-probability)


def _logistic(z: float) -> float:
    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))


def enough(rows: Sequence[Decided]) -> None:
    """Raises UsageError with how many there are and how many are needed, where decisions are too few."""
    yes = sum(row.same for row in rows)
    if len(rows) >= LEAST and min(yes, len(rows) - yes) >= LEAST_OF_EACH:
        return
    raise UsageError(
        f"There are {len(rows)} decisions to learn from ({yes} yes, {len(rows) - yes} no); "
        f"a calibration needs {LEAST}, with {LEAST_OF_EACH} of each kind.",
        hint="Keep reports with `firsthand check --keep`, and answer their matches with `firsthand decide`.",
    )


def fitted(rows: Sequence[Decided]) -> Curve:
    """The curve that fits the decisions best, drawn towards the shipped one; without decisions it is the shipped one."""
    if not rows:
        return SHIPPED
    points = [log_odds(min(1 - EDGE, max(EDGE, row.probability))) for row in rows]
    targets = _targets(rows)
    free = _minimum(points, targets, Curve(), free_slope=True)
    return free if free.slope >= FLATTEST else _minimum(points, targets, Curve(FLATTEST), free_slope=False)


def _targets(rows: Sequence[Decided]) -> list[float]:
    """Platt's targets: (yes + 1) / (yes + 2) in place of 1, 1 / (no + 2) in place of 0."""
    yes = sum(row.same for row in rows)
    high, low = (yes + 1) / (yes + 2), 1 / (len(rows) - yes + 2)
    return [high if row.same else low for row in rows]


def _minimum(points: Sequence[float], targets: Sequence[float], start: Curve, *, free_slope: bool) -> Curve:
    """The minimum of the penalised loss from a start, over the offset alone where the slope is not free."""
    at, height = start, _loss(points, targets, start)
    for _ in range(STEPS):
        step = _newton(points, targets, at, free_slope)
        share, found = 1.0, height
        while share > ENOUGH:
            there = Curve(at.slope - share * step[0], at.offset - share * step[1])
            found = _loss(points, targets, there)
            if found <= height:
                break
            share /= 2
        if height - found <= ENOUGH:
            return at
        at, height = there, found
    return at


def _newton(points: Sequence[float], targets: Sequence[float], at: Curve, free_slope: bool) -> tuple[float, float]:
    """The step that Newton's method takes back from `at`: the inverse of the Hessian times the gradient."""
    by_slope, by_offset = SLOPE_PULL * (at.slope - 1), PULL * at.offset
    both, slopes, offsets = 0.0, SLOPE_PULL, PULL
    for point, target in zip(points, targets, strict=True):
        likely = _logistic(at.slope * point + at.offset)
        off, told = likely - target, likely * (1 - likely)
        by_slope, by_offset = by_slope + off * point, by_offset + off
        slopes, both, offsets = slopes + told * point * point, both + told * point, offsets + told
    if not free_slope:
        return 0.0, by_offset / offsets
    area = slopes * offsets - both * both
    return (offsets * by_slope - both * by_offset) / area, (slopes * by_offset - both * by_slope) / area


def _loss(points: Sequence[float], targets: Sequence[float], at: Curve) -> float:
    """The cross entropy with the targets, and the draw towards the shipped curve."""
    told = 0.0
    for point, target in zip(points, targets, strict=True):
        z = at.slope * point + at.offset
        told += log1p(exp(-abs(z))) + max(z, 0.0) - target * z
    return told + (SLOPE_PULL * (at.slope - 1) ** 2 + PULL * at.offset**2) / 2


def held_out(rows: Sequence[Decided], fit: Callable[[Sequence[Decided]], Curve] = fitted) -> list[float]:
    """The probability of each row on a curve fitted without it, and without any other row on its tip.

    The parts are made by counting through the sorted tips, so that they are the same at each call.
    """
    part = {tip: number % FOLDS for number, tip in enumerate(sorted({row.tip for row in rows}))}
    curves = {n: fit([row for row in rows if part[row.tip] != n]) for n in sorted(set(part.values()))}
    return [curves[part[row.tip]](row.probability, capped=row.capped) for row in rows]


def figures(rows: Sequence[Decided], probabilities: Sequence[float], suggest: float, alert: float) -> Figures:
    """How well probabilities (one a row, at least one) agree with the decisions."""
    pairs = [(likely, row.same) for likely, row in zip(probabilities, rows, strict=True)]
    return Figures(
        log_loss=sum(_surprise(likely, same) for likely, same in pairs) / len(pairs),
        brier=sum((likely - same) ** 2 for likely, same in pairs) / len(pairs),
        ece=_ece(pairs),
        suggest=_rate(pairs, suggest),
        alert=_rate(pairs, alert),
    )


def _surprise(likely: float, same: bool) -> float:
    return -log(min(1 - EDGE, max(EDGE, likely if same else 1 - likely)))


def _ece(pairs: Sequence[tuple[float, bool]]) -> float:
    """The mean distance between what a bin promises and what it holds, each bin by its share of the rows."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for likely, same in pairs:
        bins.setdefault(min(BINS - 1, int(likely * BINS)), []).append((likely, same))
    return sum(abs(sum(likely - same for likely, same in held)) for held in bins.values()) / len(pairs)


def _rate(pairs: Sequence[tuple[float, bool]], threshold: float) -> Rate:
    taken = [same for likely, same in pairs if likely >= threshold]
    there = sum(same for _, same in pairs)
    right = sum(taken)
    return Rate(right / len(taken) if taken else None, right / there if there else None, len(taken) - right)


def against(before: Figures, after: Figures) -> str:
    """Why a calibration should not be put in use, as a sentence; empty where nothing speaks against it."""
    if after.alert.wrong > before.alert.wrong:
        return "It would call more matches sure that people said are not the same."
    if after.log_loss >= before.log_loss:
        return "It would not fit decisions better that it was not fitted on."
    return ""
