"""What lies around the picture on file in ours? Plain bars, bars with words, or something else, side by side."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_alignment import Pixels, largest
from firsthand.record.differences import Around, Ground, Side

LEAST = 0.025
"""Less than this share of our width or height is a rim that says nothing."""

_NEAR = 14
_PLAIN, _LETTERED = 0.985, 0.62
_LOOKED_AT = 8000


def surroundings(ours: Pixels, outline: NDArray[np.float64]) -> tuple[Around, ...]:
    """The sides of ours beyond the outline (N x 2, fractions) and what lies there."""
    return tuple(_sides(ours, outline))


def _sides(ours: Pixels, outline: NDArray[np.float64]) -> Iterator[Around]:
    height, width = ours.shape[:2]
    (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
    beyond = {Side.LEFT: left, Side.RIGHT: 1 - right, Side.UPPER: top, Side.LOWER: 1 - bottom}
    for side, share in beyond.items():
        if share < LEAST:
            continue
        # a hundredth less: the picture itself shines through at the edge of a bar
        depth = max(1, int((share - 0.01) * (width if side in (Side.LEFT, Side.RIGHT) else height)))
        strips = {
            Side.LEFT: ours[:, :depth],
            Side.RIGHT: ours[:, width - depth :],
            Side.UPPER: ours[:depth],
            Side.LOWER: ours[height - depth :],
        }
        yield Around(side, _ground(strips[side]), round(float(share), 4))


def _ground(strip: Pixels) -> Ground:
    """Nearly all of one tone, most of it, or less."""
    step = max(1, int(np.sqrt(strip.shape[0] * strip.shape[1] / _LOOKED_AT)))
    pixels = strip[::step, ::step].reshape(-1, 3).astype(np.int16)
    # coarse bins find the commonest tone where the median of a mixed strip would be none of its tones
    bins = (pixels // 16) @ np.array([256, 16, 1], dtype=np.int16)
    commonest = np.bincount(bins).argmax()
    tone = np.median(pixels[bins == commonest], axis=0)
    share = float((largest(np.abs(pixels - tone)) <= _NEAR).mean())
    if share >= _PLAIN:
        return Ground.PLAIN
    return Ground.LETTERED if share >= _LETTERED else Ground.OTHER
