"""How does recall of pictures go on from what the arrays say? The steps that the index on disk and its oracle share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_windows import WINDOWS, Boxes, fit, view
from firsthand.matching.pictures import distance, print_of_thumb, thumb_of
from firsthand.record.passages import Region
from firsthand.record.ports import PictureHit
from firsthand.record.readings import Print

RECALL_BITS = 72
"""Pictures farther apart than this are not handed on."""

KEY_BITS = 16
"""Windows whose coarse key (64 bits) lies farther off are not looked at."""

CANDIDATES = 32
"""Windows that are moved until they fit, over all pictures and views of one question."""


@dataclass(frozen=True, slots=True)
class View:
    """One of our prints with a thumb, as is or mirrored; `order` counts them."""

    order: int
    print: Print
    thumb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A window (its row in WINDOWS) of a print on file whose coarse key is near that of a view. `part` counts the prints."""

    bits: int
    item: str
    case: str
    view: View
    part: int
    window: int
    theirs: Print

    @property
    def rank(self) -> tuple[int, str, int]:
        return self.bits, self.item, self.view.order


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit and what settles equal distances: whole prints before windows, then the order of our prints and of theirs."""

    rank: tuple[int, int, int, int]
    hit: PictureHit


def views(prints: Sequence[Print]) -> Iterator[View]:
    """Our prints that carry a thumb, each also mirrored."""
    order = 0
    for one in prints:
        gray = thumb_of(one)
        if gray is None:
            continue
        yield View(order, one, gray)
        flipped = np.ascontiguousarray(gray[:, ::-1])
        yield View(order + 1, print_of_thumb(flipped, replace(one.region, turned="mirrored")), flipped)
        order += 2


def refine(candidates: Iterable[Candidate]) -> Iterator[Ranked]:
    """The best candidates, each window moved until it fits; those that then lie within RECALL_BITS."""
    chosen = sorted(candidates, key=lambda one: one.rank)[:CANDIDATES]
    if not chosen:
        return
    thumbs = np.stack([_thumb(one.theirs) for one in chosen])
    start = WINDOWS[[one.window for one in chosen]]
    for box, which in zip(*fit(np.stack([one.view.thumb for one in chosen]), thumbs, start), strict=True):
        one = chosen[which]
        theirs = replace(print_of_thumb(view(thumbs[which], box), _inside(one.theirs.region, box)), thumb="")
        bits = distance(one.view.print.pdq, theirs.pdq)
        if bits <= RECALL_BITS:
            ours = replace(one.view.print, thumb="")
            hit = PictureHit(one.case, one.item, bits, ours, theirs)
            yield Ranked((bits, 1, one.view.order, one.part), hit)


def nearest(ranked: Iterable[Ranked], k: int) -> list[PictureHit]:
    """The best hit of each picture, nearest first, equal ones by item, at most k."""
    best: dict[str, Ranked] = {}
    for one in ranked:
        held = best.get(one.hit.item)
        if held is None or one.rank < held.rank:
            best[one.hit.item] = one
    return sorted((one.hit for one in best.values()), key=lambda hit: (hit.distance, hit.item))[:k]


def _thumb(one: Print) -> NDArray[np.uint8]:
    gray = thumb_of(one)
    if gray is None:
        raise ValueError(f"A candidate's print must carry a thumb; that of {one.region} has none.")
    return gray


def _inside(outer: Region, box: Boxes) -> Region:
    """The window as a region of the picture that the print's own region was cut from."""
    top, bottom, left, right = (float(edge) for edge in box)
    width, height = outer.right - outer.left, outer.bottom - outer.top
    return Region(
        round(outer.left + left * width, 4),
        round(outer.top + top * height, 4),
        round(outer.left + right * width, 4),
        round(outer.top + bottom * height, 4),
    )
