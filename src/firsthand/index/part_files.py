"""How does a part of the index lie on disk? One file of arrays written once, named in a manifest replaced by rename."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand.errors import CasebookError
from firsthand.index.array_file import open_arrays, write_arrays
from firsthand.index.parts import Part
from firsthand.index.point_search import KEY_PLACES
from firsthand.index.scoring import SHINGLE
from firsthand.matching import name_keys, romanise
from firsthand.matching.folding import CYRILLIC_ENDINGS
from firsthand.matching.terms import word_list
from firsthand.reading.wordlists import table

FORMAT = 9
"""The version of the files. A change of what any array means raises it; an index of another version is built anew."""
MANIFEST = "manifest.json"
SUFFIX = ".arrays"
CASES = "cases"
KINDS = ("texts", "names", "pictures")


class Unwritable(CasebookError):
    """The index folder cannot be written; the index goes on in memory."""


class Broken(CasebookError):
    """A file of the index is missing or broken; the index is built anew."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A part in the manifest: its file, the number of its cases, and when it was made (ns), which stands in the file too."""

    name: str
    cases: int
    made: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index holds: the revisions of the casebook up to `number`, in these parts, oldest first.

    `mark` is what the casebook says of that revision; another casebook says otherwise.
    """

    format: int
    digest: str
    number: int
    mark: str
    parts: tuple[Listed, ...]


def settings_digest() -> str:
    """16 hex digits over all that decides under which keys a word is filed: another digest, another index."""
    held = (
        FORMAT,
        SHINGLE,
        KEY_PLACES.tolist(),
        sys.byteorder,
        unicodedata.unidata_version,
        version("snowballstemmer"),
        _c_stemmers(),
        sorted(word_list("article")),
        CYRILLIC_ENDINGS,
        (name_keys.CLASSES, name_keys.GROUPS, table("names")),
        (romanise.CYRILLIC, romanise.GREEK, romanise.GREEK_PAIRS, romanise.LATIN_PAIRS, romanise.SHARED),
    )
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def _c_stemmers() -> str:
    """The version of the stemmers in C that `snowballstemmer` takes where they are installed; empty where they are not."""
    try:
        return version("PyStemmer")
    except PackageNotFoundError:
        return ""


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
    """Write a part under a name not used before. Nothing reads it until a manifest names it. Raises Unwritable."""
    listed = Listed(f"seg-{_next_number(folder):06d}{SUFFIX}", len(part.cases), time.time_ns())
    try:
        write_arrays(folder / listed.name, str(listed.made), dict(_arrays(part)))
    except OSError as error:
        raise _unwritable(folder, error) from error
    return listed


def _arrays(part: Part) -> Iterator[tuple[str, NDArray[Any]]]:
    yield CASES, np.asarray(part.cases)
    for kind in KINDS:
        for key, array in getattr(part, kind).items():
            yield f"{kind}.{key}", np.asarray(array)


def _next_number(folder: Path) -> int:
    names = (path.name.removeprefix("seg-").removesuffix(SUFFIX) for path in folder.glob(f"seg-*{SUFFIX}"))
    return 1 + max((int(name) for name in names if name.isdigit()), default=0)


def open_part(folder: Path, listed: Listed) -> Part:
    """Map a part's file. Raises Broken where it is missing, cut short, or another than the manifest says."""
    held = open_arrays(folder / listed.name, str(listed.made))
    if held is None or CASES not in held:
        raise Broken(f"{folder / listed.name} is missing or broken.")
    return Part(held[CASES], *(_of_kind(held, kind) for kind in KINDS))


def _of_kind(held: Mapping[str, NDArray[Any]], kind: str) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(f"{kind}."): array for name, array in held.items() if name.startswith(f"{kind}.")}


def clean(folder: Path, listed: tuple[Listed, ...]) -> None:
    """Remove what no manifest names: merged parts, and what a killed process left. Call it under the lock."""
    kept = {part.name for part in listed}
    for path in [*folder.glob("seg-*"), *folder.glob("tmp-*")]:
        if path.name not in kept and path.is_file():
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
