"""How does a report read in a terminal? The gravest thing first, what was not checked last; colour only repeats words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from firsthand.record.differences import Differences
from firsthand.record.finding_names import name_of
from firsthand.record.findings import Comparison, Finding, Match, NotChecked, Reason, Report, Why
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, Verdict
from firsthand.record.readings import Reading
from firsthand.rendering import checklists, gravity
from firsthand.rendering.gravity import Tone
from firsthand.rendering.made import sentences
from firsthand.rendering.safe import one_line, web_address
from firsthand.rendering.wording import (
    ROW_TONES,
    answer_name,
    badge_words,
    check_name,
    moment,
    notes,
    percent,
    problems,
)
from firsthand.rendering.words import Words, words

COLOURS = {Tone.BAD: "red", Tone.WARN: "yellow", Tone.OK: "green", Tone.NEUTRAL: None}
MARKS = {"outcome.contradicted": "✘", "outcome.supported": "✔", "outcome.not-checked": "–", "outcome.seen-before": "!"}
"""Marks by outcome. What was seen before is marked by what it is worth; whatever is open bears a question mark."""

LINES_OF_TIP = 3
NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Terminal:
    """How wide, and whether in colour."""

    width: int
    colour: bool
    words: Words

    def prose(self, text: str, indent: int = 0, first: str = "") -> Iterator[str]:
        """Words from anywhere, made harmless, broken to the width; `first` stands in the indent of the first line."""
        lead = first.ljust(indent)
        lines = textwrap.wrap(one_line(text), self.width - max(indent, len(lead)))
        for place, line in enumerate(lines):
            yield (lead if place == 0 else " " * indent) + line

    def heading(self, text: str) -> Iterator[str]:
        yield ""
        yield self.painted(text.upper(), Tone.NEUTRAL)

    def painted(self, text: str, tone: Tone) -> str:
        return click.style(text, fg=COLOURS[tone], bold=True) if self.colour else text

    def outcome(self, key: str, tone: Tone, rated: Sequence[Verdict] = ()) -> str:
        """Mark and word of an outcome: they survive where colour does not."""
        mark = MARKS.get(key) or {Tone.BAD: "✘", Tone.OK: "✔"}.get(tone, "?")
        return self.painted(f"{mark} {badge_words(key, rated, self.words)}", tone)


def to_text(report: Report, reading: Reading, leads: Leads, *, colour: bool, width: int) -> str:
    """The report as lines of at most `width` characters (40 at least; addresses are never broken), ending in a line feed.

    `colour` adds ANSI codes and nothing else. Escape sequences and bidirectional controls from outside are made visible.
    """
    terminal = Terminal(max(width, NARROWEST), colour, words("en"))
    findings = gravity.ordered(report.findings, leads)
    lines = [*_top(terminal, report, leads), *_tip(terminal, report, reading)]
    if findings:
        lines += terminal.heading("Findings")
        for finding in findings:
            lines += _finding(terminal, finding, name_of(report, finding), leads)
    for heading, matches in gravity.grouped(findings):
        lines += _matches(terminal, heading, matches)
    lines += _gaps(terminal, report)
    lines += _notes(terminal, notes(report, reading))
    lines += ["", *_foot(terminal, report)]
    return "\n".join(lines) + "\n"


def _top(terminal: Terminal, report: Report, leads: Leads) -> Iterator[str]:
    banner = gravity.banner(report, leads)
    yield terminal.outcome(banner.label, banner.tone, banner.rated)
    sentence = banner.sentence or f"{terminal.words['banner.nothing']}. {terminal.words['banner.nothing-note']}"
    for line in (sentence, *banner.also):
        yield from terminal.prose(line, 2)
    counts = gravity.tally(report).items()
    yield from terminal.prose(", ".join(f"{terminal.words[key].lower()}: {n}" for key, n in counts), 2)


def _tip(terminal: Terminal, report: Report, reading: Reading) -> Iterator[str]:
    """Enough of what came in to know which tip this is."""
    yield from terminal.heading(terminal.words["tip.heading"])
    tip, pictures = report.tip, reading.pictures
    name = tip.picture or tip.html or tip.post or tip.url or (pictures[0].name if pictures else "")
    yield from terminal.prose(name, 2)
    caption = next((p.caption.text for p in pictures if p.caption), tip.caption)
    for said in (reading.title, reading.text or tip.text, caption):
        lines = list(terminal.prose(said, 2))
        yield from lines[:LINES_OF_TIP]
        if len(lines) > LINES_OF_TIP:
            yield "  […]"
    for problem in problems(report, reading):
        yield from terminal.prose(problem, 4, "  ! ")


def _finding(terminal: Terminal, finding: Finding, name: str, leads: Leads) -> Iterator[str]:
    key, tone = gravity.label(finding), gravity.tone(finding, leads)
    yield ""
    yield terminal.outcome(key, tone, gravity.rated(finding, leads))
    yield from terminal.prose(finding.headline, 2)
    yield from terminal.prose(_check(terminal, finding.code), 4, "  · ")
    # whole, on its own line: `firsthand explain` takes it as it stands
    yield f"  name {name}"
    for row in finding.compared:
        yield from _criterion(terminal, row) if finding.code == checklists.CODE else _row(terminal, row)
    if finding.match and finding.match.differences:
        yield from _made(terminal, finding.match.differences)
    if gravity.known(finding) or gravity.possible(finding):
        yield from _case(terminal, finding, leads)
    yield from terminal.prose(finding.hint, 4, "  → ")


def _made(terminal: Terminal, made: Differences) -> Iterator[str]:
    """How our picture was made of the one on file, under the letters that the page draws."""
    yield from terminal.prose(terminal.words["made.heading"], 4)
    for sentence in sentences(made, terminal.words):
        yield from terminal.prose(sentence, 6, "    · ")


def _check(terminal: Terminal, code: str) -> str:
    """The name of a check with its code, by which JSON and the commands know it; short, as it shares its line."""
    name = terminal.words.get(f"check.{code}")
    return f"{name} ({code})" if name else textwrap.shorten(one_line(code), 24, placeholder="…")


def _row(terminal: Terminal, row: Comparison) -> Iterator[str]:
    key = f"outcome.{row.outcome.value}"
    what = textwrap.shorten(one_line(row.what), 20, placeholder="…")
    yield f"  {what}: {terminal.outcome(key, ROW_TONES.get(row.outcome, Tone.NEUTRAL))}"
    source = terminal.words["source.unnamed"] if row.source == "unnamed" else row.source
    for name, value in (("table.tip", row.said), ("table.record", row.held), ("table.source", source)):
        yield from terminal.prose(value, 23, f"    {terminal.words[name].lower()}")
    yield from _address(row.url)


def _criterion(terminal: Terminal, row: Comparison) -> Iterator[str]:
    """The answer, the criterion, and who says so."""
    yield from terminal.prose(row.what, 14, f"    {answer_name(row.held, terminal.words).lower()}")
    yield from terminal.prose(checklists.according(row.source, terminal.words), 14)
    yield from _address(row.url)


def _case(terminal: Terminal, finding: Finding, leads: Leads) -> Iterator[str]:
    case = leads.case(finding.case)
    if case is None:
        return
    yield from terminal.prose(f"{case.title} ({case.id})", 23, "    case")
    for review in case.reviews:
        when = f", {review.published}" if review.published else ""
        publisher = review.publisher or terminal.words["source.unnamed"]
        yield from terminal.prose(f"“{review.rating}”, {publisher}{when}", 23, "    rated")
        yield from _address(review.url)


def _address(url: str) -> Iterator[str]:
    """An address on its own line, whole, so that it can be followed or copied."""
    if web_address(url):
        yield f"      {url}"


def _matches(terminal: Terminal, heading: str, matches: tuple[Match, ...]) -> Iterator[str]:
    yield from terminal.heading(terminal.words[heading])
    if heading != "match.heading" and len(matches) > 1:
        yield from terminal.prose(terminal.words["match.none-sure"], 2)
    for match in matches:
        yield from terminal.prose(f"{match.item}: {percent(match.probability)}", 2)
        if match.tip:
            # whole, on its own line: `firsthand decide` takes it as it stands
            yield f"  tip {one_line(match.tip)}"
        for reason in match.reasons:
            yield from _reason(terminal, reason)


def _reason(terminal: Terminal, reason: Reason) -> Iterator[str]:
    """A ground for it under a plus, one against it under a minus."""
    yield from terminal.prose(reason.words, 4, "  − " if reason.against else "  + ")
    ours, theirs = (side.exact if side else "" for side in (reason.ours, reason.theirs))
    sides = {"match.both": ours} if ours == theirs else {"match.ours": ours, "match.theirs": theirs}
    for name, said in sides.items():
        if said:
            yield from terminal.prose(f"“{said}”", 16, f"    {terminal.words[name]}")


def _gaps(terminal: Terminal, report: Report) -> Iterator[str]:
    """Failures one by one; what the tip simply does not carry in one line, as what few cases have on file."""
    if not report.not_checked:
        return
    yield from terminal.heading(terminal.words["unchecked.heading"])
    gaps = sorted(report.not_checked, key=lambda gap: gap.why is not Why.FAILED)
    brief = [gap for gap in gaps if checklists.brief(gap)]
    absent = [gap for gap in gaps if gap.why is Why.ABSENT]
    for gap in gaps:
        if gap not in (*brief, *absent):
            yield from _gap(terminal, gap)
    for key, held in (("unchecked.no-record", brief), ("unchecked.absent", absent)):
        names = dict.fromkeys(check_name(gap.code, terminal.words) for gap in held)
        if names:
            yield from terminal.prose(f"{terminal.words[key]}: {', '.join(names)}.", 4, "  – ")


def _notes(terminal: Terminal, said: tuple[str, ...]) -> Iterator[str]:
    """How it was searched, and what the search did without."""
    if said:
        yield from terminal.heading(terminal.words["notes.heading"])
    for note in said:
        yield from terminal.prose(note, 4, "  · ")


def _gap(terminal: Terminal, gap: NotChecked) -> Iterator[str]:
    tone = Tone.WARN if gap.why is Why.FAILED else Tone.NEUTRAL
    yield f"  {terminal.outcome(f'outcome.{Outcome.NOT_CHECKED.value}', tone)}"
    yield from terminal.prose(_check(terminal, gap.code), 6, "    · ")
    yield from terminal.prose(gap.reason, 4)
    yield from terminal.prose(gap.hint, 6, "    → ")


def _foot(terminal: Terminal, report: Report) -> Iterator[str]:
    yield from terminal.prose(terminal.words["footer.signature"])
    yield from terminal.prose(
        f"Made {moment(report.made_at)}, Firsthand {report.version}, settings {report.settings_digest}"
    )
