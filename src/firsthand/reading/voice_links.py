"""What follows from a tie to a place: that somebody is there, or is from there, and on what evidence?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from firsthand.reading.voice_namesakes import Named
from firsthand.reading.voice_places import State, VoicePlaces
from firsthand.record.voices import Tier
from firsthand.record.where import Level, Where

THERE, FROM = "there", "from"


class Tie(StrEnum):
    """The words between a role and a place. `AT` leads to a firm more often than to a town, and places nobody."""

    NONE = ""
    OF = "of"
    IN = "in"
    FROM = "from"
    FOR = "for"
    AT = "at"
    LIVES = "lives"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Draft:
    """A tie as it is read: the place, the class of the role, the span in the text. `before`: the place stands before the role."""

    tie: Tie
    named: Named
    role: str
    start: int
    end: int
    before: bool = False

    def beside(self, other: Named) -> Draft:
        """The same tie to one of two places."""
        both = replace(self.named, candidates=(*self.named.candidates, *other.candidates), last=other.last)
        return replace(self, named=both)


@dataclass(frozen=True, slots=True)
class Link:
    """An answer to one question: `there` or `from`, the candidates of the place, the tier, the span in the text.

    `office`: it follows from what somebody is called, not from where somebody is said to be.
    """

    question: str
    places: tuple[Where, ...]
    tier: Tier
    start: int
    end: int
    office: bool = False


class Flags(Protocol):
    """What the phrase says that takes its ties back."""

    former: bool
    displaced: bool
    unclear: bool
    role: str


Answer = tuple[str, Tier]
_AT_HOME = frozenset({"resident", "local"})
_PEOPLE = frozenset({"worker", "participant", "person", "expert", "armed", "witness", "away", "native", "withheld"})
_STATE = frozenset({"state_office", "state_body", "armed_body"})
_POSTED = frozenset({"posted", "reporter", "outlet", "document"})
_SPOKEN = frozenset({"official", "speaker_for", "lawmaker", "party"})
_TOWNISH = (Level.SETTLEMENT, Level.DISTRICT, Level.REGION)


def links_of(drafts: Iterable[Draft], places: VoicePlaces, flags: Flags) -> tuple[Link, ...]:
    """All answers that the ties of one phrase give."""
    return tuple(link for draft in drafts for link in _links(draft, places, flags))


def _links(draft: Draft, places: VoicePlaces, flags: Flags) -> Iterable[Link]:
    for question, tier in _answers(draft, flags):
        for asked, found in _placed(draft, question, places):
            yield Link(asked, found, tier, draft.start, draft.end, draft.tie not in (Tie.IN, Tie.LIVES))


def _answers(draft: Draft, flags: Flags) -> Iterable[Answer]:
    """The questions that a tie answers once former offices and displaced people are allowed for."""
    gone = flags.former or flags.displaced or flags.role in ("away", "native")
    for question, tier in _plain(draft):
        if draft.tie is Tie.LIVES:
            yield question, tier
        elif flags.unclear and (tier is Tier.SEAT or draft.role == "local_office"):
            continue
        elif question == THERE and draft.tie is Tie.IN:
            if not flags.former:
                yield question, tier
        elif question == THERE and gone:
            if draft.role in (*_AT_HOME, "local_office", *_STATE) or not flags.former:
                yield FROM, tier
        else:
            yield question, tier


def _plain(draft: Draft) -> Iterable[Answer]:
    if draft.tie is Tie.LIVES:
        return ((THERE, Tier.ROLE),)
    if draft.tie is Tie.LEFT:
        return ((FROM, Tier.ROLE),)
    if draft.named.nation:
        return _of_nation(draft)
    if draft.named.people:
        return ((FROM, Tier.DEMONYM),)
    if draft.tie is Tie.AT:
        return ()
    if draft.tie is Tie.IN:
        return _in(draft)
    if draft.tie is Tie.FROM and draft.role == "lawmaker":
        return ((THERE, Tier.SEAT), (FROM, Tier.ROLE))
    if draft.tie is Tie.FROM:
        return ((FROM, Tier.ROLE),) if draft.role not in ("reporter", "outlet", "document") else ()
    return _of_place(draft)


def _of_nation(draft: Draft) -> Iterable[Answer]:
    """A nation before a role: the state of an office, else where somebody is from. Behind a preposition it is no place."""
    if draft.role in _STATE:
        return ((THERE, Tier.SEAT), (FROM, Tier.SEAT))
    if draft.role in _SPOKEN:
        return ((THERE, Tier.SEAT), (FROM, Tier.DEMONYM))
    if draft.role == "posted":
        return ((FROM, Tier.SEAT),)
    return ((FROM, Tier.DEMONYM),) if draft.role not in ("reporter", "outlet", "document") else ()


def _in(draft: Draft) -> Iterable[Answer]:
    wide = not all(place.level in _TOWNISH for place in draft.named.candidates)
    if draft.role in _POSTED or draft.role in ("native", "state_office") or (draft.role == "expert" and wide):
        return ()
    return ((THERE, Tier.SEAT if draft.role in ("body", "private", "state_body", "armed_body") else Tier.ROLE),)


def _of_place(draft: Draft) -> Iterable[Answer]:
    """A place before a role or in the genitive behind it."""
    country = any(place.level <= Level.COUNTRY for place in draft.named.candidates)
    if draft.role in _POSTED:
        return ((FROM, Tier.SEAT),) if draft.role == "posted" and country and draft.tie is Tie.OF else ()
    if draft.role in _AT_HOME:
        return ((THERE, Tier.ROLE),)
    if draft.role in _STATE:
        return _of_state(draft, country)
    if draft.role == "lawmaker":
        return ((THERE, Tier.SEAT), (FROM, Tier.SEAT if country else Tier.ROLE))
    if draft.role == "local_office":
        return () if country else ((THERE, Tier.ROLE),)
    if draft.role in ("body", "private", "union", *_SPOKEN):
        return ((FROM, Tier.SEAT),) if country and draft.role not in _SPOKEN else ((THERE, Tier.SEAT),)
    if draft.role == "expert" or (draft.before and country):
        return () if country or not draft.before else ((FROM, Tier.ROLE),)
    return ((FROM, Tier.ROLE),)


def _of_state(draft: Draft, country: bool) -> Iterable[Answer]:
    regions = all(place.level is Level.REGION for place in draft.named.candidates)
    if country:
        return ((THERE, Tier.SEAT), (FROM, Tier.SEAT))
    return ((THERE, Tier.SEAT),) if regions else ()


def _placed(draft: Draft, question: str, places: VoicePlaces) -> Iterable[tuple[str, tuple[Where, ...]]]:
    """The places of an answer: a state's offices sit in its capital, and who is elected anywhere in it sits in its parliament."""
    candidates = draft.named.candidates
    if question == THERE and draft.role == "lawmaker" and draft.tie is not Tie.IN:
        yield question, tuple(dict.fromkeys(_country(place, places) for place in candidates))
        return
    if question != THERE or draft.role not in _STATE:
        yield question, candidates
        return
    states = [_state(place, places) for place in candidates]
    yield question, tuple(s.seat or s.where if s else p for s, p in zip(states, candidates, strict=True))


def _country(place: Where, places: VoicePlaces) -> Where:
    state = places.state((place.at_level(Level.COUNTRY) or "").removeprefix("iso:"))
    return state.where if state else place


def _state(place: Where, places: VoicePlaces) -> State | None:
    return places.state(place.key.removeprefix("iso:")) if place.key.startswith("iso:") else None
