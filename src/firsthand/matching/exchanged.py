"""Is it the claim with one thing put in place of another? `Southern Bank` for `Northern Bank`, `repaired` for `closed`.

Two texts that say the same are often built alike, and so are two that say opposite things of the same people. Where both are
built alike, what stands in one gap of each tells them apart; where they are not, this says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from firsthand.matching.pairs import Pair
from firsthand.matching.passages import Span
from firsthand.matching.texts import Told

_VOWELS, _DOUBLED = re.compile("[aeiouyw]"), re.compile(r"(.)\1")
WIDEST = 3
"""Telling words that may stand in a gap; a wider one is another way to tell it, not an exchange."""
LONGEST = 80
"""Telling words of a text that are laid beside the other's; a claim is shorter, and a passage as long as that is no claim."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What stands in ours, and in theirs, between the same words: the places of both."""

    ours: Span
    theirs: Span


@dataclass(frozen=True, slots=True)
class _Word:
    """A telling word or a number: what it is compared by, whether the other text has it, whether any text may, its place."""

    key: str
    shared: bool
    common: bool
    place: Span


def exchange(pair: Pair) -> Exchange | None:
    """The first gap between the same words, in the same order, in which both texts say something that the other does not."""
    back = {mine: stem for stem, mine in pair.shared.items()}
    ours = [_Word(back.get(word.key, word.key), *_rest(word)) for word in _words(pair.ours, set(back), pair.numbers)]
    theirs = list(_words(pair.theirs, set(pair.shared), pair.numbers))
    matched = _in_order([word.key for word in ours], [word.key for word in theirs])
    ends = [(-1, -1), *matched, (len(ours), len(theirs))]
    for number, (start, end) in enumerate(pairwise(ends)):
        mine, yours = ours[start[0] + 1 : end[0]], theirs[start[1] + 1 : end[1]]
        edge = number == 0 or number == len(ends) - 2
        found = _exchanged(mine, yours, 1 if edge else WIDEST)
        if not found and not edge and _begins(matched[:number]):
            found = _moved(mine, yours)
        if found:
            return found
    return None


def _rest(word: _Word) -> tuple[bool, bool, Span]:
    return word.shared, word.common, word.place


def _words(side: Told, shared: set[str], numbers: Sequence[str]) -> Iterator[_Word]:
    """The telling words and the numbers of one text, in order."""
    figures = {place: number for number, place in side.numbers.items()}
    rows = []
    for word, stem in zip(side.words, side.stems, strict=True):
        place = word.start, word.end
        if stem in side.content:
            rows.append(_Word(stem, stem in shared, stem in side.common, place))
        elif place in figures:
            rows.append(_Word(figures[place], figures[place] in numbers, False, place))
    yield from rows[:LONGEST]


def _exchanged(ours: Sequence[_Word], theirs: Sequence[_Word], widest: int) -> Exchange | None:
    """Both gaps hold something, no more than so much, that is nowhere in the other text; common words alone tell nothing."""
    mine, yours = ([word for word in side if not word.shared] for side in (ours, theirs))
    if not mine or not yours or max(len(mine), len(yours)) > widest or all(word.common for word in (*mine, *yours)):
        return None
    if len(mine) == len(yours) == 1 and _turned(mine[0].key, yours[0].key):
        return None
    return Exchange((mine[0].place[0], mine[-1].place[1]), (yours[0].place[0], yours[-1].place[1]))


def _begins(matched: Sequence[tuple[int, int]]) -> bool:
    """Does theirs begin with these words, side by side in both: who it is that does something?"""
    first = matched[0][0]
    return all(pair == (first + number, number) for number, pair in enumerate(matched))


def _moved(ours: Sequence[_Word], theirs: Sequence[_Word]) -> Exchange | None:
    """Ours says there what theirs says elsewhere, and nowhere what theirs says there: `pay` in place of `close`."""
    if not ours or not 0 < len(theirs) <= WIDEST or not all(word.shared for word in ours):
        return None
    if any(word.shared for word in theirs):
        return None
    return Exchange(ours[0].place, (theirs[0].place[0], theirs[-1].place[1]))


def _turned(one: str, other: str) -> bool:
    """May two English stems be forms of one verb that change their vowels: sell and sold, take and took, build and built?"""
    if not (one.isascii() and other.isascii() and one.isalpha() and other.isalpha()):
        return False
    bare = [_DOUBLED.sub(r"\1", _VOWELS.sub("", stem).replace("d", "t")).removesuffix("t") for stem in (one, other)]
    return bool(bare[0]) and bare[0] == bare[1] and one[0] == other[0]


def _in_order(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the longest sequence that both hold in the same order."""
    lengths = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            same = ours[i] == theirs[j]
            lengths[i][j] = 1 + lengths[i + 1][j + 1] if same else max(lengths[i + 1][j], lengths[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(ours) and j < len(theirs):
        if ours[i] == theirs[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
