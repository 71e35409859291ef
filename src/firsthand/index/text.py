"""Which wordings of claims say the same as this text? The text index on disk: packed arrays in, nearest wordings out.

In two steps: the rarest words find candidates, then each candidate is weighed with all that both hold. A wording is found once;
its road says what was strongest: a shared run of words, words, other names, word lists, spelling, meaning. The oracle is
`index/memory.py`; the arrays are told in `index/text_pack.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from firsthand.index import scoring
from firsthand.index.grams import Grams
from firsthand.index.postings import Ints, Keys, stable_key
from firsthand.index.segments import Segment
from firsthand.index.text_ask import NAMED, OWN, TRANSLATED, Asked, Expansion, Translations, ask, little_stems
from firsthand.index.text_pack import text_doc
from firsthand.index.text_part import Part, Rows, Weighed, look_up
from firsthand.record.ports import TextDoc, TextHit

CANDIDATES = 100
"""Wordings of one segment that are weighed in full."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: its score in quanta, its document, and where it stands."""

    score: float
    doc: TextDoc
    part: Part
    number: int
    shared: int

    @property
    def order(self) -> tuple[float, str, int]:
        return -self.score, self.doc.item, self.doc.wording


@dataclass(frozen=True, slots=True)
class _Gloss:
    """A stem of ours and the one that a wording holds for it; how much it counts, and why (`text_ask`)."""

    weight: float
    kind: int
    ours: str
    theirs: str


class TextEngine:
    """The text index over the segments of a shelf; what is live in them is one collection, however it is split."""

    def __init__(self, segments: Sequence[Segment], lexicon: Translations | None = None) -> None:
        self._parts = [Part(segment) for segment in segments if len(segment.live)]
        self._total = sum(part.size for part in self._parts)
        self._expand = Expansion(self, lexicon)

    def __len__(self) -> int:
        """The number of live wordings."""
        return self._total

    def frequency(self, keys: Keys) -> Ints:
        """In how many live wordings each stem stands."""
        return sum((part.frequency(keys) for part in self._parts), np.zeros(len(keys), np.int64))

    def near(self, word: Grams) -> Iterable[tuple[str, float]]:
        """Stems on file that share runs of three letters with a word, each once, with their likeness (Dice)."""
        return dict(row for part in self._parts for row in part.near(word)).items()

    def find(self, text: str, lang: str, k: int, names: Sequence[tuple[str, str]] = ()) -> list[TextHit]:
        """The k nearest wordings, best first; of equal ones the one whose (item, wording) sorts first.

        `names` are pairs of words of the text and another name of whom or what they name. `lang` is not needed: a word is
        looked up by its letters, since a language said wrongly would hide a claim.
        """
        asked = ask(text, names, self._expand)
        if k <= 0 or not asked.stems or not self._total:
            return []
        weighed = self._weighed(asked)
        found = [hit for part in self._parts for hit in self._best(part, weighed, k)]
        found.sort(key=lambda hit: hit.order)
        return self._hits(found[:k], asked)

    def _weighed(self, asked: Asked) -> Weighed:
        frequency = np.bincount(asked.group, asked.weight * self.frequency(asked.keys), len(asked.stems))
        grams = sum((part.gram_frequency(asked.grams) for part in self._parts), np.zeros(len(asked.grams), np.int64))
        length, spread = (sum(part.lengths[i] for part in self._parts) / max(1, self._total) for i in (0, 1))
        return Weighed(
            asked,
            scoring.term_weight(frequency, self._total, asked.little),
            scoring.term_weight(grams, self._total, np.zeros(len(grams), bool)),
            length,
            spread,
        )

    def _best(self, part: Part, weighed: Weighed, k: int) -> list[_Found]:
        docs, _ = part.candidates(weighed, max(CANDIDATES, k))
        if not len(docs):
            return []
        value, shared = part.scores(docs, part.rows(docs, weighed.asked), weighed)
        value = scoring.quanta(value)
        least = np.sort(value)[max(0, len(value) - k)]
        return [
            _Found(float(value[i]), text_doc(part.arrays, int(docs[i])), part, int(docs[i]), int(shared[i]))
            for i in np.flatnonzero(value >= least)
        ]

    def _hits(self, found: Sequence[_Found], asked: Asked) -> list[TextHit]:
        frequency = np.bincount(asked.group, asked.weight * self.frequency(asked.keys), len(asked.stems))
        ours = scoring.rarity(frequency, self._total, asked.little)
        made: dict[tuple[str, int], TextHit] = {}
        for part in dict.fromkeys(row.part for row in found):
            here = [row for row in found if row.part is part]
            rows = part.rows(np.array([row.number for row in here]), asked)
            for row, rare, glosses in zip(
                here,
                self._shares(part, rows, asked, ours, len(here)),
                _glosses(part, rows, asked, len(here)),
                strict=True,
            ):
                made[row.doc.item, row.doc.wording] = _hit(row, rare, glosses)
        return [made[row.doc.item, row.doc.wording] for row in found]

    def _shares(
        self, part: Part, rows: Rows, asked: Asked, ours: scoring.Numbers, count: int
    ) -> list[tuple[float, float]]:
        """For each hit, the share of our rarity that it holds, and the share of its rarity that we hold."""
        keys = part.arrays["stem.keys"][rows.place]
        theirs = scoring.rarity(self.frequency(keys), self._total, look_up(_little_keys(), keys)[1])
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


def _glosses(part: Part, rows: Rows, asked: Asked, count: int) -> list[list[_Gloss]]:
    """For each hit, our stems that it holds only in another form, with that form, the likeliest first."""
    made: list[list[_Gloss]] = [[] for _ in range(count)]
    met = np.flatnonzero(rows.member >= 0)
    members, owners = rows.member[met], rows.owner[met]
    own = {(int(o), int(asked.group[m])) for o, m in zip(owners, members, strict=True) if asked.kind[m] == OWN}
    for r, o, m in zip(met.tolist(), owners.tolist(), members.tolist(), strict=True):
        if asked.kind[m] != OWN and (o, int(asked.group[m])) not in own:
            words = asked.stems[asked.group[m]], part.stem(int(rows.place[r]))
            made[o].append(_Gloss(float(asked.weight[m]), int(asked.kind[m]), *words))
    return [sorted(row, key=lambda gloss: (-gloss.weight, gloss.ours, gloss.theirs)) for row in made]


def _hit(row: _Found, rare: tuple[float, float], glosses: Sequence[_Gloss]) -> TextHit:
    pairs = tuple((gloss.ours, gloss.theirs) for gloss in glosses)
    return TextHit(row.doc, _road(row, glosses), row.score / scoring.QUANTUM, rare, glosses=pairs)


def _road(row: _Found, glosses: Sequence[_Gloss]) -> str:
    kinds = {gloss.kind for gloss in glosses}
    if row.shared:
        return "passages"
    if TRANSLATED in kinds:
        return "translation"
    if NAMED in kinds:
        return "names"
    return "spelling" if kinds else "words"
