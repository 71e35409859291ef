"""What may a program read? The inbox, the casebook, reports, decisions and the custody of exhibits, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from firsthand.desk import book, cursors
from firsthand.desk.api_guard import token
from firsthand.desk.api_shapes import CasesAsked, DecisionsAsked, ExportAsked, Sha256, TipsAsked
from firsthand.desk.entering import note
from firsthand.desk.inbox import chosen
from firsthand.desk.models import Answer, Incoming, Job
from firsthand.desk.pages import me
from firsthand.desk.problems import Problem
from firsthand.desk.searching import Line, Wanted, newest, search
from firsthand.errors import ExhibitError
from firsthand.record.casefile_write import case_document, write_casefile
from firsthand.record.cases import Case
from firsthand.record.custody import HEAD, PUBLIC, SIGNATURE, EventKind
from firsthand.record.decisions import Decision
from firsthand.rendering.plain import to_plain

FORMS = {"yaml": "application/yaml", "json": "application/json", "jsonl": "application/jsonl"}


def mine(request: HttpRequest) -> dict[str, Any]:
    """For whom does this token speak, until when, and what for?"""
    row = token(request)
    person = row.person
    said = {"person": person.name, "role": person.role_word, "token": row.name}
    return {**said, "scopes": row.scopes.split(), "until": row.until}


def tips(request: HttpRequest, asked: Query[TipsAsked]) -> dict[str, Any]:
    """The tips on the desk, newest first."""
    rows = chosen(asked.view, None, asked.q)
    before = cursors.read("tip", asked.cursor)
    rows = rows if before is None else rows.filter(pk__lt=before)
    found = list(rows.select_related("assigned")[: asked.limit + 1])
    return _page([tip_line(row) for row in found], asked.limit, "tip", lambda: found[asked.limit - 1].pk)


def _page(items: list[Any], limit: int, kind: str, last: Callable[[], int]) -> dict[str, Any]:
    """A page of a list of which one more was read than it holds; `last` gives the number of its last thing."""
    return {"items": items[:limit], "next": cursors.written(kind, last()) if len(items) > limit else None}


def tip_line(row: Incoming) -> dict[str, Any]:
    """A tip as lists show it."""
    same = ("at", "sender", "state", "title", "due", "headline", "outcome", "report", "case")
    named = row.assigned.name if row.assigned else None
    return {"id": row.pk, "outside": row.by_id is None, "assigned": named} | {name: getattr(row, name) for name in same}


def tip(request: HttpRequest, id: int) -> dict[str, Any]:
    """One tip: how far its check is, its newest report as JSON, and what was answered."""
    row = Incoming.objects.select_related("assigned").filter(pk=id).first() if id < 2**63 else None
    if row is None:
        raise Problem(404)
    return tip_whole(row)


def tip_whole(row: Incoming) -> dict[str, Any]:
    """A tip with all that is known of it."""
    same = ("url", "text", "caption", "published", "lang", "picture", "picture_name")
    job = Job.objects.filter(kind="check", item=row.pk).order_by("-pk").first()
    filed = book.desk().book.filed_reports.named(row.report) if row.report else None
    done = {"step": job.step if job else "", "problem": job.problem if job else ""}
    said = [_answer(one) for one in row.answers.select_related("by").order_by("pk")]
    whole = {name: getattr(row, name) for name in same} | done | {"answers": said}
    return tip_line(row) | whole | {"report_json": to_plain(filed.report) if filed else None}


def _answer(one: Answer) -> dict[str, Any]:
    same = ("signed", "verdict", "words", "case", "at")
    return {"who": one.by.name} | {name: getattr(one, name) for name in same}


def cases(request: HttpRequest, asked: Query[CasesAsked]) -> dict[str, Any]:
    """The cases that hold these words, the best first; without words those that were changed last."""
    wanted = Wanted(asked.q, asked.status, asked.verdict, asked.lang)
    if not asked.q.strip():
        found = newest(wanted, cursors.read("case", asked.cursor), asked.limit + 1)
        return _page([_line(row) for row in found], asked.limit, "case", lambda: found[asked.limit - 1].change)
    first = cursors.read("found", asked.cursor) or 0
    found, _ = search(wanted, first, asked.limit + 1)
    return _page([_line(row) for row in found], asked.limit, "found", lambda: first + asked.limit)


def _line(row: Line) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("id", "title", "status", "claims", "pictures")}
    return same | {"verdicts": row.verdicts.split(), "langs": row.langs.split()}


def case(request: HttpRequest, id: str) -> HttpResponse:
    """One case as a casefile (docs/casefile.md), in JSON."""
    return _json(case_document(_case(id)))


def _case(id: str) -> Case:
    held = book.desk().book.case(id)
    if held is None:
        raise Problem(404, "The casebook holds no case of this id.")
    return held


def _json(value: object) -> HttpResponse:
    return HttpResponse(json.dumps(value, ensure_ascii=False), content_type="application/json")


def export(request: HttpRequest, id: str, asked: Query[ExportAsked]) -> HttpResponse:
    """One case as a casefile that `firsthand import` reads; its pictures by their SHA-256. The custody log tells of it."""
    held = _case(id)
    text = write_casefile(held, asked.form)
    hashes = sorted({picture.sha256 for picture in held.pictures if picture.sha256})
    by = f"the API, token {token(request).name}"
    book.desk().book.custody.record(EventKind.EXPORTED, hashes, source=by, note=f"case {id}", who=me(request).name)
    note(request, "exported", id, by)
    return HttpResponse(text, content_type=FORMS[asked.form])


def report(request: HttpRequest, name: Sha256) -> dict[str, Any]:
    """A report on file by its name (`report` of a tip), with who filed it and when."""
    filed = book.desk().book.filed_reports.named(name)
    if filed is None:
        raise Problem(404, "The casebook holds no report of this name.")
    return {"name": name, "who": filed.who, "at": filed.at, "report": to_plain(filed.report)}


def decisions(request: HttpRequest, asked: Query[DecisionsAsked]) -> dict[str, Any]:
    """The ledger of decisions, oldest first; nothing in it is ever overwritten."""
    first = cursors.read("decision", asked.cursor) or 0
    rows = book.desk().book.decisions([asked.tip] if asked.tip else None)[first : first + asked.limit + 1]
    return _page([decided(row) for row in rows], asked.limit, "decision", lambda: first + asked.limit)


def decided(row: Decision) -> dict[str, Any]:
    """A decision as plain values."""
    said = {"tip": row.tip, "item": row.item, "answer": row.answer.value, "who": row.who}
    return said | {"at": row.at, "why": row.why}


def head(request: HttpRequest) -> dict[str, Any]:
    """The signed head of the custody log with its signature (minisign) and the key, to be kept elsewhere."""
    folder = book.desk().book.custody.folder
    book.desk().book.custody.sign()
    files = {"head": HEAD, "signature": SIGNATURE, "public_key": PUBLIC}
    return {name: (folder / file).read_text("utf-8") for name, file in files.items()}


def exhibit(request: HttpRequest, sha256: Sha256) -> dict[str, Any]:
    """An exhibit: its bytes are read now and compared with their name."""
    store, problem = book.desk().book, ""
    row = next((one for one in store.exhibits() if one.sha256 == sha256), None)
    if row is None:
        raise Problem(404, "The casebook holds no exhibit of this name.")
    try:
        store.exhibit(sha256)
    except ExhibitError as error:
        problem = str(error)
    said = {"sha256": row.sha256, "size": row.size, "media": row.media, "name": row.name}
    return said | {"whole": not problem, "problem": problem}
