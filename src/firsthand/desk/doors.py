"""How does somebody come in and leave? The way in by name and password, by invitation, and out again."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout, password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from firsthand.desk import factors, identities
from firsthand.desk.entering import locked_out, note, sit_down, stand_up
from firsthand.desk.factors import Said
from firsthand.desk.models import Factor, Invitation, Person, Seat
from firsthand.desk.opening import invited
from firsthand.desk.pages import lang_of, onward, render, who, whole
from firsthand.desk.roles import Role
from firsthand.desk.words import NAMES

HALF, HALF_WAY = "half", 600
"""Where a session holds who has shown who they are but for a code, and for how many seconds."""

YEAR = 365 * 24 * 3600


def enter(request: HttpRequest) -> HttpResponse:
    """The form to enter by."""
    return _form(request, 200, request.GET.get("next", ""))


def _form(request: HttpRequest, status: int, onto: str, tried: str | None = None) -> HttpResponse:
    given = {"next": onto, "wrong": tried is not None, "login": tried or "", "sign_on": identities.offered()}
    return render(request, "enter.html.j2", status, **given)


def entered(request: HttpRequest) -> HttpResponse:
    """Somebody gave a name and a password. A new session begins, so that one fixed before is worth nothing."""
    name, onto = whole(request, "login", 120), request.POST.get("next", "")
    person = authenticate(request, username=name, password=request.POST.get("password", ""))
    if getattr(request, "axes_locked_out", False):
        return locked_out(request)
    if not isinstance(person, Person):
        return _form(request, 403, onto, name)
    return arrived(request, person, onto)


def arrived(request: HttpRequest, person: Person, onto: str, *, by_sign_on: bool = False) -> HttpResponse:
    """Somebody has shown who they are, by their password or by single sign-on: they are in, or a code is still asked for."""
    if factors.of(person):
        return _half_way(request, person, onto, by_sign_on)
    _come_in(request, person, by_sign_on=by_sign_on)
    return onward(onto)


def _half_way(request: HttpRequest, person: Person, onto: str, by_sign_on: bool) -> HttpResponse:
    """The first factor was right, and a code is still asked for: until it comes nobody is seated."""
    request.session.flush()
    half = {"person": person.pk, "hash": person.get_session_auth_hash(), "onto": onto, "by-sign-on": by_sign_on}
    request.session[HALF] = half
    request.session.set_expiry(HALF_WAY)
    return HttpResponseRedirect("/enter/code")


def _waiting(request: HttpRequest) -> tuple[Person, Factor] | None:
    """Who gave their password in this session a moment ago, and has not been barred nor changed it since."""
    half = request.session.get(HALF, {})
    person = Person.objects.filter(pk=half.get("person"), is_active=True).first()
    if person is None or not constant_time_compare(half["hash"], person.get_session_auth_hash()):
        return None
    row = factors.of(person)
    return (person, row) if row else None


def code(request: HttpRequest) -> HttpResponse:
    """The form that asks for a code, for those who gave their password a moment ago."""
    if _waiting(request) is None:
        return HttpResponseRedirect("/enter")
    return render(request, "enter_code.html.j2", wrong=False)


def code_given(request: HttpRequest) -> HttpResponse:
    """Somebody who gave their password gave a code too."""
    waiting = _waiting(request)
    if waiting is None:
        return HttpResponseRedirect("/enter")
    person, row = waiting
    said, half = factors.judge(row, request.POST.get("code", "")), request.session[HALF]
    if said is Said.SHUT:
        return render(request, "sorry.html.j2", 429, why="codes")
    if said is Said.WRONG:
        note(request, "code-wrong", person.login)
        return render(request, "enter_code.html.j2", 403, wrong=True)
    _come_in(request, person, by_sign_on=half.get("by-sign-on", False))
    if said is Said.FALLBACK:
        note(request, "fell-back", "", str(factors.left(person)))
    return onward(half["onto"])


def _come_in(request: HttpRequest, person: Person, *, by_sign_on: bool = False) -> None:
    request.session.flush()
    login(request, person, backend="firsthand.desk.sessions.Backend")
    sit_down(request, person)
    note(request, "signed-on" if by_sign_on else "entered")


def leave(request: HttpRequest) -> HttpResponse:
    """The session here ends."""
    note(request, "left")
    for seat in Seat.objects.filter(session=request.session.session_key or ""):
        stand_up(seat)
    logout(request)
    return HttpResponseRedirect("/enter")


def language(request: HttpRequest) -> HttpResponse:
    """The reader's language: kept with the person, else in this browser."""
    wish = request.POST.get("lang", "")
    response = onward(request.POST.get("next", ""))
    if wish in NAMES:
        person = who(request)
        if person is not None:
            Person.objects.filter(pk=person.pk).update(lang=wish)
        response.set_cookie("lang", wish, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def join(request: HttpRequest, secret: str) -> HttpResponse:
    """The form that an invitation opens."""
    invitation = invited(secret)
    if invitation is None:
        return render(request, "sorry.html.j2", 404, why="invitation")
    return render(request, "join.html.j2", role=Role(invitation.role).word, problems=[], login="", name="")


def joined(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody takes up an invitation; their role is that of the invitation, whatever the form says."""
    invitation = invited(secret)
    if invitation is None:
        return render(request, "sorry.html.j2", 404, why="invitation")
    login_name, name = whole(request, "login", 120), whole(request, "name", 120)
    password = request.POST.get("password", "")
    problems = _problems(login_name, name, password)
    person = None if problems else _taken_up(invitation, login_name, name, password, lang_of(request))
    if person is None:
        word = Role(invitation.role).word
        problems = problems or ["join.taken"]
        return render(request, "join.html.j2", 422, role=word, problems=problems, login=login_name, name=name)
    _come_in(request, person)
    note(request, "joined", person.login, Role(person.role).word)
    return HttpResponseRedirect("/")


def _problems(login_name: str, name: str, password: str) -> list[str]:
    """Keys of the sentences on what is wrong with a new name or password."""
    found = [] if login_name and name else ["join.names"]
    try:
        password_validation.validate_password(password, Person(login=login_name, name=name))
    except ValidationError as error:
        found += [f"join.{fault.code}" for fault in error.error_list]
    return found


def password_problems(person: Person, password: str) -> list[str]:
    """Keys of the sentences on what is wrong with a new password of somebody."""
    return _problems(person.login, person.name, password)


def _taken_up(invitation: Invitation, login_name: str, name: str, password: str, lang: str) -> Person | None:
    """The new person; None where the name to enter by is taken, or the invitation was used in this very moment."""
    try:
        with transaction.atomic():
            fresh = Invitation.objects.filter(pk=invitation.pk, used=None).update(used=timezone.now())
            if not fresh:
                return None
            person = Person.objects.join(login_name, name, Role(invitation.role), password)
            Person.objects.filter(pk=person.pk).update(lang=lang)
            return person
    except IntegrityError:
        return None
