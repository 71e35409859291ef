"""How does the room stay small and quick? What is loaded once is not looked through again; what was freed is given back."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

COLLECT_EVERY = 20_000
"""Objects after which the collector looks at the youngest ones: a page makes some thousands, and hardly any that it must find."""

SWITCH = 0.001
"""Seconds for which a thread that computes keeps Python from the others: a check must not hold up every page."""


def settle() -> None:
    """All that is there now stays: the collector need not walk through it again each time a page is made."""
    give_back()
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY)
    sys.setswitchinterval(SWITCH)


def give_back() -> None:
    """Free what nobody holds any more, and give it back to the system. Only glibc keeps it, and only glibc knows this call."""
    gc.collect()
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
