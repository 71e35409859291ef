"""How is a picture from outside shown safely? Its pixels are encoded anew, so that none of its own bytes reach a browser."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def web_jpeg(pixels: NDArray[np.uint8]) -> bytes:
    """A JPEG of decoded pixels (H x W x 3), without metadata."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=82)
    return out.getvalue()


def small_jpeg(pixels: NDArray[np.uint8], width: int = 480) -> bytes:
    """The same, at most `width` wide and twice as high: of a long page its beginning."""
    shown = Image.fromarray(pixels[: 2 * max(width, pixels.shape[1])])
    shown.thumbnail((width, 2 * width))
    return web_jpeg(np.asarray(shown))
