"""What does this address hold now? One guarded fetch, its redirects followed by hand, with an honest end state."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message
from functools import lru_cache

import httpcore
import httpx

from firsthand.errors import CaptureError, RedirectsError
from firsthand.evidence.asking import Answer, Asker
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.guard import Guard, public
from firsthand.evidence.line import Deadline, Pinned
from firsthand.reading.raw_bytes import media_of
from firsthand.record.tips import Capture, CaptureState, Exhibit
from firsthand.settings import Settings

REDIRECTS = 10
"""Redirects that are followed; each is judged anew."""

REDIRECT_CODES = (301, 302, 303, 307, 308)

OVERHEAD = 2_000_000
"""Bytes that one connection may bring beside the body: headers, and the trimmings of its chunks."""

BROWSER = "Open it in a browser; where it shows, save the page and give the file."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one fetch brought: every request and answer on the way, and the body of the last one, unpacked.

    `problems` are sentences about what is missing from the body. `failure` says why there is no page at all: the address was
    refused or did not answer. An answer such as 404 is no failure here; it stands in `status`.
    """

    url: str
    started: datetime
    exchanges: tuple[Exchange, ...] = ()
    body: bytes = b""
    problems: tuple[str, ...] = ()
    failure: CaptureError | None = None

    @property
    def final(self) -> str:
        """The address at the end of the way; the one asked where nothing was reached."""
        return self.exchanges[-1].url if self.exchanges else self.url

    @property
    def status(self) -> int:
        """The status of the last answer, 0 where none came."""
        return self.exchanges[-1].status if self.exchanges else 0

    @property
    def charset(self) -> str:
        """The character set that the last answer declares, or ""."""
        return _charset(self.exchanges[-1].header("content-type")) if self.exchanges else ""


def fetch(
    url: str, settings: Settings, *, now: Callable[[], datetime], guard: Guard | None = None
) -> tuple[Capture, bytes, str]:
    """(capture, body, declared charset or "") of an address: `visit`, where only a page will do.

    A body that was cut (by the limit of bytes, the clock or the line) gives `partial`. Raises CaptureError where the address
    is refused, does not answer, answers with an error, or redirects too often.
    """
    found = visit(url, settings, now=now, guard=guard)
    return captured(found), found.body, found.charset


def visit(url: str, settings: Settings, *, now: Callable[[], datetime], guard: Guard | None = None) -> Fetched:
    """The address asked, with its redirects followed, and every exchange on the way. Raises nothing for what the world does.

    Without a guard of its own it goes to the public Internet and to the networks that the settings allow. One clock runs
    for all of it. No proxy, cookie or certificate of the environment is used. `now` gives the time in UTC.
    """
    judge = guard or Guard(allow=settings.allow_networks)
    deadline = Deadline(time.monotonic() + settings.fetch_seconds)
    line = Pinned(judge, deadline, settings.max_file_bytes + OVERHEAD)
    with httpcore.ConnectionPool(ssl_context=certificates(), network_backend=line) as pool:
        way = _Way(url, Asker(pool, line, settings, now), now())
        return way.followed()


def captured(found: Fetched) -> Capture:
    """The capture of a page that came. Raises CaptureError where none came."""
    if found.failure:
        raise found.failure
    if not 200 <= found.status < 300:
        raise CaptureError(f"{found.final} answered with status {found.status}.", hint=BROWSER)
    exhibit = Exhibit(hashlib.sha256(found.body).hexdigest(), len(found.body), media_of(found.body))
    state = CaptureState.PARTIAL if found.problems else CaptureState.COMPLETE
    return Capture(found.url, found.started, state, (exhibit,), final_address=found.final, problems=found.problems)


class _Way:
    """The addresses from the first to the last."""

    def __init__(self, url: str, asker: Asker, started: datetime) -> None:
        self._url, self._asker, self._started = url, asker, started
        self._exchanges: list[Exchange] = []
        self._seen: list[str] = []

    def followed(self) -> Fetched:
        address = self._url
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._asked(address)
                onward = following(answer.exchange)
                if answer.failure or not onward:
                    return self._ended(answer)
                address = onward
            raise RedirectsError(
                f"{self._url} redirects more than {REDIRECTS} times.",
                hint="Give the address at which the browser ends.",
            )
        except CaptureError as error:
            return Fetched(self._url, self._started, tuple(self._exchanges), failure=error)

    def _asked(self, address: str) -> Answer:
        line = self._asker.line
        # A fragment is the browser's own affair; without one, the address is what is sent.
        target = line.guard.check(address).copy_with(fragment=None)
        self._seen.append(str(target))
        if self._seen.count(str(target)) > 1:
            circle = " → ".join(seen[:200] for seen in self._seen[self._seen.index(str(target)) :])
            raise RedirectsError(
                f"{self._url} redirects in a circle: {circle}.", hint=f"It may want cookies. {BROWSER}"
            )
        answer = self._asker.ask(target)
        self._exchanges.append(answer.exchange)
        if public(line.ip):
            # The web outside has no business to lead into a network, though its addresses be allowed to the person here.
            line.guard = replace(line.guard, allow=())
        return answer

    def _ended(self, answer: Answer) -> Fetched:
        problems = (answer.exchange.problem,) if answer.exchange.problem else ()
        return Fetched(self._url, self._started, tuple(self._exchanges), answer.body, problems, answer.failure)


def following(exchange: Exchange) -> str:
    """The address to which an answer redirects, or "". Raises CaptureError where it is none, or several."""
    if exchange.status not in REDIRECT_CODES:
        return ""
    places = {value.strip() for name, value in exchange.headers if name.lower() == "location"} - {""}
    if len(places) > 1:
        raise RedirectsError(f"{exchange.url} redirects to {len(places)} addresses at once.", hint=BROWSER)
    for place in places:
        try:
            return str(httpx.URL(exchange.url).join(as_text(place)))
        except (httpx.InvalidURL, ValueError) as error:
            said = f"{exchange.url} redirects to {place[:200]!r}, which is not an address."
            raise RedirectsError(said, hint="Open it in a browser.") from error
    return ""


def as_text(header: str) -> str:
    """A header's bytes as UTF-8, as browsers take them: sites redirect to Cyrillic and Greek addresses in plain letters."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return header


@lru_cache(maxsize=1)
def certificates() -> ssl.SSLContext:
    """Whom connections trust."""
    # trust_env: no certificate store is taken from the environment.
    return httpx.create_ssl_context(trust_env=False)


def _charset(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    return message.get_content_charset("") or ""
