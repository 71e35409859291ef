"""`firsthand case`: what is on file?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from firsthand.commands.common import casebook_option, counted


@click.group()
def command() -> None:
    """List the cases, or show one."""


@command.command("list")
@casebook_option
def list_(casebook: Path) -> None:
    """List all cases: id, status, verdicts, title."""
    from firsthand import api

    with api.open(casebook, write=False) as desk:
        rows = desk.book.case_list()
    width = min(40, max((len(row.id) for row in rows), default=0))
    for row in rows:
        verdicts = ", ".join(verdict for verdict in row.verdicts if verdict) or "no verdict"
        click.echo(f"{row.id:<{width}}  {row.status or '-':<10}  {verdicts:<16}  {row.title}")
    click.echo(counted(len(rows), "case") + ".", err=True)


@command.command()
@casebook_option
@click.option("--form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.argument("id")
def show(casebook: Path, form: Literal["yaml", "json"], id: str) -> None:
    """Show the case ID as a casefile."""
    from firsthand import api
    from firsthand.record.casefile_write import write_casefile

    with api.open(casebook, write=False) as desk:
        click.echo(write_casefile(desk.case(id), form), nl=False)
