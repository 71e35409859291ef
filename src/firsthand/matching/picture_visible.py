"""How much of the picture on file is left where ours replaces it from an edge? The cell of a collage, the window of a page.

A picture that was cut and then set into a page, a broadcast or a collage lies beside other things that hide the rest of it.
That rest is cut away; nothing was added to it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_alignment import Laid, Mask
from firsthand.matching.picture_outlines import Edges, carried, corners
from firsthand.record.differences import Side

_GRID = 96
_MOST = 0.75
_LEAST = 0.02
_DIFFERS = 0.7
_REACHES = 0.03
_INNER = 0.02
"""An edge this far inside our picture has something beyond it."""


def visible(marked: Mask, laid: Laid) -> Edges:
    """The part of the picture on file that ours shows, once strips along inner edges that differ throughout are left out.

    `marked` (h x w of the frame) is 1 where both differ. At the edge of our own picture such a strip stays: there it
    is a bar laid over the picture, as far as anybody can tell.
    """
    if not marked.any():
        return 0.0, 0.0, 1.0, 1.0
    differs, known = _on_file(marked * np.uint8(255), laid), _on_file(laid.within, laid)
    edges = {}
    for side in Side:
        rows = _from(differs, side), _from(known, side)
        edges[side] = _depth(*rows) if _inner(side, laid) else 0.0
    return edges[Side.LEFT], edges[Side.UPPER], 1 - edges[Side.RIGHT], 1 - edges[Side.LOWER]


def inside(laid: Laid, shown: Edges) -> Mask:
    """255 in the frame where a part of the picture on file lies."""
    mask = np.zeros(laid.within.shape, np.uint8)
    points = carried(laid.to_frame, corners(shown))
    cv2.fillConvexPoly(mask, np.round(points).astype(np.int32), 255)
    return np.asarray(cv2.erode(mask, np.ones((5, 5), np.uint8)), dtype=np.uint8)


def _on_file(mask: Mask, laid: Laid) -> NDArray[np.bool_]:
    """A mask of the frame on a square grid over the picture on file."""
    to_frame = laid.to_frame @ np.diag([1 / _GRID, 1 / _GRID, 1.0])
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpPerspective(mask, to_frame, (_GRID, _GRID), flags=flags) > 0)


def _from(grid: NDArray[np.bool_], side: Side) -> NDArray[np.bool_]:
    """The grid with that side on top."""
    return {Side.LEFT: grid.T, Side.RIGHT: grid.T[::-1], Side.UPPER: grid, Side.LOWER: grid[::-1]}[side]


def _depth(differs: NDArray[np.bool_], known: NDArray[np.bool_]) -> float:
    """How deep the strip is (0 to 1) that differs throughout; rows that nobody sees count for nothing."""
    seen, other = known.sum(axis=1), (differs & known).sum(axis=1)
    share = other.cumsum() / np.maximum(1, seen.cumsum())
    here = other / np.maximum(1, seen)
    deep = np.flatnonzero((share > _DIFFERS) & (here > _DIFFERS) & (seen > 0))
    depth = (int(deep[-1]) + 1) / len(share) if len(deep) else 0.0
    return depth if _LEAST <= depth <= _MOST else 0.0


def at_inner_edge(box: tuple[int, int, int, int], laid: Laid, shown: Edges) -> bool:
    """Whether a box of the frame reaches an edge of the part on file that has something of ours beyond it.

    What shows there may be what lies around the picture, which is cut a little deeper than it seems.
    """
    points = carried(np.asarray(np.linalg.inv(laid.to_frame)), corners(box))
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    reach = {
        Side.LEFT: left - shown[0],
        Side.RIGHT: shown[2] - right,
        Side.UPPER: top - shown[1],
        Side.LOWER: shown[3] - bottom,
    }
    return any(reach[side] < _REACHES and _inner(side, laid) for side in Side)


def _inner(side: Side, laid: Laid) -> bool:
    """Whether the side of the picture on file lies within ours, so that something else lies beyond it."""
    along = np.array([0.25, 0.5, 0.75])
    fixed = np.full(3, 0.0 if side in (Side.LEFT, Side.UPPER) else 1.0)
    points = np.column_stack([fixed, along] if side in (Side.LEFT, Side.RIGHT) else [along, fixed])
    placed = carried(laid.matrix, points)
    return bool(((placed > _INNER) & (placed < 1 - _INNER)).all(axis=1).sum() >= 2)
