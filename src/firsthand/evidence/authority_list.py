"""Whom has the desk set to stamp its log? The rows of `authorities.toml`, of either kind."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.errors import CustodyError
from firsthand.record.custody import AUTHORITIES

TOKENS, CALENDAR = "rfc3161", "opentimestamps"
"""The kinds of rows: authorities that sign tokens (RFC 3161), and calendars of OpenTimestamps."""

HOW = "See docs/verify-by-hand.md."
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_FORM = "Each [[authority]] has name, url and roots; one of kind 'opentimestamps' has no roots and may have calendars."


@dataclass(frozen=True, slots=True)
class Row:
    """One [[authority]]. `roots` is empty for a calendar; `calendars` are more addresses that it may be asked at."""

    name: str
    kind: str
    url: str
    roots: str = ""
    calendars: tuple[str, ...] = ()


def rows(folder: Path) -> tuple[Row, ...]:
    """Those that the desk has set, in their order; none where it has set none. Raises CustodyError."""
    path = folder / AUTHORITIES
    try:
        found = tuple(map(_row, tomllib.loads(path.read_text(encoding="utf-8"))["authority"]))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise CustodyError(f"{path} cannot be read: {error!r}. {_FORM}", hint=HOW) from error
    for row in found:
        if not _NAME.fullmatch(row.name):
            raise CustodyError(f"{path}: {row.name!r} is no name.", hint="Take small letters, digits and hyphens.")
        if row.kind not in (TOKENS, CALENDAR):
            hint = f"Write {CALENDAR!r}, or leave the kind out for authorities of RFC 3161."
            raise CustodyError(f"{path}: {row.kind!r} is no kind of authority.", hint=hint)
    return found


def _row(row: dict[str, Any]) -> Row:
    kind = str(row.get("kind", TOKENS))
    roots = str(row["roots"]) if kind == TOKENS else ""
    calendars = row.get("calendars", [])
    if not isinstance(calendars, list):
        raise TypeError("calendars is a list of addresses")
    return Row(str(row["name"]), kind, str(row["url"]), roots, tuple(map(str, calendars)))
