"""Which heads of the custody log does the database remember, and is the log that lies here still that one?

The log, its head and its key lie in one folder, and whoever takes that folder away, or puts another in its place, leaves no
trace in it. The database therefore remembers each head that was signed while it could be written.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction

from firsthand.casebook import setup
from firsthand.casebook.custody_log import CustodyLog
from firsthand.casebook.log_files import last_line, lay_aside
from firsthand.casebook.models import SignedRow
from firsthand.errors import CustodyError, UsageError
from firsthand.record.custody import HEAD, LOG, PUBLIC, Remembered, digest

_HINT = (
    "Restore the newest copy of the folder `custody`. If there is none, `firsthand verify --begin-anew WHY` begins "
    "a new log, which tells of the loss."
)

_FIELDS = ("key", "events", "bytes", "sha256", "at")


class SignedHeads:
    """The heads of one casebook that its database remembers, oldest first."""

    def __init__(self, path: Path, alias: str) -> None:
        self._path, self._alias = path, alias

    def all(self) -> list[Remembered]:
        with setup.told(self._path, "read"):
            rows = SignedRow.objects.using(self._alias).order_by("id").values_list(*_FIELDS)
            return [Remembered(*row) for row in rows]

    def last(self) -> Remembered | None:
        with setup.told(self._path, "read"):
            rows = SignedRow.objects.using(self._alias).order_by("-id")
            found = rows.values_list(*_FIELDS).first()
        return Remembered(*found) if found else None

    def remember(self, log: CustodyLog) -> None:
        """Remember what this program signed last, if it signed at all."""
        if (head := log.head) is None:
            return
        with setup.told(self._path, "written"), transaction.atomic(using=self._alias):
            fields = {"events": head.events, "bytes": head.bytes, "sha256": head.sha256, "at": head.at}
            SignedRow.objects.using(self._alias).create(key=key_digest(log.folder), **fields)


Prepare = Callable[[CustodyLog, SignedHeads, Iterable[str]], None]
"""What is done to the log of a casebook that is opened for writing, with the exhibits that it holds."""


def key_digest(folder: Path) -> str:
    """By which the database knows a key; empty where it is missing."""
    try:
        return hashlib.sha256((folder / PUBLIC).read_bytes()).hexdigest()
    except OSError:
        return ""


def ready(log: CustodyLog, heads: SignedHeads, held: Iterable[str]) -> None:
    """Make the log ready for writing; begin one where there never was one, telling of the exhibits `held`.

    Raises CustodyError where the log that the database remembers is not here, or nothing could be signed.
    """
    last = heads.last()
    if last is not None:
        _must_be(log.folder, last)
    if not log.begun:
        log.begin(held)
    elif log.missing:
        raise CustodyError(log.missing, hint=_HINT)
    elif log.untold:
        raise CustodyError(log.untold, hint="Check the rights of the folder: nothing is written that is not told.")


def gap(log: CustodyLog, heads: SignedHeads) -> CustodyError | None:
    """What an editor who only reads should hear of the log; None also where it merely cannot be written, as on a copy."""
    try:
        if (last := heads.last()) is not None:
            _must_be(log.folder, last)
    except CustodyError as error:
        return error
    return CustodyError(log.missing, hint=_HINT) if log.begun and log.missing else None


def begin_anew(log: CustodyLog, heads: SignedHeads, held: Iterable[str], why: str) -> None:
    """Begin a log in the place of one that is lost or damaged; what is left of that is laid aside.

    Raises UsageError where the log is here and sound.
    """
    try:
        ready(log, heads, held)
        log.hold()
    except CustodyError as error:
        lost = heads.last()
        lay_aside(log.folder)
        told = f"begun in the place of a log that is lost. {error.message} Why it was begun: {why}"
        new = CustodyLog(log.folder)
        new.begin(held, note=told, lost=[lost.sha256] if lost else [])
        heads.remember(new)
        return
    raise UsageError("The custody log is here and ends as it was signed.", hint="Events can be added to it.")


def _must_be(folder: Path, last: Remembered) -> None:
    signed = f"The casebook remembers a custody log of {last.events:,} events, signed at {last.at}"
    if not (folder / LOG).exists():
        raise CustodyError(f"{signed}, and there is none in {folder}.", hint=_HINT)
    if key_digest(folder) != last.key:
        raise CustodyError(f"{signed}, and {folder / PUBLIC} is not the key that it was signed with.", hint=_HINT)
    try:
        (folder / HEAD).read_bytes()
        with (folder / LOG).open("rb") as file:
            older = os.fstat(file.fileno()).st_size < last.bytes
            same = not older and digest(last_line(file, last.bytes)) == last.sha256
    except OSError as error:
        raise CustodyError(f"{signed}, and {error.filename} cannot be read: {error.strerror}.", hint=_HINT) from error
    signed = f"{signed}. Nothing is added to the one in {folder}"
    if older:
        raise CustodyError(f"{signed}: its end was taken off, or it is an older one.", hint=_HINT)
    if not same:
        raise CustodyError(f"{signed}: it was changed, or is another one.", hint=_HINT)
