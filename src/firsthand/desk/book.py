"""Which casebook is this room's? Opened once for the process; what changes or checks is done by one at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

import msgspec
from django.conf import settings

from firsthand import api
from firsthand.errors import FirsthandError
from firsthand.filed import parts_of
from firsthand.reading.display import web_jpeg
from firsthand.record.findings import Report
from firsthand.record.leads import Leads
from firsthand.record.readings import Reading
from firsthand.settings import Settings

PICTURES = 64
"""Pictures of which a small copy is held in memory."""

_at_work = threading.RLock()


@cache
def desk() -> api.Desk:
    """The casebook, open for as long as the process lives; threads may read from it at once."""
    networks = tuple(settings.FIRSTHAND_NETWORKS)
    return api.open(Path(settings.FIRSTHAND_CASEBOOK), settings=Settings(allow_networks=networks))


@contextmanager
def working() -> Iterator[api.Desk]:
    """The casebook for what checks or writes: its index is not made for two at once."""
    with _at_work:
        yield desk()


@dataclass(frozen=True, slots=True)
class OnFile:
    """A report on file with what it was made of, who filed it and when."""

    report: Report
    reading: Reading
    leads: Leads
    who: str
    at: datetime


@lru_cache(maxsize=100)
def report_of(digest: str) -> OnFile | None:
    """A report on file by its digest. Raises ExhibitError where what it was made of is damaged."""
    filed = desk().book.filed_reports.named(digest)
    if filed is None:
        return None
    return OnFile(filed.report, *parts_of(desk().book, filed.report), filed.who, filed.at)


_shown: dict[str, bytes] = {}


def picture(sha256: str, at: float | None = None) -> bytes | None:
    """A picture on file, encoded anew as a small JPEG; None where it is none or cannot be opened."""
    key = f"{sha256}@{at}"
    if key not in _shown:
        try:
            open_desk = desk()
            pixels = open_desk.decoder.pixels(open_desk.book.exhibit(sha256), sha256, open_desk.settings, at)
        except FirsthandError:
            return None
        while len(_shown) >= PICTURES:
            _shown.pop(next(iter(_shown)), None)
        _shown[key] = web_jpeg(pixels)
    return _shown[key]


def at_home(sentence: str) -> str:
    """A sentence of the program without the folder in which the casebook lies: that is no reader's business."""
    return sentence.replace(f"{settings.FIRSTHAND_CASEBOOK}/", "")


def plain(thing: object) -> object:
    """A value of the record as JSON takes it."""
    return msgspec.to_builtins(thing)
