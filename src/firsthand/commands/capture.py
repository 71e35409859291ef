"""`firsthand capture`: how does an address, a file or a pasted text become evidence?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.commands.capture_lines import capture_json_line, capture_lines
from firsthand.commands.common import (
    allow_network_option,
    casebook_option,
    fetch_settings,
    out_as_utf8,
    shown,
    who_option,
)
from firsthand.commands.tip_argument import read_stdin
from firsthand.errors import UsageError
from firsthand.record.tips import CaptureState

if TYPE_CHECKING:
    from firsthand.capturing import FiledCapture, Given

_GIVEN = {"source": "--from", "said_address": "--said-address"}
"""Options that speak of what a person brought."""


@click.command(short_help="Keep a page, a file or a text as evidence.")
@casebook_option
@who_option
@click.option("--no-browser", is_flag=True, help="Fetch the page only; do not open it in a browser.")
@click.option("--text", help="Words that were given, instead of a file.")
@click.option("--from", "source", default="", help='From whom a file or text came: "the sender, by Signal".')
@click.option("--said-address", default="", help="The address from which it is said to be; it is kept, not believed.")
@click.option("--note", default="", help="A note of yours, kept with the capture.")
@allow_network_option
@click.option("--json", "as_json", is_flag=True, help="Print the capture as one line of JSON.")
@click.argument("thing", required=False, metavar="[URL|FILE|-]")
def command(casebook: Path, who: str, thing: str | None, **options: Any) -> None:
    """Keep an address, a file (picture, page, e-mail, any) or words from stdin (-) as evidence.

    \b
      firsthand capture https://news.example/story --who "Your name"
      firsthand capture screenshot.png --from "a reader, by Signal" --who "Your name"

    An address is fetched and opened in a browser; each step says how it ended. A page of an error is captured as it is, and
    an address that did not answer is put on file too, as failed.

    Exit status: 0 the capture is complete, 2 the call was wrong, 3 it is partial or failed, with the reasons.
    """
    _before(thing, options, who)
    settings = fetch_settings(options["allow_network"])
    brought = _brought(thing, options)
    from firsthand import api, capturing

    with api.open(casebook, settings=settings) as desk:
        if brought is not None:
            filed = capturing.given(desk, brought, who=who)
        else:
            took = capturing.capture(
                desk, thing or "", who=who, browser=not options["no_browser"], note=options["note"]
            )
            filed = took.filed
    _say(filed, options["as_json"])
    if filed.captured.state is not CaptureState.COMPLETE:
        raise click.exceptions.Exit(3)


def _say(filed: FiledCapture, as_json: bool) -> None:
    if as_json:
        out_as_utf8()
        click.echo(capture_json_line(filed))
        return
    for line in capture_lines(filed):
        click.echo(shown(line))


def _before(thing: str | None, options: dict[str, Any], who: str) -> None:
    """What would fail after the work is said before it."""
    if (thing is None) == (options["text"] is None):
        raise UsageError(
            "One thing is captured at a time.", hint="Give an address, a file, - for words from stdin, or --text WORDS."
        )
    if not who.strip():
        raise UsageError("A capture is put on file under a name.", hint="Give it with --who, or set FIRSTHAND_WHO.")
    if thing is not None and _is_address(thing):
        said = [option for name, option in _GIVEN.items() if options[name]]
        if said:
            hint = "Leave it out; --note keeps a note with a page."
            raise UsageError(f"{said[0]} is for what a person brought, not for an address.", hint=hint)


def _brought(thing: str | None, options: dict[str, Any]) -> Given | None:
    """What a person brought; None where an address is to be fetched."""
    if thing is not None and _is_address(thing):
        return None
    from firsthand.capturing import Given

    told = {"source": options["source"], "note": options["note"], "address": options["said_address"]}
    if thing is None:
        return Given(words=options["text"], **told)
    if thing == "-":
        return Given(words=read_stdin(), **told)
    return Given(_file(thing), **told)


def _is_address(thing: str) -> bool:
    return re.match(r"https?://", thing, re.IGNORECASE) is not None


def _file(name: str) -> Path:
    path = Path(name)
    try:
        there = path.is_file()
    except (OSError, ValueError):  # longer than any name, or with what none can hold
        there = False
    if not there:
        hint = "Look at the path; begin an address with https://; give words with --text."
        raise UsageError(f"{name[:200]!r} is neither a file here nor a web address.", hint=hint)
    return path
