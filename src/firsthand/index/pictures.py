"""Which pictures on file look like this one? Prints compared by popcount, and window keys filed by their steadiest bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.picture_hits import (
    CANDIDATES,
    KEY_BITS,
    RECALL_BITS,
    STEADY_BITS,
    Candidate,
    Ranked,
    View,
    met_whole,
    nearest,
    refine,
    views,
)
from firsthand.index.segments import Segment, pack_strings, unpack_string
from firsthand.matching.picture_windows import WINDOWS, window_keys
from firsthand.matching.pictures import SIDE, TURNS, thumb_of
from firsthand.record.passages import Region
from firsthand.record.ports import PictureDoc, PictureHit
from firsthand.record.readings import Print

_NEAR_HEADS = np.array(
    [sum(1 << bit for bit in bits) for count in range(STEADY_BITS + 1) for bits in combinations(range(16), count)],
    np.uint64,
)
"""What may differ in the highest 16 bits of two keys."""


def pack_pictures(docs: Sequence[PictureDoc]) -> dict[str, NDArray[Any]]:
    """Arrays of one segment for n pictures with p prints, t of which carry a thumb.

    `first` (n + 1) says where each picture's prints begin; `pdq` (p x 4), `quality`, `turned` (p) and `region` (p x 4) are
    the prints; `thumb` (t x 64 x 64) belongs to the prints `of` (t), and these to the pictures `doc`. `key` are the keys of all
    windows in order of size (t * windows), and `key_at` says for each where it was taken: thumb * windows + window.
    """
    prints = [one for doc in docs for one in doc.prints]
    thumbs = [(i, gray) for i, gray in enumerate(map(thumb_of, prints)) if gray is not None]
    first = np.cumsum([0, *(len(doc.prints) for doc in docs)], dtype=np.int64)
    keys = np.array([window_keys(gray) for _, gray in thumbs], np.uint64).ravel()
    order = np.argsort(keys, kind="stable")
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
        "key": keys[order],
        "key_at": order.astype(np.uint32),
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
        near = list(chain.from_iterable(part.near(prints) for part in self._parts))
        whole = met_whole(near)
        asked = list(views(prints))
        close = [(*rank, n, at) for n, part in enumerate(self._parts) for rank, at in part.close(asked, whole)]
        # Only those that will be looked at are read in full.
        chosen = (
            self._parts[n].candidate(asked[order], at, bits) for bits, _, order, n, at in sorted(close)[:CANDIDATES]
        )
        return nearest(chain(near, refine(chosen)), k)


class _Part:
    """One segment, with what is asked of it."""

    def __init__(self, segment: Segment) -> None:
        # A memmap's every slice costs as much as a small scan; a plain view of the same mapped bytes does not.
        self._arrays = {name: np.asarray(array) for name, array in segment.arrays.items()}
        counts = np.diff(self._arrays["first"])
        self._doc_of_print = np.repeat(np.arange(len(counts)), counts)
        self._live_prints = segment.live[self._doc_of_print]
        self._live_thumbs = segment.live[self._arrays["doc"]]
        self._words = np.ascontiguousarray(self._arrays["pdq"].T)

    def near(self, prints: Sequence[Print]) -> Iterator[Ranked]:
        """Prints on file within RECALL_BITS of one of ours."""
        for i, ours in enumerate(prints):
            bits = np.zeros(len(self._live_prints), np.uint16)
            for held, word in zip(self._words, _words(ours.pdq)[0], strict=True):
                bits += np.bitwise_count(held ^ word)
            for at in np.flatnonzero((bits <= RECALL_BITS) & self._live_prints):
                doc = int(self._doc_of_print[at])
                case, item = self._names(doc)
                hit = PictureHit(case, item, int(bits[at]), replace(ours, thumb=""), self._print(int(at)))
                yield Ranked(hit, (0, i, int(at - self._arrays["first"][doc])))

    def close(self, asked: Sequence[View], whole: frozenset[str]) -> Iterator[tuple[tuple[int, str, int], int]]:
        """(bits, item, order of the view) and the place (see `key_at`) of the nearest window of each picture to each view.

        Pictures met as a `whole` are left out, and those that are too far off to be among the CANDIDATES nearest.
        """
        for order, view in enumerate(asked):
            docs, bits, places = _nearest_few(*self._best_windows(view.key), CANDIDATES + len(whole))
            for doc, distance, at in zip(docs, bits, places, strict=True):
                item = self._item(int(doc))
                if item not in whole:
                    yield (int(distance), item, order), int(at)

    def _best_windows(self, key: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Pictures, distances and places of the nearest windows, one of each picture; of equal ones the first."""
        found = self._alike(key)
        bits = np.bitwise_count(self._arrays["key"][found] ^ np.uint64(key))
        found, bits = found[bits <= KEY_BITS], bits[bits <= KEY_BITS]
        places = self._arrays["key_at"][found].astype(np.int64)
        thumbs = places // len(WINDOWS)
        live = self._live_thumbs[thumbs]
        places, bits, docs = places[live], bits[live], self._arrays["doc"][thumbs[live]]
        order = np.lexsort((places, bits, docs))
        _, firsts = np.unique(docs[order], return_index=True)
        best = order[firsts]
        return docs[best], bits[best], places[best]

    def _alike(self, key: int) -> NDArray[np.int64]:
        """The rows in `key` whose 16 steadiest bits differ from this key's in no more than STEADY_BITS."""
        heads = np.sort(_NEAR_HEADS ^ np.uint64(key >> 48))
        keys = self._arrays["key"]
        first = np.searchsorted(keys, heads << np.uint64(48))
        last = np.searchsorted(keys, heads << np.uint64(48) | np.uint64((1 << 48) - 1), side="right")
        counts = last - first
        return np.asarray(np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts))

    def candidate(self, view: View, at: int, bits: int) -> Candidate:
        """What stands at one place (see `key_at`)."""
        arrays = self._arrays
        row, window = divmod(at, len(WINDOWS))
        doc, place = int(arrays["doc"][row]), int(arrays["of"][row])
        case, item = self._names(doc)
        part = place - int(arrays["first"][doc])
        return Candidate(bits, item, case, view, part, window, self._region(place), arrays["thumb"][row])

    def _names(self, doc: int) -> tuple[str, str]:
        arrays = self._arrays
        return unpack_string(arrays["case"], arrays["case_at"], doc), self._item(doc)

    def _item(self, doc: int) -> str:
        return unpack_string(self._arrays["item"], self._arrays["item_at"], doc)

    def _region(self, at: int) -> Region:
        left, top, right, bottom = (float(edge) for edge in self._arrays["region"][at])
        return Region(left, top, right, bottom, TURNS[self._arrays["turned"][at]])

    def _print(self, at: int) -> Print:
        words = self._arrays["pdq"][at]
        return Print(self._region(at), words.astype(">u8").tobytes().hex(), int(self._arrays["quality"][at]))


def _nearest_few(
    docs: NDArray[Any], bits: NDArray[Any], places: NDArray[Any], count: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """The `count` nearest of these, and all that are as near as the last of them."""
    if len(bits) > count:
        near = bits <= np.partition(bits, count - 1)[count - 1]
        docs, bits, places = docs[near], bits[near], places[near]
    return docs, bits, places


def _words(pdq: str) -> NDArray[np.uint64]:
    """Hashes in hex as rows of four numbers."""
    return np.frombuffer(bytes.fromhex(pdq), ">u8").astype(np.uint64).reshape(-1, 4)


def _edges(region: Region) -> tuple[float, float, float, float]:
    return region.left, region.top, region.right, region.bottom
