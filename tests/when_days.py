"""Which days of a small calendar does an EDTF text allow? The obvious reading, day by day, against which `When` is held.

It shares nothing with the program: a day is tried against the text as a mask ("198X", "2012-05-XX"), a season by its months and
days, an interval by its two ends, a clock time in every zone of the world.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache

FIRST, LAST = date(1988, 1, 1), date(2013, 12, 31)
"""The calendar. Forms under test lie in 1999 to 2003, so that what they widen by, a decade at most, lies inside it."""

DAYS = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
ZONES = [timezone(timedelta(hours=hours)) for hours in range(-12, 15)]

SEASON = {  # months and days, both ends included; winter may be that at the year's beginning or at its end
    "21": [((3, 1), (6, 21))],
    "22": [((6, 1), (9, 23))],
    "23": [((9, 1), (12, 22))],
}


@cache
def allowed(text: str, *, widened: bool) -> frozenset[date]:
    """The days that a text allows; `widened`: an approximate end reaches farther by as many days as it spans itself."""
    if "/" in text:
        start, end = text.split("/")
        low = min(_one(start, widened)) if start not in ("", "..") else None
        high = max(_one(end, widened)) if end not in ("", "..") else None
        return frozenset(day for day in DAYS if (low is None or day >= low) and (high is None or day <= high))
    return frozenset(_one(text, widened))


@cache
def _one(text: str, widened: bool) -> tuple[date, ...]:
    bare = text.rstrip("~?%")
    days = tuple(sorted(_clock(bare))) if "T" in bare else tuple(day for day in DAYS if _fits(bare, day))
    if widened and bare != text:
        reach = timedelta(days=len(days))
        days = tuple(day for day in DAYS if days[0] - reach <= day <= days[-1] + reach)
    return days


def _fits(text: str, day: date) -> bool:
    if re.fullmatch(r"\d{4}-2[1-4]", text):
        return _season(int(text[:4]), text[5:], day)
    return all(mask in ("X", letter) for mask, letter in zip(text, day.isoformat(), strict=False))


def _season(year: int, code: str, day: date) -> bool:
    if code == "24":
        return date(year - 1, 12, 1) <= day <= date(year + 1, 3, 21)
    return any(date(year, *first) <= day <= date(year, *last) for first, last in SEASON[code])


def _clock(text: str) -> set[date]:
    """The local days of a moment. A moment without a zone is of the day that it names."""
    moment = datetime.fromisoformat(text)
    return {moment.astimezone(zone).date() for zone in ZONES} if moment.tzinfo else {moment.date()}
