"""How is a casebook asked from Python? One class; the commands and the desk call the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import firsthand
from firsthand import render, sentence_models
from firsthand.calibrating import Calibrations
from firsthand.casebook.exports import ExportSummary, Given, export_cases
from firsthand.casebook.imports import ImportSummary, import_files
from firsthand.casebook.store import CasebookStore
from firsthand.checks import all_checks
from firsthand.checks.known_claim import calibrated
from firsthand.checks.table import Check, Question, run_checks
from firsthand.comparing import Sight, attached, compared, sight
from firsthand.errors import UsageError
from firsthand.evidence.decoder import Decoder, shared
from firsthand.evidence.files import read_bytes
from firsthand.evidence.looking import Eyes, with_pictures
from firsthand.evidence.taking import take
from firsthand.explaining import Explained, on_file
from firsthand.filed import named, parts_of, with_parts
from firsthand.index.desk_file import DeskGazetteer, open_places
from firsthand.index.recall import recall
from firsthand.index.shelf import Shelf
from firsthand.inscribing import inscribed, rest
from firsthand.reading.tips import Lens, read_tip, unreadable
from firsthand.record.casefile import Form
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.cases import Case
from firsthand.record.decisions import Answer, Decision
from firsthand.record.findings import Report
from firsthand.record.leads import Leads
from firsthand.record.readings import Print, Reading
from firsthand.record.tip_fields import make_tip
from firsthand.record.tips import Capture, CaptureState, Tip
from firsthand.revising import Revising
from firsthand.sentence_models import ModelState
from firsthand.settings import Settings
from firsthand.showing import pictures_shown

__all__ = ["Checked", "Desk", "check", "init", "judge", "make_tip", "open", "read_bytes"]

Told = Callable[[int], None] | None
Step = Callable[[str], None]
_TIP = re.compile(r"(?:picture|text):[0-9a-f]{64}|picture:[0-9a-f]{64}@\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with all that it was made of. `report` can be computed again from `reading` and `leads` (`judge`).

    `bodies` are the bytes of the tip and of its pictures by their SHA-256, as they came in.
    """

    report: Report
    reading: Reading
    leads: Leads
    bodies: Mapping[str, bytes] = field(default_factory=dict)


def judge(tip: Tip, capture: Capture | None, reading: Reading, leads: Leads, **made: Any) -> Report:
    """The pure end of the path: the same reading, leads and settings give the same findings, years later.

    `made` may give `settings`, `checks`, `version` and `made_at`.
    """
    settings: Settings = made.get("settings") or Settings()
    checks: tuple[Check, ...] = made.get("checks") or all_checks()
    findings, not_checked = run_checks(Question(tip, reading, leads, settings), checks)
    version, made_at = made.get("version") or firsthand.__version__, made.get("made_at") or _now()
    said = {gap.reason for gap in not_checked}
    notes = tuple(dict.fromkeys(n for n in (*reading.problems, *leads.notes, *calibrated(leads)) if n not in said))
    findings = attached(findings, leads)
    return Report(tip, capture, findings, not_checked, version, settings.digest, made_at, notes)


class Desk:
    """An open casebook. Use it as a context manager, or call `close`."""

    def __init__(self, book: CasebookStore, settings: Settings) -> None:
        self.book = book
        self.settings = settings

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    rest = staticmethod(rest)

    def close(self) -> None:
        self.book.close()

    @cached_property
    def gazetteer(self) -> DeskGazetteer:
        return open_places(self.book.index_folder, lambda text: self.index.names.find(text, ""))

    @cached_property
    def decoder(self) -> Decoder:
        """What opens picture files: a process apart that all desks of this program share, started when it is needed."""
        return shared()

    @cached_property
    def index(self) -> Shelf:
        return sentence_models.index_of(self.book)

    @property
    def model(self) -> ModelState:
        """The sentence model that this casebook uses, if any, opened to see that it can be."""
        return sentence_models.state(self.index)

    def set_model(self, model: str, *, progress: Told = None) -> ModelState:
        """Use the sentence model of this name or folder from now on, or none where it is empty; encodes every claim on file.

        `progress` is told how many texts were encoded. Raises EncoderError, CasebookError.
        """
        self.index = sentence_models.switched(self.book, model, progress)
        return self.model

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        return all_checks()

    def check(self, tip: Tip | None = None, **given: str) -> Report:
        """The report on one tip: a `Tip`, or its fields by name (`picture=`, `caption=`, `text=`, `url=`, `html=`, ...).

        Raises UsageError where the tip is not one tip. What cannot be fetched or read stands in the report.
        """
        return self.examine(tip or make_tip(**given)).report

    def examine(self, tip: Tip, *, step: Step = lambda name: None) -> Checked:
        """The report on one tip, with its reading and its leads. `step` is told what begins: capture, read, recall, weigh."""
        step("capture")
        if tip.picture:
            self.decoder.warm(self.settings)
        taken = take(tip, self.settings, _now)
        bodies: dict[str, bytes] = {}
        step("read")
        self.index.sync(self.book)
        self.gazetteer.sync(self.book)
        if taken.capture.state is CaptureState.FAILED:
            reading = unreadable(tip, taken.capture.problems[0])
        else:
            reading = read_tip(tip, taken.body, taken.charset, Lens(self.gazetteer, self.settings, self.decoder.read))
            bodies = {hashlib.sha256(taken.as_it_came).hexdigest(): taken.as_it_came}
            reading = with_pictures(tip, reading, bodies, Eyes(self.decoder, self.settings, _now))
        words = inscribed(reading, self._sight(bodies).ours, self.settings)
        reading = words.reading
        step("recall")
        found = recall(reading, self.book, self.index, self.gazetteer, self.settings)
        lacks = self.index.picture_notes() if reading.pictures else ()
        leads = words.told(replace(found, calibration=self.book.calibration(), notes=(*found.notes, *lacks)))
        step("weigh")
        report = judge(tip, taken.capture, reading, leads, settings=self.settings, checks=self.checks)
        leads = compared(report, reading, leads, self._sight(bodies))
        return Checked(replace(report, findings=attached(report.findings, leads)), reading, leads, bodies)

    def _sight(self, bodies: Mapping[str, bytes]) -> Sight:
        """The pixels of our pictures and of those on file."""
        return sight(
            bodies, self.book.exhibit, lambda data, name, at: self.decoder.pixels(data, name, self.settings, at)
        )

    def page(self, checked: Checked, *, lang: str = "en") -> str:
        """The report as one self-contained page, with our pictures beside those on file, both encoded anew."""
        shown = dict(pictures_shown(self.book, self.decoder, self.settings, checked))
        return render.to_html(checked.report, checked.reading, checked.leads, pictures=shown, lang=lang)

    def file(self, checked: Checked, *, who: str) -> Report:
        """Put a report on file, under the name of the person who does it, with all that it was made of.

        The tip's bytes, the reading and the leads are kept as exhibits that the report's capture names; returns that report.
        """
        return self.put_on_file(checked, who=who).report

    def put_on_file(self, checked: Checked, *, who: str) -> FiledReport:
        """What `file` does, with who filed it and when: `book.filed_reports.name` makes its name of these."""
        capture = checked.report.capture
        assert capture is not None, "examine() makes a capture of every tip"
        person = named(who)
        for sha256, body in checked.bodies.items():
            self.book.keep(body, next((e.name for e in capture.exhibits if e.sha256 == sha256), ""), "")
        filed = FiledReport(with_parts(self.book, checked.report, checked.reading, checked.leads), person, _now())
        self.book.file(filed.report, who=person, at=filed.at)
        return filed

    def judge_again(self, report: Report) -> Report:
        """The findings of a report on file, computed anew from its exhibits with today's checks and these settings.

        Raises UsageError where the report was filed without them, ExhibitError where they are damaged.
        """
        reading, leads = parts_of(self.book, report)
        again = judge(report.tip, report.capture, reading, leads, settings=self.settings, checks=self.checks)
        return replace(again, made_at=report.made_at)

    def explain(self, target: str) -> tuple[Explained, ...]:
        """The reasoning behind findings on file: those about a case, or those of one name. Raises UsageError for neither."""
        return on_file(self.book, target)

    def decide(self, tip: str, item: str, answer: Answer | str, *, who: str, why: str = "") -> Decision:
        """Record what a person decided on a lead: `tip` and `item` as they stand in the finding's match.

        Raises UsageError for an answer or an item that does not exist.
        """
        case, _, id = item.partition("/")
        held = self.book.case(case)
        if held is None or not (held.claim(id) or held.picture(id)):
            raise UsageError(
                f"The casebook holds no claim or picture {item!r}.", hint="Write CASE/ID as the report shows it."
            )
        if not _TIP.fullmatch(tip):
            raise UsageError(
                f"{tip!r} does not name a tip.", hint="Write picture:SHA256 or text:SHA256 as the report shows it."
            )
        try:
            row = Decision(tip, item, Answer(answer), named(who), _now(), why)
        except ValueError as error:
            raise UsageError(f"{answer!r} is not an answer.", hint="Say yes, no, unsure or withdrawn.") from error
        self.book.file(row, who=row.who, at=row.at)
        return row

    @property
    def calibrations(self) -> Calibrations:
        """The casebook's own calibration of claim matches: to be tried, put in use, taken back."""
        return Calibrations(self.book, self.settings)

    @property
    def revising(self) -> Revising:
        """Cases filed anew by people who saw what stood there; joined, parted, and brought back."""
        return Revising(self.book, _now)

    def import_cases(
        self, paths: Iterable[Path], *, who: str, strict: bool = False, progress: Told = None, encoding: Told = None
    ) -> ImportSummary:
        """Read casefiles into the casebook and bring the index up to date.

        `progress` is told how many documents were read, `encoding` how many claims the sentence model has encoded, if any.
        """
        summary = import_files(
            self.book,
            list(paths),
            strict=strict,
            who=named(who),
            now=_now,
            prepare_picture=self._prepared,
            progress=progress,
        )
        sentence_models.encode(self.book, self.index, encoding)
        return summary

    def _prepared(self, data: bytes, name: str) -> tuple[str, tuple[Print, ...]]:
        return self.decoder.reference(data, name, self.settings)

    def export_cases(self, target: Path, *, form: Form = "yaml", pictures: Given = "files") -> ExportSummary:
        """Write all cases to a new folder, or file for "jsonl"; `pictures` says what leaves of the pictures."""
        return export_cases(self.book, target, form=form, pictures=pictures)

    def case(self, id: str) -> Case:
        """One case. Raises UsageError where there is none of that id."""
        case = self.book.case(id)
        if case is None:
            raise UsageError(f"The casebook holds no case {id!r}.", hint="`firsthand case list` shows them all.")
        return case

    def rebuild_index(self) -> int:
        """Make the index anew from the casebook; returns the number of cases in it."""
        return self.index.rebuild(self.book)


def init(path: Path | str, *, settings: Settings | None = None) -> Desk:
    """Make a new casebook in a folder that does not exist or is empty, and open it."""
    return Desk(CasebookStore.create(Path(path)), settings or Settings())


def open(path: Path | str, *, settings: Settings | None = None, write: bool = True) -> Desk:
    """Open the casebook in a folder. Raises CasebookError where there is none, or one that this version cannot read."""
    return Desk(CasebookStore.open(Path(path), write=write), settings or Settings())


def check(path: Path | str, **given: str) -> Report:
    """Open a casebook, check one tip against it, close it."""
    with open(path) as desk:
        return desk.check(make_tip(**given))


def _now() -> datetime:
    return datetime.now(UTC)
