"""What stands at the end of a custody log, and is it what the casebook signed last?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

from firsthand.errors import CustodyError
from firsthand.record.custody import HEAD, LOG, NOT_STAMPED, PUBLIC, SIGNATURE, STAMPS, Head, digest, head_of

STAMPED = "stamped.txt"
"""In words, the last time stamp of the log."""

_CHUNK = 65_536


def whole_lines(file: BinaryIO, size: int) -> tuple[int, bytes]:
    """(the bytes up to the last line end, what stands after it: a line that was never finished)."""
    tail = b""
    at = size
    while at > 0:
        step = min(_CHUNK, at)
        at -= step
        file.seek(at)
        tail = file.read(step) + tail
        if (end := tail.rfind(b"\n")) >= 0:
            return at + end + 1, tail[end + 1 :]
    return 0, tail


def last_line(file: BinaryIO, end: int) -> bytes:
    """The line that ends at this byte, without its line end; empty at the beginning."""
    return line_before(file, end - 1) if end else b""


def line_before(file: BinaryIO, end: int) -> bytes:
    begin, line = whole_lines(file, end)
    assert begin + len(line) == end
    return line


def keep_half_line(folder: Path, rest: bytes) -> str:
    """Keep what is cut off; returns the name of its file."""
    name = f"cut-{digest(rest)[:16]}"
    write_whole(folder / name, rest)
    return name


def hold_to_head(folder: Path, file: BinaryIO, size: int) -> None:
    """Raises CustodyError where the log no longer holds what was signed last: adding to it would sign the change."""
    recover(folder)
    head = signed_head(folder)
    if head is None:
        return
    if size < head.bytes:
        raise CustodyError(
            f"{head.events:,} events of {head.bytes:,} bytes were signed at {head.at}, and {size:,} bytes are left."
        )
    if digest(last_line(file, head.bytes)) != head.sha256:
        raise CustodyError(f"Event {head.events:,} is not the one that was signed at {head.at}.")


def signed_head(folder: Path) -> Head | None:
    """The head that was signed last; None before the first. Raises CustodyError where its signature does not hold."""
    from firsthand.casebook.keys import signed

    try:
        data, signature = (folder / HEAD).read_bytes(), (folder / SIGNATURE).read_bytes()
    except FileNotFoundError as error:
        if not (folder / HEAD).exists() and not (folder / SIGNATURE).exists():
            return None
        raise CustodyError(f"{error.filename} is missing.") from error
    if not signed(folder, data, signature):
        raise CustodyError(f"The signature of {folder / HEAD} does not hold.")
    return head_of(data.removesuffix(b"\n"))


def write_head(folder: Path, head: bytes, said: str) -> None:
    """Sign the head and put both files in place, the signature first (`recover`)."""
    from firsthand.casebook.keys import sign

    # Two files cannot be renamed as one. A kill between the two leaves a new signature beside the old head, which
    # `recover` completes from the waiting file.
    waiting = folder / f".{HEAD}"
    write_whole(waiting, head)
    write_whole(folder / SIGNATURE, sign(folder, head, said))
    waiting.rename(folder / HEAD)
    flush_folder(folder)


def recover(folder: Path) -> None:
    """Complete the signing that was cut off between its two files, where the waiting head is the one that was signed."""
    from firsthand.casebook.keys import signed

    waiting, signature = folder / f".{HEAD}", folder / SIGNATURE
    if waiting.exists() and signature.exists() and signed(folder, waiting.read_bytes(), signature.read_bytes()):
        waiting.rename(folder / HEAD)


def last_stamp(folder: Path) -> str:
    try:
        return (folder / STAMPED).read_text(encoding="utf-8").strip() or NOT_STAMPED
    except FileNotFoundError:
        return NOT_STAMPED


def write_whole(path: Path, data: bytes) -> None:
    """The file is as it was or as it shall be, never half."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)


def lay_aside(folder: Path) -> None:
    """Move what is left of a log, its heads and its stamps into a folder of their own, with a copy of the public key."""
    place = folder / f"before-{sum(1 for _ in folder.glob('before-*')) + 1}"
    place.mkdir(parents=True)
    for name in (LOG, HEAD, SIGNATURE, STAMPS, STAMPED):
        if (folder / name).exists():
            (folder / name).rename(place / name)
    if (folder / PUBLIC).exists():
        shutil.copyfile(folder / PUBLIC, place / PUBLIC)


def flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
