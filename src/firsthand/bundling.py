"""How does the evidence of a case leave the house, so that others can open it and verify it without us?

A bundle is a folder: the exhibits, the records of the captures, the casefile, the custody log with its key and stamps, one
WACZ for a player, a page that tells where all of it comes from, and signed sums. It appears whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from firsthand import __version__, render
from firsthand.api import Desk
from firsthand.bundling_custody import copy_custody, seal, told_of
from firsthand.casebook.captures import FiledCapture
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CaptureError, CasebookError, ExhibitError, FirsthandError, UsageError
from firsthand.evidence import wacz_index
from firsthand.evidence.wacz import WaczPage, Warc, write_wacz
from firsthand.reading.display import small_jpeg
from firsthand.record.captures import Captured, Role, capture_from, capture_json
from firsthand.record.casefile_write import write_casefile
from firsthand.record.cases import Case, item
from firsthand.record.custody import EventKind
from firsthand.record.provenance import BundledCapture, Copied, Provenance

EXHIBITS, CAPTURES, CASEFILE, WACZ, PAGE = "exhibits", "captures", "case.yaml", "case.wacz", "provenance.html"

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/avif": ".avif",
    "application/pdf": ".pdf",
    "application/warc": ".warc.gz",
    "application/json": ".json",
}
"""How the name of an exhibit ends. What is read as text ends in .txt, and all else in .bin, so that no browser runs it."""

_TEXT = ("text/", "image/svg", "message/", "application/xml", "application/xhtml", "application/javascript")
_MOST_TEXT = 200_000
"""Characters of a page's text that a player may search."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `problems` are sentences on what is missing or damaged; the rest was written all the same."""

    captures: int
    files: int
    problems: tuple[str, ...]


@dataclass(slots=True)
class _Parts:
    """What has been laid into the folder so far."""

    case: Case
    folder: Path
    captures: list[BundledCapture] = field(default_factory=list)
    files: dict[str, Copied] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def copied(self, sha256: str) -> Path | None:
        one = self.files.get(sha256)
        return self.folder / one.path if one and one.path else None


def captures_of(book: CasebookStore, case: Case) -> tuple[list[FiledCapture], list[str]]:
    """(the captures that belong to a case, oldest first; what could not be found, as sentences).

    They are those of the addresses of its appearances, reviews and entries, those that an entry names, and those that
    brought one of its pictures.
    """
    problems: list[str] = []
    entries = list(case.entries())
    addresses = [one.url for one in case.appearances] + [one.url for one in case.reviews]
    addresses += [entry.url for entry in entries]
    found = {one.id: one for one in book.captures.of(*addresses)}
    for name in dict.fromkeys(entry.capture for entry in entries if entry.capture):
        try:
            one = book.captures.get(name)
            found[one.id] = one
        except UsageError as error:
            problems.append(f"An entry names the capture {name!r}, and it is not here: {error.message}")
    shown = {picture.sha256 for picture in case.pictures} - {""}
    if shown:
        found |= {one.id: one for one in book.captures.all() if shown & _hashes(one.captured)}
    return sorted(found.values(), key=lambda one: (one.captured.at, one.id)), problems


def _hashes(captured: Captured) -> set[str]:
    return {part.exhibit.sha256 for part in captured.parts}


def export_bundle(desk: Desk, id: str, target: Path, *, lang: str = "en") -> Exported:
    """Write the bundle of a case to a new or empty folder.

    Raises UsageError where there is no such case or something is in the way, CasebookError where the disk refuses, CustodyError
    where nothing can be signed.
    """
    case = desk.case(id)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is already there.", hint="Choose a new name, or an empty folder.")
    desk.book.custody.sign()
    with _beside(target) as work:
        parts = _Parts(case, work / "bundle")
        for name in (EXHIBITS, CAPTURES):
            (parts.folder / name).mkdir(parents=True)
        _lay_captures(desk.book, parts)
        (parts.folder / CASEFILE).write_text(write_casefile(case, "yaml"), encoding="utf-8", newline="\n")
        made = parts.folder / WACZ
        wacz = WACZ if _write_wacz(parts, made) else ""
        _record(desk.book, parts, target, [_sum(made)] if wacz else [])
        page = _page(desk, parts, wacz, lang)
        (parts.folder / PAGE).write_text(page, encoding="utf-8", newline="\n")
        sums = seal(desk.book, parts.folder, f"the evidence of case {id}")
        parts.folder.rename(target)
    desk.book.custody.record(
        EventKind.SHARED, [sums], source=str(target), note=f"the sums of the evidence of case {id}"
    )
    return _exported(parts)


def export_wacz(desk: Desk, id: str, target: Path) -> Exported:
    """Write the captures of a case as one WACZ, a new file.

    Raises UsageError where there is no such case, no capture of an address, or something is in the way; CasebookError.
    """
    case = desk.case(id)
    if target.suffix.lower() != ".wacz":
        raise UsageError(f"The name of {target} does not end in .wacz.", hint="No player would open it.")
    if target.exists():
        raise UsageError(f"{target} is already there.", hint="Choose a new name.")
    with _beside(target) as work:
        parts = _Parts(case, work)
        (work / EXHIBITS).mkdir()
        _lay_captures(desk.book, parts, roles=frozenset({Role.WARC, Role.TEXT}))
        made = work / WACZ
        if not _write_wacz(parts, made):
            said = " ".join(parts.problems)
            hint = f"`firsthand capture` makes one of an address. {said}".strip()
            raise UsageError(f"No sound WARC belongs to the case {id!r}.", hint=hint)
        _record(desk.book, parts, target, [_sum(made)])
        made.rename(target)
    return _exported(parts)


def _exported(parts: _Parts) -> Exported:
    files = sum(bool(one.path) for one in parts.files.values())
    return Exported(len(parts.captures), files, tuple(dict.fromkeys(parts.problems)))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder in which the export is made, on the same disk; it goes whatever happens."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".evidence-", dir=target.parent) as work:
            yield Path(work)
    except OSError as error:
        hint = "Nothing is left there. Check the rights of the folder and the space on the disk."
        raise CasebookError(f"The export to {target} failed: {error.strerror}.", hint=hint) from error


def _lay_captures(book: CasebookStore, parts: _Parts, roles: frozenset[Role] | None = None) -> None:
    """Copy the exhibits of every capture; of all roles, also the records of the captures and the pictures of the case."""
    found, problems = captures_of(book, parts.case)
    parts.problems += problems
    for filed in found:
        one = _record_of(book, filed, parts, keep=roles is None)
        parts.captures.append(one)
        for part in one.captured.parts:
            if roles is None or part.role in roles:
                exhibit = part.exhibit
                media = "application/warc" if part.role is Role.WARC else exhibit.media
                _copy(book, parts, Copied(exhibit.sha256, exhibit.size, media))
    if roles is None:
        _lay_pictures(book, parts)


def _record_of(book: CasebookStore, filed: FiledCapture, parts: _Parts, *, keep: bool) -> BundledCapture:
    """The capture as its record tells it; as its row does where the record is damaged, which is said."""
    captured = filed.captured
    try:
        data = book.exhibit(filed.id)
        captured = capture_from(data)
    except (ExhibitError, msgspec.MsgspecError) as error:
        parts.problems.append(f"The record of the capture {filed.id} is missing or damaged: {error}")
        data = capture_json(captured)
    path = f"{CAPTURES}/{filed.id}.json"
    if not keep or hashlib.sha256(data).hexdigest() != filed.id:
        return BundledCapture(filed.id, captured)
    (parts.folder / path).write_bytes(data)
    return BundledCapture(filed.id, captured, path)


def _lay_pictures(book: CasebookStore, parts: _Parts) -> None:
    rows = {one.sha256: one for one in book.exhibits()}
    for picture in parts.case.pictures:
        if picture.sha256 in rows:
            exhibit = rows[picture.sha256]
            _copy(book, parts, Copied(exhibit.sha256, exhibit.size, exhibit.media))
        elif not picture.prints:
            parts.problems.append(f"Of the picture {item(parts.case, picture.id)} no bytes are on file.")


def _copy(book: CasebookStore, parts: _Parts, one: Copied) -> None:
    if one.sha256 in parts.files:
        return
    parts.files[one.sha256] = one
    try:
        data = book.exhibit(one.sha256)
    except ExhibitError as error:
        parts.problems.append(error.message)
        return
    path = f"{EXHIBITS}/{one.sha256}{suffix(one.media)}"
    (parts.folder / path).write_bytes(data)
    parts.files[one.sha256] = Copied(one.sha256, len(data), one.media, path)


def suffix(media: str) -> str:
    """How the name of an exhibit of this media type ends: as a browser shows it without running anything."""
    plain = media.partition(";")[0].strip().lower()
    return SUFFIXES.get(plain) or (".txt" if plain.startswith(_TEXT) else ".bin")


def _write_wacz(parts: _Parts, target: Path) -> bool:
    """Is there a WACZ now? A WARC that no player could open is named, and left out of it."""
    warcs, pages = dict[str, Path](), list[WaczPage]()
    for one in parts.captures:
        sound = [path for part in one.captured.parts_of(Role.WARC) if (path := _sound(parts, part.exhibit.sha256))]
        warcs |= {f"{path.name.partition('.')[0]}.warc.gz": path for path in sound}
        if sound and one.captured.status:
            pages.append(_wacz_page(parts, one))
    if not warcs:
        return False
    given: list[Warc] = list(warcs.items())
    about = {"title": parts.case.title or parts.case.id, "created": _now().strftime("%Y-%m-%dT%H:%M:%SZ")}
    with target.open("xb") as file:
        write_wacz(file, given, pages, {**about, "software": f"firsthand {__version__}"})
    return True


def _sound(parts: _Parts, sha256: str) -> Path | None:
    path = parts.copied(sha256)
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            for _ in wacz_index.lines(sha256, file):
                pass
    except CaptureError as error:
        parts.problems.append(f"{error.message} It is not in the WACZ.")
        return None
    return path


def _wacz_page(parts: _Parts, one: BundledCapture) -> WaczPage:
    captured = one.captured
    text = captured.part(Role.TEXT)
    path = parts.copied(text.exhibit.sha256) if text else None
    said = path.read_text("utf-8", "replace")[:_MOST_TEXT] if path else ""
    title = dict(captured.told).get("title", "")
    return WaczPage(one.id[:16], captured.final_address or captured.address, captured.at, title, said)


def _record(book: CasebookStore, parts: _Parts, target: Path, made: list[str]) -> None:
    """Tell of it before it leaves: an exhibit that is out and of which the log knows nothing would be worse."""
    hashes = [one.sha256 for one in parts.files.values() if one.path]
    hashes = list(dict.fromkeys((*hashes, *(one.id for one in parts.captures), *made)))
    book.custody.record(EventKind.EXPORTED, hashes, source=str(target), note=f"the evidence of case {parts.case.id}")
    book.custody.sign()


def _page(desk: Desk, parts: _Parts, wacz: str, lang: str) -> str:
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


def _small(desk: Desk, parts: _Parts) -> Mapping[str, bytes]:
    """Screenshots and pictures encoded anew. One that cannot be read leaves a labelled box; its hash is told all the same."""
    wanted = {part.exhibit.sha256 for one in parts.captures for part in one.captured.parts_of(Role.SCREENSHOT)}
    wanted |= {picture.sha256 for picture in parts.case.pictures}
    shown: dict[str, bytes] = {}
    for sha256 in sorted(wanted):
        if path := parts.copied(sha256):
            with suppress(FirsthandError):
                shown[sha256] = small_jpeg(desk.decoder.pixels(path.read_bytes(), path.name, desk.settings))
    return shown


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
