"""Is the record guarded against change in the database itself? Triggers that refuse UPDATE and DELETE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

GUARDED = ("revision", "entry", "exhibit", "decision", "report", "calibration", "capture", "state", "signed")
"""The tables whose rows are only ever added."""


def trigger_sql(tables: Iterable[str]) -> Mapping[str, str]:
    """The statement that makes each trigger, by the trigger's name."""
    return {
        f"{table}_no_{verb}": (
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
        )
        for table in tables
        for verb in ("update", "delete")
    }


def missing_guards(cursor: Any) -> list[str]:
    """Names of triggers that are not there: Django's rebuild of a table drops them without a word."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    there = {row[0] for row in cursor.fetchall()}
    return [name for name in trigger_sql(GUARDED) if name not in there]


def restore_guards(cursor: Any) -> None:
    statements = trigger_sql(GUARDED)
    for name in missing_guards(cursor):
        cursor.execute(statements[name])
