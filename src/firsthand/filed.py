"""What was a report on file made of, and who puts things on file?"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from firsthand.casebook.store import CasebookStore
from firsthand.errors import UsageError
from firsthand.record.findings import Report
from firsthand.record.leads import Leads
from firsthand.record.readings import Reading

READING, LEADS = "reading.json", "leads.json"
"""Names of the exhibits from which a report on file can be computed again."""


def with_parts(book: CasebookStore, report: Report, reading: Reading, leads: Leads) -> Report:
    """The report whose capture names its reading and its leads, which are kept as exhibits."""
    assert report.capture is not None, "examine() makes a capture of every tip"
    parts = ((READING, reading), (LEADS, leads))
    made_of = tuple(book.keep(msgspec.json.encode(part), name, "application/json") for name, part in parts)
    return replace(report, capture=replace(report.capture, exhibits=(*report.capture.exhibits, *made_of)))


def parts_of(book: CasebookStore, report: Report) -> tuple[Reading, Leads]:
    """The reading and the leads of a report on file.

    Raises UsageError where the report was filed without them, ExhibitError where they are missing or damaged.
    """
    held = {exhibit.name: exhibit.sha256 for exhibit in (report.capture.exhibits if report.capture else ())}
    if not {READING, LEADS} <= held.keys():
        raise UsageError("This report was filed without its reading and leads.", hint="Check the tip once more.")
    reading = msgspec.json.decode(book.exhibit(held[READING]), type=Reading)
    return reading, msgspec.json.decode(book.exhibit(held[LEADS]), type=Leads)


def named(who: str) -> str:
    """The name of a person. Raises UsageError where there is none."""
    if not who.strip():
        raise UsageError(
            "Nobody is named as the one who does this.", hint="Give a name with --who, or set FIRSTHAND_WHO."
        )
    return who.strip()
