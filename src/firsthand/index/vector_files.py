"""How do vectors lie on disk? Parts written once, 1 byte a number, named in a manifest replaced by rename.

A row is kept as int8 with a float32 scale, chosen so that the row read back has length 1 again. Beside it lies one bit for
each number, whether it is above the part's mean: the nearest rows of many are found among those with the most equal bits.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand.index.array_file import open_arrays, write_arrays
from firsthand.index.part_files import MANIFEST, SUFFIX, Unwritable
from firsthand.index.postings import Keys

FORMAT = 1
"""The version of the files; vectors of another version are made anew, in another folder."""
BLOCK = 8192
"""Rows turned into floats at once."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class VectorPart:
    """n rows of d numbers, sorted by key, with `signs` of ceil(d / 64) words a row, word by word: (words, n)."""

    keys: Keys
    rows: NDArray[np.int8]
    scales: Vectors
    signs: NDArray[np.uint64]
    centre: Vectors

    def __len__(self) -> int:
        return len(self.keys)

    def read(self, places: Any) -> Vectors:
        """The rows at some places, as unit vectors."""
        return np.asarray(self.rows[places].astype(np.float32) * self.scales[places][:, None])


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A part in the manifest: its file, the number of its rows, and when it was made (ns), which stands in the file too."""

    name: str
    rows: int
    made: int


@dataclass(frozen=True, slots=True)
class VectorManifest:
    """What the folder holds: vectors of this model, of so many numbers, in these parts."""

    format: int
    model: str
    dims: int
    parts: tuple[ListedPart, ...] = ()


def folder_name(model: str, dims: int) -> str:
    """The name of the folder for one model and one form of the files; two models never share it."""
    digest = sha256(repr((FORMAT, model, dims)).encode()).hexdigest()[:8]
    return f"vectors-{re.sub(r'[^A-Za-z0-9]+', '-', model)[:48].strip('-')}-{digest}"


def pack_vectors(keys: Keys, vectors: Vectors) -> VectorPart:
    """A part from distinct keys in any order and their unit vectors. What is no number becomes 0."""
    order = np.argsort(keys)
    vectors = np.nan_to_num(vectors[order])
    most = np.abs(vectors).max(axis=1, initial=0.0, keepdims=True)
    rows = np.rint(vectors * np.divide(127.0, most, out=np.zeros_like(most), where=most > 0)).astype(np.int8)
    return _with_signs(keys[order], rows, _scales(rows))


def merge_vectors(parts: Sequence[VectorPart]) -> VectorPart:
    """One part from several; of a key that stands in two of them, the row of the first."""
    keys, places = np.unique(np.concatenate([part.keys for part in parts]), return_index=True)
    rows = np.concatenate([part.rows for part in parts])[places]
    return _with_signs(keys, rows, np.concatenate([part.scales for part in parts])[places])


def sign_words(vectors: Vectors, centre: Vectors) -> NDArray[np.uint64]:
    """(n, ceil(d / 64)): a bit for each number, set where it is above the centre."""
    bits = np.packbits(vectors > centre, axis=1)
    return np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64)


def _scales(rows: NDArray[np.int8]) -> Vectors:
    scales = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), BLOCK):
        long = np.linalg.norm(rows[start : start + BLOCK].astype(np.float32), axis=1)
        scales[start : start + BLOCK] = np.divide(1.0, long, out=np.zeros_like(long), where=long > 0)
    return scales


def _with_signs(keys: Keys, rows: NDArray[np.int8], scales: Vectors) -> VectorPart:
    blocks = [slice(start, start + BLOCK) for start in range(0, len(rows), BLOCK)]
    total = np.zeros(rows.shape[1], np.float64)
    for block in blocks:
        total += scales[block] @ rows[block].astype(np.float32)
    centre = (total / max(1, len(rows))).astype(np.float32)
    signs = np.empty((-(-rows.shape[1] // 64), len(rows)), np.uint64)
    for block in blocks:
        signs[:, block] = sign_words(rows[block].astype(np.float32) * scales[block][:, None], centre).T
    return VectorPart(keys, rows, scales, signs, centre)


def read_vector_manifest(folder: Path, model: str, dims: int) -> VectorManifest | None:
    """The manifest; None where it is missing, broken, or of another model or version."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=VectorManifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return manifest if (manifest.format, manifest.model, manifest.dims) == (FORMAT, model, dims) else None


def write_vector_manifest(folder: Path, manifest: VectorManifest) -> None:
    """Replace the manifest in one step. Raises Unwritable."""
    temporary = folder / f"tmp-{MANIFEST}-{os.getpid()}"
    try:
        with temporary.open("wb") as file:
            file.write(msgspec.json.encode(manifest))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / MANIFEST)
    except OSError as error:
        raise Unwritable(
            f"The vectors in {folder} cannot be written: {error}.", hint="They go on in memory."
        ) from error


def write_vector_part(folder: Path, part: VectorPart) -> ListedPart:
    """Write a part under a name not used before. Nothing reads it until a manifest names it. Raises Unwritable."""
    made = time.time_ns()
    listed = ListedPart(f"vec-{made:020d}-{os.getpid()}{SUFFIX}", len(part), made)
    arrays = {name: getattr(part, name) for name in VectorPart.__slots__}
    try:
        write_arrays(folder / listed.name, str(made), arrays)
    except OSError as error:
        raise Unwritable(
            f"The vectors in {folder} cannot be written: {error}.", hint="They go on in memory."
        ) from error
    return listed


def open_vector_part(folder: Path, listed: ListedPart, dims: int) -> VectorPart | None:
    """Map a part's file; None where it is missing, cut short, or another than the manifest says."""
    held = open_arrays(folder / listed.name, str(listed.made))
    if held is None or not set(VectorPart.__slots__) <= held.keys():
        return None
    part = VectorPart(**{name: held[name] for name in VectorPart.__slots__})
    return part if part.rows.shape == (listed.rows, dims) else None


def clean_vectors(folder: Path, listed: Sequence[ListedPart]) -> None:
    """Remove what no manifest names: merged parts, and what a killed process left. Call it under the lock."""
    kept = {part.name for part in listed}
    for path in [*folder.glob("vec-*"), *folder.glob("tmp-*")]:
        if path.name not in kept and path.is_file():
            path.unlink(missing_ok=True)
