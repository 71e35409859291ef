"""What is asked for that takes longer than a page may: a capture, a look, an audit? Asked for once, and waited for on a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk import jobs
from firsthand.desk.checking import BUSY
from firsthand.desk.entering import note
from firsthand.desk.models import Errand, Job
from firsthand.desk.pages import me, render

KINDS = ("capture", "look", "audit")


@dataclass(frozen=True, slots=True)
class Asked:
    """An errand as a list shows it, and how far it is (`state` of its job)."""

    errand: Errand
    state: str


def ask(request: HttpRequest, kind: str, title: str, **given: object) -> HttpResponse:
    """Ask for it and go to the page on which one waits. What waits already, asked in the same words, is not asked for twice."""
    person, said = me(request), json.dumps(given, sort_keys=True)
    with transaction.atomic():
        waiting = Job.objects.filter(kind=kind, state__in=BUSY).values("item")
        row = Errand.objects.filter(kind=kind, given=said, pk__in=waiting).first()
        if row is None:
            row = Errand.objects.create(kind=kind, by=person, title=title, given=said)
            jobs.ask(kind, row.pk, person.name)
    note(request, f"asked-{kind}", row.pk, title[:500])
    return HttpResponseRedirect(f"/errands/{row.pk}")


def shown(request: HttpRequest, id: int) -> HttpResponse:
    """How far it is; where it has come to its end, what came of it."""
    row = Errand.objects.select_related("by").filter(pk=id).first()
    job = Job.objects.filter(kind__in=KINDS, item=id).order_by("-pk").first()
    if row is None or job is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    if job.state != "done" or not row.where:
        return render(request, "errand.html.j2", errand=row, job=job, waits=job.state in BUSY)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(row.where)
    # htmx would follow a redirect by itself, and put the page that it finds into the middle of this one.
    return HttpResponse(headers={"HX-Redirect": row.where})


def newest(count: int, *kinds: str) -> list[Asked]:
    """What was asked for last."""
    rows = list(Errand.objects.select_related("by").filter(kind__in=kinds).order_by("-pk").defer("result")[:count])
    held = Job.objects.filter(kind__in=kinds, item__in=[row.pk for row in rows]).values_list("item", "state")
    states = dict(held)
    return [Asked(row, states.get(row.pk, "")) for row in rows]


def given(job: Job) -> Mapping[str, object]:
    """What the errand of a job was asked with."""
    return dict(json.loads(Errand.objects.get(pk=job.item).given))


def ended(job: Job, where: str, result: str = "") -> None:
    """What came of it stands there."""
    Errand.objects.filter(pk=job.item).update(where=where, result=result)


def failed(job: Job) -> None:
    """The reason stands on the job, and the page of the errand shows it: nothing else waits for it."""
