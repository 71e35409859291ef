"""Which of several places of one name does a text mean, and does a word mean a place at all, or a person called so?

Of several places of one name all stay, unless the text says which: by the countries that it names, if only one of them has such a
place; or because the name is one of the few that stand alone in the news.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from firsthand.matching.folding import fold
from firsthand.reading.inflection import name_key
from firsthand.reading.place_words import word_set
from firsthand.reading.voice_words import Token, demonyms, marks, tokens_of
from firsthand.reading.wordlists import table
from firsthand.record.ports import Gazetteer
from firsthand.record.where import Level, Where

_HOME = frozenset({"resident", "local", "local_office"})
_TOWNISH = frozenset({"body"})
_STRICT = frozenset({"private", "expert"})


@dataclass(frozen=True, slots=True)
class Named:
    """What tokens `first` up to and without `last` may mean. `nation`: by a word of nationality; `people`: by one of a town."""

    candidates: tuple[Where, ...]
    first: int
    last: int
    nation: bool = False
    people: bool = False


class Namesakes:
    """What one text says of which places it means. `dateline` are the places that its head may mean."""

    def __init__(
        self, text: str, tokens: Sequence[Token], gazetteer: Gazetteer, dateline: Iterable[Where] = ()
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._dateline = {key for place in dateline for key in _countries([place])}
        self._context: frozenset[str] | None = None
        self._surnames: frozenset[str] | None = None

    def trusted(self, tokens: Sequence[Token], named: Named, role: str) -> bool:
        """Does a name right before a role ("a Kherson nurse") mean the place, and no person or firm that is called so?

        A town has to stand alone, or else its country has to be named, and nobody in the text may bear the word as a surname.
        Some roles belong to towns alone ("an Izmail resident"); others (a firm, an expert) need a name that stands alone.
        """
        if all(place.level is not Level.SETTLEMENT for place in named.candidates):
            return True
        word = tokens[named.first]
        if any(stands_alone(place) for place in named.candidates) or not word.capital:
            return True
        if named.last == named.first + 1 and (_bears(word.folded) or self._surname(word)):
            return False
        if role in _HOME:
            return True
        if role in _STRICT or len(_countries(named.candidates)) != 1:
            return False
        return (
            role in _TOWNISH
            or not word.latin
            or bool(self.context() & _countries(named.candidates))
            or self._far_known(named)
        )

    def _far_known(self, named: Named) -> bool:
        """Is the name beside its container, or of several words?"""
        return named.last > named.first + 1

    def _surname(self, word: Token) -> bool:
        """Does the word stand right behind another capital that is no small word: "Jill Stein"?"""
        if self._surnames is None:
            self._surnames = frozenset(two.folded for one, two in pairwise(self._tokens) if self._named_so(one, two))
        return word.folded in self._surnames

    def _named_so(self, one: Token, two: Token) -> bool:
        beside = one.capital and two.capital and self._text[one.end : two.start] == " "
        return beside and not _small(self._text[one.start : one.end])

    def settled(self, candidates: tuple[Where, ...]) -> tuple[Where, ...]:
        """The places of a name that are left once the text has its say."""
        if len(candidates) == 1:
            return candidates
        desk = tuple(place for place in candidates if place.desk)
        if desk:
            return desk
        alone = [place for place in candidates if stands_alone(place)]
        if len(_countries(alone)) == 1:
            return tuple(place for place in candidates if place is alone[0] or place.level is not Level.SETTLEMENT)
        wide = tuple(place for place in candidates if place.level in (Level.COUNTRY, Level.REGION))
        if len(wide) == 1:
            return wide
        if len(_countries(candidates)) == 1:
            return candidates
        named = self.context() & _countries(candidates)
        if len(named) != 1:
            return candidates
        return tuple(place for place in candidates if named <= _countries([place]))

    def context(self) -> frozenset[str]:
        """The countries that the text names, and that of its dateline."""
        if self._context is None:
            self._context = frozenset(self._dateline | set(self._named_countries()))
        return self._context

    def _named_countries(self) -> Iterable[str]:
        tokens = self._tokens
        for i, token in enumerate(tokens):
            if token.latin and not token.capital:
                continue
            yield from (f"iso:{code}" for code in demonyms().all(tokens, i))
            if token.capital and token.folded not in word_set("doubtful"):
                places = self._gazetteer.look_up(self._text[token.start : token.end])
                if places and places[0].level is Level.COUNTRY:
                    yield places[0].key


def stands_alone(place: Where) -> bool:
    """Is it a capital, or another city that the news names without its country?"""
    country = place.at_level(Level.COUNTRY) or ""
    if place.level is not Level.SETTLEMENT:
        return False
    return name_key(place.name) in _alone().get(country.removeprefix("iso:"), ())


@cache
def _alone() -> dict[str, frozenset[str]]:
    words = table("voices")
    capitals: dict[str, str] = words["capitals"]
    named: dict[str, list[str]] = words["alone"]
    codes = capitals.keys() | named.keys()
    return {code: frozenset(name_key(n) for n in (capitals.get(code, ""), *named.get(code, ())) if n) for code in codes}


def _bears(word: str) -> bool:
    return word in word_set("doubtful") or word in word_set("first_names")


def _small(word: str) -> bool:
    folded = fold(word)
    return any(folded in marks(name) for name in ("filler", "stop")) or bool(
        demonyms().find(tokens_of(word, 0, len(word)), 0)[0]
    )


def _countries(places: Iterable[Where]) -> frozenset[str]:
    return frozenset(key for place in places if (key := place.at_level(Level.COUNTRY)))
