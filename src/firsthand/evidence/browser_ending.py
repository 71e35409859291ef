"""How is a process ended with all that came from it, wherever it went?"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

ENDING_SECONDS = 10.0
"""Longest wait for what was killed to be gone."""


def end_below(root: int, folder: str) -> None:
    """Kill whatever came from a process, and whatever has this folder on its command line; not the process itself.

    As long as it lives, whoever lost its parent is found below it. Where it is gone already, the browser is found by its
    folder, and ends its own helpers.
    """
    end = time.monotonic() + ENDING_SECONDS
    while (found := _descendants({root, *_at_work_in(folder)}) - {root}) and time.monotonic() < end:
        for number in found:
            _kill(number)
        time.sleep(0.01)


def end_all(root: int, folder: str) -> None:
    """The same, and then the process, which leads a group of its own."""
    end_below(root, folder)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(root, signal.SIGKILL)
    _kill(root)


def _kill(number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(number, signal.SIGKILL)


def _descendants(roots: set[int]) -> set[int]:
    """Processes and those below them, but for the dead that are not yet buried; where the system does not tell, only they."""
    below: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            state, parent = place.read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            if state not in "ZX":
                below.setdefault(int(parent), []).append(int(place.parent.name))
    found, todo = set(roots), list(roots)
    while todo:
        new = [one for one in below.get(todo.pop(), []) if one not in found]
        found.update(new)
        todo += new
    return found


def _at_work_in(folder: str) -> set[int]:
    """The processes that were given this folder on their command line."""
    found = set()
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if os.fsencode(folder) in place.read_bytes():
                found.add(int(place.parent.name))
    return found
