"""Who is at the desk, where are they, and who did what? One's own page; people, invitations and rules; the log."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from firsthand.desk import factors, identities
from firsthand.desk.doors import password_problems
from firsthand.desk.entering import note, stand_up
from firsthand.desk.models import Done, Factor, Invitation, Person, Rule, Seat
from firsthand.desk.opening import invite as invitation
from firsthand.desk.pages import me, number, render, tell
from firsthand.desk.roles import Role
from firsthand.desk.signing import two_people
from firsthand.desk.tokens import withdraw_all

PAGE = 100
RULES = {"two-people": ("auto", "on", "off"), "public-form": ("off", "on"), factors.RULE: ("off", "on")}
"""Rules that an admin may set, and what they may be set to; the first is what holds unset."""


def me_page(request: HttpRequest) -> HttpResponse:
    """One's own page: where one is seated, and one's password."""
    return _mine(request, [])


def _mine(request: HttpRequest, problems: list[str], status: int = 200) -> HttpResponse:
    seats = Seat.objects.filter(person=me(request)).order_by("-seen")
    here = request.session.session_key
    given = {"seats": list(seats), "here_key": here, "problems": problems, "sign_on": identities.offered()}
    return render(request, "me.html.j2", status, **given)


def new_password(request: HttpRequest) -> HttpResponse:
    """Change one's password; every other seat ends with it."""
    person, new = me(request), request.POST.get("new", "")
    right = person.check_password(request.POST.get("old", ""))
    problems = password_problems(person, new) if right else ["me.wrong-password"]
    if problems:
        return _mine(request, problems, 422)
    person.set_password(new)
    person.save()
    for seat in Seat.objects.filter(person=person).exclude(session=request.session.session_key or ""):
        stand_up(seat)
    withdraw_all(person)  # whoever knew the old password may have made one
    if identities.unlink(person):  # or linked one of theirs
        note(request, "identity-unlinked")
    here = Seat.objects.filter(person=person, session=request.session.session_key or "").first()
    update_session_auth_hash(request, person)
    if here is not None:
        Seat.objects.filter(pk=here.pk).update(session=request.session.session_key or "")
    note(request, "password")
    tell(request, "password")
    return HttpResponseRedirect("/me")


def end_seat(request: HttpRequest, id: int) -> HttpResponse:
    """End one of one's own sessions."""
    for seat in Seat.objects.filter(pk=id, person=me(request)):
        stand_up(seat)
        note(request, "seat-ended", id)
        tell(request, "seat-ended")
    return HttpResponseRedirect("/me")


def listed(request: HttpRequest) -> HttpResponse:
    """Everybody, the invitations that are open, and the rules."""
    return _people(request)


def _people(request: HttpRequest, link: str = "") -> HttpResponse:
    return render(
        request,
        "people.html.j2",
        people=list(Person.objects.order_by("-is_active", "name")),
        open=list(Invitation.objects.filter(used=None, withdrawn=False).select_related("made_by").order_by("-pk")),
        roles=[role.word for role in Role],
        rules={name: _rule(name) for name in RULES},
        choices=RULES,
        two=two_people(),
        factors=set(Factor.objects.filter(since__isnull=False).values_list("person", flat=True)),
        link=link,
    )


def _rule(name: str) -> str:
    return Rule.objects.filter(name=name).values_list("value", flat=True).first() or RULES[name][0]


def rule(name: str) -> str:
    """What a rule of the desk is set to."""
    return _rule(name)


def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation; its link is shown once, on the page that follows."""
    role = next((role for role in Role if role.word == request.POST.get("role")), None)
    if role is None:
        return render(request, "sorry.html.j2", 422, why="bad")
    secret = invitation(role, me(request))
    note(request, "invited", "", role.word)
    return _people(request, request.build_absolute_uri(f"/join/{secret}"))


def withdraw(request: HttpRequest, id: int) -> HttpResponse:
    """An invitation holds no longer."""
    if Invitation.objects.filter(pk=id, used=None).update(withdrawn=True):
        note(request, "withdrew", id)
    return HttpResponseRedirect("/people")


def role(request: HttpRequest, id: int) -> HttpResponse:
    """Change what somebody is, or bar them. The last admin stays one."""
    person, wish = Person.objects.filter(pk=id).first(), request.POST.get("role", "")
    new = next((role for role in Role if role.word == wish), None)
    if person is None or (new is None and wish != "barred"):
        return render(request, "sorry.html.j2", 404, why="not-here")
    if _last_admin(person) and new is not Role.ADMIN:
        return render(request, "sorry.html.j2", 422, why="last-admin", onto="/people")
    Person.objects.filter(pk=id).update(is_active=new is not None, role=int(new or person.role))
    if new is None:
        unseat(person)
    note(request, "role", person.login, wish)
    tell(request, "role", name=person.name)
    return HttpResponseRedirect("/people")


def _last_admin(person: Person) -> bool:
    admins = Person.objects.filter(is_active=True, role=Role.ADMIN)
    return person in admins and admins.count() == 1


def unseat(person: Person) -> None:
    """End every session of somebody, every token, and every way in by single sign-on."""
    withdraw_all(person)
    identities.unlink(person)
    for seat in Seat.objects.filter(person=person):
        stand_up(seat)


def end_seats(request: HttpRequest, id: int) -> HttpResponse:
    """End every session of somebody, at once."""
    person = Person.objects.filter(pk=id).first()
    if person is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    unseat(person)
    note(request, "seats-ended", person.login)
    tell(request, "seats-ended", name=person.name)
    return HttpResponseRedirect("/people")


def rules(request: HttpRequest) -> HttpResponse:
    """Set the rules of the desk."""
    for name, values in RULES.items():
        value = request.POST.get(name, "")
        if value in values and value != _rule(name):
            Rule.objects.update_or_create(name=name, defaults={"value": value})
            note(request, "rule", name, value)
    tell(request, "rules")
    return HttpResponseRedirect("/people")


def log(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    page = number(request.GET.get("page", ""), 1) or 1
    rows = Done.objects.order_by("-pk")
    shown = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return render(request, "log.html.j2", rows=shown[:PAGE], page=page, more=len(shown) > PAGE)
