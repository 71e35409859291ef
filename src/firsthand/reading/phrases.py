"""Where does a text use one of the phrases of a word list? Matched on folded words, whatever the case and accents."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from firsthand.matching.folding import fold
from firsthand.reading.dates_tokens import Token
from firsthand.reading.wordlists import words_of

Span = tuple[int, int]
"""First token of a phrase, and the token after its last."""


class Phrases:
    """The tokens of one text, made ready to look phrases up in."""

    __slots__ = ("_joined", "_lang", "_starts", "_tokens")

    def __init__(self, tokens: Sequence[Token], lang: str) -> None:
        self._lang = lang
        self._tokens = tokens
        self._joined = " ".join(token.folded for token in tokens)
        self._starts: list[int] = []
        at = 0
        for token in tokens:
            self._starts.append(at)
            at += len(token.folded) + 1

    def find(self, section: str, name: str) -> Iterator[Span]:
        """Spans of the phrases of one list, in order, none overlapping another; of two at one place the longer."""
        for found in pattern(self._lang, section, name).finditer(self._joined):
            first, after = bisect_left(self._starts, found.start()), bisect_left(self._starts, found.end())
            if not self._hyphened(after):
                yield first, after

    def _hyphened(self, after: int) -> bool:
        """Does a hyphen join the phrase to the next word? In "Anti-Maidan" the first half is no word of its own."""
        if after + 1 >= len(self._tokens):
            return False
        last, hyphen, following = self._tokens[after - 1 : after + 2]
        return hyphen.folded == "-" and last.end == hyphen.start and hyphen.end == following.start


@cache
def pattern(lang: str, section: str, name: str) -> re.Pattern[str]:
    """A list of phrases as one expression over folded tokens joined by single spaces. Every wildcard stops at a space."""
    phrases = sorted(words_of(lang)[section].get(name, ()), key=len, reverse=True)
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\S)(?:{'|'.join(_expression(phrase) for phrase in phrases)})(?!\S)")


def _expression(phrase: str) -> str:
    return " ".join(_word(word) for word in phrase.replace("-", " - ").split())


def _word(word: str) -> str:
    if word == "*":
        return r"\S+"
    return r"\S*".join(re.escape(fold(part)) for part in word.split("*"))
