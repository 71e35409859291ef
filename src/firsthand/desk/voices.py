"""Whose voices do these articles rest on? The form for an audit, the audits so far, and one of them as its page was made."""

from __future__ import annotations

import json
import re

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from firsthand.desk import book, errands
from firsthand.desk.jobs import Step
from firsthand.desk.models import Errand, Job
from firsthand.desk.pages import environment, lang_of, render, whole
from firsthand.desk.words import NAMES, words
from firsthand.record.audit_reports import AuditReport
from firsthand.rendering.audit_page import build

MOST, LONGEST, SHOWN = 30, 2000, 30
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def listed(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The audits that were asked for, newest first, and the form for a new one with what was written into it."""
    said = {name: whole(request, name) for name in ("addresses", "about")}
    audits = errands.newest(SHOWN, "audit")
    return render(request, "voices.html.j2", status, audits=audits, said=said, problem=problem, most=MOST)


def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an audit; a form that is not whole comes back with the reason."""
    lines = [line.strip() for line in whole(request, "addresses", MOST * LONGEST).splitlines()]
    urls, about = list(dict.fromkeys(filter(None, lines))), whole(request, "about", 200)
    wrong = [url for url in urls if not _ADDRESS.fullmatch(url) or len(url) > LONGEST]
    if not urls or wrong or not about or len(urls) > MOST:
        return listed(request, problem="many" if len(urls) > MOST else "incomplete", status=422)
    return errands.ask(request, "audit", about, urls=urls, about=about)


def take(job: Job, step: Step) -> None:
    """Fetch the articles and audit them. Raises UsageError for a place that nobody knows, or that is one of several."""
    # Late, as in `captures`.
    from firsthand import auditing

    given = errands.given(job)
    urls, about = [str(url) for url in given["urls"]], str(given["about"])  # type: ignore[attr-defined]
    step("capture")
    # Before the casebook is taken: while a site lets one wait, others can work.
    articles = auditing.fetched(urls, book.desk().settings, lambda _what, _count: step("capture"))
    step("read")
    with book.working() as desk:
        asked = auditing.Asked(" ".join(urls), about, articles=articles)
        report = auditing.audit(asked, desk, told=lambda _what, _count: step("read"))
    errands.ended(job, f"/voices/{job.item}", json.dumps({lang: _body(report, lang) for lang in NAMES}))


def _body(report: AuditReport, lang: str) -> str:
    """The page as it is kept: what is said stays as it was said, in each language, whatever the program learns later."""
    catalogue = words(lang)
    return environment().get_template("audit_body.html.j2").render(page=build(report, catalogue, lang), t=catalogue)


def shown(request: HttpRequest, id: int) -> HttpResponse:
    """An audit that has come to its end."""
    row = Errand.objects.select_related("by").filter(pk=id, kind="audit").exclude(result="").first()
    if row is None:
        return render(request, "sorry.html.j2", 404, why="not-here")
    body = Markup(json.loads(row.result)[lang_of(request)])  # noqa: S704 - escaped when the page was made
    return render(request, "audit.html.j2", audit=row, body=body)
