"""Which words stand in the pictures of this tip? Reads them within a given time, and says what was not looked at and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from firsthand.engines.words import find_reader, rest
from firsthand.errors import WordsError
from firsthand.reading.inscriptions import CODE
from firsthand.record.leads import Lack, Leads
from firsthand.record.readings import PictureReading, Reading
from firsthand.settings import Settings

Pixels = NDArray[np.uint8]
See = Callable[[PictureReading], Pixels | None]
"""The pixels of a picture of the tip (H x W x 3, RGB, 8 bits); None where it cannot be decoded."""


__all__ = ["Inscribed", "inscribed", "rest"]


@dataclass(frozen=True, slots=True)
class Inscribed:
    """The reading with the words of its pictures; what was not looked at, and what the reader did without."""

    reading: Reading
    lacking: tuple[Lack, ...] = ()
    notes: tuple[str, ...] = ()

    def told(self, leads: Leads) -> Leads:
        """The leads, which also say what was not looked at."""
        return replace(leads, lacking=(*leads.lacking, *self.lacking), notes=(*leads.notes, *self.notes))


def inscribed(reading: Reading, see: See, settings: Settings) -> Inscribed:
    """Read the words of all pictures that came, in their order, for at most `settings.words_seconds` together.

    Where no reader is installed or reading is switched off, nothing is read and the check of that name says so.
    """
    found = find_reader() if settings.read_words and any(map(_came, reading.pictures)) else None
    if found is None or isinstance(found, WordsError):
        return Inscribed(reading)
    end = time.monotonic() + settings.words_seconds
    pictures: list[PictureReading] = []
    problems: list[str] = []
    for picture in reading.pictures:
        pixels = see(picture) if _came(picture) and time.monotonic() < end else None
        try:
            words = found.read(pixels, end - time.monotonic()) if pixels is not None else None
        except WordsError as error:
            problems.append(str(error))
            words = None
        pictures.append(replace(picture, inscriptions=words))
    notes = (found.note,) if found.note else ()
    return Inscribed(replace(reading, pictures=tuple(pictures)), _unread(pictures, problems), notes)


def _came(picture: PictureReading) -> bool:
    return bool(picture.sha256) and not picture.problem


def _unread(pictures: Sequence[PictureReading], problems: Sequence[str]) -> tuple[Lack, ...]:
    missed = sum(_came(picture) and picture.inscriptions is None for picture in pictures)
    if not missed:
        return ()
    many = f"The words in {missed} pictures were" if missed > 1 else "The words in one picture were"
    why = problems[0] if problems else "The time for it was over, or the picture could not be decoded."
    return (Lack(CODE, f"{many} not read: {why}", "Check the picture by itself with --picture."),)
