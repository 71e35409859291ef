"""What changes when a case is filed? New revisions, entries that enter and entries that leave, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from django.db import transaction

from firsthand.casebook.models import CalibrationRow, CaseRow, DecisionRow, EntryRow, ExhibitRow, ReportRow, Revision
from firsthand.casebook.rows import Body, body_of, entry_row, prints_text
from firsthand.errors import OvertakenError, UsageError
from firsthand.record.calibration import Calibration
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.cases import Case
from firsthand.record.decisions import Decision
from firsthand.record.readings import Print
from firsthand.record.tips import Exhibit


class Change(StrEnum):
    """What filing a case did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Kept:
    """An exhibit whose bytes are on the disk, with its prints; only its row is still to be written."""

    exhibit: Exhibit
    prints: tuple[Print, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A case ready to be filed. `kept` are the exhibits that it brings; `body` its stored form, if made already."""

    case: Case
    from_file: str = ""
    kept: tuple[Kept, ...] = ()
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of one case: how many lines of the record were added and withdrawn."""

    case: str
    change: Change
    added: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Besides:
    """What one transaction does besides filing cases: it holds only if the newest revision of each case is the one `seen`
    (0: the case is new), and it writes these decisions."""

    seen: Mapping[str, int]
    decisions: tuple[Decision, ...] = ()


ALONE = Besides({})
"""Nothing besides: whatever is on file."""


def file_cases(
    alias: str, incoming: Sequence[Incoming], *, who: str, at: datetime, besides: Besides = ALONE
) -> list[Filed]:
    """File some hundred cases with different ids, all of them or, if the database fails, none. Raises OvertakenError."""
    bodies = [(one, one.body or body_of(one.case)) for one in incoming]
    with transaction.atomic(using=alias):
        _not_overtaken(alias, besides.seen)
        DecisionRow.objects.using(alias).bulk_create(map(_decision_row, besides.decisions), ignore_conflicts=True)
        _exhibit_rows(alias, [kept for one in incoming for kept in one.kept])
        known = _newest(alias, [one.case.id for one in incoming])
        fresh = [(one, body) for one, body in bodies if known.get(one.case.id) != body.sha256]
        done = _revise(alias, fresh, known, who, at)
    return [done.get(one.case.id) or Filed(one.case.id, Change.SAME) for one in incoming]


def _not_overtaken(alias: str, seen: Mapping[str, int]) -> None:
    rows = CaseRow.objects.using(alias).filter(id__in=list(seen)).values_list("id", "change")
    newest = dict.fromkeys(seen, 0) | dict(rows)
    if late := [id for id in seen if newest[id] != seen[id]]:
        raise OvertakenError(
            f"The case {late[0]!r} was filed anew since you opened it.", hint="Look at what changed, then decide."
        )


def _newest(alias: str, ids: Sequence[str]) -> Mapping[str, str]:
    """The digest of the newest revision of each case that is on file."""
    changes = CaseRow.objects.using(alias).filter(id__in=ids).values_list("change", flat=True)
    rows = Revision.objects.using(alias).filter(id__in=list(changes)).values_list("case", "sha256")
    return dict(rows)


def _revise(
    alias: str, fresh: Sequence[tuple[Incoming, Body]], known: Mapping[str, str], who: str, at: datetime
) -> Mapping[str, Filed]:
    revisions = Revision.objects.using(alias).bulk_create(
        Revision(case=one.case.id, body=body.text, sha256=body.sha256, who=who, at=at, from_file=one.from_file)
        for one, body in fresh
    )
    standing = _standing(alias, [one.case.id for one, _ in fresh if one.case.id in known])
    rows: list[EntryRow] = []
    done: dict[str, Filed] = {}
    for (one, body), revision in zip(fresh, revisions, strict=True):
        id, held = one.case.id, standing.get(one.case.id, set())
        added = [entry_row(id, key, entry, revision.id, at) for key, entry in body.entries.items() if key not in held]
        gone = [_withdrawal(id, key, revision.id, at) for key in sorted(held - body.entries.keys())]
        rows += [*added, *gone]
        change = Change.CHANGED if id in known else Change.NEW
        done[id] = Filed(id, change, len(added), len(gone))
    EntryRow.objects.using(alias).bulk_create(rows)
    _list(alias, [(one.case, revision.id) for (one, _), revision in zip(fresh, revisions, strict=True)], at)
    return done


def _standing(alias: str, ids: Sequence[str]) -> Mapping[str, set[str]]:
    """Ids of the entries of each case whose latest row is not a withdrawal."""
    rows = EntryRow.objects.using(alias).filter(case__in=ids).order_by("id").values_list("case", "entry", "withdrawn")
    latest = {(case, entry): withdrawn for case, entry, withdrawn in rows}
    standing: dict[str, set[str]] = {}
    for (case, entry), withdrawn in latest.items():
        if not withdrawn:
            standing.setdefault(case, set()).add(entry)
    return standing


def _withdrawal(case: str, entry: str, revision: int, at: datetime) -> EntryRow:
    return EntryRow(case=case, entry=entry, withdrawn=True, revision=revision, at=at)


def _list(alias: str, cases: Iterable[tuple[Case, int]], at: datetime) -> None:
    rows = [
        CaseRow(
            id=case.id,
            title=case.title,
            status=case.status,
            verdicts=" ".join(dict.fromkeys(review.verdict.value for review in case.reviews if review.verdict)),
            change=change,
            changed=at,
        )
        for case, change in cases
    ]
    columns = ["title", "status", "verdicts", "change", "changed"]
    CaseRow.objects.using(alias).bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)


def _exhibit_rows(alias: str, kept: Iterable[Kept]) -> None:
    rows = [
        ExhibitRow(sha256=e.sha256, size=e.size, media=e.media, name=e.name, prints=prints_text(prints))
        for e, prints in ((one.exhibit, one.prints) for one in kept)
    ]
    ExhibitRow.objects.using(alias).bulk_create(rows, ignore_conflicts=True)


def keep_exhibit(alias: str, kept: Kept) -> None:
    with transaction.atomic(using=alias):
        _exhibit_rows(alias, [kept])


def file_ledger(alias: str, things: Sequence[Decision | FiledReport | Calibration]) -> int:
    """File decisions, reports and calibrations; those already on file are left alone. Returns how many are new."""
    decisions = [_decision_row(thing) for thing in things if isinstance(thing, Decision)]
    reports = [_report_row(thing) for thing in things if isinstance(thing, FiledReport)]
    calibrations = [_calibration_row(thing) for thing in things if isinstance(thing, Calibration)]
    with transaction.atomic(using=alias):
        before = _ledger_size(alias)
        DecisionRow.objects.using(alias).bulk_create(decisions, ignore_conflicts=True)
        ReportRow.objects.using(alias).bulk_create(reports, ignore_conflicts=True)
        CalibrationRow.objects.using(alias).bulk_create(calibrations, ignore_conflicts=True)
        return _ledger_size(alias) - before


def _ledger_size(alias: str) -> int:
    return sum(rows.objects.using(alias).count() for rows in (DecisionRow, ReportRow, CalibrationRow))


def _decision_row(decision: Decision) -> DecisionRow:
    fields = {"tip": decision.tip, "item": decision.item, "answer": decision.answer.value, "who": decision.who}
    fields["why"] = decision.why
    at = zoned(decision.at)
    return DecisionRow(digest=_digest([*fields.values(), at.timestamp()]), at=at, **fields)


def _report_row(filed: FiledReport) -> ReportRow:
    body = msgspec.json.encode(filed.report).decode()
    return ReportRow(digest=report_digest(filed), body=body, who=filed.who, at=zoned(filed.at))


def report_digest(filed: FiledReport) -> str:
    """The name of a report on file: what it says, who filed it and when."""
    return _digest([msgspec.json.encode(filed.report).decode(), filed.who, zoned(filed.at).timestamp()])


def _calibration_row(calibration: Calibration) -> CalibrationRow:
    body = msgspec.json.encode(calibration).decode()
    at = zoned(calibration.at)
    return CalibrationRow(digest=_digest([body]), body=body, who=calibration.who, at=at)


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def zoned(at: datetime) -> datetime:
    """The time itself. Raises UsageError where it does not say its zone."""
    if at.tzinfo is None:
        raise UsageError(f"The time {at} has no zone.", hint="Give one, such as datetime.now(UTC).")
    return at
