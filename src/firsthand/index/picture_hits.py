"""How does recall of pictures go on from what the arrays say? The steps that the index on disk and its oracle share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_weighing import PLAIN, SURE_BITS
from firsthand.matching.picture_windows import WINDOWS, Boxes, fit, key_of, view
from firsthand.matching.pictures import bare_print, distance, thumb_of
from firsthand.record.passages import WHOLE, Region
from firsthand.record.ports import PictureHit
from firsthand.record.readings import Print

RECALL_BITS = 72
"""Pictures farther apart than this are not handed on."""

KEY_BITS = 16
"""Windows whose coarse key (64 bits) lies farther off are not looked at."""

STEADY_BITS = 3
"""Nor are those of which more than so many of the key's 16 steadiest bits differ: the others are never even read."""

CANDIDATES = 32
"""Windows that are moved until they fit, over all pictures and views of one question."""


@dataclass(frozen=True, slots=True)
class View:
    """One of our prints with a thumb, as is or mirrored, without it; `order` counts them, `key` is the coarse key."""

    order: int
    print: Print
    thumb: NDArray[np.uint8]
    key: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A window (its row in WINDOWS) of a print on file whose coarse key is near that of a view. `part` counts the prints."""

    bits: int
    item: str
    case: str
    view: View
    part: int
    window: int
    region: Region
    thumb: NDArray[np.uint8]

    @property
    def rank(self) -> tuple[int, str, int]:
        return self.bits, self.item, self.view.order


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit, and what decides between several of one picture: how it was met, its distance, and what settles ties.

    These are whole prints before windows, then the order of our prints and of theirs.
    """

    hit: PictureHit
    ties: tuple[int, int, int]

    @property
    def met(self) -> int:
        """0: the whole, as it is; 1: the whole, turned; 2: a part, sure; 3: not sure. A few bits more do not matter."""
        ours, theirs = self.hit.ours, self.hit.theirs
        if self.hit.distance > SURE_BITS or min(ours.quality, theirs.quality) < PLAIN:
            return 3
        if ours.region.share < 1 or theirs.region.share < 1:
            return 2
        return int(ours.region.turned != WHOLE.turned)

    @property
    def rank(self) -> tuple[int, ...]:
        return self.met, self.hit.distance, *self.ties


def views(prints: Sequence[Print]) -> Iterator[View]:
    """Our prints that carry a thumb, each also mirrored."""
    order = 0
    for one in prints:
        gray = thumb_of(one)
        if gray is None:
            continue
        yield View(order, replace(one, thumb=""), gray, int(key_of(gray)))
        flipped = np.ascontiguousarray(gray[:, ::-1])
        mirrored = bare_print(flipped, replace(one.region, turned="mirrored"))
        mirrored = replace(mirrored, quality=one.quality)
        yield View(order + 1, mirrored, flipped, int(key_of(flipped)))
        order += 2


def met_whole(near: Iterable[Ranked]) -> frozenset[str]:
    """The items that are met as a whole: in these no part is looked for."""
    return frozenset(one.hit.item for one in near if one.met < 2)


def refine(candidates: Iterable[Candidate]) -> Iterator[Ranked]:
    """The best candidates, each window moved until it fits; those that then lie within RECALL_BITS."""
    chosen = sorted(candidates, key=lambda one: one.rank)[:CANDIDATES]
    if not chosen:
        return
    thumbs = np.stack([one.thumb for one in chosen])
    start = WINDOWS[[one.window for one in chosen]]
    for box, which in zip(*fit(np.stack([one.view.thumb for one in chosen]), thumbs, start), strict=True):
        one = chosen[which]
        theirs = bare_print(view(thumbs[which], box), _inside(one.region, box))
        bits = distance(one.view.print.pdq, theirs.pdq)
        if bits <= RECALL_BITS:
            hit = PictureHit(one.case, one.item, bits, one.view.print, theirs)
            yield Ranked(hit, (1, one.view.order, one.part))


def nearest(ranked: Iterable[Ranked], k: int) -> list[PictureHit]:
    """The best hit of each picture, nearest first, equal ones by item, at most k."""
    best: dict[str, Ranked] = {}
    for one in ranked:
        held = best.get(one.hit.item)
        if held is None or one.rank < held.rank:
            best[one.hit.item] = one
    return sorted((one.hit for one in best.values()), key=lambda hit: (hit.distance, hit.item))[:k]


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
