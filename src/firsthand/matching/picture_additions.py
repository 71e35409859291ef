"""Where does our picture show something else than the picture on file? Places that differ beyond doubt, and what they bear.

A pixel differs only if its colour lies outside all that the other picture shows within two pixels of it, in both directions.
So a remaining shift, a blur or the marks of compression are no additions; a place that differs in earnest is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_alignment import Laid, Mask, Pixels, Values, blurred, gray, largest
from firsthand.matching.picture_lettering import kind_of
from firsthand.matching.picture_visible import at_inner_edge, inside, visible
from firsthand.record.differences import Addition

Box = tuple[int, int, int, int]

MOST = 8
"""Places named in one picture, the largest."""

FAITHFUL = 0.75
"""The share of structured tiles that must look alike, apart from what differs, before a difference means anything."""

WHOLE_FILE = (0.0, 0.0, 1.0, 1.0)

_REACH = np.ones((5, 5), np.uint8)
_FAINT, _STRONG = 16.0, 34.0
_LEAST, _NAMELESS = 0.003, 0.008
_DENSE = 0.12
_RIM = 0.03
_GAP = 0.08
_TILES = 10
_BLACK, _DARK, _HARDER = 12, 80, 1.15
_ALIKE = 0.6
_UNMARKED, _STRUCTURED = 0.2, 8
_BLURS = (0.8, 1.2, 1.7, 2.4, 3.4)
_SHARPER = 1.2


@dataclass(frozen=True, slots=True)
class Place:
    """A box of the frame (left, top, right, bottom, in pixels) that shows something else, and what it bears."""

    box: Box
    kind: Addition


@dataclass(frozen=True, slots=True)
class Compared:
    """`alike`: the share (0 to 1) of the common part where both show the same. `shown`: the part of the picture on file
    (left, top, right, bottom, in fractions) that our picture does not replace from an edge. `places`: what differs within it,
    largest first.
    """

    alike: float
    shown: tuple[float, float, float, float]
    places: tuple[Place, ...]


def compare(laid: Laid, whole: Pixels) -> Compared | None:
    """What differs; `whole` is all of our picture. None where the two do not lie upon each other well enough to tell."""
    ours, theirs = _as_sharp(laid.ours, laid.fitted)
    away = _away(ours, theirs)
    if (away > _FAINT).any():
        # what agrees with the picture on file as it stands was not changed, whatever the fitted colours make of it
        away = np.minimum(away, _away(laid.ours, laid.plain))
    away[laid.within == 0] = 0
    noise = _noise(away, laid.within)
    marked = _marked(away, noise)
    shown = visible(marked, laid)
    within = laid.within if shown == WHOLE_FILE else laid.within & inside(laid, shown)
    marked &= (within > 0).astype(np.uint8)
    away[within == 0] = 0
    if not _faithful(ours, theirs, within, marked):
        return None
    found = _places(marked, away, noise, laid, whole)
    found = [p for p in found if p.kind is Addition.WORDS or not at_inner_edge(p.box, laid, shown)]
    crushed = _crushed(laid)
    places = tuple(place for place in found if not _explained(place.box, away, crushed))
    total = max(1, int(np.count_nonzero(within)))
    differing = np.zeros_like(within)
    for place in places:
        left, top, right, bottom = place.box
        differing[top:bottom, left:right] = 255
    return Compared(1 - np.count_nonzero(differing & within) / total, shown, places)


def _as_sharp(ours: Values, theirs: Values) -> tuple[Values, Values]:
    """Both blurred a little, the sharper one until it is no sharper than the other."""
    ours, theirs = blurred(ours, 0.7), blurred(theirs, 0.7)
    mine, held = _steps(ours), _steps(theirs)
    if _sharper(mine, held) > _SHARPER:
        return _blunted(ours, held), theirs
    return (ours, _blunted(theirs, mine)) if _sharper(held, mine) > _SHARPER else (ours, theirs)


def _steps(values: Values) -> Values:
    """The steps between neighbours, on average over each of 20 x 20 tiles."""
    steps = np.abs(cv2.Laplacian(gray(values), cv2.CV_32F, ksize=1))
    return np.asarray(cv2.resize(steps, (2 * _TILES, 2 * _TILES), interpolation=cv2.INTER_AREA), dtype=np.float32)


def _sharper(one: Values, other: Values) -> float:
    """How much sharper one picture is in seven tenths of its tiles: letters laid over some of them do not count."""
    structured = np.maximum(one, other) > 0.3
    return float(np.quantile(((one + 0.2) / (other + 0.2))[structured], 0.3)) if structured.any() else 1.0


def _blunted(values: Values, wanted: Values) -> Values:
    tried = [blurred(values, sigma) for sigma in _BLURS]
    return min(tried, key=lambda one: abs(log(_sharper(_steps(one), wanted))))


def _faithful(ours: Values, theirs: Values, within: Mask, marked: Mask) -> bool:
    """Whether the grays of both rise and fall together in nearly all tiles with structure where nothing differs."""
    height, width = within.shape
    one, other = gray(ours), gray(theirs)
    size = max(8, min(height, width) // _TILES)

    def mean(values: Values) -> Values:
        return np.asarray(cv2.blur(values, (size, size))[size // 2 :: size, size // 2 :: size], dtype=np.float32)

    a, b = mean(one), mean(other)
    spread_a, spread_b = mean(one * one) - a * a, mean(other * other) - b * b
    whole = mean((within > 0).astype(np.float32)) > 0.95
    unmarked = whole & (mean(marked.astype(np.float32)) < 0.05)
    structured = unmarked & (spread_b > 9.0)
    if structured.sum() < _STRUCTURED or unmarked.sum() < _UNMARKED * whole.sum():
        return False
    together = (mean(one * other) - a * b) / np.sqrt(np.maximum(spread_a, 1.0) * np.maximum(spread_b, 1.0))
    return bool((together[structured] > _ALIKE).mean() > FAITHFUL)


def _away(ours: Values, theirs: Values) -> Values:
    """By how much the colour of each pixel leaves the range that the other shows around it, in either direction."""
    return np.maximum(_outside(ours, theirs), _outside(theirs, ours))


def _outside(one: Values, other: Values) -> Values:
    low, high = cv2.erode(other, _REACH), cv2.dilate(other, _REACH)
    return np.asarray(largest(np.maximum(low - one, one - high)), dtype=np.float32)


def _crushed(laid: Laid) -> NDArray[np.bool_]:
    """Shadows that became black, and lights that became white: more contrast does that, and nothing need have been added."""
    ours, held, fitted = gray(laid.ours), gray(laid.plain), gray(laid.fitted)
    if fitted.std() < _HARDER * held.std():
        return np.zeros(ours.shape, dtype=np.bool_)
    ends = ((ours < _BLACK) & (held < _DARK)) | ((ours > 255 - _BLACK) & (held > 255 - _DARK))
    return np.asarray(ends, dtype=np.bool_)


def _explained(box: Box, away: Values, crushed: NDArray[np.bool_]) -> bool:
    """Whether nearly all that differs in a place is shadow made black or light made white."""
    left, top, right, bottom = box
    strong = away[top:bottom, left:right] > _STRONG
    return bool(crushed[top:bottom, left:right][strong].mean() > 0.6) if strong.any() else False


def _noise(away: Values, within: Mask) -> float:
    """What differs in the quieter half: noise, compression, a grain."""
    return max(0.0, float(np.quantile(away[within > 0][::7], 0.5)))


def _marked(away: Values, noise: float) -> Mask:
    """Places that differ, joined where letters or strokes stand close together."""
    height, width = away.shape
    soft = cv2.blur(away, (3, 3))
    faint = (soft > _FAINT + 2 * noise).astype(np.uint8)
    near = max(5, round(0.03 * max(height, width)))
    return np.asarray(cv2.morphologyEx(faint, cv2.MORPH_CLOSE, np.ones((near, near), np.uint8)), dtype=np.uint8)


def _places(marked: Mask, away: Values, noise: float, laid: Laid, whole: Pixels) -> list[Place]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(marked)
    total = max(1, int(np.count_nonzero(laid.within)))
    boxes: list[Box] = []
    for left, top, width, height in stats[1:count, :4]:
        box = int(left), int(top), int(left + width), int(top + height)
        part = away[top : top + height, left : left + width]
        strong = int(np.count_nonzero(part > _STRONG + 2 * noise))
        # strong pixels are counted, not the box: a thin line across the picture is one box and little evidence
        if width * height >= _LEAST * total and strong >= _DENSE * width * height and not _rim(box, laid.within):
            boxes.append(box)
    found = [Place(box, kind_of(_seen(whole, laid, box))) for box in _merged(boxes, 0)]
    sure = [
        place for place in found if place.kind is not Addition.OTHER or _plain_to_see(place.box, away, noise, total)
    ]
    return sorted(_blocks(sure, laid.within.shape), key=lambda place: -_area(place.box))[:MOST]


def _rim(box: Box, within: Mask) -> bool:
    """A thin strip, above all along an edge: what a cut that is off by a hair leaves behind."""
    left, top, right, bottom = box
    height, width = within.shape
    thin = min((right - left) / width, (bottom - top) / height)
    x, y, across, down = cv2.boundingRect(within)
    touching = left <= x + 2 or top <= y + 2 or right >= x + across - 2 or bottom >= y + down - 2
    return thin < (_RIM if touching else _RIM / 2) or min(right - left, bottom - top) < 4


def _plain_to_see(box: Box, away: Values, noise: float, total: int) -> bool:
    """Shapes without name are named only if they are larger, and differ in earnest over much of their place."""
    part = away[box[1] : box[3], box[0] : box[2]]
    dense = float((part > _STRONG + 2 * noise).mean())
    return _area(box) >= _NAMELESS * total and dense > 2 * _DENSE


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _blocks(places: list[Place], shape: tuple[int, ...]) -> list[Place]:
    """Words that stand close together as one block of words."""
    words = [place.box for place in places if place.kind is Addition.WORDS]
    others = [place for place in places if place.kind is not Addition.WORDS]
    return [*others, *(Place(box, Addition.WORDS) for box in _merged(words, round(_GAP * max(shape))))]


def _seen(whole: Pixels, laid: Laid, box: Box) -> Pixels:
    """A box of the frame as our picture shows it, with all its pixels."""
    height, width = whole.shape[:2]
    rows, columns = laid.within.shape
    left, top, right, bottom = laid.box
    x = [round(width * (left + edge * (right - left) / columns)) for edge in (box[0], box[2])]
    y = [round(height * (top + edge * (bottom - top) / rows)) for edge in (box[1], box[3])]
    return whole[y[0] : max(y[1], y[0] + 1), x[0] : max(x[1], x[0] + 1)]


def _merged(boxes: list[Box], gap: int) -> list[Box]:
    """Boxes that overlap, or lie no farther apart than the gap, as one."""
    found: list[Box] = []
    for box in boxes:
        touching = [one for one in found if _near(one, box, gap)]
        for one in touching:
            found.remove(one)
            box = (min(one[0], box[0]), min(one[1], box[1]), max(one[2], box[2]), max(one[3], box[3]))
        found.append(box)
    return found if len(found) == len(boxes) else _merged(found, gap)


def _near(one: Box, other: Box, gap: int) -> bool:
    across = one[0] - gap < other[2] and other[0] - gap < one[2]
    return across and one[1] - gap < other[3] and other[1] - gap < one[3]
