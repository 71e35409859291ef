"""What is looked for when a text is asked? Its stems, each with the words on file that may stand for it, and its runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np

from firsthand.index import scoring
from firsthand.index.grams import LONG, SHORT, Grams, gram_set
from firsthand.index.postings import Ints, Keys, run_keys, stable_key
from firsthand.matching.folding import Word
from firsthand.matching.terms import says_little, term_stem, terms, word_list

OWN, SPELT, NAMED, TRANSLATED = range(4)
"""Why a word on file may stand for an asked one: it is the same, spelt alike, another name of one subject, a translation."""

NEAR = 0.6
"""Two words of which less of their runs of three letters is common (Dice) are not taken for one."""
NEAREST = 3
"""So many near words of one are looked for."""
LEAST = 4
"""Letters of the shortest word that a near one is looked for, or that may be cut in two."""
TRUST = 0.8
"""What a translation counts beside the word itself."""
MOST_KNOWN = 100_000
"""So many answers are kept."""


class Translations(Protocol):
    """What a compiled lexicon offers; see `index/lexicon.py`."""

    def translations(self, keys: Keys) -> tuple[Ints, Keys, Ints]: ...


class Vocabulary(Protocol):
    """The words on file, over all segments."""

    def frequency(self, keys: Keys) -> Ints:
        """In how many live wordings each stem stands."""

    def near(self, word: Grams) -> Iterable[tuple[str, float]]:
        """Stems on file that share enough runs of three letters with a word, with their likeness (Dice)."""

    @property
    def latin(self) -> frozenset[bool]:
        """Whether there are stems in plain Latin letters (True), and in others (False)."""


@dataclass(frozen=True, slots=True)
class Member:
    """A stem on file that may stand for an asked one: its key, how much it counts (over 0, at most 1), and why."""

    key: int
    weight: float
    kind: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A text as it is looked for. `stems` are its G distinct stems; member m belongs to stem `group[m]`.

    `keys` (M, uint64) are distinct. `runs` are the keys of its runs of five words, `grams` those of its runs of letters.
    """

    stems: tuple[str, ...]
    little: Ints
    keys: Keys
    group: Ints
    weight: scoring.Numbers
    kind: Ints
    runs: Keys
    grams: Grams


@cache
def little_stems() -> frozenset[str]:
    """Stems of words that any text may hold."""
    return frozenset(term_stem(word) for word in word_list("little"))


Written = tuple[str, str, bool]
"""A stem, the folded word it was taken from, and whether it was written with a capital, as a name is."""
Expand = Callable[[Sequence[Written]], Sequence[Sequence[Member]]]
"""What may stand for each of several stems."""


def ask(text: str, names: Sequence[tuple[str, str]], expand: Expand) -> Asked:
    """Take a text apart. `names` are pairs of words of the text and another name of the same subject."""
    found = terms(text)
    stems = [term_stem(word.folded) for word in found]
    capital = {stem for stem, word in zip(stems, found, strict=True) if text[word.start].isupper()}
    words = dict(zip(reversed(stems), (word.folded for word in reversed(found)), strict=True))
    distinct = list(dict.fromkeys(stems))
    members = expand([(stem, words[stem], stem in capital) for stem in distinct])
    rows = [(place, member) for place, held in enumerate(members) for member in held]
    rows += _named(distinct, names)
    held = _each_once(rows)
    keys = np.array([stable_key(word.folded) for word in found], np.uint64)
    runs, _ = run_keys(keys, np.zeros(len(keys), np.int32), scoring.SHINGLE)
    return Asked(
        tuple(distinct),
        np.array([says_little(words[stem]) for stem in distinct], bool),
        np.array([member.key for _, member in held], np.uint64),
        np.array([place for place, _ in held], np.int64),
        np.array([member.weight for _, member in held], np.float64),
        np.array([member.kind for _, member in held], np.int8),
        np.unique((runs >> np.uint64(32)).astype(np.uint32)),
        gram_set([stem for stem in distinct if not says_little(words[stem])], LONG),
    )


def _named(stems: Sequence[str], names: Sequence[tuple[str, str]]) -> Iterator[tuple[int, Member]]:
    """The words of a subject's other name, laid beside those by which the text names it."""
    place = {stem: number for number, stem in enumerate(stems)}
    for ours, theirs in names:
        mine = [place[stem] for stem in _stems(terms(ours)) if stem in place]
        for number, stem in enumerate(_stems(terms(theirs)) if mine else ()):
            yield mine[min(number, len(mine) - 1)], Member(stable_key(stem), 1.0, NAMED)


def _stems(found: Iterable[Word]) -> list[str]:
    return [term_stem(word.folded) for word in found]


def _each_once(rows: Sequence[tuple[int, Member]]) -> list[tuple[int, Member]]:
    """A stem on file stands for one asked stem only: for itself, else for the one that it counts most for."""
    best: dict[int, tuple[int, Member]] = {}
    for row in rows:
        known = best.get(row[1].key)
        if known is None or (row[1].weight, -row[1].kind) > (known[1].weight, -known[1].kind):
            best[row[1].key] = row
    return list(best.values())


class Expansion:
    """What may stand for a stem, of what is on file. Answers are kept, for words come again."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Translations | None) -> None:
        self._vocabulary, self._lexicon = vocabulary, lexicon
        self._known: dict[tuple[Written, bool], tuple[Member, ...]] = {}

    def of(self, stems: Sequence[Written], *, translated: bool) -> list[tuple[Member, ...]]:
        """For each stem: itself, and what on file is spelt like it or may translate it."""
        known = {row: held for row in stems if (held := self._known.get((row, translated)))}
        new = [row for row in stems if row not in known]
        if new:
            learnt = self._learn(new, translated=translated)
            # What was asked is answered from here: another thread may empty the table meanwhile.
            known |= learnt
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known |= {(row, translated): members for row, members in learnt.items()}
        return [known[row] for row in stems]

    def _learn(self, stems: Sequence[Written], *, translated: bool) -> dict[Written, tuple[Member, ...]]:
        keys = np.array([stable_key(stem) for stem, _, _ in stems], np.uint64)
        on_file = self._vocabulary.frequency(keys) > 0
        words = self._translated(keys) if translated else {}
        learnt: dict[Written, tuple[Member, ...]] = {}
        for number, row in enumerate(stems):
            stem = row[0]
            members = [Member(int(keys[number]), 1.0, OWN)]
            members += words.get(number, ())
            if not says_little(row[1]) and not stem.isdigit():
                members += self._spelt(row, on_file=bool(on_file[number]), told=number in words)
            learnt[row] = tuple(members)
        return learnt

    def _translated(self, keys: Keys) -> dict[int, list[Member]]:
        """By the place of the asked key: the stems on file that a word list gives for it."""
        if self._lexicon is None:
            return {}
        asked, found, weights = self._lexicon.translations(keys)
        there = self._vocabulary.frequency(found) > 0
        made: dict[int, list[Member]] = {}
        rows = zip(asked[there].tolist(), found[there].tolist(), weights[there].tolist(), strict=True)
        for number, key, weight in rows:
            made.setdefault(number, []).append(Member(key, TRUST * weight, TRANSLATED))
        return made

    def _spelt(self, row: Written, *, on_file: bool, told: bool) -> list[Member]:
        """What is spelt like a word that is not on file; for a name that is, only what is written in other letters."""
        stem, folded, capital = row
        elsewhere = capital and (not _latin(stem)) in self._vocabulary.latin
        if len(stem) < LEAST or (on_file and not elsewhere):
            return []
        near = list(self._near(stem, other_script=on_file))
        if not near and not on_file and not told:
            near = list(self._halves(folded))
        return [Member(stable_key(other), weight, SPELT) for other, weight in near]

    def _near(self, stem: str, *, other_script: bool) -> Iterator[tuple[str, float]]:
        found = self._vocabulary.near(gram_set([stem], SHORT))
        rows = [(other, dice) for other, dice in found if not other.isdigit() and other != stem]
        if other_script:
            rows = [(other, dice) for other, dice in rows if _latin(other) != _latin(stem)]
        rows.sort(key=lambda row: (-row[1], row[0]))
        yield from rows[:NEAREST]

    def _halves(self, word: str) -> Iterator[tuple[str, float]]:
        """A word run together of two that are on file: `sixflags`, as in addresses of people and tags."""
        cuts = [(term_stem(word[:i]), term_stem(word[i:])) for i in range(LEAST - 1, len(word) - LEAST + 2)]
        if cuts:
            keys = np.array([stable_key(stem) for cut in cuts for stem in cut], np.uint64)
            whole = (self._vocabulary.frequency(keys) > 0).reshape(-1, 2).all(axis=1)
            if whole.any():
                yield from ((stem, 0.5) for stem in cuts[int(np.argmax(whole))])


def _latin(stem: str) -> bool:
    return stem.isascii()


def dice(shared: Ints, ours: int, theirs: Ints) -> scoring.Numbers:
    """Dice's coefficient of two sets of these sizes that share so many members."""
    return np.asarray(2.0 * shared / (ours + theirs), np.float64)


def road(shared: bool, telling: int, kinds: Sequence[int]) -> str:
    """How a wording was found: by a run of words, by words as they are, or by what was taken for most of them."""
    if shared:
        return "passages"
    if telling >= len(kinds):
        return "words"
    if TRANSLATED in kinds:
        return "translation"
    return "names" if NAMED in kinds else "spelling"
