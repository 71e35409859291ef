"""What is this picture file? Its size, its prints and what it says of itself, or the reason why it cannot be read.

Limits on bytes, pixels and frames are checked before anything is decoded; nothing but the first frame ever is.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from firsthand.errors import PictureError
from firsthand.matching.pictures import prints_of_tip
from firsthand.reading.picture_metadata import file_entries
from firsthand.reading.raw_bytes import media_of
from firsthand.record.readings import PictureReading
from firsthand.settings import Settings

LONGEST = 1024
"""Pixels of the longer side of a decoded picture; larger ones are scaled down to it."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")
"""Pillow's formats that are opened. Its other readers (EPS, FITS, ...) run code that no desk needs."""

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
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow's readers raise on broken files; it has no class of its own for them."""

AGAIN = "Ask for the file once more, or save it as JPEG or PNG."


def read_picture(data: bytes, name: str, settings: Settings) -> PictureReading:
    """Read a picture file. Width and height are those after the turn that the file asks for.

    Raises PictureError that names the file, what is wrong with it, and what to do.
    """
    with _opened(data, name, settings) as image:
        media = Image.MIME.get(image.format or "", "")
        width, height = _upright_size(image)
        entries = file_entries(image)
        pixels = _pixels(image, name)
    return PictureReading(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media="image/jpeg" if media == "image/mpo" else media,
        width=width,
        height=height,
        prints=prints_of_tip(pixels),
        entries=entries,
    )


def decode_picture(data: bytes, name: str, settings: Settings) -> NDArray[np.uint8]:
    """The pixels of a picture file, H x W x 3, upright, on white, the longer side at most 1,024. Raises PictureError."""
    with _opened(data, name, settings) as image:
        return _pixels(image, name)


@contextmanager
def _opened(data: bytes, name: str, settings: Settings) -> Iterator[Image.Image]:
    """The picture, open and within the limits, nothing decoded yet."""
    _refuse(data, name, settings)
    # Pillow warns of sizes and tags that are judged here anyway. Only its own warnings are silenced, because the filters
    # belong to the whole process and another thread may see them meanwhile.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            _within_limits(image, data, name, settings)
        except Image.DecompressionBombError as error:
            raise _too_many_pixels(name, "more than twice what Pillow opens", settings) from error
        except UnidentifiedImageError as error:
            raise PictureError(f"{name}: the file begins like a picture but cannot be opened.", hint=AGAIN) from error
        except PILLOW_FAILS as error:
            raise PictureError(f"{name}: the picture cannot be opened ({error}).", hint=AGAIN) from error
        with image:
            yield image


def _refuse(data: bytes, name: str, settings: Settings) -> None:
    """Refuse by the bytes alone."""
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
    if media == "image/heic" or (media == "image/avif" and "AVIF" not in _available()):
        raise PictureError(f"{name}: pictures of type {media} cannot be decoded here.", hint="Save it as JPEG.")
    if not media.startswith("image/"):
        what = media or "nothing that is known"
        raise PictureError(
            f"{name}: this is not a picture but {what}.", hint="Give a JPEG, PNG, GIF, WebP, TIFF or BMP file."
        )


def _available() -> frozenset[str]:
    Image.init()
    return frozenset(Image.OPEN)


def _within_limits(image: Image.Image, data: bytes, name: str, settings: Settings) -> None:
    width, height = image.size
    if width * height > settings.max_pixels:
        raise _too_many_pixels(name, f"{width:,} x {height:,}", settings)
    if min(width, height) < 1:
        raise PictureError(f"{name}: the picture has no pixels ({width} x {height}).", hint=AGAIN)
    if _has_more_frames(image, data, settings.max_frames):
        raise PictureError(
            f"{name}: the picture has more than {settings.max_frames} frames.",
            hint="Save the frame in question by itself.",
        )


def _too_many_pixels(name: str, size: str, settings: Settings) -> PictureError:
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
    try:
        image.seek(limit)
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


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    try:
        turned = image.getexif().get(0x0112) in (5, 6, 7, 8)
    except PILLOW_FAILS:
        turned = False
    return (height, width) if turned else (width, height)


def _pixels(image: Image.Image, name: str) -> NDArray[np.uint8]:
    """Decode the first frame."""
    try:
        # Draft mode lets the JPEG decoder scale down while it decodes.
        image.draft("RGB", (LONGEST, LONGEST))
        image.load()
        plain = _plain_mode(image)
        plain.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX, reducing_gap=2.0)
        upright = _upright(image, plain)
        return np.ascontiguousarray(np.asarray(_on_white(upright), dtype=np.uint8))
    except PILLOW_FAILS as error:
        raise PictureError(f"{name}: the picture is cut off or broken ({error}).", hint=AGAIN) from error


def _plain_mode(image: Image.Image) -> Image.Image:
    """The picture as L, RGB or RGBA of 8 bits; a copy, so that the open file keeps its own."""
    if image.mode in ("L", "RGB", "RGBA"):
        return image.copy()
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image)
    if image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Samples of 16 or 32 bits: by their range where that is known (16 bits), else from the darkest to the lightest."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    low, high = float(values.min()), float(values.max())
    if image.mode.startswith("I") and low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0 if high > 255 or image.mode != "I" else 255.0
    return Image.fromarray(((values - low) * (255.0 / max(high - low, 1e-9))).clip(0, 255).astype(np.uint8))


def _upright(image: Image.Image, plain: Image.Image) -> Image.Image:
    """Turn the decoded picture as the file asks; a file whose EXIF is broken asks for nothing."""
    try:
        orientation = image.getexif().get(0x0112, 1)
    except PILLOW_FAILS:
        return plain
    turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
    return plain.transpose(turn) if turn is not None else plain


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation (tag 0x0112) and the turn that sets it upright."""


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, (255, 255, 255))
    ground.paste(image, mask=image.getchannel("A"))
    return ground
