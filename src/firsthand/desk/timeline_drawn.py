"""How do the moments of a timeline lie in time? Discs for days, bars for what is known only to a month or a year.

The list beneath says the same in words, with the same numbers; the drawing is for the eye alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day

from firsthand.rendering.view import Moment

WIDTH, MARGIN, ROW, DISC = 1320.0, 40.0, 30.0, 13.0
TICKS = 12
"""Labels of years at most."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One moment by its number in the list: where its disc stands, and its bar from `start` on (`wide` 0: a day, no bar)."""

    number: int
    x: float
    y: float
    start: float
    wide: float
    tone: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawing: its height, where the line of years lies, the years with their places, and the marks."""

    height: float
    line: float
    years: tuple[tuple[int, float], ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From the first day of a year to the last day of another, laid over the width."""

    first: int
    last: int

    def at(self, day: Day) -> float:
        start, end = Day(self.first, 1, 1).toordinal(), Day(self.last, 12, 31).toordinal()
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (day.toordinal() - start) / (end - start), 1)

    def years(self) -> Iterator[tuple[int, float]]:
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 500, 10_000) if self.last - self.first < step * TICKS)
        for year in range(self.first, self.last + 1):
            if year % step == 0 or (year == self.first and -year % step > step / 2):
                yield year, self.at(Day(year, 1, 1))


def draw(moments: Sequence[Moment], now: str) -> Drawn | None:
    """The drawing of a timeline; None where fewer than two moments have a date. `now` is what the tip itself is called."""
    dated = [(number, one, one.first or one.last, one.last or one.first) for number, one in enumerate(moments, 1)]
    known = [(number, one, first, last) for number, one, first, last in dated if first and last]
    if len(known) < 2:
        return None
    scale = _Scale(min(first.year for _, _, first, _ in known), max(last.year for *_, last in known))
    ends: list[float] = []
    marks = tuple(
        _mark(number, _tone(one, now), scale.at(first), scale.at(last), ends) for number, one, first, last in known
    )
    line = len(ends) * ROW + 8
    return Drawn(line + 26, line, tuple(scale.years()), marks)


def _mark(number: int, tone: str, first: float, last: float, ends: list[float]) -> Mark:
    """A moment in the lowest row in which it lies upon no other; `ends` says how far each row is taken, and is filled in."""
    middle = (first + last) / 2
    wide = last - first if last - first > 2 else 0.0
    left, right = min(first, middle - DISC) - 2, max(last, middle + DISC) + 2
    row = next((row for row, end in enumerate(ends) if end <= left), len(ends))
    ends[row : row + 1] = [right]
    return Mark(number, round(middle, 1), (row + 0.5) * ROW, first, round(wide, 1), tone)


def _tone(one: Moment, now: str) -> str:
    """The colour of a mark: that of a verdict given, the room's own for the tip, quiet for everything else."""
    return "now" if one.words == now else one.badge.tone.value if one.badge else "neutral"
