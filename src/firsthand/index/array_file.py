"""How do named arrays lie in one file that opens in a moment? A checked head, then the arrays, mapped into memory.

Form: 8 bytes magic, uint64 length of the head, SHA-256 of the head, the head (JSON: version, size of the whole, name, type,
shape and offset of each array), the arrays at multiples of 64 bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import mmap
import os
import struct
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"FHARRAY1"
ALIGN = 64
_FIXED = struct.Struct("<8sQ32s")
_LONGEST_HEAD = 1 << 20


def write_arrays(path: Path, version: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays under a version by a temporary file and a rename. OSError where the disk refuses."""
    head, blobs, size = _laid_out(version, arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(_FIXED.pack(MAGIC, len(head), hashlib.sha256(head).digest()) + head)
            for offset, blob in blobs:
                out.seek(offset)
                out.write(blob.data)
            out.truncate(size)
        Path(name).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def open_arrays(path: Path, version: str) -> dict[str, NDArray[Any]] | None:
    """The arrays of a file, read only; None where it is missing, truncated, foreign or of another version."""
    try:
        with path.open("rb") as source:
            whole = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    head = _head(whole)
    if head is None or head["version"] != version or head["size"] != len(whole):
        return None
    return {
        name: np.frombuffer(whole, np.dtype(kind), math.prod(shape), offset).reshape(shape)
        for name, kind, shape, offset in head["arrays"]
    }


def _laid_out(version: str, arrays: Mapping[str, NDArray[Any]]) -> tuple[bytes, list[tuple[int, NDArray[Any]]], int]:
    # The offsets stand in the head, and the head's length moves them: leave room for a head of twice its length.
    room = _FIXED.size + 2 * len(json.dumps([[n, a.dtype.str, a.shape, 1 << 40] for n, a in arrays.items()])) + 256
    offset, rows, blobs = _aligned(room), [], []
    for name, array in arrays.items():
        block = np.ascontiguousarray(array)
        rows.append([name, block.dtype.str, list(block.shape), offset])
        blobs.append((offset, block))
        offset = _aligned(offset + block.nbytes)
    head = json.dumps({"version": version, "size": offset, "arrays": rows}).encode()
    return head, blobs, offset


def _head(whole: mmap.mmap) -> dict[str, Any] | None:
    if len(whole) < _FIXED.size:
        return None
    magic, length, digest = _FIXED.unpack(whole[: _FIXED.size])
    if magic != MAGIC or length > _LONGEST_HEAD:
        return None
    head = whole[_FIXED.size : _FIXED.size + length]
    if hashlib.sha256(head).digest() != digest:
        return None
    parsed: dict[str, Any] = json.loads(head)
    return parsed


def _aligned(offset: int) -> int:
    return -(-offset // ALIGN) * ALIGN
