"""Which part of a picture does an entry name? The field `region`: its value is the name, its note says where.

The note holds a selector of W3C Media Fragments (`xywh=percent:LEFT,TOP,WIDTH,HEIGHT`), as W3C annotations do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from firsthand.record.entries import Entry
from firsthand.record.passages import Region

REGION_FIELD = "region"
_NUMBER = r"(\d{1,3}(?:\.\d{1,4})?)"
_FRAGMENT = re.compile(rf"xywh=percent:{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}")
_SLACK = 0.011
"""Per cent by which rounding may lead out of the picture."""


def region_of(entry: Entry) -> Region | None:
    """The part of the picture that an entry names; None for other entries, and where the note says no such part."""
    return read_fragment(entry.note) if entry.field == REGION_FIELD else None


def read_fragment(text: str) -> Region | None:
    """The region of a selector; None where it is none, is empty, or leads out of the picture."""
    found = _FRAGMENT.fullmatch(text.strip())
    if not found:
        return None
    left, top, width, height = (float(number) for number in found.groups())
    if width <= 0 or height <= 0 or left + width > 100 + _SLACK or top + height > 100 + _SLACK:
        return None
    return Region(left / 100, top / 100, min(1.0, (left + width) / 100), min(1.0, (top + height) / 100))


def fragment(left: float, top: float, width: float, height: float) -> str:
    """The selector of a part by its left upper corner and its size, in per cent of the picture."""
    return "xywh=percent:" + ",".join(f"{round(number, 2):g}" for number in (left, top, width, height))


def named_regions(entries: Iterable[Entry]) -> list[tuple[Entry, Region]]:
    """The entries that name a part, with the part."""
    return [(entry, region) for entry in entries if (region := region_of(entry))]
