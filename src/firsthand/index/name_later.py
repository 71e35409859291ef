"""Who is meant by initials or a surname alone, once a person was named in the text?

Only after the whole name, only if nobody else on file or in the text may be meant: what is doubtful is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.index.name_fits import PERSON, joined, named_after, named_for, ordinary, proves
from firsthand.index.name_tokens import Tokens
from firsthand.index.postings import stable_key
from firsthand.matching.name_keys import name_key
from firsthand.reading.name_forms import ANY, genders, listed
from firsthand.reading.name_parts import Parts, is_patronymic, parts, word_fits
from firsthand.reading.name_spelling import begins
from firsthand.reading.place_words import time_words
from firsthand.record.ports import NameDoc, NameHit

INITIALS, SURNAME = "initials", "surname"
MOST = 3
"""Initials that stand before or after a surname."""
ASKED = 200
"""Persons of one surname on file that are looked at; a surname of more bearers is nobody's alone."""


class Others(Protocol):
    """What is asked of the names on file."""

    def bearers(self, row: tuple[int, int]) -> Iterable[NameDoc]: ...
    def names_of(self, doc: NameDoc) -> Sequence[str]: ...
    def sharing(self, word: str) -> Iterable[tuple[str, tuple[int, int]]]: ...


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name on file that stands whole at the words `first` to `last`; `counts` if beyond doubt."""

    first: int
    last: int
    docs: tuple[NameDoc, ...]
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Who was named: the documents, where first, the ways to name them, and the genders (bits) that their first names allow."""

    docs: tuple[NameDoc, ...]
    since: int
    faces: tuple[Parts, ...]
    genders: int

    def surname_fits(self, tokens: Tokens, i: int) -> int:
        """How many words from here are the surname, in a form that their gender allows; 0 where they are not."""
        return max((self._fits(tokens, i, face) for face in self.faces), default=0)

    def _fits(self, tokens: Tokens, i: int, face: Parts) -> int:
        size = len(face.surname)
        if i + size > len(tokens) or not tokens.together(i, i + size - 1):
            return 0
        bits = self.genders
        for at, place in enumerate(face.surname, i):
            same = name_key(face.words[place]) == name_key(tokens.plain(at)) and tokens.capital(at)
            bits &= word_fits(face.words[place], tokens.plain(at), False)[0] if same else 0
        return size if bits else 0

    def initials_fit(self, letters: Sequence[str]) -> bool:
        """May these letters begin the first name and, where one is on file, the patronymic?"""
        given = [face.words[face.given] for face in self.faces]
        seconds = [face.words[face.patronymic] for face in self.faces if face.patronymic >= 0]
        return any(begins(letters[0], word) for word in given) and (
            len(letters) < 2 or not seconds or any(begins(letters[1], word) for word in seconds)
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A surname at the words `first` to `last`, its initials outside it at `start` to `end`, and whose it may be."""

    first: int
    last: int
    start: int
    end: int
    letters: tuple[str, ...]
    persons: tuple[Person, ...]


def followed(tokens: Tokens, introduced: Sequence[Introduced], held: Others) -> Iterator[NameHit]:
    """The persons that are meant by initials and surnames, in no order."""
    persons = list(_persons(introduced, held))
    if not persons:
        return
    taken = np.zeros(len(tokens), bool)
    for one in introduced:
        taken[one.first : one.last + 1] = True
    places = list(_places(tokens, persons, taken))
    rivals = {id(person) for place in places if _of_another(tokens, place) for person in place.persons}
    for place in places:
        person = _meant(place)
        if person and place.letters:
            yield from _hits(tokens, place, person, INITIALS)
        elif person and id(person) not in rivals and _bare(tokens, place) and _alone(tokens, place, person, held):
            yield from _hits(tokens, place, person, SURNAME)


def _persons(introduced: Sequence[Introduced], held: Others) -> Iterator[Person]:
    first: dict[int, Introduced] = {}
    for one in introduced:
        if one.counts and one.docs[0].kind == PERSON:
            first.setdefault(id(one.docs), one)
    items: dict[frozenset[str], Person] = {}
    for one in first.values():
        docs, last = one.docs, one.last
        names = dict.fromkeys(name for doc in docs for name in held.names_of(doc))
        faces = tuple(
            face for name in names if (face := parts(name, True)).given >= 0 and len(face.words[face.given]) > 1
        )
        if faces:
            items.setdefault(frozenset(doc.item for doc in docs), Person(docs, last, faces, _genders(faces)))
    yield from items.values()


def _genders(faces: Sequence[Parts]) -> int:
    bits = ANY
    for face in faces:
        bits &= genders(face.words[face.given], True)
    return bits or ANY


def _places(tokens: Tokens, persons: Sequence[Person], taken: NDArray[Any]) -> Iterator[_Place]:
    """Where a surname of somebody named stands, outside of whole names."""
    at: dict[int, list[Person]] = {}
    where = _Where(tokens)
    for person in persons:
        keys = {name_key(face.words[face.surname[0]]) for face in person.faces}
        for i in (i for key in keys for i in where.of(key)):
            at.setdefault(i, []).append(person)
    for i, near in sorted(at.items()):
        fits = {id(person): person.surname_fits(tokens, i) for person in near}
        size = max(fits.values())
        if size and not taken[i : i + size].any():
            chosen = tuple(person for person in near if fits[id(person)] == size)
            yield _with_initials(tokens, i, i + size - 1, chosen)


class _Where:
    """At which words of a text a key stands."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    @cached_property
    def _sorted(self) -> tuple[NDArray[Any], NDArray[Any]]:
        keys = self._tokens.name_keys
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def of(self, key: str) -> list[int]:
        keys, order = self._sorted
        wanted = np.uint64(stable_key(key))
        found: list[int] = order[np.searchsorted(keys, wanted) : np.searchsorted(keys, wanted, "right")].tolist()
        return found


def _with_initials(tokens: Tokens, first: int, last: int, persons: tuple[Person, ...]) -> _Place:
    start = first
    while start > 0 and first - start < MOST and _is_initial(tokens, start - 1) and tokens.together(start - 1, start):
        start -= 1
    end = last
    while start == first and end - last < MOST and _is_initial(tokens, end + 1) and tokens.together(end, end + 1):
        end += 1
    letters = [*range(start, first), *range(last + 1, end + 1)]
    return _Place(first, last, start, end, tuple(tokens.plain(i) for i in letters), persons)


def _is_initial(tokens: Tokens, i: int) -> bool:
    """A single capital with a full stop after it."""
    return i < len(tokens) and len(tokens.plain(i)) == 1 and tokens.capital(i) and tokens.after(i) == "."


def _meant(place: _Place) -> Person | None:
    """The only one of those named before who may be meant; with initials the only one whom they fit."""
    near = [person for person in place.persons if not place.letters or person.initials_fit(place.letters)]
    return near[0] if len(near) == 1 and near[0].since < place.first else None


def _of_another(tokens: Tokens, place: _Place) -> bool:
    """Is somebody else of the same surname named here, by other initials or another first name?"""
    if place.letters:
        return not all(person.initials_fit(place.letters) for person in place.persons)
    before, after = place.first - 1, place.last + 1
    if _beside(tokens, before, place.first) and _name_like(tokens, before):
        return True
    return _beside(tokens, place.last, after) and tokens.capital(after) and _first_name(tokens, after)


def _beside(tokens: Tokens, one: int, other: int) -> bool:
    return one >= 0 and other < len(tokens) and tokens.beside(one)


def _first_name(tokens: Tokens, i: int) -> bool:
    token = tokens.plain(i)
    known = listed("given", "frequent") | listed("given", "paired") | listed("given", "men")
    return token in known or is_patronymic(token)


def _name_like(tokens: Tokens, i: int) -> bool:
    """Does a word before a surname look like a part of the name, and not like a title, a day or the first word of a sentence?"""
    token = tokens.plain(i)
    if not tokens.capital(i) or token in listed("around", "titles") or token in time_words():
        return False
    return not (tokens.opens(i) and ordinary(tokens, i))


def _bare(tokens: Tokens, place: _Place) -> bool:
    """Does the surname stand for itself: with no other name beside it, and no word of the language?"""
    before, after = place.first - 1, place.last + 1
    if _beside(tokens, before, place.first) and _name_like(tokens, before):
        return False
    if _beside(tokens, place.last, after) and tokens.capital(after):
        return False
    tied = joined(tokens, place.first, place.last) or named_for(tokens, place.first) or named_after(tokens, place.last)
    return not tied and len(tokens.plain(place.first)) > 2 and proves(tokens, place.first)


def _alone(tokens: Tokens, place: _Place, person: Person, held: Others) -> bool:
    """Is nobody else on file of a surname that these words may be?"""
    items = {doc.item for doc in person.docs}
    for asked, (name, row) in enumerate(held.sharing(tokens.plain(place.first))):
        if asked == ASKED:
            return False
        face = parts(name, True)
        if any(doc.item not in items for doc in held.bearers(row)):
            other = Person((), 0, (face,), ANY)
            if other.surname_fits(tokens, place.first):
                return False
    return True


def _hits(tokens: Tokens, place: _Place, person: Person, road: str) -> Iterator[NameHit]:
    end = tokens.ends[place.end] + (place.end > place.last)
    for doc in person.docs:
        yield NameHit(doc, tokens.starts[place.start], end, road)
