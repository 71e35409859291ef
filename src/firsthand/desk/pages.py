"""How does a view become a page? One function that renders, one table row an address, and who may ask for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from babel.dates import format_date, format_datetime
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from jinja2 import ChoiceLoader, Environment, PackageLoader

from firsthand.desk.models import TODO, Incoming, Person, State
from firsthand.desk.prepared import Columns
from firsthand.desk.roles import Deed, Role
from firsthand.desk.sheets import sheet_address
from firsthand.desk.words import NAMES, words
from firsthand.rendering.html import environment as of_reports

View = Callable[..., HttpResponse]

NAVIGATION = (
    ("check", "/check", Deed.CHECK),
    ("inbox", "/inbox", Deed.LOOK),
    ("review", "/inbox?view=drafted", Deed.LOOK),
    ("cases", "/cases", Deed.LOOK),
    ("captures", "/captures", Deed.LOOK),
    ("voices", "/voices", Deed.LOOK),
    ("people", "/people", Deed.INVITE),
    ("log", "/log", Deed.INVITE),
)
"""The places of the room in the order of the bar, each shown to those who may go there."""


_WAITING = Columns(lambda: Incoming.objects.values("state").annotate(Count("pk")), state__in=TODO)


class Place(NamedTuple):
    """A place in the bar: its name and address, how many tips wait there, and whether the reader is in it."""

    name: str
    address: str
    waits: int
    here: bool


class Way(NamedTuple):
    """What answers one method of an address, and what one must be allowed to do for it."""

    deed: Deed
    view: View


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its pattern, its name, and who answers by which method. Only GET (with HEAD) and POST exist."""

    path: str
    name: str
    get: Way | None = None
    post: Way | None = None

    def way(self, method: str | None) -> Way | None:
        """The way of a method; None where the address does not know it."""
        return self.post if method == "POST" else self.get if method in ("GET", "HEAD") else None

    @property
    def methods(self) -> str:
        return ", ".join([*(["GET", "HEAD"] if self.get else []), *(["POST"] if self.post else [])])


def who(request: HttpRequest) -> Person | None:
    """The person at the desk, None where nobody has entered."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None


def me(request: HttpRequest) -> Person:
    """The person at the desk, where the gate has seen to it that there is one."""
    person = who(request)
    assert person is not None, "an address for people only"
    return person


def lang_of(request: HttpRequest) -> str:
    """The language of this reader's pages."""
    return str(getattr(request, "lang", "en"))


def render(request: HttpRequest, template: str, status: int = 200, **given: Any) -> HttpResponse:
    """A page of the room in the reader's language. Every word is escaped and made harmless."""
    lang = lang_of(request)
    person = who(request)
    html = (
        environment()
        .get_template(f"desk/{template}")
        .render(
            t=words(lang),
            lang=lang,
            languages=NAMES,
            person=person,
            places=_places(request, person) if person else [],
            here=request.path,
            token=get_token(request),
            asset=asset,
            sheet=sheet_address,
            when=lambda at: format_datetime(at, "d MMM y, HH:mm 'UTC'", tzinfo=UTC, locale=lang),
            day=lambda at: format_date(at, "d MMM y", locale=lang),
            role_word=lambda role: Role(role).word,
            told=request.session.pop("told", None) if hasattr(request, "session") and person else None,
            **given,
        )
    )
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Cookie, Accept-Language"
    return response


def _places(request: HttpRequest, person: Person) -> list[Place]:
    waiting = dict(_WAITING(*TODO))
    waits = {"inbox": sum(waiting.values()), "review": waiting.get(State.DRAFTED, 0)}
    here = "review" if _to_sign(request) else request.path.split("/")[1]
    return [
        Place(name, address, waits.get(name, 0), name == here) for name, address, deed in NAVIGATION if person.may(deed)
    ]


def _to_sign(request: HttpRequest) -> bool:
    return request.path == "/inbox" and request.GET.get("view") == "drafted"


def tell(request: HttpRequest, key: str, undo: int | None = None, **values: object) -> None:
    """Leave a sentence for the next page: `told.KEY` of the catalogues, and what `undo` would take back."""
    request.session["told"] = {"key": f"told.{key}", "values": {k: str(v) for k, v in values.items()}, "undo": undo}


def onward(address: str, fallback: str = "/") -> HttpResponseRedirect:
    """Go to an address of this room; one that leads elsewhere is not followed."""
    return HttpResponseRedirect(address if ours(address) else fallback)


def ours(address: str) -> bool:
    """Is this an address of this room, without host, and not one that browsers take for another's?"""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return plain and not parts.scheme and not parts.netloc and address.isprintable()


def whole(request: HttpRequest, name: str, longest: int = 20_000) -> str:
    """A field of a form as words, at most `longest` characters."""
    return cleaned(request.POST.get(name, ""))[:longest]


def cleaned(text: str) -> str:
    """Words as a form brings them: no control characters but line ends, and no blanks around them."""
    return "".join(c for c in text.replace("\r\n", "\n") if c in "\n\t" or c.isprintable() or c > "\x9f").strip()


def number(text: str, otherwise: int) -> int:
    """A small whole number from outside, or the other one where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


@cache
def environment() -> Environment:
    """The templates of the room, with those of reports beneath them: the same escaping, the same harmless words."""
    base = of_reports().overlay(
        loader=ChoiceLoader([PackageLoader("firsthand.desk"), PackageLoader("firsthand.rendering")])
    )
    assert base.autoescape
    base.filters["urlencode"] = _in_address
    return base


@lru_cache(maxsize=2000)
def _in_address(text: str) -> str:
    """Words as a part of an address; lists name the same ones again and again."""
    return quote(text)


@cache
def asset(name: str) -> str:
    """The address of one of the room's own files, which changes with its content."""
    package, _, _ = name.partition("/")
    root = Path(str(files("firsthand.desk" if package == "desk" else package)))
    data = (root / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:10]}"
