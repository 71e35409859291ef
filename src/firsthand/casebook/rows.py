"""How does a case lie in rows, and how is it put together again?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from firsthand.casebook.models import EntryRow, Revision
from firsthand.errors import CasebookError
from firsthand.record.casefile_case import read_case
from firsthand.record.casefile_entries import entry_fields
from firsthand.record.casefile_wire import Spot
from firsthand.record.casefile_write import case_document
from firsthand.record.cases import Case
from firsthand.record.entries import Entry
from firsthand.record.readings import Print

SAID = (
    "case",
    "entry",
    "field",
    "value",
    "source",
    "since",
    "until",
    "within",
    "words",
    "lang",
    "url",
    "capture",
    "note",
)
_NAMES = {"since": "from"}


@dataclass(frozen=True, slots=True)
class Body:
    """A case without its entries as JSON, with the ids of the entries in their places; `sha256` is over that text."""

    text: str
    sha256: str
    entries: Mapping[str, Entry]


def body_of(case: Case) -> Body:
    document = case_document(case)
    held = [*(picture.entries for picture in case.pictures), *(subject.entries for subject in case.subjects)]
    held += [criterion.entries for checklist in case.checklists for criterion in checklist.criteria]
    entries: dict[str, Entry] = {}
    for thing, said in zip(_bearers(document), held, strict=True):
        if said:
            named = [(entry.id, entry) for entry in said]
            thing["entries"] = [id for id, _ in named]
            entries.update(named)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Body(text, hashlib.sha256(text.encode()).hexdigest(), entries)


def _bearers(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a case's document that may bear entries: pictures, subjects, and the criteria of checklists."""
    yield from document.get("pictures", ())
    yield from document.get("subjects", ())
    for checklist in document.get("checklists", ()):
        yield from checklist.get("criteria", ())


def entry_row(case: str, id: str, entry: Entry, revision: int, at: datetime) -> EntryRow:
    fields = {("since" if name == "from" else name): value for name, value in entry_fields(entry).items()}
    fields |= {"source": entry.source, "subject": entry.subject}
    if entry.within:
        fields["within"] = json.dumps(list(entry.within), ensure_ascii=False)
    return EntryRow(case=case, entry=id, revision=revision, at=at, **fields)


def cases_of(alias: str, revisions: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
    """The cases of a few hundred revisions (each with `case` and `body`) in their order, with one query for entries."""
    held = list(revisions)
    names = {row["case"] for row in held}
    said = EntryRow.objects.using(alias).filter(case__in=names, withdrawn=False).order_by("id").values(*SAID)
    entries: dict[tuple[str, str], dict[str, Any]] = {(row["case"], row["entry"]): row for row in said}
    for row in held:
        yield _whole(row["case"], json.loads(row["body"]), entries)


def _whole(id: str, document: dict[str, Any], entries: Mapping[tuple[str, str], Mapping[str, Any]]) -> Case:
    try:
        for thing in _bearers(document):
            thing["entries"] = [_fields(entries[id, entry]) for entry in thing.get("entries", ())]
    except KeyError as error:
        hint = "Restore the casebook's folder from a copy."
        raise CasebookError(
            f"The case {id} lacks an entry that its newest revision names: {error}.", hint=hint
        ) from error
    # What an older version accepted stays readable: complaints about it are not raised here.
    case = read_case(Spot(document, "", []))
    if case is None:
        raise CasebookError(f"The case {id} is damaged in the casebook.", hint="Restore the folder from a copy.")
    return case


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    fields = {_NAMES.get(name, name): row[name] for name in SAID[2:] if row[name]}
    if "within" in fields:
        fields["within"] = json.loads(fields["within"])
    return fields


def revisions_of(alias: str, **wanted: Any) -> list[Mapping[str, Any]]:
    return list(Revision.objects.using(alias).filter(**wanted).order_by("id").values("id", "case", "body"))


def prints_text(prints: tuple[Print, ...]) -> str:
    return msgspec.json.encode(prints).decode()


def prints_from(text: str) -> tuple[Print, ...]:
    return msgspec.json.decode(text, type=tuple[Print, ...])


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list shows it. `verdicts` are those of its reviews; `change` is the number of its newest revision."""

    id: str
    title: str
    status: str
    verdicts: tuple[str, ...]
    change: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One filing of a case: its number, by whom, when, and from which file."""

    number: int
    who: str
    at: datetime
    from_file: str
