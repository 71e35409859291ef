"""Which words of a name are the first name, the patronymic and the surname, and in which orders may they stand?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from firsthand.matching.folding import Word
from firsthand.matching.terms import terms, word_list
from firsthand.reading.name_forms import ANY, bases, forms, genders, listed, plain, script
from firsthand.reading.name_spelling import begins, respelt, spelled

LONGEST = 12
"""Words of a name that are looked up; a longer name is known by its first twelve."""
PATRONYMIC = 5
"""Letters that a patronymic has at least."""

_SEEMS = re.compile("[иії]ч|[еіїо]вн|vych|vich|[ioe]vna|chna")
"""What every patronymic has in every form: few words have it, and the endings of others are not looked at."""

NAME, INFLECTED, TRANSLITERATED = "name", "inflected", "transliterated"
ROADS = (NAME, INFLECTED, TRANSLITERATED)
"""How a name on file stands in a text, the plainest first."""


def name_words(name: str) -> list[Word]:
    """The words by which a name is known: at most twelve, the article before them left out."""
    found = terms(name)
    if len(found) > 1 and found[0].folded in word_list("article"):
        found = found[1:]
    return found[:LONGEST]


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart: its plain words and which of them have a capital.

    Of a person `given` and `patronymic` (which a text may leave out or add) are places of words, -1 where there is none;
    `surname` are the places of its words.
    """

    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    given: int = -1
    patronymic: int = -1
    surname: tuple[int, ...] = ()

    def orders(self) -> tuple[tuple[int, ...], ...]:
        """The orders in which the words may stand: as on file, and with the surname at the other end."""
        return _orders(len(self.words), self.patronymic, self.surname)


@cache
def _orders(size: int, patronymic: int, surname: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    core = tuple(place for place in range(size) if place != patronymic)
    others = tuple(place for place in core if place not in surname)
    either = (surname + others, others + surname) if surname and others else ()
    return tuple(dict.fromkeys((core, *either)))


@lru_cache(maxsize=20_000)
def parts(name: str, person: bool) -> Parts:
    """A name taken apart; a name without words has none."""
    found = name_words(name)
    words = tuple(plain(name[word.start : word.end]) for word in found)
    capitals = tuple(name[word.start].isupper() for word in found)
    if not person or len(words) < 2:
        return Parts(words, capitals)
    patronymic = _patronymic_of(words)
    joined = [place for place in range(1, len(found)) if name[found[place - 1].end : found[place].start] == "-"]
    surname = _surname(words, patronymic, joined)
    given = next((place for place in range(len(words)) if place not in (*surname, patronymic)), -1)
    return Parts(words, capitals, given, patronymic, surname)


def _patronymic_of(words: tuple[str, ...]) -> int:
    """Only beside two other words: alone with a first name it is a surname of that form."""
    return next((place for place, word in enumerate(words) if place and len(words) > 2 and is_patronymic(word)), -1)


def _surname(words: tuple[str, ...], patronymic: int, joined: list[int]) -> tuple[int, ...]:
    """The last word, with those joined to it by hyphens; the first where a patronymic ends the name, or its ending tells."""
    last = len(words) - 1
    ends = tuple(listed("surname", "endings"))
    early = patronymic == last or (
        patronymic < 0 and last == 1 and words[0].endswith(ends) and not words[last].endswith(ends)
    )
    if early:
        end = 1
        while end in joined:
            end += 1
        return tuple(range(end))
    start = last
    while start in joined:
        start -= 1
    return tuple(range(start, last + 1)) if start else (last,)


@lru_cache(maxsize=50_000)
def is_patronymic(word: str) -> bool:
    """Does a plain word, in whatever case, end like a patronymic?"""
    if len(word) < PATRONYMIC or not _SEEMS.search(word):
        return False
    ends = tuple(listed("patronymic", "endings"))
    return any(base.endswith(ends) for base in bases(word, False))


@lru_cache(maxsize=20_000)
def is_fathers_name(word: str) -> bool:
    """Is a plain word, in the nominative, the patronymic of a frequent first name? Then it is seldom meant as a surname."""
    ends = [end.replace("-", "") for end in listed("patronymic", "first_names_end")]
    rests = [word.removesuffix(tail) for tail in listed("patronymic", "of") if word.endswith(tail)]
    return any(rest + end in listed("given", "frequent") for rest in rests for end in ends)


@lru_cache(maxsize=100_000)
def word_fits(word: str, token: str, given: bool) -> tuple[int, str]:
    """(bits of the cases, road) by which a plain word of a text may be this word of a name; no bits where it may not be."""
    if len(word) == 1 or len(token) == 1:
        return (ANY if len(word) == len(token) and begins(token, word) else 0), NAME
    if word == token:
        return forms(word, given)[word], NAME
    if script(word) != script(token):
        bits = 0
        for base, cases in bases(token, given).items():
            bits |= cases if spelled(base, word) else 0
        return bits, TRANSLITERATED
    if bits := forms(word, given).get(token, 0):
        return bits, INFLECTED
    bits = 0
    for base, cases in bases(token, given).items() if script(word) == "cyrillic" else ():
        bits |= cases if respelt(base) == respelt(word) else 0
    return bits & genders(word, given), TRANSLITERATED
