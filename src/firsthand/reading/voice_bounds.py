"""Where does a phrase that describes somebody end, and when does it turn to somebody else?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from firsthand.reading.voice_namesakes import Named
from firsthand.reading.voice_words import Token, marks, phrasebook
from firsthand.reading.wordlists import table
from firsthand.record.where import Level

OWN_PLACE = frozenset({"body", "private", "state_body", "local_office", "state_office", "armed_body", "union"})
"""Roles whose place is that of whoever speaks for them: "a Kharkiv council spokesman"."""
SPEAK_FOR = frozenset({"speaker_for", "official", "withheld"})


def is_instrumental(tokens: Sequence[Token], named: Named) -> bool:
    """ "З Росією" is with Russia, "з Росії" from it."""
    return tokens[named.first].folded.endswith(tuple(table("voices")["adjectives"]["instrumental"]))


def a_thing(tokens: Sequence[Token], named: Named) -> bool:
    """ "At the Clinton campaign", "of a Pakistan-based group": no town bears an article."""
    after = tokens[named.last] if named.last < len(tokens) else None
    if not tokens[named.first].latin:
        return False
    towns = all(place.level is Level.SETTLEMENT for place in named.candidates)
    article = named.first > 0 and tokens[named.first - 1].folded in ("the", "a", "an")
    return (after is not None and after.folded == "-based") or (article and towns)


def closed(tokens: Sequence[Token], named: Named) -> bool:
    """Does the name of the place end there? "Kyiv's opera" and "Kherson victims" are something else."""
    return not tokens[named.last - 1].possessive and not turned(tokens, named.last)


def turned(tokens: Sequence[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].folded in marks("turned")


def owner_of_another(tokens: Sequence[Token], end: int, role: str) -> bool:
    """ "The mayor's critics" are not the mayor, nor the Kremlin critic the Kremlin; "the mayor's spokesman" speaks for him."""
    if turned(tokens, end):
        return True
    if _plural_owner(tokens, end):
        return True
    if not tokens[end - 1].possessive:
        return False
    ahead = next_word(tokens, end)
    after = phrasebook("roles").find(tokens, ahead)[0] if ahead < len(tokens) else ""
    return not (role in OWN_PLACE and after in SPEAK_FOR)


def _plural_owner(tokens: Sequence[Token], end: int) -> bool:
    """ "The dockers' guild" is no docker."""
    mark = tokens[end] if end + 1 < len(tokens) else None
    return (
        mark is not None and mark.folded in ("'", "’") and mark.start == tokens[end - 1].end and tokens[end + 1].is_word
    )


def part_of_a_name(tokens: Sequence[Token], ahead: int, named: Named, last: int) -> bool:
    """ "Boston College", "the Kansas City Star": a capital of Latin letters right behind makes another name of it."""
    if phrasebook("seats").find(tokens, min(named.last, len(tokens) - 1))[0]:
        return False
    if ahead >= len(tokens) or not (tokens[ahead].latin and tokens[ahead].capital) or ahead >= last:
        return False
    if named.last < ahead and not tokens[named.last].capital:
        return False
    return not phrasebook("roles").find(tokens, ahead)[0]


def modifies(token: Token) -> bool:
    """May the word stand before a noun as its adjective? In English any may; elsewhere the ending tells."""
    if token.possessive or not token.is_word:
        return False
    if token.latin:
        hyphened = "-" in token.folded
        return (not token.capital or hyphened) and token.folded not in marks("stop")
    return token.folded.endswith(_adjectival())


@cache
def _adjectival() -> tuple[str, ...]:
    return tuple(sorted(marks("adjective").whole))


def is_filler(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].folded in marks("filler")


def next_word(tokens: Sequence[Token], i: int) -> int:
    """The token after fillers from i on."""
    while i < len(tokens) and is_filler(tokens, i):
        i += 1
    return i
