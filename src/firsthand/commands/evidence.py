"""`firsthand evidence`: how does the evidence of a case leave the casebook, so that others can verify it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from firsthand.commands.common import casebook_option, counted, shown
from firsthand.commands.evidence_list import list_, show
from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.bundling import Exported

LANGUAGES = ("en", "uk", "ru", "el")
"""As in rendering/words.py, which is loaded late; a test holds the two together."""

_NEW = click.Path(path_type=Path)


@click.group()
def command() -> None:
    """The evidence of cases: captures, exhibits, and the log of their custody."""


command.add_command(list_)
command.add_command(show)


@command.command(short_help="Write the evidence of a case for others.")
@casebook_option
@click.option("--bundle", type=_NEW, metavar="FOLDER", help="A new folder for all of it, with a page and signed sums.")
@click.option("--wacz", type=_NEW, metavar="FILE", help="A new file, NAME.wacz, of the captured pages for a player.")
@click.option(
    "--words", type=click.Choice(LANGUAGES), default="en", show_default=True, help="In which words the page is."
)
@click.argument("case")
def export(casebook: Path, bundle: Path | None, wacz: Path | None, words: str, case: str) -> None:
    """Write the evidence of CASE: a folder that others can verify with public tools, or a WACZ for replayweb.page.

    The captures of a case are those of the addresses in it, those that its entries name, and those that brought its
    pictures. The folder holds their exhibits, the casefile, provenance.html and the custody log. Mind that the log names
    people and everything that they handled.

    Exit status: 0 all of it was written, 1 something is missing or damaged and is named, 2 the call was wrong.
    """
    if bundle is None and wacz is None:
        raise UsageError("Nothing was asked for.", hint="Say --bundle FOLDER, --wacz FILE, or both.")
    from firsthand import api, bundling

    problems: list[str] = []
    with api.open(casebook) as desk:
        if bundle is not None:
            problems += _said(bundling.export_bundle(desk, case, bundle, lang=words), bundle)
        if wacz is not None:
            problems += _said(bundling.export_wacz(desk, case, wacz), wacz)
    for problem in dict.fromkeys(problems):
        click.echo(shown(problem), err=True)
    if problems:
        raise click.exceptions.Exit(1)


def _said(done: Exported, target: Path) -> tuple[str, ...]:
    click.echo(shown(f"{counted(done.captures, 'capture')}, {counted(done.files, 'exhibit')} written to {target}."))
    return done.problems
