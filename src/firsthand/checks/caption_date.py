"""Can the picture be from the time that its caption says?

What the caption asserts is held against every `taken` entry of the picture; where there is none, against the period of the
event that it shows. A `seen` entry only sets a limit: a picture cannot show anything later than the day it was seen on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from firsthand.checks.file_says import asking, file_rows, other_date
from firsthand.checks.sightings import Sighting, sightings
from firsthand.checks.table import Answer, Question
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison
from firsthand.record.outcome import Outcome, agree
from firsthand.record.readings import DateMention, Stance
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
    dates, limits = _dates(held), sightings(held)
    said = _said(held)
    question = other_date(held, [*(m.when for m in said if m.when), *(dated.when for dated in dates)])
    if not dates and not any(limit.entry for limit in limits) and not _excluding(said, limits):
        return asking(no_record(held, CODE, "when the picture was taken or seen"), question)
    if not said:
        return asking(finding(held, CODE, U, _silent(held), file_rows(held, "taken", "")), question)
    rows = [line for mention in said if mention.when for line in _rows(mention, dates, limits)]
    answer = agree(_one(mention, dates, limits) for mention in _narrow(said))
    if _unread(held) and answer in (C, S):
        answer = C if answer is C and _all_later(said, limits) else U
    outcome = held_back(held, answer)
    headline = _headline(answer, said, rows, [*dates, *_shown(limits)])
    if answer is not outcome:
        headline = f"{hedge_of(held)}, so that its date ({quoted(said[0].passage.exact)}) is not held against it."
    return asking(finding(held, CODE, outcome, headline, [*rows, *file_rows(held, "taken", _words(said))]), question)


def _unread(held: Held) -> bool:
    """Does an entry say of the day what Firsthand does not read? It may agree with the caption."""
    return any(when_of(entry) is None for entry in held.entries("taken"))


def _excluding(said: Sequence[DateMention], limits: Sequence[Sighting]) -> bool:
    return any(_later(mention, limit) for mention in said for limit in limits)


def _all_later(said: Sequence[DateMention], limits: Sequence[Sighting]) -> bool:
    return all(any(_later(mention, limit) for limit in limits) for mention in _narrow(list(said)))


def _shown(limits: Sequence[Sighting]) -> list[Dated]:
    """The sightings as a headline can name them."""
    return [Dated(Entry("", "seen", str(one.when), one.source, url=one.url), one.when) for one in limits]


def _dates(held: Held) -> list[Dated]:
    """When the picture was taken, or failing that, when the event that it shows took place; the narrower of two that fit."""
    taken = _dated(held.entries("taken"))
    events = [event for _, event in own_events(held) if event]
    found = taken or [dated for event in events for dated in _dated(event.entries("period"))]
    return narrowest(found, lambda one, other: one.when.holds(other.when) and not other.when.holds(one.when))


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


def _one(mention: DateMention, dates: list[Dated], limits: Sequence[Sighting]) -> Outcome:
    """The answer on one date said. The entries have to agree; a day of being seen excludes all that is later.

    It overrules no support. A day of taking that lies after it errs, or the sighting does, and is held against nobody.
    """
    if mention.when is None:
        return U
    answers = [_compare(mention, dated.when) for dated in dates]
    if any(_later(mention, limit) for limit in limits):
        return U if S in answers else C
    wrong = [any(limit.before(dated.when) for limit in limits) for dated in dates]
    return agree(U if errs else answer for errs, answer in zip(wrong, answers, strict=True))


def _compare(mention: DateMention, held: When) -> Outcome:
    said, wide = mention.when, meant(mention)
    answer = compare(said, held) if said else U
    loose = mention.stance is Stance.LOOSE or (wide and wide.meets(held))
    return U if answer is C and loose else answer


def _later(mention: DateMention, seen: Sighting) -> bool:
    """Does all that is said lie after the last day on which the picture can have been seen first?"""
    said = meant(mention) if mention.stance is Stance.ASSERTED else None
    return said is not None and seen.before(said)


def _rows(mention: DateMention, dates: list[Dated], limits: Sequence[Sighting]) -> Iterator[Comparison]:
    """Every entry; of the appearances only those that exclude what is said."""
    for dated in dates:
        line = row(_WHAT[dated.entry.field], mention.passage.exact, str(dated.when), dated.entry, U)
        yield at(replace(line, outcome=_compare(mention, dated.when)), mention.passage)
    for limit in limits:
        outcome = C if _later(mention, limit) else U
        if limit.entry or outcome is C:
            yield at(limit.compared(_WHAT["seen"], mention.passage.exact, outcome), mention.passage)


def _words(said: list[DateMention]) -> str:
    return ", ".join(mention.passage.exact for mention in said)


def _silent(held: Held) -> str:
    if held.caption.hedges:
        return f"{hedge_of(held)} and asserts no date of the picture."
    return "The caption does not say when the picture was taken."


def _headline(outcome: Outcome, said: list[DateMention], rows: list[Comparison], known: list[Dated]) -> str:
    deciding = next((line for line in rows if line.outcome is outcome), None)
    words = quoted(deciding.said if deciding else said[0].passage.exact)
    named = (d for d in known if deciding and (d.entry.source, str(d.when)) == (deciding.source, deciding.held))
    dated = next(named, known[0])
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
