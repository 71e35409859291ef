"""How is the process that runs a browser kept within its time, and how is all of it ended, without a trace?"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import IO

import msgspec

from firsthand.evidence.browser_ending import end_all
from firsthand.evidence.browser_wire import Done, Message, Order
from firsthand.evidence.decoder import KEPT
from firsthand.evidence.decoder_wire import receive, send

COMMAND = (sys.executable, "-P", "-W", "ignore", "-m", "firsthand.evidence.browser_child")

BEYOND = 30.0
"""Seconds beside those of the page: for the browser to start, and for the last picture to come."""

SPARE_BYTES = 250_000_000
"""Bytes that may come beside the answers: DOM, text, picture, headers."""

PREFIX = "fh-"
"""How the folders of browsers begin."""

LONGEST = 62
"""Bytes of a folder's path beneath which Chromium can make its socket: such an address has 108 at most."""


class Running:
    """One browser at work, in a folder of its own that goes with it; used in a `with` statement. Raises OSError where no folder
    can be made, or no process started.
    """

    def __init__(self, order: Order) -> None:
        self.late = False
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self._order = msgspec.structs.replace(order, folder=self._folder.name)
        self._left = order.settings.browser_bytes + SPARE_BYTES
        try:
            _short(self._folder.name)
            self._process = _started(self._folder.name)
        except OSError:
            self._folder.cleanup()
            raise
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
        end_all(self._process.pid, self._folder.name)

    def _end(self) -> None:
        end_all(self._process.pid, self._folder.name)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert stream
                stream.close()
        self._folder.cleanup()


def _short(folder: str) -> None:
    """Raises OSError for a path in which no browser would start."""
    if len(os.fsencode(folder)) > LONGEST:
        place, most = os.path.dirname(folder), LONGEST - len(os.path.basename(folder)) - 1
        said = f"the path of the folder for temporary files, {place}, is longer than {most} bytes; set TMPDIR to a shorter one"
        raise OSError(errno.ENAMETOOLONG, said)


def _started(folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_surroundings(folder),
        start_new_session=True,  # Ctrl-C is for the desk
    )


def _surroundings(folder: str) -> dict[str, str]:
    """The environment: no passwords or keys, and no place to write but the folder."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", **dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), folder)}
