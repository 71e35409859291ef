"""What does one segment of the text index answer? Which of its wordings may be meant, and how near each of them is."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from firsthand.index import scoring
from firsthand.index.postings import Ints, Keys
from firsthand.index.segments import Segment, unpack_string
from firsthand.index.text_ask import Asked
from firsthand.index.text_pack import SCRIPTS, langs_of
from firsthand.index.tokens import spread

BUDGET = 16_000
"""Rows of (stem, wording) read to find candidates, the rarest stems first; what tells most is hardly ever further on."""
WIDELY = 2_000
"""A run of five words that stands in more wordings finds nobody."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the whole index says of an asked text: how often each of its G stems (with what stands for it) is on file, and the
    weight of each, and of each of its L runs of letters; `read` (G) are the stems by which candidates are found.

    `length` and `spread` are the average lengths of a wording, in terms and in runs of letters. `reach` (4) is by how much the
    score of a wording in each script is raised, because fewer of the asked words can be met in it.
    """

    asked: Asked
    frequency: scoring.Numbers
    read: NDArray[np.bool_]
    stems: scoring.Numbers
    grams: scoring.Numbers
    length: float
    spread: float
    reach: scoring.Numbers


@dataclass(frozen=True, slots=True)
class Rows:
    """Which stems candidates hold: candidate `owner[r]` holds the stem at `place[r]` of the vocabulary `count[r]` times.

    `member[r]` is the asked member that it is, -1 where it is none.
    """

    owner: Ints
    place: Ints
    count: Ints
    member: Ints


class Part:
    """One segment, ready to be asked; `place` is its number, later ones having been filed later."""

    def __init__(self, segment: Segment, place: int) -> None:
        self.place = place
        self.arrays = {name: np.asarray(array) for name, array in segment.arrays.items()}
        self.live = segment.live
        self.whole = bool(segment.live.all())
        self.size = int(np.count_nonzero(segment.live))
        self._local = threading.local()
        self._known_damping: tuple[float, scoring.Numbers] | None = None

    @cached_property
    def langs(self) -> frozenset[str]:
        """The languages of the wordings."""
        return langs_of(self.arrays)

    @cached_property
    def _by_name(self) -> tuple[Keys, Ints]:
        order = np.argsort(self.arrays["name"], kind="stable")
        return self.arrays["name"][order], order

    def named(self, names: Keys) -> Ints:
        """The live wordings whose folded texts have these keys."""
        held, order = self._by_name
        begins, ends = np.searchsorted(held, names), np.searchsorted(held, names, "right")
        docs = order[spread(begins, ends - begins)]
        return np.asarray(docs[self.live[docs]])

    @cached_property
    def lengths(self) -> tuple[float, float]:
        """The terms, and the runs of letters, of all live wordings together."""
        return float(self.arrays["length"][self.live].sum()), float(self.arrays["spread"][self.live].sum())

    @cached_property
    def held(self) -> Ints:
        """In how many live wordings each stem of the vocabulary stands."""
        starts = self.arrays["post.starts"]
        if self.whole:
            return np.diff(starts)
        running = np.concatenate([[0], np.cumsum(self.live[self.arrays["post.docs"]])])
        return np.asarray(running[starts[1:]] - running[starts[:-1]])

    @cached_property
    def scripts(self) -> frozenset[int]:
        """In which letters the stems are written (`text_pack`)."""
        return frozenset(np.unique(self.arrays["script"]).tolist())

    def stem(self, place: int) -> str:
        return unpack_string(self.arrays["stem.bytes"], self.arrays["stem.offsets"], place)

    def candidates(self, weighed: Weighed, most: int) -> tuple[Ints, scoring.Numbers]:
        """(wordings, scores in quanta): the `most` that hold most of what is asked, and those that equal the last."""
        try:
            score, touched, lists = self._gained(weighed)
            value = score[touched]
            score[touched] = 0.0
        except BaseException:
            # Interrupted half way, the array holds gains of this text: the next one must not inherit them.
            self._local.score = None
            raise
        if not len(touched):
            return touched, np.empty(0)
        if not self.whole:
            touched, value = touched[self.live[touched]], value[self.live[touched]]
        # Each wording is here once for each list that it stands in: so many rows hold the best of them for certain.
        touched, value = best(touched, scoring.quanta(value), most * lists)
        docs, first = np.unique(touched, return_index=True)
        return best(docs, value[first], most)

    def _gained(self, weighed: Weighed) -> tuple[scoring.Numbers, Ints, int]:
        """(what each wording gains, those that gain anything, in how many lists one may stand).

        The gains lie in an array that is used again: who asks sets them back to 0.
        """
        asked, arrays = weighed.asked, self.arrays
        place, found = look_up(arrays["stem.keys"], asked.keys)
        members = np.flatnonzero(found & weighed.read[asked.group])
        bounds = [arrays["post.starts"][place[members] + i].tolist() for i in (0, 1)]
        slices = [slice(*row) for row in zip(*bounds, strict=True)]
        docs = [arrays["post.docs"][row] for row in slices]
        if docs:
            touched, counts = np.concatenate(docs), np.concatenate([arrays["post.counts"][row] for row in slices])
            worth = weighed.stems[asked.group[members]] * asked.weight[members]
            gain = np.repeat(worth, [len(row) for row in docs])
            gain *= scoring.saturated(counts, self._damped(weighed)[touched])
            np.add.at(score := self._room(), touched, gain)
        else:
            touched, score = np.empty(0, np.int32), self._room()
        runs = self._run_rows(asked, WIDELY)
        if len(runs):
            np.add.at(score, runs, scoring.BONUS)
        return score, np.concatenate([touched, runs]), len(docs) + len(runs)

    def _room(self) -> scoring.Numbers:
        """An array of 0 for each wording, this thread's own."""
        held: scoring.Numbers | None = getattr(self._local, "score", None)
        if held is None:
            held = self._local.score = np.zeros(len(self.live))
        return held

    def _damped(self, weighed: Weighed) -> scoring.Numbers:
        """BM25's damping of each wording; it changes only with the average length of the whole index."""
        if self._known_damping is None or self._known_damping[0] != weighed.length:
            self._known_damping = weighed.length, scoring.damping(self.arrays["length"], weighed.length)
        return self._known_damping[1]

    def _run_rows(self, asked: Asked, widely: int) -> Ints:
        """The wordings that hold an asked run of five words, once for each place of it; runs on too many left out."""
        keys = self.arrays["run.keys"]
        begins, ends = np.searchsorted(keys, asked.runs), np.searchsorted(keys, asked.runs, "right")
        sizes = np.where(ends - begins > widely, 0, ends - begins)
        return np.asarray(self.arrays["run.docs"][spread(begins, sizes)])

    def rows(self, docs: Ints, asked: Asked) -> Rows:
        """The stems of the wordings, candidate by candidate."""
        begins = self.arrays["held.starts"][docs]
        sizes = self.arrays["held.starts"][docs + 1] - begins
        at = spread(begins, sizes)
        places = self.arrays["held.stems"][at]
        known, found = look_up(self.arrays["stem.keys"], asked.keys)
        order = np.argsort(known[found])
        members, held = np.flatnonzero(found)[order], known[found][order]
        here, there = look_up(held, places)
        member = np.full(len(places), -1, np.int64)
        member[there] = members[here[there]]
        owner = np.repeat(np.arange(len(docs)), sizes)
        return Rows(owner, places, self.arrays["held.counts"][at].astype(np.int64), member)

    def scores(self, docs: Ints, rows: Rows, weighed: Weighed) -> tuple[scoring.Numbers, Ints]:
        """(score without likeness of meaning, shared runs) of each wording."""
        value = self._stem_scores(docs, rows, weighed) + scoring.SPELLING * self._gram_scores(docs, rows, weighed)
        shared = self._shared_runs(docs, weighed.asked)
        return value * weighed.reach[self.arrays["written"][docs]] + scoring.BONUS * shared, shared

    def scripts_of(self, asked: Asked) -> scoring.Numbers:
        """(G, 4): how much of each asked stem can be met in each script by what is on file."""
        place, found = look_up(self.arrays["stem.keys"], asked.keys)
        found &= self.held[place] > 0 if len(self.held) else found
        met = np.zeros((len(asked.stems), SCRIPTS))
        np.maximum.at(met, (asked.group[found], self.arrays["script"][place[found]]), asked.weight[found])
        return met

    def _stem_scores(self, docs: Ints, rows: Rows, weighed: Weighed) -> scoring.Numbers:
        asked, met = weighed.asked, rows.member >= 0
        groups = len(asked.stems)
        member = rows.member[met]
        cell = rows.owner[met] * groups + asked.group[member]
        counts = np.bincount(cell, asked.weight[member] * rows.count[met], len(docs) * groups).reshape(-1, groups)
        damped = self._damped(weighed)[docs]
        return np.asarray(scoring.saturated(counts, damped[:, None]) @ weighed.stems, np.float64)

    def _gram_scores(self, docs: Ints, rows: Rows, weighed: Weighed) -> scoring.Numbers:
        grams = weighed.asked.grams
        ends = self.arrays["long.ends"].astype(np.int64)
        sizes = ends[rows.place + 1] - ends[rows.place]
        held = self.arrays["long.of"][spread(ends[rows.place], sizes)]
        place, found = look_up(grams, held)
        owner, count = np.repeat(rows.owner, sizes)[found], np.repeat(rows.count, sizes)[found]
        cell = owner * len(grams) + place[found]
        counts = np.bincount(cell, count, len(docs) * len(grams)).reshape(len(docs), len(grams))
        damped = scoring.damping(self.arrays["spread"][docs], weighed.spread)
        return np.asarray(scoring.saturated(counts, damped[:, None]) @ weighed.grams, np.float64)

    def _shared_runs(self, docs: Ints, asked: Asked) -> Ints:
        order = np.argsort(docs)
        held = self._run_rows(asked, len(self.live))
        place, found = look_up(docs[order], held)
        return np.bincount(order[place[found]], minlength=len(docs))


def best(docs: Ints, values: scoring.Numbers, most: int) -> tuple[Ints, scoring.Numbers]:
    """The wordings with the `most` highest values, and those that equal the last of them."""
    if len(docs) <= most:
        return docs, values
    kept = values >= np.partition(values, len(values) - most)[len(values) - most]
    return docs[kept], values[kept]


def look_up(held: NDArray[np.generic], asked: NDArray[np.generic]) -> tuple[Ints, NDArray[np.bool_]]:
    """(place in the sorted `held`, whether it is there) of each asked value."""
    if not len(held):
        return np.zeros(len(asked), np.int64), np.zeros(len(asked), bool)
    place = np.minimum(np.searchsorted(held, asked), len(held) - 1)
    return place, np.asarray(held[place] == asked)


def within_budget(rows: scoring.Numbers) -> NDArray[np.bool_]:
    """Which of the asked stems are read to find candidates: those with fewest rows, one at least."""
    order = np.argsort(rows, kind="stable")
    read = np.cumsum(rows[order]) <= BUDGET
    read[np.argmax(rows[order] > 0)] = True
    chosen = np.zeros(len(rows), bool)
    chosen[order[read]] = True
    return chosen
