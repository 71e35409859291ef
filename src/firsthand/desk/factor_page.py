"""How does somebody switch a second factor on, and off again? One page of one's own, and what an admin may take away."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk import factors
from firsthand.desk.entering import note, stand_up
from firsthand.desk.models import Person, Seat
from firsthand.desk.pages import me, render, tell
from firsthand.desk.people import unseat

INSTALL = "pip install 'firsthand[accounts]'"
"""What draws the picture for a telephone; without it the secret is typed."""


def page(request: HttpRequest) -> HttpResponse:
    """Whether one has a second factor, and what may be done about it."""
    return _page(request)


def _page(
    request: HttpRequest, status: int = 200, *, problem: str = "", secret: str = "", codes: tuple[str, ...] = ()
) -> HttpResponse:
    person = me(request)
    given = {
        "problem": problem,
        "codes": codes,
        "owed": factors.owed(person),
        "install": INSTALL,
        "most": factors.CODES,
    }
    given["picture"] = drawn(factors.address(secret, person.login, request.get_host())) if secret else ""
    given["secret"] = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return render(request, "factor.html.j2", status, factor=factors.of(person), left=factors.left(person), **given)


def drawn(address: str) -> str:
    """The picture that a telephone reads, as an address of its own that holds it all; empty where nothing here draws it."""
    if find_spec("segno") is None:
        return ""
    import segno

    return str(segno.make(address, micro=False).svg_data_uri(scale=5, light="#fff", border=4))


def done(request: HttpRequest) -> HttpResponse:
    """Begin, confirm, have new codes to fall back on, or switch it off."""
    deed = {"begin": _begin, "confirm": _confirm, "codes": _codes, "off": _off}.get(request.POST.get("deed", ""))
    return deed(request) if deed else render(request, "sorry.html.j2", 422, why="bad")


def _begin(request: HttpRequest) -> HttpResponse:
    """Show a new secret, on this page alone, to those who know the password of whose session it is."""
    if factors.of(me(request)):
        return HttpResponseRedirect("/me/factor")
    if not _known(request):
        return _page(request, 422, problem="me.wrong-password")
    return _page(request, secret=factors.begin(me(request)))


def _confirm(request: HttpRequest) -> HttpResponse:
    """The first code came: from now on it holds, and who entered elsewhere without it must enter anew."""
    person = me(request)
    if factors.of(person):
        return HttpResponseRedirect("/me/factor")
    codes = factors.confirm(person, request.POST.get("code", ""))
    if not codes:
        secret = factors.again(person)
        return _page(request, 422, problem="factor.wrong-first" if secret else "factor.lapsed", secret=secret)
    for seat in Seat.objects.filter(person=person).exclude(session=request.session.session_key or ""):
        stand_up(seat)
    note(request, "factor-on")
    return _page(request, codes=tuple(codes))


def _codes(request: HttpRequest) -> HttpResponse:
    person = me(request)
    if not factors.of(person):
        return HttpResponseRedirect("/me/factor")
    if not _known(request):
        return _page(request, 422, problem="me.wrong-password")
    codes = factors.fall_back(person)
    note(request, "factor-codes")
    return _page(request, codes=tuple(codes))


def _off(request: HttpRequest) -> HttpResponse:
    person = me(request)
    row = factors.of(person)
    if row is None:
        return HttpResponseRedirect("/me/factor")
    if not _known(request):
        return _page(request, 422, problem="me.wrong-password")
    said = factors.judge(row, request.POST.get("code", ""))
    if said is factors.Said.SHUT:
        return render(request, "sorry.html.j2", 429, why="codes")
    if said is factors.Said.WRONG:
        return _page(request, 422, problem="factor.wrong-code")
    factors.end(person)
    note(request, "factor-off")
    tell(request, "factor-off")
    return HttpResponseRedirect("/me/factor")


def _known(request: HttpRequest) -> bool:
    return bool(me(request).check_password(request.POST.get("password", "")))


def taken(request: HttpRequest, id: int) -> HttpResponse:
    """An admin takes a factor that somebody lost; whoever holds it, and is seated by it, is out."""
    person = Person.objects.filter(pk=id).first()
    if person is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    if factors.end(person):
        unseat(person)
        note(request, "factor-taken", person.login)
        tell(request, "factor-taken", name=person.name)
    return HttpResponseRedirect("/people")
