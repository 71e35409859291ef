"""What does the page of an audit say, in which words? An audit with its articles, laid out for one reader."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from firsthand.record.audit_reports import AuditReport
from firsthand.record.audits import Ask, OutletComparison, QueueItem, Refusal, Unit
from firsthand.record.voices import ArticleVoices, Audited
from firsthand.rendering import audit_articles, audit_map, audit_tables
from firsthand.rendering.audit_bars import bars
from firsthand.rendering.audit_places import at_of, spots
from firsthand.rendering.audit_view import ArticleView, AskView, AuditPage
from firsthand.rendering.audit_words import percent, said
from firsthand.rendering.safe import one_line
from firsthand.rendering.wording import moment
from firsthand.rendering.words import Words

ROWS = 1_000
"""Articles that are listed without their text."""
QUEUE = 30
"""Questions of the review queue on the page."""
SEEN = 3
"""Passages shown with one question."""
AROUND = 90
"""Letters beside a passage that is shown with a question."""


def build(report: AuditReport, words: Words, lang: str) -> AuditPage:
    """The page. Nothing is fetched, counted or judged here."""
    audit = report.audit
    audited = [one for one in report.articles if one.state is Audited.AUDITED]
    shown, rest = audit_articles.shown(audited, words, lang)
    found, unplaced = spots(audited, report.world)
    single = len(audited) == 1
    return AuditPage(
        lang=lang,
        title=one_line(str(audit.about)),
        headline=words["audit.headline"].format(place=one_line(str(audit.about))),
        given=report.given,
        sentences=sentences(report, words, lang),
        bars=() if single else bars(audit, words),
        few="" if single or not audited else words["audit.few"].format(least=audit.resampled.least),
        map=audit_map.draw(found, at_of(audit.about, report.world), report.world),
        map_note=words["audit.map-unplaced"].format(count=unplaced) if unplaced else "",
        tables=() if single else audit_tables.tables(report, words, lang),
        places=audit_tables.places(found, unplaced, words),
        articles=shown,
        rows=tuple(_row(audited[place], place, words, lang) for place in rest[:ROWS]),
        more_articles=max(0, len(rest) - ROWS),
        queue=tuple(asks(report, words, lang)),
        left_out=audit_tables.left_out(report, words),
        notes=report.notes,
        made_at=moment(report.made_at),
        version=report.version,
        settings_digest=report.settings_digest,
        single=single,
    )


def sentences(report: AuditReport, words: Words, lang: str) -> tuple[str, ...]:
    """What the audit says in words, and the comparison of two outlets or why there is none; each sentence once."""
    told = list(report.audit.sentences)
    if isinstance(report.compared, OutletComparison):
        told[-1:-1] = report.compared.sentences
    elif isinstance(report.compared, Refusal):
        told.insert(-1, report.compared.reason)
    return tuple(said(one, words, lang) for one in dict.fromkeys(told))


def _row(article: ArticleVoices, place: int, words: Words, lang: str) -> ArticleView:
    return audit_articles.view(article, place + 1, (), words, lang)


def asks(report: AuditReport, words: Words, lang: str) -> Iterator[AskView]:
    """The questions of the review queue, those first whose answers would tell most."""
    texts = {article.name: article.text for article in report.articles}
    named = {voice.name for voice in report.audit.voices if voice.named}
    for item in report.queue[:QUEUE]:
        seen = tuple(
            (name, _around(texts.get(name, ""), passage.start, passage.end, passage.exact))
            for name, passage in item.passages[:SEEN]
        )
        yield AskView(
            said(item.question, words, lang),
            _narrows(item, report, words),
            seen,
            f" {words['audit.or']} ".join(item.candidates),
            command_for(item, words) if item.name in named else "",
        )


def _around(text: str, start: int, end: int, exact: str) -> str:
    if text[start:end] != exact:
        return exact
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return one_line(f"{'…' if start > AROUND else ''}{before}{exact}{after}{'…' if end + AROUND < len(text) else ''}")


def _narrows(item: QueueItem, report: AuditReport, words: Words) -> str:
    """How much hangs on the answer: of the quotations and words, or of one article their number alone."""
    if report.audit.voiced < report.audit.resampled.least:
        return ""
    told = dict(item.narrows)
    parts = [f"{words[f'unit.{unit.value}']} {percent(told[unit])}" for unit in Unit if told.get(unit)]
    return f"{words['audit.hangs']}: {', '.join(parts)}" if parts else ""


def command_for(item: QueueItem, words: Words) -> str:
    """The command that files the answer; nothing for a question that the casebook cannot answer."""
    if item.ask is not Ask.PLACE or not item.name.strip():
        return ""
    name = shlex.quote(one_line(item.name))
    return f"firsthand voice {name} --based-in {words['audit.your-place']} --source {words['audit.your-source']}"
