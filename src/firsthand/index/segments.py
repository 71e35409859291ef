"""What is a segment of the index? Arrays written once and mapped into memory, and which of their documents still stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Segment:
    """One immutable part of an engine's index: named arrays (memory-mapped, read only).

    `live[i]` is False where document i was replaced or withdrawn by a later segment.
    """

    arrays: Arrays
    live: NDArray[np.bool_]


def pack_strings(values: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Strings as one UTF-8 blob and n + 1 offsets into it."""
    parts = [value.encode("utf-8", "surrogatepass") for value in values]
    offsets = np.zeros(len(parts) + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=offsets[1:])
    return np.frombuffer(b"".join(parts), np.uint8), offsets


def unpack_string(blob: NDArray[np.uint8], offsets: NDArray[np.int64], i: int) -> str:
    return blob.data[offsets.item(i) : offsets.item(i + 1)].tobytes().decode("utf-8", "surrogatepass")
