"""Which pictures on file look like this one? Prints compared by popcount, and features filed by some bits of their codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.index.picture_hits import RECALL_BITS, Near, Seen, hits
from firsthand.index.point_search import PointTable, pack_points
from firsthand.index.point_views import views
from firsthand.index.segments import Segment, pack_strings, unpack_string
from firsthand.matching.pictures import TURNS
from firsthand.matching.points import Points, unpack, unpack_kept
from firsthand.record.passages import Region
from firsthand.record.ports import PictureDoc, PictureHit
from firsthand.record.readings import Print


def pack_pictures(docs: Sequence[PictureDoc]) -> dict[str, NDArray[Any]]:
    """Arrays of one segment for n pictures with p prints.

    `first` (n + 1) says where each picture's prints begin; `pdq` (p x 4), `quality`, `turned` (p) and `region` (p x 4) are
    the prints; `item` and `case` name the pictures. The features are told in `point_search.pack_points`.
    """
    prints = [one for doc in docs for one in doc.prints]
    items, item_at = pack_strings([doc.item for doc in docs])
    cases, case_at = pack_strings([doc.case for doc in docs])
    return {
        "first": np.cumsum([0, *(len(doc.prints) for doc in docs)], dtype=np.int64),
        "pdq": _words("".join(one.pdq for one in prints)),
        "quality": np.array([one.quality for one in prints], np.uint8),
        "turned": np.array([TURNS.index(one.region.turned) for one in prints], np.uint8),
        "region": np.array([_edges(one.region) for one in prints], np.float32).reshape(-1, 4),
        "item": items,
        "item_at": item_at,
        "case": cases,
        "case_at": case_at,
        **pack_points([kept_points_in(doc.prints) for doc in docs]),
    }


def points_in(prints: Sequence[Print]) -> Points | None:
    """The features that the prints of a picture carry; None where they carry none."""
    return next((found for one in prints if one.points and (found := unpack(one.points))), None)


def kept_points_in(prints: Sequence[Print]) -> Points | None:
    """The features that the prints of a picture on file carry; None where they carry none."""
    return next((found for one in prints if one.points and (found := unpack_kept(one.points))), None)


class PictureEngine:
    """All live pictures of some segments. Of those that really show ours it finds what MemoryPictures finds."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._parts = [_Part(segment) for segment in segments if len(segment.live)]

    @property
    def without_points(self) -> int:
        """How many pictures were kept without looking for their features, by an earlier version or as prints alone."""
        return sum(part.without_points for part in self._parts)

    def find(self, prints: Sequence[Print], k: int) -> list[PictureHit]:
        """The k likeliest pictures, one hit each, likeliest first; of equal ones the one whose item sorts first."""
        near = chain.from_iterable(part.near(prints) for part in self._parts)
        ours = points_in(prints)
        if ours is None or not len(ours.numbers):
            return hits(near, (), None, k)
        found = views([part.points for part in self._parts], ours)
        seen = [Seen(*self._parts[part].names(picture), view, theirs) for part, picture, view, theirs in found]
        return hits(near, seen, ours, k)


class _Part:
    """One segment, with what is asked of it."""

    def __init__(self, segment: Segment) -> None:
        # A memmap's every slice costs as much as a small scan; a plain view of the same mapped bytes does not.
        self._arrays = {name: np.asarray(array) for name, array in segment.arrays.items()}
        counts = np.diff(self._arrays["first"])
        self._doc_of_print = np.repeat(np.arange(len(counts)), counts)
        self._live_prints = segment.live[self._doc_of_print]
        self._words = np.ascontiguousarray(self._arrays["pdq"].T)
        self.points = PointTable(self._arrays, segment.live)
        self.without_points = int(np.count_nonzero((self._arrays["frame"][:, 0] == 0) & segment.live))

    def near(self, prints: Sequence[Print]) -> Iterator[Near]:
        """Prints on file within RECALL_BITS of one of ours."""
        for i, ours in enumerate(prints):
            bits = np.zeros(len(self._live_prints), np.uint16)
            for held, word in zip(self._words, _words(ours.pdq)[0], strict=True):
                bits += np.bitwise_count(held ^ word)
            for at in np.flatnonzero((bits <= RECALL_BITS) & self._live_prints).tolist():
                doc = int(self._doc_of_print[at])
                place = at - int(self._arrays["first"][doc])
                yield Near(*self.names(doc), int(bits[at]), ours, self._print(at), i, place)

    def names(self, doc: int) -> tuple[str, str]:
        """The case and the item of a picture."""
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
