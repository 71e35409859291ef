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
LIKE = 0.8
"""Likeness (correlation of the gray values, at most 1) below which a window is given up in the end."""
_ROUNDS = ((16, 0, 0.35), (16, 1, 0.6), (16, 3, LIKE), (32, 6, LIKE))
"""Cells a side, rounds of moving, and the likeness below which a window is then given up: first on a blurred view, which
forgives more, then on a sharper one. Of the windows on parts of 515 photographs 998 in 1,000 passed the first two bounds,
and 36 in 1,000 of windows on other photographs."""


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


def _averages(low: Boxes, high: Boxes) -> F32:
    """n x 64 x 64: matrices that average a line of 64 pixels into 64 equal cells between two fractions of its length."""
    edges = (low[:, None] + (high - low)[:, None] * np.linspace(0, 1, SIDE + 1)) * SIDE
    pixel = np.arange(SIDE)
    share = np.minimum(edges[:, 1:, None], pixel + 1) - np.maximum(edges[:, :-1, None], pixel)
    share = np.clip(share, 0, None)
    return np.asarray(share / np.maximum(share.sum(axis=2, keepdims=True), 1e-6), np.float32)


def _steady_first() -> NDArray[np.intp]:
    """The 8 x 8 frequencies, the slowest first: these change least when a window moves."""
    return np.argsort(np.add.outer(np.arange(8), np.arange(8)).ravel(), kind="stable")


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
_STEADY_FIRST = _steady_first()
_WINDOW_WAVES = (_LOW @ _averages(_SPANS[:, 0], _SPANS[:, 1])).reshape(-1, SIDE)


def window_keys(thumb: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The coarse key of each of WINDOWS in a thumb; the highest 16 of its 64 bits are the steadiest."""
    waves = _WINDOW_WAVES @ thumb.astype(np.float32) @ _WINDOW_WAVES.T
    count = len(_SPANS)
    return _keys(waves.reshape(count, 8, count, 8).transpose(0, 2, 1, 3)[_ROWS, _COLUMNS])


def key_of(thumb: NDArray[np.uint8]) -> np.uint64:
    """The coarse key of a whole thumb."""
    waves = _LOW @ thumb.astype(np.float32) @ _LOW.T
    return np.uint64(_keys(waves[None])[0])


def view(thumb: NDArray[np.uint8], box: NDArray[np.float64]) -> NDArray[np.uint8]:
    """What one window of a thumb shows, as a thumb."""
    return np.asarray(np.rint(_look(_sums(thumb[None]), box[None], SIDE)[0]), np.uint8)


def fit(ours: NDArray[np.uint8], theirs: NDArray[np.uint8], start: Boxes) -> tuple[Boxes, NDArray[np.intp]]:
    """Move n windows of `theirs` (n x 64 x 64) from `start` until they look like `ours` (n x 64 x 64).

    Returns the windows that came to look alike (at least LIKE), and which of the n they are.
    """
    boxes, which, sums = start, np.arange(len(start)), _sums(theirs)
    for cells, rounds, least in _ROUNDS:
        aim = _unit(ours[which].reshape(len(which), cells, SIDE // cells, cells, SIDE // cells).mean(axis=(2, 4)))
        boxes, likeness = _follow(aim, sums[which], boxes, rounds)
        boxes, which = boxes[likeness >= least], which[likeness >= least]
        if not which.size:
            break
    return boxes, which


def _follow(aim: F32, sums: F32, boxes: Boxes, rounds: int) -> tuple[Boxes, F32]:
    """Some rounds of Gauss and Newton on the four edges of each window: the best place passed, and its likeness."""
    cells = aim.shape[1]
    best, likest = boxes, np.full(len(boxes), -2.0, np.float32)
    for turn in range(rounds + 1):
        seen = _unit(_look(sums, boxes, cells))
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
    down = _slope(seen, 1) * (cells / (boxes[:, 1] - boxes[:, 0])).astype(np.float32)[:, None, None]
    right = _slope(seen, 2) * (cells / (boxes[:, 3] - boxes[:, 2])).astype(np.float32)[:, None, None]
    slopes = np.stack([down * (1 - along)[:, None], down * along[:, None], right * (1 - along), right * along], axis=1)
    slopes = slopes.reshape(count, 4, -1)
    slopes -= slopes.mean(axis=2, keepdims=True)
    flat, rest = seen.reshape(count, -1, 1), (aim - seen).reshape(count, -1, 1)
    slopes -= (slopes @ flat) * flat.transpose(0, 2, 1)
    # The copy keeps numpy from BLAS's routine for symmetric products, which starts threads even for 4 x 4.
    square = slopes @ slopes.transpose(0, 2, 1).copy()
    # A plain window has no slope at all; the small diagonal keeps its step finite.
    damping = 1e-3 * np.trace(square, axis1=1, axis2=2)[:, None, None] + 1e-6
    return np.asarray(np.linalg.solve(square + np.eye(4) * damping, slopes @ rest)[:, :, 0], np.float64)


def _inside(boxes: Boxes) -> Boxes:
    """Windows pushed back into the picture and kept from shrinking away."""
    low = np.clip(boxes[:, [0, 2]], 0, 1 - _SMALLEST)
    high = np.clip(boxes[:, [1, 3]], low + _SMALLEST, 1)
    return np.stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]], axis=1)


def _slope(seen: F32, axis: int) -> F32:
    """Half the difference of both neighbours; at an edge, the difference to the only one."""
    lines = np.moveaxis(seen, axis, 1)
    padded = np.concatenate([2 * lines[:, :1] - lines[:, 1:2], lines, 2 * lines[:, -1:] - lines[:, -2:-1]], axis=1)
    return np.moveaxis((padded[:, 2:] - padded[:, :-2]) / 2, 1, axis)


def _sums(thumbs: NDArray[np.uint8]) -> F32:
    """n x 65 x 65: at each corner of pixels the sum of all gray values above and to the left, exact in 32 bits."""
    sums = np.zeros((len(thumbs), SIDE + 1, SIDE + 1), np.float32)
    sums[:, 1:, 1:] = thumbs.astype(np.float32).cumsum(axis=1).cumsum(axis=2)
    return sums


def _look(sums: F32, boxes: Boxes, cells: int) -> F32:
    """n x cells x cells: what each window of each thumb, given by its sums, shows."""
    share = np.linspace(0, 1, cells + 1)
    rows = _between(sums, boxes[:, :1] + (boxes[:, 1:2] - boxes[:, :1]) * share)
    both = _between(rows.transpose(0, 2, 1), boxes[:, 2:3] + (boxes[:, 3:] - boxes[:, 2:3]) * share)
    area = (boxes[:, 1] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 2]) * (SIDE / cells) ** 2
    inside = np.diff(np.diff(both, axis=1), axis=2).transpose(0, 2, 1)
    return np.asarray(inside / area[:, None, None], np.float32)


def _between(sums: F32, edges: Boxes) -> F32:
    """The sums at edges (n x m, fractions) that lie between two rows of pixels."""
    at = edges * SIDE
    low = np.clip(at.astype(np.intp), 0, SIDE - 1)
    part = (at - low).astype(np.float32)[:, :, None]
    picture = np.arange(len(sums))[:, None]
    above = sums[picture, low]
    return np.asarray(above + part * (sums[picture, low + 1] - above), np.float32)


def _unit(pictures: F32) -> F32:
    """Mean 0 and length 1, so that brightness and contrast do not count."""
    even = pictures - pictures.mean(axis=(1, 2), keepdims=True)
    length = np.sqrt((even * even).sum(axis=(1, 2), keepdims=True))
    return np.asarray(even / np.maximum(length, 1e-6), np.float32)


def _keys(waves: F32) -> NDArray[np.uint64]:
    """64 bits for each of n x 8 x 8 frequencies: whether one lies over the median, the slowest in the highest bit."""
    flat = waves.reshape(len(waves), -1)[:, _STEADY_FIRST]
    middle = np.partition(flat, (31, 32), axis=1)[:, 31:33].mean(axis=1, keepdims=True)
    packed = np.ascontiguousarray(np.packbits(flat > middle, axis=1))
    return packed.view(">u8").ravel().astype(np.uint64)
