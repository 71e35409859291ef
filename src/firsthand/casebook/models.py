"""Which rows make up a casebook? The record itself is append-only; only the list of cases is brought up to date."""

# Without Django's plugin mypy cannot tell the types of fields; the plugin would import settings.
# mypy: disable-error-code="var-annotated"

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from firsthand.errors import CasebookError

KEPT = "The record is append-only: rows are never changed or deleted. File a withdrawal or a new revision instead."


class AppendOnlyRows(models.QuerySet[Any]):
    """Rows that can be added and read, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise CasebookError(KEPT)

    def delete(self) -> NoReturn:
        raise CasebookError(KEPT)


class AppendOnly(models.Model):
    """A row of the record. The triggers of migration 0002 guard the same rows against plain SQL."""

    objects = AppendOnlyRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise CasebookError(KEPT)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise CasebookError(KEPT)


class CaseRow(models.Model):
    """A case as the list shows it, taken from its newest revision; it can be made again from the revisions."""

    id = models.CharField(primary_key=True, max_length=100)
    title = models.TextField()
    status = models.TextField(blank=True)
    verdicts = models.TextField(blank=True)
    change = models.BigIntegerField(db_index=True)
    changed = models.DateTimeField()

    class Meta:
        db_table = "case"


class Revision(AppendOnly):
    """A case as it was filed once. Its `id` is the number of the change, counted over all cases; numbers only grow.

    `body` is the case in its casefile form with the ids of entries in place of the entries.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.CharField(max_length=100, db_index=True)
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    who = models.TextField(blank=True)
    at = models.DateTimeField()
    from_file = models.TextField(blank=True)

    class Meta:
        db_table = "revision"


class EntryRow(AppendOnly):
    """A line of the record entering a case (`withdrawn` false) or leaving it (true). `entry` is the id of the line."""

    id = models.BigAutoField(primary_key=True)
    case = models.CharField(max_length=100)
    entry = models.CharField(max_length=32)
    withdrawn = models.BooleanField(default=False)
    revision = models.BigIntegerField()
    at = models.DateTimeField()
    subject = models.CharField(max_length=100)
    field = models.TextField()
    value = models.TextField()
    source = models.TextField()
    since = models.TextField(blank=True)
    until = models.TextField(blank=True)
    within = models.TextField(blank=True)
    words = models.TextField(blank=True)
    lang = models.TextField(blank=True)
    url = models.TextField(blank=True)
    capture = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "entry"
        indexes = (models.Index(fields=["case", "entry"], name="entry_of_case"),)


class ExhibitRow(AppendOnly):
    """Bytes kept in `exhibits/`, with the prints of a picture as JSON."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media = models.TextField(blank=True)
    name = models.TextField(blank=True)
    prints = models.TextField(default="[]")

    class Meta:
        db_table = "exhibit"


class DecisionRow(AppendOnly):
    """A row of the ledger of decisions. `digest` names what it says, so that loading it twice is harmless."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    tip = models.TextField()
    item = models.TextField()
    answer = models.CharField(max_length=10)
    who = models.TextField()
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    class Meta:
        db_table = "decision"
        indexes = (models.Index(fields=["tip"], name="decision_tip"),)


class CalibrationRow(AppendOnly):
    """A calibration put in use, as JSON with its figures; the newest row is the one in use."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    body = models.TextField()
    who = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "calibration"


class ReportRow(AppendOnly):
    """A report put on file, as JSON."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    body = models.TextField()
    who = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "report"


class CaptureRow(AppendOnly):
    """A capture, as the JSON of its record; `digest` is its name, and names the exhibit that holds the same bytes."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField(db_index=True)
    final_address = models.TextField(db_index=True)
    body = models.TextField()
    who = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "capture"


class StateRow(AppendOnly):
    """One look at an appearance, as JSON; `address` is the one that was asked."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField(db_index=True)
    body = models.TextField()
    who = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "state"


class SignedRow(AppendOnly):
    """A head of the custody log as it was signed: the SHA-256 of the public key's file, and what the head names."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64)
    events = models.BigIntegerField()
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.TextField()

    class Meta:
        db_table = "signed"
