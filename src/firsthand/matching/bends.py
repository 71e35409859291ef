"""How often is a match right whose grounds add up to this probability? The last step of weighing.

The sum of the grounds was fitted without what holds a match down, and no straight sum fits every band. So what it says is bent:
read off a rising line through a few knots (after the isotonic calibration of B. Zadrozny and C. Elkan, 2002, drawn through
the means of the bands), one line for what may be sure and one for what can only suggest. Neither raises anything over an alert:
the first keeps 0.9 at 0.9, the second ends at `SUGGESTS`. `python -m bench.fit` finds the knots.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

SUGGESTS = 0.88
"""What can only suggest has at most this probability: below `Settings.alert`."""
EVEN = 0.5
"""What is less likely than this is not bent apart: nobody is shown it."""
KEPT = 0.9
"""The line for what may be sure is straight from here on."""


@dataclass(frozen=True, slots=True)
class Bend:
    """A rising line through knots: what the sum `said`, from 0 to 1, and how often it `was` right."""

    said: tuple[float, ...]
    was: tuple[float, ...]

    def __call__(self, probability: float) -> float:
        """The probability on this line, between two knots in proportion."""
        place = min(max(1, bisect_right(self.said, probability)), len(self.said) - 1)
        (low, high), (least, most) = self.said[place - 1 : place + 1], self.was[place - 1 : place + 1]
        return least + (most - least) * (probability - low) / (high - low)


STRAIGHT = Bend((0.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Bends:
    """The line for what may be sure, and the one for what can only suggest, from `EVEN` on."""

    sure: Bend = STRAIGHT
    unsure: Bend = Bend((0.0, EVEN, 1.0), (0.0, EVEN, SUGGESTS))

    def __call__(self, probability: float, unsure: bool) -> float:
        """The probability that is shown; `unsure`: the match can only suggest."""
        return self.unsure(probability) if unsure and probability > EVEN else self.sure(probability)
