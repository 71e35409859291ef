"""In which form can every judge read a time stamp? Its certificates in the order that DER asks for.

OpenSSL writes the certificates of a token as they come, and with it the authorities that are built on it; DER, in which RFC 3161
has tokens, wants the members of a set in the order of their bytes, and strict readers refuse them otherwise. The set of
certificates is not signed (RFC 5652, 5.4), and a change of order alters no length: what is signed stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_SEQUENCE, _OID, _FIRST = 0x30, 0x06, 0xA0
_MOST_LENGTH = 4
"""Bytes in which a length may be written."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One value within some bytes: its tag, and where it, its content and what follows begin."""

    tag: int
    begin: int
    content: int
    end: int


def ordered(token: bytes) -> bytes:
    """The token with its certificates in order; as it is, where it is not of the form in which tokens are."""
    try:
        certificates = _certificates(token)
    except (ValueError, IndexError):
        return token
    if certificates is None:
        return token
    members = [token[one.begin : one.end] for one in _pieces(token, certificates.content, certificates.end)]
    return token[: certificates.content] + b"".join(sorted(members)) + token[certificates.end :]


def _certificates(token: bytes) -> _Piece | None:
    """Of the answer its second part, the signed content; of that what stands in its field of certificates."""
    (answer,) = _pieces(token, 0, len(token))
    _, content = _inner(token, answer, (_SEQUENCE, _SEQUENCE))
    _, explicit = _inner(token, content, (_OID, _FIRST))
    (signed,) = _pieces(token, explicit.content, explicit.end)
    found = [piece for piece in _pieces(token, signed.content, signed.end) if piece.tag == _FIRST]
    return found[0] if found else None


def _inner(token: bytes, piece: _Piece, tags: tuple[int, int]) -> tuple[_Piece, _Piece]:
    first, second = _pieces(token, piece.content, piece.end)
    if (first.tag, second.tag) != tags:
        raise ValueError("not the form of a token")
    return first, second


def _pieces(data: bytes, begin: int, end: int) -> Iterator[_Piece]:
    while begin < end:
        size, content = data[begin + 1], begin + 2
        if size & 0x80:
            count = size & 0x7F
            if not 0 < count <= _MOST_LENGTH:
                raise ValueError("a length without an end")
            content += count
            size = int.from_bytes(data[begin + 2 : content])
        if content + size > end:
            raise ValueError("longer than what holds it")
        yield _Piece(data[begin], begin, content, content + size)
        begin = content + size
