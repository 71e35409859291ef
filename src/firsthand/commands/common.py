"""What do the commands share? The casebook option, the name of the person, and a bar for long work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

Item = TypeVar("Item")
Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]

PATIENCE = 3.0
"""Seconds of work after which a terminal is shown a bar."""

casebook_option: Wrap = click.option(
    "--casebook",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="FIRSTHAND_CASEBOOK",
    default=Path("casebook"),
    show_default="./casebook, or FIRSTHAND_CASEBOOK",
    help="The casebook's folder.",
)

who_option: Wrap = click.option(
    "--who",
    envvar="FIRSTHAND_WHO",
    default="",
    show_default="FIRSTHAND_WHO",
    help="Your name, as the record shall carry it.",
)


def with_bar(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """The items, with a bar on a terminal's standard error once the work has gone on for a while."""
    started, shown = time.monotonic(), False
    stream = click.get_text_stream("stderr")
    done = 0
    for done, item in enumerate(items, 1):
        yield item
        if stream.isatty() and time.monotonic() - started > PATIENCE:
            shown = True
            stream.write(f"\r{label}: {done}" + (f" of {total}" if total else ""))
            stream.flush()
    if shown:
        stream.write(f"\r{label}: {done}, done.\n")


def counted(count: int, one: str, many: str = "") -> str:
    """`1 case`, `2 cases`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
