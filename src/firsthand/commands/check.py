"""`firsthand check`: does the casebook know this, and what does the record contradict?"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from firsthand.commands.common import (
    allow_network_option,
    casebook_option,
    fetch_settings,
    out_as_utf8,
    published_by_now,
    shown,
    who_option,
)
from firsthand.commands.tip_argument import guessed
from firsthand.errors import UsageError


@click.command(short_help="Check a tip against the casebook.")
@casebook_option
@who_option
@click.option("--picture", type=click.Path(), help="A picture file.")
@click.option("--caption", help="The words that came with the picture.")
@click.option("--text", help="Words to check.")
@click.option("--html", type=click.Path(), help="A page saved to disk.")
@click.option("--url", help="A page or picture on the web; private addresses are refused.")
@allow_network_option
@click.option("--post", type=click.Path(), help="A social post saved as JSON.")
@click.option("--published", help="When it was published: 2022-09-10, 2022-09, 2022-09-10T12:00Z.")
@click.option("--lang", help="The language of the words: en, uk, ru, el.")
@click.option(
    "--jsonl", "jsonl", type=click.Path(), help="Check many: a file of tips, one JSON object a line; - reads stdin."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one line of JSON.")
@click.option("--page", type=click.Path(path_type=Path), help="Write the report as one self-contained HTML page too.")
@click.option("--keep", is_flag=True, help="Put the report on file, under your name (--who).")
@click.argument("tip", nargs=-1, metavar="[TIP]")
def command(casebook: Path, tip: tuple[str, ...], jsonl: str | None, **options: Any) -> None:
    """Check a tip against the casebook.

    TIP may be an address, a file (picture, page, post), words in quotation marks, or - to read words from stdin; the
    options say the same more exactly. Give a picture its --caption and the day it was --published.

    \b
      firsthand check --picture post.jpg --caption "Donetsk, 2014" --published 2022-09-10
      firsthand check "Half of the schools have closed"
      firsthand check --jsonl tips.jsonl > reports.jsonl

    Exit status: 0 nothing contradicted, 1 something contradicted, 2 the call was wrong, 3 something could not be checked
    and nothing was contradicted.
    """
    from firsthand import api
    from firsthand.commands.batch import bounded, check_lines

    given = {
        k: v for k in ("picture", "caption", "text", "html", "url", "post", "published", "lang") if (v := options[k])
    }
    if options["as_json"] or jsonl is not None:
        out_as_utf8()
    settings = fetch_settings(options["allow_network"])
    if jsonl is not None:
        _alone(tip, given, options)
        with api.open(casebook, settings=settings, write=False) as desk, _lines(jsonl) as lines:
            _mention(desk)
            raise click.exceptions.Exit(check_lines(desk, bounded(lines), sys.stdout))
    one = published_by_now(api.make_tip(**given, **guessed(tip, bool(given.keys() - {"published", "lang"}))))
    _before(one.picture or one.html or one.post, options)
    with api.open(casebook, settings=settings, write=options["keep"]) as desk:
        _mention(desk)
        checked = desk.examine(one)
        _show(desk, checked, options)
        if options["keep"]:
            desk.file(checked, who=options["who"])
            click.echo("The report is on file.", err=True)
        if options["page"]:
            _write(options["page"], desk.page(checked))
    raise click.exceptions.Exit(checked.report.exit_status)


def _mention(desk: Any) -> None:
    if gap := desk.book.custody_gap:
        click.echo(f"Mind: {shown(gap)}", err=True)


def _show(desk: Any, checked: Any, options: dict[str, Any]) -> None:
    from firsthand import render

    if options["as_json"]:
        click.echo(render.to_json(checked.report))
        return
    width = max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
    text = render.to_text(checked.report, checked.reading, checked.leads, colour=sys.stdout.isatty(), width=width)
    click.echo(text)


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        hint = "Choose a folder where you may write; the report itself is above."
        raise UsageError(f"The page {path} cannot be written: {error.strerror}.", hint=hint) from error
    click.echo(f"The page: {path}", err=True)


@contextmanager
def _lines(name: str) -> Iterator[IO[bytes]]:
    try:
        file = click.open_file(name, "rb")
    except OSError as error:
        raise UsageError(f"The file of tips {name!r} cannot be read: {error.strerror}.", hint=LOOK) from error
    with file as lines:
        yield lines


LOOK = "Look at the path once more."


def _alone(tip: tuple[str, ...], given: dict[str, str], options: dict[str, Any]) -> None:
    if tip or given or options["page"] or options["keep"]:
        raise UsageError("--jsonl reads its tips from the file alone.", hint="Leave the other options out.")


def _before(path: str, options: dict[str, Any]) -> None:
    """What would fail after the work is said before it."""
    if path and not Path(path).exists():
        raise UsageError(f"There is no file {path!r}.", hint=LOOK)
    if shown(path) != path:
        raise UsageError(f"The name of the file {path!r} holds what is no text.", hint="Rename the file.")
    page = options["page"]
    if page and (page.is_dir() or not page.absolute().parent.is_dir()):
        raise UsageError(f"The page cannot be written to {page}.", hint="Name a file in a folder that is there.")
    if options["keep"] and not options["who"].strip():
        raise UsageError(
            "--keep puts the report on file under a name.", hint="Give it with --who, or set FIRSTHAND_WHO."
        )
