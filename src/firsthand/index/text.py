"""Which wordings of claims share words with this text? The text index on disk: packed arrays in, nearest wordings out.

Two roads: stems weighed by BM25, and runs of five folded words. A wording is found once, with both scores added; its
road is `passages` where a run is shared, else `words`. The oracle is `index/memory.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index import scoring
from firsthand.index.postings import Ints, Keys, Table, merged, run_keys, stable_key, table
from firsthand.index.segments import Arrays, Segment, pack_strings, unpack_string
from firsthand.matching.terms import term_stem, terms, word_list
from firsthand.record.ports import TextDoc, TextHit

STRINGS = ("case", "item", "text", "lang")


def _keys(texts: Iterable[str]) -> tuple[Keys, Keys, Ints]:
    """The keys of all folded words, of their stems, and the number of the text that each stands in."""
    words, stems, owners = [], [], []
    for number, text in enumerate(texts):
        for term in terms(text):
            words.append(stable_key(term.folded))
            stems.append(stable_key(term_stem(term.folded)))
            owners.append(number)
    return np.array(words, np.uint64), np.array(stems, np.uint64), np.array(owners, np.int32)


def pack_texts(docs: Sequence[TextDoc]) -> dict[str, NDArray[Any]]:
    """The arrays of one segment: the documents' strings, their lengths in words, and the tables of stems and runs."""
    words, stems, owners = _keys(doc.text for doc in docs)
    runs, run_owners = run_keys(words, owners, scoring.SHINGLE)
    arrays: dict[str, NDArray[Any]] = {
        "wording": np.array([doc.wording for doc in docs], np.int32),
        "length": np.bincount(owners, minlength=len(docs)).astype(np.int32),
    }
    for name in STRINGS:
        arrays[f"{name}.bytes"], arrays[f"{name}.offsets"] = pack_strings([getattr(doc, name) for doc in docs])
    arrays |= table("stems", stems, owners, np.ones(len(stems), np.int32))
    arrays |= table("runs", runs, run_owners, np.ones(len(runs), np.int32))
    return arrays


def text_doc(arrays: Arrays, number: int) -> TextDoc:
    case, item, text, lang = (
        unpack_string(arrays[f"{name}.bytes"], arrays[f"{name}.offsets"], number) for name in STRINGS
    )
    return TextDoc(case, item, int(arrays["wording"][number]), text, lang)


def merge_texts(segments: Sequence[Segment]) -> dict[str, NDArray[Any]]:
    """One segment's arrays from the live documents of several, in order, without reading their words again."""
    moves, total = [], 0
    for segment in segments:
        moves.append(np.where(segment.live, np.cumsum(segment.live) - 1 + total, -1))
        total += int(np.count_nonzero(segment.live))
    parts = [segment.arrays for segment in segments]
    arrays: dict[str, NDArray[Any]] = {
        name: np.concatenate([s.arrays[name][s.live] for s in segments]) for name in ("wording", "length")
    }
    for name in STRINGS:
        arrays[f"{name}.bytes"], arrays[f"{name}.offsets"] = _strings(name, segments)
    return arrays | merged("stems", parts, moves) | merged("runs", parts, moves)


def _strings(name: str, segments: Sequence[Segment]) -> tuple[NDArray[Any], NDArray[Any]]:
    blobs, sizes = [], []
    for segment in segments:
        length = np.diff(segment.arrays[f"{name}.offsets"])
        blobs.append(np.asarray(segment.arrays[f"{name}.bytes"])[np.repeat(segment.live, length)])
        sizes.append(length[segment.live])
    return np.concatenate(blobs), np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)


@cache
def _little() -> Keys:
    return np.unique(np.array([stable_key(term_stem(word)) for word in word_list("little")], np.uint64))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The distinct keys of a text, with the weight of each stem in this index."""

    stems: Keys
    runs: Keys
    weights: scoring.Numbers
    rarities: scoring.Numbers


class _Part:
    """One segment, ready to be asked."""

    def __init__(self, segment: Segment) -> None:
        self.arrays, self.live = segment.arrays, segment.live
        self.stems = Table("stems", segment.arrays, segment.live)
        self.runs = Table("runs", segment.arrays, segment.live)
        self._forward: tuple[Ints, Ints] | None = None
        self.damped: scoring.Numbers = np.empty(0)

    def scores(self, asked: _Asked) -> tuple[scoring.Numbers, scoring.Numbers]:
        """The score in quanta and the number of shared runs of every document; 0 for those that no longer stand."""
        rows = self.stems.rows(asked.stems)
        added = scoring.contribution(asked.weights[rows.asked], rows.counts, self.damped[rows.docs])
        score = np.bincount(rows.docs, added, len(self.live)).astype(np.float64)
        shared = np.bincount(self.runs.rows(asked.runs).docs, minlength=len(self.live)).astype(np.float64)
        score += shared * (scoring.BONUS * scoring.QUANTUM)
        score[~self.live] = 0.0
        return score, shared

    def stems_of(self, document: int) -> Keys:
        """The distinct stems of one document."""
        if self._forward is None:
            self._forward = self.stems.by_document(len(self.live))
        starts, places = self._forward
        return self.stems.keys[places[starts[document] : starts[document + 1]]]


class TextEngine:
    """The text index over the segments of a shelf; what is live in them is one collection, however it is split."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._parts = [_Part(segment) for segment in segments if len(segment.live)]
        self._total = sum(int(np.count_nonzero(part.live)) for part in self._parts)
        length = sum(int(np.asarray(part.arrays["length"])[part.live].sum()) for part in self._parts)
        for part in self._parts:
            part.damped = scoring.damping(np.asarray(part.arrays["length"]), length / max(1, self._total))

    def __len__(self) -> int:
        """The number of live wordings."""
        return self._total

    def find(self, text: str, lang: str, k: int) -> list[TextHit]:
        """The k nearest wordings, best first; of equal ones the one whose (item, wording) sorts first.

        `lang` is not needed: a word is looked up by its letters, since a language said wrongly would hide a claim.
        """
        asked = self._asked(text)
        if k <= 0 or not len(asked.stems):
            return []
        best: list[tuple[float, str, int, TextDoc, bool, _Part, int]] = []
        for part in self._parts:
            score, shared = part.scores(asked)
            for number in _top(score, k):
                doc = text_doc(part.arrays, number)
                best.append((-score[number], doc.item, doc.wording, doc, bool(shared[number]), part, number))
        best.sort(key=lambda row: row[:3])
        rare = self._rare(asked, [(row[5], row[6]) for row in best[:k]])
        return [
            TextHit(row[3], "passages" if row[4] else "words", float(-row[0] / scoring.QUANTUM), pair)
            for row, pair in zip(best[:k], rare, strict=True)
        ]

    def _asked(self, text: str) -> _Asked:
        words, stems, owners = _keys([text])
        stems = np.unique(stems)
        runs, _ = run_keys(words, owners, scoring.SHINGLE)
        frequency, little = self._frequency(stems), np.isin(stems, _little())
        weights = scoring.term_weight(frequency, self._total, little)
        return _Asked(stems, np.unique(runs), weights, scoring.rarity(frequency, self._total, little))

    def _frequency(self, stems: Keys) -> Ints:
        total = np.zeros(len(stems), np.int64)
        for part in self._parts:
            total += part.stems.frequency(stems)
        return total

    def _rare(self, asked: _Asked, found: Sequence[tuple[_Part, int]]) -> list[tuple[float, float]]:
        """For each document, the share of our rarity that it holds, and the share of its rarity that we hold."""
        if not found:
            return []
        theirs = [part.stems_of(number) for part, number in found]
        stems, back = np.unique(np.concatenate(theirs), return_inverse=True)
        weights = scoring.rarity(self._frequency(stems), self._total, np.isin(stems, _little()))[back]
        owners = np.repeat(np.arange(len(theirs)), [len(keys) for keys in theirs])
        whole = np.bincount(owners, weights, len(theirs))
        shared = np.bincount(owners, weights * np.isin(stems, asked.stems)[back], len(theirs))
        ours = max(1.0, float(asked.rarities.sum()))
        return [(float(part / ours), float(part / max(1.0, all_))) for part, all_ in zip(shared, whole, strict=True)]


def _top(score: scoring.Numbers, k: int) -> list[int]:
    """The documents with the k best scores above 0, and all that equal the last of them."""
    found = np.flatnonzero(score > 0)
    if len(found) > k:
        least = np.partition(score[found], len(found) - k)[len(found) - k]
        found = found[score[found] >= least]
    return [int(number) for number in found]
