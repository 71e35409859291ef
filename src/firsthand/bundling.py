"""How does the evidence of a case leave the house, so that others can open it and verify it without us?

A bundle is a folder: the exhibits, the records of the captures, the casefile, the custody log with its key and stamps, one
WACZ for a player, a page that tells where all of it comes from, and signed sums. It appears whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from firsthand import __version__, render
from firsthand.api import Desk
from firsthand.bundling_custody import copy_custody, seal, told_of
from firsthand.bundling_parts import CAPTURES, EXHIBITS, Parts, lay_captures, write_case_wacz
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CasebookError, FirsthandError, UsageError
from firsthand.evidence.files import sum_of
from firsthand.reading.display import small_jpeg
from firsthand.record.captures import Role
from firsthand.record.casefile_write import write_casefile
from firsthand.record.custody import EventKind
from firsthand.record.provenance import Provenance

CASEFILE, WACZ, PAGE = "case.yaml", "case.wacz", "provenance.html"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `problems` are sentences on what is missing or damaged; the rest was written all the same."""

    captures: int
    files: int
    problems: tuple[str, ...]


def export_bundle(desk: Desk, id: str, target: Path, *, lang: str = "en", who: str = "", place: str = "") -> Exported:
    """Write the bundle of a case to a new or empty folder. The log tells of `place`, where the folder only lies on the way.

    Raises UsageError where there is no such case or something is in the way, CasebookError where the disk refuses, CustodyError
    where nothing can be signed.
    """
    case = desk.case(id)
    desk.book.custody.sign()
    with _beside(target, folder=True) as work:
        parts = Parts(case, work / "bundle")
        for name in (EXHIBITS, CAPTURES):
            (parts.folder / name).mkdir(parents=True)
        lay_captures(desk.book, parts)
        (parts.folder / CASEFILE).write_text(_casefile(parts), encoding="utf-8", newline="\n")
        made = parts.folder / WACZ
        wacz = WACZ if write_case_wacz(parts, made) else ""
        told = {"source": place or str(target), "who": who}
        _record(desk.book, parts, told, [sum_of(made)] if wacz else [])
        page = _page(desk, parts, wacz, lang)
        (parts.folder / PAGE).write_text(page, encoding="utf-8", newline="\n")
        sums = seal(desk.book, parts.folder, f"the evidence of case {id}")
        parts.folder.rename(target)
    desk.book.custody.record(EventKind.SHARED, [sums], note=f"the sums of the evidence of case {id}", **told)
    return _exported(parts)


def _casefile(parts: Parts) -> str:
    """The casefile with its pictures where they lie now, so that it can be imported from the bundle."""
    paths = {one.id: parts.files[one.sha256].path for one in parts.case.pictures if one.sha256 in parts.files}
    pictures = tuple(replace(one, file=paths.get(one.id) or one.file) for one in parts.case.pictures)
    return write_casefile(replace(parts.case, pictures=pictures), "yaml")


def export_wacz(desk: Desk, id: str, target: Path) -> Exported:
    """Write the captures of a case as one WACZ, a new file.

    Raises UsageError where there is no such case, no capture of an address, or something is in the way; CasebookError.
    """
    case = desk.case(id)
    if target.suffix.lower() != ".wacz":
        raise UsageError(f"The name of {target} does not end in .wacz.", hint="No player would open it.")
    with _beside(target) as work:
        parts = Parts(case, work)
        (work / EXHIBITS).mkdir()
        lay_captures(desk.book, parts, roles=frozenset({Role.WARC, Role.TEXT}))
        made = work / WACZ
        if not write_case_wacz(parts, made):
            said = " ".join(parts.problems)
            hint = f"`firsthand capture` makes one of an address. {said}".strip()
            raise UsageError(f"No sound WARC belongs to the case {id!r}.", hint=hint)
        _record(desk.book, parts, {"source": str(target)}, [sum_of(made)])
        made.rename(target)
    return _exported(parts)


def _exported(parts: Parts) -> Exported:
    files = sum(bool(one.path) for one in parts.files.values())
    return Exported(len(parts.captures), files, tuple(dict.fromkeys(parts.problems)))


@contextmanager
def _beside(target: Path, *, folder: bool = False) -> Iterator[Path]:
    """A folder in which the export is made, on the same disk; it goes whatever happens. Nothing is written over."""
    try:
        empty = folder and target.is_dir() and not target.is_symlink() and not any(target.iterdir())
        if not empty and os.path.lexists(target):
            hint = "Choose a new name, or an empty folder." if folder else "Choose a new name."
            raise UsageError(f"{target} is already there.", hint=hint)
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".evidence-", dir=target.parent) as work:
            yield Path(work)
    except OSError as error:
        hint = "Nothing is left there. Check the rights of the folder and the space on the disk."
        raise CasebookError(f"The export to {target} failed: {error.strerror or error}.", hint=hint) from error


def _record(book: CasebookStore, parts: Parts, told: Mapping[str, str], made: list[str]) -> None:
    """Tell of it before it leaves: an exhibit that is out and of which the log knows nothing would be worse."""
    if not book.custody.writable:
        parts.problems.append("The custody log cannot be written, and does not tell of this export.")
    hashes = [one.sha256 for one in parts.files.values() if one.path]
    hashes = list(dict.fromkeys((*hashes, *(one.id for one in parts.captures), *made)))
    book.custody.record(EventKind.EXPORTED, hashes, note=f"the evidence of case {parts.case.id}", **told)
    book.custody.sign()


def _page(desk: Desk, parts: Parts, wacz: str, lang: str) -> str:
    stamps, damages = copy_custody(desk.book, parts.folder / "custody")
    parts.problems += damages
    told = told_of(desk.book.custody.folder, {*parts.files, *(one.id for one in parts.captures)})
    provenance = Provenance(
        case=parts.case.id,
        title=parts.case.title,
        captures=tuple(parts.captures),
        files=parts.files,
        pictures=tuple((one.id, one.sha256) for one in parts.case.pictures if one.sha256 in parts.files),
        problems=tuple(dict.fromkeys(parts.problems)),
        events=told.events,
        reads=told.reads,
        last_read=told.last_read,
        stamps=stamps,
        key=(parts.folder / "custody" / "key.pub").read_text("utf-8", "replace").strip().rpartition("\n")[2],
        wacz=wacz,
        made_at=_now(),
        version=__version__,
    )
    return render.provenance_html(provenance, pictures=_small(desk, parts), lang=lang)


def _small(desk: Desk, parts: Parts) -> Mapping[str, bytes]:
    """Screenshots and pictures encoded anew. One that cannot be read leaves a labelled box; its hash is told all the same."""
    wanted = {part.exhibit.sha256 for one in parts.captures for part in one.captured.parts_of(Role.SCREENSHOT)}
    wanted |= {picture.sha256 for picture in parts.case.pictures}
    shown: dict[str, bytes] = {}
    for sha256 in sorted(wanted):
        if path := parts.copied(sha256):
            with suppress(FirsthandError):
                shown[sha256] = small_jpeg(desk.decoder.pixels(path.read_bytes(), path.name, desk.settings))
    return shown


def _now() -> datetime:
    return datetime.now(UTC)
