"""How does Django start inside somebody else's program, and how does one open casebook become one of its databases?

Django knows databases by alias and fixes them when it starts; casebooks are opened and closed at run time, so each
gets an alias of its own and every query says `.using(alias)`. Nothing runs when this module is imported.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections

from firsthand.errors import CasebookError

BUSY_SECONDS = 10
"""How long a writer waits for another one to finish."""

SETTLE_MS = 500
"""How long settling waits for readers. It is tried again whenever a writer ends, so nobody needs to wait longer."""

# recursive_triggers: else INSERT OR REPLACE would delete rows past the guards.
# FULL, not NORMAL: change numbers must not be given twice after a power cut, or the index would trust an old one.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON"

CACHE_KIB = 16_000
"""Pages of the file that one connection holds in memory; a program of many threads sets less (`FIRSTHAND_CACHE_KIB`)."""

_lock = Lock()
_numbers = itertools.count(1)


def start() -> None:
    """Start Django once for this process. A program that configured it already must list `firsthand.casebook`."""
    with _lock:
        if not settings.configured:
            settings.configure(
                INSTALLED_APPS=["firsthand.casebook"],
                DATABASES={"default": {"ENGINE": "django.db.backends.dummy"}},
                LOGGING_CONFIG=None,
                USE_TZ=True,
            )
        # A program that starts Django itself comes by here while that goes on.
        if not apps.ready and not apps.loading:
            # What django.setup() does less the address and logging machinery, which costs a tenth of a second.
            apps.populate(settings.INSTALLED_APPS)
        if apps.ready and not apps.is_installed("firsthand.casebook"):
            raise CasebookError("Django is set up without the casebook.", hint="Add it to INSTALLED_APPS.")


def add_database(file: Path, *, write: bool, immutable: bool = False) -> str:
    """Make a casebook's file one of Django's databases; returns its alias. No connection is opened yet."""
    alias = f"casebook-{next(_numbers)}"
    mode = "rw" if write else "ro&immutable=1" if immutable else "ro"
    options: dict[str, Any] = {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE" if write else "DEFERRED"}
    if write:
        cache = int(getattr(settings, "FIRSTHAND_CACHE_KIB", CACHE_KIB))
        options["init_command"] = f"{_PRAGMAS}; PRAGMA cache_size=-{cache}"
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{file.absolute().as_uri()}?mode={mode}",
        "CONN_MAX_AGE": None,  # in a web room each thread keeps its connection from page to page
        "OPTIONS": options,
    }
    with _lock:
        whole = connections.configure_settings({"default": {}, alias: database})
        connections.databases[alias] = whole[alias]
    return alias


def drop_database(alias: str) -> None:
    """Close this thread's connection and forget the alias; connections of other threads end with their threads."""
    with _lock:
        if alias in connections.databases:
            connections[alias].close()
            del connections[alias]
            del connections.databases[alias]


def settle(alias: str) -> bool:
    """Join the log of newest changes to the main file, so that a plain copy of that file is whole.

    Returns False where readers were in the way: the log beside the file is then still part of the casebook.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {SETTLE_MS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    return not busy


def is_open(alias: str) -> bool:
    return alias in connections.databases


@contextmanager
def told(path: Path, doing: str) -> Iterator[None]:
    """Say what the database could not do as a CasebookError that names the casebook and the next step."""
    try:
        yield
    except DatabaseError as error:
        hint = next((hint for words, hint in _HINTS.items() if words in str(error)), "")
        raise CasebookError(f"The casebook {path} could not be {doing}: {error}.", hint=hint) from error


_HINTS = {
    "locked": "Another program has been writing to it for a while; try again when it has finished.",
    "readonly": "The disk or folder is read-only; copy the casebook to a place that can be written.",
    "full": "The disk is full; free some space.",
    "malformed": "The file is damaged; restore the casebook's folder from a copy.",
    "not a database": "The file is not a casebook; restore the folder from a copy.",
    "unable to open": "Look at the rights of the folder and its files.",
}
