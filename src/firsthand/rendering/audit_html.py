"""How does an audit become one page that loads nothing, runs nothing and obeys nobody?"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from firsthand.record.audit_reports import AuditReport
from firsthand.rendering.audit_page import build
from firsthand.rendering.html import environment, policy, style
from firsthand.rendering.words import words


def to_html(report: AuditReport, *, lang: str = "en") -> str:
    """One self-contained page of HTML in the interface language `lang`. Raises UsageError where there is no such catalogue."""
    catalogue = words(lang)
    page = build(report, catalogue, lang.lower().split("-")[0])
    css = style() + _own_style()
    template = environment().get_template("audit.html.j2")
    return template.render(page=page, t=catalogue, css=Markup(css), policy=policy(css))  # noqa: S704 - our own files


@cache
def _own_style() -> str:
    return files("firsthand.rendering").joinpath("audit.css").read_text("utf-8")
