"""How is a head given to a calendar of OpenTimestamps, and has Bitcoin attested it since? Asked by our own guarded line.

The protocol is that of the standard client: a digest is posted to `/digest`, and what became of it is got from `/timestamp/`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import httpcore

from firsthand.errors import CaptureError, CustodyError
from firsthand.evidence.asking import AGENT, Answer, Asker, Sent
from firsthand.evidence.authority_list import CALENDAR, rows
from firsthand.evidence.calendar_files import (
    MOST_COMMITMENT,
    Attested,
    Pending,
    attested,
    begun,
    commitment,
    fuller,
    library,
)
from firsthand.evidence.fetch import OVERHEAD, certificates
from firsthand.evidence.guard import Guard
from firsthand.evidence.line import Deadline, Pinned
from firsthand.record.custody import AUTHORITIES
from firsthand.settings import Settings

MOST_BYTES = 10_000
"""Of one answer, as in the standard client."""

NONCE = 16

_HEADERS = (
    ("User-Agent", AGENT),
    ("Accept", "application/vnd.opentimestamps.v1"),
    ("Accept-Encoding", "identity"),
    ("Connection", "close"),
)

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One that is set: its name, the address that takes digests, and all that may be asked what became of them.

    A pool takes digests for several calendars, and each promise names the one that keeps it.
    """

    name: str
    url: str
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking about a pending file: the fuller one, or none and why, as a sentence."""

    file: bytes | None
    said: str


def calendars(folder: Path) -> tuple[Calendar, ...]:
    """Those that the desk has set; none where it has set none. Raises CustodyError."""
    found = (row for row in rows(folder) if row.kind == CALENDAR)
    return tuple(
        Calendar(row.name, _plain(row.url), frozenset(map(_plain, (row.url, *row.calendars)))) for row in found
    )


def _plain(url: str) -> str:
    return url.rstrip("/")


def submit(calendar: Calendar, head: bytes, settings: Settings, now: Now) -> bytes:
    """The file of a head, with the calendar's promise. Raises CaptureError where none comes, CustodyError for a bad one."""
    library()
    nonce = secrets.token_bytes(NONCE)
    answer = _ask(f"{calendar.url}/digest", Sent("POST", _HEADERS, commitment(head, nonce)), settings, now)
    return begun(head, nonce, _body(answer))


def became(calendar: Calendar, file: bytes, head: bytes, settings: Settings, now: Now) -> Asked:
    """Ask the calendars that a pending file names, as far as they are set, until one knows of a block.

    Raises CaptureError where one does not answer, CustodyError for a bad answer.
    """
    said = "it names no calendar"
    for pending in attested(file, head).pending:
        if _plain(pending.calendar) not in calendar.asked:
            said = f"pending at {pending.calendar}, which is not asked: it is not among `calendars` in {AUTHORITIES}"
        elif len(pending.commitment) > MOST_COMMITMENT:
            said = f"pending at {pending.calendar} in a form that it cannot be asked about"
        elif (found := _asked(pending, file, head, (settings, now))) is not None:
            return Asked(found, _blocks(attested(found, head)))
        else:
            said = f"still pending at {pending.calendar}"
    return Asked(None, said)


def _blocks(said: Attested) -> str:
    return "attested by Bitcoin block " + ", ".join(f"{one.height:,}" for one in said.blocks) + ", says its calendar"


def _asked(pending: Pending, file: bytes, head: bytes, how: tuple[Settings, Now]) -> bytes | None:
    answer = _ask(f"{pending.calendar.rstrip('/')}/timestamp/{pending.commitment.hex()}", Sent("GET", _HEADERS), *how)
    # A calendar says 404 of what is not in a block yet.
    return None if answer.exchange.status == 404 else fuller(file, head, pending, _body(answer))


def _ask(url: str, sent: Sent, settings: Settings, now: Now) -> Answer:
    guard = Guard(allow=settings.allow_networks)
    address = guard.check(url)
    line = Pinned(guard, Deadline(time.monotonic() + settings.fetch_seconds), MOST_BYTES + OVERHEAD)
    with httpcore.ConnectionPool(ssl_context=certificates(), network_backend=line) as pool:
        return Asker(pool, line, replace(settings, max_file_bytes=MOST_BYTES), now).ask(address, sent)


def _body(answer: Answer) -> bytes:
    """What was answered. Raises CaptureError where it is not all there, or no answer to this."""
    of = answer.exchange
    if answer.failure:
        raise answer.failure
    if 300 <= of.status < 400:
        to = of.header("location")[:300]
        raise CaptureError(f"{of.url} gave no answer and leads to {to!r}.", hint=f"Set that address in {AUTHORITIES}.")
    if of.status != 200:
        raise CaptureError(f"{of.url} gave no answer: status {of.status}.", hint="Look at its address.")
    if of.problem:
        raise CaptureError(f"{of.url} gave no whole answer: {of.problem}", hint="Try again.")
    if answer.body.lstrip()[:1] == b"<":
        said = f"{of.url} answered with a page, not as a calendar does; it begins with {answer.body[:60].decode('latin-1')!r}."
        raise CustodyError(said)
    return answer.body
