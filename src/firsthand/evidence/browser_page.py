"""What stands in the window, and what does it look like? Loaded, scrolled, read and photographed, each within its time."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Awaitable
from typing import Any, TypeVar

from playwright.async_api import CDPSession, Error, Page

from firsthand.errors import CaptureError
from firsthand.evidence.browser_gate import Gate
from firsthand.evidence.browser_wire import Shown

WIDTH, HEIGHT = 1280, 900
"""The window, in pixels of the page and of the picture."""

TALLEST = 16_000
"""Pixels of the picture from top to bottom; Chromium draws nothing beyond 16,384."""

MOST_TEXT = 10_000_000
"""Characters of the DOM, and of the text."""

QUIET = 0.5
"""Seconds without a request after which a page counts as loaded."""

LOOK_EVERY = 0.05

PATIENCE = 3.0
"""Seconds after which a script of ours is asked anew, beside those that it takes: where a page moves on in the very moment of the
asking, the browser may owe the answer for ever."""

T = TypeVar("T")

_READ = """((most) => {
  const cut = (s) => [s.slice(0, most), s.length > most];
  const root = document.documentElement, kind = document.doctype;
  const [dom, more] = cut((kind ? new XMLSerializer().serializeToString(kind) + "\\n" : "") + (root ? root.outerHTML : ""));
  const [text, longer] = cut(document.body ? document.body.innerText : "");
  return {dom, text, cut: more || longer, title: document.title.slice(0, 1000)};
})"""

_SCROLL = """(async (tallest, step, most) => {
  const begun = performance.now();
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const more = (y) => y < Math.min(document.documentElement.scrollHeight, tallest) && performance.now() - begun < most;
  for (let y = 0; more(y); y += step) {
    window.scrollTo({top: y, behavior: "instant"});
    await Promise.race([drawn(), pause(500)]);
    await pause(20);
  }
  window.scrollTo({top: 0, behavior: "instant"});
})"""


class Window:
    """The browser's one window. Each step raises CaptureError where the page crashes or does not answer in time."""

    def __init__(self, page: Page, session: CDPSession, gate: Gate) -> None:
        self._page, self._session, self._gate = page, session, gate
        self._crashed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        page.on("crash", lambda _: self._crash())
        page.on("close", lambda _: self._crash())

    async def open(self, url: str, seconds: float) -> None:
        """Begin to load a page. Raises CaptureError where none came."""
        try:
            await self.step(self._page.goto(url, wait_until="commit", timeout=0), seconds)
        except Error as error:
            raise self._gate.failure or _no_page(url, self._gate, error) from error

    async def settle(self, until: float) -> bool:
        """Wait until the page is loaded and asks for nothing for a while; False where that did not come to be."""
        begun = time.monotonic()
        while time.monotonic() < until:
            if self._gate.failure:
                raise self._gate.failure
            idle = not self._gate.pending and time.monotonic() - max(begun, self._gate.last) >= QUIET
            if idle and await self._loaded(until):
                return True
            await asyncio.sleep(LOOK_EVERY)
        return False

    async def scroll(self, until: float, end: float) -> None:
        """Once down and up again, so that what loads when it is seen loads; not further down once it is `until`."""
        most = max(0, round(1000 * (until - time.monotonic())))
        script = f"{_SCROLL}({TALLEST}, {HEIGHT - 100}, {most})"
        await self.step(self._evaluate(script, most / 1000), end - time.monotonic())

    async def read(self, until: float) -> tuple[Shown, bool]:
        """(what stands in the window, whether it was cut)."""
        found = await self.step(self._evaluate(f"{_READ}({MOST_TEXT})"), until - time.monotonic())
        main = self._gate.main
        text, dom = (str(found[name]).encode("utf-8", "replace") for name in ("text", "dom"))
        title = str(found["title"]).encode("utf-8", "replace").decode()
        shown = Shown(self._page.url, main.status if main else 0, title, text.decode(), dom)
        return shown, bool(found["cut"])

    async def photo(self, until: float) -> tuple[bytes, int]:
        """(a PNG of the page from top to bottom, the page's height)."""
        height = await self.step(self._height(), until - time.monotonic())
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": max(1, min(height, TALLEST)), "scale": 1}
        taken = self._session.send(
            "Page.captureScreenshot", {"format": "png", "clip": clip, "captureBeyondViewport": True}
        )
        return base64.b64decode((await self.step(taken, until - time.monotonic()))["data"]), height

    async def step(self, work: Awaitable[T], seconds: float) -> T:
        """The result of one step of the browser."""
        task = asyncio.ensure_future(work)
        both: set[asyncio.Future[Any]] = {task, self._crashed}
        await asyncio.wait(both, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
        if self._crashed.done():
            task.cancel()
            raise CaptureError("The page made the browser's window crash.", hint="Open it in a browser of your own.")
        if not task.done():
            task.cancel()
            raise CaptureError(
                "The page kept the browser busy until the time was up.", hint="Try again, or raise browser_seconds."
            )
        return task.result()

    async def _loaded(self, until: float) -> bool:
        state = await self.step(self._evaluate("document.readyState"), until - time.monotonic())
        return bool(state == "complete")

    async def _height(self) -> int:
        size = (await self._session.send("Page.getLayoutMetrics"))["cssContentSize"]
        return int(min(float(size["height"]), 1e9) + 0.999)

    async def _evaluate(self, script: str, takes: float = 0.0) -> Any:
        """The value of a script. A page that moves on in the middle is asked again, until whoever waits waits no longer."""
        while True:
            try:
                return await asyncio.wait_for(self._evaluated(script), takes + PATIENCE)
            except (Error, TimeoutError):
                await asyncio.sleep(LOOK_EVERY)

    async def _evaluated(self, script: str) -> Any:
        """The value of a script in a world of its own, where nothing is as the page would have it."""
        frame = (await self._session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        world = await self._session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "firsthand"})
        asked = {"contextId": world["executionContextId"], "returnByValue": True, "awaitPromise": True}
        found = await self._session.send("Runtime.evaluate", {"expression": script, **asked})
        return found["result"].get("value")

    def _crash(self) -> None:
        if not self._crashed.done():
            self._crashed.set_result(None)


def _no_page(url: str, gate: Gate, error: Error) -> CaptureError:
    if gate.main:
        media = gate.main.header("content-type")[:80] or "of no stated type"
        said = f"{url} leads to a file or an empty answer ({media}, status {gate.main.status}), not to a page."
        return CaptureError(said, hint="Capture it without a browser.")
    return CaptureError(
        f"{url} could not be opened in the browser: {error.message.splitlines()[0][:200]}.", hint="Try again."
    )
