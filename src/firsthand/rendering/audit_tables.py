"""Which tables stand on the page of an audit? Places, kinds, first voices, intermediaries, and what was not audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from firsthand.record.audit_reports import AuditReport
from firsthand.record.audits import Audit, Concentration, MeasuredLang
from firsthand.record.voices import Basis
from firsthand.rendering.audit_places import Spot
from firsthand.rendering.audit_view import Line, Table
from firsthand.rendering.audit_words import basis_mark, country, language, number, percent, span, state
from firsthand.rendering.words import Words

LONGEST = 200
"""Lines of one table on the page; JSON and CSV hold all."""


def table(id: str, words: Words, head: Sequence[str], lines: Iterable[Line], note: str = "") -> Table:
    """A table whose heading is `audit.ID`; `head` are keys of the catalogue."""
    every = list(lines)
    heading, columns = words[f"audit.{id}"], tuple(words[key] for key in head)
    return Table(id, heading, note, columns, tuple(every[:LONGEST]), max(0, len(every) - LONGEST))


def tables(report: AuditReport, words: Words, lang: str) -> tuple[Table, ...]:
    """The tables of many articles that have lines, in order."""
    audit = report.audit
    titles = {one.name: one.title for one in report.articles}
    enough = audit.voiced >= audit.resampled.least
    every = (
        _kinds(audit, words, lang),
        _first(audit, words),
        _bare("without", _titled(audit.without, titles), words, words["audit.without-note"]),
        _bare("none-known", _titled(audit.none_known, titles), words, words["audit.none-known-note"]),
        _second_hand(audit, words, lang),
        _concentration("concentration", audit.voices_concentration if enough else None, words),
        _concentration("via-concentration", audit.intermediaries_concentration if enough else None, words),
        _measured(audit, words, lang),
        _confusion(audit, words),
    )
    return tuple(one for one in every if one.lines)


def places(spots: Sequence[Spot], unplaced: int, words: Words) -> Table:
    """Beside the map: each place with its voices, and how many voices have none."""
    lines = [Line((spot.name, str(spot.voices), number(spot.quotations), _bases(spot, words))) for spot in spots]
    if unplaced:
        lines.append(Line((words["audit.place-unknown"], str(unplaced), "", "")))
    head = ("audit.place", "audit.voices", "audit.quotations", "audit.basis")
    return table("places", words, head, lines)


def _bases(spot: Spot, words: Words) -> str:
    marks = ((basis_mark(basis, words), spot.bases[basis]) for basis in Basis if basis in spot.bases)
    return ", ".join(f"{mark.sign} {mark.words} {count}" for mark, count in marks)


def _kinds(audit: Audit, words: Words, lang: str) -> Table:
    lines = (
        Line(
            (
                country(row.country, lang, words),
                words.get(f"voice.{row.kind.value}", row.kind.value),
                str(row.voices),
                number(row.quotations),
            )
        )
        for row in audit.by_place
    )
    return table("kinds", words, ("audit.country", "audit.kind", "audit.voices", "audit.quotations"), lines)


def _first(audit: Audit, words: Words) -> Table:
    held = Counter(first.basis for first in audit.first)
    marks = ((basis_mark(basis, words), held[basis]) for basis in Basis if held[basis])
    lines = (Line((f"{mark.sign} {mark.words}", str(count))) for mark, count in marks)
    return table("first", words, ("audit.basis", "audit.articles"), lines, words["audit.first-note"])


def _titled(names: Iterable[str], titles: Mapping[str, str]) -> list[str]:
    """Articles by their titles, with the names by which they lie in the archive."""
    return [f"{title} – {name}" if (title := titles.get(name, "")) else name for name in names]


def _bare(id: str, names: Iterable[str], words: Words, note: str) -> Table:
    return table(id, words, ("audit.article",), (Line((name,)) for name in names), note)


def _second_hand(audit: Audit, words: Words, lang: str) -> Table:
    share = audit.second_hand.share
    enough = share is not None and audit.voiced >= audit.resampled.least
    note = words["audit.second-hand-note"].format(share=percent(share.share)) if share and enough else ""
    lines = (Line((country(code, lang, words), number(voices))) for code, voices in audit.second_hand.countries)
    return table("second-hand", words, ("audit.country-via", "audit.voices"), lines, note)


def _concentration(id: str, held: Concentration | None, words: Words) -> Table:
    if held is None or held.names < 2:
        return table(id, words, (), ())
    note = words["audit.concentration-note"].format(
        names=held.names,
        effective=number(held.effective),
        simpson=f"{held.simpson:.2f}",
        top=percent(held.top_five),
    )
    lines = (Line((name, number(said))) for name, said in held.top)
    return table(id, words, ("audit.name", "audit.quotations"), lines, note)


def _measured(audit: Audit, words: Words, lang: str) -> Table:
    wanted = [row for row in audit.measured.langs if row.lang in dict(audit.langs)]
    lines = (_error(row, lang) for row in wanted)
    head = ("audit.language", "audit.precision", "audit.recall", "audit.joint", "audit.set")
    return table("measured", words, head, lines, words["audit.measured-note"])


def _error(row: MeasuredLang, lang: str) -> Line:
    shares = (percent(row.precision), percent(row.recall), percent(row.joint))
    return Line((language(row.lang, lang), *shares, f"{row.of} ({row.n:,})"))


def _confusion(audit: Audit, words: Words) -> Table:
    held = audit.correction
    if held is None:
        return table("corrected", words, (), ())
    note = words["audit.corrected-note"].format(checked=held.checked, state=state(held.state.value, words))
    corrected = (
        Line(
            (
                words[f"unit.{share.unit.value}"],
                _what(share.what, words),
                percent(share.share),
                span(share.interval or (0, 1)),
            )
        )
        for share in held.shares
    )
    head = ("audit.unit", "audit.basis", "audit.share", "audit.interval")
    return table("corrected", words, head, corrected, note)


def _what(what: str, words: Words) -> str:
    return words.get("basis.local" if what == "there-or-from-there" else f"basis.{what}", what)


def left_out(report: AuditReport, words: Words) -> Table:
    """What was not audited, and why; copies last, because nothing is lost with them."""
    return table("left-out", words, ("audit.article", "audit.state", "audit.reason"), _left_out(report, words))


def _left_out(report: AuditReport, words: Words) -> Iterator[Line]:
    titles = {one.name: one.title for one in report.articles}
    order = {"failed": 0, "language-not-supported": 1, "too-short": 2, "copy": 3}
    for one in sorted(report.audit.left_out, key=lambda left: order.get(left.state.value, 0)):
        yield Line((*_titled([one.name], titles), state(one.state.value, words), one.reason))
