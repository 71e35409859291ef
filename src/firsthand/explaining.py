"""Which findings are meant by a case or a name, and what is the reasoning behind each? On file, or in a report's JSON."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NoReturn

import firsthand
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CasebookError, UsageError
from firsthand.record.finding_names import name_of
from firsthand.record.findings import Finding, Report
from firsthand.render import reasoning, report_from_plain

HINT = "Give what `firsthand check --json` printed; nothing was changed."
_NEAR = 3
_SHORT = 4
"""Characters of a name from which on it is looked for inside other names."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding with its name, the reasoning behind it as one paragraph, and the report that it stands in.

    `who` put that report on file, and `at` is when; empty and None for a report that only lies in a file.
    """

    name: str
    finding: Finding
    text: str
    report: Report
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The reports of a file, and a sentence for each line that holds none (a batch tells so of a line that was no tip)."""

    reports: tuple[Report, ...]
    left_out: tuple[str, ...] = ()


def on_file(book: CasebookStore, target: str) -> tuple[Explained, ...]:
    """The findings about the case of this id, or of this name, in the reports on file; each once, as reported last.

    Empty where the case is on file and no report on it is. Raises UsageError where there is no such case and no such name.
    """
    rows = list(_rows((one.report, one.who, one.at) for one in book.reports()))
    found = _chosen(rows, target)
    if found or book.case(target):
        return found
    cases = [line.id for line in book.case_list()]
    raise _nothing(f"The casebook holds no case and no finding on file by the name {target!r}.", target, rows, cases)


def of_reports(given: Given, target: str = "") -> tuple[Explained, ...]:
    """The findings about the case of this id, or of this name, in these reports; all of them where nothing is named.

    Raises UsageError where a case or name is not there.
    """
    rows = list(_rows((report, "", None) for report in given.reports))
    found = _chosen(rows, target) if target else _each_once(rows)
    if found or not target:
        return found
    raise _nothing(f"The report holds no finding about a case {target!r}, and none of that name.", target, rows, ())


def reports_in(data: bytes, file: str) -> Given:
    """The report, or reports one a line, that a file holds as `firsthand check --json` or `--jsonl` printed them.

    Raises UsageError, naming the file, where it is no JSON, breaks off, holds no report, or one of a newer Firsthand.
    """
    text = _decoded(data, file)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > 1 and all(line.startswith("{") and line.rstrip().endswith("}") for _, line in lines):
        whole = [(number, _parsed(line, f"{file}, line {number}")) for number, line in lines]
    else:
        whole = [(1, _parsed(text, file))]
    told = [_left_out(plain, number) for number, plain in whole]
    reports = tuple(_report(plain, file) for (_, plain), left in zip(whole, told, strict=True) if not left)
    if not reports:
        raise UsageError(f"{file} holds no report. {told[0]}", hint=HINT)
    return Given(reports, tuple(filter(None, told)))


def _rows(reports: Iterable[tuple[Report, str, datetime | None]]) -> Iterator[Explained]:
    """Every finding by its name; the reasoning is made for those that are told."""
    for report, who, at in reports:
        for finding in report.findings:
            yield Explained(name_of(report, finding), finding, "", report, who, at)


def _chosen(rows: Sequence[Explained], target: str) -> tuple[Explained, ...]:
    named = [row for row in rows if row.name == target]
    return _each_once(named or [row for row in rows if target and row.finding.case == target])


def _each_once(rows: Iterable[Explained]) -> tuple[Explained, ...]:
    """What several reports found alike is told once, of the latest, in the place of the first."""
    held: dict[tuple[str, str], Explained] = {}
    for row in rows:
        text = reasoning(row.finding)
        held[row.name, text] = replace(row, text=text)
    return tuple(held.values())


def _nothing(message: str, target: str, rows: Sequence[Explained], cases: Sequence[str]) -> UsageError:
    """The error that names the nearest."""
    known = list(dict.fromkeys([*cases, *(r.finding.case for r in rows if r.finding.case), *(r.name for r in rows)]))
    holding = [name for name in known if len(target) >= _SHORT and target.lower() in name.lower()]
    near = list(dict.fromkeys([*holding, *difflib.get_close_matches(target, known, _NEAR)]))[:_NEAR]
    hint = f"Did you mean {' or '.join(near)}?" if near else "Names of findings stand in each report."
    return UsageError(message, hint=hint)


def _decoded(data: bytes, file: str) -> str:
    """The text; a byte order mark, and UTF-16 as some shells write it, are understood."""
    if not data.strip():
        raise UsageError(f"{file} is empty.", hint=HINT)
    try:
        return data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is no JSON: it is not text in UTF-8.", hint=HINT) from error


def _parsed(text: str, file: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            raise UsageError(f"{file} ends before its JSON does: it was cut off.", hint=HINT) from error
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"{file} is no JSON ({error.msg} at {where}).", hint=HINT) from error
    except (ValueError, RecursionError) as error:  # a number of too many digits, brackets without end
        raise UsageError(f"{file} is no JSON that a report can have.", hint=HINT) from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _left_out(plain: Any, number: int) -> str:
    """Why a line is no report, where it says so itself."""
    error = plain.get("error") if isinstance(plain, dict) and "findings" not in plain else None
    return f"Line {number} is no report: {error}" if isinstance(error, str) else ""


def _report(plain: Any, file: str) -> Report:
    if not isinstance(plain, dict):
        raise UsageError(f"{file} is JSON, but no report.", hint=HINT)
    _not_newer(plain.get("version"), file)
    try:
        report = report_from_plain(plain)
        report.made_at.astimezone(UTC)
    except CasebookError as error:
        raise UsageError(f"{file}: {error.message.rstrip('.')}.", hint=HINT) from error
    except (OverflowError, RecursionError) as error:  # a moment beyond the calendar
        raise UsageError(f"{file} is no JSON that a report can have.", hint=HINT) from error
    return report


def _not_newer(version: object, file: str) -> None:
    """A later version may mean what this one does not know; an earlier one is explained by the rules of today."""
    theirs, ours = _numbers(version), _numbers(firsthand.__version__)
    if theirs > ours:
        told = f"{file} was made by Firsthand {version}; this is {firsthand.__version__}, which may not know its rules."
        raise UsageError(told, hint="Explain it with that version.")


def _numbers(version: object) -> tuple[int, ...]:
    return tuple(int(part[:9]) for part in re.findall(r"[0-9]+", version)[:3]) if isinstance(version, str) else ()
