"""`firsthand init`: where does a casebook begin?"""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Make a new, empty casebook.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("casebook"))
def command(folder: Path) -> None:
    """Make a new, empty casebook in FOLDER (default: ./casebook).

    The folder is all there is: copy it, and you have a backup. It holds the database, the exhibits, and an index that
    can be made anew at any time.
    """
    # Late, here and in all commands: `firsthand --help` must not wait for the database.
    from firsthand import api

    api.init(folder).close()
    click.echo(f"A new casebook stands in {folder}.")
    click.echo(f"Next: firsthand import --casebook {folder} FILE...   (docs/casefile.md shows the form)")
