"""Which points of a picture are worth remembering? Local features, their codes, and how they are packed.

Features are SIFT (Lowe 2004, "Distinctive image features from scale-invariant keypoints"). Of all that are found the kept
ones are spread over the picture and over the scales, because what covers, crops or blurs a copy takes away one part or one
scale. On file a descriptor is 128 bits, one for each of its numbers: is it above their median (Zhou et al. 2012, "Scalar
quantization for large scale image search")? The mirror image of a descriptor is a permutation of its numbers, so a mirrored
copy costs no second look at the picture.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.vision import cv

REFERENCE_SIDE, TIP_SIDE = 240, 384
"""Pixels of the longer side at which features are looked for, in pictures on file and in those that come in."""

TIP_POINTS = 1_000
"""Features kept of a picture that comes in."""

GRAY_SIDE = 256
"""Pixels of the longer side of the gray picture that goes with them, in which likeness is looked at."""

BYTES = 8_192
"""What a picture on file may take, its prints and its place in the index included."""

POINT_BYTES = 30
"""What one of its features takes there: code 16, place 4, angle and size 2, and up to 8 in the table by which it is found."""

_OVERHEAD = 320
_MOST_KEPT = 2_000
_THUMBS = ((4_096, 48), (0, 24))
_LARGEST_ZOOM = 2.0
_ZOOM_FROM = 1.5
_CONTRAST, _FAINT, _FEW = 0.02, 0.003, 80
_MOST_FOUND = 3_000
_GRID, _LEVELS = 6, 4
_FINEST = 1.6
_ANGLES = 256
_STEPS_AN_OCTAVE = 16
_SMALLEST_OCTAVE = -12
_HEAD = struct.Struct("<4sHHHB")
_MARK = b"FHp1"

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

_CELLS = np.arange(128).reshape(4, 4, 8)
MIRROR = _CELLS[::-1][:, :, -np.arange(8) % 8].ravel()
"""Where each number of a descriptor stands in the descriptor of the mirror image (the frame turns with the feature)."""

_NO_CODES = np.zeros((0, 2), np.uint64)


@dataclass(frozen=True, slots=True)
class Points:
    """n features of a picture of `width` x `height` pixels.

    `place` (n x 2) are fractions of width and height, `angle` (n) is in 256ths of a turn, `size` (n) in 16ths of an octave
    of the share of the longer side. `code` (n x 2) holds the 128 bits of each. Of a picture that came in, `mirrored` (n x 2)
    are the codes of their mirror images and `numbers` (n x 128) the descriptors themselves; both are empty for one on file.
    `gray` (h x w) is the picture reduced: the longer side at most GRAY_SIDE of one that came in, square of one on file.
    """

    width: int
    height: int
    place: F32
    angle: U8
    size: U8
    code: NDArray[np.uint64]
    mirrored: NDArray[np.uint64]
    numbers: U8
    gray: U8

    @property
    def pixels(self) -> F32:
        """The places (n x 2) in pixels of the picture."""
        return np.asarray(self.place * np.array([self.width, self.height], np.float32), np.float32)

    def span(self, rows: NDArray[np.intp]) -> F32:
        """How large some features are, as shares of the picture's longer side."""
        return np.asarray(2.0 ** (self.size[rows] / _STEPS_AN_OCTAVE + _SMALLEST_OCTAVE), np.float32)


def points_of_tip(rgb: U8) -> Points:
    """The features of a picture (H x W x 3) that came in, with their descriptors."""
    gray = cv().cvtColor(np.ascontiguousarray(rgb), cv().COLOR_RGB2GRAY)
    height, width = gray.shape
    scale = min(1.0, GRAY_SIDE / max(height, width))
    small = _resized(gray, scale)
    return _features(gray, TIP_SIDE, TIP_POINTS, small, keep_numbers=True)


def points_of_reference(rgb: U8, budget: int = BYTES) -> Points:
    """The features of a picture (H x W x 3) to be kept on file: as many as `budget` bytes in the index allow."""
    gray = cv().cvtColor(np.ascontiguousarray(rgb), cv().COLOR_RGB2GRAY)
    side = next(side for least, side in _THUMBS if budget >= least)
    count = max(16, (budget - side * side - _OVERHEAD) // POINT_BYTES)
    thumb = cv().resize(gray, (side, side), interpolation=cv().INTER_AREA)
    return _features(gray, REFERENCE_SIDE, count, thumb, keep_numbers=False)


def codes(numbers: U8) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The 128 bits of n descriptors (n x 128) and those of their mirror images, n x 2 each.

    The first number stands in the lowest bit of the first word.
    """
    bits = numbers > np.median(numbers, axis=1, keepdims=True)
    return _words(bits), _words(bits[:, MIRROR])


def _words(bits: NDArray[np.bool_]) -> NDArray[np.uint64]:
    packed = np.ascontiguousarray(np.packbits(bits, axis=1, bitorder="little"))
    return packed.view("<u8").reshape(-1, 2).astype(np.uint64)


def pack(points: Points) -> bytes:
    """The features as bytes that `unpack` reads: a head, then array after array."""
    numbers = len(points.numbers) > 0
    shape = points.gray.shape
    head = _HEAD.pack(_MARK, len(points.place), points.width, points.height, numbers)
    parts = (
        struct.pack("<HH", *shape),
        np.rint(np.clip(points.place, 0, 1) * 65_535).astype("<u2").tobytes(),
        points.angle.tobytes(),
        points.size.tobytes(),
        points.numbers.tobytes() if numbers else points.code.astype("<u8").tobytes(),
        points.gray.tobytes(),
    )
    return b"".join((head, *parts))


def unpack(data: bytes) -> Points | None:
    """The features that `pack` wrote; None where the bytes are none, or of another kind."""
    start = _HEAD.size + 4
    if len(data) < start or not data.startswith(_MARK):
        return None
    _, count, width, height, numbers = _HEAD.unpack_from(data)
    rows, columns = struct.unpack_from("<HH", data, _HEAD.size)
    each = 128 if numbers else 16
    if len(data) != start + count * (6 + each) + rows * columns:
        return None
    raw = np.frombuffer(data, np.uint8, offset=start)
    place, angle, size, code, gray = np.split(raw, np.cumsum([4 * count, count, count, each * count]))
    held = code.reshape(-1, 128) if numbers else np.zeros((0, 128), np.uint8)
    plain, mirrored = codes(held) if numbers else (code.view("<u8").reshape(-1, 2).astype(np.uint64), _NO_CODES)
    return Points(
        width,
        height,
        np.asarray(place.view("<u2").reshape(-1, 2) / 65_535, np.float32),
        angle,
        size,
        plain,
        mirrored,
        held,
        gray.reshape(rows, columns),
    )


def unpack_kept(data: bytes) -> Points | None:
    """The features of a picture on file; None where the bytes are none that `points_of_reference` could have given.

    They may come from another desk: what is looked up later must not depend on its good will.
    """
    found = unpack(data)
    if found is None or len(found.numbers) or not 0 < len(found.place) <= _MOST_KEPT:
        return None
    sides = [(side, side) for _, side in _THUMBS]
    return found if min(found.width, found.height) > 0 and found.gray.shape in sides else None


def _features(gray: U8, side: int, count: int, kept: U8, *, keep_numbers: bool) -> Points:
    height, width = gray.shape
    scale = side / max(height, width)
    if scale > 1:
        scale = min(scale, _LARGEST_ZOOM) if scale > _ZOOM_FROM else 1.0
    seen = _resized(gray, scale)
    chosen, numbers = _chosen(seen, count, _CONTRAST)
    if len(chosen) < min(_FEW, count):
        # A plain picture: its faint points are all there is. Elsewhere they would only crowd out better ones.
        chosen, numbers = _chosen(seen, count, _FAINT)
    rows = np.array([(*one.pt, one.angle, one.size) for one in chosen], np.float32).reshape(-1, 4)
    seen_size = np.array([seen.shape[1], seen.shape[0]], np.float32)
    code, mirrored = codes(numbers)
    octaves = np.log2(np.maximum(rows[:, 3], 1e-3) / seen_size.max()) - _SMALLEST_OCTAVE
    return Points(
        width,
        height,
        np.clip(rows[:, :2] / seen_size, 0, 1).astype(np.float32),
        np.rint(rows[:, 2] / 360 * _ANGLES).astype(np.int64).astype(np.uint8),
        np.clip(np.rint(octaves * _STEPS_AN_OCTAVE), 0, 255).astype(np.uint8),
        code,
        mirrored if keep_numbers else _NO_CODES,
        numbers if keep_numbers else np.zeros((0, 128), np.uint8),
        kept,
    )


def _chosen(seen: U8, count: int, contrast: float) -> tuple[list[Any], U8]:
    """At most `count` features of a gray picture, spread over it, with their descriptors (n x 128)."""
    sift = cv().SIFT_create(_MOST_FOUND, 3, contrast)
    if count < TIP_POINTS:
        # Describing a few hundred features too many costs more than building the scales of the picture a second time.
        found = sift.detect(seen, None)
        few = [found[i] for i in _spread(found, count, seen.shape)] if found else []
        chosen, numbers = sift.compute(seen, few) if few else ([], None)
    else:
        found, numbers = sift.detectAndCompute(seen, None)
        rows = _spread(found, count, seen.shape) if found else np.zeros(0, np.intp)
        chosen, numbers = [found[i] for i in rows], numbers[rows] if found else None
    return list(chosen), np.zeros((0, 128), np.uint8) if numbers is None else numbers.astype(np.uint8)


def _spread(found: Any, count: int, shape: tuple[int, ...]) -> NDArray[np.intp]:
    """The rows of at most `count` features, by turns the strongest of each cell of a grid and each octave."""
    rows = np.array([(*one.pt, one.size, one.response) for one in found], np.float32)
    level = np.clip(np.log2(rows[:, 2] / _FINEST).astype(np.int64), 0, _LEVELS - 1)
    across = np.minimum((rows[:, 0] * _GRID / shape[1]).astype(np.int64), _GRID - 1)
    down = np.minimum((rows[:, 1] * _GRID / shape[0]).astype(np.int64), _GRID - 1)
    cell = (level * _GRID + down) * _GRID + across
    # Ties are settled by the place, so that the choice does not depend on the order in which they were found.
    order = np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 3], cell))
    first = np.searchsorted(cell[order], cell[order])
    turn = np.empty(len(rows), np.int64)
    turn[order] = np.arange(len(rows)) - first
    return np.lexsort((rows[:, 1], rows[:, 0], -rows[:, 3], turn))[:count]


def _resized(gray: U8, scale: float) -> U8:
    if scale == 1:
        return gray
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    how = cv().INTER_AREA if scale < 1 else cv().INTER_CUBIC
    return np.asarray(cv().resize(gray, size, interpolation=how), np.uint8)
