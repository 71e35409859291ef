"""How is a picture from outside shown safely? Decoded and encoded anew, so that none of its own bytes reach a browser."""

from __future__ import annotations

import io

from PIL import Image

from firsthand.reading.picture_files import decode_picture
from firsthand.settings import Settings


def web_jpeg(data: bytes, name: str, settings: Settings) -> bytes:
    """A JPEG of at most 1024 pixels on its longer side, without metadata. Raises PictureError."""
    out = io.BytesIO()
    Image.fromarray(decode_picture(data, name, settings)).save(out, "JPEG", quality=82)
    return out.getvalue()


def media_of(data: bytes) -> str:
    """The media type of bytes that were already decoded once (`image/jpeg`), by what they are, not by their name."""
    with Image.open(io.BytesIO(data)) as image:
        return Image.MIME.get(image.format or "", "application/octet-stream")
