"""Can the picture be from the place that its caption says?

Every place that the caption asserts is held against the `place` entries of the picture; where there is none, against the
place of the event that it shows. A caption may name several places (a train from one city to another): one of them that
fits is enough, and a contradiction needs all of them to be excluded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    row,
)
from firsthand.checks.caption_named import Named, named_events, own_events, same_event
from firsthand.checks.file_says import asking, file_rows, other_place
from firsthand.checks.table import Answer, Question
from firsthand.matching.folding import fold
from firsthand.matching.romanise import romanise
from firsthand.record.cases import Kind
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, agree
from firsthand.record.passages import Passage
from firsthand.record.readings import PlaceMention, Stance
from firsthand.record.where import Level, Where, compare_any

CODE = "caption-place"
C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED

SHORTEST, ENDING = 3, 2
"""Two names of so many letters in common that differ in their endings alone may be one."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of the record: the entry that says it, and all that it may mean."""

    entry: Entry
    candidates: tuple[Where, ...]

    @property
    def shown(self) -> str:
        return ", ".join([self.entry.value, *self.entry.within])


@dataclass(frozen=True, slots=True)
class Said:
    """A place that the caption asserts. `binding`: it can be held against the caption, and not only for it.

    `alone`: nothing that contains it is named beside it.
    """

    passage: Passage
    candidates: tuple[Where, ...]
    binding: bool = True
    alone: bool = True


def run(question: Question) -> tuple[Answer, ...]:
    """One answer for each captioned picture that is on file."""
    return judged(question, CODE, _judge)


def _judge(held: Held) -> Answer:
    known = known_places(held)
    events = _elsewhere(held, known) if known else []
    said = _assertions(held, known, events)
    question = other_place(held, [*(one.candidates for one in said), *(one.candidates for one in known)])
    if not known:
        return asking(no_record(held, CODE, "where the picture was taken"), question)
    own = file_rows(held, "place", ", ".join(one.passage.exact for one in said))
    rows = [_row(one, placed) for one in said for placed in known] + [line for _, line in events] + own
    if not said:
        return asking(finding(held, CODE, U, _silent(held), rows), question)
    answer = _joined(said, known)
    outcome = held_back(held, answer)
    headline = _headline(held, answer, said, known, rows)
    if answer is not outcome:
        headline = f"{hedge_of(held)}, so that its place ({quoted(said[0].passage.exact)}) is not held against it."
    return asking(finding(held, CODE, outcome, headline, rows), question)


def known_places(held: Held) -> list[Placed]:
    """Where the picture was taken, or failing that, where the event that it shows took place; the narrower of two that fit."""
    leads = held.question.leads
    taken = placed(leads, held.entries("place"))
    events = [event for _, event in own_events(held) if event]
    found = taken or [place for event in events for place in placed(leads, event.entries("place"))]
    return narrowest(found, lambda one, other: _holds(one, other) and not _holds(other, one))


def _holds(one: Placed, other: Placed) -> bool:
    return compare_any(one.candidates, other.candidates) is S


def placed(leads: Leads, entries: tuple[Entry, ...]) -> list[Placed]:
    """Place entries with what recall found that they may mean; nothing where it found none."""
    means = {(lead.name, lead.within): lead.candidates for lead in leads.places}
    return [Placed(entry, means.get((entry.value, entry.within), ())) for entry in entries]


def _assertions(held: Held, known: list[Placed], events: list[tuple[Said, Comparison]]) -> list[Said]:
    """What the caption says of the place, each container joined to the place inside it ("Mati, Greece" is one)."""
    mentions = list(_mentions(held, known))
    if not mentions:
        return []
    return _nested([*mentions, *(said for said, _ in events)], held.caption.text)


def _mentions(held: Held, known: list[Placed]) -> Iterator[Said]:
    names, others = named_events(held), _other_names(held)
    for mention in held.caption.places:
        event = next((named for named in names if inside(mention.passage, named.passage)), None)
        if mention.stance not in (Stance.ASSERTED, Stance.LOOSE, Stance.HEDGED) or any(
            inside(mention.passage, o) for o in others
        ):
            continue
        if event is None or not event.aside:
            yield Said(mention.passage, mention.candidates, _binding(held, mention, event, known))


def _binding(held: Held, mention: PlaceMention, event: Named | None, known: list[Placed]) -> bool:
    """Words of a hedge or of running prose bind nobody; nor does an event's own name, where the event fits the picture."""
    if mention.stance is not Stance.ASSERTED:
        return False
    return event is None or (not _is_own(held, event) and _places_apart(held.question.leads, event, known) is not False)


def _other_names(held: Held) -> list[Passage]:
    """Names of persons, bodies and outlets: a place inside one ("the Kherson Observer") is not said of the picture."""
    leads = held.question.leads
    return [
        lead.passage
        for lead in leads.subjects
        if lead.passage.text_sha256 == held.caption.sha256
        and (case := leads.case(lead.case))
        and (subject := case.subject(lead.subject))
        and subject.kind in (Kind.PERSON, Kind.BODY, Kind.OUTLET)
    ]


def _elsewhere(held: Held, known: list[Placed]) -> list[tuple[Said, Comparison]]:
    """Events that the caption names and that took place where the picture cannot have been taken."""
    rows: list[tuple[Said, Comparison]] = []
    for named in named_events(held):
        if not named.aside and not _is_own(held, named) and _places_apart(held.question.leads, named, known):
            where = placed(held.question.leads, named.events[0].entries("place"))[0]
            words = f"{named.passage.exact} ({where.shown}, according to {where.entry.source})"
            line = row("place of the event named", words, known[0].shown, known[0].entry, C)
            rows.append((Said(named.passage, where.candidates), at(line, named.passage)))
    return rows


def _is_own(held: Held, named: Named) -> bool:
    own = [event for _, event in own_events(held) if event]
    return any(same_event(event, mine) for event in named.events for mine in own)


def _places_apart(leads: Leads, named: Named, known: list[Placed]) -> bool | None:
    """Does every place on file of every event of that name exclude every place of the picture? None: no place on file."""
    places = [placed(leads, event.entries("place")) for event in named.events]
    if not all(places):
        return None
    return all(compare_any(one.candidates, held.candidates) is C for some in places for one in some for held in known)


def _nested(said: list[Said], text: str) -> list[Said]:
    kept = narrowest(said, lambda one, other: _contains(one, other, text))
    return [_settled(one, [other for other in said if other not in kept]) for one in kept]


def _contains(outer: Said, inner: Said, text: str) -> bool:
    """Does the one only say in what the other lies? A homonym has to stand right beside it ("Seattle, Washington")."""
    holding = [place for place in outer.candidates if any(place.key in one.areas() for one in inner.candidates)]
    if not holding:
        return False
    first, second = sorted((outer.passage, inner.passage), key=lambda passage: passage.start)
    beside = not any(letter.isalnum() for letter in text[first.end : second.start])
    return beside or len(holding) == len(outer.candidates)


def _settled(one: Said, containers: list[Said]) -> Said:
    """The readings of a name that lie in the containers named with it: "Athens, Georgia" is not in Greece."""
    keys = {place.key for container in containers for place in container.candidates}
    inside_them = tuple(place for place in one.candidates if keys & {area.key for area in place.chain})
    return replace(one, candidates=inside_them or one.candidates, alone=not containers)


def _one(said: Said, known: list[Placed]) -> Outcome:
    answer = agree(compare_any(said.candidates, placed.candidates) for placed in known)
    open_ = not said.binding or any(_may_be_its_name(said, placed) for placed in known)
    return U if answer is C and open_ else answer


def _may_be_its_name(said: Said, placed: Placed) -> bool:
    """May the word be the name of the place on file itself, in another case, script or spelling, though a town elsewhere
    is called just so? "Πάρο" is Paros, and Paro lies in Bhutan."""
    ours, theirs = fold(said.passage.exact), fold(placed.entry.value)
    if not said.alone or not ours.isalpha() or ours == theirs:
        return False
    one, other = romanise(ours), romanise(theirs)
    stem = min(len(one), len(other), max(len(one), len(other)) - ENDING)
    return stem >= SHORTEST and one[:stem] == other[:stem] and abs(len(one) - len(other)) <= ENDING


def _joined(said: list[Said], known: list[Placed]) -> Outcome:
    """One place that fits supports. All excluded contradict; of several, only if the picture is from another country.

    A caption that names two cities may mean the road between them.
    """
    answers = [_one(one, known) for one in said]
    if S in answers:
        return S
    if set(answers) != {C}:
        return U
    return C if len(said) == 1 or all(_abroad(one, placed) for one in said for placed in known) else U


def _abroad(said: Said, known: Placed) -> bool:
    """Do the two share no country, whichever place each name means?"""
    ours = {place.at_level(Level.COUNTRY) for place in said.candidates}
    theirs = {place.at_level(Level.COUNTRY) for place in known.candidates}
    return None not in ours | theirs and not ours & theirs


def _row(said: Said, known: Placed) -> Comparison:
    return at(row("place", said.passage.exact, known.shown, known.entry, _one(said, [known])), said.passage)


def _silent(held: Held) -> str:
    if held.caption.hedges:
        return f"{hedge_of(held)} and asserts no place of the picture."
    return "The caption does not say where the picture was taken."


def _headline(held: Held, outcome: Outcome, said: list[Said], known: list[Placed], rows: list[Comparison]) -> str:
    deciding = next((line for line in rows if line.outcome is outcome), None)
    where = next((place for place in known if deciding and place.entry.id == deciding.entry), known[0])
    words = quoted(deciding.passage.exact if deciding and deciding.passage else said[0].passage.exact)
    what = "the picture was taken" if where.entry.subject == held.picture.id else "the event that it shows took place"
    told = f"{what} in {where.shown} according to {where.entry.source}"
    if outcome is C:
        return f"The caption says {words}; {told}."
    if outcome is S:
        return f"The caption says {words}, and {told}."
    if {C, S} <= {line.outcome for line in rows}:
        return f"The record does not agree with itself on the place that the caption says ({words})."
    return f"The caption says {words}; {told}, which neither supports nor excludes it."
