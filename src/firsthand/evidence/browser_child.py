"""How is one page looked at in a browser? Opened, settled, read and photographed; all that is found is sent on at once.

Started by `evidence/browser.py` as `python -P -m firsthand.evidence.browser_child`; it reads one order from its standard input
and answers on its standard output. It ends with the desk, and whatever it started is a child of its own until then.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import version

import msgspec
from playwright.async_api import Browser, ConsoleMessage, Dialog, Error, Page, WebSocket, async_playwright

from firsthand.errors import CaptureError
from firsthand.evidence.browser_ending import end_below
from firsthand.evidence.browser_gate import Gate
from firsthand.evidence.browser_page import HEIGHT, TALLEST, WIDTH, Window
from firsthand.evidence.browser_ways import FLAGS, dead_end
from firsthand.evidence.browser_wire import Begun, Done, Failed, Logged, Message, Order, Photo
from firsthand.evidence.decoder_wire import receive, send
from firsthand.evidence.guard import public

LONGEST_ORDER = 1_000_000

LOADING, SETTLING = 0.6, 0.8
"""Of all the time: after so much nothing more is asked for; after so much the page is read as it is."""

_SUBREAPER = 36
"""Linux: whoever of our descendants loses its parent becomes our child, not init's."""

Tell = Callable[[Message], None]


async def look(order: Order, tell: Tell, outside: Callable[[str], bool] = public) -> None:
    """Look at a page, and tell what is found, `Done` at last. `outside` tells which IP addresses are of the public web."""
    try:
        with dead_end() as nowhere:
            async with async_playwright() as driver:
                browser = await driver.chromium.launch(
                    executable_path=order.chromium,
                    args=[*FLAGS, f"--proxy-server={nowhere}"],
                    chromium_sandbox=os.geteuid() != 0,  # Chromium refuses to sandbox for the superuser
                )
                tell(Begun(f"Chromium {browser.version}, Playwright {version('playwright')}"))
                await _looked(browser, order, tell, outside)
                tell(Done())
                await browser.close()
    except CaptureError as error:
        tell(Failed(error.message, error.hint))
        tell(Done())
    except Error as error:
        said = f"The browser stopped, or could not be started: {error.message.strip().splitlines()[0][:300]}"
        tell(Failed(said, "Look at whether it starts by hand, and at docs/capture.md."))
        tell(Done())


async def _looked(browser: Browser, order: Order, tell: Tell, outside: Callable[[str], bool]) -> None:
    gate = Gate(order.settings, _clock(order.begun), tell)
    gate.outside = outside
    context = await browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=1,
        service_workers="block",
        accept_downloads=False,
    )
    await context.route("**/*", gate.answer)
    page = gate.page = await context.new_page()
    context.on("page", _closed)
    _listen(page, gate, tell)
    window = Window(page, await context.new_cdp_session(page), gate)
    await _photographed(window, order, gate, tell)


async def _photographed(window: Window, order: Order, gate: Gate, tell: Tell) -> None:
    begun, whole = time.monotonic(), order.settings.browser_seconds
    settled, end = begun + SETTLING * whole, begun + whole
    gate.until = begun + LOADING * whole
    await window.open(order.url, SETTLING * whole)
    quiet = await window.settle(settled - 0.1 * whole)
    await window.scroll(settled, end)
    if not (quiet and await window.settle(settled)):
        gate.say(f"The page was still loading after {time.monotonic() - begun:.0f} seconds; it was taken as it was.")
    shown, cut = await window.read(end)
    tell(shown)
    if cut:
        gate.say("The page's text or DOM is too long; only its beginning is kept.")
    png, height = await window.photo(end)
    tell(Photo(png))
    if height > TALLEST:
        gate.say(f"The page is {height:,} pixels high; the picture shows the first {TALLEST:,}.")


def _listen(page: Page, gate: Gate, tell: Tell) -> None:
    """Note what the page complains of, and refuse what it opens beside itself."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            tell(Logged(message.text))

    page.on("console", console)
    page.on("pageerror", lambda error: tell(Logged(str(error))))
    page.on("dialog", _dismissed)
    page.on("download", lambda download: gate.say(f"{download.url[:300]}: a download was refused."))
    page.on("websocket", lambda socket: gate.say(_no_socket(socket)))


def _no_socket(socket: WebSocket) -> str:
    return f"{socket.url[:300]}: a WebSocket was refused; only requests and their answers are kept."


async def _dismissed(dialog: Dialog) -> None:
    with suppress(Error):
        await dialog.dismiss()


async def _closed(page: Page) -> None:
    with suppress(Error):
        await page.close()


def _clock(begun: datetime) -> Callable[[], datetime]:
    """The desk's time, counted on from the order."""
    start = time.monotonic()
    return lambda: begun + timedelta(seconds=time.monotonic() - start)


def _end_with_the_desk(folder: str) -> None:
    """When the desk closes our input, or is gone, nobody else would end the browser and clear its folder."""
    sys.stdin.buffer.read()
    end_below(os.getpid(), folder)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def main() -> None:
    """Serve one order on the standard streams; nothing else may write on them."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.chdir(tempfile.gettempdir())
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    body = receive(sys.stdin.buffer, LONGEST_ORDER)
    if body is None:
        return
    order = msgspec.msgpack.decode(body, type=Order)
    threading.Thread(target=_end_with_the_desk, args=(order.folder,), daemon=True).start()
    asyncio.run(look(order, lambda message: send(answers, msgspec.msgpack.encode(message))))
    time.sleep(60)  # the desk ends us, and all that is ours


if __name__ == "__main__":
    main()
