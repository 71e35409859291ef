"""How is each request of a page in a browser answered? By our own guarded fetch, recorded as it went over the line.

The browser is shown the body that was recorded, unpacked. Its own redirects could not be watched, so none is passed on: for a
document a small page leads to the next address, which is then asked for anew; for all else the last answer is shown.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from html import escape

import httpcore
import httpx
from playwright.async_api import Error, Frame, Page, Request, Route

from firsthand.errors import CaptureError
from firsthand.evidence.asking import Answer, Asker, Sent
from firsthand.evidence.browser_wire import Crossed, Message, Said
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.fetch import OVERHEAD, REDIRECT_CODES, REDIRECTS, as_text, certificates, following
from firsthand.evidence.guard import Guard, public
from firsthand.evidence.line import Deadline, Pinned
from firsthand.settings import Settings

AT_ONCE = 12
"""Requests that are asked at the same time."""

LEAST = 0.1
"""Seconds that are worth asking for."""

TIME_OVER = "the time for loading was over"

HARMLESS = ("GET", "HEAD", "POST")
"""Methods that a page may send to another site without asking it; the browser's question beforehand is not passed on to us."""

LINE = ("connection", "content-length", "keep-alive", "transfer-encoding")

OURS = frozenset((*LINE, "accept-encoding", "accept-language", "host", "te", "trailer", "upgrade"))
"""Headers of the browser that we say ourselves, or that concern its own line alone."""

LINE_ONLY = frozenset(
    (*LINE, "alt-svc", "content-encoding", "nel", "report-to", "reporting-endpoints", "www-authenticate")
)
"""Headers of an answer that hold for the line it came by, or send the browser out by itself."""

NOBODY = "https://nobody.invalid"
"""Written where a server lets no other site read its answer: Playwright would else write that all may."""

ONWARD = '<!DOCTYPE html><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url={}">'


class Gate:
    """Answers the requests of one page, none after `until` (as `time.monotonic` counts), and sends on what it did.

    `main` is the last answer to the window itself, and `failure` why it has none. A frame that was once served from outside,
    and every frame within it, leads into no allowed network; `outside` tells which IP addresses are outside.
    """

    def __init__(self, settings: Settings, clock: Callable[[], datetime], send: Callable[[Message], None]) -> None:
        self.main: Exchange | None = None
        self.failure: CaptureError | None = None
        self.page: Page | None = None
        self.pending, self.last = 0, time.monotonic()
        self.outside: Callable[[str], bool] = public
        self._settings, self._clock, self._send = settings, clock, send
        self.until = math.inf
        self._requests, self._bytes = settings.browser_requests, settings.browser_bytes
        self._threads = ThreadPoolExecutor(AT_ONCE)
        self._foreign: set[Frame] = set()
        self._hops: dict[str, int] = {}

    async def answer(self, route: Route) -> None:
        """Handle one request. What is refused or fails is said, and the browser gets an error."""
        self.pending += 1
        try:
            await self._answered(route)
        except CaptureError as error:
            await self._refused(route, error)
        except Error as error:
            said = f"{route.request.url[:300]} could not be shown to the browser: {error.message.strip()[:200]}"
            await self._refused(route, CaptureError(said))
        finally:
            self.pending, self.last = self.pending - 1, time.monotonic()

    async def _answered(self, route: Route) -> None:
        request = route.request
        frame = self._frame(request)
        self._check(request, frame)
        document = request.is_navigation_request()
        sent, guard = _sent(request), self._guard(frame)
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(
            self._threads, lambda: self._way(request.url, sent, guard, 0 if document else REDIRECTS)
        )
        for answer in answers:
            self._kept(answer.exchange)
        last = answers[-1]
        if document and self.outside(last.exchange.ip):
            self._foreign.add(frame)
        if last.failure:
            raise last.failure
        onward = following(last.exchange)
        if onward and not document:
            raise CaptureError(f"{request.url} redirects more than {REDIRECTS} times.")
        await self._fulfilled(route, last, self._onward(request, onward) if onward else None)

    async def _fulfilled(self, route: Route, last: Answer, onward: str | None) -> None:
        request, exchange = route.request, last.exchange
        self._note(exchange, request)
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self.main = exchange if onward is None else None
        headers = _shown(exchange, "origin" in request.headers)
        if onward is None:
            await route.fulfill(status=exchange.status, headers=headers, body=last.body)
        else:
            page = {
                **{name: value for name, value in headers.items() if name == "set-cookie"},
                "content-type": "text/html",
            }
            await route.fulfill(status=200, headers=page, body=ONWARD.format(escape(onward)))

    async def _refused(self, route: Route, error: CaptureError) -> None:
        # Hints are for whoever gave the address; what a page asks for by itself nobody can correct.
        named = route.request.url[:300]
        self.say(error.message if named in error.message else f"{named}: {error.message}")
        first = self.main is None and self._is_main(route.request)
        if first:
            self.failure = error
        with suppress(Error):  # the page is gone, and with it whoever asked
            # An aborted navigation leaves the window as it is.
            await route.abort("failed" if first else "aborted")

    def say(self, sentence: str) -> None:
        self._send(Said(sentence))

    def _frame(self, request: Request) -> Frame:
        """The frame that asks. Raises CaptureError where none of this page does."""
        try:
            frame = request.frame
            if frame.page is self.page:
                return frame
        except Error:
            pass  # a new window that has no page yet, or a worker that outlives its own
        raise CaptureError(
            f"{request.url[:300]} was to be opened in a window of its own; only the page itself is kept."
        )

    def _is_main(self, request: Request) -> bool:
        try:
            return request.is_navigation_request() and self._frame(request).parent_frame is None
        except CaptureError:
            return False

    def _check(self, request: Request, frame: Frame) -> None:
        self._requests -= 1
        if self._requests < 0:
            most = self._settings.browser_requests
            raise CaptureError(f"It was left out: the page asks for more than {most:,} things (browser_requests).")
        if self.until - time.monotonic() < LEAST:
            raise CaptureError(f"{request.url[:300]} was not asked: {TIME_OVER}.")
        if request.resource_type == "eventsource":
            raise CaptureError(f"{request.url[:300]} keeps a line open without end; it was not asked.")
        if request.method not in HARMLESS and not _same_site(frame.url, request.url):
            raise CaptureError(f"{request.url[:300]} was not asked to {request.method}: it is another site's.")

    def _guard(self, frame: Frame) -> Guard:
        above: Frame | None = frame
        while above:
            if above in self._foreign:
                return Guard()
            above = above.parent_frame
        return Guard(allow=self._settings.allow_networks)

    def _way(self, address: str, sent: Sent, guard: Guard, redirects: int) -> list[Answer]:
        """Asked in a thread: the answers from the first to the last. Raises CaptureError where the first is refused."""
        answers = [self._asked(address, sent, guard)]
        while len(answers) <= redirects:
            last = answers[-1]
            onward = "" if last.failure else following(last.exchange)
            if not onward:
                break
            if self.outside(last.exchange.ip):
                guard = Guard()
            sent = _passed_on(sent, last.exchange, onward)
            try:
                answers.append(self._asked(onward, sent, guard))
            except CaptureError as error:
                answers[-1] = replace(last, failure=error)
        return answers

    def _asked(self, address: str, sent: Sent, guard: Guard) -> Answer:
        target = guard.check(address).copy_with(fragment=None)
        seconds = min(self._settings.fetch_seconds, self.until - time.monotonic())
        most = max(1, min(self._settings.max_file_bytes, self._bytes))
        limits = replace(self._settings, max_file_bytes=most, fetch_seconds=round(max(LEAST, seconds), 1))
        line = Pinned(guard, Deadline(time.monotonic() + seconds), most + OVERHEAD)
        end = TIME_OVER if seconds < self._settings.fetch_seconds else ""
        with httpcore.ConnectionPool(ssl_context=certificates(), network_backend=line) as pool:
            return Asker(pool, line, limits, self._clock, end).ask(target, sent)

    def _kept(self, exchange: Exchange) -> None:
        """Send an exchange on. Raises CaptureError where it is too much with those before."""
        size = len(exchange.body) + len(exchange.request_body)
        if size > self._bytes:
            self._bytes = 0
            most = self._settings.browser_bytes
            raise CaptureError(f"It was left out: the page has more than {most:,} bytes (browser_bytes).")
        self._bytes -= size
        self._send(Crossed(exchange))

    def _note(self, exchange: Exchange, request: Request) -> None:
        if exchange.problem and exchange.status not in REDIRECT_CODES:
            self.say(f"{exchange.url[:300]}: {exchange.problem}")
        if exchange.status >= 400 and not self._is_main(request):
            self.say(f"{exchange.url[:300]} answered with status {exchange.status}.")

    def _onward(self, request: Request, onward: str) -> str:
        """The address to which a document redirects, judged by its words; asked for anew by the browser."""
        Guard(allow=self._settings.allow_networks).check(onward)
        hops = self._hops[onward] = self._hops.get(request.url, 0) + 1
        if hops > REDIRECTS:
            raise CaptureError(
                f"{request.url[:300]} redirects more than {REDIRECTS} times.",
                hint="Give the address at which it ends in a browser.",
            )
        return onward


def _sent(request: Request) -> Sent:
    """What the browser would send, but for what concerns its line, and the languages: none is claimed."""
    body = request.post_data_buffer or b""
    theirs = tuple((name, _raw(value)) for name, value in request.headers.items() if _theirs(name))
    ours = (("Accept-Encoding", "gzip"), ("Accept-Language", "*"), ("Connection", "close"))
    length = (("Content-Length", str(len(body))),) if body or request.method == "POST" else ()
    return Sent(request.method, theirs + ours + length, body)


def _raw(value: str) -> str:
    """A header as the line has it: its bytes in UTF-8, read as Latin-1."""
    return value.encode("utf-8", "replace").decode("latin-1")


def _theirs(name: str) -> bool:
    return name not in OURS and not name.startswith(("proxy-", ":"))


def _passed_on(sent: Sent, last: Exchange, onward: str) -> Sent:
    """The request at the next hop: what was meant for one site stays there."""
    private = () if _same_site(last.url, onward) else ("cookie", "authorization")
    kept = tuple(pair for pair in sent.headers if pair[0].lower() not in private)
    if last.status in (307, 308) or sent.method in ("GET", "HEAD"):
        return replace(sent, headers=kept)
    return Sent("GET", tuple(pair for pair in kept if not pair[0].lower().startswith("content-")))


def _shown(exchange: Exchange, named: bool) -> dict[str, str]:
    """The headers of an answer as the browser gets them; `named`: the request names the site that asks."""
    headers: dict[str, str] = {}
    for name, value in exchange.headers:
        key = name.lower()
        if key not in LINE_ONLY:
            between = "\n" if key == "set-cookie" else ", "
            text = as_text(value)
            headers[key] = f"{headers[key]}{between}{text}" if key in headers else text
    if named:
        headers.setdefault("access-control-allow-origin", NOBODY)
    return headers


def _same_site(one: str, other: str) -> bool:
    """Is it the same scheme, host and port?"""
    try:
        mine, theirs = httpx.URL(one), httpx.URL(other)
    except httpx.InvalidURL:
        return False
    return (mine.scheme, mine.netloc) == (theirs.scheme, theirs.netloc)
