"""Which words are on file, how often, and which of them are spelt like this one? The vocabularies of all segments as one.

Made when it is first asked, in some hundredths of a second for hundreds of thousands of words; after that every question is
put to one table, however many segments there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from firsthand.index.grams import Grams
from firsthand.index.postings import Ints, Keys
from firsthand.index.text_ask import NEAR, dice
from firsthand.index.text_pack import LATIN
from firsthand.index.text_part import Part, look_up
from firsthand.index.tokens import spread


class Words:
    """The words of the live wordings of several segments."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def frequency(self, keys: Keys) -> Ints:
        """In how many live wordings each stem stands."""
        known, held = self._held
        return _found(known, held, keys)

    def gram_frequency(self, grams: Grams) -> Ints:
        """For each run of letters, the live wordings of all stems that hold it, added up."""
        known, held = self._grams
        return _found(known, held, grams)

    @cached_property
    def latin(self) -> frozenset[bool]:
        """Whether there are stems in Latin letters (True), and in others (False)."""
        return frozenset(script == LATIN for part in self._parts for script in part.scripts if script)

    def near(self, word: Grams) -> list[tuple[str, float]]:
        """The stems that share enough runs of three letters with a word, and how alike they are (Dice), each once."""
        runs, words, sizes = self._spelt
        begins, ends = np.searchsorted(runs, word), np.searchsorted(runs, word, "right")
        shared = np.bincount(words[spread(begins, ends - begins)])
        # Two words that are alike enough share so many runs of the one, however short the other is.
        held = np.flatnonzero(shared >= NEAR / (2 - NEAR) * len(word))
        alike = dice(shared[held], len(word), sizes[held])
        return list({self._stem(int(held[i])): float(alike[i]) for i in np.flatnonzero(alike >= NEAR)}.items())

    def _stem(self, number: int) -> str:
        """The word of a number of `_spelt`."""
        place = int(np.searchsorted(self._starts, number, "right")) - 1
        return self._parts[place].stem(int(self._live[place][number - self._starts[place]]))

    @cached_property
    def _live(self) -> list[Ints]:
        """For each segment, the places of the stems that stand in a live wording."""
        return [np.flatnonzero(part.held > 0) for part in self._parts]

    @cached_property
    def _starts(self) -> Ints:
        return np.concatenate([[0], np.cumsum([len(live) for live in self._live])])

    @cached_property
    def _held(self) -> tuple[Keys, Ints]:
        """The keys of all stems, sorted, and in how many live wordings each stands."""
        return _added([part.arrays["stem.keys"] for part in self._parts], [part.held for part in self._parts])

    @cached_property
    def _grams(self) -> tuple[Grams, Ints]:
        """The runs of letters by which texts are compared, sorted, and the live wordings of all stems that hold each."""
        counts = []
        for part in self._parts:
            held, starts = part.held[part.arrays["long.words"]], part.arrays["long.starts"][:-1]
            counts.append(np.add.reduceat(held, starts) if len(starts) else held)
        return _added([part.arrays["long.keys"] for part in self._parts], counts)

    @cached_property
    def _spelt(self) -> tuple[Grams, Ints, Ints]:
        """(runs of three letters, sorted; the number of the word that holds each; how many runs each word has)."""
        runs, owners, sizes = [np.empty(0, np.uint32)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for part, live, start in zip(self._parts, self._live, self._starts.tolist(), strict=False):
            ends = part.arrays["short.ends"].astype(np.int64)
            counts = ends[live + 1] - ends[live]
            runs.append(part.arrays["short.of"][spread(ends[live], counts)])
            owners.append(np.repeat(np.arange(len(live)) + start, counts))
            sizes.append(counts)
        keys, words = np.concatenate(runs), np.concatenate(owners)
        order = np.argsort(keys, kind="stable")
        return keys[order], words[order], np.concatenate(sizes)


def _found(known: Ints, held: Ints, asked: Ints) -> Ints:
    place, there = look_up(known, asked)
    numbers = np.zeros(len(asked), np.int64)
    numbers[there] = held[place[there]]
    return numbers


def _added(keys: Sequence[Ints], counts: Sequence[Ints]) -> tuple[Ints, Ints]:
    """The distinct keys of several sorted tables, sorted, with their counts added up."""
    if len(keys) == 1:
        return keys[0], counts[0]
    if not keys:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    known, back = np.unique(np.concatenate(keys), return_inverse=True)
    return known, np.bincount(back, np.concatenate(counts), len(known)).astype(np.int64)
