"""Which days does a date mean, seen from the day of publication? Calendar sums for dates that leave something out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from firsthand.errors import WhenError
from firsthand.record.when import When, parse

Ends = tuple[str, str]
"""First and last part of an interval, each in EDTF; equal where the date is one piece. `..` is an open end."""

LONGEST_PUBLICATION = 400
"""A publication known no better than this many days is no ground for "yesterday"."""

NEAR_FUTURE = 31
"""Days ahead for which a day without a year is read as still to come, even where no word says so."""


class Meaning(NamedTuple):
    """What a date means: `at(day of publication)` gives its ends.

    `level` is day, weekday, week, month, season, year, decade, century, span or open.
    """

    rule: str
    level: str
    at: Callable[[date], Ends]
    relative: bool = False


def fixed(rule: str, level: str, first: str, last: str = "") -> Meaning:
    """A date that needs no publication."""
    return Meaning(rule, level, lambda _: (first, last or first))


def resolve(meaning: Meaning, published: When | None) -> When | None:
    """The interval that is meant. None where it has no such day, or where the publication it counts from is unknown."""
    try:
        if not meaning.relative:
            return _joined(*meaning.at(date(2000, 1, 1)))
        if published is None or published.early is None or published.late is None:
            return None
        if (published.late - published.early).days > LONGEST_PUBLICATION:
            return None
        first, last = meaning.at(published.early), meaning.at(published.late)
        return _joined(*first) if first == last else _joined(first[0], last[1])
    except (WhenError, ValueError, OverflowError):
        return None  # 31 April, the year before the first: there is no such day


def _joined(first: str, last: str) -> When:
    return parse(first if first == last else f"{first}/{last}")


def point(year: int, month: int | None = None, day: int | None = None) -> str:
    """A year, month or day in EDTF. Raises ValueError outside the years 1 to 9999."""
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def likely_year(published: date, month: int, day: int | None, future: bool) -> int:
    """The year of a day or month named without one: the last that had come, or the next where the words look ahead.

    A day that follows publication within a month is read as that day: nobody tells of what is nearly a year old so.
    """
    if day is None:
        return published.year + (month < published.month) if future else published.year - (month > published.month)
    this = _day(published.year, month, day)
    if future:
        return published.year if this >= published else published.year + 1
    if this <= published:
        ahead = _day(published.year + 1, month, day)
        return published.year + 1 if 0 < (ahead - published).days <= NEAR_FUTURE else published.year
    return published.year if (this - published).days <= NEAR_FUTURE else published.year - 1


def _day(year: int, month: int, day: int) -> date:
    """The day, or the month's last where it has no such day (29 February)."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def month_step(published: date, months: int) -> tuple[int, int]:
    """(year, month) so many months away."""
    count = published.year * 12 + published.month - 1 + months
    return count // 12, count % 12 + 1


def away(unit: str, published: date, steps: int) -> Ends:
    """The day, week (Monday to Sunday), month, year or decade so many steps from publication."""
    if unit == "day":
        one = (published + timedelta(days=steps)).isoformat()
        return one, one
    if unit == "week":
        monday = published + timedelta(days=7 * steps - published.weekday())
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if unit == "month":
        one = point(*month_step(published, steps))
        return one, one
    if unit == "decade":
        one = point(published.year + 10 * steps) + "~"
        return one, one
    one = point(published.year + steps)
    return one, one


def weekday_from(published: date, weekday: int, which: str) -> date:
    """The day of that name (0 Monday).

    `which`: `J` the last before publication, `x` the next after it, `i` that of its week, else the last, itself included.
    """
    ahead = (weekday - published.weekday()) % 7
    if which == "x":
        return published + timedelta(days=ahead or 7)
    if which == "i":
        return published + timedelta(days=weekday - published.weekday())
    back = (published.weekday() - weekday) % 7
    return published - timedelta(days=back or (7 if which == "J" else 0))


def part_of(part: str, ends: Ends, level: str) -> Ends:
    """Begin (`b`), middle (`m`), end (`e`), first (`1`) or second (`2`) half of a decade, century or year.

    Of a decade and a century the begin is its first half, the end its second; the middle is the half around its centre.
    Begin and end of a year or month are not measured: the whole is meant. Halves of a year are.
    """
    first = ends[0]
    if level == "year" and part in "12" and first.isdigit():
        return (f"{first}-01", f"{first}-06") if part == "1" else (f"{first}-07", f"{first}-12")
    length = {"decade": 10, "century": 100}.get(level)
    if length is None or "X" not in first:
        return ends
    start = int(first.replace("X", "0"))
    shift = {"b": 0, "1": 0, "m": (length + 2) // 4, "e": length // 2, "2": length // 2}[part]
    return point(start + shift), point(start + shift + length // 2 - 1)
