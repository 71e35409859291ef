"""`firsthand export`: how do cases leave the casebook?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from firsthand.commands.common import casebook_option, counted, shown


@click.command(short_help="Write every case to a new folder.")
@casebook_option
@click.option("--form", type=click.Choice(["yaml", "json", "jsonl"]), default="yaml", show_default=True)
@click.option(
    "--pictures",
    type=click.Choice(["files", "prints", "points"]),
    default="files",
    show_default=True,
    help="What leaves of the pictures: the files themselves; only prints (PDQ hashes), by which whole copies are recognised; "
    "or also points and a gray picture of 48 x 48 pixels, by which crops and screenshots are recognised.",
)
@click.option(
    "--custody",
    is_flag=True,
    help="Lay the custody log, its signatures and signed sums beside the files, so that others can verify them "
    "(docs/verify-by-hand.md). The log names people and all that they handled.",
)
@click.argument("target", type=click.Path(path_type=Path))
def command(
    casebook: Path,
    form: Literal["yaml", "json", "jsonl"],
    pictures: Literal["files", "prints", "points"],
    custody: bool,
    target: Path,
) -> None:
    """Write every case to TARGET, a new folder: casefiles, their pictures, and the ledger of decisions.

    With --form jsonl TARGET is one new file, NAME.jsonl, with a folder `pictures` beside it.

    `firsthand import` reads the folder back without loss. To let another desk recognise pictures without giving them
    away, write their fingerprints in place of the files: --pictures prints, or points.

    Exit status: 0 all is written, 1 what goes along of the custody log is damaged and is named, 2 the call was wrong or a
    case could not be written.
    """
    from firsthand import api

    with api.open(casebook, write=False) as desk:
        summary = desk.export_cases(target, form=form, pictures=pictures)
    damages: list[str] = []
    if custody:
        from firsthand.bundling_custody import lay_beside

        damages = lay_beside(casebook, target)
    for problem in (*summary.problems, *damages):
        click.echo(shown(str(problem)), err=True)
    parts = [counted(summary.cases, "case"), counted(summary.pictures, "picture")]
    parts += [f"fingerprints of {counted(summary.printed, 'picture')}"] if summary.printed else []
    parts += [counted(summary.decisions, "decision"), counted(summary.reports, "report")]
    click.echo(f"{', '.join(parts)} written to {target}.")
    if summary.problems:
        raise click.exceptions.Exit(2)
    if damages:
        raise click.exceptions.Exit(1)
