"""What do the commands share? The casebook option, the name of the person, and a bar for long work."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from firsthand.errors import UsageError
from firsthand.record.tips import Tip
from firsthand.settings import Settings

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

allow_network_option: Wrap = click.option(
    "--allow-network",
    "allow_network",
    multiple=True,
    metavar="CIDR",
    help="A network that may be fetched from though it is not public, 10.2.0.0/16; may be given again.",
)


def fetch_settings(networks: Iterable[str]) -> Settings:
    """The settings with these networks allowed. Raises UsageError for one that is none."""
    try:
        return Settings(allow_networks=tuple(networks))
    except ValueError as error:
        hint = "Write a network as 10.2.0.0/16 or fd00::/8, one machine as 127.0.0.1."
        raise UsageError(f"--allow-network: {error}.", hint=hint) from error


class Bar:
    """A count on a terminal's standard error, shown once the work has gone on for a while; silent elsewhere.

    `after` is the bar of the work before, which ends where this one begins.
    """

    def __init__(self, label: str, after: Bar | None = None) -> None:
        self._label = label
        self._after = after
        self._stream = sys.stderr
        self._started = time.monotonic()
        self._shown = False

    def at(self, count: int) -> None:
        """Show that `count` items are done."""
        if self._stream.isatty() and time.monotonic() - self._started > PATIENCE:
            self._end_before()
            self._shown = True
            self._stream.write(f"\r{self._label}: {count:,}")
            self._stream.flush()

    def end(self) -> None:
        """Leave the line, once."""
        self._end_before()
        if self._shown:
            self._stream.write("\n")
        self._shown = False

    def _end_before(self) -> None:
        if self._after is not None:
            self._after.end()


def out_as_utf8() -> None:
    """JSON and YAML are UTF-8 whatever the terminal speaks: they are read by programs."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def published_by_now(tip: Tip) -> Tip:
    """The tip. Raises UsageError where it says that it was published in the future: "yesterday" would be counted from it."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()  # somewhere on Earth it is tomorrow already
    if tip.published and tip.published.early and tip.published.early > tomorrow:
        raise UsageError(f"{tip.published} is in the future; nothing was published then.", hint="Look at --published.")
    return tip


def shown(words: str) -> str:
    """Words from outside, made harmless for a terminal."""
    from firsthand.render import safe

    return safe(words)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 case`, `2 cases`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
