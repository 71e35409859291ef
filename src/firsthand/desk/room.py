"""What does the process that serves the room need to know?"""

from __future__ import annotations

import msgspec

ENVIRONMENT = "FIRSTHAND_DESK"
"""The variable in which the one that starts it leaves the room as JSON."""

WAY_IN = "FIRSTHAND_DESK_WAY_IN"
"""The variable in which it leaves the first way in, for the process that says it."""

SIGN_ON = "FIRSTHAND_DESK_SIGN_ON"
"""The variable in which it leaves the provider of single sign-on as JSON, apart because of its secret."""


class Room(msgspec.Struct, frozen=True):
    """Which casebook, called by which names, how reached."""

    casebook: str
    hosts: tuple[str, ...]
    secure: bool = False
    proxies: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()


class Provider(msgspec.Struct, frozen=True):
    """Who says by OpenID Connect who somebody is: its name on pages, its address, and by what it knows this desk."""

    name: str
    issuer: str
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Provider({self.name!r}, {self.issuer!r})"
