"""How do fingerprints of a picture stand in a casefile, where the picture itself does not travel?"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Sequence
from typing import Any

from firsthand.record.casefile_wire import Spot
from firsthand.record.passages import WHOLE, Region
from firsthand.record.readings import Print

PRINT_FIELDS = ("pdq", "quality", "part", "points")

MOST_PRINTS = 8
"""Prints of one picture; Firsthand itself makes one of the whole and one of what lies within bars."""

MOST_POINT_BYTES = 65_536
"""Bytes of the points of one print, once they are decoded."""

_PDQ = re.compile(r"[0-9a-fA-F]{64}")
_BEST = 100


def read_prints(spot: Spot) -> tuple[Print, ...]:
    """The prints of a picture; what is wrong with one is complained of at its field."""
    members = [member for member in spot.items("prints") if member.fields(PRINT_FIELDS)]
    if len(members) > MOST_PRINTS:
        spot.complain(f"There are {len(members)} prints; {MOST_PRINTS} is the limit.", "Leave some out.", key="prints")
        return ()
    return tuple(_print(member) for member in members)


def write_prints(prints: Sequence[Print]) -> list[dict[str, Any]]:
    """The prints as plain values in the order of the casefile; `part` is left out where it is the whole picture."""
    return [_fields(one) for one in prints]


def _fields(one: Print) -> dict[str, Any]:
    region = one.region
    edges = [repr(float(edge)) for edge in (region.left, region.top, region.right, region.bottom)]
    part = {"part": edges} if region != WHOLE else {}
    points = {"points": base64.b64encode(one.points).decode()} if one.points else {}
    return {"pdq": one.pdq, "quality": str(one.quality), **part, **points}


def _print(spot: Spot) -> Print:
    pdq = spot.text("pdq", required=True)
    if pdq and not _PDQ.fullmatch(pdq):
        spot.complain(f"{pdq[:80]!r} is not a PDQ hash.", "It has 64 digits 0-9 and a-f.", key="pdq")
    return Print(_part(spot), pdq.lower(), _quality(spot), _points(spot))


def _quality(spot: Spot) -> int:
    said = spot.text("quality", required=True)
    if said.isascii() and said.isdigit() and int(said[:4]) <= _BEST:
        return int(said)
    if said:
        spot.complain(f"{said[:40]!r} is not a quality.", f"It is a whole number from 0 to {_BEST}.", key="quality")
    return 0


def _part(spot: Spot) -> Region:
    if not spot.has("part"):
        return WHOLE
    edges = [_fraction(text) for text in spot.texts("part")]
    if len(edges) == 4 and edges[0] < edges[2] and edges[1] < edges[3]:  # no comparison holds for what is no number
        left, top, right, bottom = edges
        return Region(left, top, right, bottom)
    hint = "Give left, top, right and bottom as shares of width and height: [0, 0.1, 1, 0.9]."
    spot.complain("This is no part of a picture.", hint, key="part")
    return WHOLE


def _fraction(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return math.nan
    return number if 0 <= number <= 1 else math.nan


def _points(spot: Spot) -> bytes:
    said = spot.text("points")
    try:
        found = base64.b64decode(said, validate=True) if len(said) <= 2 * MOST_POINT_BYTES else b""
    except (binascii.Error, ValueError):
        found = b""
    if said and not 0 < len(found) <= MOST_POINT_BYTES:
        hint = f"They are Base64 of at most {MOST_POINT_BYTES:,} bytes. Leave them out: the PDQ hash alone is of use."
        spot.complain("These points cannot be read.", hint, key="points")
        return b""
    return found
