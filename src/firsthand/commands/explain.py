"""`firsthand explain`: what is the reasoning behind a finding, to be read, printed and sent on?"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.commands.common import casebook_option, shown
from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.explaining import Explained, Given
    from firsthand.record.findings import Report

_TIP = 120
"""Characters of a tip that say which it was."""


@click.command(short_help="Tell the reasoning behind findings, each as a paragraph.")
@casebook_option
@click.option(
    "--report", "report", type=click.Path(), help="Look in the JSON that check --json wrote; - reads it from stdin."
)
@click.argument("target", default="", metavar="[CASE|FINDING]")
def command(casebook: Path, report: str | None, target: str) -> None:
    """Tell the reasoning behind findings, each as one paragraph that can be printed.

    It names the exact words, what the record holds and who says so, the rule, and what would change the answer. CASE
    explains every finding on that case in the reports on file; FINDING is the name that a report gives to a finding. With
    --report nothing has to be on file, and without CASE or FINDING all of that report is explained.

    \b
      firsthand check --keep --who "Your name" --picture post.jpg --caption "Donetsk, 2014"
      firsthand explain may-day-2012
      firsthand check --json "Half of the schools have closed" | firsthand explain --report -

    Exit status: 0 explained, or no report on the case is on file; 2 no such case or finding, or the file is no report.
    """
    target = target.strip()
    if report is not None:
        _of_file(report, target)
        return
    if not target:
        raise UsageError("No case and no finding is named.", hint="Write: firsthand explain CASE, or --report FILE.")
    from firsthand import api

    with api.open(casebook, write=False) as desk:
        found = desk.explain(target)
    if found:
        _show(found, gaps=_of_case(found, target))
    else:
        click.echo("\n".join(_wrapped(_none(target), _width())))


def _of_file(name: str, target: str) -> None:
    from firsthand.explaining import of_reports

    given = _given(name)
    for sentence in given.left_out:
        click.echo(shown(sentence), err=True)
    found = of_reports(given, target)
    _show(found, gaps=_of_case(found, target) or not target)
    told = {id(one.report) for one in found}
    for report in given.reports if not target else ():
        if id(report) not in told:  # nothing was found in it; what it could not look at is all that it says
            _say(_tip(report), _gaps(report) or "This report holds no finding.")


def _of_case(found: tuple[Explained, ...], target: str) -> bool:
    return all(one.finding.case == target for one in found)


def _given(name: str) -> Given:
    from firsthand.api import read_bytes
    from firsthand.explaining import HINT, reports_in
    from firsthand.settings import Settings

    limit = Settings().max_file_bytes
    if name != "-":
        return reports_in(read_bytes(Path(name), limit), f"The file {name}")
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise UsageError(f"More than {limit:,} bytes came in.", hint=HINT)
    return reports_in(data, "What came in")


def _none(case: str) -> str:
    keep = "`firsthand check TIP --keep --who NAME` puts one on file"
    saved = f"`firsthand explain {case} --report FILE` explains one that was saved with --json"
    return f"No report on the case {case} is on file; {keep}, {saved}."


def _show(found: tuple[Explained, ...], *, gaps: bool) -> None:
    """Each finding under the tip that it is on; `gaps`: after those of a report, what that report did not check."""
    for _, group in groupby(found, key=lambda one: id(one.report)):
        rows = list(group)
        for one in rows:
            _say(*_head(one), one.text)
        if gaps and (left := _gaps(rows[0].report)):
            _say(left)


def _say(*paragraphs: str) -> None:
    lines = [line for paragraph in paragraphs for line in _wrapped(paragraph, _width())]
    click.echo("\n".join([*lines, ""]))


def _gaps(report: Report) -> str:
    from firsthand.render import unanswered

    return unanswered(report.not_checked)


def _head(one: Explained) -> Iterator[str]:
    from firsthand import __version__
    from firsthand.render import moment, one_line

    case = f", case {one_line(one.finding.case)}" if one.finding.case else ""
    yield f"{one.name}: {one.finding.outcome.value}{case}"
    filed = f", put on file by {one_line(one.who) or 'nobody named'} on {moment(one.at)}" if one.at else ""
    other = f", by Firsthand {one_line(one.report.version)}, told by the rules of {__version__}"
    version = other if one.report.version != __version__ else ""
    yield f"{_tip(one.report)} Reported {moment(one.report.made_at)}{version}{filed}."


def _tip(report: Report) -> str:
    """Which tip a report is on, and the caption that it came with, as a sentence."""
    from firsthand.render import one_line

    tip = report.tip
    name = one_line(tip.picture or tip.html or tip.post or tip.url) or f"“{_cut(one_line(tip.text))}”"
    told = f"On {name}, with the caption “{_cut(one_line(tip.caption))}”" if tip.caption.strip() else f"On {name}"
    return told if told.endswith((".”", "!”", "?”", "…”")) else f"{told}."


def _width() -> int:
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def _cut(words: str) -> str:
    return words if len(words) <= _TIP else f"{words[:_TIP]}…"


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of the width; names and addresses stay whole."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
