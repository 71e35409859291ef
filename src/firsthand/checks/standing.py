"""Had a link between a person and a body, or the body itself, lapsed at the time that the words speak of?

The first version, slow to accuse. It judges sentences that speak of a link as present (`links.py`) by the entries that tie
the person to the body. A contradiction needs every one of them to exclude every time that the text can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.checks.caption import at, narrowest, quoted, readable, row, when_of
from firsthand.checks.links import Link, links
from firsthand.checks.table import Answer, Question
from firsthand.matching.folding import fold
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import LINK_FIELDS, Entry
from firsthand.record.findings import Comparison, Finding, NotChecked, Why
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, agree
from firsthand.record.passages import Passage
from firsthand.record.readings import DateMention, Stance
from firsthand.record.when import When

CODE = "standing"
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED


@dataclass(frozen=True, slots=True)
class Voice:
    """One text of the tip: its main text or a caption."""

    text: str
    sha256: str
    lang: str
    published: When | None
    dates: tuple[DateMention, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """What a sentence may speak of. `own`: the dates that it asserts; `others`: those asserted elsewhere in its text.

    `settled` is False where a date of the sentence could not be read; then nothing can be held against it.
    """

    own: tuple[When, ...]
    others: tuple[When, ...]
    published: When | None
    settled: bool = True

    @property
    def spoken(self) -> tuple[When, ...]:
        """The time of the sentence: its own dates, else the day of publication."""
        return self.own or ((self.published,) if self.published else ())


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

    def life(self, field: str) -> tuple[tuple[Entry, When], ...]:
        """When the body was founded or dissolved, by each entry that says so."""
        found = ((entry, when_of(entry)) for entry in self.body.entries if entry.field == field)
        return tuple((entry, when) for entry, when in found if when)


def run(question: Question) -> tuple[Answer, ...]:
    """One answer for each sentence that ties a person on file to a body on file."""
    answers = [answer for voice in _voices(question) for answer in _heard(question, voice)]
    if answers:
        return tuple(answers)
    reason = "No sentence speaks of a present link between a person and a body that are both in the casebook."
    return (NotChecked(CODE, Why.NO_RECORD, reason),)


def _voices(question: Question) -> Iterator[Voice]:
    reading = question.reading
    if reading.text:
        yield Voice(reading.text, reading.text_sha256, reading.lang, reading.published, reading.dates)
    seen = {reading.text_sha256}
    for picture in reading.pictures:
        caption = picture.caption
        if caption and caption.text and caption.sha256 not in seen:
            seen.add(caption.sha256)
            published = caption.published or reading.published
            yield Voice(caption.text, caption.sha256, caption.lang, published, caption.dates)


def _heard(question: Question, voice: Voice) -> Iterator[Finding]:
    persons = _named(question.leads, voice, Kind.PERSON)
    bodies = _named(question.leads, voice, Kind.BODY)
    for link in links(voice.text, voice.lang, persons, bodies):
        times = _times(voice, link)
        pairs = [
            Pair(case, person, body)
            for case, person in persons[link.person]
            for other, body in bodies[link.body]
            if case.id == other.id
        ]
        yield from _judged(link, times, pairs)


def _named(leads: Leads, voice: Voice, kind: Kind) -> dict[Passage, list[tuple[Case, Subject]]]:
    """The subjects of one kind by the passage that names them."""
    found: dict[Passage, list[tuple[Case, Subject]]] = {}
    for lead in leads.subjects:
        case = leads.case(lead.case)
        subject = case.subject(lead.subject) if case else None
        if case and subject and subject.kind is kind and lead.passage.text_sha256 == voice.sha256:
            rows = found.setdefault(lead.passage, [])
            if (case, subject) not in rows:
                rows.append((case, subject))
    return found


def _times(voice: Voice, link: Link) -> Times:
    asserted = [mention for mention in voice.dates if mention.stance is Stance.ASSERTED]
    own = [m for m in asserted if link.sentence.start <= m.passage.start < link.sentence.end]
    read = narrowest([m.when for m in own if m.when], lambda one, other: one.holds(other))
    others = tuple(m.when for m in asserted if m.when and m not in own)
    return Times(tuple(read), others, voice.published, all(m.when for m in own) and not _unread_year(voice, link))


def _unread_year(voice: Voice, link: Link) -> bool:
    """Does the sentence have a year that no date took in, as in "a 1996 interview"?"""
    dated = [mention.passage for mention in voice.dates]
    years = (found.start() + link.sentence.start for found in _YEAR.finditer(link.sentence.exact))
    return any(not any(one.start <= at < one.end for one in dated) for at in years)


def _judged(link: Link, times: Times, pairs: list[Pair]) -> Iterator[Finding]:
    """The answers of all cases that tell of the two, joined; nothing where no case tells of both."""
    told = [pair for pair in pairs if pair.ties() or pair.life("founded") or pair.life("dissolved")]
    if not pairs:
        return
    pair = (told or pairs)[0]
    outcome = agree(_outcome(link, times, one) for one in told)
    rows = tuple(at(line, link.sentence) for one in told for line in _rows(link, times, one))
    rows = tuple(sorted(rows, key=lambda line: line.outcome is not outcome))
    headline = _headline(link, times, pair, outcome, rows)
    yield Finding(CODE, outcome, headline, pair.case.id, None, (link.sentence,), rows, _hint(outcome))


def _outcome(link: Link, times: Times, pair: Pair) -> Outcome:
    if link.held_back or not times.settled or not times.spoken:
        return U
    if _all_excluded(times, pair):
        return C
    covering = [tie for tie in pair.ties() if all(_covers(tie, time) for time in times.spoken)]
    return S if any(_fits(tie, link) for tie in covering) and not _disputed(covering, times, pair) else U


def _all_excluded(times: Times, pair: Pair) -> bool:
    """Is there no time left that the sentence can mean?

    A text of today may tell of the past in the words of the past's present. So its day of publication, and every date of the
    whole text, have to be excluded along with the dates of the sentence itself.
    """
    meant = [*times.own, *times.others, *([times.published] if times.published else [])]
    return all(_excluded(time, pair, before=bool(times.published)) for time in meant)


def _excluded(time: When, pair: Pair, *, before: bool) -> bool:
    """Did every tie end before the time, or begin after it? Or did the body not exist?

    A date alone, with no day of publication beside it, may be any year that the text tells of (a foundation, a birth): then
    only what had ended before it is excluded (`before` False).
    """
    ties = pair.ties()
    if ties and all(_ended(tie, time) or (before and _not_begun(tie, time)) for tie in ties):
        return True
    gone, born = pair.life("dissolved"), pair.life("founded")
    if gone and all(_precedes(end, time) for _, end in gone):
        return True
    return before and bool(born) and all(_precedes(time, start) for _, start in born)


def _precedes(one: When, other: When) -> bool:
    """Does all of the one, approximate ends widened, lie before all of the other?"""
    return one.late is not None and other.early is not None and one.late < other.early


def _ended(tie: Entry, time: When) -> bool:
    return tie.until is not None and _precedes(tie.until, time)


def _not_begun(tie: Entry, time: When) -> bool:
    return tie.since is not None and _precedes(time, tie.since)


def _covers(tie: Entry, time: When) -> bool:
    """Does the tie hold on every day that the time can be? Both its ends have to be known."""
    if tie.since is None or tie.until is None:
        return False
    start, end = tie.since.late, tie.until.early
    return None not in (start, end, time.early, time.late) and start <= time.early and time.late <= end  # type: ignore[operator]


def _fits(tie: Entry, link: Link) -> bool:
    """Does the tie bear out the role that is said? A leader is more than a member; any tie bears out "of"."""
    return (
        link.role == "any" or tie.field == link.role or (link.role == "member-of" and tie.field in ("leads", "holds"))
    )


def _disputed(covering: list[Entry], times: Times, pair: Pair) -> bool:
    """Does another source exclude, in the same field, what these entries cover? Two terms of one source are no dispute."""
    known = {(tie.field, tie.source) for tie in covering}
    fields = {tie.field for tie in covering}
    return any(
        tie.field in fields and (tie.field, tie.source) not in known and any(_apart(tie, time) for time in times.spoken)
        for tie in pair.ties()
    )


def _apart(tie: Entry, time: When) -> bool:
    return _ended(tie, time) or _not_begun(tie, time)


def _rows(link: Link, times: Times, pair: Pair) -> Iterator[Comparison]:
    """Every tie and every end of the body beside each time spoken of."""
    for time in times.spoken:
        said = f"{link.person.exact}, {link.body.exact}: {readable(time)}"
        for tie in pair.ties():
            outcome = C if _apart(tie, time) else S if _covers(tie, time) and _fits(tie, link) else U
            yield row(f"link ({tie.field})", said, _term(tie), tie, outcome)
        for entry, end in pair.life("dissolved"):
            yield row("dissolved", said, readable(end), entry, C if _precedes(end, time) else U)
        for entry, start in pair.life("founded"):
            yield row("founded", said, readable(start), entry, C if _precedes(time, start) else U)


def _term(tie: Entry) -> str:
    return f"from {tie.since or 'a time not on file'} until {tie.until or 'a time not on file'}"


def _headline(link: Link, times: Times, pair: Pair, outcome: Outcome, rows: tuple[Comparison, ...]) -> str:
    said = f"The words tie {quoted(link.person.exact)} to {quoted(link.body.exact)}"
    if outcome is U:
        return f"{said}; {_why_open(link, times, rows)}."
    first = rows[0]
    spoken = ", ".join(readable(time) for time in times.spoken)
    if first.what in ("dissolved", "founded"):
        return f"{said} {spoken}; {pair.body.name} was {first.what} {first.held} according to {first.source}."
    joint = "; " if outcome is C else ", and "
    return f"{said} {spoken}{joint}the record has that link {first.held} according to {first.source}."


def _why_open(link: Link, times: Times, rows: tuple[Comparison, ...]) -> str:
    if link.held_back:
        return "the sentence does not say it plainly of the present"
    if not times.settled or not times.spoken:
        return "at what time is not settled"
    if {C, S} <= {line.outcome for line in rows}:
        return "the record does not agree with itself on that time"
    return "the record neither bears it out nor excludes it" if rows else "the record has no times of such a link"


def _hint(outcome: Outcome) -> str:
    return "Make sure that the very person and body are meant, and read the sources." if outcome is C else ""
