"""How is the room opened to browsers? One process that serves pages by WSGI; on this machine alone, unless TLS is there."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from firsthand.desk.conf import FOLDER as ROOM
from firsthand.desk.conf import Served, configure
from firsthand.desk.one_room import take
from firsthand.desk.room import ENVIRONMENT, SIGN_ON, WAY_IN, Room
from firsthand.desk.sign_on_file import provider_of
from firsthand.errors import UsageError

FILE = "casebook.sqlite3"

FRUGAL = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "1000000",
    "MALLOC_TRIM_THRESHOLD_": "1000000",
    "OPENBLAS_NUM_THREADS": "1",
}
"""Told to the C library, which else keeps what is freed, for each thread apart: a room would grow to twice its size. And a check
takes one core, for pages want to be answered meanwhile."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the room listens, under which names, who speaks TLS for it, and the file that names who signs people on."""

    listen: str = "127.0.0.1"
    port: int = 8484
    hosts: Sequence[str] = ()
    proxies: Sequence[str] = ()
    tls_cert: Path | None = None
    tls_key: Path | None = None
    allow_network: Sequence[str] = ()
    sign_on: Path | None = None

    @property
    def secure(self) -> bool:
        return bool(self.tls_cert or self.proxies)


def serve(folder: Path, how: Listening) -> None:
    """Serve the room until it is told to stop. Raises UsageError, CasebookError."""
    _allowed(how)
    provider = provider_of(how.sign_on) if how.sign_on else None
    names = ("127.0.0.1", "localhost", "[::1]", how.listen, *how.hosts)
    served = Served(tuple(dict.fromkeys(names)), how.secure, tuple(how.proxies), tuple(how.allow_network))
    port = _free(how.listen, how.port)
    secret = _made_ready(folder, served)
    room = Room(str(folder.resolve()), served.hosts, served.secure, served.proxies, served.networks)
    os.environ[ENVIRONMENT] = msgspec.json.encode(room).decode()
    os.environ[SIGN_ON] = msgspec.json.encode(provider).decode()
    tls = [str(how.tls_cert.resolve()), str(how.tls_key.resolve())] if how.tls_cert and how.tls_key else []
    # In this process's place: one that has loaded nothing of the room, so that the server can make its own from it safely.
    os.environ[WAY_IN] = _link(how, secret)  # not among the arguments, which everybody on this machine may read
    for name, value in FRUGAL.items():
        os.environ.setdefault(name, value)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "firsthand.desk.door", how.listen, str(port), *tls])  # noqa: S606


def _allowed(how: Listening) -> None:
    """Raises UsageError where others could listen in."""
    for address in (how.listen, *how.proxies):
        try:
            ipaddress.ip_address(address)
        except ValueError as error:
            raise UsageError(
                f"{address!r} is not an address of a machine.", hint="Write one as 127.0.0.1 or ::1."
            ) from error
    if bool(how.tls_cert) != bool(how.tls_key):
        raise UsageError("TLS needs a certificate and its key.", hint="Give both --tls-cert and --tls-key.")
    if not ipaddress.ip_address(how.listen).is_loopback and not how.secure:
        raise UsageError(
            f"Without TLS the desk does not listen on {how.listen}: passwords could be read on the way.",
            hint="Give --tls-cert and --tls-key, or --behind with the address of the proxy that speaks TLS.",
        )


def _made_ready(folder: Path, served: Served) -> str:
    """Make what is not there yet; returns the secret of the first way in, if nobody is an admin."""
    there = (folder / FILE).is_file()
    if not there and folder.exists() and any(item.name != ROOM for item in folder.iterdir()):
        raise UsageError(
            f"There is no casebook in {folder}, and the folder is not empty.", hint="Name a casebook, or a new folder."
        )
    configure(folder, served)
    take(folder / ROOM)
    from firsthand import api
    from firsthand.desk.opening import first_way_in, prepare

    if not there:
        api.init(folder).close()
    else:
        api.open(folder).close()  # brings an older one up to date, and says now what could not be opened
    prepare()
    return first_way_in()


def _link(how: Listening, secret: str) -> str:
    """The way in: an address where a proxy stands before the room, else a path of the room's own."""
    path = f"/join/{secret}" if secret else ""
    return f"https://{how.hosts[0]}{path}" if path and how.proxies and how.hosts else path


def _free(listen: str, port: int) -> int:
    """The port, or any free one for 0. Raises UsageError where it cannot be had."""
    try:
        with socket.create_server((listen, port), family=socket.AF_INET6 if ":" in listen else socket.AF_INET) as door:
            return int(door.getsockname()[1])
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise UsageError(
            f"Port {port} of {listen} {'is in use' if taken else f'cannot be had: {error.strerror}'}.",
            hint="Name another with --port; with 0 any free one is taken.",
        ) from error
