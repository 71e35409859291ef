"""What does the process that serves the room need to know?"""

from __future__ import annotations

import msgspec

ENVIRONMENT = "FIRSTHAND_DESK"
"""The variable in which the one that starts it leaves the room as JSON."""

WAY_IN = "FIRSTHAND_DESK_WAY_IN"
"""The variable in which it leaves the first way in, for the process that says it."""


class Room(msgspec.Struct, frozen=True):
    """Which casebook, called by which names, how reached."""

    casebook: str
    hosts: tuple[str, ...]
    secure: bool = False
    proxies: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
