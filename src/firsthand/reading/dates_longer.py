"""Which winter, quarter, decade or century do these words mean? Rules for times that are longer than a month."""

from __future__ import annotations

from firsthand.reading.dates_calendar import Meaning, fixed, point
from firsthand.reading.dates_context import Context, Match, bare_decade, has, value
from firsthand.reading.dates_tokens import folded_table

_WINTER, _QUARTERS = 24, 4


def winter(found: Match, context: Context) -> Meaning | None:
    """The winter of two years that follow each other: "the winter of 2009-2010"."""
    first, last = context.tokens[found.start("R")].value
    if value(found, "s", context) != _WINTER or last != first + 1:
        return None
    return fixed("season", "span", point(first, 12), point(last, 2))


def quarter(found: Match, context: Context) -> Meaning | None:
    at, year = found.start("q"), value(found, "y", context)
    number = folded_table(context.lang, "ordinal_quarters").get(context.folded(at)) or context.tokens[at].value
    if context.code(at) in "12":
        number = int(context.code(at))
    if not isinstance(number, int) or not 1 <= number <= _QUARTERS:
        return None
    return fixed("quarter", "span", point(year, 3 * number - 2), point(year, 3 * number))


def decade(found: Match, context: Context) -> Meaning | None:
    at, first = found.start("e"), value(found, "e", context)
    if context.codes[at] == "n":
        first = 1900 + first if first in range(20, 100) else 1  # the decade of '90, in Greek
    short = context.codes[at] == "E" and not context.folded(at).startswith(("1", "20", "21"))
    if first % 10 or (short and not has(found, "v") and not bare_decade(context, at, found.end())):
        return None
    if has(found, "e2"):
        last = value(found, "e2", context)
        return fixed("decades", "span", point(first), point(last + 9)) if first < last else None
    return fixed("decade", "decade", f"{first // 10}X")


def century(found: Match, context: Context) -> Meaning | None:
    number = value(found, "c", context)
    return fixed("century", "century", f"{number - 1:02d}XX") if 11 <= number <= 22 else None
