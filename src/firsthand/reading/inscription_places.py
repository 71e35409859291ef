"""Where do lines of words stand in a picture, and how does each look when it is laid straight?

A detector says for each pixel how likely it belongs to the core of a line of words (Liao and others, "Real-time scene text
detection with differentiable binarization", 2020: DB). Each core is widened to the full height of its letters, its upper
and lower edges are followed, because cloth hangs and a camera stands aslant, and what lies between is laid straight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Values = NDArray[np.float32]

CORE = 0.3
"""Likelihood from which a pixel belongs to a core."""
SURE = 0.5
"""Mean likelihood over a core from which it is taken for words."""
WIDER = 1.6
"""A core is widened by this share of its area over its circumference, as in the published method."""
LEAST = 4
"""Cores lower than so many pixels of the map carry no letters that could be read."""
BENDS = ((5, 8.0), (3, 4.0), (2, 2.5))
"""The degree of the curve that the edges of a core may follow, and how many times longer than high it must be for that."""
MOST = 40
"""Lines of one picture that are read, the largest."""
HEIGHT = 48
"""Height in pixels at which a straightened line is given to the reader, with a margin about it that it needs."""
MARGIN = 8
SHUT_IN = 0.04
"""Share of a line that must lie inside outlines for its letters to be taken as outlined."""
SOFT, SHARPER = 1 / 16, 2.0
"""Breadth of the blur that is taken back, as a share of the height, and how much of it."""
FAR = 120.0
"""Distance from the colour of the letters, of 255, at which a pixel is none of theirs."""
LONGEST = 2400
"""Width in pixels beyond which a straightened line is squeezed."""


class Look(Enum):
    """By which rule letters are told from their ground.

    The tone that differs most; the same with light and shade evened out; that sharpened; the one colour inside a dark outline.
    """

    TONE = "tone"
    EVEN = "even"
    SHARP = "sharp"
    OUTLINED = "outlined"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words. `edges` (2 x N x 2): N points along its upper, then its lower edge, in pixels of the picture.

    `sure` is the detector's mean likelihood, 0 to 1.
    """

    edges: Values
    sure: float

    @property
    def corners(self) -> Values:
        """The four corners (4 x 2) from the upper left clockwise."""
        upper, lower = self.edges
        return np.array([upper[0], upper[-1], lower[-1], lower[0]], np.float32)

    @property
    def height(self) -> float:
        """The mean distance of both edges, in pixels."""
        return float(np.linalg.norm(self.edges[1] - self.edges[0], axis=1).mean())

    @property
    def width(self) -> float:
        """The length of its middle, in pixels."""
        middle = self.edges.mean(axis=0)
        return float(np.linalg.norm(np.diff(middle, axis=0), axis=1).sum())


def lines_of(likely: Values, size: tuple[int, int]) -> list[Line]:
    """The lines in a map of likelihoods (h x w, 0 to 1) of a picture of `size` (width, height), the largest first."""
    height, width = likely.shape
    scale = np.array([size[0] / width, size[1] / height], np.float32)
    mask = (likely > CORE).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = [line for contour in contours for line in _line(contour, likely, mask)]
    scaled = [Line(line.edges * scale, line.sure) for line in found]
    return sorted(scaled, key=lambda line: -line.height * line.width)[:MOST]


def _line(contour: Any, likely: Values, mask: Any) -> Iterator[Line]:
    centre, (wide, high), angle = _upright(*cv2.minAreaRect(contour))
    if min(wide, high) < LEAST:
        return
    inner = np.zeros_like(mask)
    cv2.drawContours(inner, [contour], -1, 1, -1)
    sure = float(cv2.mean(likely, inner)[0])
    if sure < SURE:
        return
    wider = wide * high * WIDER / (2 * (wide + high))
    yield Line(_edges(inner, _turned(centre, angle), (wide, high), wider), sure)


def _upright(
    centre: Sequence[float], size: Sequence[float], angle: float
) -> tuple[Sequence[float], tuple[float, float], float]:
    """The same box, named so that its length runs from left to right; a nearly square one is taken as it stands."""
    wide, high = size
    if wide < high:
        wide, high, angle = high, wide, angle + 90
    angle = (angle + 90) % 180 - 90
    if abs(angle) > 45 and wide < 1.5 * high:
        wide, high, angle = high, wide, angle - 90 if angle > 0 else angle + 90
    return centre, (wide, high), angle


def _turned(centre: Sequence[float], angle: float) -> Values:
    """From the frame of a box (its middle at 0, along its length) to pixels of the map: 2 x 3."""
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return np.array([[cos, -sin, centre[0]], [sin, cos, centre[1]]], np.float32)


def _edges(inner: Pixels, frame: Values, size: tuple[float, float], wider: float) -> Values:
    """The upper and lower edge of a core, widened: straight for a short one, bent by a parabola or cubic for a long one."""
    wide, high = size
    columns = max(8, round(wide))
    x = np.linspace(-wide / 2, wide / 2, columns)
    y = np.linspace(-high, high, max(8, round(2 * high)))
    grid = np.stack([*np.meshgrid(x, y), np.ones((len(y), columns))]).astype(np.float32)
    at = np.tensordot(frame, grid, axes=1).astype(np.float32)
    laid = cv2.remap(inner, at[0], at[1], cv2.INTER_NEAREST) > 0
    held = laid.any(axis=0)
    upper = y[laid.argmax(axis=0)]
    lower = y[len(y) - 1 - laid[::-1].argmax(axis=0)]
    bend = next((bend for bend, long in BENDS if wide > long * high), 1)
    middle = _followed(x[held], (upper + lower)[held] / 2, x, bend)
    half = np.maximum(_followed(x[held], (lower - upper)[held] / 2, x, 1), 0.25 * high) + wider
    out = np.linspace(-wide / 2 - wider, wide / 2 + wider, max(8, columns // 4))
    middle, half = np.interp(out, x, middle), np.interp(out, x, half)
    bent = np.stack([np.stack([out, middle - half, out * 0 + 1]), np.stack([out, middle + half, out * 0 + 1])])
    return np.asarray(np.einsum("ij,ejn->eni", frame, bent), np.float32)


def _followed(
    x: NDArray[np.float64], y: NDArray[np.float64], at: NDArray[np.float64], bend: int
) -> NDArray[np.float64]:
    """A polynomial through most of the points, its values `at`; the ends of a core are round and count less."""
    if len(x) <= bend + 1:
        return np.full_like(at, y.mean() if len(y) else 0.0)
    scale = max(1.0, float(np.abs(x).max()))
    weights = 1.05 - np.abs(x / scale) ** 8
    for _ in range(2):
        fit = np.polynomial.Polynomial.fit(x, y, bend, w=weights, domain=[-scale, scale])
        off = np.abs(y - fit(x))
        weights = weights / (1 + (off / (np.median(off) + 0.5)) ** 2)
    return np.asarray(fit(at))


def straight(pixels: Pixels, line: Line, look: Look = Look.TONE, height: int = HEIGHT, margin: int = MARGIN) -> Pixels:
    """The line cut out of a picture (H x W x 3) and laid straight: gray, dark letters on a light ground with a margin."""
    width = int(min(LONGEST, max(height, line.width * height / max(1.0, line.height))))
    steps = np.linspace(0, line.edges.shape[1] - 1, width)
    whole = np.arange(line.edges.shape[1])
    upper, lower = (
        np.stack([np.interp(steps, whole, edge[:, 0]), np.interp(steps, whole, edge[:, 1])]) for edge in line.edges
    )
    down = np.linspace(0, 1, height)[:, None]
    x, y = ((upper[i] * (1 - down) + lower[i] * down).astype(np.float32) for i in (0, 1))
    shrunk = line.height / height
    source = cv2.GaussianBlur(pixels, (0, 0), 0.4 * shrunk) if shrunk > 1.5 else pixels
    cut = np.asarray(cv2.remap(source, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    gray = outlined(cut) if look is Look.OUTLINED else dark_on_light(cut)
    gray = evened(gray) if look in {Look.EVEN, Look.SHARP} else gray
    gray = sharpened(gray) if look is Look.SHARP else gray
    return np.asarray(
        cv2.copyMakeBorder(gray, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(255,)), np.uint8
    )


def dark_on_light(cut: Pixels) -> Pixels:
    """The gray values in which the colours of a cut (H x W x 3) differ most, the commoner side light."""
    flat = cut.reshape(-1, 3).astype(np.float32)
    flat -= flat.mean(axis=0)
    _, axes = np.linalg.eigh(flat.T @ flat)
    gray = (flat @ axes[:, -1]).reshape(cut.shape[:2])
    low, high = np.percentile(gray, (2, 98))
    spread = ((gray - low) / max(1e-6, float(high - low))).clip(0, 1) * 255
    level, _ = cv2.threshold(spread.astype(np.uint8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(spread if (spread > level).mean() >= 0.5 else 255 - spread, np.uint8)


def evened(gray: Pixels) -> Pixels:
    """Gray values (dark letters) less the light and shade of folds: what is darker than the ground about it."""
    reach = 2 * (gray.shape[0] // 3) + 1
    ground = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    smooth = cv2.GaussianBlur(ground, (0, 0), reach / 4).astype(np.float32)
    depth = (smooth - gray).clip(0, None)
    return np.asarray(255 - (depth / max(1.0, float(np.percentile(depth, 98))) * 255).clip(0, 255), np.uint8)


def sharpened(gray: Pixels) -> Pixels:
    """Gray values with the blur of small letters taken back (unsharp masking)."""
    values = gray.astype(np.float32)
    soft = cv2.GaussianBlur(values, (0, 0), SOFT * gray.shape[0])
    return np.asarray((values + SHARPER * (values - soft)).clip(0, 255), np.uint8)


def outlined(cut: Pixels) -> Pixels:
    """The colour that a dark outline shuts in, dark on light: how memes and broadcasts set letters over a picture.

    Where nothing is shut in, the tone that differs most.
    """
    values = cut.astype(np.float32)
    tone = values.mean(axis=2)
    outline = np.median(values[tone <= np.percentile(tone, 8)], axis=0)
    open_ = (np.abs(values - outline).max(axis=2) > 0.45 * FAR).astype(np.uint8)
    _, names = cv2.connectedComponents(open_, connectivity=4)
    edge = np.unique(np.concatenate([names[0], names[-1], names[:, 0], names[:, -1]]))
    inside = (open_ > 0) & ~np.isin(names, edge)
    if inside.mean() < SHUT_IN:
        return dark_on_light(cut)
    ink = np.median(values[inside], axis=0)
    far = (np.abs(values - ink).max(axis=2) / FAR).clip(0, 1) * 255
    return np.asarray(np.where(cv2.dilate(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, far, 255), np.uint8)


def mirrored(lines: Sequence[Line], width: int) -> list[Line]:
    """The same lines in the picture mirrored about its vertical axis."""
    return [Line(np.asarray(line.edges[:, ::-1] * (-1, 1) + (width, 0), np.float32), line.sure) for line in lines]
