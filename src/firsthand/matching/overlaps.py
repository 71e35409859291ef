"""Does one picture lie in the other? Features that agree on one view, and how like the gray pictures are where they do.

The view is a homography, found by MAGSAC++ (Barath et al. 2020, "MAGSAC++, a fast, reliable and accurate robust estimator").
Features alone would be met by lettering, logos and the frames of posts and broadcasts; so both gray pictures are laid over
each other, and what counts is how like they are between the agreeing features and over the whole common part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.points import TIP_SIDE, Points
from firsthand.matching.vision import cv

FAR_BITS = 36
"""Codes (128 bits) farther apart than this are not held to be of the same point. Half of the right ones are within 12."""

LEAST_AGREEING = 6
"""Features below which no view is believed: four fit by themselves, and a fifth now and then."""

_MOST_PAIRS = 220
_TURN_STEP, _SAME_TURN = 8, 22
_SAME_SIZE = 12
_LOOSE = 3.0
_TRIES = 800
_SAME_PLACE = 4.0
_VIEW_SIDE = 48
_FINER = 3
_WINDOW = 7
_LEAST_TONES = 2.0
_STRONG_TONES = 20.0
_LEAST_WEIGHT = 50.0
_UNLIKE = 0.4
_LARGEST_CHANGE = 400.0
_AROUND, _REACH = 1.2, (3, 14)
_STARK, _TONE, _TWO_TONES = 120, 0.24, 0.68
_NEIGHBOURS = 6

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """How a picture on file lies in ours. `homography` (3 x 3) carries fractions of theirs to fractions of ours.

    `ours` and `theirs` are the rows of the agreeing features, `compared` is how many pairs there were. `spread` is the share
    of the common part within the agreeing features; `near` and `all` are how like (correlation, -1 to 1) the gray values are
    there and over the whole common part, each place by the strength of its tones, and `alike` at each agreeing feature.
    `part` is what ours shows of theirs: left, top, right and bottom, beyond which something else stands in ours.
    `drawn` are the agreeing features that stand on letters or signs, as far as ours shows: places of two tones.
    """

    homography: F64
    mirrored: bool
    ours: NDArray[np.intp]
    theirs: NDArray[np.intp]
    compared: int
    spread: float
    near: float
    all: float
    alike: F32
    part: tuple[float, float, float, float]
    drawn: NDArray[np.bool_]


def view_of(ours: Points, theirs: Points, *, mirrored: bool) -> View | None:
    """The view on which most features agree; None where too few do. Deterministic."""
    mine, held, _ = pairs(ours, theirs, mirrored=mirrored)
    if len(mine) < LEAST_AGREEING:
        return None
    # Both in units in which the longer side of ours is TIP_SIDE; mirrored first, since the estimator wants no mirror.
    unit = TIP_SIDE / max(ours.width, ours.height)
    to_view = np.diag([(-1.0 if mirrored else 1.0) * ours.width * unit, ours.height * unit, 1.0])
    to_file = np.diag([float(theirs.width), float(theirs.height), 1.0])
    a = (theirs.place[held] * [theirs.width, theirs.height]).astype(np.float32)
    b = (ours.place[mine] * np.diag(to_view)[:2]).astype(np.float32)
    found, agree = cv().findHomography(a, b, cv().USAC_MAGSAC, _LOOSE, maxIters=_TRIES, confidence=0.999)
    if found is None or not _possible(found, theirs, TIP_SIDE):
        return None
    rows = _apart(np.flatnonzero(agree.ravel()), a * (TIP_SIDE / max(theirs.width, theirs.height)), b)
    if len(rows) < LEAST_AGREEING:
        return None
    homography = np.linalg.inv(to_view) @ found @ to_file
    homography = homography / homography[2, 2]
    likeness = _likeness(ours, theirs, homography, theirs.place[held[rows]])
    return View(homography, mirrored, mine[rows], held[rows], len(mine), *likeness, drawn(ours, mine[rows]))


def pairs(
    ours: Points, theirs: Points, *, mirrored: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Rows of ours, rows of theirs and bits apart, of features that are each other's nearest, the nearest first."""
    mine = ours.mirrored if mirrored else ours.code
    if not len(mine) or not len(theirs.code):
        none = np.zeros(0, np.intp)
        return none, none, none
    apart = np.bitwise_count(theirs.code[:, None, 0] ^ mine[None, :, 0])
    apart += np.bitwise_count(theirs.code[:, None, 1] ^ mine[None, :, 1])
    nearest = apart.argmin(axis=1)
    held = np.flatnonzero(apart.argmin(axis=0)[nearest] == np.arange(len(nearest)))
    rows = np.column_stack([nearest[held], held, apart[held, nearest[held]]]).astype(np.intp)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 2]))]
    rows = rows[rows[:, 2] <= FAR_BITS]
    rows = rows[_of_one_turn(ours, theirs, rows, mirrored=mirrored)][:_MOST_PAIRS]
    return rows[:, 0], rows[:, 1], rows[:, 2]


def drawn(points: Points, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which of these features stand on letters or signs: nearly all around them is of one of two strong tones.

    So do those that stand among such, since small letters blur.
    """
    height, width = points.gray.shape
    centres = (points.place[rows] * [width, height]).astype(np.int64)
    reach = np.clip(points.span(rows) * max(width, height) * _AROUND, *_REACH).astype(np.int64)
    stark = np.array(
        [
            _of_two_tones(points.gray[max(0, y - r) : y + r + 1, max(0, x - r) : x + r + 1])
            for (x, y), r in zip(centres.tolist(), reach.tolist(), strict=True)
        ],
        bool,
    )
    apart = np.linalg.norm((centres[:, None] - centres[None]).astype(np.float64), axis=2)
    beside = np.argsort(apart, axis=1, kind="stable")[:, : _NEIGHBOURS + 1]
    return np.asarray(stark | (stark[beside].mean(axis=1) >= 0.5))


def _of_two_tones(patch: NDArray[np.uint8]) -> bool:
    low, high = int(patch.min()), int(patch.max())
    if high - low < _STARK:
        return False
    edge = (high - low) * _TONE
    return bool(((patch <= low + edge) | (patch >= high - edge)).mean() > _TWO_TONES)


def _of_one_turn(ours: Points, theirs: Points, rows: NDArray[np.intp], *, mirrored: bool) -> NDArray[np.bool_]:
    """Which pairs are turned and grown by about as much as most of them are."""
    angle = ours.angle[rows[:, 0]].astype(np.int64)
    turned = ((128 - angle if mirrored else angle) - theirs.angle[rows[:, 1]]) % 256
    grown = ours.size[rows[:, 0]].astype(np.int64) - theirs.size[rows[:, 1]]
    best = np.zeros(len(rows), bool)
    for middle in range(0, 256, _TURN_STEP):
        near = np.abs((turned - middle + 128) % 256 - 128) <= _SAME_TURN
        if near.sum() <= best.sum():
            continue
        # Sorted, each change of size opens a window; the fullest one is taken.
        steps = np.sort(grown[near])
        counts = np.searchsorted(steps, steps + 2 * _SAME_SIZE, side="right") - np.arange(len(steps))
        if counts.max() > best.sum():
            low = steps[counts.argmax()]
            best = near & (grown >= low) & (grown <= low + 2 * _SAME_SIZE)
    return best


def _possible(found: F64, theirs: Points, side: float) -> bool:
    """Could a flat picture be seen so? Not turned inside out, nor folded, nor hundreds of times larger or smaller."""
    corners = np.array(
        [[0, 0, 1], [theirs.width, 0, 1], [theirs.width, theirs.height, 1], [0, theirs.height, 1]], float
    )
    there = corners @ found.T
    if not (there[:, 2] > 0).all():
        return False
    quad = there[:, :2] / there[:, 2:]
    edges = np.roll(quad, -1, axis=0) - quad
    following = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]
    if not (turns > 0).all():
        return False
    area = abs(float(np.sum(quad[:, 0] * np.roll(quad[:, 1], -1) - np.roll(quad[:, 0], -1) * quad[:, 1]))) / 2
    lengths = np.linalg.norm(edges, axis=1)
    return bool(side**2 / _LARGEST_CHANGE < area < side**2 * _LARGEST_CHANGE and lengths.max() < 8 * lengths.min())


def _apart(rows: NDArray[np.intp], a: F32, b: F32) -> NDArray[np.intp]:
    """Of features that lie in one place, on either side, only the first: one spot must not vote twice."""
    for places in (a, b):
        _, first = np.unique((places[rows] / _SAME_PLACE).astype(np.int64), axis=0, return_index=True)
        rows = rows[np.sort(first)]
    return rows


def _likeness(
    ours: Points, theirs: Points, homography: F64, agreeing: F32
) -> tuple[float, float, float, F32, tuple[float, float, float, float]]:
    """(spread, near, all, alike, part) of a view: see `View`."""
    side = theirs.gray.shape[0]
    seen, mask = _laid_over(ours.gray, homography, side)
    near = np.zeros((side, side), np.uint8)
    hull = cv().convexHull((agreeing * side).astype(np.int32))
    cv().fillConvexPoly(near, hull, 1)
    near = cv().dilate(near, np.ones((5, 5), np.uint8)).astype(bool)
    alike, weight = _local_likeness(theirs.gray.astype(np.float32), seen, mask)
    common = max(1, int(mask.sum()))
    cells = np.minimum((agreeing * side).astype(np.int64), side - 1)
    at = alike[cells[:, 1], cells[:, 0]]
    return (
        float((near & mask).sum() / common),
        _mean(alike, weight * near),
        _mean(alike, weight),
        at,
        _shown(alike, weight),
    )


def _shown(alike: F32, weight: F32) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what both show: from each side that is cut away which speaks most against likeness."""
    against = weight * (alike - _UNLIKE)
    least = -_LEAST_WEIGHT / 2
    cuts = []
    for bands in (against.sum(axis=0), against.sum(axis=1)):
        for line in (bands, bands[::-1]):
            sums = np.cumsum(line[: len(line) // 2])
            cuts.append((int(sums.argmin()) + 1) / len(line) if sums.min() < least else 0.0)
    left, right, top, bottom = cuts
    return left, top, 1 - right, 1 - bottom


def _laid_over(gray: NDArray[np.uint8], homography: F64, side: int) -> tuple[F32, NDArray[np.bool_]]:
    """What ours shows at each of side x side cells of theirs, and which of these lie in our picture."""
    height, width = gray.shape
    fine = side * _FINER
    # Centres of cells are at halves: fractions (x + 1/2) / fine on file go to pixels of ours less one half.
    to_fraction = np.array([[1 / fine, 0, 0.5 / fine], [0, 1 / fine, 0.5 / fine], [0, 0, 1]])
    to_pixel = np.array([[width, 0, -0.5], [0, height, -0.5], [0, 0, 1]])
    flags = cv().INTER_LINEAR | cv().WARP_INVERSE_MAP
    path = to_pixel @ homography @ to_fraction
    seen = cv().warpPerspective(gray, path, (fine, fine), flags=flags)
    inside = cv().warpPerspective(np.full_like(gray, 255), path, (fine, fine), flags=flags)
    small = (cv().resize(one, (side, side), interpolation=cv().INTER_AREA) for one in (seen, inside))
    seen, inside = small
    return seen.astype(np.float32), inside > 250


def _local_likeness(held: F32, seen: F32, mask: NDArray[np.bool_]) -> tuple[F32, F32]:
    """For each cell the correlation within the window around it, and how much it counts: by the weaker contrast of both."""
    inside = mask.astype(np.float32)

    def mean(values: F32) -> Any:
        return cv().blur(values * inside, (_WINDOW, _WINDOW)) / share

    share = np.maximum(cv().blur(inside, (_WINDOW, _WINDOW)), 1e-3)
    ours, theirs = mean(seen), mean(held)
    mine, his = mean(seen * seen) - ours**2, mean(held * held) - theirs**2
    both = mean(seen * held) - ours * theirs
    alike = both / np.sqrt(np.maximum(mine, _LEAST_TONES**2 / 4) * np.maximum(his, _LEAST_TONES**2))
    weight = np.minimum(np.sqrt(np.maximum(his, 0)), _STRONG_TONES) * (mask & (share > 0.5))
    return np.asarray(np.clip(alike, -1, 1), np.float32), np.asarray(weight, np.float32)


def _mean(values: F32, weight: F32) -> float:
    total = float(weight.sum())
    return float((values * weight).sum() / total) if total >= _LEAST_WEIGHT else 0.0
