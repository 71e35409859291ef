"""How do casefiles come into a casebook? Each case whole or not at all; a bad one is named and the others go on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NotRequired, TypedDict, Unpack

from firsthand.casebook.import_pictures import Pictures, Prepare
from firsthand.casebook.rows import body_of
from firsthand.casebook.store import CasebookStore, Change, Incoming
from firsthand.errors import CasefileError
from firsthand.record.casefile import Document, Form, read_casefile, read_line
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.cases import Case
from firsthand.record.decisions import Decision
from firsthand.settings import Settings

FORMS: dict[str, Form] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl"}
"""The form of a casefile by the end of its name."""

BATCH = 200
"""Documents written in one transaction: enough to make it cheap, few enough that another writer waits well under a second."""


class ImportOptions(TypedDict):
    """`who` and `now` sign the revisions; `prepare_picture(data, name)` gives (media type, prints) or raises PictureError.

    `strict` stops at the first problem. `progress` is called with the number of documents read so far.
    """

    who: str
    now: Callable[[], datetime]
    prepare_picture: Prepare
    strict: NotRequired[bool]
    progress: NotRequired[Callable[[int], None] | None]
    settings: NotRequired[Settings]


@dataclass(slots=True)
class ImportSummary:
    """What an import did. `absent` names the pictures (`CASE/ID`) of which only the hash is known.

    `printed` names those that are known by the fingerprints that came with their case.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    entries_added: int = 0
    entries_withdrawn: int = 0
    pictures_kept: int = 0
    decisions_and_reports: int = 0
    absent: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    problems: list[CasefileError] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """Cases that were read and are now on file as they were read."""
        return self.new + self.changed + self.same


class _Stop(Exception):
    """A strict import has met its first problem."""


def import_files(book: CasebookStore, paths: Iterable[Path], **how: Unpack[ImportOptions]) -> ImportSummary:
    """Import casefiles, and all that lie in folders (in the order of their names). What is on file already is left alone.

    A bad file, or a bad line of JSONL, changes nothing and stands in `problems`; the others are imported. Raises
    CasebookError where the casebook itself cannot be written; what was filed before stays.
    """
    work = _Import(book, how)
    try:
        for path in _casefiles(paths, work.complain):
            work.take_file(path)
    except _Stop:
        pass
    work.flush()
    book.settle()
    return work.summary


class _Import:
    """One run: the documents waiting to be written, and what has been done."""

    def __init__(self, book: CasebookStore, how: ImportOptions) -> None:
        self.book, self.how, self.summary = book, how, ImportSummary()
        self.settings = how.get("settings", Settings())
        self.pictures = Pictures(book, how["prepare_picture"], self.settings.max_file_bytes)
        self.waiting: list[Incoming] = []
        self.ledger: list[Decision | FiledReport] = []
        self.seen: dict[str, tuple[str, str]] = {}
        self.documents = 0

    def complain(self, *problems: CasefileError) -> None:
        self.summary.problems.extend(problems)
        if self.how.get("strict"):
            raise _Stop

    def take_file(self, path: Path) -> None:
        form = FORMS[path.suffix.lower()]
        try:
            for document in _documents(path, form, self.settings.max_file_bytes):
                self._take(document, path, f"{path}, item {document.line}" if form == "jsonl" else str(path))
        except OSError as error:
            self.complain(CasefileError(f"{path}: The file cannot be read: {error.strerror}."))

    def _take(self, document: Document, path: Path, place: str) -> None:
        self.documents += 1
        if document.problems:
            self.complain(*document.problems)
        elif isinstance(document.content, Case):
            self._case(document.content, path, place)
        elif document.content is not None:
            self.ledger.append(document.content)
        if len(self.waiting) + len(self.ledger) >= BATCH:
            self.flush()
        if progress := self.how.get("progress"):
            progress(self.documents)

    def _case(self, case: Case, path: Path, place: str) -> None:
        found = self.pictures.resolve(case, path.parent, place)
        if isinstance(found, list):
            self.complain(*found)
            return
        body = body_of(found.case)
        first, digest = self.seen.setdefault(case.id, (place, body.sha256))
        if digest != body.sha256:
            hint = "Give one of the two another id, or join them."
            self.complain(CasefileError(f"{place}: The case {case.id!r} was already read from {first}.", hint=hint))
        elif first == place:
            self.waiting.append(Incoming(found.case, _utf8(path.name), found.kept, body))
            self.summary.absent.extend(found.absent)
            self.summary.printed.extend(found.printed)

    def flush(self) -> None:
        """Write what waits, in one transaction for cases and one for the ledger."""
        waiting, self.waiting = self.waiting, []
        ledger, self.ledger = self.ledger, []
        if waiting:
            filed = self.book.file_all(waiting, who=self.how["who"], at=self.how["now"]())
            changes = [one.change for one in filed]
            self.summary.new += changes.count(Change.NEW)
            self.summary.changed += changes.count(Change.CHANGED)
            self.summary.same += changes.count(Change.SAME)
            self.summary.entries_added += sum(one.added for one in filed)
            self.summary.entries_withdrawn += sum(one.withdrawn for one in filed)
            self.summary.pictures_kept += len({kept.exhibit.sha256 for one in waiting for kept in one.kept})
        if ledger:
            self.summary.decisions_and_reports += self.book.file_ledger(ledger)


def _casefiles(paths: Iterable[Path], complain: Callable[[CasefileError], None]) -> Iterator[Path]:
    """The casefiles among paths and inside folders, each once."""
    seen: set[Path] = set()
    for path in paths:
        inside = list(_inside(path, complain)) if os.path.isdir(path) else [path]
        if not inside:
            complain(CasefileError(f"{path}: The folder holds no casefile.", hint=_SUFFIXES))
        for file in inside:
            if not os.path.lexists(file):
                complain(CasefileError(f"{file}: There is no such file.", hint="Look at the path once more."))
            elif file.suffix.lower() not in FORMS:
                complain(CasefileError(f"{file}: This is not a casefile by its name.", hint=_SUFFIXES))
            elif file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _utf8(name: str) -> str:
    """A file's name may hold bytes that are no text; the database takes text alone."""
    return name.encode("utf-8", "backslashreplace").decode()


_SUFFIXES = f"The name of a casefile ends in {', '.join(FORMS)}."


def _inside(folder: Path, complain: Callable[[CasefileError], None]) -> Iterator[Path]:
    """Casefiles in a folder and in those inside it; hidden ones are passed by."""

    def unreadable(error: OSError) -> None:
        complain(
            CasefileError(f"{error.filename}: The folder cannot be read: {error.strerror}.", hint="Check its rights.")
        )

    for here, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(files) if Path(name).suffix.lower() in FORMS and name[0] != ".")


def _documents(path: Path, form: Form, limit: int) -> Iterator[Document]:
    """The documents of a file; JSONL is read line by line, and the limit holds for each line."""
    name = str(path)
    if not path.is_file():
        yield _unread(name, 1, "This is not a regular file.")
    elif form == "jsonl":
        with path.open("rb") as file:
            yield from _lines(iter(lambda: file.readline(limit + 1), b""), name, limit)
    elif path.stat().st_size > limit:
        yield _unread(name, 1, f"The file has more than {limit:,} bytes.", "Cut it up, or raise max_file_bytes.")
    else:
        yield from _decoded(path.read_bytes(), name, form)


def _lines(lines: Iterable[bytes], name: str, limit: int) -> Iterator[Document]:
    for number, line in enumerate(lines, 1):
        where = f"{name}, item {number}"
        if len(line) > limit:
            yield _unread(where, number, f"The line has more than {limit:,} bytes; nothing after it was read.")
            return
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            yield _unread(where, number, f"The line is not UTF-8 (byte {error.start + 1}).", _UTF8)
            continue
        if text.strip("\ufeff \t\r\n"):
            yield read_line(text, name, number)


_UTF8 = "Save the file as UTF-8."


def _decoded(data: bytes, name: str, form: Form) -> Iterator[Document]:
    try:
        yield from read_casefile(data.decode(), name, form=form)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield _unread(f"{name}, line {line}", 1, f"The file is not UTF-8 (byte {error.start + 1}).", _UTF8)


def _unread(name: str, line: int, message: str, hint: str = "") -> Document:
    return Document(name, line, None, (CasefileError(f"{name}: {message}", hint=hint),))
