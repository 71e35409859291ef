"""Which events does the picture's record name, and which does its caption name?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.checks.caption import Held, inside
from firsthand.checks.cues import any_cue
from firsthand.matching.folding import fold, sentences, words
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import Entry
from firsthand.record.passages import Passage

BEFORE = 4
"""Words before an event's name among which a cue like "after" sets it aside."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event on file, and the case that tells of it."""

    case: str
    subject: Subject

    def entries(self, field: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.subject.entries if entry.field == field)


@dataclass(frozen=True, slots=True)
class Named:
    """An event's name in a caption and the events that bear it. `aside`: spoken of, but not as what the picture shows."""

    passage: Passage
    events: tuple[Event, ...]
    aside: bool


def own_events(held: Held) -> tuple[tuple[Entry, Event | None], ...]:
    """The event entries of the picture on file, each with its event where one can be told."""
    return tuple((entry, _find(held, entry.value)) for entry in held.entries("event"))


def _find(held: Held, value: str) -> Event | None:
    """By id, then by name; in the picture's own case, else in the only other case that has it."""
    own = list(_bearing(held.case, value))
    if own:
        return own[0] if len(own) == 1 else None
    others = [event for case in held.question.leads.cases if case.id != held.case.id for event in _bearing(case, value)]
    return others[0] if len(others) == 1 else None


def _bearing(case: Case, value: str) -> Iterator[Event]:
    events = [subject for subject in case.subjects if subject.kind is Kind.EVENT]
    by_id = [subject for subject in events if subject.id == value]
    for subject in by_id or [s for s in events if fold(value) in folded_names(s)]:
        yield Event(case.id, subject)


def folded_names(subject: Subject) -> frozenset[str]:
    return frozenset(fold(name) for names in subject.names.values() for name in names)


def same_event(one: Event, other: Event) -> bool:
    """One subject, or two that share a name: what two cases tell of one event is not two events."""
    if (one.case, one.subject.id) == (other.case, other.subject.id):
        return True
    return bool(folded_names(one.subject) & folded_names(other.subject))


def named_events(held: Held) -> tuple[Named, ...]:
    """The events that the caption names, in order of place."""
    found: dict[Passage, list[Event]] = {}
    for lead in held.question.leads.subjects:
        case = held.question.leads.case(lead.case)
        subject = case.subject(lead.subject) if case else None
        if subject and subject.kind is Kind.EVENT and lead.passage.text_sha256 == held.caption.sha256:
            event = Event(lead.case, subject)
            if event not in found.setdefault(lead.passage, []):
                found[lead.passage].append(event)
    rows = sorted(found.items(), key=lambda item: (item[0].start, item[0].end))
    return tuple(Named(passage, tuple(events), _aside(held, passage)) for passage, events in rows)


def _aside(held: Held, passage: Passage) -> bool:
    """Does a cue near the name, or a hedge over it, say that the event is not what the picture shows?"""
    caption = held.caption
    if any(inside(passage, hedge) or inside(hedge, passage) for hedge in caption.hedges):
        return True
    start = max((s for s, _ in sentences(caption.text) if s <= passage.start), default=0)
    told = [part for word in words(caption.text[start : passage.start]) for part in word.folded.split("-")]
    before = told[-BEFORE:]
    rest = [w.folded for w in words(caption.text) if w.end <= passage.start or w.start >= passage.end]
    return any_cue(before, "aside", caption.lang) or any_cue(rest, "aftermath", caption.lang)
