"""What would a casebook's own calibration change? Decisions and filed reports in, a trial with before and after out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand.casebook.store import CasebookStore
from firsthand.checks.learning import LeftOut, Lessons, Shown, lessons
from firsthand.errors import ExhibitError, UsageError
from firsthand.filed import named, parts_of
from firsthand.matching.calibration import Curve, against, curve, enough, figures, fitted, held_out
from firsthand.record.calibration import Calibration, Figures
from firsthand.record.decisions import Decision
from firsthand.settings import Settings


@dataclass(frozen=True, slots=True)
class Trial:
    """What a calibration from this casebook's decisions would be and do.

    `before` are the figures of the program's own probabilities, `after` those of the curve, each decision judged by a
    curve that was fitted without it. `in_use` is the calibration that checks use now, and `now` its figures; they flatter
    it where it was fitted on these decisions. `against` says why it should not be put in use; empty where nothing does.
    """

    slope: float
    offset: float
    yes: int
    no: int
    before: Figures
    after: Figures
    against: str
    left_out: tuple[LeftOut, ...] = ()
    in_use: Calibration | None = None
    now: Figures | None = None

    def calibration(self, who: str, at: datetime) -> Calibration:
        """The row that puts it in use. Raises UsageError where something speaks against it."""
        if self.against:
            raise UsageError(f"Nothing was put in use: {self.against}", hint="Decide on more matches first.")
        return Calibration(self.slope, self.offset, who, at, self.yes + self.no, self.before, self.after)


class Calibrations:
    """The calibration of one open casebook: tried, put in use, taken back."""

    def __init__(self, book: CasebookStore, settings: Settings) -> None:
        self._book = book
        self._settings = settings

    def attempt(self) -> Trial:
        """What the decisions would make of the probabilities. Nothing is changed.

        Raises UsageError where there are too few decisions.
        """
        return trial(learnt(self._book.decisions(), self._shown()), self._book.calibration(), self._settings)

    def apply(self, *, who: str) -> Trial:
        """Put it in use, under the name of the person who does it.

        Raises UsageError where decisions are too few, or where it would not be better.
        """
        person, tried = named(who), self.attempt()
        row = tried.calibration(person, _now())
        self._book.file(row, who=person, at=row.at)
        return tried

    def reset(self, *, who: str) -> Calibration | None:
        """Go back to the shipped calibration; returns the one that was in use, None where there was none."""
        person, held = named(who), self._book.calibration()
        if held:
            row = Calibration(1.0, 0.0, person, _now())
            self._book.file(row, who=person, at=row.at)
        return held

    def _shown(self) -> Iterator[Shown]:
        """The leads of every report on file that still has them; a decision on another's lead is counted as left out."""
        for filed in self._book.reports():
            with suppress(ExhibitError, UsageError):
                yield Shown(filed.at, parts_of(self._book, filed.report)[1])


def learnt(decisions: Iterable[Decision], reports: Iterable[Shown]) -> Lessons:
    """What can be learnt from. Raises UsageError where it is too little, with what was left out and why."""
    found = lessons(decisions, reports)
    try:
        enough(found.decided)
    except UsageError as error:
        raise UsageError(" ".join([error.message, *left_out(found.left_out)]), hint=error.hint) from error
    return found


def left_out(rows: Iterable[LeftOut]) -> list[str]:
    """How many decisions were left out, a sentence a reason."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.why] = counts.get(row.why, 0) + 1
    return [f"Left out because {why}: {count}." for why, count in sorted(counts.items())]


def trial(found: Lessons, in_use: Calibration | None, settings: Settings) -> Trial:
    """Fit the decisions, and measure before and after at the thresholds of these settings."""
    rows = found.decided
    yes = sum(row.same for row in rows)
    thresholds = settings.suggest, settings.alert

    def measured(own: Curve) -> Figures:
        return figures(rows, [own(row.probability, capped=row.capped) for row in rows], *thresholds)

    fit = fitted(rows)
    before, after = measured(Curve()), figures(rows, held_out(rows), *thresholds)
    now = measured(curve(in_use)) if in_use else None
    why_not = against(before, after)
    return Trial(fit.slope, fit.offset, yes, len(rows) - yes, before, after, why_not, found.left_out, in_use, now)


def moved(tried: Trial, probability: float) -> float:
    """What the curve of a trial makes of a probability."""
    return Curve(tried.slope, tried.offset)(probability)


def _now() -> datetime:
    return datetime.now(UTC)
