"""What are the bytes of this file? Regular files only, within a limit, with errors that say what to do."""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from pathlib import Path

from firsthand.errors import ReadingError


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes. Raises ReadingError.

    A link is followed; a folder, device, pipe or socket is refused before it is opened.
    """
    try:
        _regular(path, path.stat(), limit)
        # Without blocking: the file may have become a pipe since it was looked at.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            _regular(path, os.fstat(file.fileno()), limit)
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise ReadingError(f"There is no file {path}.", hint="Look at the path and the folder you are in.") from error
    except PermissionError as error:
        raise ReadingError(f"The file {path} may not be read.", hint="Look at its permissions.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise ReadingError(f"The file {str(path)!r} cannot be read: {error}.", hint="Look at the path.") from error
    if len(data) > limit:
        raise _too_large(path, f"more than {limit:,}", limit)
    return data


def sum_of(path: Path) -> str:
    """The SHA-256 of a file of any size. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _regular(path: Path, found: os.stat_result, limit: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise ReadingError(f"{path} is a folder.", hint="Name one file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise ReadingError(f"{path} is not a regular file (a device, pipe or socket).", hint="Save its content first.")
    if found.st_size > limit:
        raise _too_large(path, f"{found.st_size:,}", limit)


def _too_large(path: Path, size: str, limit: int) -> ReadingError:
    return ReadingError(
        f"The file {path} has {size} bytes; the limit is {limit:,}.", hint="Save it smaller, or raise max_file_bytes."
    )


def unpacked(data: bytes, limit: int) -> bytes:
    """The content of a gzip file, at most `limit` bytes of it; other bytes as they are.

    Raises ReadingError where the file is broken or holds more.
    """
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise ReadingError(f"The gzip file is broken: {error}.", hint="Fetch or unpack it once more.") from error
    if len(content) > limit:
        raise ReadingError(f"The gzip file holds more than {limit:,} bytes.", hint="Unpack it and look at what it is.")
    if not unpacker.eof:
        raise ReadingError("The gzip file ends in the middle.", hint="Fetch it once more.")
    return content
