"""Which wordings say the same as this text? The obvious version, in dictionaries: the oracle for `index/text.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from firsthand.index import scoring
from firsthand.index.grams import LONG, SHORT, Grams, gram_set
from firsthand.index.postings import Ints, Keys, run_keys, stable_key
from firsthand.index.text_ask import (
    NEAR,
    OWN,
    Asked,
    Expansion,
    Translations,
    ask,
    dice,
    little_stems,
    road,
)
from firsthand.index.text_pack import LATIN, SCRIPTS, by_script, scripts
from firsthand.matching.terms import term_stem, terms
from firsthand.record.ports import TextDoc, TextHit

Place = tuple[str, int]


class MemoryTexts:
    """Wordings of claims in memory. A document of the same (item, wording) replaces the earlier one."""

    def __init__(self, docs: Iterable[TextDoc] = (), lexicon: Translations | None = None) -> None:
        self._docs: dict[Place, TextDoc] = {}
        self._lexicon = lexicon
        self.add(docs)

    def add(self, docs: Iterable[TextDoc]) -> None:
        for doc in docs:
            self._docs.pop((doc.item, doc.wording), None)
            self._docs[doc.item, doc.wording] = doc

    def remove(self, case: str) -> None:
        """Forget all wordings of one case."""
        self._docs = {place: doc for place, doc in self._docs.items() if doc.case != case}

    def find(self, text: str, lang: str, k: int, names: Sequence[tuple[str, str]] = ()) -> list[TextHit]:
        """The k nearest wordings, best first; of equal ones the one that was filed first."""
        field = _Field({place: _stems(doc.text) for place, doc in self._docs.items()})
        expansion = Expansion(field, self._lexicon)
        asked = ask(text, names, lambda stems: expansion.of(stems, translated=True))
        hits = [hit for place, doc in self._docs.items() if (hit := field.hit(place, doc, asked))]
        hits.sort(key=lambda hit: -hit.score)
        return hits[: max(0, k)]


class _Field:
    """All wordings as counts of their stems."""

    def __init__(self, held: Mapping[Place, Counter[str]]) -> None:
        self._held = held
        self._frequency = Counter(stem for stems in held.values() for stem in stems)
        self._keys = {stable_key(stem): stem for stem in self._frequency}
        self._grams = {stem: frozenset(gram_set([stem], LONG).tolist()) for stem in self._frequency}
        self._gram_frequency: Counter[int] = Counter()
        for stem, frequency in self._frequency.items():
            self._gram_frequency.update(dict.fromkeys(self._grams[stem], frequency))

    def frequency(self, keys: Keys) -> Ints:
        return np.array(
            [self._frequency[self._keys[key]] if key in self._keys else 0 for key in keys.tolist()], np.int64
        )

    @property
    def latin(self) -> frozenset[bool]:
        return frozenset(bool(script == LATIN) for script in scripts(list(self._frequency)) if script)

    def near(self, word: Grams) -> Iterable[tuple[str, float]]:
        ours = set(word.tolist())
        for stem in self._frequency:
            theirs = set(gram_set([stem], SHORT).tolist())
            alike = float(dice(np.array(len(ours & theirs)), len(ours), np.array(len(theirs))))
            if alike >= NEAR:
                yield stem, alike

    def hit(self, place: Place, doc: TextDoc, asked: Asked) -> TextHit | None:
        held = self._held[place]
        met = [m for m, key in enumerate(asked.keys.tolist()) if self._keys.get(key) in held]
        shared = sum(run in asked.runs for run in _runs(doc.text))
        if not met and not shared:
            return None
        score = self._stem_score(held, met, asked) + scoring.SPELLING * self._gram_score(held, asked)
        score *= self._reach(held, asked)
        score = float(scoring.quanta(np.array(score + scoring.BONUS * shared))) / scoring.QUANTUM
        own = {int(asked.group[m]) for m in met if asked.kind[m] == OWN}
        telling, glosses = sum(not asked.little[group] for group in own), self._glosses(met, asked, own)
        pairs = tuple((ours, theirs) for _, _, ours, theirs in glosses)
        return TextHit(
            doc,
            road(bool(shared), telling, [row[1] for row in glosses]),
            score,
            self._rare(held, met, asked),
            glosses=pairs,
        )

    def _weights(self, asked: Asked) -> scoring.Numbers:
        frequency = np.bincount(asked.group, asked.weight * self.frequency(asked.keys), len(asked.stems))
        return scoring.term_weight(frequency, len(self._held), asked.little)

    def _reach(self, held: Counter[str], asked: Asked) -> float:
        met = np.zeros((len(asked.stems), SCRIPTS))
        for m, key in enumerate(asked.keys.tolist()):
            if key in self._keys:
                place = int(asked.group[m]), int(scripts([self._keys[key]])[0])
                met[place] = max(met[place], asked.weight[m])
        written = by_script(np.zeros(len(held), int), scripts(list(held)), np.array(list(held.values())), 1)
        return float(scoring.reach(met, self._weights(asked))[int(np.argmax(written[0]))])

    def _stem_score(self, held: Counter[str], met: Sequence[int], asked: Asked) -> float:
        counts = [0.0] * len(asked.stems)
        for m in met:
            counts[asked.group[m]] += float(asked.weight[m]) * held[self._keys[int(asked.keys[m])]]
        damped = scoring.damping(np.array([float(held.total())]), self._average(Counter.total))
        return float(sum(scoring.saturated(np.array(counts), damped) * self._weights(asked)))

    def _gram_score(self, held: Counter[str], asked: Asked) -> float:
        counts = [sum(n for stem, n in held.items() if gram in self._grams[stem]) for gram in asked.grams.tolist()]
        frequency = np.array([self._gram_frequency[gram] for gram in asked.grams.tolist()], np.int64)
        weights = scoring.term_weight(frequency, len(self._held), np.zeros(len(counts), bool))
        damped = scoring.damping(np.array([float(self._spread(held))]), self._average(self._spread))
        return float(sum(scoring.saturated(np.array(counts, float), damped) * weights))

    def _spread(self, held: Counter[str]) -> int:
        return sum(n * len(self._grams[stem]) for stem, n in held.items())

    def _average(self, of: Callable[[Counter[str]], int]) -> float:
        return sum(of(held) for held in self._held.values()) / max(1, len(self._held))

    def _rare(self, held: Counter[str], met: Sequence[int], asked: Asked) -> tuple[float, float]:
        frequency = np.bincount(asked.group, asked.weight * self.frequency(asked.keys), len(asked.stems))
        ours = scoring.rarity(frequency, len(self._held), asked.little)
        covered = np.zeros(len(asked.stems))
        theirs = {stem: self._rarity(stem) for stem in held}
        yours = 0.0
        for m in met:
            covered[asked.group[m]] = max(covered[asked.group[m]], asked.weight[m])
            yours += float(asked.weight[m]) * theirs[self._keys[int(asked.keys[m])]]
        mine = float(covered @ ours) / max(1.0, float(ours.sum()))
        return round(min(1.0, mine), 6), round(min(1.0, yours / max(1.0, sum(theirs.values()))), 6)

    def _rarity(self, stem: str) -> float:
        known = np.array([self._frequency[stem]])
        return float(scoring.rarity(known, len(self._held), np.array([stem in little_stems()]))[0])

    def _glosses(self, met: Sequence[int], asked: Asked, own: set[int]) -> list[tuple[float, int, str, str]]:
        rows = [
            (float(asked.weight[m]), int(asked.kind[m]), asked.stems[asked.group[m]], self._keys[int(asked.keys[m])])
            for m in met
            if asked.kind[m] != OWN and int(asked.group[m]) not in own
        ]
        return sorted(rows, key=lambda row: (-row[0], row[2], row[3]))


def _stems(text: str) -> Counter[str]:
    return Counter(term_stem(term.folded) for term in terms(text))


def _runs(text: str) -> list[int]:
    """The keys of all runs of five words, one for each place."""
    words = np.array([stable_key(term.folded) for term in terms(text)], np.uint64)
    keys, _ = run_keys(words, np.zeros(len(words), np.int32), scoring.SHINGLE)
    return [int(key) for key in keys >> np.uint64(32)]
