"""Is every exhibit still what its name says? All of them read again, by several threads at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.evidence.warc import verify_warc
from firsthand.record.custody import Damage, DamageKind
from firsthand.record.tips import Exhibit

Inside = Callable[[Path], Sequence[str]]
"""What is wrong within a file, as sentences."""

INSIDE: Mapping[str, Inside] = {"application/warc": verify_warc}
"""Media types whose files carry digests of their own."""

BATCH = 32
"""Files that a thread takes at once: handing one over costs more than reading a small one."""

SMALL = 1_000_000
"""Bytes of a file that is read in one piece."""

Told = Callable[[int], None] | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be there: the exhibits on file, and those that the custody log tells of (None where it could not be read)."""

    rows: Sequence[Exhibit]
    told: AbstractSet[str] | None
    inside: Mapping[str, Inside] = field(default_factory=lambda: INSIDE)


def check_exhibits(folder: Path, expected: Expected, progress: Told = None) -> Iterator[Damage]:
    """Each damage: what is missing, then that of large files, then that of small ones, each in the order of the names.

    `progress` is told how many files were read.
    """
    rows = {row.sha256: row for row in expected.rows}
    files = files_of(folder)
    for sha256 in sorted((rows.keys() | (expected.told or set())) - files.keys()):
        yield _harm(sha256, "Its file is missing.")
    pool = ThreadPoolExecutor(max(2, os.cpu_count() or 2))
    try:
        # The larger part of the work is hashing and unpacking, which leave the interpreter's lock. What is within a large
        # file is looked at while another thread takes its sum.
        within = {name: pool.submit(look, Path(files[name])) for name, look in _looks(files, rows, expected)}
        summed = pool.map(lambda batch: [(name, _sum(name, files[name])) for name in batch], _batches(files, rows))
        for done, (name, damages) in enumerate((one for batch in summed for one in batch), 1):
            inside = within[name].result() if name in within and not damages else ()
            yield from damages or (*(_harm(name, what) for what in inside), *_known(name, rows.get(name), expected))
            if progress:
                progress(done)
    finally:
        pool.shutdown(cancel_futures=True)


def check_exhibit(folder: Path, sha256: str, expected: Expected) -> list[Damage]:
    """The damage of one exhibit, its bytes read anew, and what is within where it has digests of its own."""
    path = folder / sha256[:2] / sha256
    row = next((row for row in expected.rows if row.sha256 == sha256), None)
    if not path.is_file():
        return [_harm(sha256, "Its file is missing.")]
    if damages := _sum(sha256, str(path)):
        return damages
    look = expected.inside.get(row.media) if row else None
    within = [_harm(sha256, what) for what in look(path)] if look else []
    return [*within, *_known(sha256, row, expected)]


def _looks(files: Iterable[str], rows: Mapping[str, Exhibit], expected: Expected) -> Iterator[tuple[str, Inside]]:
    """What looks within a file, for those that have digests of their own; the largest first."""
    held = sorted((rows[name] for name in files if name in rows), key=lambda row: -row.size)
    return ((row.sha256, look) for row in held if (look := expected.inside.get(row.media)))


def _batches(files: Iterable[str], rows: Mapping[str, Exhibit]) -> list[list[str]]:
    """The names by what a thread takes at once. Each large file alone and before the small ones: no thread ends up with a
    batch that holds several of them while the others have nothing left to do.
    """
    large = {name for name in files if name in rows and rows[name].size > SMALL}
    small = [name for name in files if name not in large]
    alone = [[name] for name in files if name in large]
    return [*alone, *(small[start : start + BATCH] for start in range(0, len(small), BATCH))]


def _sum(name: str, path: str) -> list[Damage]:
    try:
        found = _sha256(path)
    except OSError as error:
        return [_harm(name, f"It cannot be read: {error.strerror}.")]
    if found != name:
        return [_harm(name, f"It has been changed or damaged: its SHA-256 is now {found}.")]
    return []


def files_of(folder: Path) -> dict[str, str]:
    """Path by name, in the order of the names; os.scandir takes a third of the time of Path.glob."""
    found: dict[str, str] = {}
    if folder.is_dir():
        for inner in sorted(entry.path for entry in os.scandir(folder) if entry.is_dir()):
            found.update(sorted((entry.name, entry.path) for entry in os.scandir(inner) if entry.name[0] != "."))
    return found


def _sha256(path: str) -> str:
    with open(path, "rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size > SMALL:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return hashlib.sha256(file.read()).hexdigest()


def _known(name: str, row: Exhibit | None, expected: Expected) -> Iterator[Damage]:
    if expected.told is None or name in expected.told:
        return
    if row is None:
        yield _harm(name, "It is not on file and the log does not tell of it: its keeping was cut off.", explained=True)
    else:
        yield _harm(name, "It is on file, and the custody log does not tell where it came from.")


def _harm(name: str, what: str, *, explained: bool = False) -> Damage:
    return Damage(DamageKind.EXHIBIT, name, what, explained)
