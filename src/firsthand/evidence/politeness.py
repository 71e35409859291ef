"""May this host be asked now, by a program that asks again and again? Its robots.txt, a pause between two questions, its "later".

For watching only: a person who captures one page asks as a browser does. All is decided from values and the time given, so
that the state of a host can be kept in a file between two runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from protego import Protego

NAME = "Firsthand"
"""How a robots.txt calls us."""

PAUSE = timedelta(seconds=5)
"""Between two questions to one host."""

LONGEST_PAUSE = timedelta(minutes=5)
"""A `Crawl-delay` beyond it is taken for this."""

ROBOTS_AGE = timedelta(days=1)
"""How long a robots.txt holds (RFC 9309, 2.4)."""

ROBOTS_BYTES = 500 * 1024
"""What is read of a robots.txt (RFC 9309, 2.5)."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)
"""After "too many requests" without a time: doubled each time. A time that the host names is kept up to the longest."""

BUSY = (429, 503)

ALL = ""
"""A robots.txt that allows all."""


@dataclass(frozen=True, slots=True)
class Host:
    """What is known of one origin (`https://example.org:8443`). `robots` is its text, read at `robots_at` (None: never).

    `asked` is when it was last asked, `closed_until` when it may be asked again after it said that it was too much, and
    `refusals` how often it said so in a row.
    """

    robots: str = ALL
    robots_at: datetime | None = None
    asked: datetime | None = None
    closed_until: datetime | None = None
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether it is our turn: now, where nothing is said; else `why` not, as a sentence, and `until` when, or None for never."""

    why: str = ""
    until: datetime | None = None


def origin(url: str) -> str:
    """Scheme, host and port: what one robots.txt and one pause hold for."""
    found = httpx.URL(url)
    host = found.raw_host.decode("ascii")
    name = f"[{host}]" if ":" in host else host
    # httpx leaves the usual port standing where the scheme is written in capitals.
    usual = found.port in (None, {"http": 80, "https": 443}.get(found.scheme))
    return f"{found.scheme}://{name}" + ("" if usual else f":{found.port}")


def robots_due(host: Host, now: datetime) -> bool:
    """Must robots.txt be read first? Not of a host that wants to be left alone for now."""
    old = host.robots_at is None or now - host.robots_at >= ROBOTS_AGE
    return old and not (host.closed_until and host.closed_until > now)


def turn(url: str, host: Host, now: datetime) -> Turn:
    """May this address be asked now? What `robots_due` says is done before."""
    if host.closed_until and host.closed_until > now:
        return Turn(
            f"{origin(url)} asks to be left alone for a while, or its robots.txt did not answer.", host.closed_until
        )
    rules = Protego.parse(host.robots)
    if not rules.can_fetch(url, NAME):
        return Turn(f"The robots.txt of {origin(url)} asks programs not to fetch {url}.")
    until = _after_pause(host, rules)
    return Turn(f"{origin(url)} was asked a moment ago.", until) if until and until > now else Turn()


def _after_pause(host: Host, rules: Protego) -> datetime | None:
    if host.asked is None:
        return None
    delay = rules.crawl_delay(NAME) or 0.0
    # As a number first: a delay of 1e300 seconds is no span of time.
    return host.asked + timedelta(seconds=max(PAUSE.total_seconds(), min(delay, LONGEST_PAUSE.total_seconds())))


def with_robots(host: Host, status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Host:
    """The host once its robots.txt was asked for; `status` is 0 where no answer came.

    One that is not there (4xx) allows all; a host that cannot say (5xx, no answer) is left alone for a while, and then asked
    for it again: RFC 9309, 2.3.1.
    """
    if 200 <= status < 300:
        robots = body[:ROBOTS_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
        return replace(host, robots=robots, robots_at=now)
    if 400 <= status < 500 and status not in BUSY:
        return replace(host, robots=ALL, robots_at=now)
    return replace(_closed(host, headers, now), robots_at=None)


def after(host: Host, status: int, headers: Mapping[str, str], now: datetime) -> Host:
    """The host once it has answered. `headers` have names in small letters."""
    asked = replace(host, asked=now)
    return _closed(asked, headers, now) if status in BUSY else replace(asked, closed_until=None, refusals=0)


def _closed(host: Host, headers: Mapping[str, str], now: datetime) -> Host:
    named = retry_after(headers.get("retry-after", ""), now)
    wait = named if named is not None else FIRST_WAIT * 2 ** min(host.refusals, 11)
    return replace(host, closed_until=now + min(wait, LONGEST_WAIT), refusals=host.refusals + 1)


def retry_after(words: str, now: datetime) -> timedelta | None:
    """How long a `Retry-After` asks to wait, in seconds or until a date; None where it says neither."""
    words = words.strip()
    if words.isascii() and words.isdigit():
        return timedelta(seconds=min(int(words[:12]), int(LONGEST_WAIT.total_seconds())))
    try:
        date = parsedate_to_datetime(words)
    except (TypeError, ValueError, OverflowError):
        return None
    return max(timedelta(0), (date if date.tzinfo else date.replace(tzinfo=UTC)) - now)
