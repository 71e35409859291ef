"""What do the desk and the process that runs a browser for it say to each other? Data alone, in MessagePack, of these types.

The order goes in; then come messages, each as soon as it is known, so that what came stays when the process has to be ended.
Nothing that comes back is ever executed or unpickled: it is decoded into these types, or the process is given up.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from firsthand.evidence.exchange import Exchange
from firsthand.settings import Settings


class Order(msgspec.Struct, frozen=True):
    """The page to be looked at. `begun` is the desk's time at the start, in UTC; the process counts on from there.

    `folder` is where all may write, and nobody else does.
    """

    url: str
    settings: Settings
    chromium: str
    begun: datetime
    folder: str = ""


class Begun(msgspec.Struct, frozen=True, tag=True):
    """The browser runs: its version and Playwright's."""

    tool: str


class Crossed(msgspec.Struct, frozen=True, tag=True):
    """One request of the page and its answer, as they went over the line."""

    exchange: Exchange


class Said(msgspec.Struct, frozen=True, tag=True):
    """A problem, as a sentence."""

    sentence: str


class Logged(msgspec.Struct, frozen=True, tag=True):
    """An error on the page's console."""

    line: str


class Shown(msgspec.Struct, frozen=True, tag=True):
    """What stands in the window; `dom` is UTF-8."""

    final: str
    status: int
    title: str
    text: str
    dom: bytes


class Photo(msgspec.Struct, frozen=True, tag=True):
    """A PNG file."""

    png: bytes


class Failed(msgspec.Struct, frozen=True, tag=True):
    """No picture could be taken: the message and the hint of the CaptureError."""

    message: str
    hint: str


class Done(msgspec.Struct, frozen=True, tag=True):
    """Nothing more will come."""


Message = Begun | Crossed | Said | Logged | Shown | Photo | Failed | Done
