"""In which forms does one word of a name stand in a text, and in which cases? Endings exchanged by `words/names.toml`.

A form comes with the cases in which it may stand, for men and for women, as bits: all words of a name agree in one of them, so
"Олени Петренка" is not Олена Петренко.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from firsthand.matching.folding import fold
from firsthand.reading.wordlists import table

CASES = 7
MEN = (1 << CASES) - 1
WOMEN = MEN << CASES
ANY = MEN | WOMEN
NOMINATIVE = 1 | 1 << CASES
SHORTEST = 2
"""Letters that stay in front of an exchanged ending."""

_CYRILLIC = re.compile(r"[а-яіїєґ]")
_GREEK = re.compile(r"[α-ω]")
_CONSONANTS = frozenset("бвгґджзклмнпрстфхцчшщβγδζθκλμνξπρτφχψ")
_MARKS = re.compile(r"[^\w'-]")
_POSSESSIVE = re.compile(r"(?<=.)'s$")

Row = tuple[str, int, Mapping[str, int]]
"""Ending of the name, all bits of its gender, and the bits of each ending that may replace it."""


@lru_cache(maxsize=100_000)
def plain(written: str) -> str:
    """A word folded, but й and ї kept as letters of their own, Latin letters with signs written out, and no English 's."""
    folded = fold(written)
    if written.isascii():
        return _POSSESSIVE.sub("", folded)
    composed = unicodedata.normalize("NFC", written).casefold()
    if not _CYRILLIC.search(folded) and not _GREEK.search(folded):
        return _POSSESSIVE.sub("", fold("".join(_marked().get(letter, letter) for letter in composed)))
    if "й" not in composed and "ї" not in composed:
        return folded
    kept = _MARKS.sub("", "".join(c for c in composed if c in "йї" or fold(c)))
    if len(kept) != len(folded):
        return folded
    return "".join(own if own in "йї" else letter for own, letter in zip(kept, folded, strict=True))


@cache
def _marked() -> Mapping[str, str]:
    return dict(table("names")["spelling"]["marked"])


def script(word: str) -> str:
    """`cyrillic`, `greek` or `latin`, by the letters of a folded word."""
    if _CYRILLIC.search(word):
        return "cyrillic"
    return "greek" if _GREEK.search(word) else "latin"


@lru_cache(maxsize=50_000)
def forms(word: str, given: bool) -> Mapping[str, int]:
    """Every form of a plain word of a person's name, with the bits of its cases; Latin words have one form.

    `given`: it is a first name, whose ending tells whether it is a man's or a woman's.
    """
    letters = script(word)
    if letters == "latin":
        return {word: ANY}
    own = _genders(word, letters, given)
    found = {word: _unchanged(word, letters) & own}
    for ending, genders, endings in _rows(letters):
        held = genders & own
        if held and _has(word, ending):
            rest = word[: len(word) - _length(ending)]
            for other, bits in endings.items():
                if bits & held:
                    found[rest + other] = found.get(rest + other, 0) | bits & held
    return found


def _genders(word: str, letters: str, given: bool) -> int:
    """The bits of the genders that a word may have: a Slavic first name shows its own, but for those in the lists."""
    if not given or letters != "cyrillic":
        return ANY
    if word.endswith(("а", "я")):
        return MEN if word in listed("given", "men") else WOMEN
    return MEN if word[-1] in _CONSONANTS and word not in listed("given", "women") else ANY


def genders(word: str, given: bool) -> int:
    """The bits of the genders in which a plain word may be the nominative of a name."""
    held = forms(word, given)[word]
    return (MEN if held & NOMINATIVE & MEN else 0) | (WOMEN if held & NOMINATIVE & WOMEN else 0)


def _has(word: str, ending: str) -> bool:
    if ending == "C":
        return word[-1] in _CONSONANTS and len(word) >= SHORTEST
    return word.endswith(ending) and len(word) - len(ending) >= SHORTEST - 1


def _length(ending: str) -> int:
    return 0 if ending == "C" else len(ending)


def _unchanged(word: str, letters: str) -> int:
    """The nominative, and all cases of the genders in which such a word is not inflected."""
    bits = NOMINATIVE
    for name, cases in (("m", MEN), ("f", WOMEN)):
        if any(_has(word, ending) for ending in _table("unchanged")[f"{letters}_{name}"].split()):
            bits |= cases
    return bits


@cache
def _rows(letters: str) -> tuple[Row, ...]:
    return tuple(_row(*row) for row in _table("forms")[letters])


def _row(ending: str, gender: str, *cases: str) -> Row:
    genders = (MEN if "m" in gender else 0) | (WOMEN if "f" in gender else 0)
    found: dict[str, int] = {"" if ending == "C" else ending: NOMINATIVE & genders}
    for number, endings in enumerate(cases, 1):
        for other in endings.split():
            found[other] = found.get(other, 0) | (1 << number | 1 << number + CASES) & genders
    return ending, genders, found


@lru_cache(maxsize=50_000)
def bases(form: str, given: bool) -> Mapping[str, int]:
    """The plain words of which a form may be one, itself among them, each with the bits of the cases."""
    letters = script(form)
    if letters == "latin":
        return {form: ANY}
    found = dict.fromkeys([form, *_undone(form, letters)])
    return {word: bits for word in found if (bits := forms(word, given).get(form, 0))}


def _undone(form: str, letters: str) -> Iterator[str]:
    endings = _backwards(letters)
    for size in range(len(form)):
        for ending in endings.get(form[len(form) - size :], ()):
            if len(word := form[: len(form) - size] + ending) > SHORTEST:
                yield word


@cache
def _backwards(letters: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for ending, _, endings in _rows(letters):
        for other in endings:
            found.setdefault(other, {})["" if ending == "C" else ending] = None
    return {other: tuple(all_) for other, all_ in found.items()}


@cache
def listed(section: str, name: str) -> frozenset[str]:
    """The plain words of one list of `words/names.toml`."""
    return frozenset(plain(word) for word in str(_table(section)[name]).split())


def _table(section: str) -> Mapping[str, str]:
    found: Mapping[str, str] = table("names")[section]
    return found
