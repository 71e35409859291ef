"""`firsthand export`: how do cases leave the casebook?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from firsthand.commands.common import casebook_option, counted


@click.command(short_help="Write every case to a new folder.")
@casebook_option
@click.option("--form", type=click.Choice(["yaml", "json", "jsonl"]), default="yaml", show_default=True)
@click.argument("target", type=click.Path(path_type=Path))
def command(casebook: Path, form: Literal["yaml", "json", "jsonl"], target: Path) -> None:
    """Write every case to TARGET, a new folder: casefiles, their pictures, and the ledger of decisions.

    With --form jsonl TARGET is one new file, NAME.jsonl, with a folder `pictures` beside it.

    `firsthand import` reads the folder back without loss.
    """
    from firsthand import api

    with api.open(casebook, write=False) as desk:
        summary = desk.export_cases(target, form=form)
    for problem in summary.problems:
        click.echo(str(problem), err=True)
    parts = [counted(summary.cases, "case"), counted(summary.pictures, "picture")]
    parts += [counted(summary.decisions, "decision"), counted(summary.reports, "report")]
    click.echo(f"{', '.join(parts)} written to {target}.")
    if summary.problems:
        raise click.exceptions.Exit(2)
