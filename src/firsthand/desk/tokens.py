"""Which programs may speak for whom, and what may they do? Tokens of a person: shown once, bounded in time and in scope."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from firsthand.desk.entering import note
from firsthand.desk.models import Person, Token
from firsthand.desk.pages import me, render, tell, whole

PREFIX = "firsthand_"
"""So that a token that got into a public place can be found there."""

DAYS = (7, 30, 90, 365)
MOST = 20
"""Tokens that one person may have at once."""
SEEN = timedelta(minutes=5)


class Scope(StrEnum):
    """What a token may be used for. Each stands alone: one that may check cannot read unless it may read too."""

    READ = "read"
    CHECK = "check"
    DECIDE = "decide"


def make(person: Person, name: str, scopes: list[Scope], days: int) -> str:
    """A new token; only its SHA-256 is kept."""
    secret = PREFIX + secrets.token_urlsafe(32)
    until = timezone.now() + timedelta(days=days)
    Token.objects.create(person=person, name=name, scopes=" ".join(scopes), digest=_digest(secret), until=until)
    return secret


def held(secret: str) -> Token | None:
    """The token of a secret with its person, while it holds: neither withdrawn, nor past its day, nor of somebody barred."""
    rows = Token.objects.select_related("person").filter(digest=_digest(secret), withdrawn=False)
    row = rows.filter(until__gt=timezone.now(), person__is_active=True).first()
    if row is not None and (row.used is None or timezone.now() - row.used > SEEN):
        Token.objects.filter(pk=row.pk).update(used=timezone.now())
    return row


def of(person: Person) -> list[Token]:
    """The tokens of somebody that still hold."""
    return list(Token.objects.filter(person=person, withdrawn=False, until__gt=timezone.now()).order_by("-pk"))


def withdraw_all(person: Person) -> None:
    """No token of somebody holds any longer."""
    Token.objects.filter(person=person, withdrawn=False).update(withdrawn=True)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def listed(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and the form for a new one."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, secret: str = "", problem: str = "") -> HttpResponse:
    given = {"tokens": of(me(request)), "scopes": list(Scope), "days": DAYS, "secret": secret, "problem": problem}
    return render(request, "tokens.html.j2", status, **given)


def made(request: HttpRequest) -> HttpResponse:
    """Make a token, for those who know the password of whose session it is; it is shown on this page alone."""
    name, days = whole(request, "name", 60), request.POST.get("days", "")
    scopes = [scope for scope in Scope if scope in request.POST.getlist("scope")]
    problem = _problem(request, name, scopes, days)
    if problem:
        return _page(request, 422, problem=problem)
    secret = make(me(request), name, scopes, int(days))
    note(request, "token-made", name, " ".join(scopes))
    return _page(request, secret=secret)


def _problem(request: HttpRequest, name: str, scopes: list[Scope], days: str) -> str:
    """The key of the sentence on what is wrong with a new token, empty where nothing is."""
    if not name or not scopes or days not in map(str, DAYS):
        return "tokens.incomplete"
    if not me(request).check_password(request.POST.get("password", "")):
        return "tokens.wrong-password"
    return "tokens.many" if len(of(me(request))) >= MOST else ""


def withdraw(request: HttpRequest, id: int) -> HttpResponse:
    """One of one's own tokens holds no longer."""
    if Token.objects.filter(pk=id, person=me(request), withdrawn=False).update(withdrawn=True):
        note(request, "token-withdrawn", id)
        tell(request, "token-withdrawn")
    return HttpResponseRedirect("/me/tokens")
