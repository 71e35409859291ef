"""When can something have been? An interval of possible days, with the words it came from.

The text form is a subset of EDTF levels 0 and 1 (ISO 8601-2:2019): `2012-05-01`, `2012-05`, `2012`, `2012-21` (spring),
`198X`, `2012-05-XX`, `2012~`, `2012?`, `2012-05/2012-06`, `../1998`, `2014/..`, `2022-09-12T09:00Z`. Years 1 to 9999.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from firsthand.errors import WhenError
from firsthand.record.outcome import Outcome

Bound = date | None
"""A day, or None where the interval is open on that side."""

SEASONS = {
    21: ((0, 3, 1), (0, 6, 21)),
    22: ((0, 6, 1), (0, 9, 23)),
    23: ((0, 9, 1), (0, 12, 22)),
    24: ((-1, 12, 1), (1, 3, 21)),
}
"""Season code: (year offset, month, day) of its first and last possible day.

Meteorological and astronomical seasons of the north together; "winter 2012" may be either winter that touches 2012.
"""

_DAY_FIRST = re.compile(r"\d\d?[./-]\d\d?[./-](\d{4})")
_DAY_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?(?:\.\d+)?)\s*(Z|[+-]\d\d(?::?\d\d)?)?$")
_PART = re.compile(r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[~?%]?)$")


@dataclass(frozen=True, slots=True)
class When:
    """An interval of possible days, ends included; None is an open end.

    `first`/`last` are what the words say; `early`/`late` are the same widened by the precision of an approximate date.
    Two approximate ends widen each by its own precision. `words` are the words it was read from, if any.
    """

    first: Bound
    last: Bound
    early: Bound
    late: Bound
    edtf: str
    words: str = ""

    @property
    def approximate(self) -> bool:
        return (self.early, self.late) != (self.first, self.last)

    def holds(self, other: When) -> bool:
        """Do all instants that `other` allows (widened) lie inside what this says (as said)?"""
        return _not_after(self.first, other.early, start=True) and _not_after(other.late, self.last, start=False)

    def meets(self, other: When) -> bool:
        """Can any one day satisfy both, once approximate ends are widened?"""
        return _touch(self.early, other.late) and _touch(other.early, self.late)

    def said_as(self, words: str) -> When:
        return replace(self, words=words)

    def __str__(self) -> str:
        return self.edtf


def _not_after(left: Bound, right: Bound, *, start: bool) -> bool:
    """left <= right where None means minus infinity at a start and plus infinity at an end."""
    if start:
        return left is None or (right is not None and left <= right)
    return right is None or (left is not None and left <= right)


def _touch(start: Bound, end: Bound) -> bool:
    return start is None or end is None or start <= end


def compare(said: When, held: When) -> Outcome:
    """Hold what is said against what the record holds.

    contradicted: no day can satisfy both, approximate ends widened first. supported: all that the record allows lies
    inside what is said. unresolved: anything else.

    Doubt accuses nobody and bears nothing out: widening either side never makes a contradiction, and a wider record, or an
    "about" on either side, never makes a support. All laws, and a count of days against which it is held, are in
    `tests/test_when_laws.py`.
    """
    if not said.meets(held):
        return Outcome.CONTRADICTED
    return Outcome.SUPPORTED if said.holds(held) else Outcome.UNRESOLVED


def between(first: Bound, last: Bound, *, words: str = "", slack: int = 0) -> When:
    """The interval from `first` to `last`, ends included; `slack` days widen it as an approximation.

    Raises WhenError where the end lies before the start.
    """
    if first and last and last < first:
        raise WhenError(f"The end {last} lies before the start {first}.", hint="Swap the two dates.")
    mark = "~" if slack else ""
    ends = [_name(bound) + (mark if bound else "") for bound in (first, last)]
    name = "/".join(ends) if first != last else ends[0]
    return When(first, last, _shift(first, -slack), _shift(last, slack), name, words)


def day(value: date, *, words: str = "") -> When:
    return between(value, value, words=words)


def _name(bound: Bound) -> str:
    return ".." if bound is None else bound.isoformat()


def _shift(bound: Bound, days: int) -> Bound:
    """Move a bound; what leaves the calendar becomes open."""
    if bound is None or not days:
        return bound
    try:
        return bound + timedelta(days=days)
    except OverflowError:
        return None


@lru_cache(maxsize=65536)
def parse(text: str) -> When:
    """Read an EDTF string of the subset above. Raises WhenError that says what was expected."""
    text = text.strip()
    if day_first := _DAY_FIRST.fullmatch(text):
        hint = f"Write the year first, then month and day: {day_first[1]}-05-31."
        raise WhenError(f"{text!r} is not a date that Firsthand reads.", hint=hint)
    if "/" in text:
        return _interval(text)
    if stamp := _DAY_TIME.match(text):
        return _instant(text, stamp)
    return _single(text)


def _interval(text: str) -> When:
    ends = [end.strip() for end in text.split("/")]
    if len(ends) != 2 or set(ends) <= {"", ".."}:
        raise WhenError(
            f"{text!r} is not an interval.", hint="Write start/end, such as 2012-05/2012-06, ../1998 or 2014/.."
        )
    start, stop = (parse(end) if end not in ("", "..") else None for end in ends)
    first, early = (start.first, start.early) if start else (None, None)
    last, late = (stop.last, stop.late) if stop else (None, None)
    if first and last and last < first:
        raise WhenError(f"In {text!r} the end lies before the start.", hint="Swap the two dates.")
    return When(first, last, early, late, text)


def _instant(text: str, stamp: re.Match[str]) -> When:
    """A clock time. With a zone, the local day may differ by place: from UTC-12 to UTC+14. Without one: that day."""
    head, clock, zone = stamp.groups()
    zone = zone if zone is None or zone == "Z" or ":" in zone or len(zone) == 3 else f"{zone[:3]}:{zone[3:]}"
    try:
        moment = datetime.fromisoformat(f"{head}T{clock}{zone or ''}")
    except ValueError as error:
        raise WhenError(f"{text!r} is not a date and time: {error}.", hint="Write 2022-09-12T09:00Z.") from error
    if not zone:
        return When(moment.date(), moment.date(), moment.date(), moment.date(), text)
    offset = moment.utcoffset() or timedelta()
    local = moment.replace(tzinfo=None)
    try:
        early, late = (local - offset - timedelta(hours=12)).date(), (local - offset + timedelta(hours=14)).date()
    except OverflowError:
        early = late = local.date()
    return When(early, late, early, late, text)


def _single(text: str) -> When:
    found = _PART.match(text)
    if not found:
        raise WhenError(
            f"{text!r} is not a date that Firsthand reads.",
            hint="Write a day 2012-05-01, a month 2012-05, a year 2012, a decade 198X, about 2012~, an interval 2012-05/2012-06.",
        )
    first, last = _span(text, found["year"], found["month"], found["day"])
    slack = _precision(first, last) if found["mark"] else 0
    return When(first, last, _shift(first, -slack), _shift(last, slack), text)


def _precision(first: date, last: date) -> int:
    """The number of days that an approximate date widens by on each side: as many as it spans itself."""
    return (last - first).days + 1


def _span(text: str, year: str, month: str | None, mday: str | None) -> tuple[date, date]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low == 0 and high > 0:
        low = 1
    if high == 0:
        raise WhenError(f"{text!r}: the year 0000 is outside the calendar that Firsthand reads (1 to 9999).")
    if month is None or month == "XX":
        if mday and mday != "XX":
            raise WhenError(
                f"{text!r} names a day without its month.", hint="Write XX for the day too, or name the month."
            )
        return date(low, 1, 1), date(high, 12, 31)
    if low != high:
        raise WhenError(
            f"{text!r} names a month without its year.", hint="Write the decade alone (198X) or the full year."
        )
    return _month_span(text, low, int(month), mday)


def _month_span(text: str, year: int, month: int, mday: str | None) -> tuple[date, date]:
    if month in SEASONS and mday is None:
        (y0, m0, d0), (y1, m1, d1) = SEASONS[month]
        return date(max(1, year + y0), m0, d0), date(min(9999, year + y1), m1, d1)
    if not 1 <= month <= 12:
        raise WhenError(
            f"{text!r}: there is no month {month:02d}.", hint="Write year-month-day; 21 to 24 are the seasons."
        )
    length = monthrange(year, month)[1]
    if mday is None or mday == "XX":
        return date(year, month, 1), date(year, month, length)
    if not 1 <= int(mday) <= length:
        raise WhenError(f"{text!r}: {year}-{month:02d} has {length} days.", hint="Look at the day once more.")
    return date(year, month, int(mday)), date(year, month, int(mday))
