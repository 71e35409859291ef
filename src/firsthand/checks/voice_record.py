"""What does the casebook, or a voice of itself, say of where it is and is from, at the time of the article?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from firsthand.checks.tenure import muddled
from firsthand.checks.voice_basis import FROM, THERE, fits
from firsthand.reading.places import resolve
from firsthand.record.attributions import SelfTold
from firsthand.record.cases import Subject
from firsthand.record.entries import Entry
from firsthand.record.ports import Gazetteer
from firsthand.record.voices import Ground, Tier
from firsthand.record.when import When
from firsthand.record.where import Where, meant

QUESTIONS = {"based-in": THERE, "seat": THERE, "from": FROM}
"""The fields of the record that place a voice, by the question that they answer. `born` is none of them."""

Settle = Callable[[tuple[Where, ...]], tuple[Where, ...]]


def on_record(subject: Subject, time: When | None, about: Where, gazetteer: Gazetteer) -> Iterator[Ground]:
    """The entries of a subject that hold at the time."""
    for entry in subject.entries:
        if entry.field in QUESTIONS and holds(entry, time):
            places = places_of(entry, gazetteer)
            question = QUESTIONS[entry.field]
            yield Ground(question, places, Tier.DESK_RECORD, fits(places, about), None, entry.id, entry.source)


def told_of_itself(
    told: Iterable[SelfTold], time: When | None, about: Where, gazetteer: Gazetteer, settle: Settle
) -> Iterator[Ground]:
    """What somebody says of himself, with the passage in which he says it; `settle` is what the text says of namesakes."""
    for row in told:
        entry = row.entry
        if entry.field in QUESTIONS and holds(entry, time):
            places = settle(places_of(entry, gazetteer))
            question = QUESTIONS[entry.field]
            yield Ground(question, places, Tier.SELF_DESCRIPTION, fits(places, about), row.passage, "", row.speaker)


def places_of(entry: Entry, gazetteer: Gazetteer) -> tuple[Where, ...]:
    return tuple(meant(resolve(entry.value, entry.within, gazetteer)))


def holds(entry: Entry, time: When | None) -> bool:
    """Does it hold on every day that the time can be? An end that is not on file is open; with no time it must have none.

    Where somebody is from does not end.
    """
    if muddled(entry):
        return False
    if QUESTIONS.get(entry.field) == FROM:
        return True
    if time is None:
        return entry.until is None
    return _begun(entry, time) and _lasting(entry, time)


def _begun(entry: Entry, time: When) -> bool:
    if entry.since is None or entry.since.late is None:
        return True
    return time.early is not None and entry.since.late <= time.early


def _lasting(entry: Entry, time: When) -> bool:
    if entry.until is None or entry.until.early is None:
        return entry.until is None
    return time.late is not None and time.late <= entry.until.early
