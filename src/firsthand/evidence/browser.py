"""What does a page look like in a real browser, and what did it ask for on the way? A picture, the DOM, every exchange.

The browser is Debian's Chromium, driven by Playwright in a process of its own (`browser_child.py`), which is ended with all
that came from it. It reaches no network by itself: each request is answered by our guarded fetch.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec

from firsthand.errors import CaptureError
from firsthand.evidence.browser_process import Running
from firsthand.evidence.browser_wire import Begun, Crossed, Failed, Logged, Message, Order, Photo, Said, Shown
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.guard import Guard
from firsthand.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

INSTALL = "sudo apt-get install chromium"

MOST_LINES = 100
"""Lines of the console, and problems, that are kept; the rest are counted."""

LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as a browser showed it, and how it came there.

    `screenshot` is a PNG of the page from top to bottom, 1,280 pixels wide; `dom` the document after loading, as HTML in UTF-8;
    `text` what can be read in it. `exchanges` are all requests of the page and their answers, in the order in which they ended.
    `final` and `status` are those of the page in the end. `problems` are sentences on what is missing. `failure` says why there
    is no picture; the other fields then hold what came before.
    """

    screenshot: bytes = b""
    dom: bytes = b""
    text: str = ""
    title: str = ""
    final: str = ""
    status: int = 0
    exchanges: tuple[Exchange, ...] = ()
    console: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    tool: str = ""
    failure: CaptureError | None = None


def browser_found() -> str:
    """The path of a Chromium that can be used, or "" where there is none, or no Playwright to drive it.

    FIRSTHAND_CHROMIUM names another than the first on the path.
    """
    if find_spec("playwright") is None:
        return ""
    named = os.environ.get("FIRSTHAND_CHROMIUM", "")
    return next((path for name in ((named,) if named else NAMES) if (path := shutil.which(name))), "")


def render(url: str, settings: Settings, *, now: Callable[[], datetime]) -> Rendered:
    """The address opened in a browser. Raises nothing for what the world does.

    It takes at most `browser_seconds` and half a minute. `now` gives the time in UTC.
    """
    begun = now()
    try:
        Guard(allow=settings.allow_networks).check(url)
    except CaptureError as error:
        return Rendered(final=url, failure=error)
    chromium = browser_found()
    if not chromium:
        said = f"{url} was not opened in a browser: no Chromium was found, or Playwright is not installed."
        return Rendered(final=url, failure=CaptureError(said, hint=f"{INSTALL}; pip install 'firsthand[browser]'."))
    seen = _Seen(url)
    try:
        with Running(Order(url.strip(), settings, chromium, begun)) as browser:
            for message in browser.messages():
                seen.take(message)
    except OSError as error:
        said = f"{url} was not opened in a browser: none could be started ({error.strerror or error})."
        return Rendered(
            final=url, failure=CaptureError(said, hint="Look at whether the disk and the memory have room left.")
        )
    return seen.rendered(browser.late, settings)


@dataclass(slots=True)
class _Seen:
    """What came so far."""

    url: str
    tool: str = ""
    shown: Shown | None = None
    png: bytes = b""
    failure: CaptureError | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    console: dict[str, int] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)

    def take(self, message: Message) -> None:
        match message:
            case Begun():
                self.tool = message.tool
            case Crossed():
                self.exchanges.append(message.exchange)
            case Said():
                _count(self.problems, message.sentence)
            case Logged():
                _count(self.console, message.line)
            case Shown():
                self.shown = message
            case Photo():
                self.png = message.png
            case Failed():
                self.failure = CaptureError(message.message, hint=message.hint)

    def rendered(self, late: bool, settings: Settings) -> Rendered:
        shown = self.shown or Shown(self.url, 0, "", "", b"")
        return Rendered(
            self.png,
            shown.dom,
            shown.text,
            shown.title,
            shown.final,
            shown.status,
            tuple(self.exchanges),
            _lines(self.console, "lines of the console"),
            _lines(self.problems, "problems"),
            self.tool,
            self.failure or (None if self.png else _stopped(self.url, late, settings)),
        )


_MORE = ""
"""Under this key the lines beyond the limit are counted."""


def _count(lines: dict[str, int], line: str) -> None:
    key = " ".join(line[:LONGEST_LINE].split()) or "(empty)"
    if key not in lines and len(lines) >= MOST_LINES:
        key = _MORE
    lines[key] = lines.get(key, 0) + 1


def _lines(lines: dict[str, int], what: str) -> tuple[str, ...]:
    """Each line once, with how often it came."""
    told = [f"{line} ({count} times)" if count > 1 else line for line, count in lines.items() if line != _MORE]
    if more := lines.get(_MORE):
        told.append(f"{more:,} more {what} were left out.")
    return tuple(told)


def _stopped(url: str, late: bool, settings: Settings) -> CaptureError:
    if late:
        said = f"{url} was given up: the browser did not end within {settings.browser_seconds:g} seconds of its time."
        return CaptureError(said, hint="Try again, or raise browser_seconds.")
    return CaptureError(f"{url} made the browser stop.", hint=f"Try again, or look whether it starts: {INSTALL}.")
