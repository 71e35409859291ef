"""Laid upon each other point by point, do two pictures show the same? Position and colours are fitted before they are compared.

Points are followed by Lucas and Kanade's method in a pyramid (Bouguet, 2001), the matrix is fitted by MAGSAC (Barath and others,
2019), and colours by least squares that lose their interest in what does not fit (Holland and Welsch, 1977).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.matching.picture_outlines import UNIT, Edges, Matrix, Size, carried, common, in_pixels, usable

Pixels = NDArray[np.uint8]
Values = NDArray[np.float32]
Mask = NDArray[np.uint8]

SIDE = 256
"""The longer side of the common part when it is compared: small enough for speed, large enough for a line of words."""

SMALLEST = 40
"""A common part whose shorter side has fewer pixels in either picture is not compared."""

_POINTS, _FOLLOWED, _APART = 180, 24, 5
_STREWN = 0.6
_FARTHEST = 0.05
_STEP = 3
"""Every third row and column tell the colours."""

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Laid:
    """Both pictures in one frame of h x w: ours, and the one on file moved onto it, with its colours as they came (`plain`)
    and fitted to ours (`fitted`), all h x w x 3 in 0 to 255. `within` is 255 where both show something. `matrix` carries
    fractions of the picture on file to fractions of ours, and `box` (left, top, right, bottom) is the frame in ours.
    """

    ours: Values
    plain: Values
    fitted: Values
    within: Mask
    matrix: Matrix
    box: Edges

    @property
    def to_frame(self) -> Matrix:
        """From fractions of the picture on file to pixels of the frame."""
        return _place(self.box, self.within.shape) @ self.matrix


def lay(ours: Pixels, theirs: Pixels, matrix: Matrix) -> Laid | None:
    """Lay the picture on file upon ours. None where the part that both show is too small to be compared."""
    frame = _Frame.of(ours, theirs, matrix)
    if frame is None:
        return None
    moved, within = frame.moved(matrix)
    better = _followed(frame, moved, matrix)
    if better is not matrix:
        again = frame.moved(better)
        if _likeness(frame.ours, *again) < _likeness(frame.ours, moved, within):
            better = matrix
        else:
            moved, within = again
    fitted = colours_fitted(frame.ours, moved, within)
    return Laid(frame.ours, moved, fitted, within, better, frame.box)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of ours in which both are compared (`box`, fractions), and the picture on file, halved so many times."""

    ours: Values
    theirs: Pixels
    halved: int
    size: Size
    box: Edges

    @classmethod
    def of(cls, ours: Pixels, theirs: Pixels, matrix: Matrix) -> _Frame | None:
        outline = common(matrix)
        if outline is None:
            return None
        height, width = ours.shape[:2]
        (left, top), (right, bottom) = outline.min(axis=0) * (width, height), outline.max(axis=0) * (width, height)
        x0, y0, x1, y1 = int(left), int(top), min(width, int(np.ceil(right))), min(height, int(np.ceil(bottom)))
        if min(x1 - x0, y1 - y0) < SMALLEST:
            return None
        scale = min(1.0, SIDE / max(x1 - x0, y1 - y0))
        small = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
        size = theirs.shape[1], theirs.shape[0]
        finest = scale * _finest(in_pixels(matrix, (width, height), size), size)
        if min(size) * finest < SMALLEST / 2:
            return None
        # halved first: a warp alone would take single pixels and see noise
        reduced = _reduced(ours[y0:y1, x0:x1], small, scale)
        held, times = _halved(theirs, finest)
        return cls(reduced, held, times, size, (x0 / width, y0 / height, x1 / width, y1 / height))

    def moved(self, matrix: Matrix) -> tuple[Values, Mask]:
        """The picture on file where the matrix puts it in this frame, and where it lies."""
        height, width = self.ours.shape[:2]
        warp = self._to_frame(matrix)
        moved = cv2.warpPerspective(self.theirs, warp, (width, height), borderMode=cv2.BORDER_REPLICATE)
        inside = np.zeros((height, width), np.uint8)
        corners = carried(self._place() @ matrix, UNIT)
        cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 255)
        return moved.astype(np.float32), np.asarray(cv2.erode(inside, np.ones((7, 7), np.uint8)), dtype=np.uint8)

    def _to_frame(self, matrix: Matrix) -> Matrix:
        """From pixels of the halved picture on file to those of the frame; the centres of pixels are whole numbers."""
        width, height = self.size
        fractions = np.diag([2**self.halved / width, 2**self.halved / height, 1.0])
        return np.asarray(self._place() @ matrix @ fractions @ _HALF)

    def _place(self) -> Matrix:
        return _place(self.box, self.ours.shape)

    def nudged(self, matrix: Matrix, nudge: Matrix) -> Matrix:
        """The matrix of fractions after a further move within the frame."""
        place = self._place()
        return np.asarray(np.linalg.inv(place) @ nudge @ place @ matrix)


_HALF = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])


def _place(box: Edges, shape: tuple[int, ...]) -> Matrix:
    """From fractions of ours to pixels of a frame of that shape."""
    left, top, right, bottom = box
    across, down = shape[1] / (right - left), shape[0] / (bottom - top)
    return np.asarray(
        np.linalg.inv(_HALF) @ np.array([[across, 0, -left * across], [0, down, -top * down], [0, 0, 1.0]])
    )


def _halved(pixels: Pixels, scale: float) -> tuple[Pixels, int]:
    """Reduced by halves while that stays finer than the scale, and how often. Odd sides are lengthened by what they end with."""
    times = 0
    while scale <= 0.5 and min(pixels.shape[:2]) > 2:
        height, width = pixels.shape[:2]
        if height % 2 or width % 2:
            longer = cv2.copyMakeBorder(pixels, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
            pixels = np.asarray(longer, dtype=np.uint8)
            height, width = pixels.shape[:2]
        pixels = np.asarray(cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA))
        scale, times = scale * 2, times + 1
    return pixels, times


def _reduced(pixels: Pixels, size: Size, scale: float) -> Values:
    """The pixels in another size (width, height)."""
    small, times = _halved(pixels, scale)
    across, down = (2**times * end / start for end, start in zip(size, pixels.shape[1::-1], strict=True))
    stretch = np.linalg.inv(_HALF) @ np.diag([across, down, 1.0]) @ _HALF
    return np.asarray(cv2.warpAffine(small, stretch[:2], size, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)


def _finest(pixels: Matrix, theirs: Size) -> float:
    """Pixels of ours for one of theirs, along a line, on average."""
    corners = carried(pixels, UNIT * np.array(theirs)).astype(np.float32)
    return float(np.sqrt(cv2.contourArea(corners) / (theirs[0] * theirs[1])))


def _followed(frame: _Frame, moved: Values, matrix: Matrix) -> Matrix:
    """The matrix corrected by where the points of the picture on file are found in ours; as it was where too few are."""
    there, here = gray(moved), gray(frame.ours)
    lifted = np.clip((there - there.mean()) * (here.std() / max(there.std(), 1.0)) + here.mean(), 0, 255)
    old, new = lifted.astype(np.uint8), here.astype(np.uint8)
    points = cv2.goodFeaturesToTrack(old, _POINTS, 0.01, _APART)
    if points is None or len(points) < _FOLLOWED:
        return matrix
    found, good, _ = cv2.calcOpticalFlowPyrLK(old, new, points, points.copy(), winSize=(17, 17), maxLevel=2)
    kept = good.ravel() == 1
    if int(kept.sum()) < _FOLLOWED:
        return matrix
    nudge = _moved_on(points[kept].reshape(-1, 2), found[kept].reshape(-1, 2), frame.ours.shape)
    if nudge is None or not _small(nudge, frame.ours.shape):
        return matrix
    better = frame.nudged(matrix, nudge)
    return better if usable(better) else matrix


def _moved_on(old: Values, new: Values, shape: tuple[int, ...]) -> Matrix | None:
    """How points of the frame moved: in perspective where they are strewn over all of it, else in parallel, else not at all.

    Points of one corner tell nothing of the others.
    """
    fit, agreeing = cv2.findHomography(old, new, cv2.USAC_MAGSAC, 1.5, maxIters=300, confidence=0.99)
    if fit is None or agreeing.sum() < max(_FOLLOWED, 0.35 * len(old)):
        return None
    kept = agreeing.ravel() == 1
    spread = min(np.ptp(np.quantile(old[kept], (0.05, 0.95), axis=0), axis=0) / (shape[1], shape[0]))
    if spread > _STREWN and int(kept.sum()) > 2 * _FOLLOWED:
        return np.asarray(fit, dtype=np.float64)
    if spread < _STREWN / 2:
        return None
    flat, _ = cv2.estimateAffinePartial2D(old[kept], new[kept], method=cv2.LMEDS)
    return None if flat is None else np.vstack([flat, [0.0, 0.0, 1.0]])


def _small(nudge: Matrix, shape: tuple[int, ...]) -> bool:
    """A correction moves no corner far: what would is another picture, or a repeated pattern."""
    size = np.array([shape[1], shape[0]], dtype=np.float64)
    edges = UNIT * size
    return bool(np.abs(carried(nudge, edges) - edges).max() < _FARTHEST * size.max())


def blurred(values: Values, sigma: float) -> Values:
    """The same through a Gaussian of `sigma` pixels."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), dtype=np.float32)


def largest(values: Values) -> Values:
    """The largest of three channels (..., 3), many times faster than numpy's own over a short axis."""
    return np.asarray(np.maximum(np.maximum(values[..., 0], values[..., 1]), values[..., 2]), dtype=np.float32)


def gray(values: Values) -> Values:
    """Brightness (h x w) of a picture of the frame."""
    return np.asarray(cv2.cvtColor(values, cv2.COLOR_RGB2GRAY), dtype=np.float32)


def _likeness(ours: Values, moved: Values, within: Mask) -> float:
    """The correlation of the gray values of both where both show something."""
    known = within > 0
    if int(known.sum()) < 2:
        return -1.0
    one, other = gray(ours)[known], gray(moved)[known]
    one, other = one - one.mean(), other - other.mean()
    return float(one @ other / np.sqrt(max(1.0, float(one @ one) * float(other @ other))))


def colours_fitted(ours: Values, moved: Values, within: Mask) -> Values:
    """The picture on file with the colours, the contrast and the light of ours.

    Each channel of ours is fitted by all three of theirs, brightness, its square, and the light as it falls across the frame.
    What does not fit loses its say. Values at either end of the scale, where a camera or filter cut them off, have none.
    """
    terms = _terms(moved)
    few = (slice(None, None, _STEP), slice(None, None, _STEP))
    inner = within[few].ravel() > 0
    known, seen = terms[few].reshape(-1, terms.shape[2])[inner], ours[few].reshape(-1, 3)[inner]
    open_ended = (-largest(-seen) > 6) & (largest(seen) < 249)
    if int(open_ended.sum()) > len(seen) / 4:
        known, seen = known[open_ended], seen[open_ended]
    if len(seen) < 10 * terms.shape[2]:
        return moved
    found = _robust(known, seen)
    # By OpenCV: for a product of this size NumPy wakes a thread for each core, and these wait for it by turning round and round.
    return np.asarray(cv2.transform(terms, np.ascontiguousarray(found.T)).clip(0, 255), dtype=np.float32)


def _terms(moved: Values) -> Values:
    height, width = moved.shape[:2]
    light = gray(moved) / 255
    across = np.broadcast_to(np.linspace(-1, 1, width, dtype=np.float32)[None], light.shape)
    down = np.broadcast_to(np.linspace(-1, 1, height, dtype=np.float32)[:, None], light.shape)
    extra: list[NDArray[Any]] = [np.ones_like(light), light * light, across, down, light * across, light * down]
    terms = np.empty((height, width, 3 + len(extra)), dtype=np.float32)
    terms[..., :3] = moved / 255
    for place, term in enumerate(extra, 3):
        terms[..., place] = term
    return terms


def _robust(known: Values, seen: Values) -> Values:
    """Weights of the terms for each channel, with less and less regard for pixels that do not fit."""
    weight = np.ones(len(known), dtype=np.float32)
    ridge = np.eye(known.shape[1], dtype=np.float32) * 1e-3 * len(known) / 100
    found = np.zeros((known.shape[1], 3), dtype=np.float32)
    for _ in range(_ROUNDS):
        weighed = known * weight[:, None]
        found = np.linalg.solve(known.T @ weighed + ridge, weighed.T @ seen)
        away = largest(np.abs(seen - known @ found))
        spread = max(4.0, 1.5 * float(np.median(away)))
        weight = (1 / (1 + (away / spread) ** 2) ** 2).astype(np.float32)
    return np.asarray(found, dtype=np.float32)
