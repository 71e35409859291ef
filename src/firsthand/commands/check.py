"""`firsthand check`: does the casebook know this, and what does the record contradict?"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from firsthand.commands.common import casebook_option, who_option
from firsthand.errors import UsageError

SUFFIXES = {
    "picture": {".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".avif", ".heic"},
    "html": {".html", ".htm", ".xhtml", ".gz"},
    "post": {".json"},
}


@click.command()
@casebook_option
@who_option
@click.option("--picture", type=click.Path(), help="A picture file.")
@click.option("--caption", help="The words that came with the picture.")
@click.option("--text", help="Words to check.")
@click.option("--html", type=click.Path(), help="A page saved to disk.")
@click.option("--url", help="A page or picture on the web; private addresses are refused.")
@click.option("--post", type=click.Path(), help="A social post saved as JSON.")
@click.option("--published", help="When it was published: 2022-09-10, 2022-09, 2022-09-10T12:00Z.")
@click.option("--lang", help="The language of the words: en, uk, ru, el.")
@click.option(
    "--jsonl", "jsonl", type=click.Path(), help="Check many: a file of tips, one JSON object a line; - reads stdin."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one line of JSON.")
@click.option("--page", type=click.Path(path_type=Path), help="Write the report as one self-contained HTML page too.")
@click.option("--keep", is_flag=True, help="Put the report on file, under your name (--who).")
@click.argument("tip", required=False)
def command(casebook: Path, tip: str | None, jsonl: str | None, **options: Any) -> None:
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
    from firsthand.commands.batch import check_lines

    given = {
        k: v for k in ("picture", "caption", "text", "html", "url", "post", "published", "lang") if (v := options[k])
    }
    if jsonl is not None:
        _alone(tip, given, options)
        with api.open(casebook, write=False) as desk, click.open_file(jsonl, "rb") as lines:
            raise click.exceptions.Exit(check_lines(desk, lines, sys.stdout))
    if tip is not None:
        given |= _guessed(tip)
    one = api.make_tip(**given)
    _must_exist(one.picture or one.html or one.post)
    with api.open(casebook, write=options["keep"]) as desk:
        checked = desk.examine(one)
        _show(desk, checked, options)
        if options["keep"]:
            desk.file(checked, who=options["who"])
            click.echo("The report is on file.", err=True)
    raise click.exceptions.Exit(checked.report.exit_status)


def _show(desk: Any, checked: Any, options: dict[str, Any]) -> None:
    from firsthand import render

    if options["page"]:
        options["page"].write_text(desk.page(checked), encoding="utf-8")
    if options["as_json"]:
        click.echo(render.to_json(checked.report))
        return
    width = max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
    text = render.to_text(checked.report, checked.reading, checked.leads, colour=sys.stdout.isatty(), width=width)
    click.echo(text)
    if options["page"]:
        click.echo(f"The page: {options['page']}", err=True)


def _alone(tip: str | None, given: dict[str, str], options: dict[str, Any]) -> None:
    if tip or given or options["page"] or options["keep"]:
        raise UsageError("--jsonl reads its tips from the file alone.", hint="Leave the other options out.")


def _must_exist(path: str) -> None:
    if path and not Path(path).exists():
        raise UsageError(f"There is no file {path!r}.", hint="Look at the path once more.")


def _guessed(tip: str) -> dict[str, str]:
    """What a bare TIP is: stdin, an address, a file by its ending, else words."""
    if tip == "-":
        from firsthand.reading.texts import decode

        return {"text": decode(sys.stdin.buffer.read())[0]}
    if re.match(r"https?://\S+$", tip):
        return {"url": tip}
    kind = next((kind for kind, endings in SUFFIXES.items() if Path(tip).suffix.lower() in endings), "")
    if kind and (Path(tip).exists() or " " not in tip):
        return {kind: tip}
    if Path(tip).is_file():
        from firsthand.reading.texts import decode

        return {"text": decode(Path(tip).read_bytes())[0]}
    return {"text": tip}
