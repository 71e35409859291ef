"""`firsthand import`: how do casefiles get into the casebook?"""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.commands.common import Bar, casebook_option, counted, shown, who_option


@click.command(short_help="Import casefiles or folders of them.")
@casebook_option
@who_option
@click.option("--strict", is_flag=True, help="Stop at the first file that cannot be read.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(casebook: Path, who: str, strict: bool, files: tuple[Path, ...]) -> None:
    """Import casefiles (YAML, JSON, JSONL) or folders of them.

    A case is taken whole or not at all; a file with a mistake is named with its line and field, and the others go on.
    Importing a file again does nothing; a changed file becomes a new revision, and entries that it no longer holds are
    withdrawn in the record, never deleted.
    """
    from firsthand import api

    with api.open(casebook) as desk:
        bar = Bar("documents read")
        encoded = Bar("claims encoded", after=bar)
        summary = desk.import_cases(files, who=who or "import", strict=strict, progress=bar.at, encoding=encoded.at)
        encoded.end()
    for problem in summary.problems:
        click.echo(shown(str(problem)), err=True)
    parts = [f"{summary.new:,} new", f"{summary.changed:,} changed", f"{summary.same:,} as before"]
    click.echo(f"Cases: {', '.join(parts)}. Pictures kept: {summary.pictures_kept:,}. ", nl=False)
    click.echo(f"Entries: {summary.entries_added:,} added, {summary.entries_withdrawn:,} withdrawn.", nl=False)
    ledger = summary.decisions_and_reports
    click.echo(f" Decisions and reports: {ledger:,} new." if ledger else "")
    if summary.printed:
        known = counted(len(summary.printed), "picture")
        click.echo(
            f"Of {known} only the fingerprint is on file: copies are recognised, but nobody here can look at it."
        )
    for name in summary.absent:
        click.echo(f"Only the hash of {name} is known: it cannot be recognised until its file is imported.", err=True)
    if summary.problems:
        found = counted(len(summary.problems), "mistake")
        click.echo(f"{found}: nothing was imported of the files or lines named above. ", nl=False, err=True)
        click.echo("Mend them and import again; what is on file already is left alone.", err=True)
        raise click.exceptions.Exit(2)
