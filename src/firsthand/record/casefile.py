"""What does a casefile say? Text in; cases, decisions and reports out, or every mistake with its file, line and field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from firsthand.errors import CasefileError
from firsthand.record.casefile_case import VERSION, Form, read_case
from firsthand.record.casefile_ledger import DECISION_FIELDS, REPORT_FIELDS, FiledReport, read_decision, read_report
from firsthand.record.casefile_wire import Complaint, Spot
from firsthand.record.casefile_yaml import MAX_DEPTH, SyntaxTrouble, Tree, load_yaml
from firsthand.record.cases import Case
from firsthand.record.decisions import Decision

__all__ = ["VERSION", "Document", "Form", "read_casefile", "read_line", "read_lines"]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: what it says, or why it cannot be used. `content` is None exactly where it has `problems`.

    `line` is where it begins, from 1: the item's line in JSONL, 1 in YAML and JSON.
    """

    name: str
    line: int
    content: Case | Decision | FiledReport | None
    problems: tuple[CasefileError, ...] = ()


def read_casefile(text: str, name: str, *, form: Form) -> Iterator[Document]:
    """Read a casefile: one document from YAML and JSON, one for each line that is not blank from JSONL.

    `name` is the file as messages name it. Nothing is raised: what is wrong stands in the document's `problems`.
    """
    if form == "jsonl":
        # Only \n ends a line: JSON strings may hold U+2028 and its like.
        yield from read_lines(text.split("\n"), name)
    else:
        yield _document(text.removeprefix("\ufeff"), name, load_yaml if form == "yaml" else _load_json)


def read_lines(lines: Iterable[str], name: str) -> Iterator[Document]:
    """The documents of JSONL lines, one by one, so that a file larger than memory can be read."""
    for number, line in enumerate(lines, 1):
        if line.strip("\ufeff \t\r\n"):
            yield read_line(line, name, number)


def read_line(line: str, name: str, number: int) -> Document:
    """The document of one line of JSONL, the `number`-th of its file, counted from 1."""
    return _document(line.removeprefix("\ufeff") if number == 1 else line, name, _load_json, item=number)


def _document(text: str, name: str, load: Callable[[str], Tree], *, item: int = 0) -> Document:
    complaints: list[Complaint] = []
    try:
        tree = load(text)
    except SyntaxTrouble as trouble:
        tree = Tree(None, {"": trouble.line} if trouble.line and not item else {})
        complaints.append(Complaint("", trouble.message, trouble.hint))
    content = None if complaints else _content(Spot(tree.value, "", complaints))
    complaints.sort(key=lambda complaint: _line_of(tree, complaint.path))
    problems = tuple(_error(name, item, tree, complaint) for complaint in complaints)
    return Document(name, item or 1, None if problems else content, problems)


def _error(name: str, item: int, tree: Tree, complaint: Complaint) -> CasefileError:
    line = _line_of(tree, complaint.path)
    where = [name, f"item {item}" if item else "", f"line {line}" if line else "", complaint.path]
    message = f"{', '.join(part for part in where if part)}: {complaint.message}"
    # A field's own name may hold what no terminal can print.
    return CasefileError(message.encode("utf-8", "backslashreplace").decode(), hint=complaint.hint)


def _line_of(tree: Tree, path: str) -> int:
    """The line of a path, or of the nearest thing around it: a missing field has no line of its own."""
    while path and path not in tree.lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return tree.lines.get(path, 0)


def _load_json(text: str) -> Tree:
    """Read JSON with numbers as they are written. Raises SyntaxTrouble."""
    try:
        return Tree(json.loads(text, object_pairs_hook=_pairs, parse_int=str, parse_float=str, parse_constant=str))
    except json.JSONDecodeError as error:
        raise SyntaxTrouble(f"This is not JSON: {error.msg} (character {error.colno}).", error.lineno) from error
    except RecursionError as error:
        raise SyntaxTrouble(f"This is nested deeper than {MAX_DEPTH} levels.") from error


def _pairs(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise SyntaxTrouble(f"The field {twice!r} stands twice in one place.", hint="Keep one, or join the two.")
    return found


def _content(top: Spot) -> Case | Decision | FiledReport | None:
    if not _version(top):
        return None
    if top.has("decision"):
        return read_decision(top) if top.fields(DECISION_FIELDS) else None
    if top.has("report"):
        return read_report(top) if top.fields(REPORT_FIELDS) else None
    return read_case(top)


def _version(top: Spot) -> bool:
    if not isinstance(top.value, dict) or not top.has("firsthand"):
        top.complain("This is not a casefile: it does not say 'firsthand: 1'.", "Begin the file with 'firsthand: 1'.")
        return False
    said = top.text("firsthand")
    if said == str(VERSION):
        return True
    if said.isascii() and said.isdigit() and int(said[:9]) > VERSION:
        hint = "Update Firsthand, or have the file exported for version 1."
        top.complain(f"Version {said[:9]} of the casefile is newer than this Firsthand reads.", hint, key="firsthand")
    else:
        top.complain(f"{said[:40]!r} is not a version of the casefile.", "Write 'firsthand: 1'.", key="firsthand")
    return False
