"""`firsthand demo`: what does it do, in one minute?"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from firsthand.errors import UsageError


@click.command(short_help="Make a casebook of six cases and check six tips.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("firsthand-demo"))
def command(folder: Path) -> None:
    """Make a casebook of six cases in FOLDER (default: ./firsthand-demo) and check six tips against it.

    Cases, people and pictures are invented and drawn by the program. Each report is printed, and written as a page.
    """
    from firsthand import api, render
    from firsthand.demo.build import build
    from firsthand.demo.tips import write_tips

    click.echo(
        "Making a casebook of six cases. The first time, the places of the world are compiled too (some seconds)."
    )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file.", hint="Give the name of a new folder: firsthand demo FOLDER.")
    width = max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
    with build(folder) as desk:
        for number, tip in enumerate(write_tips(folder / "tips"), 1):
            checked = desk.examine(api.make_tip(**tip.fields))
            page = folder / "reports" / f"{number}-{tip.name}.html"
            page.write_text(desk.page(checked), encoding="utf-8")
            click.secho(f"\n=== Tip {number} of 6: {tip.title}", bold=True)
            click.echo(f"    {tip.look_for}\n")
            text = render.to_text(
                checked.report, checked.reading, checked.leads, colour=sys.stdout.isatty(), width=width
            )
            click.echo(text)
            click.echo(f"Exit status of this check: {checked.report.exit_status}. The page: {page}")
    _next(folder)


def _next(folder: Path) -> None:
    click.secho("\nWhat to try next", bold=True)
    book = f"--casebook {folder / 'casebook'}"
    click.echo(f"  Open {folder / 'reports' / '1-cropped.html'} in a browser.")
    click.echo(f"  firsthand case list {book}")
    click.echo(f"  firsthand case show {book} may-day-2012")
    click.echo(f'  firsthand check {book} "Thirty people were taken to hospital, the well of Zahadkove was poisoned"')
    click.echo(f"  firsthand check {book} --picture YOUR.jpg --caption WORDS --published 2022-09-10 --page report.html")
    click.echo("  Whose voices does an archive rest on? Sixteen articles of an invented outlet lie in the folder:")
    archive, page = folder / "archive", folder / "reports" / "audit.html"
    click.echo(f'  firsthand audit {archive} --about "Donetsk, Ukraine" {book} --html {page}')
    click.echo("  Some of their voices stay unknown. Put one of them on file, and audit again:")
    click.echo(f'  firsthand voice {book} "Nadia Mriychuk" --also "Надія Мрійчук" --based-in "Donetsk, Ukraine" \\')
    click.echo('    --source "the depot, by telephone" --who "an editor"')
    click.echo("  Your own casebook: firsthand init casebook, then firsthand import FILE... (docs/casefile.md)")
