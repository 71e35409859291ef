"""Is this file within the limits, and a picture at all? Judged by its bytes and its head, before anything is decoded."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

from firsthand.errors import PictureError
from firsthand.reading.raw_bytes import media_of
from firsthand.settings import Settings

PILLOW_FAILS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    RuntimeError,
    NotImplementedError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow's readers raise on broken files; it has no class of its own for them. A want of memory is not among them."""

AGAIN = "Ask for the file once more, or save it as JPEG or PNG."

FILMS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska", "video/x-matroska": "matroska"}
"""The media types of films that are read, and the one demuxer that each is opened with."""

ANIMATED = ("GIF", "PNG", "WEBP", "AVIF")
"""Formats whose further frames follow in time; those of others (TIFF, HEIF, MPO) are pages or views."""

_LARGE = 20_000_000
"""Pixels below which any picture is cheap, so that a plain ground of few bytes may have them."""


def refuse(data: bytes, name: str, settings: Settings) -> str:
    """The media type of a file that may be opened. Raises PictureError, by the bytes alone."""
    if not data:
        raise PictureError(f"{name}: the file is empty (0 bytes).", hint="Ask for it once more.")
    if len(data) > settings.max_file_bytes:
        raise PictureError(
            f"{name}: the file has {len(data):,} bytes, more than the limit of {settings.max_file_bytes:,}.",
            hint="Save it smaller, or raise max_file_bytes.",
        )
    media = media_of(data)
    if media == "image/svg+xml":
        raise PictureError(f"{name}: an SVG drawing is never rendered.", hint="Save it as PNG.")
    if not media.startswith("image/") and media not in FILMS:
        what = media or "nothing that is known"
        hint = "Give a JPEG, PNG, GIF, WebP, TIFF, BMP, HEIC or AVIF file, or a film as MP4, MOV or WebM."
        raise PictureError(f"{name}: this is not a picture but {what}.", hint=hint)
    return media


def within_limits(image: Image.Image, data: bytes, name: str, settings: Settings) -> None:
    """Raises PictureError for an open picture of too many pixels, for its bytes too, of none, or of too many frames."""
    width, height = image.size
    size_allowed(width, height, name, settings)
    if width * height > max(_LARGE, len(data) * settings.max_pixels_per_byte):
        raise PictureError(
            f"{name}: the picture states a size of {width:,} x {height:,} pixels in a file of {len(data):,} bytes.",
            hint="This is no photograph. If the file is sound, save it as JPEG, or raise max_pixels_per_byte.",
        )
    if _has_more_frames(image, data, settings.max_frames):
        raise PictureError(
            f"{name}: the picture has more than {settings.max_frames} frames.",
            hint="Save the frame in question by itself.",
        )


def size_allowed(width: int, height: int, name: str, settings: Settings) -> None:
    """Raises PictureError for a picture or film of too many pixels, or of none."""
    if width * height > settings.max_pixels:
        raise too_many_pixels(name, f"{width:,} x {height:,}", settings)
    if min(width, height) < 1:
        raise PictureError(f"{name}: the picture has no pixels ({width} x {height}).", hint=AGAIN)


def too_many_pixels(name: str, size: str, settings: Settings) -> PictureError:
    """The error for a size, given in words."""
    return PictureError(
        f"{name}: the picture states a size of {size} pixels; the limit is {settings.max_pixels:,} in all.",
        hint="Save it smaller, or raise max_pixels.",
    )


def _has_more_frames(image: Image.Image, data: bytes, limit: int) -> bool:
    """More frames than the limit? A file with millions of them is not walked to its end."""
    if image.format == "GIF":
        return gif_frames(data, limit + 1) > limit
    if image.format != "TIFF":
        return int(getattr(image, "n_frames", 1)) > limit
    return has_page(image, limit)


def has_page(image: Image.Image, number: int) -> bool:
    """Has a TIFF a page of this number, counted from 0? Leaves the first page open."""
    try:
        image.seek(number)
        image.seek(0)
    except PILLOW_FAILS:
        image.seek(0)
        return False
    return True


def gif_frames(data: bytes, most: int) -> int:
    """The frames of a GIF, counted by its blocks up to `most` (GIF89a, section 12). A broken end ends the count."""
    at = 13 + (3 << (data[10] & 7) + 1 if len(data) > 12 and data[10] & 0x80 else 0)
    count = 0
    while count < most and at < len(data):
        if data[at] == 0x2C and at + 10 < len(data):
            count += 1
            at += 11 + (3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0)
        elif data[at] == 0x21:
            at += 2
        else:
            break
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return count
