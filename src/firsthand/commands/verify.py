"""`firsthand verify`: is all that is kept still what it was?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firsthand.commands.common import (
    Bar,
    allow_network_option,
    casebook_option,
    counted,
    fetch_settings,
    shown,
)

if TYPE_CHECKING:
    from firsthand.verifying import Verified

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command(short_help="Look whether all that is kept is still what it was.")
@casebook_option
@click.option("--all", "everything", is_flag=True, help="Go on after the first kind of damage, and name all.")
@click.option("--head", "heads", type=_FILE, multiple=True, help="A head.txt kept elsewhere, its .minisig beside it.")
@click.option("--key", type=_FILE, help="The public key, kept elsewhere; default: the casebook's own.")
@click.option("--stamp", is_flag=True, help="First have the log time-stamped by the authorities that are set.")
@click.option("--begin-anew", metavar="WHY", help="Begin a log in the place of one that is lost; WHY is told in it.")
@allow_network_option
def command(
    casebook: Path,
    everything: bool,
    stamp: bool,
    begin_anew: str | None,
    allow_network: tuple[str, ...],
    **kept: Any,
) -> None:
    """Read every exhibit again, the custody log, its signatures, its time stamps and the captures, and name each damage.

    A removed end of the log shows against a head kept elsewhere (--head), a log made anew against a key kept elsewhere
    (--key). docs/verify-by-hand.md tells how others verify with their own tools.

    Exit status: 0 all is whole, 1 something is damaged, 2 the call was wrong.
    """
    from firsthand import verifying

    if begin_anew is not None:
        click.echo(shown(verifying.begin_anew(casebook, begin_anew)))
    if stamp:
        for line in verifying.stamp(casebook, fetch_settings(allow_network)):
            click.echo(shown(line))
    bars: dict[str, Bar] = {}

    def progress(label: str, count: int) -> None:
        before = next(iter(bars.values()), None)
        bars.setdefault(label, Bar(label, before)).at(count)

    done = verifying.verify(
        casebook, verifying.Trust(kept["heads"], kept["key"]), everything=everything, progress=progress
    )
    for bar in bars.values():
        bar.end()
    _say(done)
    if done.untold:
        click.echo(shown(f"This looking is not recorded: {done.untold}"), err=True)
    if not done.whole:
        raise click.exceptions.Exit(1)


def _say(done: Verified) -> None:
    for damage in done.damages:
        mark = "Noted" if damage.explained else "DAMAGE"
        click.echo(shown(f"{mark}: {damage.kind}, {damage.where}: {damage.what}"))
    for one in done.stamps:
        click.echo(
            shown(f"Time-stamped by {one.authority} on {one.at:%Y-%m-%d %H:%M:%S} UTC: {counted(one.events, 'event')}.")
        )
    for kept in done.calendars:
        click.echo(shown(f"OpenTimestamps, {kept.name}, {kept.worded}: {kept.sentence}"))
    if not done.stamps:
        click.echo(_unstamped(done))
    read = f"{counted(done.events, 'event')}, {counted(done.exhibits, 'exhibit')}, {counted(done.captures, 'capture')} read."
    if done.stopped:
        click.echo(f"{read} Stopped at the first kind of damage; --all names all.")
    else:
        click.echo(f"{read} {'All is whole.' if done.whole else 'Not all is whole.'}")


def _unstamped(done: Verified) -> str:
    if any(kept.said and kept.said.blocks for kept in done.calendars):
        return "No authority has time-stamped the log; a block of Bitcoin tells when once somebody has compared it."
    return "The log is not time-stamped: only the desk's own clock and signature say when."
