"""What is on file? One open casebook: the record read back, and the one door for writing to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType

import msgspec

from firsthand.casebook import opening, setup, writing
from firsthand.casebook.captures import CaptureShelf, FiledCapture
from firsthand.casebook.custody_log import CustodyLog
from firsthand.casebook.exhibits import ExhibitFolder
from firsthand.casebook.history import History
from firsthand.casebook.models import CalibrationRow, CaseRow, DecisionRow, ExhibitRow, ReportRow, Revision
from firsthand.casebook.remembered import Prepare, SignedHeads, begin_anew, gap, ready
from firsthand.casebook.reports import ReportShelf
from firsthand.casebook.rows import CaseLine, RevisionLine, cases_of, prints_from, revisions_of
from firsthand.casebook.whereabouts import Whereabouts
from firsthand.casebook.writing import ALONE, Besides, Change, Filed, Incoming, Kept
from firsthand.errors import CasebookError, FirsthandError
from firsthand.record.calibration import Calibration
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.casefile_write import check_case
from firsthand.record.cases import Case
from firsthand.record.custody import EventKind
from firsthand.record.decisions import Answer, Decision
from firsthand.record.findings import Report
from firsthand.record.readings import Print
from firsthand.record.tips import Exhibit

PAGE = 200
"""Cases read with one query while walking through all of them."""


class CasebookStore:
    """A casebook folder that is open: `record.ports.Casebook`, and the writing of cases, decisions and reports.

    It may be used from several threads. Two casebooks may be open in one process.
    """

    def __init__(self, path: Path, alias: str, *, write: bool) -> None:
        self.path = path
        self.writable = write
        self._alias = alias
        self._exhibits = ExhibitFolder(path / "exhibits")
        self.custody = CustodyLog(path / "custody")
        self.signed_heads = SignedHeads(path, alias)
        self.captures = CaptureShelf(path, alias, self.keep, self.custody)
        self.filed_reports = ReportShelf(path, alias)
        self.history = History(path, alias)
        self.whereabouts = Whereabouts(path, alias)

    @classmethod
    def create(cls, path: Path) -> CasebookStore:
        """Make a casebook in a new or empty folder and open it for writing. Raises UsageError, CasebookError."""
        book = cls(path, opening.make(path), write=True)
        book.custody.begin()
        return book

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> CasebookStore:
        """Open a casebook. Raises CasebookError, NewerCasebookError; CustodyError where its custody log is not here.

        Opened for writing, what a killed writer left half-written among the exhibits is removed.
        """
        if not write:
            return cls(path, opening.open_for_reading(path), write=False)
        return cls._for_writing(path, ready)

    @classmethod
    def begin_anew(cls, path: Path, why: str) -> None:
        """Begin a custody log in the place of one that is lost or damaged. Raises UsageError where it is neither."""
        cls._for_writing(path, lambda log, heads, held: begin_anew(log, heads, held, why)).close()

    @property
    def custody_gap(self) -> str:
        """What is wrong with the custody log at the first look, and what to do; empty where nothing is."""
        return str(gap(self.custody, self.signed_heads) or "")

    @classmethod
    def _for_writing(cls, path: Path, prepare: Prepare) -> CasebookStore:
        book = cls(path, opening.open_for_writing(path), write=True)
        try:
            prepare(book.custody, book.signed_heads, (exhibit.sha256 for exhibit in book.exhibits()))
        except FirsthandError:
            setup.drop_database(book._alias)
            raise
        book._exhibits.clean()
        return book

    def close(self) -> None:
        """Sign the log, settle, close it for this thread and forget it; closing twice is harmless."""
        if setup.is_open(self._alias):
            with ExitStack() as last:
                last.callback(setup.drop_database, self._alias)
                last.callback(self.settle)
                self.custody.close()
                if self.writable:
                    self.signed_heads.remember(self.custody)

    def settle(self) -> bool:
        """Bring all that was written into the main file, so that the folder can be copied although others have it open.

        Returns False where a reader was in the way; then `casebook.sqlite3-wal` must be copied with it.
        """
        if not self.writable:
            return True
        with setup.told(self.path, "settled"):
            return setup.settle(self._alias)

    def __enter__(self) -> CasebookStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def index_folder(self) -> Path:
        """The place of the index; it may not exist yet, and can always be made again."""
        return self.path / "index"

    def case(self, id: str) -> Case | None:
        with setup.told(self.path, "read"):
            change = CaseRow.objects.using(self._alias).filter(id=id).values_list("change", flat=True).first()
            return next(self._cases([change]), None) if change else None

    def some(self, ids: Iterable[str]) -> dict[str, Case]:
        """The cases of these ids, in their order, those that are on file; a few queries for all of them."""
        wanted = list(dict.fromkeys(ids))
        with setup.told(self.path, "read"):
            rows = CaseRow.objects.using(self._alias).filter(id__in=wanted).values_list("id", "change")
            changes = dict(rows)
        found = [id for id in wanted if id in changes]
        return dict(zip(found, self._cases([changes[id] for id in found]), strict=True))

    def cases(self) -> Iterator[Case]:
        with setup.told(self.path, "read"):
            changes = list(CaseRow.objects.using(self._alias).order_by("id").values_list("change", flat=True))
        for start in range(0, len(changes), PAGE):
            yield from self._cases(changes[start : start + PAGE])

    def last_change(self) -> int:
        return self.history.last_change()

    def changes(self, since: int) -> Iterator[tuple[int, Case]]:
        with setup.told(self.path, "read"):
            newer = CaseRow.objects.using(self._alias).filter(change__gt=since).order_by("change")
            numbers = list(newer.values_list("change", flat=True))
        for start in range(0, len(numbers), PAGE):
            page = numbers[start : start + PAGE]
            yield from zip(page, self._cases(page), strict=True)

    def _cases(self, numbers: Sequence[int]) -> Iterator[Case]:
        """The cases of some revisions, in the order of these numbers."""
        with setup.told(self.path, "read"):
            rows = {row["id"]: row for row in revisions_of(self._alias, id__in=numbers)}
            found = list(cases_of(self._alias, [rows[number] for number in numbers]))
        return iter(found)

    def case_list(self) -> list[CaseLine]:
        """All cases by id, without reading them: a few ms for 10,000."""
        columns = ("id", "title", "status", "verdicts", "change", "changed")
        with setup.told(self.path, "read"):
            rows = list(CaseRow.objects.using(self._alias).order_by("id").values_list(*columns))
        return [CaseLine(id, title, status, tuple(v.split()), n, at) for id, title, status, v, n, at in rows]

    def revisions(self, case: str) -> list[RevisionLine]:
        """When a case was filed, oldest first."""
        return self.history.lines(case)

    def prints(self, sha256: str) -> tuple[Print, ...]:
        with setup.told(self.path, "read"):
            text = ExhibitRow.objects.using(self._alias).filter(sha256=sha256).values_list("prints", flat=True).first()
        return prints_from(text) if text else ()

    def exhibits(self) -> list[Exhibit]:
        """All exhibits on file, by their hash."""
        with setup.told(self.path, "read"):
            rows = list(ExhibitRow.objects.using(self._alias).order_by("sha256"))
        return [Exhibit(row.sha256, row.size, row.media, row.name) for row in rows]

    def on_file(self, sha256: str) -> Exhibit | None:
        """What is known of an exhibit, if its row and its file are both there; the bytes are not checked."""
        with setup.told(self.path, "read"):
            row = ExhibitRow.objects.using(self._alias).filter(sha256=sha256).first()
        if row is None or not self._exhibits.holds(sha256, row.size):
            return None
        return Exhibit(row.sha256, row.size, row.media, row.name)

    def exhibit(self, sha256: str) -> bytes:
        """The bytes. Raises ExhibitError where they are missing or are not what their name says."""
        data = self._exhibits.get(sha256)
        self.custody.record(EventKind.READ, [sha256])
        return data

    def decisions(self, tips: Iterable[str] | None = None) -> list[Decision]:
        with setup.told(self.path, "read"):
            rows = DecisionRow.objects.using(self._alias).order_by("id")
            found = list(rows if tips is None else rows.filter(tip__in=list(tips)))
        return [Decision(row.tip, row.item, Answer(row.answer), row.who, row.at, row.why) for row in found]

    def mark(self, number: int) -> str:
        """The digest of one revision, empty where there is none: an index made of another casebook is told by it."""
        with setup.told(self.path, "read"):
            return Revision.objects.using(self._alias).filter(id=number).values_list("sha256", flat=True).first() or ""

    def reports(self) -> Iterator[FiledReport]:
        """All reports on file in the order in which they were filed."""
        with setup.told(self.path, "read"):
            rows = list(ReportRow.objects.using(self._alias).order_by("id"))
        for row in rows:
            yield FiledReport(msgspec.json.decode(row.body, type=Report), row.who, row.at)

    def calibrations(self) -> list[Calibration]:
        """All calibrations that were put in use, oldest first; the last is in use."""
        with setup.told(self.path, "read"):
            bodies = list(CalibrationRow.objects.using(self._alias).order_by("id").values_list("body", flat=True))
        return [msgspec.json.decode(body, type=Calibration) for body in bodies]

    def calibration(self) -> Calibration | None:
        """The calibration in use, None where it is the shipped one."""
        with setup.told(self.path, "read"):
            rows = CalibrationRow.objects.using(self._alias).order_by("-id")
            body = rows.values_list("body", flat=True).first()
        newest = msgspec.json.decode(body, type=Calibration) if body else None
        return None if newest is None or newest.shipped else newest

    def keep(self, data: bytes, name: str, media: str, prints: tuple[Print, ...] = ()) -> Exhibit:
        """Keep bytes as an exhibit; they and their row are on the disk when this returns. Twice is harmless."""
        kept = self.put(data, name, media, prints)
        self.custody.sync()  # an exhibit on file has its event on the disk
        with setup.told(self.path, "written"):
            writing.keep_exhibit(self._alias, kept)
        return kept.exhibit

    def put(self, data: bytes, name: str, media: str, prints: tuple[Print, ...] = ()) -> Kept:
        """Write the bytes only; the row follows with the case that is filed with them."""
        self._must_write()
        sha256 = self._exhibits.put(data)
        self.custody.record(EventKind.CAPTURED, [sha256], source=name)
        return Kept(Exhibit(sha256, len(data), media, name), prints)

    def file(self, thing: Case | Decision | Report | Calibration, *, who: str, at: datetime) -> Filed | None:
        """Put a case, a decision, a report or a calibration on file; `at` carries its zone.

        Decisions and calibrations bring their own who and when.

        What is on file already, word for word, is left alone. For a case returns what changed. Raises CasefileError
        where the case could not be written as a casefile, CasebookError where the disk or the database refuses.
        """
        if isinstance(thing, Case):
            return self.file_all([Incoming(check_case(thing))], who=who, at=at)[0]
        self.file_ledger([FiledReport(thing, who, at) if isinstance(thing, Report) else thing])
        return None

    def file_all(
        self, incoming: Sequence[Incoming], *, who: str, at: datetime, besides: Besides = ALONE
    ) -> list[Filed]:
        """File checked cases with different ids in one transaction, each with its exhibits. Raises OvertakenError."""
        self._must_write()
        self.custody.sync()
        with setup.told(self.path, "written"):
            filed = writing.file_cases(self._alias, incoming, who=who, at=writing.zoned(at), besides=besides)
        if changed := [one.case for one in filed if one.change is not Change.SAME]:
            self.custody.record(EventKind.FILED, note=f"cases: {' '.join(changed)}", who=who)
        return filed

    def file_ledger(self, things: Sequence[Decision | FiledReport | Calibration]) -> int:
        """File decisions, reports and calibrations in one transaction; returns how many were not on file yet."""
        self._must_write()
        self.custody.sync()
        with setup.told(self.path, "written"):
            new = writing.file_ledger(self._alias, things)
        if new:
            who = ", ".join(dict.fromkeys(thing.who for thing in things))
            self.custody.record(EventKind.FILED, note=f"{new} new in the ledger", who=who)
        return new

    def _must_write(self) -> None:
        if not self.writable:
            raise CasebookError(f"The casebook {self.path} is open for reading only.", hint="Open it for writing.")


__all__ = [
    "Besides",
    "CaseLine",
    "CasebookStore",
    "Change",
    "Filed",
    "FiledCapture",
    "Incoming",
    "Kept",
    "RevisionLine",
]
