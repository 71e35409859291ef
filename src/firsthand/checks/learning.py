"""What can a casebook learn its calibration from? Decisions on claim leads, with what the program itself made of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.checks.claim_leads import WeighedLead, weigh_leads
from firsthand.matching.calibration import Decided
from firsthand.record.decisions import Answer, Decision, standing
from firsthand.record.leads import Leads

NOT_SHOWN = "no report on file shows its lead"
NOTHING_SHARED = "the program sees nothing that the two share"
UNSURE = "the answer is unsure"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """The leads of a report on file, and when it was filed."""

    at: datetime
    leads: Leads


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A decision that cannot be learnt from, and why."""

    tip: str
    item: str
    why: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """The standing decisions on claims that can be learnt from, and the others."""

    decided: tuple[Decided, ...]
    left_out: tuple[LeftOut, ...]


def lessons(decisions: Iterable[Decision], reports: Iterable[Shown]) -> Lessons:
    """Each standing answer on a claim beside the probability that today's program gives to the lead that was answered.

    The lead is taken from the newest report that was filed before the answer, for that is what the person saw; else from
    the earliest after it. What the casebook learnt later (a wording added because of a yes) so cannot flatter the program.
    """
    wanted = {pair: row for pair, row in standing(decisions).items() if _of_claim(row)}
    answered = {pair: row for pair, row in wanted.items() if row.answer is not Answer.UNSURE}
    found = _found(answered, reports)
    used = {pair: lead for pair, lead in found.items() if 0 < lead.probability < 1}
    decided = [
        Decided(*pair, lead.probability, lead.capped, answered[pair].answer is Answer.YES)
        for pair, lead in sorted(used.items(), key=lambda row: row[0])
    ]
    rest = [LeftOut(*pair, _why(pair, answered, found)) for pair in sorted(wanted.keys() - used.keys())]
    return Lessons(tuple(decided), tuple(rest))


def _of_claim(row: Decision) -> bool:
    return row.tip.startswith("text:")


def _why(pair: Pair, answered: Mapping[Pair, Decision], found: Mapping[Pair, WeighedLead]) -> str:
    if pair not in answered:
        return UNSURE
    return NOTHING_SHARED if pair in found else NOT_SHOWN


def _found(answered: Mapping[Pair, Decision], reports: Iterable[Shown]) -> dict[Pair, WeighedLead]:
    """The likeliest lead of each pair in the report that its decision rests on."""
    best: dict[Pair, tuple[tuple[bool, float], WeighedLead]] = {}
    for report in reports:
        for pair, lead in _likeliest(report.leads, frozenset(answered)):
            rank = _nearness(report.at, answered[pair].at)
            if pair not in best or rank > best[pair][0]:
                best[pair] = rank, lead
    return {pair: lead for pair, (_, lead) in best.items()}


def _nearness(filed: datetime, answered: datetime) -> tuple[bool, float]:
    """Higher is better: filed before the answer rather than after it, then the nearer in time."""
    apart = (filed - answered).total_seconds()
    return apart <= 0, -abs(apart)


def _likeliest(leads: Leads, pairs: frozenset[Pair]) -> Iterator[tuple[Pair, WeighedLead]]:
    rows: dict[Pair, WeighedLead] = {}
    for row in weigh_leads(leads, pairs):
        if row.pair not in rows or row.probability > rows[row.pair].probability:
            rows[row.pair] = row
    yield from rows.items()
