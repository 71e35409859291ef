"""Which frames of an animated picture are looked at, and what do they hold?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from firsthand.reading.picture_limits import ANIMATED, PILLOW_FAILS
from firsthand.reading.picture_pixels import Decoded, load, pixels_of
from firsthand.reading.picture_scenes import THUMB, Glance, KeyFrame, key_frames
from firsthand.settings import Settings

NEVER_SET = 0.1
"""Seconds for which a frame is shown that says no time, as browsers do."""

WORK = 2_000_000_000
"""Pixels that are decoded to find scenes; of what goes beyond it only the beginning is looked at."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A decoded frame and the second that it stands at; None for the one frame of a still picture."""

    decoded: Decoded
    at: float | None = None


def frames_of(image: Image.Image) -> int:
    """How many frames follow each other in time; 1 for a still picture, and for one that has pages."""
    if image.format not in ANIMATED:
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except PILLOW_FAILS:
        return 1


def animation(image: Image.Image, name: str, settings: Settings) -> tuple[tuple[Frame, ...], tuple[str, ...]]:
    """(the key frames decoded, notes) of an open animated picture. Raises PictureError where its first frame is broken."""
    count = frames_of(image)
    reach = max(1, min(count, WORK // max(1, image.width * image.height)))
    glances, seen = [], 0.0
    for glance, lasts in _glances(image, reach):
        glances.append(glance)
        seen = glance.at + lasts
    found: list[Frame] = []
    for key in key_frames(glances, seen, settings.key_frames):
        found.append(_frame(image, name, key))
    notes = (
        ()
        if len(glances) >= count
        else (f"{name}: of its {count} frames the first {max(1, len(glances))} could be looked at.",)
    )
    return tuple(found) or (Frame(_first(image, name), 0.0),), notes


def frame_at(image: Image.Image, name: str, at: float) -> Decoded:
    """The frame of an animated picture that is shown at this second. Raises PictureError."""
    number = 0
    for glance, lasts in _glances(image, frames_of(image)):
        number = glance.frame
        if glance.at + lasts > at + 1e-6:
            break
    return _frame(image, name, KeyFrame(number, at)).decoded


def _glances(image: Image.Image, reach: int) -> Iterator[tuple[Glance, float]]:
    """Each frame with the seconds that it lasts, up to the first one that is broken."""
    at = 0.0
    for number in range(reach):
        try:
            image.seek(number)
            image.load()
            small = image.convert("RGBA").convert("RGB").resize(THUMB, Image.Resampling.BOX)
            lasts = float(image.info.get("duration") or 0) / 1000 or NEVER_SET
        except PILLOW_FAILS:
            return
        yield Glance(number, round(at, 3), np.asarray(small)), lasts
        at += lasts


def _frame(image: Image.Image, name: str, key: KeyFrame) -> Frame:
    image.seek(key.frame)
    return Frame(_first(image, name), key.at)


def _first(image: Image.Image, name: str) -> Decoded:
    return pixels_of(image, name, load(image))
