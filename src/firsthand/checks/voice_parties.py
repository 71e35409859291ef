"""Which speakers of an article are one voice? Those that the casebook knows as one subject, and the answerers of an interview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from firsthand.reading.inflection import name_key
from firsthand.reading.voice_words import marks, phrasebook, tokens_of
from firsthand.record.attributions import Attributed, Interview, Participant
from firsthand.record.cases import Case, Kind, Subject, item
from firsthand.record.leads import SHORTENED, SubjectLead
from firsthand.record.passages import Passage

VOICES = frozenset({Kind.PERSON, Kind.BODY, Kind.OUTLET})


@dataclass(frozen=True, slots=True)
class Known:
    """A subject of the casebook, with its name across it."""

    item: str
    subject: Subject


@dataclass(slots=True)
class Party:
    """One voice while it is put together: its speakers, its place among the participants of an interview, its subject."""

    name: str
    speakers: list[int] = field(default_factory=list)
    participant: int = -1
    asker: bool = False
    known: Known | None = None


def parties(
    attributed: Attributed, interview: Interview | None, leads: Sequence[SubjectLead], cases: Sequence[Case]
) -> list[Party]:
    """The participants of the interview first, then the other speakers in their order."""
    book = _Book(leads, cases)
    found = [_answerer(i, one, book) for i, one in enumerate(interview.participants if interview else ())]
    by_subject = {party.known.item: party for party in found if party.known}
    by_name = {name_key(party.name): party for party in found}
    for number, speaker in enumerate(attributed.speakers):
        known = book.known(speaker.mentions, speaker.named)
        same = by_subject.get(known.item) if known else None
        if same is None and speaker.named:
            same = _unless_another(by_name.get(name_key(speaker.name)), known)
        if same is None:
            found.append(same := Party(speaker.name))
        same.speakers.append(number)
        same.known = same.known or known
        if same.known:
            by_subject.setdefault(same.known.item, same)
    return found


def _answerer(i: int, one: Participant, book: _Book) -> Party:
    return Party(one.name or one.label, [], i, one.asker, book.known((one.passage,), named=True))


def _unless_another(party: Party | None, known: Known | None) -> Party | None:
    """The participant of that name, unless the casebook knows the two as different subjects."""
    return None if party is None or (known and party.known and known.item != party.known.item) else party


class _Book:
    """The subjects whose whole names stand in the text, by where they stand."""

    def __init__(self, leads: Iterable[SubjectLead], cases: Iterable[Case]) -> None:
        by_id = {case.id: case for case in cases}
        self._rows: dict[int, list[tuple[Passage, Known]]] = {}
        for lead in leads:
            case = by_id.get(lead.case)
            subject = case.subject(lead.subject) if case else None
            # A surname alone, or initials, may be somebody else's.
            if case and subject and subject.kind in VOICES and lead.road not in SHORTENED:
                row = lead.passage, Known(item(case, subject.id), subject)
                for block in _blocks(lead.passage.start, lead.passage.end):
                    self._rows.setdefault(block, []).append(row)

    def known(self, mentions: Iterable[Passage], named: bool) -> Known | None:
        """The one subject that the mentions name; None where they name none, or several."""
        found = {known.item: known for mention in mentions for known in self._named(mention, named)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _named(self, mention: Passage, named: bool) -> Iterator[Known]:
        for block in _blocks(mention.start, mention.end):
            for passage, known in self._rows.get(block, ()):
                if passage.text_sha256 == mention.text_sha256 and _names(mention, passage, known.subject.kind):
                    yield known


_BLOCK = 256


def _blocks(start: int, end: int) -> range:
    """Stretches of a text by which names are found again, so that many names cost no square of time."""
    return range(start // _BLOCK, max(start, end - 1) // _BLOCK + 1)


def _names(mention: Passage, name: Passage, kind: Kind) -> bool:
    """Is the name that of the mention itself, and not of somebody's brother or of a body's spokesman?"""
    if name.start < mention.start or name.end > mention.end:
        return False
    after = tokens_of(mention.exact, name.end - mention.start, len(mention.exact))
    if any(token.is_word for token in after):
        return False
    before = tokens_of(mention.exact, 0, name.start - mention.start)
    if kind is not Kind.PERSON:
        return all(token.folded in marks("filler") for token in before)
    return not any(
        phrasebook("links").find(before, i)[0] or token.folded in marks("turned") or token.possessive
        for i, token in enumerate(before)
    )
