"""Which words describe somebody who speaks: a role, a tie to a place, a mark that takes it back? Tokens and lists of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from firsthand.matching.folding import fold
from firsthand.reading.place_words import WordSet
from firsthand.reading.wordlists import table

_POSSESSIVE = re.compile(r"['’ʼ][sS]$")
_BASED = "-based"
_FORMER = ("ex-", "екс-", "экс-")
_KEY = 3
"""Letters by which a list of phrases is entered; a word of the lists with a star is as long at least."""


class Token(NamedTuple):
    """A folded word or sign at `text[start:end]`, without the possessive that may follow it."""

    folded: str
    start: int
    end: int
    capital: bool
    possessive: bool = False

    @property
    def is_word(self) -> bool:
        return self.folded[:1].isalnum() or self.folded == _BASED

    @property
    def latin(self) -> bool:
        return "a" <= self.folded[:1] <= "z"


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`; "Kyiv-based" is two, offsets are those of the whole text."""
    found: list[Token] = []
    for match in _token().finditer(text, start, end):
        word = match.group()
        if word.isalpha():
            found.append(Token(fold(word), match.start(), match.end(), word[0].isupper()))
        else:
            found += _taken_apart(word, match.start())
    return found


@cache
def _token() -> re.Pattern[str]:
    pointed = "|".join(table("voices")["marks"]["pointed"])
    return re.compile(rf"(?:[^\W\d_]\.){{2,}}|\b(?:{pointed})\.(?=\s)|[^\W_]+(?:['’ʼ`-][^\W_]+)*|[^\w\s]")


def _taken_apart(word: str, at: int) -> Iterable[Token]:
    end = at + len(word)
    capital = word[0].isupper()
    owned = bool(_POSSESSIVE.search(word))
    if owned:
        word, end = word[:-2], end - 2
    folded = fold(word).rstrip(".") or word
    if folded.endswith(_BASED) and len(folded) > len(_BASED):
        seam = end - len(_BASED)
        return (Token(folded[: -len(_BASED)], at, seam, capital), Token(_BASED, seam, end, capital=False))
    for former in _FORMER:
        if folded.startswith(former) and len(folded) > len(former):
            seam = at + len(former)
            return (Token(former[:-1], at, seam, capital), Token(folded[len(former) :], seam, end, capital, owned))
    return (Token(folded, at, end, capital, owned),)


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of a list: its words (a star at the end stands for any ending) and the list."""

    words: tuple[str, ...]
    list: str

    def fits(self, tokens: Sequence[Token], i: int) -> bool:
        if i + len(self.words) > len(tokens):
            return False
        pairs = zip(self.words, tokens[i : i + len(self.words)], strict=True)
        return all(_same(wanted, token.folded) for wanted, token in pairs)


def _same(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


class Phrasebook:
    """The lists of one table of `words/voices.toml` or of a like one; the longest phrase at a place is found."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._by_key: dict[str, list[Entry]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                entry = Entry(tuple(fold(word).removesuffix("'s") for word in phrase.split()), name)
                self._by_key.setdefault(entry.words[0].rstrip("*")[:_KEY], []).append(entry)
        for entries in self._by_key.values():
            entries.sort(key=lambda entry: (-len(entry.words), entry.words[0].endswith("*"), -len(entry.words[0])))

    def find(self, tokens: Sequence[Token], i: int) -> tuple[str, int]:
        """The list of the phrase that begins with token i, and its number of words; ("", 0) where none does."""
        entry = next((e for e in self._by_key.get(tokens[i].folded[:_KEY], ()) if e.fits(tokens, i)), None)
        return (entry.list, len(entry.words)) if entry else ("", 0)

    def all(self, tokens: Sequence[Token], i: int) -> tuple[str, ...]:
        """Every list that has token i as a word of its own: "Korean" is of two countries."""
        entries = self._by_key.get(tokens[i].folded[:_KEY], ())
        longest = max((len(e.words) for e in entries if e.fits(tokens, i)), default=0)
        found = (e.list for e in entries if len(e.words) == longest and e.fits(tokens, i))
        return tuple(dict.fromkeys(found))


@cache
def phrasebook(name: str) -> Phrasebook:
    """One table of `words/voices.toml`."""
    return Phrasebook(table("voices")[name])


@cache
def demonyms() -> Phrasebook:
    """The words of nationality, by ISO code."""
    rows: Mapping[str, str] = table("demonyms")["demonyms"]
    return Phrasebook({code: [word.replace("_", " ") for word in words.split()] for code, words in rows.items()})


@cache
def marks(name: str) -> WordSet:
    """One list of single words of the table `marks`."""
    listed = [fold(word) for word in table("voices")["marks"][name]]
    return WordSet(
        frozenset(word for word in listed if not word.endswith("*")),
        tuple(word[:-1] for word in listed if word.endswith("*")),
    )
