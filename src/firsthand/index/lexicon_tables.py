"""How firmly does each word list pair two stems, and what follows by way of a third language? Pure tables.

A table holds, for two languages, stem -> translated stem -> weight over 0, at most 1. Two lists that agree make a pair firmer,
as two independent witnesses do: 1 - (1 - a)(1 - b).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from firsthand.matching.terms import says_little, term_stem, terms

Table = dict[str, dict[str, float]]
LEAST = 0.02
"""What is less firm than this by way of a third language is left out."""

ALIGNED = 0.4
"""How firmly the first word of `prime minister` is the first word of its translation, if both have two."""


@lru_cache(maxsize=200_000)
def phrase_stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase, little words left out unless there are no others."""
    found = terms(phrase.replace("\u0301", ""))
    telling = [word for word in found if not says_little(word.folded)]
    return tuple(term_stem(word.folded) for word in telling or found)


class Tables:
    """The tables of all pairs of languages, each in both directions; `words` are the single words that the lists wrote."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str], Table] = {}
        self.words: dict[str, set[str]] = {"en": set(), "ru": set(), "uk": set(), "el": set()}

    def add(self, langs: tuple[str, str], ours: str, theirs: str, weight: float) -> None:
        """One pair of stems into both directions."""
        for pair, left, right in ((langs, ours, theirs), (langs[::-1], theirs, ours)):
            row = self.of.setdefault(pair, {}).setdefault(left, {})
            row[right] = 1 - (1 - row.get(right, 0.0)) * (1 - min(weight, 0.99))

    def add_phrases(self, langs: tuple[str, str], ours: str, theirs: str, weight: float) -> None:
        """A headword and one of its translations, either of which may be a phrase."""
        left, right = phrase_stems(ours), phrase_stems(theirs)
        for lang, phrase in zip(langs, (ours, theirs), strict=True):
            if " " not in phrase:
                self.words[lang].add(phrase.replace("\u0301", ""))
        if len(left) == 1:
            for stem in right:
                self.add(langs, left[0], stem, weight / len(right))
        elif len(left) == len(right):
            for pair in zip(left, right, strict=True):
                self.add(langs, *pair, weight * ALIGNED)

    def alias(self, lang: str, form: str, lemma: str, damp: float) -> None:
        """What translates a lemma translates its irregular form too (`went` as `go`)."""
        for ours, theirs in [pair for pair in self.of if pair[0] == lang]:
            for stem, weight in list(self.of[ours, theirs].get(lemma, {}).items()):
                self.add((ours, theirs), form, stem, weight * damp)

    def stems(self, lang: str) -> set[str]:
        """All stems of a language that some list translates."""
        return {stem for pair, table in self.of.items() if pair[0] == lang for stem in table}


def composed(first: Table, second: Table, damp: float, most: int) -> Table:
    """What follows by way of a third language: the best product over the words between, damped, the best `most` a word."""
    found: Table = {}
    onward = {stem: best(row, most) for stem, row in second.items()}
    for stem, between in first.items():
        row: dict[str, float] = {}
        for middle, weight in best(between, most):
            for other, further in onward.get(middle, ()):
                firm = weight * further * damp
                if firm > row.get(other, LEAST):
                    row[other] = firm
        if row:
            found[stem] = dict(best(row, most))
    return found


def joined(tables: Iterable[Table]) -> Table:
    """One table of several; a pair that stands in two is firmer."""
    found: Table = {}
    for table in tables:
        for stem, row in table.items():
            kept = found.setdefault(stem, {})
            for other, weight in row.items():
                kept[other] = 1 - (1 - kept.get(other, 0.0)) * (1 - weight)
    return found


def best(row: dict[str, float], most: int) -> list[tuple[str, float]]:
    """The firmest pairs of a row, at most so many; equal ones by the alphabet, so that every run picks the same."""
    if len(row) <= most:
        return list(row.items())
    return sorted(row.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
