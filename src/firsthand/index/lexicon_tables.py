"""How firmly does each word list pair two stems, and what follows by way of a third language? Pure tables, in arrays.

A table holds, for two languages, rows of stem, translated stem and weight over 0, at most 1. Two lists that agree make a pair
firmer, as two independent witnesses do: 1 - (1 - a)(1 - b). Stems are numbered, for all languages together.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.tokens import spread
from firsthand.matching.folding import fold
from firsthand.matching.terms import says_little, term_stem, terms

Ints = NDArray[Any]
Langs = tuple[str, str]
LANGUAGES = ("en", "ru", "uk", "el")
LEAST = 0.02
"""What is less firm than this by way of a third language is left out."""
SUREST = 0.99
"""No list is believed more than this."""

PLACE, GRAIN = 24, 16
"""Bits of the number of a stem and of a weight, where a row is one number."""
LAST, FULL = (1 << PLACE) - 1, (1 << GRAIN) - 1

LITTLE = 0.8
"""What a pair keeps of its weight where one side is only little words (`he`, `which`): such stand in any text."""
ALIGNED = 0.4
"""How firmly the first word of `prime minister` is the first word of its translation, if both have two."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one pair of languages: numbers of stems (`ours`, `theirs`; int64) and `weights` (float32)."""

    ours: Ints
    theirs: Ints
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ours)

    def at(self, rows: Ints) -> Table:
        """Only these rows, in this order."""
        return Table(self.ours[rows], self.theirs[rows], self.weights[rows])

    def flipped(self) -> Table:
        """The same pairs, read the other way."""
        return Table(self.theirs, self.ours, self.weights)


class _Pile:
    """Rows of one pair of languages as they come in."""

    def __init__(self) -> None:
        self.ours, self.theirs, self.weights = array("q"), array("q"), array("f")

    def append(self, table: Table) -> None:
        self.ours.frombytes(table.ours.tobytes())
        self.theirs.frombytes(table.theirs.tobytes())
        self.weights.frombytes(table.weights.tobytes())

    def table(self) -> Table:
        return Table(np.array(self.ours), np.array(self.theirs), np.array(self.weights, np.float32))


class Tables:
    """The rows of all pairs of languages. `stems` are the stems by number; `words` the folded single words that lists wrote."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._piles: dict[Langs, _Pile] = {}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        self.words: dict[str, set[str]] = {lang: set() for lang in LANGUAGES}

    @property
    def stems(self) -> list[str]:
        """All stems by their numbers."""
        return list(self._number)

    def number(self, stem: str) -> int:
        """The number of a stem; a new one where it has none."""
        return self._number.setdefault(stem, len(self._number))

    def add(self, langs: Langs, ours: str, theirs: str, weight: float) -> None:
        """One pair of stems, for both directions."""
        pile = self._piles.get(langs) or self._piles.setdefault(langs, _Pile())
        pile.ours.append(self.number(ours))
        pile.theirs.append(self.number(theirs))
        pile.weights.append(min(weight, SUREST))

    def add_phrases(self, langs: Langs, ours: str, theirs: str, weight: float) -> None:
        """A headword and one of its translations, either of which may be a phrase."""
        left, right = self.phrase(langs[0], ours), self.phrase(langs[1], theirs)
        if not (left and right):
            left, right, weight = left or _stems_at_all(ours), right or _stems_at_all(theirs), weight * LITTLE
        if len(left) == 1:
            for stem in right:
                self.add(langs, left[0], stem, weight / len(right))
        elif len(left) == len(right):
            for pair in zip(left, right, strict=True):
                self.add(langs, *pair, weight * ALIGNED)

    def phrase(self, lang: str, phrase: str) -> tuple[str, ...]:
        """The stems of a word or a few that a list wrote."""
        known = self._known.get((lang, phrase))
        if known is None:
            folded = folded_words(phrase)
            if len(folded) == 1:
                self.words[lang].add(folded[0])
            known = self._known[lang, phrase] = tuple(telling_stems(folded))
        return known

    def alias(self, lang: str, pairs: Iterable[tuple[str, str]], damp: float) -> None:
        """What translates a lemma translates its other form too (`went` as `go`); pairs are (form, lemma)."""
        forms = [(self.number(form), self._number[lemma]) for form, lemma in pairs if lemma in self._number]
        form, lemma = np.array(forms, np.int64).reshape(-1, 2).T
        other = Table(form, lemma, np.full(len(form), damp, np.float32))
        for langs in [langs for langs in self._piles if lang in langs]:
            far = langs[langs[0] == lang]
            found = onward(other, self.table(lang, far))
            self._piles[langs].append(found if langs[0] == lang else found.flipped())

    def table(self, ours: str, theirs: str) -> Table:
        """All pairs of two languages, each once."""
        piles = [self._piles[langs].table() for langs in ((ours, theirs),) if langs in self._piles]
        piles += [self._piles[langs].table().flipped() for langs in ((theirs, ours),) if langs in self._piles]
        return merged(piles)

    def left(self, ours: str, theirs: str) -> set[str]:
        """The stems of one language that some list translates into another."""
        stems = self.stems
        return {stems[number] for number in np.unique(self.table(ours, theirs).ours).tolist()}

    def known(self, lang: str) -> set[str]:
        """All stems of a language that some list translates."""
        stems = self.stems
        return {stems[number] for number in self._numbers(lang)}

    def _numbers(self, lang: str) -> list[int]:
        sides = [pile.ours for langs, pile in self._piles.items() if langs[0] == lang]
        sides += [pile.theirs for langs, pile in self._piles.items() if langs[1] == lang]
        return np.unique(np.concatenate([np.array(side, np.int64) for side in sides])).tolist() if sides else []


def folded_words(phrase: str) -> list[str]:
    """The folded words of a phrase; signs of stress (`за́мок`) are dropped."""
    bare = phrase.replace("\u0301", "")
    pieces = bare.split()
    # Plain words need not be taken apart as running text is, and nearly all are plain.
    if all(piece.isalpha() for piece in pieces):
        return [fold.__wrapped__(piece) for piece in pieces]
    return [word.folded for word in terms(bare)]


def _stems_at_all(phrase: str) -> tuple[str, ...]:
    stems = (term_stem(folded) for folded in folded_words(phrase))
    return tuple(stem for stem in stems if _is_word(stem))


def _is_word(stem: str) -> bool:
    return len(stem) > 1 and not stem.isdigit()


def telling_stems(folded: Iterable[str]) -> Iterator[str]:
    """The stems of words that tell something: no little word, no number, no single letter.

    A word whose stem is that of a little one as well (`передати`, `перед`) stays: such are many, and lists need them.
    """
    stems = (term_stem(word) for word in folded if not says_little(word))
    return (stem for stem in stems if _is_word(stem))


def merged(tables: Sequence[Table]) -> Table:
    """One table of several, each pair once, by our stem; a pair that stands twice is firmer."""
    if not sum(map(len, tables)):
        return Table(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
    rows = _by_pair(tables)
    pairs = rows >> GRAIN
    first = np.flatnonzero(np.append(True, np.diff(pairs) != 0))
    doubt = np.add.reduceat(np.log1p(-(rows & FULL) / (FULL + 1)), first)
    return Table(pairs[first] >> PLACE, pairs[first] & LAST, (-np.expm1(doubt)).astype(np.float32))


def once(tables: Sequence[Table]) -> Table:
    """One table of several, each pair once, by our stem, as firm as it is anywhere."""
    rows = _by_pair(tables)
    pairs = rows >> GRAIN
    kept = np.flatnonzero(np.append(np.diff(pairs) != 0, True)[: len(rows)])
    return Table(pairs[kept] >> PLACE, pairs[kept] & LAST, ((rows[kept] & FULL) / FULL).astype(np.float32))


def firmest(table: Table, most: int) -> Table:
    """The firmest pairs of each of our stems, at most so many, firmest first; of equal ones those that were numbered first."""
    rows = np.sort((table.ours << GRAIN | FULL - _grains(table)) << PLACE | table.theirs)
    ours = rows >> GRAIN + PLACE
    kept = np.flatnonzero(np.arange(len(rows)) - np.searchsorted(ours, ours) < most)
    return Table(ours[kept], rows[kept] & LAST, ((FULL - (rows[kept] >> PLACE & FULL)) / FULL).astype(np.float32))


def onward(first: Table, second: Table) -> Table:
    """Each row of the first with each row that the second, by its own stems, has for what it leads to; weights multiplied."""
    begins, ends = np.searchsorted(second.ours, first.theirs), np.searchsorted(second.ours, first.theirs, "right")
    row, at = np.repeat(np.arange(len(first)), ends - begins), spread(begins, ends - begins)
    return Table(first.ours[row], second.theirs[at], first.weights[row] * second.weights[at])


def composed(first: Table, second: Table, damp: float, most: int) -> Table:
    """What follows by way of a third language: the best product over the words between, damped, the best `most` a word."""
    found = onward(firmest(first, most), firmest(second, most))
    found = Table(found.ours, found.theirs, found.weights * np.float32(damp))
    return firmest(once([found.at(np.flatnonzero(found.weights > LEAST))]), most)


def _by_pair(tables: Sequence[Table]) -> Ints:
    """The rows of several tables in order, each as one number: its pair, then its weight. Sorting such is ten times as fast."""
    return np.sort(np.concatenate([(table.ours << PLACE | table.theirs) << GRAIN | _grains(table) for table in tables]))


def _grains(table: Table) -> Ints:
    return np.rint(table.weights * FULL).astype(np.int64)
