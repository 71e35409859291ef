"""Is the room of this casebook open already? A lock on a file of its folder, held for as long as the process lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from firsthand.errors import CasebookError, UsageError

FILE = "room.lock"


def take(folder: Path) -> None:
    """Take the room for this process and what it becomes by exec. Raises UsageError where another has it, CasebookError.

    Two programs would each do the work that waits, and write the index at once.
    """
    try:
        handle = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        os.set_inheritable(handle, True)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UsageError(
            f"The desk of {folder.parent} is open already, in another program.",
            hint="Use that one, or end it first.",
        ) from error
    except OSError as error:
        raise CasebookError(
            f"The folder {folder} cannot be locked: {error.strerror}.",
            hint="A casebook lies on a disk of this machine.",
        ) from error
