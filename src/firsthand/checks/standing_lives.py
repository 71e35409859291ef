"""Does the tip let somebody act who, by the record, was dead or not yet born, dissolved or not yet founded?

It judges the deeds that `acts.py` reads by the life that `lives.py` puts together. Two people may bear one name, so that of
several whom a name can mean every one has to be excluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from firsthand.checks.acts import Act, acts
from firsthand.checks.caption import at, quoted, readable, row
from firsthand.checks.lives import Life, life_of
from firsthand.checks.standing_times import Bearers, Times, Voice, deed_times, named, precedes, shortened
from firsthand.record.cases import Kind, Subject
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison, Finding
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, agree
from firsthand.record.when import When

CODE = "standing"
AHEAD = timedelta(days=365)
"""What is called for may lie so long after the call: a date that may be its own excludes only an end well before it."""
HINT = "Make sure that the very {kind} is meant, for names are shared, and read the sources."
C, U = Outcome.CONTRADICTED, Outcome.UNRESOLVED
_WAS = {"born": "was born", "died": "died", "founded": "was founded", "dissolved": "was dissolved"}


def lives(leads: Leads, voice: Voice) -> Iterator[Finding]:
    """One answer for each deed of somebody on whose life the record has a date; of several that settle nothing, the first."""
    everybody = named(leads, voice)
    short, open_already = shortened(leads, voice), set[str]()
    for kind in (Kind.PERSON, Kind.BODY):
        bearers = {name: rows for name, rows in everybody.items() if any(s.kind is kind for _, s in rows)}
        for act in acts(voice, bearers, kind):
            act = replace(act, held_back=act.held_back or act.name in short)
            found = _judged(voice, act, kind, bearers[act.name])
            if found and (found.outcome is C or act.name.exact not in open_already):
                yield found
            open_already.add(act.name.exact)


def _judged(voice: Voice, act: Act, kind: Kind, bearers: Bearers) -> Finding | None:
    """The answers on all whom the name may mean, joined; nothing where the record has no date on any of them."""
    known = [(case, subject, life) for case, subject in bearers if (life := life_of(subject))]
    times = deed_times(voice, act.sentence, act.dates)
    if not known or not times.spoken:
        return None
    outcome = agree(_outcome(act, times, life) for _, _, life in known)
    if shared(bearers, [(case, subject) for case, subject, _ in known]):
        outcome = U
    rows = tuple(at(line, act.sentence) for _, _, life in known for line in _rows(act, times, life))
    rows = tuple(sorted(rows, key=lambda line: line.outcome is not outcome))
    case, subject, _ = known[0]
    headline = _headline(act, times, subject, outcome, rows)
    hint = HINT.format(kind=kind.value) if outcome is C else ""
    return Finding(CODE, outcome, headline, case.id, None, (act.sentence,), rows, hint)


def shared(bearers: Bearers, told: Bearers) -> bool:
    """May the name mean another, on whom nothing of the kind is on file: of another kind, or a second one in the same case?

    Two cases that know one name are held to know one and the same.
    """
    kinds = {subject.kind for _, subject in bearers}
    cases = [case.id for case, _ in bearers]
    silent = [(case, subject) for case, subject in bearers if (case, subject) not in told]
    return len(kinds) > 1 or any(cases.count(case.id) > 1 for case, _ in silent)


def _outcome(act: Act, times: Times, life: Life) -> Outcome:
    if act.held_back or not times.settled:
        return U
    return C if all(_excluded(act, times, life, time) for time in times.meant) else U


def _excluded(act: Act, times: Times, life: Life, time: When) -> bool:
    """A date that may be that of what the deed is about tells of no beginning to come: one speaks of what was before oneself."""
    if life.over(time, AHEAD if act.ahead and time in times.told else timedelta(0)):
        return True
    return (act.firm or time not in times.told) and life.to_come(time)


def _rows(act: Act, times: Times, life: Life) -> Iterator[Comparison]:
    """Every beginning and end on file beside each time of the deed."""
    for time in times.spoken:
        said = f"{act.name.exact}: {times.shown(time)}"
        for entry, when in (*life.ends, *life.starts):
            yield row(entry.field, said, readable(when) if when else entry.value, entry, alone(entry, when, time))


def alone(entry: Entry, when: When | None, time: When) -> Outcome:
    """The answer of one beginning or end by itself."""
    if when is None:
        return U
    over = precedes(when, time) if entry.field in ("died", "dissolved") else precedes(time, when)
    return C if over else U


def _headline(act: Act, times: Times, subject: Subject, outcome: Outcome, rows: tuple[Comparison, ...]) -> str:
    spoken = ", ".join(readable(time) for time in times.spoken)
    said = f"The words tell of a deed of {quoted(act.name.exact)} ({quoted(act.verb.exact)}) {spoken}"
    if outcome is C:
        return f"{said}; {told(subject, rows)}."
    return f"{said}; {_why_open(act, times, rows)}."


def told(subject: Subject, rows: Iterable[Comparison]) -> str:
    """What the entries that exclude it say, each with its source."""
    deciding = [line for line in rows if line.outcome is C and line.what in _WAS]
    grounds = dict.fromkeys(f"{_WAS[line.what]} {line.held} according to {line.source}" for line in deciding)
    return f"{subject.name} {', and '.join(grounds)}"


def _why_open(act: Act, times: Times, rows: tuple[Comparison, ...]) -> str:
    if act.held_back:
        return "the sentence does not say it plainly of that time"
    if not times.settled:
        return "at what time is not settled"
    if disagree(rows):
        return "the record does not agree with itself on that time"
    return "the record does not exclude it"


def disagree(rows: Iterable[Comparison]) -> bool:
    """Do entries of one field give different answers?"""
    by_field: dict[str, set[Outcome]] = {}
    for line in rows:
        by_field.setdefault(line.what, set()).add(line.outcome)
    return any(C in outcomes and len(outcomes) > 1 for outcomes in by_field.values())
