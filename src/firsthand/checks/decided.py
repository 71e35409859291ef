"""What does a person's decision do to a lead? Yes settles it, no sets it aside for good, unsure leaves the weighing."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.record.decisions import Answer, Decision
from firsthand.record.findings import Match, Reason

Standing = Mapping[tuple[str, str], Decision]
"""What stands on each pair of tip and item; see `record.decisions.standing`."""


def weighed(tip: str, item: str, probability: float, reasons: tuple[Reason, ...], decided: Standing) -> Match | None:
    """The match after the standing decision on (tip, item); None where a person said that it is not the same."""
    row = decided.get((tip, item))
    if row is None or row.answer in (Answer.UNSURE, Answer.WITHDRAWN):
        return Match(item, probability, reasons if row is None else (_reason(row), *reasons), tip)
    return None if row.answer is Answer.NO else Match(item, 1.0, (_reason(row), *reasons), tip)


def set_aside(tips: frozenset[str], decided: Standing) -> str:
    """One sentence on the items that people set aside for these tips; empty where there are none."""
    rows = [row for (tip, _), row in sorted(decided.items()) if tip in tips and row.answer is Answer.NO]
    if not rows:
        return ""
    return (
        "Set aside: "
        + "; ".join(f"{row.item} is not the same, says {row.who}, {row.at:%Y-%m-%d}" for row in rows)
        + "."
    )


def _reason(row: Decision) -> Reason:
    answer = "could not tell" if row.answer is Answer.UNSURE else "decided that it is the same"
    because = f": {row.why}" if row.why else ""
    return Reason("decision", f"{row.who} {answer} on {row.at:%Y-%m-%d}{because}")
