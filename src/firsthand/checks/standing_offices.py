"""Does the tip give a person an office outside the time for which the record has it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from firsthand.checks.caption import at, quoted, readable, row
from firsthand.checks.offices import Key, Said, office_keys, offices
from firsthand.checks.standing_lives import disagree
from firsthand.checks.standing_times import Bearers, Times, Voice, named, shortened, times_of
from firsthand.checks.tenure import apart, by_source, covers, ended, not_begun, term
from firsthand.reading.wordlists import primary
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison, Finding
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, agree
from firsthand.record.when import When

CODE = "standing"
FIELD = "holds"
C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED


def held_offices(leads: Leads, voice: Voice) -> Iterator[Finding]:
    """One answer for each office on file that the words give to its holder."""
    lang = primary(voice.lang)
    people = named(leads, voice, Kind.PERSON)
    keys = {name: _keys(rows, lang) for name, rows in people.items()}
    short = shortened(leads, voice)
    for said in offices(voice, keys):
        said = replace(said, held_back=said.held_back or said.person in short)
        yield _judged(said, times_of(voice, said.sentence), people[said.person], lang)


def _keys(bearers: Bearers, lang: str) -> frozenset[Key]:
    return frozenset(key for case, who in bearers for entry in _held(who) for key in office_keys(case, entry, lang))


def _held(person: Subject) -> tuple[Entry, ...]:
    return tuple(entry for entry in person.entries if entry.field == FIELD)


def _terms(case: Case, person: Subject, key: Key, lang: str) -> tuple[Entry, ...]:
    """The entries on this very office, whether they name it by an id or in words."""
    return tuple(entry for entry in _held(person) if key in office_keys(case, entry, lang))


def _judged(said: Said, times: Times, bearers: Bearers, lang: str) -> Finding:
    known = [(case, terms) for case, person in bearers if (terms := _terms(case, person, said.key, lang))]
    outcome = agree(_outcome(said, times, terms) for _, terms in known)
    ids = [case.id for case, _ in bearers]
    if outcome is C and len(set(ids)) < len(ids) and len(known) < len(bearers):
        outcome = U
    rows = tuple(at(line, said.sentence) for _, terms in known for line in _rows(said, times, terms))
    rows = tuple(sorted(rows, key=lambda line: line.outcome is not outcome))
    hint = "Make sure that the very person and office are meant, and read the sources." if outcome is C else ""
    headline = _headline(said, times, outcome, rows)
    return Finding(CODE, outcome, headline, known[0][0].id, None, (said.sentence,), rows, hint)


def _outcome(said: Said, times: Times, terms: tuple[Entry, ...]) -> Outcome:
    if said.held_back or not times.settled or not times.spoken:
        return U
    if all(_excluded(terms, time, before=bool(times.published)) for time in times.meant):
        return C
    covering = {one.source for one in terms if all(covers(one, time) for time in times.spoken)}
    doubted = any(apart(one, time) and one.source not in covering for one in terms for time in times.spoken)
    return S if covering and not doubted else U


def _excluded(terms: tuple[Entry, ...], time: When, *, before: bool) -> bool:
    """Is the time outside every term? A date with no day of publication may be a year of youth: only what had ended counts."""
    return all(ended(one, time) or (before and not_begun(one, time)) for one in terms)


def _rows(said: Said, times: Times, terms: tuple[Entry, ...]) -> Iterator[Comparison]:
    for time in times.spoken:
        words = f"{said.person.exact}, {said.office.exact}: {times.shown(time)}"
        for held in terms:
            outcome = C if apart(held, time) else S if covers(held, time) else U
            yield row(f"office ({FIELD})", words, term(held), held, outcome)


def _headline(said: Said, times: Times, outcome: Outcome, rows: tuple[Comparison, ...]) -> str:
    words = f"The words call {quoted(said.person.exact)} {quoted(said.office.exact)}"
    spoken = ", ".join(readable(time) for time in times.spoken)
    if outcome is not U:
        joint = "; " if outcome is C else ", and "
        return f"{words} {spoken}{joint}the record has that office {by_source(line for line in rows if line.outcome is outcome)}."
    if said.held_back:
        return f"{words}; the sentence does not say it plainly of the present."
    if not times.settled or not times.spoken:
        return f"{words}; at what time is not settled."
    if {C, S} <= {line.outcome for line in rows} or disagree(rows):
        return f"{words} {spoken}; the record does not agree with itself on that time."
    return f"{words} {spoken}; the record neither bears it out nor excludes it."
