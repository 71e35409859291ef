"""Which pictures that a page names could be looked at, and what do they hold?"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.errors import FirsthandError
from firsthand.evidence.decoder import Decoder
from firsthand.evidence.taking import take_picture
from firsthand.reading.picture_files import PicturesRead
from firsthand.record.readings import PictureReading, Reading
from firsthand.record.tips import Tip
from firsthand.settings import Settings

PAGE_PICTURES = 40
"""Pictures of one page that are fetched for a check; the rest are named as not looked at."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looks: the decoder, the limits, the clock."""

    decoder: Decoder
    settings: Settings
    now: Callable[[], datetime]


def with_pictures(tip: Tip, reading: Reading, bodies: dict[str, bytes], eyes: Eyes) -> Reading:
    """The reading with the pictures that its page names, as far as this tip gives a way and the time allows.

    The bytes that were looked at are added to `bodies` by their SHA-256.
    """
    deadline = time.monotonic() + eyes.settings.page_seconds
    seen: list[PictureReading] = []
    notes: list[str] = []
    for place, picture in enumerate(reading.pictures):
        if place < PAGE_PICTURES and time.monotonic() < deadline:
            read = _seen(tip, picture, bodies, eyes)
            seen += read.pictures
            notes += read.notes
        else:
            seen.append(picture)
    return replace(reading, pictures=tuple(seen), problems=(*reading.problems, *notes))


def _seen(tip: Tip, picture: PictureReading, bodies: dict[str, bytes], eyes: Eyes) -> PicturesRead:
    """One picture that a page names: several where it is an animation or film."""
    if picture.sha256 or picture.problem or tip.picture:
        return PicturesRead((picture,))
    try:
        data = take_picture(picture.url or picture.name, tip, eyes.settings, eyes.now)
        if data is None:
            return PicturesRead((picture,))
        read = eyes.decoder.read(data, picture.name, eyes.settings)
    except FirsthandError as error:
        return PicturesRead((replace(picture, problem=str(error)),))
    bodies[read.pictures[0].sha256] = data
    return PicturesRead(tuple(_as_named(found, picture) for found in read.pictures), read.notes)


def _as_named(found: PictureReading, picture: PictureReading) -> PictureReading:
    """What was found in the file, with what the page says of the picture."""
    return replace(found, caption=picture.caption, url=picture.url, alt=picture.alt, credit=picture.credit)
