"""What belongs to the evidence of a case, and in which files does it lie outside the casebook?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from firsthand import __version__
from firsthand.casebook.captures import FiledCapture
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CaptureError, ExhibitError, UsageError
from firsthand.evidence import wacz_index
from firsthand.evidence.wacz import WaczPage, Warc, write_wacz
from firsthand.record.captures import Captured, Role, capture_from, capture_json
from firsthand.record.cases import Case, item
from firsthand.record.provenance import BundledCapture, Copied

EXHIBITS, CAPTURES = "exhibits", "captures"

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


@dataclass(slots=True)
class Parts:
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


def lay_captures(book: CasebookStore, parts: Parts, roles: frozenset[Role] | None = None) -> None:
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


def _record_of(book: CasebookStore, filed: FiledCapture, parts: Parts, *, keep: bool) -> BundledCapture:
    """The capture as its record tells it; as its row does where the record is damaged, which is said."""
    captured = filed.captured
    try:
        data = book.exhibit(filed.id)
        captured = capture_from(data)
    except (ExhibitError, msgspec.MsgspecError) as error:
        parts.problems.append(f"The record of the capture {filed.id} is missing or damaged: {error}")
        data = capture_json(captured)
    path = f"{CAPTURES}/{filed.id}.json"
    if hashlib.sha256(data).hexdigest() != filed.id:
        parts.problems.append(f"The row of the capture {filed.id} was changed too: do not believe what is told of it.")
        return BundledCapture(filed.id, captured)
    if not keep:
        return BundledCapture(filed.id, captured)
    (parts.folder / path).write_bytes(data)
    return BundledCapture(filed.id, captured, path)


def _lay_pictures(book: CasebookStore, parts: Parts) -> None:
    rows = {one.sha256: one for one in book.exhibits()}
    for picture in parts.case.pictures:
        if picture.sha256 in rows:
            exhibit = rows[picture.sha256]
            _copy(book, parts, Copied(exhibit.sha256, exhibit.size, exhibit.media))
        elif not picture.prints:
            parts.problems.append(f"Of the picture {item(parts.case, picture.id)} no bytes are on file.")


def _copy(book: CasebookStore, parts: Parts, one: Copied) -> None:
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


def write_case_wacz(parts: Parts, target: Path) -> bool:
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
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    about = {"title": parts.case.title or parts.case.id, "created": created}
    with target.open("xb") as file:
        write_wacz(file, given, pages, {**about, "software": f"firsthand {__version__}"})
    return True


def _sound(parts: Parts, sha256: str) -> Path | None:
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


def _wacz_page(parts: Parts, one: BundledCapture) -> WaczPage:
    captured = one.captured
    text = captured.part(Role.TEXT)
    path = parts.copied(text.exhibit.sha256) if text else None
    said = path.read_text("utf-8", "replace")[:_MOST_TEXT] if path else ""
    title = dict(captured.told).get("title", "")
    return WaczPage(one.id[:16], captured.final_address or captured.address, captured.at, title, said)
