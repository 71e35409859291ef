"""Which pictures on file look like this one? Plain loops over plain values: the oracle for the index on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from firsthand.index.picture_hits import (
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
from firsthand.matching.picture_windows import window_keys
from firsthand.matching.pictures import distance, thumb_of
from firsthand.record.ports import PictureDoc, PictureHit
from firsthand.record.readings import Print


class MemoryPictures:
    """Pictures held in memory. A picture added again replaces the earlier one."""

    def __init__(self) -> None:
        self._docs: dict[str, PictureDoc] = {}

    def add(self, docs: Iterable[PictureDoc]) -> None:
        self._docs.update((doc.item, doc) for doc in docs)

    def find(self, prints: Sequence[Print], k: int) -> list[PictureHit]:
        """The k nearest pictures, one hit each, nearest first; of equal ones the one whose item sorts first."""
        near = [hit for doc in self._docs.values() for hit in _near(prints, doc)]
        whole = met_whole(near)
        rest = [doc for doc in self._docs.values() if doc.item not in whole]
        parts = (_best_window(view, doc) for view in views(prints) for doc in rest)
        return nearest([*near, *refine(part for part in parts if part)], k)


def _near(prints: Sequence[Print], doc: PictureDoc) -> Iterator[Ranked]:
    for i, ours in enumerate(prints):
        for j, theirs in enumerate(doc.prints):
            bits = distance(ours.pdq, theirs.pdq)
            if bits <= RECALL_BITS:
                hit = PictureHit(doc.case, doc.item, bits, replace(ours, thumb=""), replace(theirs, thumb=""))
                yield Ranked(hit, (0, i, j))


def _best_window(view: View, doc: PictureDoc) -> Candidate | None:
    """The window whose coarse key is nearest to the view's; of equal ones the first."""
    best = None
    for part, theirs in enumerate(doc.prints):
        thumb = thumb_of(theirs)
        if thumb is None:
            continue
        for window, key in enumerate(window_keys(thumb)):
            unlike = int(key) ^ view.key
            bits, steady = unlike.bit_count(), (unlike >> 48).bit_count()
            if bits <= KEY_BITS and steady <= STEADY_BITS and (best is None or bits < best.bits):
                best = Candidate(bits, doc.item, doc.case, view, part, window, theirs.region, thumb)
    return best
