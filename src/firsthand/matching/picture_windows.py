"""Is it a part of that picture? Windows laid over a thumb, and how one of them is moved until it fits.

PDQ sees a picture as a whole and forgets it once a crop is off by two hundredths. So a crop is looked for in two
steps: by coarse keys (the 64 lowest frequencies of PDQ, which bear four hundredths) of a fixed set of windows, and then
by moving the window until both gray pictures agree (Lucas and Kanade 1981, with the four edges as unknowns). What counts in the
end is the plain PDQ distance between the two parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import ceil

import numpy as np
from numpy.typing import NDArray

from firsthand.matching.pictures import SIDE

F32 = NDArray[np.float32]
Boxes = NDArray[np.float64]
"""n x 4: top, bottom, left and right of windows, as fractions of the picture's height and width."""

_LENGTHS = (1.0, 0.86, 0.74, 0.64, 0.55)
_STEP = 0.115
_STRETCH = 1.5
_SMALLEST = 0.3
_LONGEST_MOVE = 0.05
_ROUNDS = ((16, 4), (32, 6))
"""Cells a side and rounds of moving: first on a blurred view, which forgives more, then on a sharper one."""

LIKE = 0.8
"""Likeness (correlation of the gray values, at most 1) below which a window is given up. Of windows that in the end lie
within alert or suggestion none had less than 0.94 after the first rounds; of others 3 in 1,000 had 0.8 and more."""


def _spans() -> Iterator[tuple[float, float]]:
    """Windows along one axis: for each length as many places as keep two neighbours a step (of that length) apart."""
    for length in _LENGTHS:
        places = ceil((1 - length) / (_STEP * length) - 1e-9)
        for start in np.linspace(0, 1 - length, places + 1) if places else [0.0]:
            yield float(start), float(start) + length


def _frequencies() -> F32:
    """The first eight rows after the constant one of the type II cosine transform of 64 values, as in PDQ."""
    place, wave = np.arange(SIDE), np.arange(1, 9)[:, None]
    return np.asarray(np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * wave * (2 * place + 1)), np.float32)


def _averages(low: Boxes, high: Boxes, cells: int) -> F32:
    """n x cells x 64: matrices that average a line of 64 pixels into equal cells between two fractions of its length."""
    edges = ((low[:, None] + (high - low)[:, None] * np.linspace(0, 1, cells + 1)) * SIDE).astype(np.float32)
    begin, end = np.clip(edges[:, :-1, None], 0, SIDE), np.clip(edges[:, 1:, None], 0, SIDE)
    pixel = np.arange(SIDE, dtype=np.float32)
    share = np.clip(np.minimum(end, pixel + 1) - np.maximum(begin, pixel), 0, None)
    return np.asarray(share / np.maximum(share.sum(axis=2, keepdims=True), 1e-6), np.float32)


_SPANS = np.array(list(_spans()))
_PAIRS = [
    (y, x)
    for y, x in product(range(len(_SPANS)), repeat=2)
    if abs(np.log(np.diff(_SPANS[y])[0] / np.diff(_SPANS[x])[0])) <= np.log(_STRETCH)
]
_ROWS, _COLUMNS = np.array(_PAIRS).T
WINDOWS: Boxes = np.hstack([_SPANS[_ROWS], _SPANS[_COLUMNS]])
"""The fixed windows, the whole first."""

_LOW = _frequencies()
_WINDOW_WAVES = (_LOW @ _averages(_SPANS[:, 0], _SPANS[:, 1], SIDE)).reshape(-1, SIDE)


def window_keys(thumb: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The coarse key of each of WINDOWS in a thumb."""
    waves = _WINDOW_WAVES @ thumb.astype(np.float32) @ _WINDOW_WAVES.T
    count = len(_SPANS)
    parts = waves.reshape(count, 8, count, 8).transpose(0, 2, 1, 3)[_ROWS, _COLUMNS]
    return np.packbits(_over_median(parts), axis=1).view(np.uint64).ravel()


def key_of(thumb: NDArray[np.uint8]) -> np.uint64:
    """The coarse key of a whole thumb."""
    waves = _LOW @ thumb.astype(np.float32) @ _LOW.T
    return np.uint64(np.packbits(_over_median(waves[None]), axis=1).view(np.uint64)[0, 0])


def view(thumb: NDArray[np.uint8], box: NDArray[np.float64]) -> NDArray[np.uint8]:
    """What one window of a thumb shows, as a thumb."""
    return np.asarray(np.rint(_look(thumb[None], box[None], SIDE)[0]), np.uint8)


def fit(ours: NDArray[np.uint8], theirs: NDArray[np.uint8], start: Boxes) -> tuple[Boxes, NDArray[np.intp]]:
    """Move n windows of `theirs` (n x 64 x 64) from `start` until they look like `ours` (n x 64 x 64).

    Returns the windows that came to look alike (at least LIKE), and which of the n they are.
    """
    boxes, which = start, np.arange(len(start))
    for cells, rounds in _ROUNDS:
        aim = _unit(_look(ours[which], _whole(len(which)), cells))
        boxes, likeness = _follow(aim, theirs[which], boxes, rounds)
        boxes, which = boxes[likeness >= LIKE], which[likeness >= LIKE]
        if not which.size:
            break
    return boxes, which


def _follow(aim: F32, theirs: NDArray[np.uint8], boxes: Boxes, rounds: int) -> tuple[Boxes, F32]:
    """Some rounds of Gauss and Newton on the four edges of each window: the best place passed, and its likeness."""
    cells = aim.shape[1]
    best, likest = boxes, np.full(len(boxes), -2.0, np.float32)
    for turn in range(rounds + 1):
        seen = _unit(_look(theirs, boxes, cells))
        like = (seen * aim).reshape(len(aim), -1).sum(axis=1)
        best = np.where((like > likest)[:, None], boxes, best)
        likest = np.maximum(like, likest)
        if turn < rounds:
            boxes = _inside(boxes + np.clip(_move(aim, seen, boxes), -_LONGEST_MOVE, _LONGEST_MOVE))
    return best, likest


def _move(aim: F32, seen: F32, boxes: Boxes) -> Boxes:
    """The least-squares step of the four edges that brings what is seen nearer to the aim (all of unit contrast)."""
    count, cells = aim.shape[:2]
    along = (np.arange(cells, dtype=np.float32) + 0.5) / cells
    down = np.gradient(seen, axis=1) * (cells / (boxes[:, 1] - boxes[:, 0]))[:, None, None]
    right = np.gradient(seen, axis=2) * (cells / (boxes[:, 3] - boxes[:, 2]))[:, None, None]
    slopes = np.stack([down * (1 - along)[:, None], down * along[:, None], right * (1 - along), right * along], axis=1)
    slopes = slopes.reshape(count, 4, -1)
    slopes -= slopes.mean(axis=2, keepdims=True)
    flat, rest = seen.reshape(count, -1, 1), (aim - seen).reshape(count, -1, 1)
    slopes -= (slopes @ flat) * flat.transpose(0, 2, 1)
    square = slopes @ slopes.transpose(0, 2, 1)
    # A plain window has no slope at all; the small diagonal keeps its step finite.
    damping = 1e-3 * np.trace(square, axis1=1, axis2=2)[:, None, None] + 1e-6
    return np.asarray(np.linalg.solve(square + np.eye(4) * damping, slopes @ rest)[:, :, 0], np.float64)


def _inside(boxes: Boxes) -> Boxes:
    """Windows pushed back into the picture and kept from shrinking away."""
    low = np.clip(boxes[:, [0, 2]], 0, 1 - _SMALLEST)
    high = np.clip(boxes[:, [1, 3]], low + _SMALLEST, 1)
    return np.stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]], axis=1)


def _whole(count: int) -> Boxes:
    return np.tile([0.0, 1.0, 0.0, 1.0], (count, 1))


def _look(thumbs: NDArray[np.uint8], boxes: Boxes, cells: int) -> F32:
    """n x cells x cells: what each window of each thumb shows."""
    rows, columns = _averages(boxes[:, 0], boxes[:, 1], cells), _averages(boxes[:, 2], boxes[:, 3], cells)
    return np.asarray(rows @ thumbs.astype(np.float32) @ columns.transpose(0, 2, 1), np.float32)


def _unit(pictures: F32) -> F32:
    """Mean 0 and length 1, so that brightness and contrast do not count."""
    even = pictures - pictures.mean(axis=(1, 2), keepdims=True)
    length = np.sqrt((even * even).sum(axis=(1, 2), keepdims=True))
    return np.asarray(even / np.maximum(length, 1e-6), np.float32)


def _over_median(waves: F32) -> NDArray[np.bool_]:
    flat = waves.reshape(len(waves), -1)
    return np.asarray(flat > np.median(flat, axis=1, keepdims=True))
