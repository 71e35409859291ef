"""What do the tests of the browser open? Sites on addresses of this machine that note whoever comes, by TCP and by UDP."""

from __future__ import annotations

import io
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Served:
    """One answer."""

    body: bytes | str = b""
    media: str = HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass(frozen=True, slots=True)
class Came:
    """One request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Site:
    """A server, what it answers, and who came. `answers` may be functions: they are called for each request."""

    address: str
    answers: dict[str, Served | Callable[[], Served]] = field(default_factory=dict)
    came: list[Came] = field(default_factory=list)
    datagrams: list[bytes] = field(default_factory=list)
    connections: list[str] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.came]

    def one(self, path: str) -> Came:
        (found,) = [one for one in self.came if one.path == path]
        return found


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is killed hangs up."""


@contextmanager
def served(host: str) -> Iterator[Site]:
    """A site on this address of loopback, on a free port, for TCP and UDP alike."""
    with _Quiet((host, 0), BaseHTTPRequestHandler) as server, socket.socket(type=socket.SOCK_DGRAM) as udp:
        site = Site(f"{host}:{server.server_port}")
        server.RequestHandlerClass = _handler(site)
        udp.bind((host, server.server_port))
        udp.settimeout(0.1)
        over = threading.Event()
        threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True),
            threading.Thread(target=_listen, args=(udp, site, over), daemon=True),
        ]
        for thread in threads:
            thread.start()
        yield site
        over.set()
        server.shutdown()
        for thread in threads:
            thread.join()


def _listen(udp: socket.socket, site: Site, over: threading.Event) -> None:
    while not over.is_set():
        try:
            site.datagrams.append(udp.recv(2000))
        except TimeoutError:
            continue


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

        def setup(self) -> None:
            super().setup()
            site.connections.append(str(self.client_address))

        def handle_one_request(self) -> None:
            self.close_connection = True
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline or not self.parse_request():
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            site.came.append(Came(self.command, self.path, dict(self.headers.items()), body))
            found = site.answers.get(self.path.partition("?")[0], Served("not here", "text/plain", 404))
            self._answer(found() if callable(found) else found)

        def _answer(self, found: Served) -> None:
            self.send_response(found.status)
            for name, value in (("Content-Type", found.media), *found.headers):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.data)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(found.data)

    return Handler


def now() -> datetime:
    return datetime.now(UTC)


def png(width: int, height: int, colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def commands() -> dict[int, str]:
    """The command lines of the processes of this machine that live."""
    found = {}
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found[int(place.parent.name)] = place.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
    return {number: line for number, line in found.items() if line and number != os.getpid()}


def children() -> dict[int, str]:
    """The command lines of the processes that came from this one."""
    lines, found = commands(), {os.getpid()}
    above = {number: _parent(number) for number in lines}
    while more := {number for number, parent in above.items() if parent in found} - found:
        found |= more
    return {number: line for number, line in lines.items() if number in found}


def _parent(number: int) -> int:
    try:
        return int(Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    except OSError:
        return 0
