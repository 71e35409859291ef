"""How is a checklist shown? Its criteria in the reader's words where a template gives them, each with answer and source."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.record.checklist_templates import translated
from firsthand.record.checklists import NO_SOURCE
from firsthand.record.entries import UNNAMED
from firsthand.record.findings import Comparison, Finding, NotChecked, Why
from firsthand.rendering import casefolder
from firsthand.rendering.safe import web_address
from firsthand.rendering.view import CaseView, ChecklistView, CriterionView
from firsthand.rendering.wording import answer_name
from firsthand.rendering.words import Words

CODE = "checklist"
"""The check whose rows are criteria, and not what a tip says against what the record says."""


def views(findings: Sequence[Finding], words: Words, lang: str, cases: Sequence[CaseView]) -> tuple[ChecklistView, ...]:
    """Each checklist under its headline."""
    return tuple(
        ChecklistView(one.headline, tuple(_criterion(row, words, lang, cases) for row in one.compared))
        for one in findings
        if one.code == CODE
    )


def _criterion(row: Comparison, words: Words, lang: str, cases: Sequence[CaseView]) -> CriterionView:
    anchor, place = casefolder.evidence(row.entry, cases)
    return CriterionView(
        text=translated(row.what, lang),
        answer=answer_name(row.held, words),
        source=source(row.source, words),
        href=web_address(row.url),
        evidence=place,
        anchor=anchor,
    )


def source(said: str, words: Words) -> str:
    """Who says so, in the reader's language where nobody is named or nothing is on file."""
    return {UNNAMED: words["source.unnamed"], NO_SOURCE: words["source.none"]}.get(said, said)


def according(said: str, words: Words) -> str:
    """`according to` whom; only that there is no source where there is none."""
    return source(said, words) if said == NO_SOURCE else f"{words['case.according-to']} {source(said, words)}"


def brief(gap: NotChecked) -> bool:
    """Is its name enough? Most cases have no checklist, and every report would say so at length."""
    return gap.code == CODE and gap.why is Why.NO_RECORD
