"""What does the provider of single sign-on answer? JSON over lines that are bounded in bytes and by one clock."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any

import httpcore
import msgspec

SECONDS = 8.0
"""For all that is asked on the way of one person through the door."""

BYTES = 300_000
"""That one connection may bring, heads and all."""


class Failed(Exception):
    """The provider did not do its part. The words are for the log, and hold no secret."""


class Line:
    """Questions to the provider. No redirect is followed, and neither proxy nor cookie is used."""

    def __init__(self, seconds: float = SECONDS) -> None:
        clock = _Clock(time.monotonic() + seconds)
        self._pool = httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=clock)

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def ask(self, address: str, form: str | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The object that an address answers with, to a form where one is sent. Raises Failed."""
        sent = {"Accept": "application/json", "User-Agent": "firsthand", **(headers or {})}
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            answer = self._pool.request(
                "GET" if form is None else "POST",
                address,
                headers=list(sent.items()),
                content=None if form is None else form.encode(),
            )
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise Failed(f"{address} did not answer: {type(error).__name__} {error}") from error
        if answer.status != 200:
            raise Failed(f"{address} answered with status {answer.status} {_told(answer.content)}".strip())
        try:
            return msgspec.json.decode(answer.content, type=dict[str, Any])
        except (ValueError, RecursionError) as error:
            raise Failed(f"{address} did not answer with an object of JSON") from error


def _told(content: bytes) -> str:
    """The code of an error that a refusal carries (RFC 6749, 5.2), and nothing else of its words."""
    try:
        code = msgspec.json.decode(content, type=dict[str, Any]).get("error")
    except (ValueError, RecursionError):
        return ""
    return code if isinstance(code, str) and re.fullmatch("[a-z_]{1,40}", code) else ""


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """Whom this machine trusts: a newsroom may have an authority of its own."""
    return ssl.create_default_context()


class _Clock(httpcore.NetworkBackend):
    """Connections of which nothing outlasts the moment `until`."""

    def __init__(self, until: float) -> None:
        self._until, self._plain = until, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._plain.connect_tcp(host, port, _left(self._until), local_address, socket_options)
        return _Bounded(stream, self._until, BYTES)


def _left(until: float) -> float:
    rest = until - time.monotonic()
    if rest <= 0:
        raise httpcore.ReadTimeout("the time was up")
    return rest


class _Bounded(httpcore.NetworkStream):
    """A stream that ends in an error at the moment `until`, however slowly the other side drips, and after `most` bytes."""

    def __init__(self, stream: httpcore.NetworkStream, until: float, most: int) -> None:
        self._stream, self._until, self._most = stream, until, most

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, _left(self._until))
        self._most -= len(data)
        if self._most < 0:
            raise httpcore.ReadError("it sends without end")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._until))
        return _Bounded(stream, self._until, self._most)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
