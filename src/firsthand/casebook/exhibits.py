"""Where do the bytes of exhibits lie, and are they still what their name says?

`exhibits/ab/abcdef...`: each file is named by its SHA-256, written beside its place, flushed to the disk and renamed,
so that a file with a name is whole. A file is checked each time it is read.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from itertools import count
from pathlib import Path

from firsthand.errors import CasebookError, ExhibitError

_NAME = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = ".writing-"
_numbers = count()


class ExhibitFolder:
    """The folder `exhibits/` of one casebook."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def place(self, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise ExhibitError(
                f"{sha256[:80]!r} is not the name of an exhibit.", hint="It is a SHA-256, 64 hex digits."
            )
        return self.path / sha256[:2] / sha256

    def holds(self, sha256: str, size: int) -> bool:
        """Is there a file of this name and size? Its bytes are not read."""
        try:
            return self.place(sha256).stat().st_size == size
        except OSError:
            return False

    def put(self, data: bytes) -> str:
        """Keep the bytes; they are on the disk when this returns. Keeping them twice is harmless."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.holds(sha256, len(data)):
            try:
                _written(self.place(sha256), data)
            except OSError as error:
                message = f"The exhibit {sha256[:12]} could not be written to {self.path}: {error.strerror}."
                raise CasebookError(
                    message, hint="Check the rights of the folder and the space on the disk."
                ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of an exhibit. Raises ExhibitError where they are missing or no longer what their name says."""
        place = self.place(sha256)
        try:
            data = place.read_bytes()
        except OSError as error:
            hint = "Restore the casebook's folder from a copy."
            raise ExhibitError(f"The exhibit {sha256} cannot be read: {error.strerror}.", hint=hint) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ExhibitError(
                f"The exhibit {place} has been changed or damaged: its bytes are not what its name says.",
                hint="Restore it from a copy; do not rely on it.",
            )
        return data

    def clean(self) -> int:
        """Remove what writers left behind that were cut off; files that a writer still holds stay. Returns how many."""
        gone = 0
        for leftover in self.path.glob(f"*/{_TEMPORARY}*"):
            try:
                with leftover.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    leftover.unlink()
                    gone += 1
            except OSError:
                continue  # its writer is at work, or it is gone already
        return gone


def _written(place: Path, data: bytes) -> None:
    folder = place.parent
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _flush_folder(folder.parent)
    for attempt in range(3):
        try:
            _write_once(place, data)
            break
        except FileNotFoundError:
            # Another process cleaned the file away in the instant between making and locking it.
            if attempt == 2:
                raise
    _flush_folder(folder)


def _write_once(place: Path, data: bytes) -> None:
    temporary = place.parent / f"{_TEMPORARY}{os.getpid()}-{next(_numbers)}-{place.name[:16]}"
    with temporary.open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            temporary.rename(place)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def _flush_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
