"""Which pixels does an open picture hold? Decoded as far as it is sound, in sRGB, upright, on white, at most 1,024 long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from firsthand.errors import PictureError
from firsthand.reading.picture_colour import in_srgb
from firsthand.reading.picture_limits import AGAIN, PILLOW_FAILS

LONGEST = 1024
"""Pixels of the longer side of a decoded picture; larger ones are scaled down to it."""

LEAST = 0.05
"""A picture of which less than this share of the rows could be decoded is refused."""

JPEG_END = b"\xff\xd9"

_ORIENTATION = 0x0112
_FILLED = 128
"""The gray that the JPEG library puts where data are missing."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Pixels (H x W x 3, sRGB, upright) with what is to be said of them.

    `problem`: the picture is there in part only, and how much of it. `notes` are smaller things that were passed over.
    """

    pixels: NDArray[np.uint8]
    problem: str = ""
    notes: tuple[str, ...] = ()


def load(image: Image.Image) -> str:
    """Decode the frame at which the picture stands. What is wrong is returned in words, and what was decoded stays in it."""
    try:
        # Draft mode lets the JPEG decoder scale down while it decodes.
        image.draft("RGB", (LONGEST, LONGEST))
        image.load()
    except PILLOW_FAILS as error:
        # Without tiles there is nothing left to decode: the picture is what was decoded so far.
        if getattr(image, "tile", None):
            image.tile = []  # type: ignore[attr-defined]
        return in_short(error)
    return ""


def in_short(error: Exception) -> str:
    """What a library says was wrong, without counts of bytes, line breaks and length."""
    said = getattr(error, "strerror", "") or str(error)
    return " ".join(said.partition(" (")[0].split()).rstrip(".")[:120] or type(error).__name__


def pixels_of(image: Image.Image, name: str, problem: str) -> Decoded:
    """The pixels of a picture that was loaded; `problem` is what `load` said.

    Raises PictureError where nothing, or nearly nothing, was decoded.
    """
    try:
        plain, notes = _plain(image)
        share, side = 1.0, ""
        if problem:
            plain, share, side = _sound_rows(plain, image)
            if share < LEAST:
                raise _nothing(name, problem)
        upright, lie = _upright(image, plain)
        pixels = np.ascontiguousarray(np.asarray(_on_white(upright), dtype=np.uint8))
    except PILLOW_FAILS as error:
        raise _nothing(name, problem or in_short(error)) from error
    said = tuple(f"{name}: {note}" for note in (*notes, lie) if note)
    return Decoded(pixels, _partly(name, problem, share, side) if problem else "", said)


def _nothing(name: str, problem: str) -> PictureError:
    return PictureError(f"{name}: the picture is cut off or broken ({problem}).", hint=AGAIN)


def _partly(name: str, problem: str, share: float, side: str) -> str:
    part = f"the {side} {share:.0%} of it" if side else f"{share:.0%} of its rows, spread over it,"
    rows = part if share < 1 else "all of its rows, some perhaps coarse or wrong,"
    return f"{name}: the picture is cut off or broken ({problem}); {rows} could be decoded and compared. {AGAIN}"


def _plain(image: Image.Image) -> tuple[Image.Image, tuple[str, ...]]:
    """The picture as L, RGB or RGBA of 8 bits in sRGB, scaled down; a copy, so that the open file keeps its own."""
    # A palette has no shades between its colours: it is written out before it is scaled.
    shades = image.convert(_written_out(image)) if image.mode in ("1", "P", "PA", "La", "RGBa", "LA") else image
    small = shades.copy() if max(shades.size) <= LONGEST else _scaled(shades)
    eight = _eight_bits(small) if small.mode.startswith(("I", "F")) else small
    coloured, note = in_srgb(eight, image.info.get("icc_profile") or b"")
    if coloured.mode not in ("L", "RGB", "RGBA"):
        coloured = coloured.convert("RGB")
    if coloured.mode != "RGBA" and "transparency" in image.info and image.mode in ("L", "RGB"):
        coloured = _with_key(coloured, small, image.info["transparency"])
    return coloured, (note,) if note else ()


def _written_out(image: Image.Image) -> str:
    if image.mode == "1":
        return "L"
    clear = image.mode != "P" or "transparency" in image.info
    return "RGBA" if clear else "RGB"


def _scaled(image: Image.Image) -> Image.Image:
    """A copy of at most 1,024 pixels on its longer side."""
    factor = LONGEST / max(image.size)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.BOX, reducing_gap=None if image.mode.startswith("I;") else 2.0)


def _with_key(coloured: Image.Image, stored: Image.Image, key: object) -> Image.Image:
    """One colour that the file declares to be transparent."""
    keyed = stored.copy()
    keyed.info["transparency"] = key
    coloured = coloured.convert("RGB")
    coloured.putalpha(keyed.convert("RGBA").getchannel("A"))
    return coloured


def _eight_bits(image: Image.Image) -> Image.Image:
    """Samples of 16 or 32 bits: by their range where that is known (16 bits), else from the darkest to the lightest."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    low, high = float(values.min()), float(values.max())
    if image.mode.startswith("I") and low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0 if high > 255 or image.mode != "I" else 255.0
    return Image.fromarray(((values - low) * (255.0 / max(high - low, 1e-9))).clip(0, 255).astype(np.uint8))


def _sound_rows(plain: Image.Image, image: Image.Image) -> tuple[Image.Image, float, str]:
    """(the rows that were decoded, their share, "upper", "lower" or ""): the rest is what the decoder fills with.

    Judged in the picture as it is stored: a palette may give any colour to the number that was never written.
    """
    filled = _filled_rows(image)
    sound = np.flatnonzero(~filled)
    if not sound.size:
        return plain, 0.0, ""
    first, last = int(sound[0]), int(sound[-1]) + 1
    if len(sound) < 0.9 * (last - first):
        return _filled_up(plain, filled), len(sound) / len(filled), ""
    # Files begin with the first row, a few kinds (BMP) with the last; the row where a file ends is often half there.
    side = "lower" if filled[0] and not filled[-1] else "upper"
    first, last = (first + (first > 0), len(filled)) if side == "lower" else (0, last - (1 < last < len(filled)))
    scale = plain.height / len(filled)
    top, bottom = round(first * scale), max(1, round(last * scale))
    kept = plain.crop((0, min(top, plain.height - 1), plain.width, bottom))
    return kept, (last - first) / len(filled), side


def _filled_up(plain: Image.Image, filled: NDArray[np.bool_]) -> Image.Image:
    """A picture that is stored in passes, each missing row like the one above it."""
    known = np.maximum.accumulate(np.where(filled, 0, np.arange(len(filled))))
    rows = (
        known[(np.arange(plain.height) + 0.5).astype(int) * len(filled) // plain.height] * plain.height // len(filled)
    )
    return Image.fromarray(np.asarray(plain)[rows])


def _filled_rows(image: Image.Image) -> NDArray[np.bool_]:
    """Which rows hold nothing but the decoder's filling: a gray in JPEG, else zeros."""
    values = np.asarray(image).reshape(image.height, -1)
    if image.format in ("JPEG", "MPO"):
        low, high = values.min(axis=1).astype(np.int16), values.max(axis=1).astype(np.int16)
        return np.asarray((low >= _FILLED - 1) & (high <= _FILLED + 1))
    return np.asarray(values.max(axis=1) == 0)


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height after the turn that the file asks for."""
    width, height = image.size
    return (height, width) if _orientation(image) in (5, 6, 7, 8) else (width, height)


def _orientation(image: Image.Image) -> object:
    """What the file says of its turn; a file whose EXIF is broken asks for nothing."""
    try:
        return image.getexif().get(_ORIENTATION, 1)
    except PILLOW_FAILS:
        return 1


def _upright(image: Image.Image, plain: Image.Image) -> tuple[Image.Image, str]:
    """The decoded picture turned as the file asks, and a note where it asks for what does not exist."""
    asked = _orientation(image)
    if isinstance(asked, int) and asked in _TURNS:
        return plain.transpose(_TURNS[asked]), ""
    lie = (
        ""
        if asked in (0, 1)
        else f"its EXIF orientation is {str(asked)[:20]!r}, which does not exist; it was not turned."
    )
    return plain, lie


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
