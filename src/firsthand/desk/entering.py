"""Who is at the desk, in which browser, and may they do this? The one gate through which every request goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import urlencode

from firsthand.desk import factors
from firsthand.desk.models import Done, Person, Seat
from firsthand.desk.pages import render, who
from firsthand.desk.prepared import Rows
from firsthand.desk.reached import network
from firsthand.desk.roles import Deed
from firsthand.desk.words import chosen

SEEN = timedelta(minutes=5)
"""A seat is marked as in use at most this often."""

_SEATS = Rows(Seat, session="", person=0)


class Entering:
    """Middleware: the language of the reader, and the seat of the session. A session without its seat is ended."""

    def __init__(self, ask: Callable[[HttpRequest], HttpResponse]) -> None:
        self._ask = ask

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = who(request)
        if person is not None and not _seated(request, person):
            request.session.flush()
            return HttpResponseRedirect("/enter")
        header = request.headers.get("Accept-Language", "")
        request.lang = chosen(person.lang if person else "", request.COOKIES.get("lang", ""), header)  # type: ignore[attr-defined]
        return self._ask(request)


def _seated(request: HttpRequest, person: Person) -> bool:
    """Is there a seat for this session? Taking it away, from wherever, ends the session here."""
    seat = _SEATS.first(request.session.session_key or "", person.pk)
    if seat is None or not person.is_active:
        return False
    if timezone.now() - seat.seen > SEEN:
        Seat.objects.filter(pk=seat.pk).update(seen=timezone.now())
    return True


def sit_down(request: HttpRequest, person: Person) -> None:
    """Remember the browser in which somebody entered."""
    browser = request.headers.get("User-Agent", "")[:200]
    key = request.session.session_key or ""
    Seat.objects.update_or_create(session=key, defaults={"person": person, "browser": browser, "seen": timezone.now()})


def stand_up(seat: Seat) -> None:
    """End the session of a seat at once."""
    Session.objects.filter(session_key=seat.session).delete()
    seat.delete()


def refused(request: HttpRequest, deed: Deed | None) -> HttpResponse | None:
    """The answer to somebody who may not do this; None for those who may."""
    if deed is None:
        return render(request, "sorry.html.j2", 405, why="method")
    person = who(request)
    if deed is Deed.OPEN or (person is not None and person.may(deed)):
        return _owing(request, person) if deed not in (Deed.OPEN, Deed.OWN) else None
    if person is None:
        if request.headers.get("HX-Request"):
            return render(request, "sorry.html.j2", 401, why="enter")
        return HttpResponseRedirect("/enter?" + urlencode({"next": request.get_full_path()}))
    return render(request, "sorry.html.j2", 403, why="role")


def _owing(request: HttpRequest, person: Person | None) -> HttpResponse | None:
    """Where somebody is sent who must have a second factor and has none: their own page, before anything else."""
    if person is None or not factors.owed(person):
        return None
    if request.headers.get("HX-Request"):
        return render(request, "sorry.html.j2", 403, why="factor")
    return HttpResponseRedirect("/me/factor")


def note(request: HttpRequest, what: str, item: object = "", words: str = "") -> None:
    """Write down who did what. Rows are only ever added."""
    person = who(request)
    Done.objects.create(who=person.name if person else "", what=what, item=str(item)[:200], note=words)


def client(request: HttpRequest) -> str:
    """The network address that asks, as the way into the room has settled it."""
    return network(str(request.META.get("REMOTE_ADDR", "")))


def locked_out(request: HttpRequest, credentials: object = None, *args: object, **kwargs: object) -> HttpResponse:
    """What axes calls after too many wrong passwords."""
    return render(request, "sorry.html.j2", 429, why="locked")


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of this room, or one that lay too long."""
    return render(request, "sorry.html.j2", 403, why="form")
