"""How do people outside ask? A form, where it is switched on, and a secret address at which the answer will stand."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from firsthand.desk import book, proof
from firsthand.desk.entering import client
from firsthand.desk.incoming import Sent, receive, sent
from firsthand.desk.models import Answer, Incoming
from firsthand.desk.pages import render, whole
from firsthand.desk.people import rule
from firsthand.errors import FirsthandError

LARGEST = 15_000_000
"""Bytes of a picture from outside."""


def ask(request: HttpRequest) -> HttpResponse:
    """The form, empty; where it is switched off there is no such page."""
    if rule("public-form") != "on":
        return render(request, "sorry.html.j2", 404, why="not-here")
    return _form(request, Sent(""))


def _form(request: HttpRequest, given: Sent, problem: str = "", words: str = "", status: int = 200) -> HttpResponse:
    work = {"challenge": proof.challenge(), "bits": proof.BITS}
    return render(request, "ask.html.j2", status, sent=given, problem=problem, words=words, **work)


def asked(request: HttpRequest) -> HttpResponse:
    """Take in a tip from outside; nothing is shown back but a receipt."""
    if rule("public-form") != "on":
        return render(request, "sorry.html.j2", 404, why="not-here")
    given, text = sent(request), request.POST.get("challenge", "")[:200]
    if not proof.done(text, request.POST.get("work", "")):
        return _form(request, given, "work", status=422)
    if len(given.picture) > LARGEST:
        return _form(request, given, "large", status=422)
    secret = _secret(f"{text} {given.digest}")
    if refused := proof.knock(text, client(request)):
        if refused == "spent" and _arrived(secret):
            return _thanks(request, secret)
        return _form(request, given, refused, status=429)
    return _taken(request, given, secret)


def _secret(form: str) -> str:
    """The secret of a receipt, the same for the same form: one who clicks twice must not lose their only address."""
    key = settings.SECRET_KEY.encode()
    return urlsafe_b64encode(hmac.new(key, f"receipt {form}".encode(), hashlib.sha256).digest()[:24]).decode()


def _arrived(secret: str) -> bool:
    """Is the tip of this secret on the desk? Where its picture is being opened at this moment, wait for it."""
    with book.working():
        return Incoming.objects.filter(receipt=_digest(secret)).exists()


def _taken(request: HttpRequest, given: Sent, secret: str) -> HttpResponse:
    try:
        receive(given, None, whole(request, "sender", 120), _digest(secret))
    except FirsthandError as error:
        return _form(request, given, "refused", str(error), 422)
    return _thanks(request, secret)


def _thanks(request: HttpRequest, secret: str) -> HttpResponse:
    return render(request, "thanks.html.j2", 201, link=request.build_absolute_uri(f"/receipt/{secret}"))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of a tip, for the one who holds its secret: that it is here, and what was signed."""
    row = Incoming.objects.filter(receipt=_digest(secret)).first()
    if row is None:
        return render(request, "sorry.html.j2", 404, why="receipt")
    signed = list(row.answers.filter(signed=True).order_by("-pk"))
    return render(request, "receipt.html.j2", tip=row, signed=signed, since=_since(signed))


def _since(signed: list[Answer]) -> Answer | None:
    """What the desk has signed on the same case after it answered this tip, if anything."""
    if not signed or not signed[0].case:
        return None
    later = Answer.objects.filter(signed=True, case=signed[0].case, pk__gt=signed[0].pk)
    return later.exclude(incoming=signed[0].incoming_id).order_by("-pk").first()
