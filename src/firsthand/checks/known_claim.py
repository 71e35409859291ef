"""Does the casebook know this claim? Every sentence of the tip against every wording on file that shares its words."""

from __future__ import annotations

from firsthand.checks.decided import Standing, set_aside, weighed
from firsthand.checks.on_file import named, reviewed
from firsthand.checks.table import Answer, Question
from firsthand.matching.weighing import weigh_claim
from firsthand.record.cases import Claim, item
from firsthand.record.decisions import standing
from firsthand.record.findings import Finding, Match
from firsthand.record.leads import ClaimLead
from firsthand.record.outcome import Outcome

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
    for lead in question.leads.claims:
        claim = _claim(question, lead)
        if claim is None:
            continue
        match = weighed(
            lead.tip, item(lead.case, lead.claim), *weigh_claim(lead, claim, _runner_up(question, lead)), decided
        )
        if match:
            rows.append((lead, match))
    return rows


def _claim(question: Question, lead: ClaimLead) -> Claim | None:
    case = question.leads.case(lead.case)
    return case.claim(lead.claim) if case else None


def _runner_up(question: Question, lead: ClaimLead) -> float:
    """The best score that another claim reached for the same passage; 0 where there is none."""
    rivals = (
        other.score
        for other in question.leads.claims
        if other.passage == lead.passage and (other.case, other.claim) != (lead.case, lead.claim)
    )
    return max(rivals, default=0.0)


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
