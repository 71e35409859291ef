"""How often does the reader of voices err, as far as it was measured? The data of the package (`words/measured.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from firsthand.reading.wordlists import table
from firsthand.record.audits import Measured, MeasuredLang


@cache
def shipped() -> Measured:
    """The figures of this version."""
    return measured(table("measured"))


def measured(said: Mapping[str, Any]) -> Measured:
    """Figures by language out of plain tables. Raises ValueError where one is no share: a wrong figure misleads everybody."""
    return Measured(tuple(_row(lang, row) for lang, row in sorted(said.items())))


def _row(lang: str, row: Mapping[str, Any]) -> MeasuredLang:
    precision, recall, joint = (float(row[name]) for name in ("precision", "recall", "joint"))
    if not all(0 <= share <= 1 for share in (precision, recall, joint)) or int(row["n"]) < 1:
        raise ValueError(
            f"measured.toml, {lang}: precision, recall and joint lie between 0 and 1, and n is at least 1."
        )
    return MeasuredLang(lang, precision, recall, joint, str(row["set"]), int(row["n"]))
