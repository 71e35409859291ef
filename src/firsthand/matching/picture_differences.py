"""How was our picture made of the one on file? The whole answer from the pixels of both and how one lies in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_additions import WHOLE_FILE, Place, compare
from firsthand.matching.picture_alignment import Laid, Pixels, lay
from firsthand.matching.picture_colours import changed
from firsthand.matching.picture_outlines import (
    UNIT,
    Matrix,
    Size,
    box_region,
    carried,
    common,
    cut,
    in_pixels,
    region,
    turn,
    usable,
)
from firsthand.matching.picture_surroundings import surroundings
from firsthand.record.differences import Added, Differences
from firsthand.record.passages import Region


def differences(
    ours: Pixels, theirs: Pixels, homography: Sequence[float], sizes: tuple[Size | None, Size | None] = (None, None)
) -> Differences | None:
    """How `ours` was made of `theirs`, the picture on file; both H x W x 3 of 8 bits, in RGB.

    `homography` (nine numbers) carries fractions of theirs to fractions of ours. `sizes` are width and height of both files
    where these are known; without them nothing is said of enlarging. None where the homography shows no common part.
    """
    given = np.asarray(homography, dtype=np.float64).reshape(3, 3)
    if not usable(given) or common(given) is None:
        return None
    laid = lay(ours, theirs, given)
    matrix = laid.matrix if laid is not None else given
    compared = compare(laid, ours) if laid is not None else None
    outline = common(matrix, compared.shown if compared else WHOLE_FILE)
    if outline is None:
        return None
    theirs_region = region(carried(np.asarray(np.linalg.inv(matrix), dtype=np.float64), outline).clip(0, 1))
    ours_size, theirs_size = (ours.shape[1], ours.shape[0]), (theirs.shape[1], theirs.shape[0])
    pixels = in_pixels(matrix, ours_size, theirs_size)
    turned = turn(pixels, theirs_size)
    return Differences(
        ours=region(outline),
        theirs=theirs_region,
        mirrored=turned.mirrored,
        rotated=round(turned.rotated, 1),
        angled=turned.angled,
        stretched=round(turned.stretched, 3) if not turned.angled else 1.0,
        cut=cut(theirs_region),
        around=surroundings(ours, outline),
        enlarged=_enlarged(matrix, sizes),
        laid=round(float(compared.alike), 3) if compared else None,
        colours=changed(laid) if laid is not None and compared else (),
        added=tuple(_added(laid, compared.places)) if laid is not None and compared else (),
    )


def homography_of(ours: Pixels, theirs: Pixels, our_part: Region, their_part: Region) -> tuple[float, ...] | None:
    """The homography by which a box of the picture on file lies in a box of ours, in whichever of the eight turns fits best.

    None where none of them makes the two look alike.
    """
    here, there = _boxed(our_part), _boxed(their_part)
    mine, held = _gray(ours, our_part), _gray(theirs, their_part)
    placed: list[tuple[float, Matrix]] = []
    for turned in _TURNS:
        seen = cv2.warpPerspective(held, _centred(turned), (_LOOK, _LOOK), borderMode=cv2.BORDER_REPLICATE)
        alike = float(np.corrcoef(mine.ravel(), seen.ravel())[0, 1]) if seen.std() > 1 and mine.std() > 1 else -1.0
        placed.append((alike, here @ turned @ np.linalg.inv(there)))
    alike, matrix = max(placed, key=lambda one: one[0])
    return tuple(float(value) for value in matrix.ravel()) if alike > _ALIKE else None


_LOOK, _ALIKE = 32, 0.5
_MIRROR = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
_QUARTER = np.array([[0.0, -1, 1], [1, 0, 0], [0, 0, 1]])
_TURNS = tuple(
    np.linalg.matrix_power(_QUARTER, quarters) @ mirror for mirror in (np.eye(3), _MIRROR) for quarters in range(4)
)
"""The eight ways to lay a square upon itself."""


def _boxed(part: Region) -> Matrix:
    """From the unit square to the box of a region."""
    return np.array([[part.right - part.left, 0, part.left], [0, part.bottom - part.top, part.top], [0, 0, 1.0]])


def _centred(turned: Matrix) -> Matrix:
    """A turn of the unit square as one of the pixels of a small picture, whose centres are whole numbers."""
    scale = np.array([[_LOOK, 0, -0.5], [0, _LOOK, -0.5], [0, 0, 1.0]])
    return np.asarray(scale @ turned @ np.linalg.inv(scale))


def _gray(pixels: Pixels, part: Region) -> NDArray[np.float32]:
    height, width = pixels.shape[:2]
    rows = slice(int(part.top * height), max(int(part.top * height) + 1, round(part.bottom * height)))
    columns = slice(int(part.left * width), max(int(part.left * width) + 1, round(part.right * width)))
    small = cv2.resize(pixels[rows, columns], (_LOOK, _LOOK), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def _enlarged(matrix: Matrix, sizes: tuple[Size | None, Size | None]) -> float | None:
    if sizes[0] is None or sizes[1] is None:
        return None
    corners = carried(in_pixels(matrix, sizes[0], sizes[1]), UNIT * np.array(sizes[1]))
    x, y = corners[:, 0], corners[:, 1]
    area = abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2
    return round(float(np.sqrt(area / (sizes[1][0] * sizes[1][1]))), 3)


def _added(laid: Laid, places: Sequence[Place]) -> Iterator[Added]:
    """The places as regions of ours, lettered from B: A is the outline of the picture on file."""
    height, width = laid.within.shape
    left, top, right, bottom = laid.box
    across, down = (right - left) / width, (bottom - top) / height
    for letter, place in zip(ascii_uppercase[1:], places, strict=False):
        x0, y0, x1, y1 = place.box
        where = box_region(left + x0 * across, top + y0 * down, left + x1 * across, top + y1 * down)
        yield Added(letter, place.kind, where)
