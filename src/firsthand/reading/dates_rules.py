"""Which runs of tokens are a date, and what do they mean? One short rule for each form, the same for all languages.

A rule is a regular expression over the code letters of `dates_tokens.py` and a function that tells the meaning, or None
where the words only look like a date. The order of the parts of numeric dates and what stands before a bare year or
month is data of the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from firsthand.reading.dates_calendar import Ends, Meaning, fixed, likely_year, month_step, point
from firsthand.reading.dates_context import (
    Context,
    Match,
    bare_month,
    bare_year,
    has,
    round_count,
    street,
    value,
)
from firsthand.reading.dates_longer import century, decade, quarter, winter
from firsthand.reading.dates_near import ago, lone_season, near_day, near_year, this_unit, weekday

LINK = "[oOQ]{0,2}"
DAY = "[dDk]"
MONTH = "[MN]"


def _year(n: int = 1) -> str:
    """A year with its word, or `last year`, in groups `y{n}`, `r{n}` (last, this, next) and `l{n}` (a word for last year)."""
    return rf",?{LINK}(?:(?P<y{n}>[YZ])u?|(?P<r{n}>[Jix])[oOQ]?u|(?P<l{n}>l))"


Maker = Callable[[Match, Context], Meaning | None]


class Rule(NamedTuple):
    """A form of date: its name, its pattern over code letters, and what it means."""

    name: str
    pattern: re.Pattern[str]
    meaning: Maker


Part = tuple[int, int | None]
"""A month, and a day in it if one is named."""

Year = Callable[[date, int, int | None], int]


def _year_of(found: Match, n: int, context: Context) -> tuple[Year, bool]:
    """How to find the year, and whether publication is needed for it."""
    if has(found, f"y{n}"):
        year = value(found, f"y{n}", context)
        return (lambda *_: year), False
    if has(found, f"r{n}") or has(found, f"l{n}"):
        named = has(found, f"l{n}")
        step = value(found, f"l{n}", context) if named else {"J": -1, "i": 0, "x": 1}[found[f"r{n}"]]
        return (lambda published, *_: published.year + step), True
    future = context.looks_ahead(found.start())
    return (lambda published, month, day: likely_year(published, month, day, future)), True


def _dated(found: Match, context: Context, rule: str, days: tuple[int, int], n: int = 1) -> Meaning:
    """Two days of one month, or one day twice."""
    month = value(found, "m", context)
    year, relative = _year_of(found, n, context)

    def at(published: date) -> Ends:
        return point(year(published, month, days[0]), month, days[0]), point(
            year(published, month, days[0]), month, days[1]
        )

    return Meaning(rule, "day", at, relative)


def _weak(found: Match, context: Context) -> bool:
    """A word such as `may` in lower case, with no year to make it a month."""
    return "N" in found.group() and not any(has(found, group) for group in ("y1", "y2"))


def day_month(found: Match, context: Context) -> Meaning | None:
    bare = not any(has(found, group) for group in ("y1", "r1", "l1"))
    if _weak(found, context) or (bare and street(context, found.start(), found.end())):
        return None
    month_leads = found.start("m") < found.start("d1")
    if bare and month_leads and context.code(found.start() - 1) == "p":
        return None  # "in March 12 people": on, not in, goes before a day
    one = value(found, "d1", context)
    return _dated(found, context, "day", (one, one))


def day_span(found: Match, context: Context) -> Meaning | None:
    if _weak(found, context):
        return None
    if has(found, "r"):
        return _dated(found, context, "days", context.tokens[found.start("r")].value)
    first, last = value(found, "d1", context), value(found, "d2", context)
    return _dated(found, context, "days", (first, last)) if first < last else None


def two_days(found: Match, context: Context) -> Meaning | None:
    """5 May – 7 June 2012. A year that stands once, at the end, is that of both; across new year the first is the year before."""
    if _weak(found, context):
        return None
    one, two = (
        (value(found, "m1", context), value(found, "d1", context)),
        (value(found, "m2", context), value(found, "d2", context)),
    )
    return _two_points(found, context, "days", one, two)


def _two_points(found: Match, context: Context, rule: str, one: Part, two: Part) -> Meaning | None:
    own, closed = has(found, "y1"), any(has(found, group) for group in ("y2", "r2", "l2"))
    if own and not closed and "&" in found.group():
        return None  # "10 September 2022 and 6 January": two dates, not the time between
    last_year, relative = _year_of(found, 2, context)
    first_year = value(found, "y1", context) if own else 0
    turns = (one[0], one[1] or 0) > (two[0], two[1] or 0)

    def at(published: date) -> Ends:
        if own and not closed:
            return point(first_year, *one), point(first_year + turns, *two)
        last = last_year(published, *two)
        return point(first_year if own else last - turns, *one), point(last, *two)

    return Meaning(rule, "span", at, relative and not own)


def two_months(found: Match, context: Context) -> Meaning | None:
    dated = has(found, "y2") or has(found, "r2") or has(found, "l2")
    if _weak(found, context) or (
        not dated and found.group()[0] not in "fg" and not bare_month(context, found.start("m1"), "")
    ):
        return None
    return _two_points(
        found, context, "months", (value(found, "m1", context), None), (value(found, "m2", context), None)
    )


def month_year(found: Match, context: Context) -> Meaning | None:
    month = value(found, "m", context)
    year, relative = _year_of(found, 1, context)

    def at(published: date) -> Ends:
        one = point(year(published, month, None), month)
        return one, one

    return Meaning("month", "month", at, relative)


def lone_month(found: Match, context: Context) -> Meaning | None:
    month, which = value(found, "m", context), found["w"] or ""
    if not bare_month(context, found.start("m"), which):
        return None
    future = context.looks_ahead(found.start()) or which == "x"

    def at(published: date) -> Ends:
        seen_from = date(*month_step(published, {"J": -1, "x": 1}.get(which, 0)), 1)
        year = published.year if which == "i" else likely_year(seen_from, month, None, future)
        one = point(year, month)
        return one, one

    return Meaning("month-of-no-year", "month", at, True)


def season(found: Match, context: Context) -> Meaning | None:
    code = value(found, "s", context)
    year, relative = _year_of(found, 1, context)

    def at(published: date) -> Ends:
        one = point(year(published, 1, None), code)
        return one, one

    return Meaning("season", "season", at, relative)


def year_span(found: Match, context: Context) -> Meaning | None:
    if has(found, "R"):
        first, last = context.tokens[found.start("R")].value
    else:
        first, last = value(found, "y1", context), value(found, "y2", context)
    if not (1000 <= first < last <= 2199) or round_count(context, found.end(), first, last):
        return None
    return fixed("years", "span", point(first), point(last))


def lone_year(found: Match, context: Context) -> Meaning | None:
    year = value(found, "y", context)
    worded = found["y"] == "Z" or found.group().endswith("u")
    return fixed("year", "year", point(year)) if worded or bare_year(context, found.start("y")) else None


def numeric(found: Match, context: Context) -> Meaning | None:
    """A date in digits. In a language without one order, a day and month that could change places leave it open."""
    written = re.split(r"\D", context.tokens[found.start()].value)
    if written == [""]:
        return fixed("ambiguous", "day", "")
    parts = [int(part) for part in written[:3]]
    if len(written[0]) == 4:
        return fixed("iso", "day" if len(parts) == 3 else "month", point(*parts))
    day, month, year = parts
    year += 0 if len(written[2]) == 4 else 2000 if year < 50 else 1900
    if context.lists["order"] != "dmy" and day != month and min(day, month) <= 12:
        if max(day, month) <= 12:
            return fixed("ambiguous", "day", "")
        day, month = max(day, month), min(day, month)
    return fixed("numeric", "day", point(year, month, day))


Form = tuple[str, str, Maker]
BETWEEN = f"[-tT&]{LINK}"
LEAD = rf"(?:[fg]{LINK})?"
PART = f"(?:[bme]-?{LINK})?"

DAYS_AND_MONTHS: tuple[Form, ...] = (
    ("numeric", "I", numeric),
    ("day", rf"(?P<d1>{DAY}){LINK}(?P<m>{MONTH})(?:{_year()})?", day_month),
    ("month-day", rf"(?P<m>{MONTH}){LINK}(?P<d1>{DAY})(?:{_year()})?", day_month),
    ("days", rf"{LEAD}(?P<d1>{DAY}){BETWEEN}(?P<d2>{DAY}){LINK}(?P<m>{MONTH})(?:{_year()})?", day_span),
    ("glued-days", rf"{LEAD}(?P<r>r){LINK}(?P<m>{MONTH})(?:{_year()})?", day_span),
    (
        "month-days",
        rf"{LEAD}(?P<m>{MONTH})(?P<d1>{DAY}){BETWEEN}(?P<d2>{DAY})(?!{LINK}[MN])(?:{_year()})?",
        day_span,
    ),
    ("month-glued-days", rf"(?P<m>{MONTH})(?P<r>r)(?:{_year()})?", day_span),
    (
        "two-days",
        rf"{LEAD}(?P<d1>{DAY}){LINK}(?P<m1>{MONTH})(?:{_year(1)})?{BETWEEN}(?P<d2>{DAY}){LINK}(?P<m2>{MONTH})(?:{_year(2)})?",
        two_days,
    ),
    (
        "month-two-days",
        rf"{LEAD}(?P<m1>{MONTH})(?P<d1>{DAY})(?:{_year(1)})?{BETWEEN}(?P<m2>{MONTH})(?P<d2>{DAY})(?:{_year(2)})?",
        two_days,
    ),
    (
        "months",
        rf"(?<![dDkr]){LEAD}{PART}(?P<m1>{MONTH})(?:{_year(1)})?{BETWEEN}{PART}(?P<m2>{MONTH})(?![dDk])(?:{_year(2)})?",
        two_months,
    ),
)
LONGER_TIMES: tuple[Form, ...] = (
    ("month", rf"(?P<m>{MONTH}){_year()}", month_year),
    ("lone-month", r"(?:(?P<w>[Jix])[oOQ]?)?(?P<m>M)", lone_month),
    ("season", rf"(?P<s>S){_year()}", season),
    ("lone-season", r"(?P<w>[Jix])[oOQ]?(?P<s>S)", lone_season),
    ("winter", rf"(?P<s>S){LINK}(?P<R>R)", winter),
    ("quarter", rf"(?P<q>[dkX12_^])F{LINK}(?P<y>[YZ])u?", quarter),
    ("years", r"(?P<R>R)", year_span),
    ("year-to-year", rf"(?<!M)(?:f[pO]{{0,2}})?(?P<y1>Y)u?[-tT]{LINK}(?P<y2>Y)u?", year_span),
    ("between-years", rf"g{LINK}(?P<y1>Y)&{LINK}(?P<y2>Y)u?", year_span),
    ("year", r"(?P<y>[YZ])u?", lone_year),
    ("decade", rf"(?P<e>E)(?:[-tT&]{LINK}(?P<e2>E))?", decade),
    ("decade-of", rf"(?P<v>V){LINK}\*?(?P<e>[YEn])", decade),
    ("century", r"(?P<c>[dDkX])-?K", century),
    ("ago", r"(?P<c>[dDnck])?(?P<u>[uvU])A{1,2}", ago),
    ("ago-first", r"q[fp]?[oOQ]?(?P<c>[dDnck])(?P<u>[uvU])", ago),
    ("unit", r"(?P<w>[Jix])[oOQ]?(?P<u>[uU])", this_unit),
    ("near-day", r"(?P<eve>Uz)?(?P<l>L)(?:O?B)?", near_day),
    ("part-of-day", r"(?P<w>[Ji])[oOQ]?B", near_day),
    ("near-year", r"(?P<l>l)", near_year),
    ("weekday", r"(?:(?P<w>[Jix])[oOQ]?)?(?P<d>W)B?", weekday),
)

RULES = tuple(Rule(name, re.compile(pattern), maker) for name, pattern, maker in (*DAYS_AND_MONTHS, *LONGER_TIMES))
MONTH_FIRST = frozenset({"month-day", "month-days", "month-glued-days", "month-two-days"})
"""Rules that only languages use in which the month may stand before the day."""
