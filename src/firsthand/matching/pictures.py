"""Is it the same picture? Prints of a picture and of its part within plain bars, and how far two prints lie apart.

A print is a PDQ hash (Facebook 2019, "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm") of the
part's luma, averaged down to 64 x 64 first; on that size the library's hash is exact under turns. PDQ's quality counts edges,
and a flag or a page of words has plenty; so a print's quality is also bounded by how much of the part is not of three tones.
The print of the whole also carries the picture's local features, for PDQ knows no crop, no cover and no frame.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from firsthand.matching.points import BYTES, pack, points_of_reference, points_of_tip
from firsthand.record.passages import WHOLE, Region
from firsthand.record.readings import Print

SIDE = 64
"""Rows and columns of the reduction that is hashed."""

TURNS = (
    "as is",
    "rotated 270",
    "rotated 180",
    "rotated 90",
    "upside down",
    "mirrored",
    "mirrored and rotated 270",
    "mirrored and rotated 90",
)
"""How a picture was turned (clockwise, after mirroring), in the order in which the library returns the eight hashes."""

_GRID = 256
_BAR_TONE = 12
_BAR_SHARE = 0.9
_LINE_OF_WORDS = 20
_LEAST_KEPT, _MOST_KEPT = 0.08, 0.97
_TONES, _TONE_WIDTH = 3, 7
_RICH = 0.35
"""The share outside the three commonest tones from which a picture is of full quality. Of 515 photographs 2 fall below half."""


def prints_of_tip(rgb: NDArray[np.uint8]) -> tuple[Print, ...]:
    """Prints of a picture (H x W x 3) that came in: the whole in eight turns, then its part within bars, if it has bars.

    The first carries the picture's features.
    """
    luma = _luma(rgb)
    inner = _within_bars(luma, _LINE_OF_WORDS)
    first, *others = _turned(luma, WHOLE)
    return replace(first, points=pack(points_of_tip(rgb))), *others, *(_turned(luma, inner) if inner else ())


def prints_of_reference(rgb: NDArray[np.uint8], budget: int = BYTES) -> tuple[Print, ...]:
    """Prints of a picture (H x W x 3) on file: the whole first, then its part within bars, if any.

    The first carries the picture's features, as many as `budget` bytes in the index allow.
    """
    luma = _luma(rgb)
    inner = _within_bars(luma, 0)
    first, *others = (_turned(luma, region)[0] for region in (WHOLE, inner) if region)
    return replace(first, points=pack(points_of_reference(rgb, budget))), *others


def distance(a: str, b: str) -> int:
    """How many of their 256 bits two hashes of 64 hex digits differ in; 128 is what unrelated pictures differ in."""
    return (int(a, 16) ^ int(b, 16)).bit_count()


def _luma(rgb: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(rgb)).convert("L")


def _turned(luma: Image.Image, region: Region) -> list[Print]:
    """The prints of one region in eight turns, `as is` first."""
    box = (
        region.left * luma.width,
        region.top * luma.height,
        region.right * luma.width,
        region.bottom * luma.height,
    )
    gray = np.asarray(luma.resize((SIDE, SIDE), Image.Resampling.BOX, box=box))
    vectors, edges = pdqhash.compute_dihedral(_as_rgb(gray))
    # Taken pixel by pixel: averages between two tones would count as tones of their own.
    quality = min(int(edges), _richness(np.asarray(luma.resize((_GRID, _GRID), Image.Resampling.NEAREST, box=box))))
    return [
        Print(replace(region, turned=turned), _hex(vector), quality)
        for turned, vector in zip(TURNS, vectors, strict=True)
    ]


def _richness(gray: NDArray[np.uint8]) -> int:
    """0 to 100: how much of a picture (H x W) is of other tones than its three commonest. Drawn signs have 0 to 50."""
    rest = np.bincount(gray.ravel(), minlength=256) / gray.size
    for _ in range(_TONES):
        tone = int(np.convolve(rest, np.ones(_TONE_WIDTH), "same").argmax())
        rest[max(0, tone - _TONE_WIDTH // 2) : tone + _TONE_WIDTH // 2 + 1] = 0
    return round(100 * min(1.0, float(rest.sum()) / _RICH))


def _as_rgb(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.repeat(gray[:, :, None], 3, axis=2)


def _hex(vector: NDArray[Any]) -> str:
    return np.packbits(vector.astype(bool)).tobytes().hex()


def _within_bars(luma: Image.Image, words: int) -> Region | None:
    """What is left once bars at the edges are cut off; None where there are none, or nearly nothing would be left.

    A bar has the tone of the edge. At the top and at the bottom it may carry lines of words, each at most `words` high (in
    256ths): so a meme's caption goes, and the page around a posted photo. A wrong cut costs nothing: it only adds a print.
    """
    grid = np.asarray(luma.resize((_GRID, _GRID), Image.Resampling.BOX)).astype(np.int16)
    top, bottom = _bars(grid, words)
    left, right = _bars(grid[top:bottom].T, 0)
    kept = (bottom - top) * (right - left) / _GRID**2
    if not _LEAST_KEPT < kept < _MOST_KEPT:
        return None
    return Region(left / _GRID, top / _GRID, right / _GRID, bottom / _GRID)


def _bars(grid: NDArray[np.int16], words: int) -> tuple[int, int]:
    """The rows between a bar at the top and one at the bottom, one row farther in than these: the border may be blurred."""
    first, last = _bar(grid, words), len(grid) - _bar(grid[::-1], words)
    if last - first < 3:
        return 0, len(grid)
    return first + (first > 0), last - (last < len(grid))


def _bar(grid: NDArray[np.int16], words: int) -> int:
    """How many rows from the top on belong to a bar of the first row's tone: up to more than `words` rows unlike it."""
    like = (np.abs(grid - np.median(grid[0])) <= _BAR_TONE).mean(axis=1)
    unlike = np.concatenate([[0], np.cumsum(like < _BAR_SHARE)])
    runs = np.flatnonzero(unlike[words + 1 :] - unlike[: -words - 1] == words + 1)
    return int(runs[0]) if runs.size else len(grid)
