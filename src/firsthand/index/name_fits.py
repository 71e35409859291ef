"""Is this name said by these words of a text? Each word held against its word of the name, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.index.name_tokens import Tokens
from firsthand.matching.folding import Word, fold
from firsthand.matching.name_keys import name_key
from firsthand.matching.terms import is_common, says_little, term_stem
from firsthand.reading.name_forms import MEN, NOMINATIVE, listed
from firsthand.reading.name_parts import (
    INFLECTED,
    NAME,
    ROADS,
    TRANSLITERATED,
    Parts,
    is_fathers_name,
    is_patronymic,
    name_words,
    word_fits,
)
from firsthand.reading.place_words import time_words

PERSON = "person"
SHORT = 5
"""A name of one lower-case word must have so many letters to be looked for at all; so must one in another script."""
ENDING = 2
"""Letters by which an inflected name of one word may be longer or shorter than it stands on file."""

_HYPHENS = frozenset("-‐‑")

Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """A name found at the words `first` to `last` of a text, and by which road.

    `patronymic` is the place of one among them, -1 where there is none. `doubtful`: the words may be another name in the
    nominative ("Олександра Іванова"); they count once the name stood before.
    """

    first: int
    last: int
    road: str
    patronymic: int = -1
    doubtful: bool = False


def fits_person(tokens: Tokens, at: Sequence[int], parts: Parts, order: Order) -> Stand | None:
    """Do the words `at` these places say this name of a person in this order of its words?"""
    if not _case_fits(tokens, at, parts, order) or not tokens.together(at[0], at[-1]):
        return None
    read = _read(tokens, at, parts, order)
    if read is None or not _person_stands(tokens, at, parts):
        return None
    bits, road = read
    patronymic = _patronymic(tokens, at) if len(at) > 1 else -1
    return Stand(at[0], max(at[-1], patronymic), road, patronymic, _doubtful(tokens, at, bits, parts))


def _patronymic(tokens: Tokens, at: Sequence[int]) -> int:
    """Where a patronymic stands between the words of a name, or right after them; -1 where none does."""
    for i in range(at[0] + 1, at[-1]):
        if i not in at and tokens.capital(i) and is_patronymic(tokens.plain(i)):
            return i
    after = at[-1] + 1
    found = (
        after < len(tokens) and tokens.beside(at[-1]) and tokens.capital(after) and is_patronymic(tokens.plain(after))
    )
    return after if found else -1


def fits_spelling(tokens: Tokens, at: Sequence[int], parts: Parts) -> Stand | None:
    """Do the words say this name of a body, event, place or outlet in its forms or in another script?"""
    if not parts.capitals[0] or not tokens.capital(at[0]) or not tokens.together(at[0], at[-1]):
        return None
    read = _read(tokens, at, parts, tuple(range(len(at))))
    if read is None or named_after(tokens, at[-1]) or (len(at) > 1 and not tokens.shows(at[0], at[-1])):
        return None
    if read[1] != TRANSLITERATED and sum(map(tokens.capital, at)) < min(sum(parts.capitals), 2):
        return None
    if len(at) == 1 and (read[1] != TRANSLITERATED or len(parts.words[0]) < SHORT or not proves(tokens, at[0])):
        return None
    return Stand(at[0], at[-1], read[1])


def _case_fits(tokens: Tokens, at: Sequence[int], parts: Parts, order: Order) -> bool:
    """A capital on file asks for one, where the text has any; the first word has one always."""
    if tokens.caseless:
        return True
    held = [tokens.capital(i) for i in at]
    return held[0] and all(own or not parts.capitals[place] for own, place in zip(held, order, strict=True))


def agreed(said: Sequence[str], parts: Parts, order: Order) -> tuple[int, str] | None:
    """(bits of the cases in which all plain words agree, the least plain road of any); None where a word fits not at all."""
    bits, road = -1, 0
    for token, place in zip(said, order, strict=True):
        word = parts.words[place]
        if name_key(word) != name_key(token):
            return None
        cases, by = word_fits(word, token, place == parts.given)
        bits &= cases
        if not bits:
            return None
        road = max(road, ROADS.index(by))
    return bits, ROADS[road]


def _read(tokens: Tokens, at: Sequence[int], parts: Parts, order: Order) -> tuple[int, str] | None:
    """How the words agree. A text without capitals says a name as it stands on file only."""
    read = agreed([tokens.plain(i) for i in at], parts, order)
    if read is None or (tokens.caseless and read[1] != NAME) or not all(tokens.reached[i] for i in at):
        return None
    return read


def _person_stands(tokens: Tokens, at: Sequence[int], parts: Parts) -> bool:
    """Is it a person who is named here, and not a street, a school or somebody with a longer name?"""
    first, last = at[0], at[-1]
    if max(map(len, parts.words)) < 2 or (len(at) == 1 and not proves(tokens, first)):
        return False
    return not (joined(tokens, first, last) or named_for(tokens, first) or named_after(tokens, last)) and not (
        len(at) > 1 and _another_first_name(tokens, first)
    )


def joined(tokens: Tokens, first: int, last: int) -> bool:
    """Does a hyphen tie the words to another word with a capital before or after them?"""
    start, end = tokens.starts[first], tokens.ends[last]
    after = tokens.after(last) in _HYPHENS and tokens.text[end + 1 : end + 2].isupper()
    return after or (tokens.before(first) in _HYPHENS and tokens.text[max(0, start - 2) : start - 1].isalpha())


def named_for(tokens: Tokens, first: int) -> bool:
    """Does a word before say that a street, a school or a prize bears the name?"""
    return (
        first > 0 and tokens.plain(first - 1) in listed("around", "named_before") and tokens.together(first - 1, first)
    )


def named_after(tokens: Tokens, last: int) -> bool:
    """Does a word after say that the name goes on: Foundation, Street, Jr?"""
    if last + 1 >= len(tokens) or not tokens.beside(last):
        return False
    token = tokens.plain(last + 1)
    return token in listed("around", "kin") or (tokens.capital(last + 1) and token in listed("around", "named_after"))


def _another_first_name(tokens: Tokens, first: int) -> bool:
    before = first - 1
    return before >= 0 and tokens.beside(before) and tokens.capital(before) and _frequent(tokens.plain(before))


def _frequent(token: str) -> bool:
    return token in listed("given", "frequent")


def _doubtful(tokens: Tokens, at: Sequence[int], bits: int, parts: Parts) -> bool:
    """May the words be the nominative of a woman's name as well as another case of this man's, or a first name and patronymic?"""
    if len(at) == 2 and at[1] == at[0] + 1 and any(is_fathers_name(parts.words[place]) for place in parts.surname):
        return True
    if parts.given < 0 or bits & NOMINATIVE or bits & ~MEN:
        return False
    held, paired = [tokens.plain(i) for i in at], listed("given", "paired")
    surnames = {parts.words[place] for place in parts.surname}
    return any(token[:-1] in paired or f"{token[:-1]}й" in paired for token in held) and any(
        token.endswith(_wedded()) or token in surnames for token in held
    )


@cache
def _wedded() -> tuple[str, ...]:
    return tuple(f"{ending}а" for ending in listed("surname", "wedded"))


def proves(tokens: Tokens, i: int) -> bool:
    """Does the capital of a word prove that it is a name? Not at the beginning of a sentence, if it is a word of the language."""
    return tokens.shows(i, i) or tokens.word(i).isupper() or not ordinary(tokens, i)


def ordinary(tokens: Tokens, i: int) -> bool:
    """Is it a word of the language, as far as the text itself and short lists tell?"""
    token, folded = tokens.plain(i), fold(tokens.word(i))
    return folded in tokens.small or says_little(folded) or is_common(folded) or token in _openers() or _listed(token)


@cache
def _openers() -> frozenset[str]:
    return listed("around", "openers") | time_words().whole


def _listed(token: str) -> bool:
    return any(word_fits(word, token, False)[0] for word in _ordinary_by_key().get(name_key(token), ()))


@cache
def _ordinary_by_key() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in listed("surname", "ordinary"):
        found[name_key(word)] = (*found.get(name_key(word), ()), word)
    return found


def fits_stems(tokens: Tokens, first: int, name: str) -> Stand | None:
    """Do the words from here say this name by their stems? What stands between them must not part a name."""
    held = name_words(name)
    last = first + len(held) - 1
    if not held or last >= len(tokens) or not _same_stems(tokens, first, [word.folded for word in held]):
        return None
    written = tokens.text[tokens.starts[first] : tokens.ends[last]]
    fits = (
        _fits(name, written) and (not written[0].isupper() or proves(tokens, first))
        if len(held) == 1
        else _capitals_fit(tokens, first, last, name)
    )
    if not fits or not tokens.together(first, last) or (name[held[0].start].isupper() and named_after(tokens, last)):
        return None
    return Stand(first, last, NAME if _as_filed(tokens, first, held) else INFLECTED)


def _same_stems(tokens: Tokens, first: int, words: Sequence[str]) -> bool:
    return all(term_stem(fold(tokens.word(i))) == term_stem(word) for i, word in enumerate(words, first))


def _capitals_fit(tokens: Tokens, first: int, last: int, name: str) -> bool:
    """A name with a capital is not said all in small letters; one with several needs two.

    Where only the capital of a sentence is there, the words have to stand as on file.
    """
    words = name_words(name)
    held = sum(name[word.start].isupper() for word in words)
    found = sum(tokens.capital(i) for i in range(first, last + 1))
    if not held or tokens.caseless:
        return True
    if tokens.shows(first, last):
        return found >= min(held, 2)
    return held == 1 and found > 0 and _as_filed(tokens, first, words)


def _as_filed(tokens: Tokens, first: int, words: Sequence[Word]) -> bool:
    return all(word.folded == fold(tokens.word(i)) for i, word in enumerate(words, first))


def _fits(name: str, written: str) -> bool:
    """May these words of a text be this name of one word?

    A capital in the name asks for one in the text, capitals throughout ask for the same (US is not us). In small letters
    the word must stand exactly as on file, and have five letters. Endings may differ by two letters.
    """
    held = name_words(name)
    bare = name[held[0].start : held[0].end]
    if bare.isdigit() or abs(len(fold(bare)) - len(fold(written))) > ENDING:
        return bare == written and not bare.isdigit()
    if bare.isupper() and len(bare) > 1:
        return written.isupper()
    if bare.islower():
        return len(bare) >= SHORT and fold(bare) == fold(written)
    return not written[:1].islower()
