"""How is one address asked, once? The request as it is sent, the answer within its limits, and what is missing from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import httpcore
import httpx

from firsthand import __version__
from firsthand.errors import CaptureError
from firsthand.evidence.exchange import Exchange, Headers
from firsthand.evidence.line import Pinned
from firsthand.evidence.unpacking import Unpacker
from firsthand.settings import Settings

AGENT = f"Firsthand/{__version__} (verification desk)"

MAX_HEADERS = 200
"""Header lines of one answer."""

MAX_HEADER_BYTES = 65_536
"""Bytes of all header lines of one answer."""

ASIDE_BYTES = 65_536
"""Bytes that are read of the body of a redirect."""

FETCH_FAILS = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol)
"""What httpcore raises when the other side, or the way to it, fails."""

_HEADERS: Headers = (
    ("User-Agent", AGENT),
    ("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,image/*;q=0.9,*/*;q=0.5"),
    ("Accept-Encoding", "gzip"),
    ("Accept-Language", "*"),
    ("Connection", "close"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request says beside its address: the method, the headers after `Host`, the body."""

    method: str = "GET"
    headers: Headers = _HEADERS
    body: bytes = b""


PLAIN = Sent()
"""A page is asked for, by nobody in particular."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One exchange, its body unpacked, and why it cannot be used, if so."""

    exchange: Exchange
    body: bytes = b""
    failure: CaptureError | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """What asks: the pool of connections over the guarded line, the limits, the clock in UTC. Where less time is left than
    `fetch_seconds`, `end` says what ends it: the site is not to blame then.
    """

    pool: httpcore.ConnectionPool
    line: Pinned
    settings: Settings
    now: Callable[[], datetime]
    end: str = ""

    def ask(self, url: httpx.URL, sent: Sent = PLAIN) -> Answer:
        """One request. What fails stands in the answer."""
        headers = (("Host", url.netloc.decode("ascii")), *sent.headers)
        begun = self.now()
        asked = Exchange(str(url), "", sent.method, headers, 0, "", (), b"", begun, begun, request_body=sent.body)
        try:
            with self.pool.stream(
                sent.method, _raw(url), headers=_bytes(headers), content=sent.body or None, extensions=self._limits()
            ) as response:
                return self._read(_begun(replace(asked, ip=self.line.ip), response), response)
        except FETCH_FAILS as error:
            return self._failed(asked, self._said(asked.url, error))
        except CaptureError as error:
            return self._failed(asked, error)

    def _limits(self) -> dict[str, dict[str, float]]:
        return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.settings.fetch_seconds)}

    def _read(self, head: Exchange, response: httpcore.Response) -> Answer:
        if refusal := _too_many(head):
            return Answer(replace(head, ended=self.now(), problem=str(refusal)), failure=refusal)
        limit = self.settings.max_file_bytes
        fine = 200 <= head.status < 300
        body = Unpacker(head.header("content-encoding"), min(limit, ASIDE_BYTES) if 300 <= head.status < 400 else limit)
        _fill(body, response)
        whole = replace(head, body=body.packed, ended=self.now(), problem=body.said)
        if fine and body.said and not body.size:
            said = f"{head.url} answered, but nothing of its body can be used: {body.said}"
            return Answer(whole, failure=CaptureError(said, hint="Try again, or save the page in a browser."))
        return Answer(whole, body.body)

    def _failed(self, asked: Exchange, error: CaptureError) -> Answer:
        return Answer(replace(asked, ip=self.line.ip, ended=self.now(), problem=str(error)), failure=error)

    def _said(self, url: str, error: Exception) -> CaptureError:
        if isinstance(error, httpcore.TimeoutException):
            if self.end:
                return CaptureError(f"{url} had not answered when {self.end}.")
            return CaptureError(
                f"{url} did not answer within {self.settings.fetch_seconds:g} seconds.",
                hint="Try again, or raise fetch_seconds.",
            )
        return CaptureError(
            f"{url} could not be fetched: {error or type(error).__name__}.",
            hint="Try again; if it shows in a browser, save it.",
        )


def _fill(body: Unpacker, response: httpcore.Response) -> None:
    """Read the body until it ends, breaks off, or is enough."""
    try:
        for chunk in response.iter_stream():
            if not body.add(chunk):
                return
        body.end()
    except FETCH_FAILS as error:
        why = "the time was up" if isinstance(error, httpcore.TimeoutException) else "the connection broke"
        body.said = f"Only {body.size:,} bytes came before {why}."


def _bytes(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _raw(url: httpx.URL) -> httpcore.URL:
    """The parts as the guard saw them: read a second time, an address might mean another."""
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _begun(asked: Exchange, response: httpcore.Response) -> Exchange:
    return replace(
        asked,
        status=response.status,
        reason=bytes(response.extensions.get("reason_phrase", b"")).decode("latin-1"),
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers),
    )


def _too_many(head: Exchange) -> CaptureError | None:
    size = sum(len(name) + len(value) + 4 for name, value in head.headers)
    if len(head.headers) <= MAX_HEADERS and size <= MAX_HEADER_BYTES:
        return None
    said = (
        f"{head.url} sent {len(head.headers):,} header lines of {size:,} bytes; "
        f"the limits are {MAX_HEADERS} lines and {MAX_HEADER_BYTES:,} bytes."
    )
    return CaptureError(said, hint="No honest page needs that; look at it in a browser.")
