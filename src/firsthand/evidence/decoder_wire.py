"""What do the desk and the process that decodes for it say to each other? Data alone, in MessagePack, of these types.

Each message is its length in four bytes (big-endian) and the message. A request is followed by the file's bytes in the same
form. Nothing that comes back is ever executed or unpickled: it is decoded into these types, or the process is given up.
"""

from __future__ import annotations

from typing import IO, Literal

import msgspec

from firsthand.reading.picture_files import PicturesRead
from firsthand.record.readings import Print
from firsthand.settings import Settings

Work = Literal["read", "reference", "pixels"]

LONGEST_ANSWER = 64_000_000
"""Bytes; no honest answer is longer."""

BEGUN = b"firsthand decoder 1\n"
"""What the process writes once it can work."""


class Request(msgspec.Struct, frozen=True):
    """What is to be done with the bytes that follow. `at`: the second of the frame whose pixels are wanted."""

    work: Work
    name: str
    settings: Settings
    at: float | None = None


class ReadAnswer(msgspec.Struct, frozen=True, tag=True):
    read: PicturesRead


class ReferenceAnswer(msgspec.Struct, frozen=True, tag=True):
    media: str
    prints: tuple[Print, ...]


class PixelsAnswer(msgspec.Struct, frozen=True, tag=True):
    """`rgb` has height x width x 3 bytes."""

    width: int
    height: int
    rgb: bytes


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The file was refused, with the message and the hint of the PictureError."""

    message: str
    hint: str


class OutOfMemory(msgspec.Struct, frozen=True, tag=True):
    """The file wanted more memory than the process may take."""


Answer = ReadAnswer | ReferenceAnswer | PixelsAnswer | Refused | OutOfMemory


def send(stream: IO[bytes], *parts: bytes) -> None:
    """Write messages and push them out."""
    for part in parts:
        stream.write(len(part).to_bytes(4, "big"))
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes], longest: int) -> bytes | None:
    """The next message; None where the other side is gone, or announces more than `longest` bytes."""
    head = stream.read(4)
    length = int.from_bytes(head, "big")
    if len(head) < 4 or length > longest:
        return None
    body = stream.read(length)
    return body if len(body) == length else None
