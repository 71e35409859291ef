"""What is this picture file? Its size, its prints and what it says of itself, or the reason why it cannot be read.

Limits on bytes, pixels and frames are checked before anything is decoded. Files from outside are read in a process of their
own (`evidence/decoder.py`); what is here is pure, and what that process calls.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from firsthand.errors import PictureError
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.reading.films import film, film_frame
from firsthand.reading.picture_frames import Frame, animation, frame_at, frames_of
from firsthand.reading.picture_limits import FILMS, has_page, refuse
from firsthand.reading.picture_metadata import file_entries
from firsthand.reading.picture_opening import opened
from firsthand.reading.picture_pixels import JPEG_END, Decoded, load, pixels_of, upright_size
from firsthand.record.entries import Entry
from firsthand.record.readings import PictureReading, Print
from firsthand.settings import Settings

_JPEG = ("JPEG", "MPO")


@dataclass(frozen=True, slots=True)
class PicturesRead:
    """The pictures of one file, in order: one of a still, the key frames of an animation or film, each with `at`.

    `notes` are sentences on what was passed over or not looked at; the pictures stand nevertheless.
    """

    pictures: tuple[PictureReading, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Opened:
    """What all frames of a file share, its frames, and what is to be noted."""

    media: str
    width: int
    height: int
    entries: tuple[Entry, ...]
    frames: tuple[Frame, ...]
    notes: tuple[str, ...] = ()


def read_pictures(data: bytes, name: str, settings: Settings) -> PicturesRead:
    """Read a picture file or film. Width and height are those after the turn that the file asks for.

    A file that could be decoded in part has prints of that part, and a `problem` that says so. Raises PictureError that
    names the file, what is wrong with it, and what to do.
    """
    media = refuse(data, name, settings)
    found = _film(data, media, name, settings) if media in FILMS else _pictures(data, media, name, settings)
    whole = PictureReading(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media=found.media,
        width=found.width,
        height=found.height,
        entries=found.entries,
    )
    pictures = tuple(_read(frame, whole) for frame in found.frames)
    return PicturesRead(pictures, tuple(dict.fromkeys(found.notes)))


def read_picture(data: bytes, name: str, settings: Settings) -> PictureReading:
    """The only picture of a still, the first of an animation or film. Raises PictureError as `read_pictures`."""
    return read_pictures(data, name, settings).pictures[0]


def read_reference(data: bytes, name: str, settings: Settings) -> tuple[str, tuple[Print, ...]]:
    """(media type, prints) of a picture that is to be kept on file; of an animation or film, of its first frame.

    Raises PictureError, also where a still can only be decoded in part: what is on file must be whole.
    """
    media = refuse(data, name, settings)
    found = decoded_picture(data, name, settings)
    if found.problem:
        raise PictureError(f"{found.problem} Only whole pictures are put on file.")
    return ("image/jpeg" if media == "image/mpo" else media), prints_of_reference(found.pixels, settings.picture_bytes)


def decode_picture(data: bytes, name: str, settings: Settings, at: float | None = None) -> NDArray[np.uint8]:
    """The pixels of a picture file, H x W x 3, sRGB, upright, on white, the longer side at most 1,024. Raises PictureError.

    `at` is the second of the frame of an animation or film; without it the first frame.
    """
    return decoded_picture(data, name, settings, at).pixels


def decoded_picture(data: bytes, name: str, settings: Settings, at: float | None = None) -> Decoded:
    """The same pixels with what is to be said of them. Raises PictureError."""
    media = refuse(data, name, settings)
    if media in FILMS:
        return film_frame(data, media, name, settings, at or 0.0)
    with opened(data, media, name, settings) as image:
        if at and frames_of(image) > 1:
            return frame_at(image, name, at)
        return _still(image, data, media, name, settings)


def _read(frame: Frame, whole: PictureReading) -> PictureReading:
    """The reading of one frame; everything that is computed from pixels is computed here."""
    prints = prints_of_tip(frame.decoded.pixels)
    return replace(whole, prints=prints, problem=frame.decoded.problem, at=frame.at)


def _film(data: bytes, media: str, name: str, settings: Settings) -> _Opened:
    frames, notes = film(data, media, name, settings)
    height, width = frames[0].decoded.pixels.shape[:2]
    return _Opened(media, width, height, (), frames, notes)


def _pictures(data: bytes, media: str, name: str, settings: Settings) -> _Opened:
    with opened(data, media, name, settings) as image:
        width, height = upright_size(image)
        entries = file_entries(image)
        if frames_of(image) > 1:
            frames, notes = animation(image, name, settings)
        else:
            frames, notes = (Frame(_still(image, data, media, name, settings)),), _beside(image, data, name)
        said = Image.MIME.get(image.format or "", media)
        notes = (*notes, *_without_end(image, data, name), *(note for frame in frames for note in frame.decoded.notes))
    return _Opened("image/jpeg" if said == "image/mpo" else said, width, height, entries, frames, notes)


def _still(image: Image.Image, data: bytes, media: str, name: str, settings: Settings) -> Decoded:
    """The frame at which an open picture stands. A JPEG that is cut off is given an end: then its decoder gives what it has."""
    problem = load(image)
    if not problem or image.format not in _JPEG:
        return pixels_of(image, name, problem)
    with opened(data + JPEG_END, media, name, settings) as ended:
        load(ended)
        return pixels_of(ended, name, problem)


def _beside(image: Image.Image, data: bytes, name: str) -> tuple[str, ...]:
    """Notes on what the file holds beside the picture that was looked at."""
    notes = [f"{name}: {image.info['firsthand']}"] if "firsthand" in image.info else []
    if image.format == "TIFF" and has_page(image, 1):
        notes.append(
            f"{name}: the file has several pages; the first was looked at. Save the others as files of their own."
        )
    if image.format == "PNG" and (behind := len(data) - _png_end(data)) > 0:
        notes.append(f"{name}: {behind:,} bytes stand behind the end of the picture; they were not read.")
    return tuple(notes)


def _without_end(image: Image.Image, data: bytes, name: str) -> tuple[str, ...]:
    """A note on a GIF that lacks its last byte: nobody can say how many frames it had."""
    if image.format != "GIF" or data.rstrip(b"\0").endswith(b"\x3b"):
        return ()
    return (f"{name}: the file has no end: it is cut off or broken, and frames may be missing.",)


def _png_end(data: bytes) -> int:
    """The byte after the last chunk of a PNG; the length of the data where it has no end."""
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IEND":
            return end
        at = end
    return len(data)
