"""Is it the same? What a person decides on a match, and what people say about a tip."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from firsthand.desk import book
from firsthand.desk.entering import note
from firsthand.desk.models import Incoming, Person, Remark
from firsthand.desk.pages import me, render, tell, whole
from firsthand.errors import FirsthandError

MOMENT = timedelta(minutes=1)


def decide(request: HttpRequest, id: int) -> HttpResponse:
    """Put a decision into the casebook's ledger, in the name of the person at the desk."""
    tip, item = request.POST.get("match-tip", ""), request.POST.get("item", "")
    answer, why = request.POST.get("answer", ""), whole(request, "why", 2000)
    try:
        with book.working() as desk:
            item = desk.revising.whereabouts(item)  # a report on file names what it found as it was called then
            desk.decide(tip, item, answer, who=me(request).name, why=why)
    except FirsthandError as error:
        return render(request, "sorry.html.j2", 422, why="casebook", words=str(error))
    note(request, "decided", item, answer)
    tell(request, "decided")
    return HttpResponseRedirect(f"/inbox/{id}#matches")


def _said_just_now(row: Incoming, words: str, by: Person) -> bool:
    """Two clicks are one remark."""
    newest = row.remarks.order_by("-pk").first()
    return bool(newest and newest.by_id == by.pk and newest.words == words and timezone.now() - newest.at < MOMENT)


def remark(request: HttpRequest, id: int) -> HttpResponse:
    """Add what somebody says about a tip."""
    row = Incoming.objects.filter(pk=id).first()
    if row is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    words = whole(request, "words", 5000)
    if words and not _said_just_now(row, words, me(request)):
        Remark.objects.create(incoming=row, by=me(request), words=words)
        note(request, "remarked", id)
    return HttpResponseRedirect(f"/inbox/{id}#remarks")
