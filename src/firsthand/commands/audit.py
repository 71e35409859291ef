"""`firsthand audit`: whose voices does an article, an archive or a feed rest on?"""

from __future__ import annotations

import shutil
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from firsthand.commands.common import Bar, allow_network_option, fetch_settings, out_as_utf8
from firsthand.errors import UsageError

FACES = ("html", "csv", "draw")
"""Options that name a file to be written."""


@click.command(short_help="Count whose voices articles rest on, seen from a place.")
@click.option("--about", required=True, help='The place asked about: a country, region or town, "Donetsk, Ukraine".')
@click.option("--outlet", default="", help="The outlet of all these articles, where their pages should not say it.")
@click.option(
    "--casebook",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="FIRSTHAND_CASEBOOK",
    help="The casebook whose record places voices; without one, they are placed by the articles alone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the audit as one line of JSON.")
@click.option("--csv", type=click.Path(path_type=Path), help="Write a table, one voice a line.")
@click.option("--html", type=click.Path(path_type=Path), help="Write one self-contained HTML page.")
@click.option(
    "--words", type=click.Choice(["en", "uk", "ru", "el"]), default="en", help="The language of text and page."
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Entries of a feed to read."
)
@click.option(
    "--draw", type=click.Path(path_type=Path), help="Draw 240 voices at random into a CSV, to be checked by hand."
)
@click.option(
    "--checked", type=click.Path(path_type=Path), help="Such a CSV, filled in: the shares are corrected by it."
)
@click.option(
    "--reader", default="", metavar="MODULE:FUNCTION", help="Another reader of who says what, such as a model."
)
@allow_network_option
@click.argument("what", metavar="URL|FILE|FOLDER|FEED")
def command(what: str, casebook: Path | None, **options: Any) -> None:
    """Count whose voices an article, an archive or a feed rests on, seen from the place --about.

    Who is quoted, paraphrased or cited is found, and placed by the evidence for it: there, from there, elsewhere in the
    country, in another country, or unknown, which is normal. Of one article the voices are listed; of ten and more, shares
    are given with their bounds and intervals. It gives no verdict: docs/audit.md says what the figures mean.

    \b
      firsthand audit story.html --about Ukraine
      firsthand audit archive/ --about "Donetsk, Ukraine" --html report.html --csv voices.csv
      firsthand audit https://outlet.example/feed.xml --about Greece --limit 40

    Articles are .html, .txt, .md and .json files, also as .gz; a folder is read with its subfolders; a feed is .xml or an
    address. Where a voice speaks from can be put on file with `firsthand voice`, and counts in every later audit.

    Exit status: 0 audited, 2 the call was wrong, 3 something could not be read, or nothing could be audited.
    """
    from firsthand import api, auditing

    _before(options)
    if options["as_json"]:
        out_as_utf8()
    asked = auditing.Asked(
        what,
        options["about"],
        options["outlet"].strip(),
        options["limit"],
        _hand(options["checked"]),
        reader=options["reader"],
    )
    settings = fetch_settings(options["allow_network"])
    bars = _Bars()
    with api.open(casebook, settings=settings, write=False) if casebook else nullcontext() as desk:
        report = auditing.audit(asked, desk, settings=settings, told=bars.at)
    bars.end()
    _show(report, options)
    raise click.exceptions.Exit(report.exit_status)


class _Bars:
    """A bar for each thing that is done, the one after the other."""

    def __init__(self) -> None:
        self._label = ""
        self._bar: Bar | None = None

    def at(self, label: str, count: int) -> None:
        if label != self._label or self._bar is None:
            self._label, self._bar = label, Bar(label, after=self._bar)
        self._bar.at(count)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.end()


def _hand(path: Path | None) -> Any:
    from firsthand.auditing import hand_checked

    if path is None:
        return None
    found, problems = hand_checked(path)
    for problem in problems:
        click.echo(problem, err=True)
    return found


def _show(report: Any, options: dict[str, Any]) -> None:
    from firsthand import auditing, render

    if options["as_json"]:
        click.echo(render.audit_json(report))
    else:
        width = max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
        text = render.audit_text(report, colour=sys.stdout.isatty(), width=width, lang=options["words"])
        click.echo(text, nl=False)
    if options["html"]:
        _write(options["html"], render.audit_html(report, lang=options["words"]), "page")
    if options["csv"]:
        # The mark at the head tells a spreadsheet that the letters are UTF-8.
        _write(options["csv"], "\ufeff" + render.audit_csv(report), "table")
    if options["draw"]:
        _write(options["draw"], "\ufeff" + auditing.drawn(report), "voices to check")


def _write(path: Path, content: str, name: str) -> None:
    try:
        path.write_text(content, encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        hint = "Choose a folder where you may write; the audit itself is above."
        raise UsageError(f"The file {path} cannot be written: {error.strerror}.", hint=hint) from error
    click.echo(f"The {name}: {path}", err=True)


def _before(options: dict[str, Any]) -> None:
    """What would fail after the work is said before it."""
    for face in FACES:
        path = options[face]
        if path and (path.is_dir() or not path.absolute().parent.is_dir()):
            raise UsageError(f"{path} cannot be written.", hint="Name a file in a folder that is there.")
    named = [options[face].absolute() for face in FACES if options[face]]
    if len(set(named)) < len(named):
        raise UsageError("Two outputs go to one file.", hint="Give each a file of its own.")
