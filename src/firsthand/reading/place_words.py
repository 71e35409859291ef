"""Which words of a text stand around its places, and what do they say? Tokens, boundaries, and the lists of cue words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from firsthand.matching.folding import fold, words
from firsthand.reading.wordlists import LANGUAGES, table, words_of

_BOUNDARY = re.compile(r"[,:;()\[\]{}|/\n\t•#.!?…\"“”«»„]|\s[-–—]+\s|[–—]")
_SENTENCE = frozenset('.!?…:;\n•"“”«»„')
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}")
_TIMES = ("months", "short_months", "weekdays", "seasons")
_TIME_WORDS = ("dayparts", "year", "years")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: folded, where it stands (`text[start:end]`), and whether it begins with a capital."""

    folded: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words, and beginnings of words (in the list with a star at their end)."""

    whole: frozenset[str]
    beginnings: tuple[str, ...] = ()

    def __contains__(self, word: str) -> bool:
        return word in self.whole or bool(self.beginnings and word.startswith(self.beginnings))


@cache
def word_set(name: str) -> WordSet:
    """One list of `words/places.toml`."""
    listed = table("places")[name]
    beginnings = tuple(word[:-1] for word in listed if word.endswith("*"))
    return WordSet(frozenset(word for word in listed if not word.endswith("*")), beginnings)


@cache
def time_words() -> WordSet:
    """Names of months, weekdays, seasons and parts of the day in all languages, as the readers of dates know them."""
    found: set[str] = set()
    for lang in LANGUAGES:
        dates = words_of(lang)["dates"]
        for key in (*_TIMES, *_TIME_WORDS):
            found.update(_flat(dates.get(key, [])))
    return WordSet(
        frozenset(word for word in found if not word.endswith("*")),
        tuple(word[:-1] for word in found if word.endswith("*")),
    )


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield fold(value)
    elif isinstance(value, dict):
        yield from _flat(list(value.values()))
    else:
        for part in value:
            yield from _flat(part)


class Tokens:
    """The words of a text, with questions about the gaps between them. Positions count tokens from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = [self._token(w.folded, w.start, w.end) for w in words(text)]

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, i: int) -> Token:
        return self.all[i]

    def _token(self, folded: str, start: int, end: int) -> Token:
        if folded.endswith("'s"):
            folded, end = folded[:-2], end - 2
        return Token(folded, start, end, self.text[start].isupper())

    def gap(self, i: int) -> str:
        """What stands between token i - 1 and token i; all that stands before the first and after the last."""
        start = self.all[i - 1].end if i else 0
        return self.text[start : self.all[i].start if i < len(self.all) else len(self.text)]

    def boundary(self, i: int) -> bool:
        """Does a new part of the text begin with token i? The ends of the text are boundaries."""
        if i <= 0 or i >= len(self.all):
            return True
        gap = self.gap(i)
        if gap.strip() == "." and (self.all[i - 1].folded in word_set("shortened") or self._letter(i - 1)):
            return False
        return bool(_BOUNDARY.search(gap))

    def opens(self, i: int) -> bool:
        """Does token i open a sentence or a line, so that its capital tells nothing?"""
        return self.boundary(i) and (i == 0 or any(mark in _SENTENCE for mark in self.gap(i)))

    def beside(self, i: int) -> bool:
        """Does nothing but white space (or the rest of a possessive) stand between token i - 1 and token i?"""
        if not 0 < i < len(self.all):
            return False
        gap = self.gap(i).removeprefix("'s").removeprefix("’s")
        return gap.isspace() or (gap.strip() == "." and self._letter(i - 1))

    def _letter(self, i: int) -> bool:
        """Is token i a single letter, so that a full stop after it ends an abbreviation ("U.S. troops")?"""
        return self.all[i].end - self.all[i].start == 1 and self.all[i].folded.isalpha()

    def is_time(self, i: int) -> bool:
        """Is token i a number or the name of a month, day, season or part of the day?"""
        if not 0 <= i < len(self.all):
            return False
        folded = self.all[i].folded
        return folded[0].isdigit() or folded in time_words()

    def is_year(self, i: int) -> bool:
        return 0 <= i < len(self.all) and bool(_YEAR.fullmatch(self.all[i].folded))

    def is_date(self, i: int) -> bool:
        """Does a date begin with token i: a month, a year, or a number before either?"""
        if not self.is_time(i) or not self.all[i].folded[0].isdigit():
            return self.is_time(i)
        return self.is_year(i) or self.is_time(i + 1)
