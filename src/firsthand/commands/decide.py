"""`firsthand decide`: how does a person answer a lead?"""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.commands.common import casebook_option, who_option


@click.command(short_help="Record whether a tip is an item on file.")
@casebook_option
@who_option
@click.option("--why", default="", help="Your reason, in a sentence.")
@click.argument("tip")
@click.argument("item")
@click.argument("answer", type=click.Choice(["yes", "no", "unsure", "withdrawn"]))
def command(casebook: Path, who: str, why: str, tip: str, item: str, answer: str) -> None:
    """Record whether TIP is ITEM: yes, no, unsure, or withdrawn (an earlier answer is taken back).

    TIP (picture:... or text:...) and ITEM (CASE/ID) stand under each match of a report. Nothing is overwritten: a new
    answer is a new line of the ledger, and the latest stands. What was answered no never comes back for this tip.
    """
    from firsthand import api

    with api.open(casebook) as desk:
        row = desk.decide(tip, item, answer, who=who, why=why)
    click.echo(f"Recorded: {row.who} says {row.answer} to {row.tip[:24]}… is {row.item}.")
