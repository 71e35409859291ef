"""`firsthand evidence list` and `show`: which captures are on file, and what does each hold?"""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.commands.capture_lines import SHORT, capture_json_line, capture_lines
from firsthand.commands.common import casebook_option, counted, out_as_utf8, shown


@click.command("list", short_help="List the captures on file.")
@casebook_option
@click.option("--address", metavar="URL", help="Only those that asked for this address, or ended there.")
def list_(casebook: Path, address: str | None) -> None:
    """List the captures on file, one a line: name, time, end state, status, address."""
    from firsthand import api

    with api.open(casebook, write=False) as desk:
        captures = desk.book.captures
        found = list(captures.all() if address is None else captures.of(address.strip()))
    for filed in found:
        held = filed.captured
        words = " ".join(held.address.split())
        line = f"{filed.id[:SHORT]}  {held.at:%Y-%m-%d %H:%M} UTC  {held.state.value:<8}  {held.status or '-':>3}"
        click.echo(shown(f"{line}  {words}"))
    click.echo(counted(len(found), "capture") + ".", err=True)


@click.command(short_help="Show one capture.")
@casebook_option
@click.option("--json", "as_json", is_flag=True, help="Print it as one line of JSON.")
@click.argument("capture")
def show(casebook: Path, as_json: bool, capture: str) -> None:
    """Show the capture of the name CAPTURE, or of a name that begins so: its steps, what it holds, what it says of itself."""
    from firsthand import api

    with api.open(casebook, write=False) as desk:
        filed = desk.book.captures.get(capture.strip())
    if as_json:
        out_as_utf8()
        click.echo(capture_json_line(filed))
        return
    for line in capture_lines(filed):
        click.echo(shown(line))
