"""Can this folder be opened as a casebook, for reading or writing, and is it of a version that we know?

The version stands in the file's own header (`PRAGMA user_version`), so that opening reads one page and runs no
migrations; `PRAGMA application_id` tells a casebook from any other SQLite file.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connections

from firsthand.casebook import setup
from firsthand.casebook.guard import missing_guards, restore_guards
from firsthand.errors import CasebookError, NewerCasebookError, UsageError

FORMAT = 5
"""The version of the casebook that this program writes. A new migration raises it."""

APPLICATION_ID = 0x46687264
"""`Fhrd`: the mark of a casebook in the header of its SQLite file."""

FILE = "casebook.sqlite3"
ROOM = "desk"
"""The folder of the web room's own file, which may be there before the casebook."""
INIT = "Make one with 'firsthand init', or name the folder of yours with --casebook."

ELSEWHERE = "Choose a place where you may write."


def make(path: Path) -> str:
    """Make the folder and its database; returns the alias, open for writing.

    A folder whose making was cut off is completed. Raises UsageError where a casebook or something else is already there.
    """
    file = path / FILE
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file.", hint="Give the name of a new folder.")
    try:
        path.mkdir(parents=True, exist_ok=True)
        others = [item.name for item in path.iterdir() if not item.name.startswith((FILE, ROOM))]
    except OSError as error:
        raise CasebookError(f"The folder {path} cannot be made: {error.strerror}.", hint=ELSEWHERE) from error
    if file.exists() and _header(path)[1] != 0:
        raise UsageError(f"There is already a casebook in {path}.", hint="Open it, or choose another folder.")
    if others and not file.exists():
        raise UsageError(f"The folder {path} is not empty.", hint="Choose an empty or new folder.")
    try:
        file.touch()
    except OSError as error:
        raise CasebookError(f"The folder {path} cannot be written: {error.strerror}.", hint=ELSEWHERE) from error
    return _migrated(path)


def open_for_writing(path: Path) -> str:
    """Returns the alias of the database. Older casebooks are brought up to date first."""
    version = _known(path)
    for place in (path, path / FILE):
        if not os.access(place, os.W_OK):
            raise CasebookError(
                f"The casebook {path} is read-only here, so nothing can be written to it.",
                hint="Check the rights of the folder, or copy it to a disk that can be written.",
            )
    if version < FORMAT:
        return _migrated(path)
    alias = setup.add_database(path / FILE, write=True)
    with setup.told(path, "opened"), connections[alias].cursor() as cursor:
        if missing_guards(cursor):
            restore_guards(cursor)
    return alias


def open_for_reading(path: Path) -> str:
    """Returns the alias of the database. Works on a read-only disk, where SQLite cannot make its helper files."""
    version = _known(path)
    if version < FORMAT:
        raise CasebookError(
            f"The casebook {path} was written by an older version of Firsthand.",
            hint="Open it once where it can be written, and it is brought up to date.",
        )
    return setup.add_database(path / FILE, write=False, immutable=_immutable(path))


def _immutable(path: Path) -> bool:
    """Must SQLite take the file as it stands? Yes where it cannot make its helper files beside it.

    Raises CasebookError where the newest changes stand in a helper file that then could not be read.
    """
    if os.access(path, os.W_OK):
        return False
    log = path / f"{FILE}-wal"
    if not log.exists() or log.stat().st_size == 0:
        return True
    if (path / f"{FILE}-shm").exists():
        return False
    raise CasebookError(
        f"The casebook {path} holds changes that are not joined to its main file, and the folder is read-only.",
        hint="Copy the folder to a disk that can be written and open it there.",
    )


def _known(path: Path) -> int:
    """The version of a casebook, no newer than ours."""
    if not (path / FILE).is_file():
        raise CasebookError(f"There is no casebook in {path}.", hint=INIT)
    mark, version = _header(path)
    if version > FORMAT:
        raise NewerCasebookError(
            f"The casebook {path} was written by a newer version of Firsthand (format {version}, this one knows {FORMAT}).",
            hint="Update Firsthand.",
        )
    if version == 0 or mark != APPLICATION_ID:
        raise CasebookError(f"{path / FILE} is not a casebook, or making it was cut off.", hint=INIT)
    return version


def _header(path: Path) -> tuple[int, int]:
    """(application_id, user_version), read without Django and without leaving files behind."""
    mode = "ro&immutable=1" if _alone(path) else "ro"
    try:
        with closing(sqlite3.connect(f"{(path / FILE).absolute().as_uri()}?mode={mode}", uri=True, timeout=10)) as link:
            mark = link.execute("PRAGMA application_id").fetchone()[0]
            version = link.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise CasebookError(f"The casebook {path} cannot be read: {error}.", hint="Restore it from a copy.") from error
    return int(mark), int(version)


def _alone(path: Path) -> bool:
    """Is there no log beside the file, so that its header is the whole truth?"""
    return not (path / f"{FILE}-wal").exists()


def _migrated(path: Path) -> str:
    from django.db.migrations.executor import MigrationExecutor  # 0.1 s that an up-to-date casebook never pays

    alias = setup.add_database(path / FILE, write=True)
    try:
        with setup.told(path, "set up"):
            executor = MigrationExecutor(connections[alias])
            executor.migrate(executor.loader.graph.leaf_nodes("casebook"))  # a web room brings tables of its own
            with connections[alias].cursor() as cursor:
                restore_guards(cursor)
                cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                cursor.execute(f"PRAGMA user_version = {FORMAT}")
    except CasebookError:
        setup.drop_database(alias)
        raise
    return alias
