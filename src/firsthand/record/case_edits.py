"""How does one line of a case change? Put into its casefile, or taken out, and read back by the rules of all casefiles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firsthand.record.casefile_case import read_case
from firsthand.record.casefile_wire import Complaint, Spot
from firsthand.record.casefile_write import case_document
from firsthand.record.cases import Case

NAMED = ("claims", "pictures", "subjects")
"""Parts whose lines bear an id."""

PARTS = (*NAMED, "entries", "appearances", "reviews")
"""What may be added to a case, changed and withdrawn, line by line."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: its part, its key (empty: a new one), and for an entry the id of its picture or subject."""

    part: str
    key: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field of the line, or (with no field) with the case that would come of it."""

    field: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """The case that comes of a change, or why it cannot be filed: `case` is None exactly where there are `faults`."""

    case: Case | None
    faults: tuple[Fault, ...] = ()


def line_key(fields: Mapping[str, Any]) -> str:
    """The name of a line without an id: 16 hex digits of the SHA-256 of what it says."""
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def keys(case: Case, place: Place) -> list[str]:
    """The keys of the lines that stand where this one does, in their order."""
    if place.part == "entries":
        bearer = case.picture(place.of) or case.subject(place.of)
        return [entry.id for entry in bearer.entries] if bearer else []
    lines = case_document(case).get(place.part, ())
    return [line["id"] if place.part in NAMED else line_key(line) for line in lines]


def line(case: Case, place: Place) -> dict[str, Any] | None:
    """The fields of a line as its casefile gives them; None where there is none of this key."""
    there = keys(case, place)
    if place.key not in there:
        return None
    found: dict[str, Any] = _list(case_document(case), place)[there.index(place.key)]
    return found


def changed(case: Case, place: Place, fields: Mapping[str, Any] | None) -> Edited:
    """The case with a line put in its place (at the end, where it is new), or taken out where there are no fields."""
    document = case_document(case)
    if place.part == "entries" and not (case.picture(place.of) or case.subject(place.of)):
        return Edited(None, (Fault("", f"The case holds no picture or subject {place.of!r}."),))
    lines, there = _list(document, place), keys(case, place)
    at = there.index(place.key) if place.key in there else len(lines)
    lines[at : at + 1] = [] if fields is None else [dict(fields)]
    edited = _read(document, f"{_path(document, place)}[{at}].")
    if edited.case and fields is not None and _twice(edited.case, place, at):
        return Edited(None, (Fault("", "This line stands in the case already.", "Change what it says."),))
    return edited


def _twice(case: Case, place: Place, at: int) -> bool:
    there = keys(case, place)
    return there.count(there[at]) > 1


def headed(case: Case, **head: str) -> Edited:
    """The case with another title, status or note."""
    document = case_document(case)
    document["case"] |= head
    return _read(document, "case.")


def _list(document: dict[str, Any], place: Place) -> list[Any]:
    if place.part == "entries":
        bearers = [*document.get("pictures", ()), *document.get("subjects", ())]
        bearer = next(bearer for bearer in bearers if bearer["id"] == place.of)
        found: list[Any] = bearer.setdefault("entries", [])
        return found
    return document.setdefault(place.part, [])  # type: ignore[no-any-return]


def _path(document: Mapping[str, Any], place: Place) -> str:
    if place.part != "entries":
        return place.part
    bearers = (
        (part, n, one["id"]) for part in ("pictures", "subjects") for n, one in enumerate(document.get(part, ()))
    )
    return next(f"{part}[{n}].entries" for part, n, id in bearers if id == place.of)


def _read(document: dict[str, Any], path: str) -> Edited:
    complaints: list[Complaint] = []
    case = read_case(Spot(document, "", complaints))
    if case is None or complaints:
        return Edited(None, faults(complaints, path))
    return Edited(case)


def faults(complaints: Sequence[Complaint], path: str) -> tuple[Fault, ...]:
    """Complaints by the field of the line at `path`; one about something else names its own path."""
    found = []
    for one in complaints:
        here = one.path.startswith(path)
        field = one.path.removeprefix(path).partition("[")[0].partition(".")[0] if here else ""
        found.append(Fault(field, one.message if here else f"{one.path}: {one.message}", one.hint))
    return tuple(found)
