"""Which exact words, at which exact place? And which part of a picture?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Exact words at an exact place in a kept text named by its SHA-256: `text[start:end] == exact`."""

    text_sha256: str
    start: int
    end: int
    exact: str

    def stands_in(self, text: str) -> bool:
        return text[self.start : self.end] == self.exact


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a picture as fractions of its width and height (0 to 1), and how it was turned before it was looked at.

    `turned` is one of `as is`, `mirrored`, `rotated 90`, `rotated 180`, `rotated 270`, `mirrored and rotated 90`,
    `mirrored and rotated 270`, `upside down` (mirrored about the horizontal axis).
    """

    left: float
    top: float
    right: float
    bottom: float
    turned: str = "as is"

    @property
    def share(self) -> float:
        """The share of the picture's area that it covers, 0 to 1."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


WHOLE = Region(0.0, 0.0, 1.0, 1.0)
