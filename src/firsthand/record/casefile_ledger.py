"""How do decisions and filed reports travel beside the cases? One JSON document each, as lines of a JSONL file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import msgspec

from firsthand.record.casefile_wire import Spot
from firsthand.record.decisions import Answer, Decision
from firsthand.record.findings import Report

DECISION_FIELDS = ("firsthand", "decision")
DECISION_PARTS = ("tip", "item", "answer", "who", "at", "why")
REPORT_FIELDS = ("firsthand", "report", "who", "at")


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A report put on file, by whom and when. `at` carries its zone."""

    report: Report
    who: str
    at: datetime


def read_decision(top: Spot) -> Decision | None:
    """The decision of a document `{firsthand: 1, decision: {...}}`."""
    spot = top.at("decision")
    if not spot.fields(DECISION_PARTS):
        return None
    tip, item = spot.text("tip", required=True), spot.text("item", required=True)
    answer, at = spot.choice("answer", Answer), spot.moment("at")
    who, why = spot.text("who", required=True), spot.text("why")
    return Decision(tip, item, answer, who, at, why) if answer and at else None


def read_report(top: Spot) -> FiledReport | None:
    """The report of a document `{firsthand: 1, report: {...}, who: ..., at: ...}`, as it was filed."""
    who, at = top.text("who"), top.moment("at")
    try:
        # Numbers were kept as they are written, so text is taken for a number where one is due.
        report = msgspec.convert(top.get("report"), Report, strict=False)
    except msgspec.ValidationError as error:
        top.complain(f"This is not a report: {error}.", "Reports are written by 'firsthand export'.", key="report")
        return None
    return FiledReport(report, who, at) if at else None


def write_decision(decision: Decision) -> str:
    """One line of JSONL, its line end included."""
    said = {"tip": decision.tip, "item": decision.item, "answer": decision.answer.value, "who": decision.who}
    rest = {"at": decision.at.isoformat(), "why": decision.why}
    return json_line({"firsthand": 1, "decision": {**said, **rest}})


def write_report(filed: FiledReport) -> str:
    """One line of JSONL, its line end included."""
    report = msgspec.to_builtins(filed.report)
    return json_line({"firsthand": 1, "report": report, "who": filed.who, "at": filed.at.isoformat()})


_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_line(document: object) -> str:
    """Compact JSON on one line; characters that some readers take for a line's end are escaped."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_LINE_ENDS) + "\n"
