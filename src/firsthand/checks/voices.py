"""Whose voices does an article rest on, where does each speak from, and on what evidence?

The evidence is a ladder (`record.voices.Tier`): what the desk has on file, what a voice says of itself, what the text calls it,
where its office sits, the dateline, a word of nationality. Where none of them tells, the answer is unknown, and that is normal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.checks.voice_basis import FROM, THERE, basis_of, fits
from firsthand.checks.voice_counts import Said, by_speaker, said
from firsthand.checks.voice_kinds import is_outlet, is_withheld, kind_of
from firsthand.checks.voice_names import called
from firsthand.checks.voice_parties import Party, parties
from firsthand.checks.voice_record import on_record, told_of_itself
from firsthand.checks.voice_via import Intermediaries, agency
from firsthand.matching.folding import fold, passage
from firsthand.reading.inflection import name_key
from firsthand.reading.speech_lexicon import LANGUAGES, lexicon
from firsthand.reading.voice_places import VoicePlaces
from firsthand.reading.voice_walk import Described
from firsthand.reading.voice_words import tokens_of
from firsthand.reading.voice_zones import zones
from firsthand.reading.wordlists import table
from firsthand.record.attributions import Attributed, Attribution, Inferred, Interview, SelfTold, Speaker
from firsthand.record.cases import Case
from firsthand.record.leads import SubjectLead
from firsthand.record.passages import Passage
from firsthand.record.ports import Gazetteer
from firsthand.record.voices import Basis, Ground, Tier, Voice, VoiceKind
from firsthand.record.when import When
from firsthand.record.where import Level, Where

_HEAD = 600
"""Letters at the beginning of a text within which its dateline stands."""
_LETTERS = 5
"""Letters of a word in capitals that may be those of a state or body: "US", "NATO"."""
_LOCALS = frozenset({"resident", "local", "witness"})


@dataclass(frozen=True, slots=True)
class VoicesAsked:
    """One article, the place asked about, and what may tell where its voices are.

    `leads` and `cases` are as recall gives them; `told` is what speakers say of themselves outside an interview. `dateline` is
    the head of the report as it stands ("KHERSON, Ukraine"), empty where it has none.
    """

    text: str
    lang: str
    published: When | None
    attributed: Attributed
    about: Where
    gazetteer: Gazetteer
    interview: Interview | None = None
    dateline: str = ""
    leads: tuple[SubjectLead, ...] = ()
    cases: tuple[Case, ...] = ()
    told: tuple[SelfTold, ...] = ()
    outlet: str = ""


def voices_of(asked: VoicesAsked) -> tuple[Voice, ...]:
    """The voices of an article in the order in which each first speaks.

    The asker of an interview is the outlet's own voice and no source. Quotations that nobody can be named for are one voice
    without a name, of unknown basis.
    """
    desk = _Desk(asked)
    own = by_speaker(asked.attributed, desk.misheard)
    every = parties(asked.attributed, asked.interview, asked.leads, asked.cases)
    found = [(party, _said(asked, party, own)) for party in every]
    voices = [desk.voice(party, what) for party, what in found if not party.asker and what.quotations]
    nobody = said(asked.attributed, own.get(-1, ()), None, -1)
    if nobody.quotations:
        voices.append(_nameless(asked, nobody))
    return tuple(sorted(voices, key=lambda voice: _first(asked, voice)))


def _said(asked: VoicesAsked, party: Party, own: Mapping[int, Sequence[int]]) -> Said:
    places = [place for speaker in party.speakers for place in own.get(speaker, ())]
    return said(asked.attributed, places, asked.interview, party.participant)


def _nameless(asked: VoicesAsked, what: Said) -> Voice:
    return Voice(
        "",
        VoiceKind.PERSON,
        Basis.UNKNOWN,
        attributions=what.attributions,
        quotations=what.quotations,
        words=what.words,
        inferred=what.inferred,
        named=False,
    )


def _first(asked: VoicesAsked, voice: Voice) -> int:
    spoken = [asked.attributed.attributions[i].content for i in voice.attributions]
    spoken += [asked.interview.turns[i].content for i in voice.turns] if asked.interview else []
    return min((part.start for parts in spoken for part in parts), default=len(asked.text))


class _Desk:
    """All that is looked up once for an article."""

    def __init__(self, asked: VoicesAsked) -> None:
        self._asked = asked
        self._dateline = _dateline(asked)
        self._places = VoicePlaces(asked.text, asked.gazetteer, self._dateline)
        self._between = Intermediaries(asked)
        self._court = bool(_court().search(asked.text))

    def misheard(self, one: Attribution) -> bool:
        """Was a dateline taken for a speaker, or a pronoun for a place that the text names? Only "it" may mean a state."""
        if one.source and one.speaker >= 0 and one.source.exact.isupper() and len(one.source.exact) > _LETTERS:
            return self._places.is_place(one.source.exact, state=False)
        if one.inferred is not Inferred.PRONOUN or one.speaker < 0 or one.source is None:
            return False
        word = fold(one.source.exact)
        it = self._asked.lang in LANGUAGES and lexicon(self._asked.lang).gender(word) == "it"
        return self._places.is_place(self._asked.attributed.speakers[one.speaker].name, state=it)

    def voice(self, party: Party, what: Said) -> Voice:
        asked = self._asked
        speakers = [asked.attributed.speakers[i] for i in party.speakers]
        described = [*self._on_roster(party), *speakers]
        phrases = [phrase for speaker in described for phrase in zones(asked.text, speaker, self._places)]
        grounds = self._grounds(party, speakers, phrases)
        withheld = bool(speakers) and all(is_withheld(asked.text, speaker) for speaker in speakers)
        named = party.participant >= 0 or any(speaker.named for speaker in speakers)
        return Voice(
            called(party.name, speakers, self._places) if named and party.participant < 0 else party.name,
            kind_of(phrases, party.name, party.known, withheld=withheld, named=named),
            basis_of(grounds, asked.about),
            grounds,
            tuple(sorted(self._mentions(party, speakers), key=lambda mention: mention.start)),
            what.attributions,
            what.turns,
            what.quotations,
            what.words,
            what.inferred,
            named,
            party.known.item if party.known else "",
            self._between.edges(
                (asked.attributed.attributions[i] for i in what.attributions), asked.published, self._places
            ),
            _country(grounds),
        )

    def _on_roster(self, party: Party) -> Iterator[Speaker]:
        """What the roster of an interview says of who answers: "Anna Dorn, a miner from X"."""
        if self._asked.interview and party.participant >= 0:
            one = self._asked.interview.participants[party.participant]
            yield Speaker(one.name, (one.passage,), named=True)

    def _mentions(self, party: Party, speakers: Iterable[Speaker]) -> Iterator[Passage]:
        if self._asked.interview and party.participant >= 0:
            yield self._asked.interview.participants[party.participant].passage
        for speaker in speakers:
            yield from speaker.mentions

    def _grounds(self, party: Party, speakers: Sequence[Speaker], phrases: Sequence[Described]) -> tuple[Ground, ...]:
        """Best tier first; of one tier those that say where it is before those that say where it is from."""
        found = [*self._recorded(party), *self._told(party)]
        roles = list(self._read(phrases))
        if any(speaker.named for speaker in speakers) and is_outlet(party.name):
            found += self._head_office(party.name) if not found else ()
        elif all(one.role not in _ELSEWHERE for one in phrases):
            found += roles or self._at_dateline(speakers, phrases)
        return tuple(sorted(dict.fromkeys(found), key=lambda ground: (ground.tier, ground.question != THERE)))

    def _recorded(self, party: Party) -> Iterator[Ground]:
        if party.known:
            asked = self._asked
            yield from on_record(party.known.subject, asked.published, asked.about, asked.gazetteer)

    def _told(self, party: Party) -> Iterator[Ground]:
        asked = self._asked
        names = {name_key(party.name), *(name_key(asked.attributed.speakers[i].name) for i in party.speakers)}
        told = (*(asked.interview.told if asked.interview else ()), *asked.told)
        own = [row for row in told if name_key(row.speaker) in names]
        settle = self._places.namesakes.settled
        yield from told_of_itself(own, asked.published, asked.about, asked.gazetteer, settle)

    def _read(self, phrases: Iterable[Described]) -> Iterator[Ground]:
        asked = self._asked
        held = list(phrases)
        former = any(phrase.former for phrase in held)
        for phrase in held:
            for link in phrase.links:
                # Who is called a former mayor once is no mayor, though elsewhere the text says "the mayor".
                if former and link.office and link.question == THERE:
                    continue
                words = (
                    passage(asked.text, link.start, link.end, asked.attributed.text_sha256) if link.end > 0 else None
                )
                yield Ground(link.question, link.places, link.tier, fits(link.places, asked.about), words)

    def _head_office(self, name: str) -> Iterator[Ground]:
        """An outlet of the list is in the country of its head office; no town in an outlet's name places it."""
        places = agency(name, self._places)
        if places:
            yield Ground(THERE, places, Tier.SEAT, fits(places, self._asked.about), None, "", "the list of agencies")

    def _at_dateline(self, speakers: Sequence[Speaker], phrases: Sequence[Described]) -> list[Ground]:
        """Unnamed locals of whom nothing else is said are where the report is from."""
        unnamed = bool(speakers) and not any(speaker.named for speaker in speakers)
        roles = {phrase.role for phrase in phrases if phrase.role}
        if (
            not self._dateline
            or not unnamed
            or not roles
            or not roles <= (_LOCALS - {"witness"} if self._court else _LOCALS)
        ):
            return []
        words = _found(self._asked)
        source = "" if words else "the dateline"
        return [
            Ground(THERE, self._dateline, Tier.DATELINE, fits(self._dateline, self._asked.about), words, "", source)
        ]


@cache
def _court() -> re.Pattern[str]:
    """Words of a text whose witnesses stand before a court. They are found as they are written, in small letters."""
    return re.compile(
        r"\b(?:" + "|".join(word.replace("*", r"\w*") for word in table("voices")["marks"]["court"]) + r")\b"
    )


_ELSEWHERE = frozenset({"reporter", "outlet"})
"""An outlet and its people are placed by the record only."""


def _dateline(asked: VoicesAsked) -> tuple[Where, ...]:
    line = asked.dateline[:200]
    tokens = tokens_of(line, 0, len(line))
    places = VoicePlaces(line, asked.gazetteer, head=True)
    first = next((found for i in range(min(3, len(tokens))) if (found := places.at(tokens, i))), None)
    return first.candidates if first and not first.nation and not first.people else ()


def _found(asked: VoicesAsked) -> Passage | None:
    at = asked.text.find(asked.dateline, 0, _HEAD + len(asked.dateline))
    return passage(asked.text, at, at + len(asked.dateline), asked.attributed.text_sha256) if at >= 0 else None


def _country(grounds: Iterable[Ground]) -> str:
    """The country in which it is, else from which it is, by the first ground that names one alone."""
    held = list(grounds)
    for question in (THERE, FROM):
        for ground in (one for one in held if one.question == question):
            codes = {place.at_level(Level.COUNTRY) for place in ground.places}
            if len(codes) == 1 and (code := codes.pop()) and code.startswith("iso:"):
                return code.removeprefix("iso:")
    return ""
