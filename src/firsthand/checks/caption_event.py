"""Can the picture show the event that its caption names?

The picture's own event is known by its record; another event on file is held against the day and the place of the picture.
An event can leave its traces for a while and reach beyond the town on file, so that the rules below are slow to exclude.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from firsthand.checks.caption import Held, at, finding, judged, no_record, quoted, readable, row, when_of
from firsthand.checks.caption_named import Event, Named, named_events, own_events, same_event
from firsthand.checks.caption_place import Placed, known_places, placed
from firsthand.checks.file_says import asking
from firsthand.checks.picture_text import FIRM
from firsthand.checks.sightings import sightings
from firsthand.checks.table import Answer, Question
from firsthand.reading.inscriptions import SOURCE
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison
from firsthand.record.outcome import Outcome
from firsthand.record.when import When
from firsthand.record.where import Level, compare_any

CODE = "caption-event"
C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED
TRACES = timedelta(days=365)
"""So long after an event its traces may be photographed and captioned with its name alone."""


def run(question: Question) -> tuple[Answer, ...]:
    """One answer for each captioned picture that is on file."""
    return judged(question, CODE, _judge)


def _judge(held: Held) -> Answer:
    named = named_events(held)
    late = any(_seen_before(held, _periods(event)) for one in named for event in one.events)
    if not late and not any(held.entries(field) for field in ("event", "taken", "seen", "place")):
        return no_record(held, CODE, "what event the picture shows, nor when or where it was taken")
    if not named:
        return finding(held, CODE, U, "The caption names no event that the casebook knows.")
    rows = [line for one in named for line in _rows(held, one)]
    outcome = _joined([_one(held, one) for one in named])
    banners = list(_banners(held, named[0]))
    answer = finding(held, CODE, outcome, _headline(held, outcome, named, rows), [*rows, *banners])
    return asking(answer, " ".join(_read_out(line) for line in banners))


def _banners(held: Held, named: Named) -> Iterator[Comparison]:
    """The words on the picture's banners beside the event that the caption names: on file, and read from ours by machine."""
    for entry in held.entries("banner"):
        yield at(row("banner", named.passage.exact, entry.value, entry, U), named.passage)
    read = [one.text for one in held.ours.inscriptions or () if one.confidence >= FIRM]
    if read:
        yield Comparison("words in the picture", named.passage.exact, " / ".join(read), SOURCE, U, named.passage)


def _read_out(line: Comparison) -> str:
    whose = "A banner in the picture reads" if line.what == "banner" else "A machine read in the picture"
    return f"{whose} {quoted(line.held)}{f' ({line.source})' if line.what == 'banner' else ''}."


def _joined(answers: list[Outcome]) -> Outcome:
    """The picture's own event among those named supports; a contradiction needs all to be excluded."""
    if S in answers:
        return S
    return C if set(answers) == {C} else U


def _one(held: Held, named: Named) -> Outcome:
    """The answer on one name. Words that set it aside or hold the caption back leave it open, as do entries that disagree."""
    if named.aside:
        return U
    own = {any(same_event(event, mine) for event in named.events) for mine in _known_own(held)}
    if True in own:
        return S if own == {True} and all(mine for _, mine in own_events(held)) else U
    if held.caption.hedges:
        return U
    return C if all(excluded(held, event) for event in named.events) else U


def excluded(held: Held, event: Event) -> bool:
    """Can the picture not show the event? Its day decides; its place only where the record names another event.

    Before the event, also if it was only seen before: excluded. After it: excluded once its traces are old, or in a place
    that is not the event's. The place alone: excluded only in another country, since an event may reach beyond the place
    on file.
    """
    taken, periods = _days(held), _periods(event)
    meet = not (taken and periods) or any(day.meets(period) for day in taken for period in periods)
    if _seen_before(held, periods):
        return not any(day.meets(period) for _, day in _taken(held) for period in periods)
    apart = _apart(known_places(held), placed(held.question.leads, event.entries("place")))
    if not meet:
        return apart or all(_before(day, period) or _long_after(day, period) for day in taken for period in periods)
    return bool(_known_own(held)) and _abroad(held, event)


def _periods(event: Event) -> list[When]:
    """When the event took place; nothing where one of the entries is no date, since it may name any day."""
    read = [when_of(entry) for entry in event.entries("period")]
    return [when for when in read if when] if None not in read else []


def _days(held: Held) -> list[When]:
    """When the picture was taken; nothing where an entry is no date, or names a day after one on which it had been seen."""
    entries, taken = held.entries("taken"), [when for _, when in _taken(held)]
    errs = any(when_of(entry) is None for entry in entries)
    return [] if errs or any(one.before(day) for day in taken for one in sightings(held)) else taken


def _seen_before(held: Held, periods: Sequence[When]) -> bool:
    """Was the picture seen before the event can have begun, by any one of its sightings?"""
    return bool(periods) and any(all(one.before(period) for period in periods) for one in sightings(held))


def _known_own(held: Held) -> list[Event]:
    return [event for _, event in own_events(held) if event]


def _taken(held: Held) -> list[tuple[Entry, When]]:
    """When the picture was taken, or failing that, when the event that it shows took place."""
    entries = held.entries("taken") or tuple(e for event in _known_own(held) for e in event.entries("period"))
    return [(entry, when) for entry in entries if (when := when_of(entry))]


def _before(day: When, period: When) -> bool:
    return day.late is not None and period.early is not None and day.late < period.early


def _long_after(day: When, period: When) -> bool:
    return day.early is not None and period.late is not None and day.early - period.late > TRACES


def _apart(ours: list[Placed], theirs: list[Placed]) -> bool:
    pairs = [compare_any(one.candidates, other.candidates) for one in ours for other in theirs]
    return bool(pairs) and set(pairs) == {C}


def _abroad(held: Held, event: Event) -> bool:
    """Does no country hold both the picture's place and the event's?"""
    ours, theirs = known_places(held), placed(held.question.leads, event.entries("place"))
    pairs = [(_countries(one), _countries(other)) for one in ours for other in theirs]
    return bool(pairs) and all(None not in one | other and not one & other for one, other in pairs)


def _countries(place: Placed) -> frozenset[str | None]:
    return frozenset(one.at_level(Level.COUNTRY) for one in place.candidates) or frozenset([None])


def _rows(held: Held, named: Named) -> Iterator[Comparison]:
    """Each name against what the record says of the picture, with the grounds for each answer."""
    answer = _one(held, named)
    for entry, mine in own_events(held):
        yield at(
            row("event", named.passage.exact, mine.subject.name if mine else entry.value, entry, answer), named.passage
        )
    if answer is S:
        return
    for event in named.events:
        for period in event.entries("period"):
            said = f"{named.passage.exact} ({period.value}, according to {period.source})"
            there = when_of(period)
            for entry, day in _taken(held):
                yield at(row("date", said, day.edtf, entry, _bare(there, day)), named.passage)
            for one in sightings(held):
                if there and one.before(there):
                    yield at(one.compared("seen before", said, C), named.passage)
        for where in known_places(held):
            for other in placed(held.question.leads, event.entries("place")):
                said = f"{named.passage.exact} ({other.shown}, according to {other.entry.source})"
                together = compare_any(other.candidates, where.candidates)
                yield at(row("place", said, where.shown, where.entry, C if together is C else U), named.passage)


def _bare(period: When | None, day: When) -> Outcome:
    return C if period and not day.meets(period) else U


def _headline(held: Held, outcome: Outcome, named: tuple[Named, ...], rows: list[Comparison]) -> str:
    chosen = next((one for one in named if _one(held, one) is outcome), named[0])
    words = quoted(chosen.passage.exact)
    if outcome is S:
        return f"The caption names {words}, and {_known(held)}."
    if outcome is C:
        return f"The caption names {words}; {_known(held)}."
    if chosen.aside or held.caption.hedges:
        return f"The caption names {words}, but not plainly as what the picture shows."
    return f"The caption names {words}; the record does not exclude that the picture shows it."


def _known(held: Held) -> str:
    """What the record says of the picture, as half a sentence: its event, else its day, else its place."""
    own = [(entry, event) for entry, event in own_events(held) if event]
    if own:
        entry, event = own[0]
        return f"the picture shows {quoted(event.subject.name)} according to {entry.source}"
    taken = _taken(held)
    if taken:
        return f"the picture was taken {readable(taken[0][1])} according to {taken[0][0].source}"
    seen = sightings(held)
    if seen:
        return f"it was seen {readable(seen[0].when)} according to {seen[0].source}"
    where = known_places(held)[0]
    return f"the picture was taken in {where.shown} according to {where.entry.source}"
