"""May this address be asked at all? Public addresses only, judged once the name is resolved; what was judged is used.

A name is resolved once for each connection and every answer is judged; the connection then goes to one of those very
addresses (`line.py`), so that a server of names that answers differently the second time gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from firsthand.errors import CaptureError, RefusedError

PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""Ports on which the web is served; others belong to mail, databases and the like."""

MAX_ADDRESS = 4_000
"""Characters of an address."""

ASK = "Give the address as a browser shows it, beginning with https:// or http://."

INSIDE = "Save the page as a file and give that; where the network is yours, name it with --allow-network."

_REFUSED_V4 = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24")))
_REFUSED_V6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_GLOBAL_V6 = ip_network("2000::/3")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

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
    except ValueError:
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
    """What may be fetched. `allow` names IP addresses and networks (`10.2.0.0/16`) that pass although they are not public, on
    any port: for an intranet, and for tests. `resolve` finds the addresses of a name.
    """

    allow: tuple[str, ...] = ()
    resolve: Resolve = resolve

    def __post_init__(self) -> None:
        """Raises ValueError for a network that is none."""
        _networks(self.allow)

    def check(self, address: str) -> httpx.URL:
        """The address taken apart, judged by its words alone. Raises CaptureError."""
        if len(address) > MAX_ADDRESS:
            raise RefusedError(f"The address has {len(address):,} characters; the limit is {MAX_ADDRESS:,}.", hint=ASK)
        try:
            url = httpx.URL(address.strip())
        except (httpx.InvalidURL, ValueError) as error:
            raise RefusedError(f"{address!r} is not an address: {error}.", hint=ASK) from error
        if url.scheme not in ("http", "https"):
            raise RefusedError(f"{address!r} is not a web address; only http and https are fetched.", hint=ASK)
        if not url.host:
            raise RefusedError(f"The address {address!r} names no host.", hint=ASK)
        if "@" in re.split(r"[/?#]", address.strip().partition("://")[2], maxsplit=1)[0]:
            raise RefusedError(
                f"The address of {url.host} carries a user name or password.", hint="Leave out all before the @."
            )
        _check_host(url.raw_host.decode("ascii"), address)
        if url.port is not None and url.port not in PORTS and not self.allow:
            raise _wrong_port(url.host, url.port)
        return url

    def pin(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host, resolved once, all of them public or allowed. Raises CaptureError.

        A host that has a public and a private address at once is refused: honest sites have no such names.
        """
        try:
            found = tuple(self.resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise CaptureError(
                f"The host {host} is not known: {error}.", hint="Look at the spelling and the network."
            ) from error
        bad = [address for address in found if not (public(address) or self.allows(address))]
        if bad or not found:
            where = f" ({bad[0]})" if bad else ""
            raise RefusedError(
                f"The host {host} does not lead to the public Internet{where}; it was not fetched.", hint=INSIDE
            )
        if port not in PORTS and not all(map(self.allows, found)):
            raise _wrong_port(host, port)
        return found

    def allows(self, address: str) -> bool:
        """Is this IP address in one of the networks that are allowed by name?"""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in _networks(self.allow))


@lru_cache(maxsize=64)
def _networks(words: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, words))


def _check_host(host: str, address: str) -> None:
    """Letters that no host has, and numbers that only some programs take for an address, are read differently elsewhere."""
    if ":" in host:
        try:
            ip_address(host.replace("%25", "%"))
        except ValueError as error:
            raise RefusedError(f"{address!r} names no host: {error}.", hint=ASK) from error
        return
    if not _HOST.fullmatch(host):
        raise RefusedError(f"{address!r} is not an address: no host is written {host!r}.", hint=ASK)
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        try:
            ip_address(host)
        except ValueError as error:
            raise RefusedError(
                f"The host {host} of the address is a number in disguise; it was not fetched.",
                hint="Write it as four decimal numbers with dots between them.",
            ) from error


def _wrong_port(host: str, port: int) -> RefusedError:
    return RefusedError(
        f"The address of {host} uses port {port}, which is not one of the web; it was not fetched.", hint=ASK
    )
