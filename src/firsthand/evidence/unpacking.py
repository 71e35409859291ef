"""What does a body hold once it is unpacked, and when is it too much? Bytes in and bytes out are both counted."""

from __future__ import annotations

import zlib

PACKED = ("gzip", "x-gzip", "deflate")
"""Encodings that are unpacked; `gzip` alone is asked for."""

AS_IT_IS = ("", "identity")

MORE = "More bytes follow the end of the compressed body; they were left out, as browsers leave them out."
"""Said at once, for zlib would gather such bytes without end."""


class Unpacker:
    """The body of one answer, as it comes and unpacked, each of at most `limit` bytes; no more is ever unpacked.

    `packed` and `body` are what came so far; `said` what is wrong with it, as a sentence, or "". In an encoding that was not
    asked for a body is kept as it came and stays packed.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._name, self._limit, self.said = encoding.strip().lower(), limit, ""
        self._packed, self._body = bytearray(), bytearray()
        self._machine = _machine(self._name)

    @property
    def packed(self) -> bytes:
        return bytes(self._packed)

    @property
    def body(self) -> bytes:
        return self.packed if self._name in AS_IT_IS else bytes(self._body)

    @property
    def size(self) -> int:
        return len(self._packed) if self._name in AS_IT_IS else len(self._body)

    def add(self, chunk: bytes) -> bool:
        """Take one more chunk; False where no more are wanted."""
        room = self._limit - len(self._packed)
        self._packed += chunk[:room]
        if self._machine and not self._unpacked(chunk[:room]):
            return False
        if len(chunk) > room:
            self.said = f"Only the first {self._limit:,} bytes were fetched; there are more."
        return not self.said

    def end(self) -> None:
        """The answer is at its end: is what was packed at its end too?"""
        if self._machine and self._packed and not self._machine.eof and not self.said:
            self.said = f"The compressed body ends too early, after {self.size:,} bytes."

        elif not self.said and not self._machine and self._name not in AS_IT_IS:
            self.said = f"The body came as {self._name[:40]!r}, which was not asked for; it was not unpacked."

    def _unpacked(self, chunk: bytes) -> bool:
        assert self._machine is not None
        if self._machine.eof:
            self.said = MORE
            return False
        try:
            self._body += self._machine.decompress(chunk, self._limit - len(self._body) + 1)
        except zlib.error as error:
            return self._raw(chunk, error)
        if len(self._body) > self._limit:
            del self._body[self._limit :]
            self.said = f"Only the first {self._limit:,} bytes were fetched; there are more."
        elif self._machine.unused_data:
            self.said = MORE
        return not self.said

    def _raw(self, chunk: bytes, error: zlib.error) -> bool:
        """Some servers send `deflate` without its wrapping; that shows in the first bytes."""
        if self._name == "deflate" and not self._body and len(self._packed) == len(chunk):
            self._name, self._machine = "raw deflate", zlib.decompressobj(wbits=-zlib.MAX_WBITS)
            return self._unpacked(chunk)
        self.said = f"After {self.size:,} bytes the compressed body is broken: {error}."
        return False


def _machine(name: str) -> zlib._Decompress | None:
    """A decompressor; None for a body as it is, and for one that stays as it is."""
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if name in PACKED else None
