"""How is a report shown? As text for a terminal, as one line of JSON, as one self-contained page.

Nothing here reads the world: pictures for the page are given as bytes, and every word from outside is made harmless first.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.record.audit_reports import AuditReport
from firsthand.record.findings import Report
from firsthand.record.leads import Leads
from firsthand.record.looks import Look, Target
from firsthand.record.provenance import Provenance
from firsthand.record.readings import Reading
from firsthand.record.states import StateCheck
from firsthand.rendering import PictureData
from firsthand.rendering.audit_plain import audit_csv, audit_json
from firsthand.rendering.plain import report_from_plain, to_json, to_plain
from firsthand.rendering.reasoning import reasoning, unanswered
from firsthand.rendering.safe import one_line, safe
from firsthand.rendering.text import to_text
from firsthand.rendering.wording import moment

__all__ = [
    "PictureData",
    "audit_csv",
    "audit_html",
    "audit_json",
    "audit_text",
    "moment",
    "one_line",
    "provenance_html",
    "reasoning",
    "report_from_plain",
    "safe",
    "state_history",
    "state_history_json",
    "state_html",
    "state_json",
    "state_text",
    "to_html",
    "to_json",
    "to_plain",
    "to_text",
    "unanswered",
]


def to_html(report: Report, reading: Reading, leads: Leads, *, pictures: PictureData, lang: str = "en") -> str:
    """One self-contained page of HTML in the interface language `lang`: `en`, `uk`, `ru` or `el`.

    Raises UsageError for any other language. A picture that is not in `pictures` is shown as a labelled empty box.
    """
    # Start-up cost: Jinja2 and Babel take longer to load than a check takes, and only this one face needs them.
    from firsthand.rendering.html import to_html as page

    return page(report, reading, leads, pictures=pictures, lang=lang)


def audit_html(report: AuditReport, *, lang: str = "en") -> str:
    """The audit as one self-contained page of HTML. Raises UsageError for a language without words."""
    from firsthand.rendering.audit_html import to_html as page

    return page(report, lang=lang)


def audit_text(report: AuditReport, *, colour: bool, width: int, lang: str = "en") -> str:
    """The audit as lines of at most `width` characters. Raises UsageError for a language without words."""
    # Late: names of countries and languages come from Babel, which the other faces of a terminal do without.
    from firsthand.rendering.audit_text import audit_text as lines

    return lines(report, colour=colour, width=width, lang=lang)


def provenance_html(told: Provenance, *, pictures: PictureData, lang: str = "en") -> str:
    """Where evidence comes from, as one self-contained page of HTML. Raises UsageError for a language without words."""
    from firsthand.rendering.provenance_html import to_html as page

    return page(told, pictures=pictures, lang=lang)


def state_html(looks: Sequence[Look], *, pictures: PictureData, version: str, lang: str = "en") -> str:
    """Looks at appearances as one self-contained page of HTML. Raises UsageError for a language without words."""
    from firsthand.rendering.state_html import to_html as page

    return page(looks, pictures=pictures, version=version, lang=lang)


def state_text(look: Look, *, colour: bool, width: int, lang: str = "en") -> str:
    """One look as lines of at most `width` characters: what was observed; then, apart, what is concluded."""
    # Late: dates and names of languages come from Babel.
    from firsthand.rendering.state_text import look_text

    return look_text(look, colour=colour, width=width, lang=lang)


def state_history(target: Target, checks: Sequence[StateCheck], *, colour: bool, width: int, lang: str = "en") -> str:
    """All looks at an appearance that are on file, oldest first, as lines of at most `width` characters."""
    from firsthand.rendering.state_text import history_text

    name = f"{target.name} · {target.appearance.url}" if target.case else target.name
    return history_text(name, checks, colour=colour, width=width, lang=lang)


def state_json(looks: Sequence[Look], *, lang: str = "en") -> str:
    """Looks as one line of JSON, without the text of the pages."""
    from firsthand.rendering.state_plain import looks_json

    return looks_json(looks, lang=lang)


def state_history_json(held: Sequence[tuple[Target, Sequence[StateCheck]]], *, lang: str = "en") -> str:
    """The looks on file of each appearance as one line of JSON, without the text of the pages."""
    from firsthand.rendering.state_plain import history_json

    return history_json(held, lang=lang)
