"""How does a casebook look that is older than its log? Its database remembers no head."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def forget(book: Path) -> None:
    """Take from the database what it remembers of the log. The trigger that forbids it comes back with the next opening."""
    with closing(sqlite3.connect(book / "casebook.sqlite3")) as link, link:
        link.execute("DROP TRIGGER signed_no_delete")
        link.execute("DELETE FROM signed")
