"""What does an audit look like for a program? JSON with everything but the articles' texts, and a table of voices as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from firsthand.record.attributions import Attribution
from firsthand.record.audit_reports import AuditReport, place_of
from firsthand.record.audits import OutletComparison
from firsthand.record.audits_wire import audit_to_plain, comparison_to_plain
from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Ground, Voice
from firsthand.record.where import Where
from firsthand.rendering.plain import json_line, plain_value

VERSION = 1
"""Raised when a field changes its sense; a new field does not raise it."""

COLUMNS = (
    *("article", "state", "title", "outlet", "url", "lang", "published", "voice", "kind", "basis", "country", "place"),
    *("tier", "evidence", "quotations", "words", "inferred", "named", "subject", "via", "said", "reason"),
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")

LONGEST = 500
"""Letters of one cell of CSV that come from an article."""


def audit_plain(report: AuditReport) -> dict[str, Any]:
    """The audit as dicts, lists, strings and numbers. Of texts it holds the passages, with the hash of the whole."""
    compared = report.compared
    return {
        "version": VERSION,
        "given": report.given,
        "made_at": report.made_at.isoformat(),
        "firsthand": report.version,
        "settings_digest": report.settings_digest,
        "audit": audit_to_plain(report.audit),
        "compared": comparison_to_plain(compared) if isinstance(compared, OutletComparison) else plain_value(compared),
        "queue": plain_value(report.queue),
        "articles": [_article(article) for article in report.articles],
        "findings": [plain_value(finding) for finding in report.findings],
        "notes": list(report.notes),
    }


def audit_json(report: AuditReport) -> str:
    """One line of JSON; its form is docs/audit.md."""
    return json_line(audit_plain(report))


def _article(article: ArticleVoices) -> dict[str, Any]:
    bare = {
        name: getattr(article, name)
        for name in ("name", "text_sha256", "title", "outlet", "url", "lang", "words", "copy_of", "problem")
    }
    return {
        **bare,
        "state": article.state.value,
        "published": str(article.published or ""),
        "interview": article.interview is not None,
        "attributions": [_attribution(one) for one in article.attributions],
        "voices": [_voice(voice) for voice in article.voices],
    }


def _attribution(one: Attribution) -> dict[str, Any]:
    return {
        "speech": one.speech.value,
        "content": [_passage(passage) for passage in one.content],
        "source": _passage(one.source),
        "cue": _passage(one.cue),
        "rule": one.rule,
        "inferred": one.inferred.value,
        "refuted": one.refuted,
    }


def _voice(voice: Voice) -> dict[str, Any]:
    bare = {
        name: getattr(voice, name)
        for name in ("name", "quotations", "words", "inferred", "named", "subject", "country")
    }
    return {
        **bare,
        "kind": voice.kind.value,
        "basis": voice.basis.value,
        "grounds": [_ground(ground) for ground in voice.grounds],
        "attributions": list(voice.attributions),
        "turns": list(voice.turns),
        "via": [{"name": via.name, "places": [_place(p) for p in via.places], "url": via.url} for via in voice.via],
    }


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "question": ground.question,
        "fits": ground.fits,
        "tier": ground.tier.name.lower().replace("_", "-"),
        "places": [_place(place) for place in ground.places],
        "words": _passage(ground.words),
        "entry": ground.entry,
        "source": ground.source,
    }


def _place(place: Where) -> dict[str, Any]:
    return {"key": place.key, "name": str(place)}


def _passage(passage: Passage | None) -> dict[str, Any] | None:
    return {"start": passage.start, "end": passage.end, "exact": passage.exact} if passage else None


def audit_csv(report: AuditReport) -> str:
    """A line for each voice of each article, and one for an article without any. No cell is a formula to a spreadsheet."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for article in report.articles:
        for line in _lines(article):
            writer.writerow([harmless(str(line.get(column, ""))) for column in COLUMNS])
    return written.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that holds no half letters."""
    whole = cell.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    return f"'{whole}" if whole.startswith(_FORMULA) or whole.lstrip().startswith(_FORMULA) else whole


def _lines(article: ArticleVoices) -> Iterator[dict[str, object]]:
    head: dict[str, object] = {
        "article": article.name,
        "state": article.state.value,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "lang": article.lang,
        "published": article.published or "",
        "reason": article.copy_of or article.problem,
    }
    if not article.voices:
        yield head
    for voice in article.voices:
        yield head | _cells(article, voice)


def _cells(article: ArticleVoices, voice: Voice) -> dict[str, object]:
    ground = next(iter(voice.grounds), None)
    said = [p.exact for place in voice.attributions for p in article.attributions[place].content]
    return {
        "voice": voice.name,
        "kind": voice.kind.value,
        "basis": voice.basis.value,
        "country": voice.country,
        "place": place_of(voice) or "",
        "tier": ground.tier.name.lower().replace("_", "-") if ground else "",
        "evidence": (ground.words.exact if ground.words else ground.source) if ground else "",
        "quotations": f"{voice.quotations:g}",
        "words": f"{voice.words:g}",
        "inferred": voice.inferred,
        "named": "yes" if voice.named else "no",
        "subject": voice.subject,
        "via": "; ".join(via.name for via in voice.via),
        "said": " ".join(" … ".join(said).split())[:LONGEST],
    }
