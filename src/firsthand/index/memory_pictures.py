"""Which pictures on file look like this one? Plain loops over plain values, every picture looked at: the oracle for the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from firsthand.index.picture_hits import RECALL_BITS, Near, Seen, hits
from firsthand.index.pictures import kept_points_in, points_in
from firsthand.matching.overlaps import view_of
from firsthand.matching.pictures import distance
from firsthand.matching.points import Points
from firsthand.record.ports import PictureDoc, PictureHit
from firsthand.record.readings import Print


class MemoryPictures:
    """Pictures held in memory. A picture added again replaces the earlier one."""

    def __init__(self) -> None:
        self._docs: dict[str, PictureDoc] = {}

    def add(self, docs: Iterable[PictureDoc]) -> None:
        self._docs.update((doc.item, doc) for doc in docs)

    def find(self, prints: Sequence[Print], k: int) -> list[PictureHit]:
        """The k likeliest pictures, one hit each, likeliest first; of equal ones the one whose item sorts first."""
        near = [one for doc in self._docs.values() for one in _near(prints, doc)]
        ours = points_in(prints)
        return hits(near, [one for doc in self._docs.values() for one in _seen(ours, doc)] if ours else (), ours, k)


def _near(prints: Sequence[Print], doc: PictureDoc) -> Iterator[Near]:
    for i, ours in enumerate(prints):
        for j, theirs in enumerate(doc.prints):
            bits = distance(ours.pdq, theirs.pdq)
            if bits <= RECALL_BITS:
                yield Near(doc.case, doc.item, bits, ours, theirs, i, j)


def _seen(ours: Points, doc: PictureDoc) -> Iterator[Seen]:
    theirs = kept_points_in(doc.prints)
    for mirrored in (False, True) if theirs else ():
        view = view_of(ours, theirs, mirrored=mirrored) if theirs else None
        if view and theirs:
            yield Seen(doc.case, doc.item, view, theirs)
