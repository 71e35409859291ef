"""How does a room begin? Its file brought up to date, guarded against change, and a way in for the first person."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from firsthand.casebook.guard import trigger_sql
from firsthand.desk.models import Invitation, Person
from firsthand.desk.roles import Role

KEPT = ("done", "remark", "answer", "batch")
"""Tables whose rows are only ever added."""

NO_REPLACE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
    "WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END"
)
"""SQLite's REPLACE removes the row that is in its way without calling the trigger that forbids removal."""

WORDS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS case_words USING fts5"
    "(folded, tokenize=\"unicode61 remove_diacritics 0\", prefix='2 3')"
)
"""The folded words of cases, each under the number of its newest revision. They come folded, so that SQLite only parts them."""

OLDER = ("DROP TABLE case_text", "DELETE FROM case_line")
"""Of a room whose words lay under the ids of cases the list is made anew."""

VALID = timedelta(days=3)


def prepare() -> None:
    """Make or update the room's tables. Raises CasebookError where the disk or the file refuses."""
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for statement in trigger_sql(KEPT).values():
            cursor.execute(statement)
        for table in KEPT:
            cursor.execute(NO_REPLACE.format(table=table))
        if "case_text" in connection.introspection.table_names(cursor):
            for statement in OLDER:
                cursor.execute(statement)
        cursor.execute(WORDS)


def invite(role: Role, by: Person | None) -> str:
    """A secret that lets one person in, once, within three days; only its SHA-256 is kept."""
    secret = secrets.token_urlsafe(24)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    Invitation.objects.create(digest=digest, role=int(role), made_by=by, until=timezone.now() + VALID)
    return secret


def invited(secret: str) -> Invitation | None:
    """The invitation of a secret, while it holds."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    return Invitation.objects.filter(digest=digest, used=None, withdrawn=False, until__gt=timezone.now()).first()


def first_way_in() -> str:
    """A secret for an admin, where nobody is one yet; else nothing."""
    if Person.objects.filter(role=int(Role.ADMIN), is_active=True).exists():
        return ""
    Invitation.objects.filter(made_by=None, used=None).update(withdrawn=True)
    return invite(Role.ADMIN, None)
