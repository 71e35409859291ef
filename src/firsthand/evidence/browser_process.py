"""How is the process that runs a browser kept within its time, and how is all of it ended, without a trace?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO

import msgspec

from firsthand.evidence.browser_wire import Done, Message, Order
from firsthand.evidence.decoder import KEPT
from firsthand.evidence.decoder_wire import receive, send

COMMAND = (sys.executable, "-P", "-W", "ignore", "-m", "firsthand.evidence.browser_child")

BEYOND = 30.0
"""Seconds beside those of the page: for the browser to start, and for the last picture to come."""

ENDING_SECONDS = 10.0
"""Longest wait for what was killed to be gone."""

SPARE_BYTES = 150_000_000
"""Bytes that may come beside the answers: DOM, text, picture, headers."""


class Running:
    """One browser at work, in a folder of its own that goes with it; used in a `with` statement."""

    def __init__(self, order: Order) -> None:
        self.late = False
        self._order, self._left = order, order.settings.browser_bytes + SPARE_BYTES
        self._folder = tempfile.TemporaryDirectory(prefix="firsthand-browser-", ignore_cleanup_errors=True)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(self._folder.name),
            start_new_session=True,  # Ctrl-C is for the desk
        )
        self._timer = Timer(order.settings.browser_seconds + BEYOND, self._over)
        self._timer.daemon = True

    def __enter__(self) -> Running:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._end()

    def messages(self) -> Iterator[Message]:
        """What it says, until it is done, gone, out of time, or says what is no message."""
        to, back = self._process.stdin, self._process.stdout
        assert to
        assert back
        with suppress(OSError):
            send(to, msgspec.msgpack.encode(self._order))
        while (message := self._next(back)) is not None and not isinstance(message, Done):
            yield message

    def _next(self, back: IO[bytes]) -> Message | None:
        body = receive(back, self._left)
        if body is None:
            return None
        self._left -= len(body)
        try:
            found: Message = msgspec.msgpack.decode(body, type=Message)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return None
        return found

    def _over(self) -> None:
        self.late = True
        _kill_all(self._process.pid, self._folder.name)

    def _end(self) -> None:
        _kill_all(self._process.pid, self._folder.name)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert stream
                stream.close()
        self._folder.cleanup()


def _surroundings(folder: str) -> dict[str, str]:
    """The environment: no passwords or keys, and no place to write but the folder."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", **dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), folder)}


def _kill_all(child: int, folder: str) -> None:
    """Kill the child and whatever came from it: the browser leads a session of its own.

    The child goes last: as long as it lives, whoever lost its parent is found below it. Where it is gone already, the browser
    is found by its folder, and ends its own helpers.
    """
    end = time.monotonic() + ENDING_SECONDS
    while (found := _descendants({child, *_at_work_in(folder)}) - {child}) and time.monotonic() < end:
        for number in found:
            _kill(number)
        time.sleep(0.01)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    _kill(child)


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
