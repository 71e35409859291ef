"""What was met of each picture on file? Near prints and views of common points, joined into one hit a picture, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from firsthand.matching.overlaps import View
from firsthand.matching.picture_outlines import carried, common, in_pixels, region, turn
from firsthand.matching.picture_weighing import FIRM, odds
from firsthand.matching.points import Points
from firsthand.record.leads import Overlap
from firsthand.record.passages import WHOLE, Region
from firsthand.record.ports import PictureHit
from firsthand.record.readings import Print

RECALL_BITS = 72
"""Pictures farther apart than this are not handed on for their prints."""

NO_BITS = 256
"""The distance of a picture that was met by its points alone."""

ELSE = 0.75
"""A view less alike than this over all of the common part may be of another picture in the same frame."""

SAME_ON_FILE = 0.95
"""Gray pictures on file that correlate by as much are copies of one picture."""

SHARED_BY = 1
"""Such views that a feature must agree with, besides its own, to be held to belong to a frame that many pictures share."""


@dataclass(frozen=True, slots=True)
class Near:
    """A print on file within RECALL_BITS of one of ours; `ours` and `theirs` count the prints of each side."""

    case: str
    item: str
    bits: int
    our_print: Print
    their_print: Print
    ours: int
    theirs: int

    @property
    def rank(self) -> tuple[int, ...]:
        """The whole as it is before a turn or a part, then the nearest."""
        whole = self.our_print.region.share == 1 and self.their_print.region.share == 1
        turned = self.our_print.region.turned != WHOLE.turned
        return 2 - whole if not whole else int(turned), self.bits, self.ours, self.theirs


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture on file, and how it lies in ours."""

    case: str
    item: str
    view: View
    points: Points


def hits(near: Iterable[Near], seen: Sequence[Seen], ours: Points | None, k: int) -> list[PictureHit]:
    """One hit for each picture, the likeliest k first; of equal ones the one whose item sorts first."""
    found = {one.item: _near_hit(one) for one in sorted(near, key=lambda one: one.rank, reverse=True)}
    for hit in _seen_hits(seen, ours) if ours else ():
        held = found.get(hit.item)
        if held is None:
            found[hit.item] = hit
        elif odds(hit) >= odds(held) or held.distance > RECALL_BITS:
            found[hit.item] = replace(hit, distance=held.distance, quality=held.quality)
        else:
            found[hit.item] = replace(held, overlap=hit.overlap)
    return sorted(found.values(), key=lambda hit: (-odds(hit), hit.distance, hit.item))[:k]


def _near_hit(one: Near) -> PictureHit:
    quality = min(one.our_print.quality, one.their_print.quality)
    return PictureHit(one.case, one.item, one.bits, quality, one.our_print.region, one.their_print.region)


def _seen_hits(seen: Sequence[Seen], ours: Points) -> Iterator[PictureHit]:
    """The best view of each picture as a hit."""
    best: dict[str, tuple[Seen, Overlap]] = {}
    for one in seen:
        overlap = _overlap(one.view, _shared(one, seen, len(ours.place)))
        if one.item not in best or overlap.firm > best[one.item][1].firm:
            best[one.item] = one, overlap
    agreeing = sorted((overlap.agreeing for _, overlap in best.values()), reverse=True)
    for one, overlap in best.values():
        rivals = [count for count in agreeing[:2] if count != overlap.agreeing] or agreeing[1:2]
        hit = _hit(one, ours, replace(overlap, rival=rivals[0] if rivals else 0))
        if hit:
            yield hit


def _shared(one: Seen, seen: Sequence[Seen], count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each agreeing feature of a view the number of other pictures that agree with it and look different from ours.

    A picture that is on file in several cases does not speak against itself.
    """
    strange = np.zeros(count, np.int64)
    for other in seen:
        if other is not one and other.view.all < ELSE and not _same_on_file(one.points, other.points):
            strange[other.view.ours] += 1
    return np.asarray(strange[one.view.ours], np.int64)


def _same_on_file(one: Points, other: Points) -> bool:
    """Do the gray pictures of two pictures on file look the same?"""
    if one.gray.shape != other.gray.shape or min(one.gray.std(), other.gray.std()) < 1:
        return False
    return float(np.corrcoef(one.gray.ravel(), other.gray.ravel())[0, 1]) >= SAME_ON_FILE


def _overlap(view: View, strange: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Overlap:
    own = strange < SHARED_BY
    return Overlap(
        homography=tuple(float(number) for number in view.homography.ravel()),
        agreeing=len(view.ours),
        compared=view.compared,
        spread=round(view.spread, 4),
        likeness=round(view.near, 4),
        whole=round(view.all, 4),
        own=round(float(own.mean()), 4),
        drawn=round(float(view.drawn.mean()), 4),
        firm=int((own & ~view.drawn & (view.alike >= FIRM)).sum()),
    )


def _hit(one: Seen, ours: Points, overlap: Overlap) -> PictureHit | None:
    """The hit with the part that both show, on both sides; None where the view leaves next to none."""
    outline = common(one.view.homography, one.view.part)
    if outline is None:
        return None
    theirs = region(carried(np.asarray(np.linalg.inv(one.view.homography), np.float64), outline).clip(0, 1))
    sizes = (ours.width, ours.height), (one.points.width, one.points.height)
    mine = replace(region(outline), turned=_turned(one.view, *sizes))
    return PictureHit(one.case, one.item, NO_BITS, 100, mine, theirs, overlap)


def _turned(view: View, ours: tuple[int, int], theirs: tuple[int, int]) -> str:
    """The nearest of the eight turns."""
    turned = turn(in_pixels(view.homography, ours, theirs), theirs)
    quarter = round(turned.rotated / 90) % 4 * 90
    if turned.mirrored:
        return {0: "mirrored", 180: "upside down"}.get(quarter, f"mirrored and rotated {quarter}")
    return f"rotated {quarter}" if quarter else Region(0, 0, 1, 1).turned
