"""How does somebody enter by single sign-on, and link an identity to themselves before? To the provider and back, by links.

Only who is at the desk by another way links an identity, with their password. Nobody is found by a name or an address.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare

from firsthand.desk import identities
from firsthand.desk.doors import arrived
from firsthand.desk.entering import note, stand_up
from firsthand.desk.models import Person, Seat
from firsthand.desk.pages import me, onward, render, tell, who
from firsthand.desk.room import Provider
from firsthand.desk.sign_on_line import Failed
from firsthand.desk.turns import ROOM

if TYPE_CHECKING:
    from firsthand.desk.sign_on import Asked

BACK = "/enter/sign-on/back"
"""Where the provider sends browsers; it must be told of this address."""

ASKED, LINKING, MINUTES = "sign-on", "linking", 600
"""Where a session holds what was asked of the provider, and that the password for linking was right; for how many seconds."""

_log = logging.getLogger("firsthand.desk")
_spent: dict[str, float] = {}
_spending = threading.Lock()


def start(request: HttpRequest) -> HttpResponse:
    """Go to the provider, to enter."""
    known = identities.provider()
    if known is None:
        return _not_here(request)
    onto = request.GET.get("next", "")[:2000]
    if who(request):
        return onward(onto)
    return _ask(request, known, onto, None)


def link(request: HttpRequest) -> HttpResponse:
    """Go to the provider, to link an identity, for those who gave their password a moment ago."""
    known, person = identities.provider(), me(request)
    if known is None:
        return _not_here(request)
    if time.time() - request.session.pop(LINKING, 0) > MINUTES or identities.of(person, known):
        return HttpResponseRedirect("/me/sign-on")
    return _ask(request, known, "", person.pk)


def _ask(request: HttpRequest, known: Provider, onto: str, person: int | None) -> HttpResponse:
    from firsthand.desk import sign_on

    try:
        with ROOM.aside():
            address, asked = sign_on.ask(known, request.build_absolute_uri(BACK), onto, person)
    except Failed as error:
        return _failed(request, error)
    if person is None:  # a session of its own begins: nothing that was half done before goes on in it
        request.session.flush()
        request.session.set_expiry(MINUTES)
    request.session[ASKED] = msgspec.to_builtins(asked)
    return HttpResponseRedirect(address)


def back(request: HttpRequest) -> HttpResponse:
    """The provider sends a browser back: somebody enters, or links an identity, if this is what the session has asked for."""
    known = identities.provider()
    if known is None:
        return _not_here(request)
    asked = _asked(request)
    if asked is None:
        return render(request, "sorry.html.j2", 403, why="sign-on-lapsed")
    code = request.GET.get("code", "")
    if not code or "error" in request.GET or request.GET.get("iss", known.issuer) != known.issuer:
        return render(request, "sorry.html.j2", 403, why="sign-on-refused")
    from firsthand.desk import sign_on

    try:
        with ROOM.aside():
            subject = sign_on.subject(known, asked, code[:4000])
    except Failed as error:
        return _failed(request, error)
    if asked.person is None:
        return _enters(request, known, subject, asked.onto)
    return _links(request, known, subject)


def _asked(request: HttpRequest) -> Asked | None:
    """What this session has asked, if this is the answer to it, comes in time and for the first time, and to the same person."""
    from firsthand.desk import sign_on

    held = request.session.get(ASKED)
    if not held or not constant_time_compare(held["state"], request.GET.get("state", "")):
        return None
    asked = msgspec.convert(request.session.pop(ASKED), sign_on.Asked)
    person = who(request)
    if (person.pk if person else None) != asked.person or not _spend(asked.state):
        return None
    return asked if 0 <= time.time() - asked.at <= MINUTES else None


def _spend(state: str) -> bool:
    """Is this the first time? Two requests at once may both have found it in their session."""
    now = time.monotonic()
    with _spending:
        for old in [one for one, at in _spent.items() if now - at > 2 * MINUTES]:
            del _spent[old]
        return _spent.setdefault(state, now) == now


def _enters(request: HttpRequest, known: Provider, subject: str, onto: str) -> HttpResponse:
    person = identities.owner(known, subject)
    if person is None:
        return render(request, "sorry.html.j2", 403, why="sign-on-unlinked", onto="/enter")
    if not person.is_active:
        return render(request, "sorry.html.j2", 403, why="sign-on-barred")
    return arrived(request, person, onto, by_sign_on=True)


def _links(request: HttpRequest, known: Provider, subject: str) -> HttpResponse:
    if not identities.link(me(request), known, subject):
        return render(request, "sorry.html.j2", 409, why="sign-on-taken", onto="/me/sign-on")
    note(request, "identity-linked", known.name)
    tell(request, "identity-linked", name=known.name)
    return HttpResponseRedirect("/me/sign-on")


def page(request: HttpRequest) -> HttpResponse:
    """Whether one has linked an identity, and what may be done about it."""
    known = identities.provider()
    return _page(request, known) if known else _not_here(request)


def _page(
    request: HttpRequest, known: Provider, status: int = 200, *, problem: str = "", go: bool = False
) -> HttpResponse:
    held = identities.of(me(request), known)
    return render(request, "sign_on.html.j2", status, name=known.name, held=held, problem=problem, go=go)


def done(request: HttpRequest) -> HttpResponse:
    """Begin to link an identity, which takes the password, or unlink it."""
    known, person = identities.provider(), me(request)
    if known is None:
        return _not_here(request)
    deed = request.POST.get("deed", "")
    if deed == "off":
        return _off(request, known, person)
    if deed != "begin":
        return render(request, "sorry.html.j2", 422, why="bad")
    if identities.of(person, known):
        return HttpResponseRedirect("/me/sign-on")
    if not person.check_password(request.POST.get("password", "")):
        return _page(request, known, 422, problem="me.wrong-password")
    request.session[LINKING] = time.time()
    return _page(request, known, go=True)


def _off(request: HttpRequest, known: Provider, person: Person) -> HttpResponse:
    """Whoever entered elsewhere, perhaps by this identity, must enter anew."""
    if identities.unlink(person):
        for seat in Seat.objects.filter(person=person).exclude(session=request.session.session_key or ""):
            stand_up(seat)
        note(request, "identity-unlinked", known.name)
        tell(request, "identity-unlinked", name=known.name)
    return HttpResponseRedirect("/me/sign-on")


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """The provider's fault is told where the program runs, and nothing of its words on a page."""
    _log.warning("Single sign-on did not work: %s", str(error).encode("ascii", "backslashreplace").decode()[:1000])
    return render(request, "sorry.html.j2", 502, why="sign-on-failed", onto="/me/sign-on" if who(request) else "/enter")


def _not_here(request: HttpRequest) -> HttpResponse:
    return render(request, "sorry.html.j2", 404, why="not-here")
