"""How is a judged address reached, and when is waiting or receiving over? A connection to the checked IP, with one clock."""

from __future__ import annotations

import queue
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpcore

from firsthand.errors import CaptureError, RefusedError
from firsthand.evidence.guard import ASK, Guard


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment after which nothing is waited for; `at` counts as `time.monotonic` does."""

    at: float

    def left(self, timeout: float | None = None) -> float:
        """Seconds that may still be waited. Raises httpcore.ReadTimeout where none are left."""
        rest = self.at - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("the time was up")
        return rest if timeout is None else min(rest, timeout)


class Pinned(httpcore.NetworkBackend):
    """Connects only to addresses that the guard has judged, not beyond the deadline, for at most `limit` bytes received.

    `ip` is the address of the last connection that stood, or "".
    """

    def __init__(self, guard: Guard, deadline: Deadline, limit: int) -> None:
        self.guard, self.ip = guard, ""
        self._deadline, self._limit, self._plain = deadline, limit, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.ip = ""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _pinned(self.guard, host, port, self._deadline):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                self.ip = address
                return _Bounded(stream, self._deadline, self._limit)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise RefusedError("A socket of this machine is never fetched from.", hint=ASK)


def _pinned(guard: Guard, host: str, port: int, deadline: Deadline) -> tuple[str, ...]:
    """What the guard finds, within the time: the system's resolver has no clock of its own that could be set."""
    answers: queue.SimpleQueue[tuple[str, ...] | CaptureError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(guard.pin(host, port))
        except CaptureError as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="resolver").start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty as error:
        raise httpcore.ConnectTimeout(f"the addresses of {host} were not found in time") from error
    if isinstance(found, CaptureError):
        raise found
    return found


class _Bounded(httpcore.NetworkStream):
    """A stream of which no read or write outlasts the deadline, however slowly the other side drips, and that ends in an error
    after `limit` bytes: whatever they are, endless headers, notes of "100 Continue" or trimmings of chunks among them.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, limit: int) -> None:
        self._stream, self._deadline, self._left = stream, deadline, limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._deadline.left(timeout))
        self._left -= len(data)
        if self._left < 0:
            raise httpcore.ReadError("it sends without end what is no page")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Bounded(stream, self._deadline, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
