"""How does an event come into the custody log, and stay there? One file that only grows, written under a lock.

A line is handed to the system in one write, so that it outlives the death of the program. It is forced to the disk with
others: after `BATCH` events, when `WAIT` seconds have passed at the next one, and always before an exhibit's row is written,
at an export and at the end. What a power cut can take is thus the telling of at most that many readings, never that of an
exhibit on file. The head is signed when the casebook is closed.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from firsthand import __version__
from firsthand.casebook import log_files
from firsthand.errors import CasebookError, CustodyError
from firsthand.record.custody import (
    FIRST,
    LOG,
    NOT_STAMPED,
    SECRET,
    Event,
    EventKind,
    Head,
    digest,
    event_of,
    line_of,
    written,
)

BATCH = 64
"""Events that may wait to be forced to the disk."""

WAIT = 0.1
"""Seconds after which the next event forces those that wait."""

MIGRATED = 500
"""Exhibits named by one event where a log begins in a casebook that already holds some."""

TOOL = f"firsthand {__version__}"


class CustodyLog:
    """The log of one casebook (`record.custody.Custody`). It may be used from several threads, and by several programs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._end = (-1, 0, FIRST)  # (bytes, events, hash of the last line) as this program last saw them
        self._waiting, self._synced = 0, time.monotonic()
        self._signed = True
        self._opened = False
        self.head: Head | None = None
        """What this program signed last."""

    @property
    def begun(self) -> bool:
        try:
            return (self.folder / LOG).stat().st_size > 0
        except FileNotFoundError:
            return False

    @property
    def missing(self) -> str:
        """What is missing, so that nothing is recorded, as a sentence; empty where all is there."""
        for name in (LOG, SECRET):
            if not (self.folder / name).exists():
                return f"{self.folder / name} is missing, so what is done is not told in the custody log."
        return ""

    @property
    def untold(self) -> str:
        """Why nothing is recorded, as a sentence; empty where it is."""
        if self.missing or self.writable:
            return self.missing
        return f"{self.folder} cannot be written, so what is done is not told in the custody log."

    @property
    def writable(self) -> bool:
        """Can events be recorded? Not on a disk that is read-only, nor before the log has begun, nor without the key."""
        places = (self.folder / LOG, self.folder)
        return all(os.access(place, os.W_OK) for place in places) and os.access(self.folder / SECRET, os.R_OK)

    def begin(self, held: Iterable[str] = (), *, note: str = "", lost: Iterable[str] = ()) -> None:
        """Make the key and the log, once; `held` are the exhibits that are there already. Raises CasebookError.

        `lost` are the last lines of a log in the place of which this one begins, and `note` says why.
        """
        # Late: what signs takes a twentieth of a second to load, and most commands touch no evidence.
        from firsthand.casebook.keys import make_key

        try:
            self.folder.mkdir(exist_ok=True)
            make_key(self.folder)
            (self.folder / LOG).touch()
            log_files.flush_folder(self.folder)
        except OSError as error:
            message = f"The custody log in {self.folder} cannot be made: {error.strerror}."
            raise CasebookError(message, hint="Check the rights of the folder and the space on the disk.") from error
        self._opened = True
        self.record(EventKind.BEGUN, lost, note=note or f"{NOT_STAMPED}: no authority has been asked yet")
        hashes = list(held)
        for start in range(0, len(hashes), MIGRATED):
            note = "on file before the log began"
            self.record(EventKind.MIGRATED, hashes[start : start + MIGRATED], note=note)
        self.sign()

    def record(
        self, kind: EventKind, hashes: Iterable[str] = (), *, source: str = "", note: str = "", who: str = ""
    ) -> None:
        """Add one event. Nothing is recorded where the log cannot be written (`writable`). Raises CustodyError, CasebookError."""
        if not self.writable:
            return
        told = Event(0, kind, "", who or _account(), TOOL, "", tuple(hashes), source, note)
        with self._lock, self._told(), self._held() as file:
            if not self._opened:
                self._opened = True
                self._append(file, Event(0, EventKind.OPENED, "", told.who, TOOL, "", source=str(self.folder.parent)))
            self._append(file, told)
            if self._waiting >= BATCH or time.monotonic() - self._synced > WAIT:
                self._force(file)

    def sync(self) -> None:
        """Force what waits to the disk."""
        with self._lock:
            if self._waiting:
                with self._told(), self._held() as file:
                    self._force(file)

    def sign(self) -> None:
        """Force what waits to the disk and sign the head as it is now, by whomever its events were written."""
        if not self.writable:
            return
        with self._lock, self._told(), self._held() as file:
            self._force(file)
            size, events, last = self._end
            stamped = log_files.last_stamp(self.folder)
            head = Head(events, size, last, written(datetime.now(UTC)), TOOL, stamped)
            log_files.write_head(self.folder, line_of(head) + b"\n", f"{events} events, last {last}")
            self._signed, self.head = True, head

    def hold(self) -> None:
        """Raises CustodyError where the log is not what was signed last."""
        with self._lock, self._told(), (self.folder / LOG).open("rb") as file:
            log_files.hold_to_head(self.folder, file, os.fstat(file.fileno()).st_size)

    def close(self) -> None:
        """Sign, if anything was recorded since the head was signed."""
        if not self._signed:
            self.sign()

    @contextmanager
    def _held(self) -> Iterator[BinaryIO]:
        """The log, locked against other programs, with `_end` brought up to date and a half line cut off."""
        with (self.folder / LOG).open("r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = os.fstat(file.fileno()).st_size
            if size != self._end[0]:
                self._catch_up(file, size)
            yield file

    def _catch_up(self, file: BinaryIO, size: int) -> None:
        """Look at the end of the log, which another program has written, or which is seen for the first time."""
        log_files.hold_to_head(self.folder, file, size)
        whole, rest = log_files.whole_lines(file, size)
        last = log_files.last_line(file, whole)
        number = event_of(last).number if last else 0
        self._end = (whole, number, digest(last) if last else FIRST)
        if rest:
            kept = log_files.keep_half_line(self.folder, rest)
            file.truncate(whole)
            note = f"{len(rest)} bytes of a line that was never finished were cut off and kept as {kept}"
            self._append(file, Event(0, EventKind.CUT, "", _account(), TOOL, "", (digest(rest),), note=note))

    def _append(self, file: BinaryIO, event: Event) -> None:
        size, number, last = self._end
        line = line_of(replace(event, number=number + 1, at=written(datetime.now(UTC)), before=last))
        whole = line + b"\n"
        file.seek(size)
        if file.write(whole) != len(whole):
            file.truncate(size)
            raise OSError(28, "No space left on device")
        self._end = (size + len(whole), number + 1, digest(line))
        self._waiting += 1
        self._signed = False

    def _force(self, file: BinaryIO) -> None:
        os.fsync(file.fileno())
        self._waiting, self._synced = 0, time.monotonic()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = f"The custody log {self.folder / LOG} could not be written: {error.strerror}."
            raise CasebookError(message, hint="Check the rights of the folder and the space on the disk.") from error
        except CustodyError as error:
            raise CustodyError(
                f"The custody log {self.folder / LOG} is damaged, and nothing is added to it: {error.message}",
                hint="`firsthand verify --all` names the damage; restore the folder `custody` from a copy.",
            ) from error


def _account() -> str:
    """Who is at work, where nobody gave a name."""
    try:
        return f"account {getpass.getuser()}"
    except (KeyError, OSError):
        return f"account {os.getuid()}"
