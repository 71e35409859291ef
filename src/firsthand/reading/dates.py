"""Which dates does a text name, and what does each mean?

Rules for forms are in `dates_rules.py`, words in `words/*.toml`; here forms are found, the longest chosen at each place,
words before them taken in (end of, around, after), and the meaning counted out from the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from firsthand.matching.folding import digest, passage
from firsthand.reading.dates_calendar import Ends, Meaning, part_of, resolve
from firsthand.reading.dates_context import Context, context_of
from firsthand.reading.dates_rules import MONTH_FIRST, RULES
from firsthand.reading.dates_tokens import Token
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.readings import DateMention
from firsthand.record.when import When

_PART = re.compile(r"(?:([bme])-?|([12dkX])-?H)[oOQ]{0,3}$")
_AROUND = re.compile(r"~[.,]?[pPoOQ]{0,2}$")
_BOUND = re.compile(r"(?:([azTq]))[pfoOQ]{0,2}$")
_REACH = 7
_PARTED = frozenset({"month", "year", "decade", "century", "season"})


class Found(NamedTuple):
    """A date at `tokens[start:end]` and its meaning, not yet counted out."""

    start: int
    end: int
    meaning: Meaning


def read_dates(text: str, lang: str, published: When | None = None, text_sha256: str = "") -> tuple[DateMention, ...]:
    """Every date in a text, in order, none overlapping another.

    `when` is None where a date cannot be settled: `rule` is then `ambiguous` (8/4/2020 in English), `impossible`
    (31 April), or that of a date relative to a publication that is not known. Empty for a language without word lists.
    """
    language = primary(lang)
    if language not in LANGUAGES:
        return ()
    return dates_in(text, context_of(text, language), published, text_sha256 or digest(text))


def dates_in(text: str, context: Context, published: When | None, text_sha256: str) -> tuple[DateMention, ...]:
    """The same for a text whose tokens are read already."""
    return tuple(_mention(text, text_sha256, context.tokens, found, published) for found in _chosen(context))


def _mention(text: str, name: str, read: list[Token], found: Found, published: When | None) -> DateMention:
    where = passage(text, read[found.start].start, read[found.end - 1].end, name)
    when, rule = resolve(found.meaning, published), found.meaning.rule
    if when is None and not found.meaning.relative and rule != "ambiguous":
        rule = "impossible"
    return DateMention(where, when.said_as(where.exact) if when else None, rule)


def _chosen(context: Context) -> list[Found]:
    """Of forms that overlap the longest, of equal ones the rule that stands first; in order of place."""
    taken = bytearray(len(context.codes))
    chosen: list[Found] = []
    for found in sorted(_forms(context), key=lambda one: one.start - one.end):
        if not any(taken[found.start : found.end]):
            found = _with_words_before(context, found)
            taken[found.start : found.end] = b"\1" * (found.end - found.start)
            chosen.append(found)
    chosen.sort(key=lambda one: one.start)
    return [found for i, found in enumerate(chosen) if not _names_its_day(context, chosen, i)]


def _forms(context: Context) -> Iterator[Found]:
    for rule in RULES:
        if rule.name in MONTH_FIRST and not context.lists["month_first"]:
            continue
        for match in rule.pattern.finditer(context.codes):
            if meaning := rule.meaning(match, context):
                yield Found(match.start(), match.end(), meaning)


def _names_its_day(context: Context, chosen: list[Found], i: int) -> bool:
    """Is this a weekday that merely goes with a full day beside it, as in "Saturday, 16 September"?"""
    if chosen[i].meaning.level != "weekday":
        return False
    for other in (chosen[i - 1] if i else None, chosen[i + 1] if i + 1 < len(chosen) else None):
        if other and other.meaning.level == "day":
            gap = context.codes[min(other.end, chosen[i].end) : max(other.start, chosen[i].start)]
            if len(gap) <= 2 and not set(gap) - set(",(oOQPp"):
                return True
    return False


def _with_words_before(context: Context, found: Found) -> Found:
    """The date with "end of", then "around", then "after" or "before" taken in, where they stand before it."""
    for take in (_part, _around, _bound):
        found = take(context, found)
    return found


def _before(context: Context, found: Found) -> str:
    return context.codes[max(0, found.start - _REACH) : found.start]


def _part(context: Context, found: Found) -> Found:
    match = _PART.search(_before(context, found))
    if not match or found.meaning.level not in _PARTED:
        return found
    part, level, whole = match[1] or _half(context, found.start - len(match[0])), found.meaning.level, found.meaning.at
    if not part:
        return found
    meaning = found.meaning._replace(level="span", at=lambda published: part_of(part, whole(published), level))
    return Found(found.start - len(match[0]), found.end, meaning)


def _half(context: Context, i: int) -> str:
    """Which half the word or number at i means, `1` or `2`; empty where it is another number."""
    code = context.code(i)
    number = code if code in "12" else str(context.tokens[i].value)
    return number if number in ("1", "2") else ""


def _around(context: Context, found: Found) -> Found:
    match, whole = _AROUND.search(_before(context, found)), found.meaning.at
    if not match or found.meaning.relative or ("p" in match[0] and not context.lists.get("in_after_around")):
        return found

    def at(published: date) -> Ends:
        first, last = whole(published)
        return (first + "~", last + "~") if "X" not in first + last and ".." not in (first, last) else (first, last)

    return Found(found.start - len(match[0]), found.end, found.meaning._replace(at=at))


def _bound(context: Context, found: Found) -> Found:
    match, whole = _BOUND.search(_before(context, found)), found.meaning.at
    if not match or found.meaning.rule in ("ago", "near-day", "today"):
        return found
    later = match[1] == "a"
    meaning = found.meaning._replace(
        level="open", at=lambda published: (whole(published)[0], "..") if later else ("..", whole(published)[1])
    )
    return Found(found.start - len(match[0]), found.end, meaning)
