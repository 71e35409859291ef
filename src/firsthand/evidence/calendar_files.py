"""What does an OpenTimestamps file say of a head: which calendar will have it attested, or which block of Bitcoin does?

Such a file leads by hashing from the SHA-256 of the head to what somebody attests. A block attests by its Merkle root; no block
is asked for here, so that what the file says of one is only its word, and whoever wants to be sure compares the root. Read and
written by the library `opentimestamps` (LGPL), an extra.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from firsthand.errors import CustodyError

MOST_BYTES = 30_000
"""A file is a few hundred bytes long, and a few thousand once a block attests."""

MOST_COMMITMENT = 256
"""Bytes of what a calendar is asked about; honest ones have a few dozen."""

MOST_HEIGHT = 100_000_000
"""Blocks come every ten minutes; there are a million of them or two."""

ROOT = 32
"""Bytes of a Merkle root."""

MISSING = "pip install 'firsthand[opentimestamps]'."

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, order=True)
class Pending:
    """A calendar's word that it will have `commitment` attested."""

    calendar: str
    commitment: bytes


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A block of Bitcoin, and the Merkle root that it has where the file is right: in hex, as lists of blocks write it."""

    height: int
    root: str


@dataclass(frozen=True, slots=True)
class Attested:
    """What one file says. `others` are attestations of kinds that are not judged here."""

    pending: tuple[Pending, ...] = ()
    blocks: tuple[Block, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class _Library:
    """The parts of the library that are used."""

    ops: Any
    notary: Any
    serialize: Any
    timestamp: Any


def library() -> _Library:
    """Raises CustodyError where the extra is not installed."""
    try:
        # Late: an extra, a twentieth of a second to load, and few desks use it.
        from opentimestamps.core import notary, op, serialize, timestamp
    except ImportError as error:
        raise CustodyError("The library `opentimestamps` is not installed.", hint=MISSING) from error
    return _Library(op, notary, serialize, timestamp)


def _quiet(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """What the library raises, as CustodyError; its warnings of what may change are none for the desk."""

    @wraps(read)
    def careful(*args: _P.args, **named: _P.kwargs) -> _T:
        lib = library()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return read(*args, **named)
        except (lib.serialize.DeserializationError, ValueError, RecursionError) as error:
            said = " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
            raise CustodyError(f"It is no OpenTimestamps file that can be read: {said}.") from error

    return careful


def commitment(head: bytes, nonce: bytes) -> bytes:
    """What a calendar is given: it learns neither the head nor its SHA-256, and cannot tell whether two heads are one."""
    return hashlib.sha256(hashlib.sha256(head).digest() + nonce).digest()


@_quiet
def begun(head: bytes, nonce: bytes, answer: bytes) -> bytes:
    """The file of a head, from what a calendar answered to its `commitment`. Raises CustodyError where it is no promise."""
    lib = library()
    stamp = lib.timestamp.Timestamp(hashlib.sha256(head).digest())
    given = stamp.ops.add(lib.ops.OpAppend(nonce)).ops.add(lib.ops.OpSHA256())
    given.merge(_answer(lib, answer, commitment(head, nonce)))
    file = _written(lib, stamp)
    said = attested(file, head)
    if not said.pending and not said.blocks:
        raise CustodyError("The answer names neither a calendar nor a block of Bitcoin.")
    return file


@_quiet
def fuller(file: bytes, head: bytes, pending: Pending, answer: bytes) -> bytes | None:
    """The file with what a calendar answered about a pending attestation; None where no block of Bitcoin is in that.

    Raises CustodyError where the answer cannot be read, or what comes out of both could not be.
    """
    lib = library()
    stamp = _read(lib, file, head)
    more = _answer(lib, answer, pending.commitment)
    if not any(isinstance(one, lib.notary.BitcoinBlockHeaderAttestation) for _, one in _all(more)):
        return None
    for part, one in _all(stamp):
        if isinstance(one, lib.notary.PendingAttestation) and Pending(one.uri, part.msg) == pending:
            part.merge(more)
            break
    whole = _written(lib, stamp)
    return whole if attested(whole, head).blocks else None


@_quiet
def attested(file: bytes, head: bytes) -> Attested:
    """What a file says of this head. Raises CustodyError where it is damaged, or for other bytes."""
    lib = library()
    pending, blocks, others = set(), set(), 0
    for part, one in _all(_read(lib, file, head)):
        if isinstance(one, lib.notary.PendingAttestation):
            pending.add(Pending(one.uri, part.msg))
        elif isinstance(one, lib.notary.BitcoinBlockHeaderAttestation):
            blocks.add(_block(one.height, part.msg))
        else:
            others += 1
    return Attested(tuple(sorted(pending)), tuple(sorted(blocks)), others)


def _block(height: int, root: bytes) -> Block:
    if height > MOST_HEIGHT or len(root) != ROOT:
        raise CustodyError(f"It names a block of Bitcoin that there cannot be (with a root of {len(root):,} bytes).")
    return Block(height, root[::-1].hex())


def _read(lib: _Library, file: bytes, head: bytes) -> Any:
    """The timestamp of a file that is for this head."""
    if len(file) > MOST_BYTES:
        raise CustodyError(f"It is no OpenTimestamps file: it has more than {MOST_BYTES:,} bytes.")
    detached = lib.timestamp.DetachedTimestampFile.deserialize(lib.serialize.BytesDeserializationContext(file))
    if not isinstance(detached.file_hash_op, lib.ops.OpSHA256):
        raise CustodyError(f"It is for a hash that is not taken here, {detached.file_hash_op}.")
    if detached.file_digest != hashlib.sha256(head).digest():
        raise CustodyError("It is for other bytes than this head.")
    return detached.timestamp


def _answer(lib: _Library, answer: bytes, asked: bytes) -> Any:
    context = lib.serialize.BytesDeserializationContext(answer)
    found = lib.timestamp.Timestamp.deserialize(context, asked)
    context.assert_eof()
    return found


def _all(stamp: Any) -> Iterator[tuple[Any, Any]]:
    """(where it hangs, attestation) of each."""
    waiting = [stamp]
    while waiting:
        part = waiting.pop()
        yield from ((part, one) for one in part.attestations)
        waiting.extend(part.ops.values())


def _written(lib: _Library, stamp: Any) -> bytes:
    context = lib.serialize.BytesSerializationContext()
    lib.timestamp.DetachedTimestampFile(lib.ops.OpSHA256(), stamp).serialize(context)
    return bytes(context.getbytes())
