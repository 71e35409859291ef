"""How does a casebook leave as casefiles? So that importing them elsewhere gives the same record."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from firsthand.casebook.import_pictures import FOLDER
from firsthand.casebook.imports import FORMS
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CasebookError, ExhibitError, UsageError
from firsthand.record.casefile import Form
from firsthand.record.casefile_ledger import write_decision, write_report
from firsthand.record.casefile_write import write_casefile
from firsthand.record.cases import Case, Picture, item
from firsthand.record.custody import EventKind

Given = Literal["files", "prints", "points"]
"""What leaves of the pictures: the files; their prints in place of them; or their prints with the points and a small gray
picture that go with these."""

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/avif": ".avif",
}
"""How the name of a picture ends, by its media type."""

_NAME_BYTES = 200
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


@dataclass(slots=True)
class ExportSummary:
    """What an export wrote. `absent` names pictures (`CASE/ID`) of which only the hash is on file.

    `printed` counts the pictures of which prints were written in place of the bytes. `problems` are exhibits that are
    missing or damaged: their cases were written, their bytes were not.
    """

    cases: int = 0
    pictures: int = 0
    printed: int = 0
    decisions: int = 0
    reports: int = 0
    absent: list[str] = field(default_factory=list)
    problems: list[ExhibitError] = field(default_factory=list)


def export_cases(book: CasebookStore, target: Path, *, form: Form, pictures: Given = "files") -> ExportSummary:
    """Write all cases, their pictures, the decisions and the reports.

    yaml, json: `target` is a new or empty folder; one file a case, pictures beside it under their own names where these
    are free, else in `pictures/` under their SHA-256; `decisions.jsonl` and `reports.jsonl`. jsonl: `target` is a file
    that does not exist, with all documents as lines, and `pictures/` beside it. `pictures` other than "files" writes no
    picture, and its prints into the casefile. Raises UsageError where something is in
    the way, CasebookError where the disk refuses.
    """
    folder = target.parent if form == "jsonl" else target
    _must_be_free(target, form)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        export = _Export(book, folder, form, pictures)
        summary = export.lines(target) if form == "jsonl" else export.files()
        book.custody.record(EventKind.EXPORTED, sorted(export.sent), source=str(target), note=f"{summary.cases} cases")
        book.custody.sync()
        return summary
    except OSError as error:
        hint = "Check the rights of the folder and the space on the disk."
        raise CasebookError(f"The export to {target} failed: {error.strerror}.", hint=hint) from error


def _must_be_free(target: Path, form: Form) -> None:
    if form == "jsonl":
        if target.suffix.lower() != ".jsonl":
            raise UsageError(f"The name of {target} does not end in .jsonl.", hint="Import could not tell its form.")
        taken = target.exists()
    else:
        taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    if taken:
        raise UsageError(f"{target} is already there.", hint="Choose a new name, or an empty folder.")


class _Export:
    """One run: the names of cases taken so far, the names that pictures want, and what has been written."""

    def __init__(self, book: CasebookStore, folder: Path, form: Form, given: Given) -> None:
        self.book, self.folder, self.form, self.given = book, folder, form, given
        self.summary = ExportSummary()
        self.taken: set[str] = set()
        self.wanted: dict[str, set[str]] = {}
        self.pictures: dict[tuple[str, str], str] = {}
        self.written: set[Path] = set()
        self.sent: set[str] = set()

    def files(self) -> ExportSummary:
        for case in map(self._with_prints, self.book.cases()):
            name = self._case_name(case.id)
            (self.folder / name).write_text(write_casefile(case, self.form), encoding="utf-8", newline="\n")
            self._after(case)
        self._pictures()
        for name, lines in (("decisions.jsonl", self._decisions()), ("reports.jsonl", self._reports())):
            self._ledger(self.folder / name, lines)
        return self.summary

    def lines(self, target: Path) -> ExportSummary:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            for case in map(self._with_prints, self.book.cases()):
                file.write(write_casefile(case, "jsonl"))
                self._after(case)
            file.writelines(self._decisions())
            file.writelines(self._reports())
        self._pictures()
        return self.summary

    def _ledger(self, path: Path, lines: Iterator[str]) -> None:
        first = next(lines, None)
        if first is not None:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(first)
                file.writelines(lines)

    def _decisions(self) -> Iterator[str]:
        for decision in self.book.decisions():
            self.summary.decisions += 1
            yield write_decision(decision)

    def _reports(self) -> Iterator[str]:
        for filed in self.book.reports():
            self.summary.reports += 1
            yield write_report(filed)

    def _with_prints(self, case: Case) -> Case:
        """The case as it leaves: with prints in place of the bytes where only these are given."""
        if self.given == "files":
            return case
        return replace(case, pictures=tuple(map(self._printed, case.pictures)))

    def _printed(self, picture: Picture) -> Picture:
        prints = (self.book.prints(picture.sha256) if picture.sha256 else ()) or picture.prints
        return replace(
            picture, prints=tuple(one if self.given == "points" else replace(one, points=b"") for one in prints)
        )

    def _after(self, case: Case) -> None:
        self.summary.cases += 1
        for picture in case.pictures:
            if picture.prints:
                self.summary.printed += 1
                continue
            if picture.file:
                self.wanted.setdefault(_same(picture.file), set()).add(picture.sha256)
            exhibit = self.book.on_file(picture.sha256) if picture.sha256 else None
            if exhibit is None:
                self.summary.absent.append(item(case, picture.id))
            else:
                self.pictures[picture.sha256, picture.file] = exhibit.media

    def _pictures(self) -> None:
        """Only now are all names known: one that two pictures claim, on file or not, is given to neither."""
        for (sha256, file), media in self.pictures.items():
            path = self.folder / self._picture_name(sha256, file, media)
            if path in self.written:
                continue
            try:
                data = self.book.exhibit(sha256)
            except ExhibitError as error:
                self.summary.problems.append(error)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            self.written.add(path)
            self.sent.add(sha256)
            self.summary.pictures += 1

    def _picture_name(self, sha256: str, file: str, media: str) -> str:
        """Its own name where nobody else claims it, else its hash in `pictures/`."""
        if self.form != "jsonl" and _plain_name(file) and len(self.wanted[_same(file)]) == 1:
            return file
        return f"{FOLDER}/{sha256}{SUFFIXES.get(media, '')}"

    def _case_name(self, id: str) -> str:
        name = f"{id}.{self.form}"
        if len(name.encode()) > _NAME_BYTES or _same(name) in self.taken or id.split(".")[0].lower() in _DEVICES:
            short = id.encode()[: _NAME_BYTES // 2].decode(errors="ignore")
            name = f"{short}-{hashlib.sha256(id.encode()).hexdigest()[:16]}.{self.form}"
        self.taken.add(_same(name))
        return name


def _same(name: str) -> str:
    """The form of a name in which some file systems tell no two apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _plain_name(name: str) -> bool:
    """May a picture lie beside the casefile under this name? Names that could be taken for a casefile may not."""
    path = PurePosixPath(name)
    printable = name.isprintable() and len(name.encode()) <= _NAME_BYTES and not set(name) & set('\\:*?"<>|/')
    taken = path.suffix.lower() in FORMS or _same(name) == FOLDER
    return bool(name) and printable and path.name == name and name[0] != "." and not taken
