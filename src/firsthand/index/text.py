"""Which wordings of claims say the same as this text? The text index on disk: packed arrays in, nearest wordings out.

In two steps: the rarest words find candidates, then each candidate is weighed with all that both hold. A wording is found once;
its road says what was strongest: a shared run of words, words, other names, word lists, spelling, meaning. The oracle is
`index/memory.py`; the arrays are told in `index/text_pack.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import isnan
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.index import scoring
from firsthand.index.postings import Ints, Keys, stable_key
from firsthand.index.segments import Segment
from firsthand.index.text_ask import OWN, Asked, Expansion, Translations, ask, little_stems, road
from firsthand.index.text_pack import SCRIPTS, text_doc
from firsthand.index.text_part import Part, Rows, Weighed, best, look_up, within_budget
from firsthand.index.text_words import Words
from firsthand.record.ports import TextHit

Vectors = NDArray[np.float32]
CANDIDATES = 64
"""Wordings, over all segments, that are weighed in full."""
MEANT = 50
"""Texts on file that mean most alike, weighed in full too where a sentence model is in use."""


class Meaning(Protocol):
    """What the index asks of a sentence model and its vectors on file; see `index/vectors.py`."""

    def vectors(self, texts: Sequence[str]) -> Vectors: ...

    def nearest(self, vector: Vectors, k: int) -> tuple[Keys, Vectors]: ...

    def likeness(self, vector: Vectors, keys: Keys) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: its score in quanta, where it stands, shared runs, cosine (NaN without vectors)."""

    score: float
    part: Part
    number: int
    shared: int
    likeness: float

    @property
    def order(self) -> tuple[float, int, int]:
        return -self.score, self.part.place, self.number


@dataclass(frozen=True, slots=True)
class _Gloss:
    """A stem of ours and the one that a wording holds for it; how much it counts, and why (`text_ask`)."""

    weight: float
    kind: int
    ours: str
    theirs: str


class TextEngine:
    """The text index over the segments of a shelf; what is live in them is one collection, however it is split."""

    def __init__(
        self, segments: Sequence[Segment], lexicon: Translations | None = None, meaning: Meaning | None = None
    ) -> None:
        self._parts = [Part(segment, place) for place, segment in enumerate(segments) if len(segment.live)]
        self._total = sum(part.size for part in self._parts)
        self._words = Words(self._parts)
        self._expansion = Expansion(self._words, lexicon)
        self._meaning = meaning

    @cached_property
    def langs(self) -> frozenset[str]:
        """The languages of the wordings."""
        return frozenset(lang for part in self._parts for lang in part.langs)

    def __len__(self) -> int:
        """The number of live wordings."""
        return self._total

    def without(self, known: Callable[[Keys], NDArray[np.bool_]]) -> Iterator[str]:
        """The live texts whose keys (`postings.text_key`) are not known."""
        for part in self._parts:
            for number in np.flatnonzero(part.live & ~known(part.arrays["name"])):
                yield text_doc(part.arrays, int(number)).text

    def find(self, text: str, lang: str, k: int, names: Sequence[tuple[str, str]] = ()) -> list[TextHit]:
        """The k nearest wordings, best first; of equal ones the one that was filed first.

        `names` are pairs of words of the text and another name of whom or what they name. `lang` only spares looking for
        translations where all wordings are in it; a word is looked up by its letters, whatever language it is said to be.
        """
        translated = not lang or bool(self.langs - {lang})
        asked = ask(text, names, lambda stems: self._expansion.of(stems, translated=translated))
        if k <= 0 or not asked.stems or not self._total:
            return []
        weighed = self._weighed(asked)
        vector = self._meaning.vectors([text])[0] if self._meaning is not None else None
        found = [
            row
            for part, docs in self._candidates(weighed, vector, max(CANDIDATES, k))
            for row in self._scored(part, docs, weighed, vector, k)
        ]
        found.sort(key=lambda row: row.order)
        return self._hits(found[:k], weighed)

    def _candidates(self, weighed: Weighed, vector: Vectors | None, most: int) -> Iterator[tuple[Part, Ints]]:
        """The wordings that hold most of what is asked, over all segments, and those that mean most alike."""
        rows = [part.candidates(weighed, most) for part in self._parts]
        values = np.concatenate([values for _, values in rows])
        least = float(np.partition(values, len(values) - most)[len(values) - most]) if len(values) > most else 0.0
        alike = np.empty(0, np.uint64)
        if self._meaning is not None and vector is not None:
            alike, _ = self._meaning.nearest(vector, MEANT)
        for part, (docs, values) in zip(self._parts, rows, strict=True):
            held = docs[values >= least]
            held = np.union1d(held, part.named(alike)) if len(alike) else held
            if len(held):
                yield part, held

    def _weighed(self, asked: Asked) -> Weighed:
        held, groups = self._words.frequency(asked.keys), len(asked.stems)
        rows = np.asarray(np.bincount(asked.group, held, groups), np.float64)
        frequency = np.asarray(np.bincount(asked.group, asked.weight * held, groups), np.float64)
        grams = self._words.gram_frequency(asked.grams)
        weights = scoring.term_weight(frequency, self._total, asked.little)
        length, spread = (sum(part.lengths[i] for part in self._parts) / max(1, self._total) for i in (0, 1))
        return Weighed(
            asked,
            frequency,
            within_budget(rows),
            weights,
            scoring.term_weight(grams, self._total, np.zeros(len(grams), bool)),
            length,
            spread,
            scoring.reach(self._scripts(asked), weights),
        )

    def _scripts(self, asked: Asked) -> scoring.Numbers:
        """(G, 4): how much of each asked stem can be met in each script."""
        met = np.zeros((len(asked.stems), SCRIPTS))
        for part in self._parts if len(self._words.latin) > 1 else ():
            np.maximum(met, part.scripts_of(asked), out=met)
        return met

    def _scored(self, part: Part, docs: Ints, weighed: Weighed, vector: Vectors | None, k: int) -> Iterator[_Found]:
        """The k best of a segment's candidates, and those that equal the last of them."""
        value, shared = part.scores(docs, part.rows(docs, weighed.asked), weighed)
        alike = np.full(len(docs), np.nan)
        if self._meaning is not None and vector is not None:
            alike = self._meaning.likeness(vector, part.arrays["name"][docs]).astype(np.float64)
            value += scoring.meant(np.nan_to_num(alike))
        value = scoring.quanta(value)
        kept, _ = best(np.arange(len(docs)), value, k)
        columns = (value[kept], docs[kept], shared[kept], alike[kept])
        for score, number, runs, cosine in zip(*(column.tolist() for column in columns), strict=True):
            yield _Found(score, part, number, runs, cosine)

    def _hits(self, found: Sequence[_Found], weighed: Weighed) -> list[TextHit]:
        asked = weighed.asked
        ours = scoring.rarity(weighed.frequency, self._total, asked.little)
        made: dict[tuple[int, int], TextHit] = {}
        for part in dict.fromkeys(row.part for row in found):
            here = [row for row in found if row.part is part]
            rows = part.rows(np.array([row.number for row in here]), asked)
            shares, told = self._shares(part, rows, asked, ours, len(here)), _glosses(part, rows, asked, len(here))
            for row, rare, (telling, glosses) in zip(here, shares, told, strict=True):
                made[part.place, row.number] = _hit(row, rare, telling, glosses)
        return [made[row.part.place, row.number] for row in found]

    def _shares(
        self, part: Part, rows: Rows, asked: Asked, ours: scoring.Numbers, count: int
    ) -> list[tuple[float, float]]:
        """For each hit, the share of our rarity that it holds, and the share of its rarity that we hold."""
        keys = part.arrays["stem.keys"][rows.place]
        theirs = scoring.rarity(self._words.frequency(keys), self._total, look_up(_little_keys(), keys)[1])
        met = rows.member >= 0
        member, owner, groups = rows.member[met], rows.owner[met], len(asked.stems)
        covered = np.zeros(count * groups)
        np.maximum.at(covered, owner * groups + asked.group[member], asked.weight[member])
        mine = covered.reshape(count, groups) @ ours / max(1.0, float(ours.sum()))
        whole = np.bincount(rows.owner, theirs, count)
        yours = np.bincount(owner, asked.weight[member] * theirs[met], count) / np.maximum(1.0, whole)
        return [
            (round(min(1.0, a), 6), round(min(1.0, b), 6)) for a, b in zip(mine.tolist(), yours.tolist(), strict=True)
        ]


@cache
def _little_keys() -> Keys:
    return np.unique(np.array([stable_key(stem) for stem in little_stems()], np.uint64))


def _glosses(part: Part, rows: Rows, asked: Asked, count: int) -> list[tuple[int, list[_Gloss]]]:
    """For each hit, how many of our telling stems it holds as they are, and those that it holds only in another form."""
    made: list[list[_Gloss]] = [[] for _ in range(count)]
    met = np.flatnonzero(rows.member >= 0)
    members, owners = rows.member[met], rows.owner[met]
    same = asked.kind[members] == OWN
    own = set(zip(owners[same].tolist(), asked.group[members[same]].tolist(), strict=True))
    telling = Counter(owner for owner, group in own if not asked.little[group])
    for r, o, m in zip(met[~same].tolist(), owners[~same].tolist(), members[~same].tolist(), strict=True):
        if (o, int(asked.group[m])) not in own:
            words = asked.stems[asked.group[m]], part.stem(int(rows.place[r]))
            made[o].append(_Gloss(float(asked.weight[m]), int(asked.kind[m]), *words))
    return [
        (telling[number], sorted(row, key=lambda gloss: (-gloss.weight, gloss.ours, gloss.theirs)))
        for number, row in enumerate(made)
    ]


def _hit(row: _Found, rare: tuple[float, float], telling: int, glosses: Sequence[_Gloss]) -> TextHit:
    pairs = tuple((gloss.ours, gloss.theirs) for gloss in glosses)
    likeness = None if isnan(row.likeness) else round(row.likeness, 4)
    way = road(bool(row.shared), telling, [gloss.kind for gloss in glosses])
    if likeness is not None and likeness >= scoring.LIKELY and way != "passages" and rare[1] < scoring.THIN:
        way = "meaning"
    return TextHit(text_doc(row.part.arrays, row.number), way, row.score / scoring.QUANTUM, rare, likeness, pairs)
