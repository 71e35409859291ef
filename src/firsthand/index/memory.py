"""Which wordings share words with this text? The obvious version, in dictionaries: the oracle for `index/text.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from firsthand.index import scoring
from firsthand.matching.terms import term_stem, terms, word_list
from firsthand.record.ports import TextDoc, TextHit

Run = tuple[str, ...]


class MemoryTexts:
    """Wordings of claims in memory. A document of the same (item, wording) replaces the earlier one."""

    def __init__(self, docs: Iterable[TextDoc] = ()) -> None:
        self._docs: dict[tuple[str, int], TextDoc] = {}
        self._stems: dict[tuple[str, int], Counter[str]] = {}
        self._runs: dict[tuple[str, int], set[Run]] = {}
        self._little = {term_stem(word) for word in word_list("little")}
        self.add(docs)

    def add(self, docs: Iterable[TextDoc]) -> None:
        for doc in docs:
            key = doc.item, doc.wording
            self._docs[key] = doc
            self._stems[key], self._runs[key] = _stems(doc.text), _runs(doc.text)

    def remove(self, case: str) -> None:
        """Forget all wordings of one case."""
        for key in [key for key, doc in self._docs.items() if doc.case == case]:
            del self._docs[key], self._stems[key], self._runs[key]

    def find(self, text: str, lang: str, k: int) -> list[TextHit]:
        """The k nearest wordings, best first; of equal ones the one whose (item, wording) sorts first."""
        ours, runs = _stems(text), _runs(text)
        hits = [hit for key in self._docs if (hit := self._hit(key, ours, runs))]
        hits.sort(key=lambda hit: (-hit.score, hit.doc.item, hit.doc.wording))
        return hits[: max(0, k)]

    def _hit(self, key: tuple[str, int], ours: Counter[str], runs: set[Run]) -> TextHit | None:
        theirs = self._stems[key]
        damped = scoring.damping(np.array([float(theirs.total())]), self._average())
        score = 0.0
        for stem in ours.keys() & theirs.keys():
            weight = scoring.term_weight(*self._known(stem))
            score += float(scoring.contribution(weight, np.array([theirs[stem]]), damped)[0])
        shared = len(runs & self._runs[key])
        score += shared * scoring.BONUS * scoring.QUANTUM
        if not score:
            return None
        both = self._rarity(ours.keys() & theirs.keys())
        rare = both / max(1.0, self._rarity(ours)), both / max(1.0, self._rarity(theirs))
        return TextHit(self._docs[key], "passages" if shared else "words", score / scoring.QUANTUM, rare)

    def _average(self) -> float:
        return sum(stems.total() for stems in self._stems.values()) / max(1, len(self._docs))

    def _known(self, stem: str) -> tuple[scoring.Counts, int, scoring.Counts]:
        frequency = sum(1 for stems in self._stems.values() if stem in stems)
        return np.array([frequency]), len(self._docs), np.array([stem in self._little])

    def _rarity(self, stems: Iterable[str]) -> float:
        return sum(float(scoring.rarity(*self._known(stem))[0]) for stem in stems)


def _stems(text: str) -> Counter[str]:
    return Counter(term_stem(term.folded) for term in terms(text))


def _runs(text: str) -> set[Run]:
    folded = [term.folded for term in terms(text)]
    return {tuple(folded[i : i + scoring.SHINGLE]) for i in range(len(folded) - scoring.SHINGLE + 1)}
