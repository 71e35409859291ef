"""Where do two pictures of a match lie upon each other? Pairs of points for the script that lays ours upon the one on file.

Outlines begin at their upper left, whichever way the picture was turned. Which corner of ours is which on file is told by how it
was turned: mirrored first, then rotated. Where the two outlines have not the same number of corners nothing is offered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.desk.book import OnFile
from firsthand.record.cases import item
from firsthand.record.passages import Point, Region
from firsthand.rendering.figures import Met, met

_TURNS = {
    "as is": (False, 0.0),
    "mirrored": (True, 0.0),
    "rotated 90": (False, -90.0),
    "rotated 180": (False, 180.0),
    "rotated 270": (False, 90.0),
    "mirrored and rotated 90": (True, 90.0),
    "mirrored and rotated 270": (True, -90.0),
    "upside down": (True, 180.0),
}
"""How ours was made of the one on file (mirrored, degrees clockwise), by how ours was turned back to look at it."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Two pictures by their addresses, the letter of the part that they share, and its corners on both in the same order.

    `ours` and `theirs` are "x,y x,y x,y x,y" as fractions of the sides; both empty where no four corners answer each other.
    """

    letter: str
    our_src: str
    their_src: str
    ours: str = ""
    theirs: str = ""


def pairs(filed: OnFile) -> tuple[Laid, ...]:
    """Every part of a picture that came in which was met on a picture on file, where both can be shown."""
    return tuple(_laid(one, *sources) for one in met(filed.report.findings) if (sources := _sources(one, filed)))


def _sources(one: Met, filed: OnFile) -> tuple[str, str] | None:
    """The addresses of both pictures; None where one of them is not here."""
    matched = (f for f in filed.report.findings if f.match and (f.match.tip, f.match.item) == (one.tip, one.item))
    place = next((f.tip_picture for f in matched if f.tip_picture is not None), None)
    pictures = filed.reading.pictures
    ours = pictures[place] if place is not None and place < len(pictures) else None
    held = (p.sha256 for case in filed.leads.cases for p in case.pictures if item(case, p.id) == one.item)
    theirs = next(held, "")
    shown = ours and theirs and ours.sha256 and not ours.problem
    return (f"/pictures/{ours.exhibit}", f"/pictures/{theirs}") if ours and shown else None


def _laid(one: Met, our_src: str, their_src: str) -> Laid:
    turned = (one.made.mirrored, one.made.rotated) if one.made else _TURNS.get(one.ours.turned, (False, 0.0))
    found = answering(one.ours, one.theirs, *turned)
    return Laid(one.letter, our_src, their_src, *(_said(points) for points in found))


def answering(
    ours: Region, theirs: Region, mirrored: bool, rotated: float
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Four corners of ours and those that answer them on file; both empty where the outlines do not answer each other."""
    here, there = ours.outline, theirs.outline
    if len(here) != len(there) or len(here) < 4:
        return (), ()
    there = there[::-1] if mirrored else there
    turned = _centred([_turned(point, mirrored, rotated) for point in _centred(there)])
    middle, count = _centred(here), len(here)
    shift = max(range(count), key=lambda by: sum(_along(middle[i], turned[(i + by) % count]) for i in range(count)))
    four = [round(n * count / 4) for n in range(4)]
    return tuple(here[i] for i in four), tuple(there[(i + shift) % count] for i in four)


def _turned(point: Point, mirrored: bool, rotated: float) -> Point:
    x, y, angle = -point[0] if mirrored else point[0], point[1], math.radians(rotated)
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _centred(points: Sequence[Point]) -> list[Point]:
    """Points about their middle, stretched so that neither side weighs more than the other."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return [((x - (max(xs) + min(xs)) / 2) / wide, (y - (max(ys) + min(ys)) / 2) / high) for x, y in points]


def _along(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1]


def _said(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.4f},{y:.4f}" for x, y in points)
