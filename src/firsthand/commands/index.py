"""`firsthand index`: is the index as it should be?"""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.commands.common import casebook_option, counted


@click.group(short_help="Look after the index.")
def command() -> None:
    """Look after the index, which can always be made anew from the casebook."""


@command.command()
@casebook_option
def rebuild(casebook: Path) -> None:
    """Make the index anew. Nothing is lost: the index is never the only copy of anything."""
    from firsthand import api

    with api.open(casebook) as desk:
        count = desk.rebuild_index()
    click.echo(f"The index holds {counted(count, 'case')}.")
