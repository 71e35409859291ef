"""May this address be fetched? Public web addresses only, each host resolved once and pinned to what was judged.

A page can name or redirect to the desk's own network, and a name server can answer differently the second time (rebinding).
So the connection itself goes through `Pinned`: it resolves, judges, and connects to the very address that was judged.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from firsthand.errors import CaptureError

PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""Ports on which the web is served; others belong to mail, databases and the like."""

MAX_ADDRESS = 4_000
"""Characters of an address."""

ASK = "Give the address as a browser shows it, beginning with https:// or http://."

_REFUSED_V4 = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24")))
_REFUSED_V6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_GLOBAL_V6 = ip_network("2000::/3")

Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) to the addresses it has, as text. Raises OSError."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the system's resolver, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def public(address: str) -> bool:
    """Is this IP address one of the public Internet?

    Refused are private, loopback, link-local, shared, reserved and multicast ranges, and every range that wraps another
    address (IPv4-mapped, NAT64, 6to4, Teredo), after the IANA special-purpose registries.
    """
    try:
        found = ip_address(address)
    except ValueError:  # also an address with a zone, fe80::1%eth0
        return False
    if isinstance(found, IPv4Address):
        return found.is_global and not (
            found.is_multicast or found.is_reserved or any(found in net for net in _REFUSED_V4)
        )
    return _public_v6(found)


def _public_v6(found: IPv6Address) -> bool:
    """Only 2000::/3 is given out; that leaves mapped, NAT64, unique-local, site-local, link-local and multicast outside."""
    return found in _GLOBAL_V6 and found.is_global and not any(found in net for net in _REFUSED_V6)


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be fetched. `allow` names IP addresses that pass although they are not public, on any port: for tests alone."""

    allow: tuple[str, ...] = ()
    resolve: Resolve = resolve

    def check(self, address: str) -> httpx.URL:
        """The address taken apart, judged by its words alone. Raises CaptureError."""
        if len(address) > MAX_ADDRESS:
            raise CaptureError(f"The address has {len(address):,} characters; the limit is {MAX_ADDRESS:,}.", hint=ASK)
        try:
            url = httpx.URL(address.strip())
            port = url.port
        except (httpx.InvalidURL, ValueError) as error:
            raise CaptureError(f"{address!r} is not an address: {error}.", hint=ASK) from error
        if url.scheme not in ("http", "https"):
            raise CaptureError(f"{address!r} is not a web address; only http and https are fetched.", hint=ASK)
        if not url.host:
            raise CaptureError(f"The address {address!r} names no host.", hint=ASK)
        if url.userinfo:
            raise CaptureError(
                f"The address of {url.host} carries a user name or password.", hint="Leave out all before the @."
            )
        if port is not None and port not in PORTS and url.host not in self.allow:
            raise CaptureError(f"The address {address!r} uses port {port}, which is not one of the web.", hint=ASK)
        return url

    def pin(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host, resolved once, all of them public. Raises CaptureError.

        A host that has a public and a private address at once is refused: honest sites have no such names.
        """
        try:
            found = tuple(self.resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise CaptureError(
                f"The host {host} is not known: {error}.", hint="Look at the spelling and the network."
            ) from error
        bad = [address for address in found if not (public(address) or address in self.allow)]
        if bad or not found:
            where = f" ({bad[0]})" if bad else ""
            raise CaptureError(
                f"The host {host} does not lead to the public Internet{where}; it was not fetched.",
                hint="Addresses inside a network are never fetched; save the page as a file and give that.",
            )
        return found


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment after which nothing is waited for; `at` counts as `time.monotonic` does."""

    at: float

    def left(self, timeout: float | None) -> float:
        """Seconds that may still be waited. Raises httpcore.ReadTimeout where none are left."""
        rest = self.at - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("the time was up")
        return rest if timeout is None else min(rest, timeout)


class Pinned(httpcore.NetworkBackend):
    """Connects only to addresses that the guard has judged, and not beyond the deadline."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard, self._deadline, self._plain = guard, deadline, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._guard.pin(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self._deadline)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise CaptureError("A socket of this machine is never fetched from.", hint=ASK)


class _Timed(httpcore.NetworkStream):
    """A stream of which no read or write outlasts the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
