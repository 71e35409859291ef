"""`firsthand state`: in what state is an appearance now?"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.commands.common import allow_network_option, casebook_option, fetch_settings, out_as_utf8, who_option
from firsthand.errors import UsageError
from firsthand.record.states import State

if TYPE_CHECKING:
    from firsthand.api import Desk
    from firsthand.record.looks import Look, Target

LANGUAGES = ("en", "uk", "ru", "el")
"""As in rendering/words.py, which is loaded late; a test holds the two together."""

NOT_TOLD = (State.UNREACHABLE, State.BLOCKED, State.UNKNOWN)
"""States that say nothing of what was looked for."""


@click.command(short_help="Look whether what was seen at an address is still there.")
@casebook_option
@who_option
@click.option("--no-browser", is_flag=True, help="Fetch the page only; pages that scripts make stay empty.")
@click.option("--history", is_flag=True, help="Show the looks that are on file; nothing is fetched.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--page", type=click.Path(path_type=Path), metavar="FILE.html", help="Write one self-contained page.")
@click.option("--words", type=click.Choice(LANGUAGES), default="en", help="The language of the sentences.")
@allow_network_option
@click.argument("appearance", metavar="APPEARANCE")
def command(casebook: Path, appearance: str, **options: Any) -> None:
    """Look at APPEARANCE again: a case with all its appearances, CASE/N for its N-th, or an address that stands in a case.

    Its address is captured anew and compared with what was seen there before: the claim's words, the caption, the picture.
    What was observed is told first; what is concluded, and what that does not mean, stands apart. The look is put on file,
    and the case gets one more line; nothing is overwritten. docs/state.md says what each state means.

    \b
      firsthand state may-day-2012/1 --who "an editor"
      firsthand state https://outlet.example/story --who "an editor" --page state.html
      firsthand state may-day-2012 --history

    Exit status: 0 it was told (up, changed, corrected, removed, gone), 2 the call was wrong, 3 one or more could not be
    seen (unreachable, blocked, unknown). With --history 0.
    """
    from firsthand import api, stating

    if options["as_json"]:
        out_as_utf8()
    with api.open(casebook, settings=fetch_settings(options["allow_network"])) as desk:
        found = stating.targets(desk, appearance)
        seen = _history(desk, found, options) if options["history"] else list(_looked(desk, found, options))
        if options["page"]:
            _write(options["page"], stating.page(desk, seen, lang=options["words"]))
    if not options["history"] and any(one.check.found.state in NOT_TOLD for one in seen):
        raise click.exceptions.Exit(3)


def _looked(desk: Desk, found: Sequence[Target], options: dict[str, Any]) -> Iterator[Look]:
    """Each look, shown as soon as it is made; as JSON all at the end."""
    from firsthand import render, stating

    seen = []
    for one in stating.looks(desk, found, who=options["who"], browser=not options["no_browser"]):
        seen.append(one)
        if not options["as_json"]:
            click.echo(render.state_text(one, **_face(options)))
        yield one
    if options["as_json"]:
        click.echo(render.state_json(seen, lang=options["words"]))


def _history(desk: Desk, found: Sequence[Target], options: dict[str, Any]) -> list[Look]:
    """The looks on file, shown; returned are the newest ones, each with those before it."""
    from firsthand import render, stating

    held = [(target, stating.history(desk, target)) for target in found]
    if options["as_json"]:
        click.echo(render.state_history_json(held, lang=options["words"]))
    else:
        for target, checks in held:
            click.echo(render.state_history(target, checks, **_face(options)))
    return [one for target in found if (one := stating.last(desk, target))]


def _face(options: dict[str, Any]) -> dict[str, Any]:
    width = max(40, min(100, shutil.get_terminal_size((80, 24)).columns))
    return {"colour": sys.stdout.isatty(), "width": width, "lang": options["words"]}


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8", errors="replace")
    except OSError as error:
        hint = "Choose a folder where you may write; with --history the page can be written from what is on file."
        raise UsageError(f"The file {path} cannot be written: {error.strerror}.", hint=hint) from error
    click.echo(f"The page: {path}", err=True)
