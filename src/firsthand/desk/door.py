"""Who opens the door? The process that listens, and starts the one that answers: `python -m firsthand.desk.door`.

It loads nothing of the room itself. Arguments: address, port, certificate and key.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from firsthand.desk.room import WAY_IN

THREADS = 5
"""Threads that answer. Each keeps its connections with their caches, and more than a few only wait for each other."""

PATIENCE = 5
"""Seconds that whoever answers may take to end."""

ENDS = (signal.SIGINT, signal.SIGTERM)

HEADERS = 65_536
"""Bytes of the head of a request."""


def open_door(listen: str, port: int, way_in: str, tls: Sequence[str]) -> None:
    """Serve until told to stop."""
    certificate, key = (Path(tls[0]), Path(tls[1])) if tls else (None, None)
    server = Granian(
        "firsthand.desk.wsgi:application",
        address=listen,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=HEADERS),
        ssl_cert=certificate,
        ssl_key=key,
        workers_kill_timeout=PATIENCE,
        log_enabled=False,
    )
    near = f"[{listen}]" if ":" in listen else listen
    base = f"{'https' if tls else 'http'}://{near}:{port}"
    teller = threading.Thread(target=_say, args=(listen, port, base, way_in), daemon=True)
    os.register_at_fork(before=_wait, after_in_parent=lambda: _told(teller), after_in_child=_heed)
    server.serve()


def _told(teller: threading.Thread) -> None:
    """The one who answers has been made: now this process may say so. A second thread beside the making would leave its locks
    shut in the other process for ever: one that looked for an address then kept every fetch of the room waiting."""
    _hear()
    if teller.ident is None:
        teller.start()


def _heed() -> None:
    """Whoever answers ends when told to, from its first moment on: until it has handlers of its own it would have this process's,
    which only wake this process."""
    for told in ENDS:
        signal.signal(told, signal.SIG_DFL)
    _hear()


def _wait() -> None:
    """What is told while the one who answers is being made waits until it can heed it; else it would be lost."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)


def _hear() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)


def _say(listen: str, port: int, base: str, way_in: str) -> None:
    """Say where the room is, once it answers."""
    if not _answers(listen, port):
        return
    click.echo(f"The desk is open at {base}/   (Ctrl+C closes it)")
    if way_in:
        click.echo("Nobody is an admin yet. This link lets the first one in, once, within three days:")
        click.echo(way_in if way_in.startswith("https:") else f"{base}{way_in}")
    sys.stdout.flush()


def _answers(listen: str, port: int) -> bool:
    """Wait until somebody stands at the door: the process that answers takes a moment to begin."""
    for _ in range(400):
        try:
            with socket.create_connection((listen, port), timeout=5) as link:
                link.sendall(b"GET /enter HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return bool(link.recv(1))
        except OSError:
            time.sleep(0.05)
    return False


if __name__ == "__main__":
    open_door(sys.argv[1], int(sys.argv[2]), os.environ.pop(WAY_IN, ""), sys.argv[3:])
