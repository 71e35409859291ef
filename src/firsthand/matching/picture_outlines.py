"""Where does one picture lie in another, how was it turned, and what of it is left out? Geometry of a homography."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot

import numpy as np
from numpy.typing import NDArray

from firsthand.record.differences import Side
from firsthand.record.passages import Point, Region

Matrix = NDArray[np.float64]
"""3 x 3: carries points of the picture on file to points of ours."""

Size = tuple[int, int]
"""Width and height in pixels."""

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom of a box, in fractions."""

UNIT = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
NEARLY = 0.015
"""An edge this near to the edge of a picture, in parts of its length, is the edge of the picture."""

LEAST = 0.002
"""A common part smaller than this share of either picture says nothing."""

_UPRIGHT = 0.006
_PERSPECTIVE = 1.045


@dataclass(frozen=True, slots=True)
class Turn:
    """How a picture was turned: mirrored left to right, then rotated by degrees clockwise; see `Differences`."""

    mirrored: bool
    rotated: float
    angled: bool
    stretched: float


def carried(matrix: Matrix, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (N x 2) where the matrix carries them."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:])


def corners(part: Edges) -> NDArray[np.float64]:
    """The corners (4 x 2) of a box, from the upper left clockwise."""
    left, top, right, bottom = part
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def in_pixels(matrix: Matrix, ours: Size, theirs: Size) -> Matrix:
    """A matrix of fractions as one of pixels."""
    return np.asarray(np.diag([*ours, 1.0]) @ matrix @ np.diag([1 / theirs[0], 1 / theirs[1], 1.0]))


def in_fractions(matrix: Matrix, ours: Size, theirs: Size) -> Matrix:
    """A matrix of pixels as one of fractions."""
    return np.asarray(np.diag([1 / ours[0], 1 / ours[1], 1.0]) @ matrix @ np.diag([*theirs, 1.0]))


def usable(matrix: Matrix) -> bool:
    """Whether it carries the whole picture on file to a finite, convex place, as every photograph of it does."""
    if not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-9:
        return False
    depth = np.column_stack([UNIT, np.ones(4)]) @ matrix[2]
    return bool((depth > 0.05 * depth.max()).all() if depth.max() > 0 else (depth < 0.05 * depth.min()).all())


def common(matrix: Matrix, part: Edges = (0.0, 0.0, 1.0, 1.0)) -> NDArray[np.float64] | None:
    """The outline in ours (N x 2, fractions) of a part of the picture on file, as far as it lies within ours.

    None where that is next to nothing.
    """
    outline = carried(matrix, corners(part))
    for axis, edge, sign in ((0, 0.0, 1), (0, 1.0, -1), (1, 0.0, 1), (1, 1.0, -1)):
        outline = _clipped(outline, sign * (outline[:, axis] - edge))
        if len(outline) < 3:
            return None
    return outline.clip(0.0, 1.0) if abs(_signed(outline)) >= LEAST else None


def _clipped(outline: NDArray[np.float64], inside: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of an outline where `inside` (a value for each point, changing evenly between them) is not negative.

    Sutherland and Hodgman, 1974.
    """
    kept: list[NDArray[np.float64]] = []
    for i in range(len(outline)):
        before, here = inside[i - 1], inside[i]
        if (before < 0) != (here < 0):
            kept.append(outline[i - 1] + (outline[i] - outline[i - 1]) * before / (before - here))
        if here >= 0:
            kept.append(outline[i])
    return np.array(kept).reshape(-1, 2)


def region(outline: NDArray[np.float64]) -> Region:
    """The region of an outline in fractions; an upright rectangle has no corners, and reaches edges that are all but met."""
    points = _ordered(outline)
    points[points < NEARLY / 2] = 0.0
    points[points > 1 - NEARLY / 2] = 1.0
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    box = Region(*_rounded(left, top, right, bottom))
    inside = np.abs(points[:, None] - np.array(box.outline)[None]).max(axis=2).min(axis=1)
    full = abs(abs(_signed(points)) - box.share) < 0.01 * box.share
    if full and inside.max() < _UPRIGHT:
        return box
    outer: tuple[Point, ...] = tuple((round(float(x), 4), round(float(y), 4)) for x, y in points)
    return Region(box.left, box.top, box.right, box.bottom, corners=outer)


def _rounded(left: float, top: float, right: float, bottom: float) -> Edges:
    return round(float(left), 4), round(float(top), 4), round(float(right), 4), round(float(bottom), 4)


def box_region(left: float, top: float, right: float, bottom: float) -> Region:
    """An upright box, cut to the picture."""
    return Region(*_rounded(max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)))


def _ordered(outline: NDArray[np.float64]) -> NDArray[np.float64]:
    """Clockwise from the corner nearest to the upper left, without points that lie on a side or on each other."""
    points = [outline[i] for i in range(len(outline)) if np.abs(outline[i] - outline[i - 1]).max() > 1e-3]
    around = [(points[i - 1], points[i], points[(i + 1) % len(points)]) for i in range(len(points))]
    bent = np.array([here for before, here, after in around if _off(before, here, after) > 1e-3])
    kept = bent if len(bent) >= 3 else np.array(outline)
    if _signed(kept) < 0:
        kept = kept[::-1]
    return np.roll(kept, -int(kept.sum(axis=1).argmin()), axis=0).copy()


def _off(before: NDArray[np.float64], here: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """How far a point lies from the line between its neighbours."""
    along, away = after - before, here - before
    return abs(float(along[0] * away[1] - along[1] * away[0])) / max(1e-9, hypot(*along))


def _signed(points: NDArray[np.float64]) -> float:
    x, y = points[:, 0], points[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def turn(pixels: Matrix, theirs: Size) -> Turn:
    """How the picture on file was turned, by its matrix in pixels."""
    placed = carried(pixels, UNIT * np.array(theirs))
    across = (placed[1] - placed[0] + placed[2] - placed[3]) / 2
    down = (placed[3] - placed[0] + placed[2] - placed[1]) / 2
    mirrored = bool(across[0] * down[1] - across[1] * down[0] < 0)
    # mirrored left to right first: what ran to the right then runs to the left
    along = -across if mirrored else across
    # the mean of both axes, so that a leaning picture is not called rotated
    first = degrees(atan2(along[1], along[0]))
    second = degrees(atan2(-down[0], down[1]))
    rotated = first + ((second - first + 180) % 360 - 180) / 2
    stretch = (hypot(*across) / theirs[0]) / max(1e-9, hypot(*down) / theirs[1])
    return Turn(mirrored, (rotated + 180) % 360 - 180, _angled(placed), stretch)


def _angled(placed: NDArray[np.float64]) -> bool:
    """Whether opposite sides differ in length, as they do in no flat copy."""
    sides = np.hypot(*(np.roll(placed, -1, axis=0) - placed).T)
    pairs = ((sides[0], sides[2]), (sides[1], sides[3]))
    return any(max(pair) > _PERSPECTIVE * min(pair) for pair in pairs)


def cut(theirs: Region) -> tuple[Side, ...]:
    """The sides of the picture on file that ours leaves out."""
    missing = {
        Side.LEFT: theirs.left,
        Side.RIGHT: 1 - theirs.right,
        Side.UPPER: theirs.top,
        Side.LOWER: 1 - theirs.bottom,
    }
    return tuple(side for side, part in missing.items() if part > NEARLY)
