"""Where in a sentence does somebody speak of his own birth, home and moves? Tokens, and the lists of `words/self_told.toml`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.matching.folding import WORD, fold
from firsthand.reading.wordlists import table

KINDS = ("born", "live", "work", "past", "grew", "from", "home", "move", "back", "settle", "leave")
MOVES = frozenset(("move", "back", "settle", "leave"))

_PIECE = re.compile(rf"{WORD}|[,;:()\[\]?!.…«»“”„\"—–-]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign at `text[start:end]`."""

    folded: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The words "I live", "I was born" and the like at `tokens[first:after]`; `bare` without an "I" of their own."""

    kind: str
    first: int
    after: int
    bare: bool


@cache
def word_list(lang: str, name: str) -> frozenset[str]:
    return frozenset(_flat(word) for word in table("self_told")[lang][name])


@cache
def _pattern(lang: str, name: str) -> re.Pattern[str]:
    phrases = sorted(word_list(lang, name), key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, phrases))})(?!\S)" if phrases else r"(?!)")


def _flat(phrase: str) -> str:
    return " ".join(fold(piece) for piece in _PIECE.findall(phrase))


class Sentence:
    """The tokens of `text[start:end]` without those that are passed over ("still", "also")."""

    __slots__ = ("_joined", "_starts", "end", "lang", "start", "tokens")

    def __init__(self, text: str, start: int, end: int, lang: str) -> None:
        self.lang, self.start, self.end = lang, start, end
        fillers = word_list(lang, "filler")
        found = (_token(one) for one in _PIECE.finditer(text, start, end))
        self.tokens = [token for token in found if token.folded not in fillers]
        self._joined = " ".join(token.folded for token in self.tokens)
        self._starts: list[int] = []
        at = 0
        for token in self.tokens:
            self._starts.append(at)
            at += len(token.folded) + 1

    def find(self, name: str) -> Iterator[tuple[int, int]]:
        """(first token, token after the last) of each phrase of a list."""
        for found in _pattern(self.lang, name).finditer(self._joined):
            yield bisect_left(self._starts, found.start()), bisect_left(self._starts, found.end())

    def has(self, name: str) -> bool:
        return _pattern(self.lang, name).search(self._joined) is not None

    def among(self, i: int, name: str) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].folded in word_list(self.lang, name)

    def folded(self, i: int) -> str:
        return self.tokens[i].folded if 0 <= i < len(self.tokens) else ""

    def heads(self) -> list[Head]:
        """What somebody says of himself, in order; of two that overlap the one that begins first, then the longer."""
        full = [Head(kind, a, b, False) for kind in KINDS for a, b in self.find(kind)]
        bare = [
            Head(kind, a, b, True)
            for kind in KINDS
            if kind not in ("from", "home")
            for a, b in self.find("bare_" + kind)
        ]
        kept: list[Head] = []
        for head in sorted(full + bare, key=lambda one: (one.first, -one.after)):
            if not kept or head.first >= kept[-1].after:
                kept.append(head)
        marks = [a for a, _ in self.find("subject")] + [head.first for head in kept if not head.bare]
        return [head for head in kept if not head.bare or self._own(head, marks)]

    def moves_on(self, heads: Sequence[Head]) -> bool:
        """Is there a move of which it is not plain whose it is, so that nobody can say where the others end?"""
        known = {head.first for head in heads}
        bare = [a for kind in MOVES for a, _ in self.find("bare_" + kind)]
        return any(not any(head.first <= a < head.after for head in heads) for a in bare if a not in known)

    def _own(self, head: Head, marks: list[int]) -> bool:
        """Does an "I" before a bare verb hold for it, with nobody else and nothing subordinate between them?"""
        joined = not word_list(self.lang, "bare_after") or self.among(head.first - 1, "bare_after")
        before = max((mark for mark in marks if mark < head.first), default=-1)
        between = range(before + 1, head.first)
        return joined and before >= 0 and not any(self.among(i, "others") or self.among(i, "breaks") for i in between)

    def held(self, upto: int) -> bool:
        """Does a word before token `upto` deny, doubt or report what is said there?"""
        return any(self._holds(i) for i in range(upto))

    def _holds(self, i: int) -> bool:
        token = self.tokens[i]
        if token.folded.endswith("n't"):
            return True
        return token.folded in word_list(self.lang, "hold") and not (token.capital and i and self.lang == "en")


def _token(found: re.Match[str]) -> Token:
    written = found.group()
    return Token(fold(written), found.start(), found.end(), written[:1].isupper())
