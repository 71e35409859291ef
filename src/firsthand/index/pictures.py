"""Which pictures on file look like this one? Prints and coarse window keys in mapped arrays, compared by popcount."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.picture_hits import (
    CANDIDATES,
    KEY_BITS,
    RECALL_BITS,
    Candidate,
    Ranked,
    View,
    nearest,
    refine,
    views,
)
from firsthand.index.segments import Segment, pack_strings, unpack_string
from firsthand.matching.picture_windows import WINDOWS, key_of, window_keys
from firsthand.matching.pictures import SIDE, TURNS, thumb_of
from firsthand.record.passages import Region
from firsthand.record.ports import PictureDoc, PictureHit
from firsthand.record.readings import Print

_ROWS_AT_ONCE = 64
"""Pictures whose keys are compared in one step: few enough to stay in the processor's cache."""


def pack_pictures(docs: Sequence[PictureDoc]) -> dict[str, NDArray[Any]]:
    """Arrays of one segment for n pictures with p prints, t of which carry a thumb.

    `first` (n + 1) says where each picture's prints begin; `pdq` (p x 4), `quality`, `turned` (p) and `region` (p x 4) are
    the prints; `thumb` (t x 64 x 64) and `key` (t x windows) belong to the prints `of` (t), and these to the pictures `doc`.
    """
    prints = [one for doc in docs for one in doc.prints]
    thumbs = [(i, gray) for i, gray in enumerate(map(thumb_of, prints)) if gray is not None]
    first = np.cumsum([0, *(len(doc.prints) for doc in docs)], dtype=np.int64)
    items, item_at = pack_strings([doc.item for doc in docs])
    cases, case_at = pack_strings([doc.case for doc in docs])
    of = np.array([i for i, _ in thumbs], np.int64)
    return {
        "first": first,
        "pdq": _words("".join(one.pdq for one in prints)),
        "quality": np.array([one.quality for one in prints], np.uint8),
        "turned": np.array([TURNS.index(one.region.turned) for one in prints], np.uint8),
        "region": np.array([_edges(one.region) for one in prints], np.float64).reshape(-1, 4),
        "of": of,
        "doc": np.searchsorted(first, of, side="right") - 1,
        "thumb": np.array([gray for _, gray in thumbs], np.uint8).reshape(-1, SIDE, SIDE),
        "key": np.array([window_keys(gray) for _, gray in thumbs], np.uint64).reshape(-1, len(WINDOWS)),
        "item": items,
        "item_at": item_at,
        "case": cases,
        "case_at": case_at,
    }


class PictureEngine:
    """All live pictures of some segments. It finds what MemoryPictures finds."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._parts = [_Part(segment) for segment in segments if len(segment.live)]

    def find(self, prints: Sequence[Print], k: int) -> list[PictureHit]:
        """The k nearest pictures, one hit each, nearest first; of equal ones the one whose item sorts first."""
        near = (part.near(prints) for part in self._parts)
        asked = list(views(prints))
        close = [(*rank, n, at) for n, part in enumerate(self._parts) for rank, at in part.close(asked)]
        # Only those that will be looked at are read in full.
        chosen = (
            self._parts[n].candidate(asked[order], at, bits) for bits, _, order, n, at in sorted(close)[:CANDIDATES]
        )
        return nearest(chain(chain.from_iterable(near), refine(chosen)), k)


class _Part:
    """One segment, with what is asked of it."""

    def __init__(self, segment: Segment) -> None:
        # A memmap's every slice costs as much as a small scan; a plain view of the same mapped bytes does not.
        self._arrays = {name: np.asarray(array) for name, array in segment.arrays.items()}
        counts = np.diff(self._arrays["first"])
        self._doc_of_print = np.repeat(np.arange(len(counts)), counts)
        self._live_prints = segment.live[self._doc_of_print]
        self._live_thumbs = segment.live[self._arrays["doc"]]

    def near(self, prints: Sequence[Print]) -> Iterator[Ranked]:
        """Prints on file within RECALL_BITS of one of ours."""
        held = self._arrays["pdq"]
        for i, ours in enumerate(prints):
            bits = np.bitwise_count(held ^ _words(ours.pdq)).sum(axis=1, dtype=np.int64)
            for at in np.flatnonzero((bits <= RECALL_BITS) & self._live_prints):
                doc = int(self._doc_of_print[at])
                case, item = self._names(doc)
                hit = PictureHit(case, item, int(bits[at]), replace(ours, thumb=""), self._print(int(at)))
                yield Ranked((int(bits[at]), 0, i, int(at - self._arrays["first"][doc])), hit)

    def close(self, asked: Sequence[View]) -> Iterator[tuple[tuple[int, str, int], int]]:
        """(bits, item, order of the view) and the row in `thumb` of the nearest window of each picture to each view.

        Pictures that are too far off to be among the CANDIDATES nearest are left out.
        """
        docs = self._arrays["doc"]
        for order, best in enumerate(self._best_keys([key_of(view.thumb) for view in asked])):
            close = np.flatnonzero((best <= KEY_BITS) & self._live_thumbs)
            close = close[best[close] <= self._limit(best[close], docs[close])]
            close = close[np.argsort(best[close], kind="stable")]
            _, firsts = np.unique(docs[close], return_index=True)
            for at in close[firsts]:
                yield (int(best[at]), self._names(int(docs[at]))[1], order), int(at)

    def _limit(self, best: NDArray[np.uint8], docs: NDArray[np.int64]) -> int:
        """The distance beyond which no picture can be among the CANDIDATES nearest."""
        of_doc = np.full(len(self._arrays["first"]), KEY_BITS, np.uint8)
        np.minimum.at(of_doc, docs, best)
        return int(np.partition(of_doc, CANDIDATES - 1)[CANDIDATES - 1]) if len(of_doc) > CANDIDATES else KEY_BITS

    def _best_keys(self, asked: Sequence[np.uint64]) -> NDArray[np.uint8]:
        """For each key and each thumb the distance of its nearest window."""
        keys = self._arrays["key"]
        best = np.empty((len(asked), len(keys)), np.uint8)
        for start in range(0, len(keys), _ROWS_AT_ONCE):
            rows = slice(start, start + _ROWS_AT_ONCE)
            for i, key in enumerate(asked):
                np.bitwise_count(keys[rows] ^ key).min(axis=1, out=best[i, rows])
        return best

    def candidate(self, view: View, at: int, bits: int) -> Candidate:
        """The nearest window of the thumb in a row; of equal ones the first."""
        arrays = self._arrays
        doc, place = int(arrays["doc"][at]), int(arrays["of"][at])
        window = int(np.bitwise_count(arrays["key"][at] ^ key_of(view.thumb)).argmin())
        theirs = replace(self._print(place), thumb=base64.b64encode(arrays["thumb"][at].tobytes()).decode())
        case, item = self._names(doc)
        return Candidate(bits, item, case, view, place - int(arrays["first"][doc]), window, theirs)

    def _names(self, doc: int) -> tuple[str, str]:
        arrays = self._arrays
        case = unpack_string(arrays["case"], arrays["case_at"], doc)
        return case, unpack_string(arrays["item"], arrays["item_at"], doc)

    def _print(self, at: int) -> Print:
        arrays = self._arrays
        left, top, right, bottom = (float(edge) for edge in arrays["region"][at])
        region = Region(left, top, right, bottom, TURNS[arrays["turned"][at]])
        return Print(region, arrays["pdq"][at].astype(">u8").tobytes().hex(), int(arrays["quality"][at]))


def _words(pdq: str) -> NDArray[np.uint64]:
    """Hashes in hex as rows of four numbers."""
    return np.frombuffer(bytes.fromhex(pdq), ">u8").astype(np.uint64).reshape(-1, 4)


def _edges(region: Region) -> tuple[float, float, float, float]:
    return region.left, region.top, region.right, region.bottom
