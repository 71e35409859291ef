"""Do the bytes of one WARC record have the digests that the record states?"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator

ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha512"})

MOST_HEAD = 1 << 20
"""Bytes in which the empty line after the headers of an HTTP record must come."""


class Sums:
    """The digests of one record, computed while it is read. The payload of an HTTP record begins after the empty line."""

    def __init__(self, block: str | None, payload: str | None, *, http: bool) -> None:
        self._block, self._payload, self._head = _Sum(block), _Sum(payload), b"" if http else None
        self._any = bool(block or payload)

    def update(self, piece: bytes) -> None:
        self._block.update(piece)
        if self._head is None:
            self._payload.update(piece)
            return
        self._head += piece
        head, gap, rest = self._head.partition(b"\r\n\r\n")
        if gap or len(self._head) > MOST_HEAD:
            self._head = None
            self._payload.update(rest if gap else head)

    def problems(self) -> list[str]:
        if not self._any:
            return ["it carries no digest, so that nobody can say whether it was changed."]
        kinds = (("block", self._block), ("payload", self._payload))
        return [problem for what, one in kinds if (problem := one.problem(what))]


class _Sum:
    """One digest: `algorithm:value`, in hex, base 32 or base 64."""

    def __init__(self, stated: str | None) -> None:
        self._algorithm, _, self._value = (stated or "").partition(":")
        known = self._algorithm.lower() in ALGORITHMS
        self._stated, self._sum = bool(stated), hashlib.new(self._algorithm.lower()) if known else None

    def update(self, piece: bytes) -> None:
        if self._sum is not None:
            self._sum.update(piece)

    def problem(self, what: str) -> str:
        if not self._stated:
            return ""
        if self._sum is None:
            return f"its {what} digest is of a kind that is not known here, {self._algorithm[:20]!r}."
        if self._sum.digest() not in _values(self._value):
            return f"its {what} digest does not hold: the bytes are not those that were written."
        return ""


def _values(value: str) -> Iterator[bytes]:
    for read in (bytes.fromhex, lambda text: base64.b32decode(text.upper()), base64.urlsafe_b64decode):
        try:
            yield read(value)
        except (ValueError, binascii.Error):
            continue
