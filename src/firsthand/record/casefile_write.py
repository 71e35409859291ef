"""How is a case written down, so that reading it gives the same case? One canonical text for each form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firsthand.errors import CasefileError
from firsthand.record.casefile_case import VERSION, Form, read_case
from firsthand.record.casefile_checklists import write_checklists
from firsthand.record.casefile_entries import entry_fields
from firsthand.record.casefile_ledger import json_line
from firsthand.record.casefile_prints import write_prints
from firsthand.record.casefile_wire import Complaint, Spot
from firsthand.record.cases import Appearance, Case, Claim, Picture, Review, Subject

WIDTH = 120
"""A mapping of plain values stands on one line of YAML if it fits this many characters."""

Plain = dict[str, Any]


def write_casefile(case: Case, form: Form) -> str:
    """The casefile of a case, ending in a line end. Reading it gives an equal case if `check_case` accepts the case.

    Of a `When` the EDTF form is written; `words` of a date that a person read elsewhere do not travel.
    """
    document = case_document(case)
    if form == "json":
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return json_line(document) if form == "jsonl" else yaml_text(document)


def yaml_text(document: Mapping[str, Any]) -> str:
    """Plain values (text, lists, mappings with text as names; none of them empty) as YAML that reads back as the same."""
    return "\n".join(_block(document, "")) + "\n"


def check_case(case: Case) -> Case:
    """The case as its casefile would give it back. Raises CasefileError where a casefile could not hold it."""
    complaints: list[Complaint] = []
    found = read_case(Spot(case_document(case), "", complaints))
    if complaints or found is None:
        said = " ".join(f"{c.path}: {c.message} {c.hint}".strip() for c in complaints)
        raise CasefileError(f"The case {case.id!r} cannot be filed: {said}")
    return found


def case_document(case: Case) -> Plain:
    """The case as plain values in the order of the casefile; what is empty is left out."""
    head = {"id": case.id, "title": case.title, "status": case.status, "note": case.note}
    document = {
        "firsthand": VERSION,
        "case": _filled(head),
        "claims": [_claim(claim) for claim in case.claims],
        "pictures": [_picture(picture) for picture in case.pictures],
        "subjects": [_subject(subject) for subject in case.subjects],
        "appearances": [_appearance(appearance) for appearance in case.appearances],
        "reviews": [_review(review) for review in case.reviews],
        "checklists": write_checklists(case.checklists),
    }
    return _filled(document)


def _filled(fields: Mapping[str, Any]) -> Plain:
    return {name: value for name, value in fields.items() if value}


def _time(when: object) -> str:
    return str(when) if when else ""


def _claim(claim: Claim) -> Plain:
    wordings = [_filled({"text": wording.text, "lang": wording.lang}) for wording in claim.wordings]
    said = {"id": claim.id, "text": claim.text, "lang": claim.lang, "claimant": claim.claimant}
    return _filled({**said, "made": _time(claim.made), "wordings": wordings})


def _picture(picture: Picture) -> Plain:
    entries = [entry_fields(entry) for entry in picture.entries]
    said = {"id": picture.id, "file": picture.file, "sha256": picture.sha256, "note": picture.note}
    return _filled({**said, "prints": write_prints(picture.prints), "entries": entries})


def _subject(subject: Subject) -> Plain:
    names = {lang: list(texts) for lang, texts in subject.names.items()}
    entries = [entry_fields(entry) for entry in subject.entries]
    return _filled(
        {"id": subject.id, "kind": subject.kind.value, "names": names, "note": subject.note, "entries": entries}
    )


def _appearance(seen: Appearance) -> Plain:
    times = {"url": seen.url, "published": _time(seen.published), "seen": _time(seen.seen)}
    rest = {name: getattr(seen, name) for name in ("outlet", "caption", "status", "of", "lang", "note")}
    return _filled({**times, **rest})


def _review(review: Review) -> Plain:
    said = _filled({"rating": review.rating, "publisher": review.publisher, "url": review.url})
    rest = {"published": _time(review.published), "summary": review.summary, "of": review.of, "lang": review.lang}
    # Always written: an absent verdict is looked up in the table of ratings, which may grow.
    return {**said, "verdict": review.verdict.value, **_filled(rest)}


_PLAIN_TEXT = re.compile(r"[^\W\d_](?:[\w ./()-]*[\w).])?|\d{4}(?:-\d\d){0,2}")
_OTHERS_MEANING = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
"""Texts that other YAML readers take for something else; they are quoted."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _scalar(text: str) -> str:
    """A YAML scalar that reads back as the same text: plain where nothing could be mistaken, else double-quoted."""
    if _PLAIN_TEXT.fullmatch(text) and text.lower() not in _OTHERS_MEANING and text.isprintable():
        return text
    return '"' + "".join(_char(char) for char in text) + '"'


def _char(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _flow(value: object) -> str | None:
    """One line for a value without mappings inside its mappings or lists; None for others."""
    if isinstance(value, (str, int)):
        return _scalar(value) if isinstance(value, str) else str(value)
    if isinstance(value, Mapping):
        parts = [(_scalar(key), _flow(item)) for key, item in value.items() if not isinstance(item, Mapping)]
        whole = len(parts) == len(value) and all(item is not None for _, item in parts)
        return "{" + ", ".join(f"{key}: {item}" for key, item in parts) + "}" if whole else None
    if isinstance(value, Sequence) and all(isinstance(item, str) for item in value):
        return "[" + ", ".join(_scalar(item) for item in value) + "]"
    return None


def _block(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        name = f"{indent}{_scalar(key)}:"
        line = _flow(item)
        if line is not None and (isinstance(item, str) or len(name) + len(line) < WIDTH):
            yield f"{name} {line}"
        elif isinstance(item, Mapping):
            yield name
            yield from _block(item, indent + "  ")
        else:
            yield name
            yield from _list(item, indent + "  ")


def _list(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        line = _flow(item)
        if line is not None and (isinstance(item, str) or len(indent) + len(line) + 2 <= WIDTH):
            yield f"{indent}- {line}"
        else:
            first, *others = _block(item, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from others
