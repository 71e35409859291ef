"""How was our picture made of the one on file? Turned, cut, framed, coloured anew, written on: with numbers and places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.record.passages import Region


class Side(StrEnum):
    """A side of a picture, as a reader sees it."""

    LEFT = "left"
    RIGHT = "right"
    UPPER = "upper"
    LOWER = "lower"


class Ground(StrEnum):
    """What lies around the picture on file in ours: nothing but one tone, bars that bear words, or anything else."""

    PLAIN = "plain"
    LETTERED = "lettered"
    OTHER = "other"


class Colour(StrEnum):
    """How the colours of ours depart from those on file. `gray` and `tint`: there is no colour, or one only."""

    GRAY = "gray"
    TINT = "tint"
    BRIGHTER = "brighter"
    DARKER = "darker"
    MORE_CONTRAST = "more-contrast"
    LESS_CONTRAST = "less-contrast"
    MORE_COLOUR = "more-colour"
    LESS_COLOUR = "less-colour"


class Addition(StrEnum):
    """What stands in ours where the picture on file shows something else: words, one flat tone, or anything else."""

    WORDS = "words"
    COVER = "cover"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Added:
    """A place in our picture that shows something else than the picture on file, by its letter in the whole report."""

    letter: str
    kind: Addition
    region: Region


@dataclass(frozen=True, slots=True)
class Around:
    """What lies on one side of the picture on file in ours; `share` is its depth as a share of our width or height."""

    side: Side
    ground: Ground
    share: float


@dataclass(frozen=True, slots=True)
class Differences:
    """How our picture departs from the one on file, as far as it is certain.

    `ours` is the outline of the picture on file in ours, `theirs` the part of it that ours shows; both bear `letter`.
    `rotated` is in degrees clockwise, -180 to 180, after the mirroring; `angled`: seen in perspective, as in a photograph of a
    print or a screen; `stretched` is the change of width against height (1: none). `cut` names the sides of the picture on
    file that ours leaves out. `enlarged` is the length in ours of one pixel on file, None where the size of either is not known.
    `laid` is the share of the common part (0 to 1) where both show the same once they are laid upon each other; None
    where that could not be done with certainty, and then nothing is said of `colours` and `added`.
    """

    ours: Region
    theirs: Region
    letter: str = "A"
    mirrored: bool = False
    rotated: float = 0.0
    angled: bool = False
    stretched: float = 1.0
    cut: tuple[Side, ...] = ()
    around: tuple[Around, ...] = ()
    enlarged: float | None = None
    laid: float | None = None
    colours: tuple[Colour, ...] = ()
    added: tuple[Added, ...] = ()
