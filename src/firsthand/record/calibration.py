"""How sure is a casebook's own experience of a match? Slope and offset over the model's log-odds, and who put them in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rate:
    """What came of taking every decided lead from a threshold on for the same.

    `precision` is the share of them that people called the same, `recall` the share of what people called the same that
    is among them; None where nothing reaches the threshold, or nothing was called the same. `wrong` counts the others.
    """

    precision: float | None
    recall: float | None
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """How well probabilities agree with decisions; of all three first figures, 0 is best.

    `log_loss` in nats a decision, `brier` the mean squared error, `ece` the expected calibration error over ten bins of
    equal width; the rates are at the thresholds `suggest` and `alert`.
    """

    log_loss: float
    brier: float
    ece: float
    suggest: Rate
    alert: Rate


@dataclass(frozen=True, slots=True)
class Calibration:
    """A row of the casebook: from `at` on, a claim match of log-odds z has those of `slope * z + offset`.

    `slope` is above 0, so that no order is turned round. `who` put it in use; it was fitted on so many `decisions`;
    `before` and `after` are the figures of then, `after` of decisions that it was not fitted on. A row of slope 1 and
    offset 0 takes the earlier ones back.
    """

    slope: float
    offset: float
    who: str
    at: datetime
    decisions: int = 0
    before: Figures | None = None
    after: Figures | None = None

    @property
    def shipped(self) -> bool:
        """Does it leave the probabilities of the program as they are?"""
        return (self.slope, self.offset) == (1.0, 0.0)
