"""Where does OpenCV come from? Loaded on first need, because it takes as long to load as a check of words takes."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def cv() -> Any:
    """The module `cv2`, told to stay on the thread that calls it: a desk's machine has other work to do."""
    import cv2

    cv2.setNumThreads(1)
    return cv2
