"""Where does an exhibit stand: in which captures, on which reports, in which cases?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.db.models import Q

from firsthand.casebook import setup
from firsthand.casebook.captures import SHORTEST, FiledCapture
from firsthand.casebook.models import CaptureRow, CaseRow, EntryRow, ExhibitRow, ReportRow, Revision
from firsthand.record.captures import capture_from
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.findings import Report
from firsthand.record.tips import Exhibit


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the casebook that is open under this alias knows of where things stand. Nothing here reads the bytes of an exhibit."""

    path: Path
    alias: str

    def known(self, sha256: str) -> Exhibit | None:
        """What is on file of an exhibit, also where its file is lost; None where it is not on file."""
        return next(iter(self.all_known([sha256])), None)

    def all_known(self, hashes: Sequence[str]) -> list[Exhibit]:
        """What is on file of those exhibits that are, in the order in which they are named; one query."""
        columns = ("sha256", "size", "media", "name")
        with setup.told(self.path, "read"):
            rows = ExhibitRow.objects.using(self.alias).filter(sha256__in=hashes).values_list(*columns)
            found = {row[0]: Exhibit(*row) for row in rows}
        return [found[one] for one in hashes if one in found]

    def captures(self, sha256: str) -> list[FiledCapture]:
        """The captures of which it is a part, or the record; oldest first."""
        return self._captures(Q(digest=sha256) | Q(body__contains=sha256))[0]

    def listed(self, words: str, first: int, count: int) -> tuple[list[FiledCapture], int]:
        """(one page of the captures whose address holds these words, newest first; how many there are)."""
        held = Q(address__icontains=words) | Q(final_address__icontains=words) if words else Q()
        return self._captures(held, "-id", slice(first, first + count))

    def _captures(self, wanted: Q, order: str = "id", part: slice = slice(None)) -> tuple[list[FiledCapture], int]:
        with setup.told(self.path, "read"):
            rows = CaptureRow.objects.using(self.alias).filter(wanted).order_by(order)
            held, total = list(rows.values_list("digest", "body")[part]), rows.count()
        return [FiledCapture(digest, capture_from(body.encode())) for digest, body in held], total

    def reports(self, sha256: str) -> list[tuple[str, FiledReport]]:
        """(digest, report) of the reports that rest on it, oldest first."""
        with setup.told(self.path, "read"):
            rows = list(ReportRow.objects.using(self.alias).filter(body__contains=sha256).order_by("id"))
        return [(row.digest, FiledReport(msgspec.json.decode(row.body, type=Report), row.who, row.at)) for row in rows]

    def cases(self, sha256: str) -> list[str]:
        """The ids of the cases that name it as they stand, as a picture or as the capture of an entry."""
        names = [sha256[:length] for length in range(SHORTEST, len(sha256) + 1)]
        with setup.told(self.path, "read"):
            newest = CaseRow.objects.using(self.alias).values("change")
            told = Revision.objects.using(self.alias).filter(id__in=newest, body__contains=sha256)
            named = EntryRow.objects.using(self.alias).filter(capture__in=names)
            return sorted({*told.values_list("case", flat=True), *named.values_list("case", flat=True)})
