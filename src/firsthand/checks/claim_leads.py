"""How likely is each claim lead by the program's own reckoning, before people's decisions and the casebook's calibration?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.matching.weighing import weigh_claim
from firsthand.matching.weighing_rivals import Runner, Standing, standing
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
    cases = {case.id: case for case in leads.cases}
    field = Field(leads.claims, _texts(leads))
    for lead in leads.claims:
        if only is not None and (lead.tip, item(lead.case, lead.claim)) not in only:
            continue
        case = cases.get(lead.case)
        claim = case.claim(lead.claim) if case else None
        if case and claim:
            yield WeighedLead(lead, case, claim, *weigh_claim(lead, claim, field.standing(lead)))


def _texts(leads: Leads) -> dict[str, tuple[str, ...]]:
    """The wordings of each claim, by its item."""
    return {
        item(case.id, claim.id): tuple(wording.text for wording in claim.all_wordings())
        for case in leads.cases
        for claim in case.claims
    }


class Field:
    """The leads of one tip as rivals of each other, by the best score and the largest likeness that each claim reached.

    `texts`: the wordings of each claim by its item. A claim that says the same as the lead's is no rival of it.
    """

    def __init__(self, leads: Sequence[ClaimLead], texts: Mapping[str, tuple[str, ...]]) -> None:
        by_passage: dict[Passage, dict[str, Runner]] = {}
        everywhere: dict[str, Runner] = {}
        for lead in leads:
            for runners in (everywhere, by_passage.setdefault(lead.passage, {})):
                name = item(lead.case, lead.claim)
                here = Runner(texts.get(name, ()), lead.score, lead.likeness)
                runners[name] = _joined(runners[name], here) if name in runners else here
        self._texts, self._by_passage = texts, by_passage
        self._everywhere = sorted(everywhere.items(), key=lambda row: -row[1].score)
        self._lowest = min((lead.score for lead in leads), default=0.0)

    def standing(self, lead: ClaimLead) -> Standing:
        """How a lead stands among the other claims found for its passage and, for their number, for any of the tip.

        Where none was kept for its passage, the lowest of the tip stands for the next: recall leaves out none that is better.
        """
        name = item(lead.case, lead.claim)
        mine = Runner(self._texts.get(name, ()), lead.score, lead.likeness)
        beside = [runner for other, runner in self._by_passage[lead.passage].items() if other != name]
        everywhere = (runner for other, runner in self._everywhere if other != name)
        return standing(mine, beside, everywhere, self._lowest)


def _joined(one: Runner, other: Runner) -> Runner:
    alike = [runner.likeness for runner in (one, other) if runner.likeness is not None]
    return replace(one, score=max(one.score, other.score), likeness=max(alike, default=None))
