"""What do dates mean that are told from the day of publication: yesterday, last week, 26 years ago, on Friday?"""

from __future__ import annotations

from datetime import date

from firsthand.reading.dates_calendar import Ends, Meaning, away, point, weekday_from
from firsthand.reading.dates_context import Context, Match, bare_weekday, has, value


def lone_season(found: Match, context: Context) -> Meaning | None:
    code = value(found, "s", context)
    opening = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    step = {"J": -1, "i": 0, "x": 1}[found["w"]]

    def at(published: date) -> Ends:
        over, to_come = published.month >= opening + 3, published.month < opening
        one = point(published.year + (0 if (step < 0 and over) or (step > 0 and to_come) else step), code)
        return one, one

    return Meaning("season-of-no-year", "season", at, True)


def ago(found: Match, context: Context) -> Meaning | None:
    unit, counted = context.unit(found.start("u")), has(found, "c")
    count = context.tokens[found.start("c")].value if counted else 1
    if count is None or not (counted or context.among(found.start("u"), "singular_units")):
        return None
    return Meaning("ago", unit, lambda published: away(unit, published, -count), True)


def this_unit(found: Match, context: Context) -> Meaning | None:
    unit, step = context.unit(found.start("u")), {"J": -1, "i": 0, "x": 1}[found["w"]]
    if unit == "decade" or (unit == "day" and step < 0):
        return None
    return Meaning(f"near-{unit}", unit, lambda published: away(unit, published, step), True)


def near_day(found: Match, context: Context) -> Meaning | None:
    """Yesterday, this morning, last night, the day before yesterday."""
    named = has(found, "l")
    offset = value(found, "l", context) - has(found, "eve") if named else -1 if found["w"] == "J" else 0
    return Meaning("near-day" if offset else "today", "day", lambda published: away("day", published, offset), True)


def near_year(found: Match, context: Context) -> Meaning | None:
    step = value(found, "l", context)
    return Meaning("year-of-no-number", "year", lambda published: away("year", published, step), True)


def weekday(found: Match, context: Context) -> Meaning | None:
    which = found["w"] or ""
    if not which and not bare_weekday(context, found.start("d")):
        return None
    number, ahead = value(found, "d", context), context.looks_ahead(found.start())
    which = which or ("x" if ahead else "")

    def at(published: date) -> Ends:
        one = weekday_from(published, number, which).isoformat()
        return one, one

    return Meaning("weekday", "weekday", at, True)
