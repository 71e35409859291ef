"""Did the link between a person and a body, which the words speak of as present, stand at that time?

It judges sentences that speak of a link as present (`links.py`) by the entries that tie the person to the body. A
contradiction needs every one of them to exclude every time that the text can mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from firsthand.checks.caption import at, quoted, readable, row
from firsthand.checks.links import Link, links
from firsthand.checks.lives import Life, life_of
from firsthand.checks.standing_lives import alone, disagree, told
from firsthand.checks.standing_times import Bearers, Times, Voice, named, shortened, times_of
from firsthand.checks.tenure import apart, by_source, covers, ended, not_begun, term
from firsthand.matching.folding import fold
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import LINK_FIELDS, Entry
from firsthand.record.findings import Comparison, Finding
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, agree
from firsthand.record.when import When

CODE = "standing"
C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and a body on file that a sentence may mean."""

    case: Case
    person: Subject
    body: Subject

    def ties(self) -> tuple[Entry, ...]:
        """The entries that tie the person to the body."""
        names = {fold(name) for spoken in self.body.names.values() for name in spoken} | {fold(self.body.id)}
        return tuple(e for e in self.person.entries if e.field in LINK_FIELDS and fold(e.value) in names)

    def life(self) -> Life:
        """When the body was founded and dissolved, by each entry that says so."""
        return life_of(self.body)


def linked(leads: Leads, voice: Voice) -> Iterator[Finding]:
    """One answer for each sentence that ties a person on file to a body on file."""
    persons = named(leads, voice, Kind.PERSON)
    bodies = named(leads, voice, Kind.BODY)
    short = shortened(leads, voice)
    for link in links(voice.text, voice.lang, persons, bodies):
        link = replace(link, held_back=link.held_back or bool(short & {link.person, link.body}))
        found = _judged(link, times_of(voice, link.sentence), _pairs(persons[link.person], bodies[link.body]))
        if found:
            yield found


def _pairs(persons: Bearers, bodies: Bearers) -> list[Pair]:
    return [Pair(case, person, body) for case, person in persons for other, body in bodies if case.id == other.id]


def _judged(link: Link, times: Times, pairs: list[Pair]) -> Finding | None:
    """The answers of all cases that tell of the two, joined; nothing where no case tells of both."""
    if not pairs:
        return None
    known = [pair for pair in pairs if pair.ties() or pair.life()]
    pair = (known or pairs)[0]
    outcome = agree(_outcome(link, times, one) for one in known)
    if outcome is C and _two_of_a_name(pairs, known):
        outcome = U
    rows = tuple(at(line, link.sentence) for one in known for line in _rows(link, times, one))
    rows = tuple(sorted(rows, key=lambda line: line.outcome is not outcome))
    headline = _headline(link, times, pair, outcome, rows)
    return Finding(CODE, outcome, headline, pair.case.id, None, (link.sentence,), rows, _hint(outcome))


def _two_of_a_name(pairs: list[Pair], known: list[Pair]) -> bool:
    """Does one case hold several of the name, and nothing on the link of one of them?"""
    persons = list(dict.fromkeys((pair.case.id, pair.person.id) for pair in pairs))
    bodies = list(dict.fromkeys((pair.case.id, pair.body.id) for pair in pairs))
    several = any(len({case for case, _ in some}) < len(some) for some in (persons, bodies))
    return several and len(known) < len(pairs)


def _outcome(link: Link, times: Times, pair: Pair) -> Outcome:
    if link.held_back or not times.settled or not times.spoken:
        return U
    if all(_excluded(time, pair, before=bool(times.published)) for time in times.meant):
        return C
    covering = [tie for tie in pair.ties() if all(covers(tie, time) for time in times.spoken)]
    return S if any(_fits(tie, link) for tie in covering) and not _disputed(covering, times, pair) else U


def _excluded(time: When, pair: Pair, *, before: bool) -> bool:
    """Did every tie end before the time, or begin after it? Or did the body not exist?

    A date alone, with no day of publication beside it, may be any year that the text tells of (a foundation, a birth): then
    only what had ended before is excluded (`before` False).
    """
    ties, life = pair.ties(), pair.life()
    if ties and all(ended(tie, time) or (before and not_begun(tie, time)) for tie in ties):
        return True
    return life.over(time) or (before and life.to_come(time))


def _fits(tie: Entry, link: Link) -> bool:
    """Does the tie bear out the role that is said? A leader is more than a member; any tie bears out "of"."""
    return (
        link.role == "any" or tie.field == link.role or (link.role == "member-of" and tie.field in ("leads", "holds"))
    )


def _disputed(covering: list[Entry], times: Times, pair: Pair) -> bool:
    """Does another source exclude, in the same field, what these entries cover? Two terms of one source are no dispute.

    Nor does a link outlive the body: entries by which that was gone, or yet to come, dispute it too.
    """
    known = {(tie.field, tie.source) for tie in covering}
    fields = {tie.field for tie in covering}
    if any(pair.life().excludes(time) for time in times.spoken):
        return True
    return any(
        tie.field in fields and (tie.field, tie.source) not in known and any(apart(tie, time) for time in times.spoken)
        for tie in pair.ties()
    )


def _rows(link: Link, times: Times, pair: Pair) -> Iterator[Comparison]:
    """Every tie and every end of the body beside each time spoken of."""
    for time in times.spoken:
        said = f"{link.person.exact}, {link.body.exact}: {times.shown(time)}"
        for tie in pair.ties():
            outcome = C if apart(tie, time) else S if covers(tie, time) and _fits(tie, link) else U
            yield row(f"link ({tie.field})", said, term(tie), tie, outcome)
        for entry, when in (*pair.life().ends, *pair.life().starts):
            yield row(entry.field, said, readable(when) if when else entry.value, entry, alone(entry, when, time))


def _headline(link: Link, times: Times, pair: Pair, outcome: Outcome, rows: tuple[Comparison, ...]) -> str:
    said = f"The words tie {quoted(link.person.exact)} to {quoted(link.body.exact)}"
    if outcome is U:
        return f"{said}; {_why_open(link, times, rows)}."
    spoken = ", ".join(readable(time) for time in times.spoken)
    deciding = [line for line in rows if line.outcome is outcome and line.what.startswith("link")]
    if not deciding:
        return f"{said} {spoken}; {told(pair.body, rows)}."
    joint = "; " if outcome is C else ", and "
    return f"{said} {spoken}{joint}the record has that link {by_source(deciding)}."


def _why_open(link: Link, times: Times, rows: tuple[Comparison, ...]) -> str:
    if link.held_back:
        return "the sentence does not say it plainly of the present"
    if not times.settled or not times.spoken:
        return "at what time is not settled"
    if {C, S} <= {line.outcome for line in rows} or disagree(rows):
        return "the record does not agree with itself on that time"
    return "the record neither bears it out nor excludes it" if rows else "the record has no times of such a link"


def _hint(outcome: Outcome) -> str:
    return "Make sure that the very person and body are meant, and read the sources." if outcome is C else ""
