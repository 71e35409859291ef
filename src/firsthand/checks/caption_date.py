"""Can the picture be from the time that its caption says?

What the caption asserts is held against every `taken` entry of the picture; where there is none, against the period of the
event that it shows. A `seen` entry only sets a limit: a picture cannot show anything later than the day it was seen on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from firsthand.checks.caption import (
    Held,
    at,
    finding,
    hedge_of,
    held_back,
    inside,
    judged,
    narrowest,
    no_record,
    quoted,
    readable,
    row,
    when_of,
)
from firsthand.checks.caption_named import named_events, own_events
from firsthand.checks.caption_place import known_places
from firsthand.checks.table import Answer, Question
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison
from firsthand.record.outcome import Outcome, agree
from firsthand.record.readings import FILE_SOURCE, DateMention, Stance
from firsthand.record.when import When, compare

CODE = "caption-date"
C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED
NORTHERN = 23.5
"""Latitude (degrees) from which on the seasons are those that Firsthand knows."""
SLACK_DAYS = {"live": 1, "today": 1, "near-day": 1, "weekday": 7, "near-week": 7, "near-month": 15, "near-year": 31}
"""Rule of a date told from publication: so many days its words are loosely used beyond what they say."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of the record: the entry that says it, and what it means."""

    entry: Entry
    when: When

    def said(self) -> str:
        return f"{_SAYS[self.entry.field]} {readable(self.when)}"


_SAYS = {"taken": "the picture was taken", "period": "the event that it shows took place", "seen": "it was seen"}
_WHAT = {"taken": "date", "period": "date of the event", "seen": "seen before"}


def run(question: Question) -> tuple[Answer, ...]:
    """One answer for each captioned picture that is on file."""
    return judged(question, CODE, _judge)


def _judge(held: Held) -> Answer:
    dates, limits = _dates(held), _dated(held.entries("seen"))
    if not dates and not limits:
        return no_record(held, CODE, "when the picture was taken or seen")
    said = _said(held)
    if not said:
        return finding(held, CODE, U, _silent(held), _file_rows(held, ""))
    read = [mention for mention in said if mention.when]
    rows = [line for mention in read for line in _rows(mention, dates, limits)]
    answer = agree(_one(mention, dates, limits) for mention in _narrow(said))
    outcome = held_back(held, answer)
    headline = _headline(answer, said, rows, [*dates, *limits])
    if answer is not outcome:
        headline = f"{hedge_of(held)}, so that its date ({quoted(said[0].passage.exact)}) is not held against it."
    return finding(held, CODE, outcome, headline, [*rows, *_file_rows(held, _words(said))])


def _dates(held: Held) -> list[Dated]:
    """When the picture was taken, or failing that, when the event that it shows took place; the narrower of two that fit."""
    taken = _dated(held.entries("taken"))
    events = [event for _, event in own_events(held) if event]
    found = taken or [dated for event in events for dated in _dated(event.entries("period"))]
    return narrowest(found, lambda one, other: one.when.holds(other.when))


def _dated(entries: tuple[Entry, ...]) -> list[Dated]:
    pairs = ((entry, when_of(entry)) for entry in entries)
    return [Dated(entry, when) for entry, when in pairs if when]


def _said(held: Held) -> list[DateMention]:
    """The dates asserted of the picture; a date inside the name of an event ("the June flood") is part of the name."""
    names = [named.passage for named in named_events(held)]
    return [
        mention
        for mention in held.caption.dates
        if mention.stance in (Stance.ASSERTED, Stance.LOOSE)
        and not any(inside(mention.passage, name) for name in names)
        and not (mention.rule.startswith("season") and _southern(held))
    ]


def _southern(held: Held) -> bool:
    """May the picture be from where summer is not in July? Then a season tells no months to hold against it."""
    spots = [one.at for place in known_places(held) for one in place.candidates if one.at]
    return any(latitude < NORTHERN for latitude, _ in spots)


def _narrow(said: list[DateMention]) -> list[DateMention]:
    """Without the dates that only hold another one: "Summer 2016 ... 5 June 2016" says one thing."""
    return narrowest(said, lambda one, other: bool(one.when and other.when and one.when.holds(other.when)))


def meant(mention: DateMention) -> When | None:
    """What is said, a date told from publication widened: "this week" on a Monday, "last night" over a border of zones.

    Only a contradiction heeds the width; support asks for what the words say.
    """
    when = mention.when
    slack = SLACK_DAYS.get(mention.rule, 0)
    if mention.rule == "ago" and when and when.first and when.last:
        slack = max(1, (when.last - when.first).days // 2)
    return _widened(when, slack) if when and slack else when


def _widened(when: When, days: int) -> When:
    try:
        early = when.early - timedelta(days) if when.early else None
        late = when.late + timedelta(days) if when.late else None
    except OverflowError:
        return when
    return replace(when, early=early, late=late)


def _one(mention: DateMention, dates: list[Dated], limits: list[Dated]) -> Outcome:
    """The answer on one date said. The entries have to agree; the day of being seen excludes, but overrules no support."""
    if mention.when is None:
        return U
    answers = [_compare(mention, dated.when) for dated in dates]
    if any(_later(mention, limit.when) for limit in limits):
        return U if S in answers else C
    return agree(answers)


def _compare(mention: DateMention, held: When) -> Outcome:
    said, wide = mention.when, meant(mention)
    answer = compare(said, held) if said else U
    loose = mention.stance is Stance.LOOSE or (wide and wide.meets(held))
    return U if answer is C and loose else answer


def _later(mention: DateMention, seen: When) -> bool:
    """Does all that is said lie after the last day on which the picture can have been seen first?"""
    said = meant(mention) if mention.stance is Stance.ASSERTED else None
    return said is not None and said.early is not None and seen.late is not None and said.early > seen.late


def _rows(mention: DateMention, dates: list[Dated], limits: list[Dated]) -> Iterator[Comparison]:
    for dated in dates:
        yield _row(mention, dated, _compare(mention, dated.when))
    for limit in limits:
        yield _row(mention, limit, C if _later(mention, limit.when) else U)


def _row(mention: DateMention, dated: Dated, outcome: Outcome) -> Comparison:
    line = row(_WHAT[dated.entry.field], mention.passage.exact, str(dated.when), dated.entry, outcome)
    return at(line, mention.passage)


def _file_rows(held: Held, said: str) -> list[Comparison]:
    """What the file says of itself: shown, and settling nothing, since anybody can write it."""
    own = [entry for entry in held.ours.entries if entry.field == "taken"]
    return [row("date in the file", said, entry.value, entry, U) for entry in own if entry.source == FILE_SOURCE]


def _words(said: list[DateMention]) -> str:
    return ", ".join(mention.passage.exact for mention in said)


def _silent(held: Held) -> str:
    if held.caption.hedges:
        return f"{hedge_of(held)} and asserts no date of the picture."
    return "The caption does not say when the picture was taken."


def _headline(outcome: Outcome, said: list[DateMention], rows: list[Comparison], known: list[Dated]) -> str:
    deciding = next((line for line in rows if line.outcome is outcome), None)
    words = quoted(deciding.said if deciding else said[0].passage.exact)
    dated = next((d for d in known if deciding and d.entry.id == deciding.entry), known[0])
    told = f"{dated.said()} according to {dated.entry.source}"
    if outcome is C:
        return f"The caption says {words}; {told}."
    if outcome is S:
        return f"The caption says {words}, and {told}."
    if {C, S} <= {line.outcome for line in rows}:
        return f"The record does not agree with itself on the date that the caption says ({words})."
    if all(mention.when is None for mention in said):
        return f"The caption says {words}, and it is not settled which day that is; {told}."
    return f"The caption says {words}; {told}, which neither supports nor excludes it."
