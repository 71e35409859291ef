"""`firsthand case`: what is on file?"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Literal

import click

from firsthand.commands.common import casebook_option, counted, out_as_utf8


@click.group()
def command() -> None:
    """List the cases, or show one."""


@command.command("list", short_help="List all cases.")
@casebook_option
def list_(casebook: Path) -> None:
    """List all cases: id, status, verdicts, title. On a terminal a long title is cut; in a file it is whole."""
    from firsthand import api
    from firsthand.render import one_line

    with api.open(casebook, write=False) as desk:
        rows = desk.book.case_list()
    width = min(40, max((len(row.id) for row in rows), default=0))
    for row in rows:
        verdicts = ", ".join(verdict for verdict in row.verdicts if verdict) or "no verdict"
        line = f"{row.id:<{width}}  {one_line(row.status) or '-':<10}  {verdicts:<16}  {one_line(row.title)}"
        click.echo(_cut(line))
    click.echo(counted(len(rows), "case") + ".", err=True)


def _cut(line: str) -> str:
    wide = shutil.get_terminal_size((80, 24)).columns
    return f"{line[: wide - 1]}…" if sys.stdout.isatty() and len(line) > wide else line


@command.command()
@casebook_option
@click.option("--form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.argument("id")
def show(casebook: Path, form: Literal["yaml", "json"], id: str) -> None:
    """Show the case ID as a casefile."""
    from firsthand import api
    from firsthand.record.casefile_write import write_casefile

    out_as_utf8()
    with api.open(casebook, write=False) as desk:
        click.echo(write_casefile(desk.case(id), form), nl=False)
