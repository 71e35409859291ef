"""How is a picture file opened? By the reader that its own bytes call for, within the limits, nothing decoded yet."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from firsthand.errors import PictureError
from firsthand.reading.picture_limits import AGAIN, PILLOW_FAILS, too_many_pixels, within_limits
from firsthand.reading.picture_pixels import in_short
from firsthand.settings import Settings

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF", "HEIF")
"""Pillow's formats that are opened. Its other readers (EPS, FITS, ...) run code that no desk needs."""

_HEIF = ("image/heic", "image/heif")


@contextmanager
def opened(data: bytes, media: str, name: str, settings: Settings) -> Iterator[Image.Image]:
    """The picture, open and within the limits; `media` is what `refuse` said of the bytes. Raises PictureError."""
    _readable(media, name)
    # Pillow warns of sizes and tags that are judged here anyway. Only its own warnings are silenced, because the filters
    # belong to the whole process and another thread may see them meanwhile.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
        try:
            image = _open(data)
            within_limits(image, data, name, settings)
        except Image.DecompressionBombError as error:
            raise too_many_pixels(name, "more than twice what Pillow opens", settings) from error
        except UnidentifiedImageError as error:
            said = "the file begins like a picture but cannot be opened; it is cut off or broken."
            raise PictureError(f"{name}: {said}", hint=AGAIN) from error
        except PILLOW_FAILS as error:
            said = f"the picture cannot be opened; it is cut off or broken ({in_short(error)})."
            raise PictureError(f"{name}: {said}", hint=AGAIN) from error
        with image:
            yield image


def _readable(media: str, name: str) -> None:
    """Raises PictureError where the reader of this kind is not installed."""
    if media in _HEIF and not _heif():
        hint = "Install it with pip install 'firsthand[heif]', or save the picture as JPEG."
        raise PictureError(
            f"{name}: pictures of type {media} need the extra `heif`, which is not installed.", hint=hint
        )
    if media == "image/avif" and "AVIF" not in _available():
        raise PictureError(f"{name}: this Pillow was built without AVIF.", hint="Save the picture as JPEG.")


def _heif() -> bool:
    """Is there a reader of HEIF? It is an extra, because its wheel carries an encoder under the GPL."""
    if "HEIF" in Image.OPEN:
        return True
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    return True


def _available() -> frozenset[str]:
    Image.init()
    return frozenset(Image.OPEN)


def _open(data: bytes) -> Image.Image:
    """The open picture; of a PNG whose words or profile burst, the same without them: they are not what is compared."""
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except ValueError as error:
        bare = _without_words(data)
        if len(bare) == len(data):
            raise
        image = Image.open(io.BytesIO(bare), formats=FORMATS)
        image.info["firsthand"] = f"its words or colour profile were left aside ({error})."
        return image


def _without_words(data: bytes) -> bytes:
    """A PNG without its chunks of words and its colour profile (PNG 3rd edition, 11.3); other bytes as they are."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data
    kept, at = [data[:8]], 8
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] not in (b"iCCP", b"zTXt", b"iTXt", b"tEXt"):
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
