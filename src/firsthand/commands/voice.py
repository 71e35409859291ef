"""`firsthand voice`: where does somebody speak from, as a person found out?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from firsthand.commands.common import casebook_option, shown, who_option
from firsthand.errors import UsageError


@click.command(short_help="Put on file where a voice speaks from.")
@casebook_option
@who_option
@click.option("--based-in", help='Where the voice is: "Kherson, Ukraine".')
@click.option("--from", "from_", help="Where the voice is from, if it is elsewhere now.")
@click.option("--seat", help="Where an organisation sits.")
@click.option("--since", default="", help="From when on: 2014, 2014-03, 2014~.")
@click.option("--until", default="", help="Until when.")
@click.option("--source", default="", help='Who says so: "her page, 2024-03-01".')
@click.option("--url", default="", help="Where it can be read.")
@click.option("--quote", default="", help="The words in which it is said there.")
@click.option("--body", is_flag=True, help="The voice is an organisation, not a person.")
@click.option("--also", multiple=True, help="The same name in another language or script; may be given again.")
@click.argument("name")
def command(casebook: Path, who: str, name: str, **options: Any) -> None:
    """Put on file where the voice NAME speaks from, in the case `voices`; every later audit reads it.

    \b
      firsthand voice "Olena Example" --based-in "Kherson, Ukraine" --since 2015 \\
          --source "her page, 2024-03-01" --who "an editor"

    Nothing is overwritten: a line is added, and two that disagree stand side by side, each with its source. The casefile of
    all of them: firsthand case show voices.
    """
    from firsthand import api
    from firsthand.placing import Found, place

    field, where = _said(options)
    found = Found(
        name=name,
        field=field,
        place=where,
        source=options["source"],
        since=options["since"],
        until=options["until"],
        url=options["url"],
        words=options["quote"],
        body=options["body"],
        also=options["also"],
    )
    with api.open(casebook) as desk:
        placed = place(desk, found, who=who)
    times = "".join(
        f", {word} {when}" for word, when in (("since", placed.entry.since), ("until", placed.entry.until)) if when
    )
    told = "On file" if placed.new else "On file already"
    click.echo(shown(f"{told}: {placed.item}, {field} {placed.place}{times}, according to {placed.entry.source}."))


def _said(options: dict[str, Any]) -> tuple[str, str]:
    """(field, place) of the one option that says where."""
    given = [(field, options[name]) for field, name in (("based-in", "based_in"), ("from", "from_"), ("seat", "seat"))]
    told = [(field, place) for field, place in given if place]
    if len(told) != 1:
        raise UsageError("Say one thing at a time.", hint="Give one of --based-in, --from, --seat.")
    return told[0]
