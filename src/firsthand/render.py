"""How is a report shown? As text for a terminal, as one line of JSON, as one self-contained page.

Nothing here reads the world: pictures for the page are given as bytes, and every word from outside is made harmless first.
"""

from __future__ import annotations

from firsthand.record.audit_reports import AuditReport
from firsthand.record.findings import Report
from firsthand.record.leads import Leads
from firsthand.record.provenance import Provenance
from firsthand.record.readings import Reading
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
