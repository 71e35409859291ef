"""Which words say who a speaker is: the mention, what leads to it, what follows? And what do they say?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.reading.place_words import word_set
from firsthand.reading.voice_elected import elected
from firsthand.reading.voice_links import FROM, THERE, Link
from firsthand.reading.voice_phrases import QUOTES, Reader
from firsthand.reading.voice_places import VoicePlaces
from firsthand.reading.voice_walk import Described
from firsthand.reading.voice_words import Token, marks, phrasebook
from firsthand.record.attributions import Speaker
from firsthand.record.passages import Passage
from firsthand.record.voices import Tier

MOST_MENTIONS = 12
"""Mentions of one speaker that are looked at."""
BEFORE, AFTER = 120, 240
"""Letters before and after a mention within which words may belong to it."""
MOST_BEFORE = 10
_LONGEST = 5
"""Words of a name, and the one behind it."""
MOST_SEGMENTS = 6
_OPENING = frozenset(",(–—-")
_CLOSING = frozenset('.,;:!?…)»”"“«–—]')
_CLOSING_OFF = frozenset(",)")
_OFFICES = frozenset({"local_office", "state_office", "official", "speaker_for"})
"""Before a comma only an office is the name's own: "the mayor of X, NAME, said"."""
_ELECTED = frozenset({"lawmaker", "local_office"})
_ENDS = frozenset('.!?…»”"')
_TIES = frozenset({"from", "of", "in", "lives", "left", "born"})


def zones(text: str, speaker: Speaker, places: VoicePlaces) -> Iterator[Described]:
    """All phrases that describe a speaker, those of a mention itself first."""
    reader = Reader(places)
    mentions = speaker.mentions[:MOST_MENTIONS]
    for mention in mentions:
        yield from _itself(len(text), mention, places, reader, speaker.named)
    if mentions and all(mention.exact == speaker.name for mention in mentions):
        yield from _government(mentions[0], places)
    for mention in mentions:
        if speaker.named and not _bare_place(mention, places):
            yield from _before(text, mention, places, reader)
            yield from elected(text, mention, places)
        yield from _following(text, mention, places, reader, speaker.named)
    for passage in speaker.described[:MOST_MENTIONS]:
        yield from _given(passage, places, reader)


def _government(mention: Passage, places: VoicePlaces) -> Iterator[Described]:
    """ "Kyiv denied": a capital or a country that speaks is its government."""
    tokens = places.between(mention.start, mention.end)
    named = places.at(tokens, 0) if tokens else None
    if named is None or named.nation or named.people or named.last < len(tokens) or _a_first_name(tokens[0]):
        return
    states = [places.governed_from(place) for place in named.candidates]
    if all(states):
        seats = tuple(state.seat or state.where for state in states if state)
        countries = tuple(state.where for state in states if state)
        at = (Tier.SEAT, mention.start, mention.end)
        yield Described("state_body", (Link(THERE, seats, *at), Link(FROM, countries, *at)), len(tokens), len(tokens))


def _a_first_name(token: Token) -> bool:
    return token.folded in word_set("doubtful") or token.folded in word_set("first_names")


def _bare_place(mention: Passage, places: VoicePlaces) -> bool:
    tokens = places.between(mention.start, mention.end)
    named = places.at(tokens, 0) if tokens else None
    return named is not None and named.last == len(tokens)


def _itself(length: int, mention: Passage, places: VoicePlaces, reader: Reader, named: bool) -> Iterator[Described]:
    """The mention, and what is tied to it right behind: "residents" + "of X"."""
    tokens = places.between(mention.start, min(length, mention.end + AFTER))
    inside = sum(1 for token in tokens if token.start < mention.end)
    last = inside
    first = int(not named and inside > 1 and phrasebook("links").find(tokens, 0)[0] == "in")
    tied = inside < len(tokens) and phrasebook("links").find(tokens, inside)[0] in _TIES
    if not named and tied:
        last = next((i for i in range(inside, len(tokens)) if not tokens[i].is_word), len(tokens))
    found = reader.read(tokens, first, last) or (reader.read(tokens, first, inside) if last > inside else None)
    surname = named and inside == 1 and tokens[0].latin  # "Cook said": a name, and no cook
    if found and (found.links or (found.role_last and not surname)):
        yield found
        if named:
            yield from _of_state(tokens[found.last :], reader, found.role)


def _before(text: str, mention: Passage, places: VoicePlaces, reader: Reader) -> Iterator[Described]:
    """What leads to a name, "Sen." NAME of "Ohio" with it; and "Speaking by phone from X," before it."""
    for found in _leading(text, mention, places, reader):
        yield found
        yield from _of_state(places.between(mention.start, min(len(text), mention.end + AFTER)), reader, found.role)
    yield from _opening(text, mention, places, reader)


def _of_state(tokens: Sequence[Token], reader: Reader, role: str) -> Iterator[Described]:
    """ "Gov." NAME "of Ohio": the office has its place behind the name."""
    i = next((i for i, token in enumerate(tokens[:_LONGEST]) if not token.capital), 0)
    if role in _ELECTED and tokens[i].folded == "of":
        yield from _tied(tokens[i:], reader, role)


def _opening(text: str, mention: Passage, places: VoicePlaces, reader: Reader) -> Iterator[Described]:
    """ "Speaking by phone from X, NAME said": where somebody lives or speaks from, at the head of the sentence."""
    tokens = places.between(max(0, mention.start - BEFORE), mention.start)
    while tokens and tokens[-1].folded in marks("filler"):
        tokens = tokens[:-1]
    if len(tokens) < 3 or tokens[-1].folded != ",":
        return
    first = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i - 1].folded in _ENDS), 0)
    if phrasebook("links").find(tokens, first)[0] == "lives":
        found = reader.read(tokens, first, len(tokens) - 1)
        if found and found.last == len(tokens) - 1:
            yield found


def _leading(text: str, mention: Passage, places: VoicePlaces, reader: Reader) -> Iterator[Described]:
    """What stands right before a name: "Kherson resident" NAME; the longest phrase that ends at the name."""
    start = max(0, mention.start - BEFORE)
    tokens = places.between(start, mention.start)
    apart = bool(tokens) and tokens[-1].folded == "," and text[mention.end : mention.end + 1] in _CLOSING_OFF
    last = len(tokens) - apart
    edge = next((i for i in range(last, 0, -1) if not (tokens[i - 1].is_word or tokens[i - 1].folded in QUOTES)), 0)
    for first in range(max(edge, last - MOST_BEFORE), last):
        found = reader.read(tokens, first, last)
        if found and found.role and found.last == last and _own(tokens, first, found, apart):
            yield found
            return


def _own(tokens: Sequence[Token], first: int, found: Described, apart: bool) -> bool:
    """Is it the name's own phrase? Behind a preposition it may end a part of it ("після зустрічі з мером X NAME ...")."""
    led = first > 0 and not tokens[first - 1].latin and bool(phrasebook("links").find(tokens, first - 1)[0])
    return not led and (not apart or found.role in _OFFICES)


def _following(text: str, mention: Passage, places: VoicePlaces, reader: Reader, named: bool) -> Iterator[Described]:
    """What follows a mention: ", a miner from X, who fled Y in 2014"; "from X" right behind a name."""
    end = min(len(text), mention.end + AFTER)
    stop = text.find("\n", mention.end, end)
    tokens = places.between(mention.end, stop if stop >= 0 else end)
    if not tokens:
        return
    if tokens[0].folded in _OPENING:
        yield from _segments(tokens, 1, reader)
    elif named and _bound(tokens):
        yield from _tied(tokens, reader, "person")


def _bound(tokens: Sequence[Token]) -> bool:
    """Does what follows a name at once belong to it? Elsewhere than in English "from X" may as well tell of a journey."""
    link = phrasebook("links").find(tokens, 0)[0]
    return link in ("lives", "left") or (link in ("from", "of") and tokens[0].latin)


def _segments(tokens: Sequence[Token], i: int, reader: Reader) -> Iterator[Described]:
    """The parts between commas, as long as each is understood; one that leads up to another name belongs to that."""
    for _ in range(MOST_SEGMENTS):
        if i >= len(tokens):
            return
        if tokens[i].folded[0].isdigit() and i + 1 < len(tokens) and tokens[i + 1].folded in _CLOSING:
            i += 2
            continue
        role = "person" if i + 1 < len(tokens) and _bound(tokens[i:]) else ""
        found = reader.read(tokens, i, len(tokens), role)
        if found is None or not (found.tied or _ends(tokens, found.last)):
            return
        yield found
        if found.last >= len(tokens) or tokens[found.last].folded != ",":
            return
        i = found.last + 1


def _ends(tokens: Sequence[Token], i: int) -> bool:
    """Does the part end here, and not lead up to another name ("Petrenko, mayor of X Sydorenko and ...")?"""
    return i >= len(tokens) or not tokens[i].is_word or not tokens[i].capital


def _tied(tokens: Sequence[Token], reader: Reader, role: str) -> Iterator[Described]:
    """ "NAME from X": read as if the role, or else "somebody", stood before it."""
    found = reader.read(tokens, 0, len(tokens), role)
    if found and found.links:
        yield found


def _given(passage: Passage, places: VoicePlaces, reader: Reader) -> Iterator[Described]:
    tokens = places.between(passage.start, passage.end)
    i = next((i for i, token in enumerate(tokens) if token.is_word), len(tokens))
    yield from _segments(tokens, i, reader)
