"""How likely is each claim lead by the program's own reckoning, before people's decisions and the casebook's calibration?"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.matching.weighing import least_rival, weigh_claim
from firsthand.record.cases import Case, Claim, item
from firsthand.record.findings import Reason
from firsthand.record.leads import ClaimLead, Leads
from firsthand.record.passages import Passage

CAPPED = "not-sure"
"""The reason that the weighing adds to what can only suggest, whatever else speaks for it."""


@dataclass(frozen=True, slots=True)
class WeighedLead:
    """A lead with its case and claim, the program's own probability, and the reasons for it."""

    lead: ClaimLead
    case: Case
    claim: Claim
    probability: float
    reasons: tuple[Reason, ...]

    @property
    def item(self) -> str:
        return item(self.lead.case, self.lead.claim)

    @property
    def pair(self) -> tuple[str, str]:
        """Tip and item, as decisions name them."""
        return self.lead.tip, self.item

    @property
    def capped(self) -> bool:
        """Can it only suggest?"""
        return any(reason.feature == CAPPED for reason in self.reasons)


def weigh_leads(leads: Leads, only: frozenset[tuple[str, str]] | None = None) -> Iterator[WeighedLead]:
    """All claim leads, weighed as rivals of each other, in their order; `only` those of some pairs of tip and item."""
    field = Field(leads.claims)
    cases = {case.id: case for case in leads.cases}
    for lead in leads.claims:
        if only is not None and (lead.tip, item(lead.case, lead.claim)) not in only:
            continue
        case = cases.get(lead.case)
        claim = case.claim(lead.claim) if case else None
        if case and claim:
            yield WeighedLead(lead, case, claim, *weigh_claim(lead, claim, field.runner_up(lead), field.rivals(lead)))


class Field:
    """The leads of one tip as rivals of each other, by the best score that each claim reached."""

    def __init__(self, leads: Sequence[ClaimLead]) -> None:
        by_passage: dict[Passage, dict[str, float]] = {}
        best: dict[str, float] = {}
        for lead in leads:
            for scores in (best, by_passage.setdefault(lead.passage, {})):
                name = item(lead.case, lead.claim)
                scores[name] = max(scores.get(name, 0.0), lead.score)
        self._two = {passage: _two_best(scores) for passage, scores in by_passage.items()}
        self._scores = sorted(best.values())
        self._lowest = min((lead.score for lead in leads), default=0.0)

    def runner_up(self, lead: ClaimLead) -> float:
        """The best score of another claim for the same passage.

        Where none was kept, the lowest of the tip: recall keeps the best leads only, and leaves out none that is better.
        """
        others = [score for name, score in self._two[lead.passage] if name != item(lead.case, lead.claim)]
        return max(others, default=self._lowest)

    def rivals(self, lead: ClaimLead) -> int:
        """How many other claims are in the running for any passage of the tip."""
        return max(0, len(self._scores) - bisect_left(self._scores, least_rival(lead.score)) - 1)


def _two_best(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return heapq.nlargest(2, scores.items(), key=lambda row: row[1])
