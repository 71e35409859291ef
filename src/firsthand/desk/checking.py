"""What shall be checked? The form for an address, words or a picture, and a check once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk import jobs
from firsthand.desk.entering import note
from firsthand.desk.incoming import empty, receive, sent
from firsthand.desk.models import Incoming, Job, State
from firsthand.desk.pages import me, render
from firsthand.errors import FirsthandError

BUSY = ("waiting", "running")


def form(request: HttpRequest) -> HttpResponse:
    """The form, empty."""
    return render(request, "check.html.j2", sent=empty(), problem="")


def send(request: HttpRequest) -> HttpResponse:
    """Take in what was sent and go to its page; what cannot be taken comes back with the reason and the words."""
    given = sent(request)
    try:
        row = receive(given, me(request))
    except FirsthandError as error:
        return render(request, "check.html.j2", 422, sent=given, problem=str(error))
    note(request, "sent", row.pk)
    return HttpResponseRedirect(f"/inbox/{row.pk}")


def again(request: HttpRequest, id: int) -> HttpResponse:
    """Check a tip once more: against the casebook of today, and what stands at its address today."""
    row = Incoming.objects.filter(pk=id).first()
    if row is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    if not Job.objects.filter(kind="check", item=id, state__in=BUSY).exists():
        Incoming.objects.filter(pk=id, state=State.FAILED).update(state=State.NEW)
        jobs.ask("check", id, me(request).name)
        note(request, "checked-again", id)
    return HttpResponseRedirect(f"/inbox/{id}")
