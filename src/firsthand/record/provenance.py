"""What does somebody need to know of evidence that leaves the house: what it is, where it came from, what was done with it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.record.captures import Captured
from firsthand.record.custody import Event


@dataclass(frozen=True, slots=True)
class Copied:
    """An exhibit as it lies in the bundle; `path` is empty where it is missing or damaged, and so was left out."""

    sha256: str
    size: int
    media: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class BundledCapture:
    """A capture of the bundle; `id` is the SHA-256 of its record, `path` that of the record, empty where it was left out."""

    id: str
    captured: Captured
    path: str = ""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp of the custody log: by which authority, when."""

    authority: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that the provenance page tells. `problems` are sentences; `pictures` are those of the case, by their ids.

    `events` are those of the custody log about these exhibits, without the mere readings: `reads` counts them, `last_read` is
    the moment of the last. `wacz` is the name of the WACZ beside the page, empty where there is none.
    """

    case: str
    title: str
    captures: tuple[BundledCapture, ...]
    files: Mapping[str, Copied]
    pictures: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    events: tuple[Event, ...]
    reads: int
    last_read: str
    stamps: tuple[Stamped, ...]
    key: str
    wacz: str
    made_at: datetime
    version: str
