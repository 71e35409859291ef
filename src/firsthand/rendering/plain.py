"""What does a report look like as plain JSON values, and how does it come back? The form is docs/report.md."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

import msgspec

from firsthand.errors import CasebookError, WhenError
from firsthand.record.finding_names import name_of
from firsthand.record.findings import Report
from firsthand.record.when import When, parse

_ONLY_IF_ANY = frozenset({"corners"})
"""Fields that are left out where they are empty: nearly every region is an upright box."""

_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def to_plain(report: Report) -> dict[str, Any]:
    """The report as dicts, lists, strings and numbers; dates as EDTF, moments as ISO 8601.

    A tip that came with an `id` (a line of JSONL) gives it to the whole object too, and each finding bears its name.
    """
    plain: dict[str, Any] = plain_value(report)
    named = zip(report.findings, plain["findings"], strict=True)
    plain["findings"] = [{"name": name_of(report, finding), **values} for finding, values in named]
    return {"id": report.tip.id, **plain} if report.tip.id else plain


def plain_value(value: Any) -> Any:
    """A value of the record as dicts, lists, strings and numbers."""
    match value:
        case When():
            return str(value)
        case datetime():
            return value.isoformat()
        case Enum():
            return value.value
        case tuple():
            return [plain_value(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}
        return {name: one for name, one in plain.items() if one or name not in _ONLY_IF_ANY}
    return value


def to_json(report: Report) -> str:
    """One line of JSON, letters as they are.

    What would break the line or steer a terminal stands as its escape, and means the same.
    """
    return json_line(to_plain(report))


def json_line(plain: Mapping[str, Any]) -> str:
    """Plain values as one line of JSON, with nothing in it that breaks the line or steers a terminal."""
    line = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def report_from_plain(plain: Mapping[str, Any]) -> Report:
    """The report that `to_plain` gave; only the words that a date was read from are not kept.

    Raises CasebookError where the values are not a report. Unknown fields are passed over: a newer version may add some.
    """
    tip = plain.get("tip")
    published = tip.get("published") if isinstance(tip, Mapping) else None
    bare = {**plain, "tip": {**tip, "published": None}} if isinstance(tip, Mapping) else dict(plain)
    try:
        report = msgspec.convert(bare, Report)
        if published is None:
            return report
        return replace(report, tip=replace(report.tip, published=parse(str(published))))
    except (msgspec.ValidationError, WhenError) as error:
        raise CasebookError(f"This is not a report of Firsthand: {error}", hint="See docs/report.md.") from error
