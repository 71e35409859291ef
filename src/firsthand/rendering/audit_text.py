"""How does an audit read in a terminal? Short: what was counted, the shares or the voices, what to ask, what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.record.audit_reports import AuditReport
from firsthand.record.voices import ArticleVoices, Audited, Voice
from firsthand.rendering.audit_articles import VOICES
from firsthand.rendering.audit_bars import bars
from firsthand.rendering.audit_page import asks, sentences
from firsthand.rendering.audit_places import spots
from firsthand.rendering.audit_view import Bar
from firsthand.rendering.audit_words import answer, basis_mark, number, places, state
from firsthand.rendering.text import NARROWEST, Terminal
from firsthand.rendering.wording import moment
from firsthand.rendering.words import words

PLACES, ASKS, LEFT = 8, 5, 10
"""Places, questions and articles left out that are named; the page names more."""


def audit_text(report: AuditReport, *, colour: bool, width: int, lang: str = "en") -> str:
    """The audit as lines of at most `width` characters (40 at least), ending in a line feed."""
    catalogue = words(lang)
    terminal = Terminal(max(NARROWEST, width), colour, catalogue)
    return "\n".join(_lines(terminal, report, lang.lower().split("-")[0])) + "\n"


def _lines(terminal: Terminal, report: AuditReport, lang: str) -> Iterator[str]:
    catalogue = terminal.words
    audited = [one for one in report.articles if one.state is Audited.AUDITED]
    yield from terminal.prose(catalogue["audit.headline"].format(place=str(report.audit.about)))
    yield ""
    for sentence in sentences(report, catalogue, lang):
        yield from terminal.prose(sentence, 2, "-")
    if len(audited) == 1:
        yield from _voices(terminal, audited[0])
    else:
        yield from _shares(terminal, report)
    yield from _places(terminal, audited, report)
    yield from _asks(terminal, report, lang)
    yield from _left_out(terminal, report)
    for note in report.notes:
        yield from terminal.prose(note, 2, "-")
    yield ""
    yield from terminal.prose(f"{catalogue['audit.footer']} {catalogue['footer.made']} {moment(report.made_at)}.")


def _voices(terminal: Terminal, article: ArticleVoices) -> Iterator[str]:
    if article.voices:
        yield from terminal.heading(terminal.words["audit.voices"])
    for voice in article.voices[:VOICES]:
        yield from _voice(terminal, voice)


def _voice(terminal: Terminal, voice: Voice) -> Iterator[str]:
    catalogue = terminal.words
    mark = basis_mark(voice.basis, catalogue)
    kind = catalogue.get(f"voice.{voice.kind.value}", voice.kind.value)
    said = catalogue["audit.said"].format(quotations=number(voice.quotations), words=number(voice.words))
    name = voice.name or catalogue["audit.unnamed"]
    yield from terminal.prose(f"{name}: {mark.words} ({kind}; {said})", 2, mark.sign)
    for ground in voice.grounds:
        asked = catalogue[f"audit.{'is-from' if ground.question == 'from' else 'is-there'}"]
        tier = catalogue[f"tier.{ground.tier.name.lower().replace('_', '-')}"]
        rests = ground.words.exact if ground.words else ground.source
        where = places(ground.places, catalogue)
        yield from terminal.prose(f"{asked} {answer(ground, catalogue)} ({where}) – {tier}: {rests}", 4)


def _shares(terminal: Terminal, report: AuditReport) -> Iterator[str]:
    found = bars(report.audit, terminal.words)
    if found:
        yield from terminal.heading(terminal.words["audit.shares"])
        signs = (f"{cell.basis.sign} {cell.basis.words}" for cell in found[0].cells[:-1])
        yield from terminal.prose(", ".join(signs), 2)
    for bar in found:
        yield from _bar(terminal, bar)


def _bar(terminal: Terminal, bar: Bar) -> Iterator[str]:
    """The bar in letters, each worth as many per cent as fit the width, and the share that is asked about."""
    room = min(50, terminal.width - 4)
    drawn = "".join(
        part.basis.sign * (round((part.start + part.width) * room / 100) - round(part.start * room / 100))
        for part in bar.parts
    )
    local = bar.cells[-1]
    interval = f"; {terminal.words['audit.interval']} {local.interval}" if local.interval else ""
    yield f"  {bar.unit}"
    yield f"  {drawn}"
    told = f"{local.basis.words} {local.share}; {terminal.words['audit.bounds']} {local.bounds}{interval}"
    yield from terminal.prose(told, 2)


def _places(terminal: Terminal, audited: list[ArticleVoices], report: AuditReport) -> Iterator[str]:
    found, unplaced = spots(audited, report.world)
    if not found:
        return
    yield from terminal.heading(terminal.words["audit.places"])
    told = [f"{spot.name} {spot.voices}" for spot in found[:PLACES]]
    told += [f"+ {len(found) - PLACES}"] if len(found) > PLACES else []
    told += [f"{terminal.words['audit.place-unknown']} {unplaced}"] if unplaced else []
    yield from terminal.prose("; ".join(told), 2)


def _asks(terminal: Terminal, report: AuditReport, lang: str) -> Iterator[str]:
    found = list(asks(report, terminal.words, lang))[:ASKS]
    if found:
        yield from terminal.heading(terminal.words["audit.queue"])
    for ask in found:
        yield from terminal.prose(f"{ask.question} {ask.narrows}", 2, "?")


def _left_out(terminal: Terminal, report: AuditReport) -> Iterator[str]:
    found = report.audit.left_out
    if found:
        yield from terminal.heading(terminal.words["audit.left-out"])
    order = sorted(found, key=lambda one: one.state is Audited.COPY)
    for one in order[:LEFT]:
        yield from terminal.prose(f"{one.name}: {state(one.state.value, terminal.words)}. {one.reason}", 2, "-")
    if len(found) > LEFT:
        yield from terminal.prose(f"{terminal.words['audit.more-lines']}: {len(found) - LEFT}", 2)
