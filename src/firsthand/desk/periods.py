"""When did each subject last, and its ties? Bars on one scale of time: firm where the record is, broken where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day

from firsthand.errors import WhenError
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import LINK_FIELDS, Entry
from firsthand.record.when import When, parse

LIVES = {Kind.BODY: ("founded", "dissolved"), Kind.PERSON: ("born", "died")}
"""The fields that begin and end a subject of some kinds; all that one source says of them is one bar."""

MARKS = 8
"""Years named on the scale, at most."""

Say = Callable[[When | None], str]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a bar in per cent of the scale. Not `sure`: the record allows it, and does not say it."""

    left: float
    width: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Period:
    """One bar: whose, what (a field of an entry, or `life`) and its value, its ends in words, and who says so."""

    subject: str
    field: str
    value: str
    since: str
    until: str
    source: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """All bars of a case on one scale; `marks` are years with their place in per cent."""

    rows: tuple[Period, ...]
    marks: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class _Said:
    subject: str
    field: str
    value: str
    source: str
    since: When | None
    until: When | None


def periods(case: Case, say: Say) -> Periods | None:
    """The bars of a case; None where no subject has a period on record."""
    said = [one for subject in case.subjects for one in _of_subject(subject, case)]
    days = [day for one in said for when in (one.since, one.until) if when for day in _days(when)]
    if not days:
        return None
    scale = _Scale(min(days), max(days))
    rows = tuple(
        Period(one.subject, one.field, one.value, say(one.since), say(one.until), one.source, scale.spans(one))
        for one in said
    )
    return Periods(rows, scale.marks())


def _days(when: When) -> Iterator[Day]:
    yield from (day for day in (when.early, when.first, when.last, when.late) if day)


def _of_subject(subject: Subject, case: Case) -> Iterator[_Said]:
    yield from _life(subject)
    for entry in subject.entries:
        if entry.field == "period" and (when := _when(entry.value)):
            yield _Said(subject.name, "period", "", entry.source, _start(when), _end(when))
        elif entry.field in LINK_FIELDS and (entry.since or entry.until):
            other = case.subject(entry.value)
            value = other.name if other else entry.value
            yield _Said(subject.name, entry.field, value, entry.source, entry.since, entry.until)


def _life(subject: Subject) -> Iterator[_Said]:
    """From founding to end, a bar for each source: two that disagree are two bars. Two days of one source are two as well."""
    ends = LIVES.get(subject.kind)
    if not ends:
        return
    for source in dict.fromkeys(entry.source for entry in subject.entries if entry.field in ends):
        first, last = (_dates(subject.entries, field, source) for field in ends)
        for since in first or [None]:
            yield from (_Said(subject.name, "life", "", source, since, until) for until in last or [None])


def _dates(entries: Iterable[Entry], field: str, source: str) -> list[When | None]:
    said = (_when(entry.value) for entry in entries if entry.field == field and entry.source == source)
    return list(dict.fromkeys(when for when in said if when))


def _when(text: str) -> When | None:
    try:
        return parse(text)
    except WhenError:
        return None


def _start(when: When) -> When | None:
    """The first end of an interval as a date of its own; a single date is its own start."""
    return _when(when.edtf.partition("/")[0]) if "/" in when.edtf else when


def _end(when: When) -> When | None:
    return _when(when.edtf.partition("/")[2]) if "/" in when.edtf else when


@dataclass(frozen=True, slots=True)
class _Scale:
    """Time from a little before the first day to a little after the last, in per cent."""

    first: Day
    last: Day

    @property
    def _room(self) -> tuple[float, float]:
        low, high = self.first.toordinal(), self.last.toordinal() + 1
        margin = max(60.0, (high - low) * 0.06)
        return low - margin, high + margin

    def at(self, day: Day, *, end: bool = False) -> float:
        low, high = self._room
        return round(100 * (day.toordinal() + end - low) / (high - low), 2)

    def spans(self, said: _Said) -> tuple[Span, ...]:
        """Firm from the last day on which it can have begun to the first on which it can have ended."""
        begun, sure_from = self._start(said.since)
        sure_to, ended = self._end(said.until)
        if sure_from >= sure_to:
            return _filled(Span(begun, ended - begun, sure=False))
        parts = (
            Span(begun, sure_from - begun, sure=False),
            Span(sure_from, sure_to - sure_from, sure=True),
            Span(sure_to, ended - sure_to, sure=False),
        )
        return _filled(*parts)

    def _start(self, when: When | None) -> tuple[float, float]:
        """From where it may have been, from where it must have been. Nothing is known: as far as the scale goes."""
        if when is None or when.late is None:
            return 0.0, self.at(self.first)
        exact = when.early == when.late
        return (self.at(when.early) if when.early else 0.0), self.at(when.late, end=not exact)

    def _end(self, when: When | None) -> tuple[float, float]:
        if when is None or when.early is None:
            return self.at(self.last, end=True), 100.0
        return self.at(when.early, end=when.early == when.late), (self.at(when.late, end=True) if when.late else 100.0)

    def marks(self) -> tuple[tuple[int, float], ...]:
        low, high = self.first.year, self.last.year + 1
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if (high - low) / step < MARKS)
        years = range(-(-low // step) * step, min(high, 9999) + 1, step)
        placed = ((year, self.at(Day(max(1, year), 1, 1))) for year in years)
        return tuple((year, place) for year, place in placed if 0 <= place <= 97)


def _filled(*spans: Span) -> tuple[Span, ...]:
    return tuple(Span(one.left, round(one.width, 2), one.sure) for one in spans if one.width > 0)
