"""Does the casebook know this claim? Every sentence of the tip against every wording on file that shares its words."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from firsthand.checks.decided import Standing, set_aside, weighed
from firsthand.checks.on_file import named, reviewed
from firsthand.checks.table import Answer, Question
from firsthand.matching.weighing import least_rival, weigh_claim
from firsthand.record.cases import Claim, item
from firsthand.record.decisions import standing
from firsthand.record.findings import Finding, Match
from firsthand.record.leads import ClaimLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Passage

CODE = "known-claim"
POSSIBLE = 3
"""Possible matches shown where nothing is sure."""

Weighed = tuple[ClaimLead, Match]


def run(question: Question) -> tuple[Answer, ...]:
    """The claims on file that the tip repeats, each once with its best passage; or that none was found."""
    decided = standing(question.leads.decisions)
    rows = _best(_weighed(question, decided))
    sure = [row for row in rows if row[1].probability >= question.settings.alert]
    shown = sure or [row for row in rows if row[1].probability >= question.settings.suggest][:POSSIBLE]
    if shown:
        return tuple(_finding(question, row) for row in shown)
    hint = set_aside(frozenset(lead.tip for lead in question.leads.claims), decided)
    return (Finding(CODE, Outcome.UNRESOLVED, "No claim in the casebook says this.", hint=hint),)


def _weighed(question: Question, decided: Standing) -> list[Weighed]:
    rows: list[Weighed] = []
    field = Field(question.leads.claims)
    for lead in question.leads.claims:
        claim = _claim(question, lead)
        if claim is None:
            continue
        found = weigh_claim(lead, claim, field.runner_up(lead), field.rivals(lead))
        match = weighed(lead.tip, item(lead.case, lead.claim), *found, decided)
        if match:
            rows.append((lead, match))
    return rows


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


def _claim(question: Question, lead: ClaimLead) -> Claim | None:
    case = question.leads.case(lead.case)
    return case.claim(lead.claim) if case else None


def _best(rows: list[Weighed]) -> list[Weighed]:
    """One row an item, its likeliest; likeliest first."""
    best: dict[str, Weighed] = {}
    for row in sorted(rows, key=lambda row: (-row[1].probability, row[1].item, row[0].passage.start)):
        best.setdefault(row[1].item, row)
    return list(best.values())


def _finding(question: Question, row: Weighed) -> Finding:
    lead, match = row
    case, claim = question.leads.case(lead.case), _claim(question, lead)
    assert case is not None
    assert claim is not None
    sure = match.probability >= question.settings.alert
    verb = "repeats" if sure else "may repeat"
    return Finding(
        CODE,
        Outcome.SUPPORTED if sure else Outcome.UNRESOLVED,
        f"The tip {verb} a claim on file: “{claim.text}”, in {named(case)}.",
        case=lead.case,
        match=match,
        passages=(lead.passage,),
        hint=reviewed(case, lead.claim)
        + ("" if sure else " Read both, then record yes or no with `firsthand decide`."),
    )
