"""How does the room stay small and quick? What is loaded once is not looked through again; what was freed is given back."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def settle() -> None:
    """All that is there now stays: the collector need not walk through it again each time a page is made."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Give what was freed back to the system. Only glibc keeps it, and only glibc knows this call."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
