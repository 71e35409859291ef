"""Does something stand in front of the page, or in its place? A wall, a "not found" that says 200, a parked domain.

Told by status, headers, addresses and markup first, by words last; and words count on short pages alone, because an article
may speak of robots, cookies and closed doors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from firsthand.reading.flat_words import first_of, flat
from firsthand.reading.markup import host
from firsthand.reading.wordlists import table
from firsthand.record.states import Answer, PageSeen

SHORT = 1_500
"""Characters of a page up to which its words may be those of a wall."""

MIDDLING = 5_000
"""Characters up to which a heading may be a wall's, or the words those of a wall of consent, which are many."""

EMPTY = 200
"""Characters up to which a page with scripts shows nothing without running them."""

WORDY = ("consent",)

ORDER = ("bot", "captcha", "region", "age", "login", "script", "rate", "forbidden", "consent")
"""Kinds of walls told by words, in the order in which they are asked: "log in" stands on many pages of other kinds."""

BY_STATUS = {
    401: "login",
    402: "paywall",
    403: "forbidden",
    407: "forbidden",
    429: "rate",
    451: "region",
}

_LOGIN = re.compile(r"/(?:log-?in|sign-?in|auth|sso|checkpoint|account/begin|uas)(?:[/.?]|$)|^/login", re.I)
_CONSENT = re.compile(r"/(?:consent|cookie-?wall|cookie-?consent|privacy-?wall|gdpr)(?:[/.?]|$)", re.I)
_CAPTCHA = re.compile(r"/(?:captcha|challenge|showcaptcha|sorry/index|validate)(?:[/.?]|$)", re.I)
_HOSTS = (
    ("consent", re.compile(r"^(?:consent|cmp|privacy)\.")),
    ("login", re.compile(r"^(?:login|auth|accounts?|sso|signin|id)\.")),
    ("captcha", re.compile(r"captcha")),
)


@dataclass(frozen=True, slots=True)
class Sign:
    """What kind of wall or stand-in it is, and by what it was told: words of the page, a header, an address, a status."""

    kind: str
    told_by: str


def wall(asked: str, answer: Answer) -> Sign | None:
    """What stands in front of the page, if anything does. `asked` is the address that was asked for first."""
    page = answer.page or PageSeen()
    return (
        _by_headers(answer.headers, answer.status)
        or _by_address(asked, answer.url)
        or _by_markup(page)
        or _by_words(page, ORDER)
        or (Sign(BY_STATUS[answer.status], f"status {answer.status}") if answer.status in BY_STATUS else None)
        or _shell(page)
    )


def paywall(page: PageSeen) -> Sign | None:
    """Must one pay for the rest? Asked only where what was wanted is not seen."""
    words = first_of(table("walls")["paywall"]["words"], page.whole)
    if words:
        return Sign("paywall", words)
    return Sign("paywall", "isAccessibleForFree: false") if "paid" in page.marks else None


def not_found(page: PageSeen) -> Sign | None:
    """Does the page itself say that there is none, whatever its status says?"""
    return _by_words(page, ("soft_404",))


def parked(page: PageSeen) -> Sign | None:
    return _by_words(page, ("parked",))


def maintenance(page: PageSeen) -> Sign | None:
    return _by_words(page, ("maintenance",))


def front_page(asked: str, final: str) -> bool:
    """Does the final address lead to the front page or a section that holds what was asked, instead of the page itself?"""
    path, ended = _path(asked), _path(final)
    if path == ended or _is_front(path):
        return False
    return _is_front(ended) or (host(asked) == host(final) and path.startswith(f"{ended}/"))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _is_front(path: str) -> bool:
    return bool(re.fullmatch(r"(?:/[a-z]{2}(?:-[a-z]{2})?)?(?:/(?:index|home|default)(?:\.\w{2,5})?)?", path, re.I))


def _by_headers(headers: Mapping[str, str], status: int) -> Sign | None:
    """What a guard against robots says of itself. Its headers also stand on pages that it lets through."""
    if headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return Sign("bot", "cf-mitigated: challenge")
    for name in ("x-datadome", "x-amzn-waf-action", "x-px-block"):
        if status != 200 and headers.get(name):
            return Sign("bot", name)
    return None


def _by_address(asked: str, final: str) -> Sign | None:
    """A redirect to a door. An address that was itself asked for is none."""
    if host(asked) == host(final) and _path(asked) == _path(final):
        return None
    path, name = f"{_path(final)}/", host(final)
    for kind, pattern in (("captcha", _CAPTCHA), ("consent", _CONSENT), ("login", _LOGIN)):
        if pattern.search(path) and not pattern.search(f"{_path(asked)}/"):
            return Sign(kind, final)
    if name != host(asked):
        return next((Sign(kind, final) for kind, pattern in _HOSTS if pattern.search(name)), None)
    return None


def _by_markup(page: PageSeen) -> Sign | None:
    """Forms and challenges count where there is little beside them: they also stand under articles."""
    if len(page.whole) > SHORT:
        return None
    if "challenge" in page.marks:
        return Sign("bot", "a challenge in the markup")
    if "captcha" in page.marks and len(page.whole) <= EMPTY:
        return Sign("captcha", "a captcha in the markup")
    return None


def _by_words(page: PageSeen, kinds: tuple[str, ...]) -> Sign | None:
    for kind in kinds:
        phrases = table("walls")[kind]["words"]
        most = MIDDLING if kind in WORDY else SHORT
        reach = page.whole if len(page.whole) <= most else ""
        heads = "\n".join(page.headings) if len(page.whole) <= MIDDLING else ""
        if words := first_of(phrases, f"{heads}\n{reach}"):
            return Sign(kind, next((one for one in phrases if flat(one).strip() == words), words))
    return None


def _shell(page: PageSeen) -> Sign | None:
    """A page that shows nothing before its scripts have run, or a form for a password and little else."""
    if len(page.whole) > EMPTY:
        return Sign("login", "a form for a password") if _only_a_form(page) else None
    if words := first_of(table("walls")["script"]["words"], page.hidden):
        return Sign("script", words)
    if "password" in page.marks:
        return Sign("login", "a form for a password")
    return Sign("script", "scripts and no text") if "scripts" in page.marks and len(page.whole) < EMPTY // 4 else None


def _only_a_form(page: PageSeen) -> bool:
    return "password" in page.marks and len(page.whole) <= SHORT // 3
