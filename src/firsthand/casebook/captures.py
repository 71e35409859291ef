"""Which captures are on file, and what was seen when appearances were looked at again? Rows that are only ever added."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q

from firsthand.casebook import setup
from firsthand.casebook.models import CaptureRow, StateRow
from firsthand.casebook.writing import zoned
from firsthand.errors import UsageError
from firsthand.record.captures import MEDIA, Captured, capture_from, capture_json
from firsthand.record.custody import Custody, EventKind, filed_note
from firsthand.record.states import StateCheck

SHORTEST = 6
"""Letters of a capture's name that must be given."""


@dataclass(frozen=True, slots=True)
class FiledCapture:
    """A capture on file. `id` is the SHA-256 of its record, which is an exhibit too."""

    id: str
    captured: Captured


class CaptureShelf:
    """The captures and the states of one casebook; `keep` keeps bytes as an exhibit (`CasebookStore.keep`)."""

    def __init__(self, path: Path, alias: str, keep: Callable[[bytes, str, str], Any], custody: Custody) -> None:
        self._path, self._alias, self._keep, self._custody = path, alias, keep, custody

    def file(self, captured: Captured) -> FiledCapture:
        """Put a capture on file, its exhibits being kept already; twice is harmless. Raises CasebookError."""
        record = capture_json(captured)
        digest = hashlib.sha256(record).hexdigest()
        self._keep(record, "", MEDIA)
        fields = {"address": captured.address, "final_address": captured.final_address, "body": record.decode()}
        with setup.told(self._path, "written"), transaction.atomic(using=self._alias):
            row = CaptureRow(digest=digest, who=captured.who, at=zoned(captured.at), **fields)
            CaptureRow.objects.using(self._alias).bulk_create([row], ignore_conflicts=True)
        # After the row: a capture that the log tells of and that is not on file was taken out of the database.
        hashes = list(dict.fromkeys(part.exhibit.sha256 for part in captured.parts))
        told = {"source": captured.address, "note": filed_note("capture", digest, captured.state), "who": captured.who}
        self._custody.record(EventKind.CAPTURED, [digest, *hashes], **told)
        self._custody.sync()
        return FiledCapture(digest, captured)

    def rows(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """(captures, states) as they stand in the database: the name and the JSON of each, not read."""
        with setup.told(self._path, "read"):
            captures, states = (
                list(kind.objects.using(self._alias).order_by("id").values_list("digest", "body"))
                for kind in (CaptureRow, StateRow)
            )
        return captures, states

    def all(self) -> Iterator[FiledCapture]:
        """Every capture, in the order in which they were filed."""
        yield from self._captures()

    def of(self, *addresses: str) -> list[FiledCapture]:
        """The captures that asked for one of these addresses, or ended there; oldest first."""
        wanted = [one for one in addresses if one]
        found = self._captures(Q(address__in=wanted) | Q(final_address__in=wanted))
        return sorted(found, key=lambda one: one.captured.at)

    def get(self, id: str) -> FiledCapture:
        """The capture of this name or of a name that begins so. Raises UsageError where there is none, or several."""
        hint = "`firsthand evidence list` shows them all."
        if len(id) < SHORTEST:
            raise UsageError(f"{id!r} is too short for the name of a capture.", hint=hint)
        found = list(self._captures(Q(digest__startswith=id)))
        if len(found) != 1:
            raise UsageError(
                f"The casebook holds {len(found) or 'no'} captures whose name begins with {id!r}.", hint=hint
            )
        return found[0]

    def _captures(self, wanted: Q | None = None) -> Iterator[FiledCapture]:
        with setup.told(self._path, "read"):
            rows = CaptureRow.objects.using(self._alias).filter(wanted or Q()).order_by("id")
            held = list(rows.values_list("digest", "body"))
        for digest, body in held:
            yield FiledCapture(digest, capture_from(body.encode()))

    def file_state(self, check: StateCheck) -> None:
        """Put one look at an appearance on file. Raises CasebookError."""
        body = msgspec.json.encode(check, order="sorted")
        digest = hashlib.sha256(body).hexdigest()
        with setup.told(self._path, "written"), transaction.atomic(using=self._alias):
            row = StateRow(digest=digest, address=check.address, body=body.decode(), who=check.who, at=zoned(check.at))
            StateRow.objects.using(self._alias).bulk_create([row], ignore_conflicts=True)
        note = filed_note("state", digest, check.found.state)
        self._custody.record(EventKind.FILED, check.exhibits, source=check.address, note=note, who=check.who)

    def states(self, address: str = "") -> list[StateCheck]:
        """All looks, or those at one address, oldest first."""
        with setup.told(self._path, "read"):
            rows = StateRow.objects.using(self._alias).order_by("id")
            bodies = list((rows.filter(address=address) if address else rows).values_list("body", flat=True))
        return sorted((msgspec.json.decode(body, type=StateCheck) for body in bodies), key=lambda one: one.at)
