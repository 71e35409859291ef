"""Which lines came into a case and which left it, between two of its revisions?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.record.casefile_write import case_document
from firsthand.record.cases import Case

Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a case: its part (`case claims wordings pictures subjects names entries appearances reviews checklists`),
    the id of what it belongs to, and what it says, field by field."""

    part: str
    of: str
    said: Said


@dataclass(frozen=True, slots=True)
class Difference:
    """The lines that came and those that went, each in the order of its case."""

    came: tuple[Line, ...]
    went: tuple[Line, ...]


def lines(case: Case) -> tuple[Line, ...]:
    """All lines of a case in the order of its casefile."""
    return tuple(_lines(case_document(case)))


def difference(before: Case | None, after: Case) -> Difference:
    """What is in one and not in the other; a line that stands twice counts twice. Their order is no difference."""
    old, new = lines(before) if before else (), lines(after)
    return Difference(tuple(_beyond(new, old)), tuple(_beyond(old, new)))


def _beyond(ours: tuple[Line, ...], theirs: tuple[Line, ...]) -> Iterator[Line]:
    known = Counter(theirs)
    for line in ours:
        if known[line]:
            known[line] -= 1
        else:
            yield line


def _lines(document: Mapping[str, Any]) -> Iterator[Line]:
    for name in ("title", "status", "note"):
        if value := document["case"].get(name):
            yield Line("case", "", ((name, value),))
    for claim in document.get("claims", ()):
        yield _line("claims", claim["id"], claim, "wordings")
        yield from (_line("wordings", claim["id"], one) for one in claim.get("wordings", ()))
    for part in ("pictures", "subjects"):
        for thing in document.get(part, ()):
            yield _line(part, thing["id"], thing, "entries", "names", "prints")
            yield from _names(thing)
            yield from (_line("entries", thing["id"], one) for one in thing.get("entries", ()))
    for part in ("appearances", "reviews"):
        yield from (_line(part, one.get("of", ""), one) for one in document.get(part, ()))
    for checklist in document.get("checklists", ()):
        yield from _checklist(checklist)


def _names(subject: Mapping[str, Any]) -> Iterator[Line]:
    for lang, names in subject.get("names", {}).items():
        yield from (Line("names", subject["id"], (("name", name), ("lang", lang))) for name in names)


def _checklist(checklist: Mapping[str, Any]) -> Iterator[Line]:
    yield _line("checklists", checklist["id"], checklist, "criteria")
    for criterion in checklist.get("criteria", ()):
        yield _line("checklists", checklist["id"], criterion, "entries")
        yield from (_line("entries", checklist["id"], one) for one in criterion.get("entries", ()))


def _line(part: str, of: str, fields: Mapping[str, Any], *without: str) -> Line:
    said = ((name, value) for name, value in fields.items() if value and name not in without)
    return Line(part, of, tuple((name, value if isinstance(value, str) else ", ".join(value)) for name, value in said))
