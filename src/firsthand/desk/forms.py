"""Which fields has a line of a case, how does a form show them, and what did it bring back?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from firsthand.desk.pages import cleaned
from firsthand.record.case_edits import Fault
from firsthand.record.cases import Kind
from firsthand.record.entries import LINK_FIELDS, WHEN_FIELDS, WHERE_FIELDS
from firsthand.record.outcome import Verdict
from firsthand.rendering.safe import safe

LINE, AREA = 1_000, 20_000
"""Characters of a short and of a long field."""

BY_TABLE, NO_VERDICT = "by-table", "none"
"""What the form says of a verdict besides the verdicts: as the table of ratings has it; none, whatever the table says."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the casefile, and how it is asked for: `line area when lang url known choice of pairs list file id`.

    An `id` or a `file` is asked for once, when the line is new.
    """

    name: str
    kind: str = "line"
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        return AREA if self.kind in ("area", "list", "pairs") else LINE


_NOTE, _LANG, _URL = Field("note", "area"), Field("lang", "lang"), Field("url", "url")
_VERDICTS = (BY_TABLE, NO_VERDICT, *(verdict.value for verdict in Verdict if verdict))

FORMS: Mapping[str, tuple[Field, ...]] = {
    "claims": (
        Field("text", "area", required=True),
        _LANG,
        Field("claimant"),
        Field("made", "when"),
        Field("wordings", "pairs"),
    ),
    "pictures": (Field("file", "file", required=True), Field("id", "id"), _NOTE),
    "subjects": (
        Field("kind", "choice", required=True, choices=tuple(kind.value for kind in Kind)),
        Field("names", "pairs"),
        Field("id", "id"),
        _NOTE,
    ),
    "entries": (
        Field("field", "known", required=True),
        Field("value", required=True),
        Field("source", required=True),
        Field("from", "when"),
        Field("until", "when"),
        Field("within", "list"),
        Field("words", "area"),
        _LANG,
        _URL,
        _NOTE,
    ),
    "appearances": (
        Field("url", "url", required=True),
        Field("published", "when"),
        Field("seen", "when"),
        Field("outlet"),
        Field("caption", "area"),
        _LANG,
        Field("status"),
        Field("of", "of"),
        _NOTE,
    ),
    "reviews": (
        Field("rating", required=True),
        Field("verdict", "choice", required=True, choices=_VERDICTS),
        Field("publisher"),
        _URL,
        Field("published", "when"),
        Field("summary", "area"),
        Field("of", "of"),
        _LANG,
    ),
}
"""The fields of each part, in the order of the form."""

KNOWN = (
    *("taken", "seen", "place", "event", "banner", "creator", "period", "founded", "dissolved", "seat", "based-in"),
    *("born", "died", "member-of", "works-with", "leads", "holds", "from", "owner"),
)
"""The fields of entries that the checks know; any other is kept and shown too."""

assert {*KNOWN} >= WHEN_FIELDS | WHERE_FIELDS | LINK_FIELDS, "the form offers every field that means something"


def asked(part: str, *, new: bool) -> tuple[Field, ...]:
    """The fields that the form of a part asks for."""
    return tuple(field for field in FORMS[part] if new or field.kind not in ("id", "file"))


def shown(part: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of a line holds: texts, and for pairs a list of (text, language)."""
    values: dict[str, Any] = {field.name: line.get(field.name, "") for field in FORMS[part]}
    values |= {field.name: "\n".join(line.get(field.name, ())) for field in FORMS[part] if field.kind == "list"}
    if part == "claims":
        values["wordings"] = [(one["text"], one.get("lang", "")) for one in line.get("wordings", ())]
    if part == "subjects":
        values["names"] = [(name, lang) for lang, names in line.get("names", {}).items() for name in names]
    if part == "reviews":
        values["verdict"] = (line["verdict"] or NO_VERDICT) if "verdict" in line else BY_TABLE
    return values


@dataclass(frozen=True, slots=True)
class Brought:
    """What a form brought: `values` as the form shows them again, `fields` as the casefile takes them, what is wrong."""

    values: dict[str, Any]
    fields: dict[str, Any]
    faults: tuple[Fault, ...]


def brought(part: str, form: QueryDict, old: Mapping[str, Any]) -> Brought:
    """What came back of the form of a line that said `old`; nothing, where it is new. Fields that were not asked for stay."""
    before = shown(part, old)
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for field in asked(part, new=not old):
        if field.kind == "file":
            continue
        read = _pairs if field.kind == "pairs" else _text
        values[field.name] = read(field, form, before, faults)
    faults += _empty(part, values, new=not old)
    return Brought(before | values, {**old, **_fields(part, values)} if old else _fields(part, values), tuple(faults))


def _text(field: Field, form: QueryDict, before: Mapping[str, Any], faults: list[Fault]) -> str:
    """A field as it was typed. Where nobody touched it, it is what it was: a page shows some characters as their number."""
    said, old = cleaned(form.get(field.name, "")), str(before[field.name])
    if len(said) > field.longest:
        faults.append(_too_long(field, said))
    return old if said == cleaned(safe(old)) else said


def _pairs(field: Field, form: QueryDict, before: Mapping[str, Any], faults: list[Fault]) -> list[tuple[str, str]]:
    old = {cleaned(safe(text)): text for text, _ in before[field.name]}
    langs = [*form.getlist(f"{field.name}-lang"), *[""] * len(form.getlist(field.name))]
    said = [(cleaned(text), cleaned(lang)) for text, lang in zip(form.getlist(field.name), langs, strict=False)]
    faults += [_too_long(field, text) for text, lang in said if len(text) > AREA or len(lang) > LINE]
    return [(old.get(text, text), lang) for text, lang in said if text]


def _too_long(field: Field, said: str) -> Fault:
    return Fault(field.name, f"It has {len(said):,} characters; {field.longest:,} is the limit.", "Shorten it.")


def _empty(part: str, values: Mapping[str, Any], *, new: bool) -> list[Fault]:
    """What must be said and is not. A source too: every line of the record says who says so."""
    must = [field for field in asked(part, new=new) if field.required and field.kind != "file"]
    return [Fault(field.name, "This field is empty; it must be given.") for field in must if not values[field.name]]


def _fields(part: str, values: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(values)
    if part == "claims":
        fields["wordings"] = [{"text": text, "lang": lang} for text, lang in values["wordings"]]
    elif part == "entries":
        fields["within"] = [line.strip() for line in values["within"].split("\n") if line.strip()]
    elif part == "subjects":
        names: dict[str, list[str]] = {}
        for text, lang in values["names"]:
            names.setdefault(lang, []).append(text)
        fields["names"] = names
    elif part == "reviews":
        said = fields.pop("verdict")
        # None stands for an absent field: then the table of ratings speaks.
        fields["verdict"] = None if said == BY_TABLE else "" if said == NO_VERDICT else said
    return fields
