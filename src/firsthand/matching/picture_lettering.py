"""What does a changed place bear: words, one flat tone, or something else? Judged by the shapes alone, in any script."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_alignment import Pixels, largest
from firsthand.record.differences import Addition

_SIDE = 360
_NEAR = 40
_FLAT = 0.96
_EDGE = 0.12
"""The rim of a place, in parts of its sides, where its surroundings shine through."""

_SIGNS = 4
"""Fewer signs of one height are no line of words."""


def kind_of(part: Pixels) -> Addition:
    """What the part of our picture (H x W x 3) bears."""
    scale = min(1.0, _SIDE / max(part.shape[:2]))
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else part
    pixels = small.reshape(-1, 3).astype(np.int16)
    bins = (pixels // 24) @ np.array([144, 12, 1], dtype=np.int16)
    counts = np.bincount(bins)
    edge_y, edge_x = (max(1, round(side * _EDGE)) for side in small.shape[:2])
    flat = 0.0
    for commonest in np.argsort(counts)[::-1][:3]:
        if not counts[commonest]:
            break
        tone = np.median(pixels[bins == commonest], axis=0)
        ink = (largest(np.abs(pixels - tone)) < _NEAR).reshape(small.shape[:2])
        inner = ink[edge_y:-edge_y, edge_x:-edge_x]
        flat = max(flat, float(inner.mean()) if inner.size else 0.0)
        if ink.mean() < _FLAT and (_letters(ink) or _letters(~ink)):
            return Addition.WORDS
    return Addition.COVER if flat >= _FLAT else Addition.OTHER


def _letters(ink: NDArray[np.bool_]) -> bool:
    """Whether the ink is strokes that form signs of about one height, side by side."""
    if not 0.03 < ink.mean() < 0.6:
        return False
    count, _, found, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    stats = np.asarray(found, dtype=np.int32)
    heights, widths = stats[1:count, cv2.CC_STAT_HEIGHT], stats[1:count, cv2.CC_STAT_WIDTH]
    large = heights >= 5
    if int(large.sum()) < _SIGNS:
        return False
    middle = float(np.median(heights[large]))
    alike = large & (heights > 0.6 * middle) & (heights < 1.6 * middle) & (widths < 6 * middle)
    if int(alike.sum()) < _SIGNS or alike.sum() < 0.6 * large.sum() or _lined(stats[1:count][alike]) < 0.7:
        return False
    # strokes are thin beside the height of their signs
    thick = max(3, round(0.35 * middle)) | 1
    rest = cv2.erode(ink.astype(np.uint8), np.ones((thick, thick), np.uint8))
    return bool(rest.sum() < 0.1 * ink.sum())


def _lined(signs: NDArray[np.int32]) -> float:
    """The share of signs that have another one beside them on the same line."""
    top, height = signs[:, cv2.CC_STAT_TOP].astype(float), signs[:, cv2.CC_STAT_HEIGHT].astype(float)
    bottom = top + height
    near = np.abs(bottom[:, None] - bottom[None]) < 0.3 * height[:, None]
    return float((near.sum(axis=1) >= 3).mean())
