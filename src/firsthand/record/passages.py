"""Which exact words, at which exact place? And which part of a picture?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Passage:
    """Exact words at an exact place in a kept text named by its SHA-256: `text[start:end] == exact`."""

    text_sha256: str
    start: int
    end: int
    exact: str

    def stands_in(self, text: str) -> bool:
        return text[self.start : self.end] == self.exact


Point = tuple[float, float]
"""A point of a picture: fractions of its width, from the left, and of its height, from the top."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a picture as fractions of its width and height (0 to 1), and how it was turned before it was looked at.

    `turned` is one of `as is`, `mirrored`, `rotated 90`, `rotated 180`, `rotated 270`, `mirrored and rotated 90`,
    `mirrored and rotated 270`, `upside down` (mirrored about the horizontal axis). `corners` are the outline of a part that
    is no upright rectangle, in order around it; the four edges are then those of the box about it. Empty: the rectangle.
    """

    left: float
    top: float
    right: float
    bottom: float
    turned: str = "as is"
    corners: tuple[Point, ...] = ()

    @property
    def share(self) -> float:
        """The share of the picture's area that it covers, 0 to 1."""
        if self.corners:
            return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*self.corners, self.corners[0])))) / 2
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    @property
    def outline(self) -> tuple[Point, ...]:
        """Its corners, those of the rectangle where it is one: from the upper left clockwise."""
        box = ((self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom))
        return self.corners or box


WHOLE = Region(0.0, 0.0, 1.0, 1.0)
