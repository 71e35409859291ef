"""What did a case say when it was filed? Each of its revisions, read back as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connections

from firsthand.casebook import setup
from firsthand.casebook.models import CaseRow, Revision
from firsthand.casebook.rows import RevisionLine, cases_of, revisions_of
from firsthand.record.cases import Case


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of the casebook that is open under this alias."""

    path: Path
    alias: str

    def case(self, id: str, number: int) -> Case | None:
        """A case as its revision of this number says it; None where that is no revision of it."""
        with setup.told(self.path, "read"):
            return next(cases_of(self.alias, revisions_of(self.alias, id=number, case=id)), None)

    def last_change(self) -> int:
        """The number of the newest revision of any case; 0 where there is none."""
        # Every page of a web room asks this: Django would take longer to make the SQL than SQLite to answer.
        with setup.told(self.path, "read"), connections[self.alias].cursor() as cursor:
            cursor.execute("SELECT MAX(id) FROM revision")
            return int(cursor.fetchone()[0] or 0)

    def newest(self, id: str) -> int:
        """The number of the newest revision of a case; 0 where there is none."""
        with setup.told(self.path, "read"):
            return CaseRow.objects.using(self.alias).filter(id=id).values_list("change", flat=True).first() or 0

    def lines(self, id: str) -> list[RevisionLine]:
        """When a case was filed, oldest first."""
        with setup.told(self.path, "read"):
            rows = list(Revision.objects.using(self.alias).filter(case=id).order_by("id"))
        return [RevisionLine(row.id, row.who, row.at, row.from_file) for row in rows]

    def together(self, at: datetime) -> list[str]:
        """The cases that were filed at one moment."""
        with setup.told(self.path, "read"):
            return list(Revision.objects.using(self.alias).filter(at=at).values_list("case", flat=True))
