"""What stands in a gzip file of many members, one after another, as WARC files are packed?"""

from __future__ import annotations

import zlib
from typing import IO, Any

PIECE = 1 << 16
"""Bytes that are read at once."""

_GZIP = 31
"""To zlib: members of gzip, of which it checks the sum and the length itself."""


class Members:
    """A packed file, read to its end or to an error: OSError where it ends in a member, zlib.error where one is damaged.

    Not unpacked by warcio, which takes a damaged member for the end of the file, nor by the standard library's reader, which
    takes it in small pieces.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._packed, self._at = file, b"", 0
        self._member: Any = None

    def read(self, size: int) -> bytes:
        while self._more():
            data: bytes = self._member.decompress(self._packed, size)
            self._packed = self._member.unconsumed_tail
            if self._member.eof:
                self._packed, self._member = self._member.unused_data, None
            if data:
                self._at += len(data)
                return data
        return b""

    def tell(self) -> int:
        return self._at

    def _more(self) -> bool:
        """Is there more of the member, or another one? Zeros between two members fill a block of a disk."""
        while not self._packed or (self._member is None and not self._packed.strip(b"\0")):
            self._packed = self._file.read(PIECE)
            if not self._packed:
                if self._member is not None:
                    raise OSError("the gzip file ends in the middle")
                return False
        if self._member is None:
            self._packed = self._packed.lstrip(b"\0")
            self._member = zlib.decompressobj(_GZIP)
        return True
