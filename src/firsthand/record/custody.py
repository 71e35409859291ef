"""What has been done with the evidence, by whom and when, and how does one event hold the one before it?

Each event is one line of canonical JSON (RFC 8785) that carries the SHA-256 of the line before it, so that no line can be
changed, moved or taken out without the next one showing it. A head names the last line; it is what is signed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import msgspec
import rfc8785

from firsthand.errors import CustodyError

FIRST = "0" * 64
"""What the first event carries in place of the hash of one before it."""

NOT_STAMPED = "not time-stamped"

LOG, HEAD, SIGNATURE = "log.txt", "head.txt", "head.txt.minisig"
PUBLIC, SECRET = "key.pub", "key.secret"
STAMPS = "heads"
"""The folder of heads with time stamps, each in a folder of its own."""

AUTHORITIES = "authorities.toml"

_FILED = re.compile("(capture|state) ([0-9a-f]{64}), ")

_T = TypeVar("_T", "Event", "Head")


class EventKind(StrEnum):
    """What was done."""

    BEGUN = "begun"
    MIGRATED = "migrated"
    OPENED = "opened"
    CAPTURED = "captured"
    READ = "read"
    FILED = "filed"
    EXPORTED = "exported"
    SHARED = "shared"
    VERIFIED = "verified"
    STAMPED = "stamped"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. `at` is UTC; `hashes` are SHA-256 of what it was done with, `source` where that came from or went."""

    number: int
    kind: EventKind
    at: str
    who: str
    tool: str
    before: str
    hashes: tuple[str, ...] = ()
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log as it was signed: how many events and bytes, and the SHA-256 of the last line.

    `stamped` says in words which time stamps the log had by then.
    """

    events: int
    bytes: int
    sha256: str
    at: str
    tool: str
    stamped: str = NOT_STAMPED


@dataclass(frozen=True, slots=True)
class Remembered:
    """A head as the casebook's database remembers it; `key` is the SHA-256 of the file of the public key."""

    key: str
    events: int
    bytes: int
    sha256: str
    at: str


class DamageKind(StrEnum):
    """Where a damage lies."""

    LOG = "log"
    HEAD = "head"
    STAMP = "time stamp"
    EXHIBIT = "exhibit"
    CAPTURE = "capture"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it was written. `explained`: it is what a cut-off program leaves, and nothing was lost by it."""

    kind: DamageKind
    where: str
    what: str
    explained: bool = False


class Custody(Protocol):
    """The narrow port through which all that handles evidence tells of it."""

    def record(
        self, kind: EventKind, hashes: Iterable[str] = (), *, source: str = "", note: str = "", who: str = ""
    ) -> None:
        """Add one event to the log."""

    def sync(self) -> None:
        """Force what was recorded to the disk."""


def line_of(thing: Event | Head) -> bytes:
    """The canonical line, without its line end. Characters that are no text are spelled out."""
    return rfc8785.dumps({name: _text(value) for name, value in asdict(thing).items()})


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return str(value).encode("utf-8", "backslashreplace").decode()
    return list(map(_text, value)) if isinstance(value, tuple) else value


def filed_note(what: str, digest: str, state: str) -> str:
    """What the note of an event says where a `capture` or a `state` of this name was put on file."""
    return f"{what} {digest}, {state}"


def filed_by(event: Event) -> tuple[str, str] | None:
    """(`capture` or `state`, its name) where the event tells that one was put on file."""
    found = _FILED.match(event.note) if event.kind in (EventKind.CAPTURED, EventKind.FILED) else None
    return (found[1], found[2]) if found else None


def event_of(line: bytes) -> Event:
    """Raises CustodyError where the line is no event, or is not in its canonical form."""
    return _read(line, Event, "an event")


def head_of(line: bytes) -> Head:
    """Raises CustodyError where the line is no head, or is not in its canonical form."""
    return _read(line, Head, "the head of a log")


def _read(line: bytes, kind: type[_T], what: str) -> _T:
    try:
        found = msgspec.json.decode(line, type=kind)
        same = line_of(found) == line
    except (msgspec.MsgspecError, rfc8785.CanonicalizationError, UnicodeDecodeError) as error:
        raise CustodyError(f"It is not {what}: {error}.") from error
    if not same:
        raise CustodyError(f"It is {what}, but not in the form in which one is written.")
    return found


def digest(line: bytes) -> str:
    """What the next event carries."""
    return hashlib.sha256(line).hexdigest()


def written(at: datetime) -> str:
    """A time as events carry it: UTC, with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
