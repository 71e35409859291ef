"""How does a part of the index lie on disk? A folder of .npy files written once, named in a manifest replaced by rename."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand.errors import CasebookError
from firsthand.index.parts import Part
from firsthand.index.scoring import SHINGLE
from firsthand.matching.folding import CYRILLIC_ENDINGS
from firsthand.matching.terms import word_list

FORMAT = 1
"""The version of the files. A change of what any array means raises it; an index of another version is built anew."""
MANIFEST = "manifest.json"
SMALL = 32_768
"""Files below so many bytes are read whole; mapping them would cost more."""
KINDS = ("texts", "names", "pictures")


class Unwritable(CasebookError):
    """The index folder cannot be written; the index goes on in memory."""


class Broken(CasebookError):
    """A file of the index is missing, cut short or not an array; the index is built anew."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A part in the manifest: its folder, the number of its cases, when it was made (ns), and the size of each file."""

    name: str
    cases: int
    made: int
    files: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index holds: the revisions of the casebook up to `number`, in these parts, oldest first."""

    format: int
    digest: str
    number: int
    parts: tuple[Listed, ...]


def settings_digest() -> str:
    """16 hex digits over all that decides under which keys a word is filed: another digest, another index."""
    held = (
        FORMAT,
        SHINGLE,
        sys.byteorder,
        unicodedata.unidata_version,
        version("snowballstemmer"),
        sorted(word_list("article")),
        CYRILLIC_ENDINGS,
    )
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def stamp(folder: Path) -> tuple[int, int, int] | None:
    """What changes whenever the manifest is replaced; None where there is none."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest; None where it is missing, broken, or of another version or other settings."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return manifest if (manifest.format, manifest.digest) == (FORMAT, settings_digest()) else None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step. Raises Unwritable."""
    temporary = folder / f"tmp-{MANIFEST}-{os.getpid()}"
    try:
        with temporary.open("wb") as file:
            file.write(msgspec.json.encode(manifest))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / MANIFEST)
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_part(folder: Path, part: Part) -> Listed:
    """Write a part's files under a name not used before. Nothing reads them until a manifest names them. Raises Unwritable."""
    name = f"seg-{_next_number(folder):06d}"
    temporary = folder / f"tmp-{name}-{os.getpid()}"
    try:
        temporary.mkdir()
        for file, array in _files(part):
            np.save(temporary / file, array, allow_pickle=False)
        sizes = {path.name: path.stat().st_size for path in temporary.iterdir()}
        temporary.rename(folder / name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return Listed(name, len(part.cases), time.time_ns(), sizes)


def _files(part: Part) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "cases.npy", np.asarray(part.cases)
    for kind in KINDS:
        for key, array in getattr(part, kind).items():
            yield f"{kind}.{key}.npy", np.asarray(array)


def _next_number(folder: Path) -> int:
    return 1 + max((int(path.name[4:]) for path in folder.glob("seg-*") if path.name[4:].isdigit()), default=0)


def open_part(folder: Path, listed: Listed) -> Part:
    """Map a part's files. Raises Broken where one is missing or not what the manifest says."""
    arrays: dict[str, dict[str, NDArray[Any]]] = {kind: {} for kind in KINDS}
    cases = np.empty(0, np.uint64)
    for file, size in listed.files.items():
        array = _open_array(folder / listed.name / file, size)
        kind, _, key = file.removesuffix(".npy").partition(".")
        if kind in arrays:
            arrays[kind][key] = array
        else:
            cases = array
    if not all(arrays.values()):
        raise Broken(f"{folder / listed.name} lacks files of the index.")
    return Part(cases, **arrays)


def _open_array(path: Path, size: int) -> NDArray[Any]:
    try:
        if path.stat().st_size != size:
            raise Broken(f"{path} has another size than when it was written.")
        loaded: NDArray[Any] = np.load(path, mmap_mode="r" if size > SMALL else None, allow_pickle=False)
    except (OSError, ValueError, EOFError, SyntaxError) as error:
        raise Broken(f"{path} cannot be read: {error}.") from error
    return loaded


def clean(folder: Path, listed: tuple[Listed, ...]) -> None:
    """Remove what no manifest names: merged parts, and what a killed process left. Call it under the lock."""
    kept = {part.name for part in listed}
    for path in [*folder.glob("seg-*"), *folder.glob("tmp-*")]:
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file():
            path.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system releases it when the process dies. Raises Unwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("ab")
    except OSError as error:
        raise _unwritable(folder, error) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _unwritable(folder: Path, error: OSError) -> Unwritable:
    return Unwritable(f"The index in {folder} cannot be written: {error}.", hint="It goes on in memory.")
