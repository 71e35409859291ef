"""What is on the desk, whose is it, and how far has it come? The list of tips, one tip, and deeds on several at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.dateparse import parse_date

from firsthand.desk import appearing, book, comparing, showing, signing
from firsthand.desk.entering import note
from firsthand.desk.models import TODO, Answer, Batch, Incoming, Job, Person, Remark, State
from firsthand.desk.pages import lang_of, me, number, render, tell, who
from firsthand.desk.prepared import Rows
from firsthand.desk.roles import Deed, Role
from firsthand.desk.timeline_drawn import draw
from firsthand.desk.words import words
from firsthand.errors import FirsthandError
from firsthand.record.outcome import Verdict

PAGE = 50
VIEWS = {
    "todo": Q(state__in=TODO),
    "drafted": Q(state=State.DRAFTED),
    "answered": Q(state=State.ANSWERED),
    "closed": Q(state=State.CLOSED),
    "all": Q(),
}
"""What the list may be narrowed to."""

_ROWS = Rows(Incoming, pk=0)
_JOBS = Rows(Job, "-pk", 1, kind="check", item=0)
_ANSWERS = Rows(Answer, incoming=0)
_REMARKS = Rows(Remark, incoming=0)
_PEOPLE = Rows(Person)


def home(request: HttpRequest) -> HttpResponse:
    """The first page: the inbox."""
    return HttpResponseRedirect("/inbox")


def listed(request: HttpRequest) -> HttpResponse:
    """The tips on the desk, newest first."""
    view = request.GET.get("view", "todo")
    mine, words = request.GET.get("mine") == "1", request.GET.get("q", "").strip()[:200]
    rows = chosen(view if view in VIEWS else "todo", me(request) if mine else None, words)
    page, total = number(request.GET.get("page", ""), 1) or 1, rows.count()
    shown = rows.select_related("assigned")[(page - 1) * PAGE : page * PAGE]
    given: dict[str, Any] = {"view": view, "mine": mine, "q": words, "page": page, "pages": -(-total // PAGE)}
    return render(request, "inbox.html.j2", tips=list(shown), total=total, views=list(VIEWS), staff=_staff(), **given)


def chosen(view: str, of: Person | None, words: str) -> QuerySet[Incoming]:
    """The tips of a view (`VIEWS`), of one person or of all, that hold these words; newest first."""
    rows = Incoming.objects.filter(VIEWS[view]).order_by("-pk")
    rows = rows.filter(assigned=of) if of else rows
    for word in words.split()[:8]:
        said = Q(text__icontains=word) | Q(caption__icontains=word) | Q(url__icontains=word)
        rows = rows.filter(said | Q(sender__icontains=word) | Q(headline__icontains=word))
    return rows


def _staff() -> list[Person]:
    return list(Person.objects.filter(is_active=True, role__gte=Role.REPORTER).order_by("name"))


def _is_staff(person: Person) -> bool:
    return bool(person.is_active and person.role >= Role.REPORTER)


def tip(request: HttpRequest, id: int) -> HttpResponse:
    """One tip: how far its check is, then its report, what people said and decided, and the draft of the answer."""
    row = _row(id)
    if row is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    return render(request, "tip.html.j2", **_of_tip(request, row))


def _row(id: int) -> Incoming | None:
    return _ROWS.first(id)


By = TypeVar("By", Answer, Remark)


def _by(people: Mapping[int, Person], rows: list[By]) -> list[By]:
    """Rows with who wrote them."""
    for row in rows:
        row.by = people[row.by_id]  # type: ignore[attr-defined]  # the stubs know the columns of one of both
    return rows


def _of_tip(request: HttpRequest, row: Incoming) -> dict[str, Any]:
    person = who(request)
    filed, problem = _filed(row)
    people = {one.pk: one for one in _PEOPLE()}
    row.assigned, row.by = people.get(row.assigned_id), people.get(row.by_id)
    answers = _by(people, _ANSWERS(row.pk))
    page = showing.laid_out(row.report, lang_of(request)) if filed else None
    decisions = showing.history(filed) if filed else []
    return {
        "tip": row,
        "job": _JOBS.first("check", row.pk),
        "page": page,
        "pairs": comparing.pairs(filed) if filed else (),
        "drawn": draw(page.timeline, words(page.lang)["timeline.tip"]) if page else None,
        "problem": problem,
        "deciding": {"standing": showing.decided(filed, decisions), "may": bool(person and person.may(Deed.DECIDE))}
        if filed
        else None,
        "decisions": decisions,
        "cases": showing.cases(filed) if filed else [],
        "exhibits": showing.exhibits(row.picture, filed),
        "appearance": appearing.offer(row, answers, filed) if person and person.may(Deed.EDIT) else None,
        "remarks": _by(people, _REMARKS(row.pk)),
        "answers": answers,
        "draft": signing.newest_draft(answers),
        "two": signing.two_people(),
        "verdicts": [verdict.value for verdict in Verdict if verdict],
        "staff": sorted((one for one in people.values() if _is_staff(one)), key=lambda one: one.name),
    }


def _filed(row: Incoming) -> tuple[book.OnFile | None, str]:
    """The newest report on a tip, or why it cannot be shown."""
    if not row.report:
        return None, ""
    try:
        return book.report_of(row.report), ""
    except FirsthandError as error:
        return None, str(error)


def progress(request: HttpRequest, id: int) -> HttpResponse:
    """How far a check is, for a page that waits for it; when it has ended the page is told to load anew."""
    row = Incoming.objects.filter(pk=id).first()
    job = Job.objects.filter(kind="check", item=id).order_by("-pk").first()
    if row is None or job is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    response = render(request, "progress.html.j2", tip=row, job=job)
    if job.state not in ("waiting", "running"):
        response["HX-Refresh"] = "true"
    return response


def assign(request: HttpRequest, id: int) -> HttpResponse:
    """Give a tip to somebody, and a day by which it is due."""
    row = Incoming.objects.filter(pk=id).first()
    if row is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    Incoming.objects.filter(pk=id).update(
        assigned=_named(request.POST.get("to", "")), due=_day(request.POST.get("due", "")), version=F("version") + 1
    )
    note(request, "assigned", id, request.POST.get("to", "")[:20])
    return HttpResponseRedirect(f"/inbox/{id}")


def _named(text: str) -> Person | None:
    return next((person for person in _staff() if str(person.pk) == text), None)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


DEEDS = ("close", "reopen", "mine")


def bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to several tips; the page that follows offers to take it back."""
    deed, ids = request.POST.get("deed", ""), [number(i, 0) for i in request.POST.getlist("tip")][:PAGE]
    rows = list(Incoming.objects.filter(pk__in=ids))
    if deed in DEEDS and rows:
        before = [{"id": row.pk, "state": row.state, "assigned": row.assigned_id} for row in rows]
        with transaction.atomic():
            batch = Batch.objects.create(by=me(request), before=json.dumps(before))
            for row in rows:
                Incoming.objects.filter(pk=row.pk).update(**_changed(deed, row, me(request)), version=F("version") + 1)
        note(request, f"bulk-{deed}", " ".join(str(row.pk) for row in rows))
        tell(request, f"bulk-{deed}", undo=batch.pk, count=len(rows))
    return HttpResponseRedirect("/inbox")


def _changed(deed: str, row: Incoming, person: Person) -> dict[str, Any]:
    if deed == "mine":
        return {"assigned": person}
    if deed == "close":
        return {"state": State.CLOSED}
    return {"state": _reopened(row)} if row.state == State.CLOSED else {}


def _reopened(row: Incoming) -> State:
    """What a closed tip was before."""
    newest = row.answers.order_by("-pk").first()
    if newest is not None:
        return State.ANSWERED if newest.signed else State.DRAFTED
    return State.OPEN if row.report else State.FAILED


def undo(request: HttpRequest, id: int) -> HttpResponse:
    """Take a deed on several tips back: each becomes what it was."""
    batch = Batch.objects.filter(pk=id, by=me(request)).first()
    if batch is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    before = json.loads(batch.before)
    with transaction.atomic():
        for row in before:
            Incoming.objects.filter(pk=row["id"]).update(
                state=row["state"], assigned=row["assigned"], version=F("version") + 1
            )
    note(request, "undone", batch.pk)
    tell(request, "undone", count=len(before))
    return HttpResponseRedirect("/inbox")
