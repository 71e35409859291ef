"""Which report bears this name? Reports on file, each by the digest of its row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from firsthand.casebook import setup
from firsthand.casebook.models import ReportRow
from firsthand.casebook.writing import report_digest
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.findings import Report


@dataclass(frozen=True, slots=True)
class ReportShelf:
    """The reports of the casebook that is open under this alias."""

    path: Path
    alias: str

    def named(self, digest: str) -> FiledReport | None:
        """A report on file by its digest; None where there is none."""
        with setup.told(self.path, "read"):
            row = ReportRow.objects.using(self.alias).filter(digest=digest).first()
        return FiledReport(msgspec.json.decode(row.body, type=Report), row.who, row.at) if row else None

    @staticmethod
    def name(filed: FiledReport) -> str:
        """The digest by which a report is found again."""
        return report_digest(filed)
