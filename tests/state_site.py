"""Which site do the tests watch? Pages on this machine alone, which change while they are looked at."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image
from tests.state_pages import Site, page


@dataclass(frozen=True, slots=True)
class Reply:
    """What a path answers."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


def html(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status)


def leads(to: str, status: int = 301) -> Reply:
    return Reply(b"", status, (("Location", to),))


def jpeg(picture: Image.Image, quality: int = 90) -> Reply:
    into = io.BytesIO()
    picture.convert("RGB").save(into, "JPEG", quality=quality)
    return Reply(into.getvalue(), headers=(("Content-Type", "image/jpeg"),))


def pictured(site: Site, src: str, caption: str = "") -> str:
    """The article with a picture under its head."""
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    figure = f'</p><figure><img src="{src}" alt="" width="480" height="360">{under}</figure><p>'
    return page(site, site.title, (f"{site.around[0]}{figure}", site.claim, *site.around[1:]))


def scripted(site: Site) -> str:
    """A page that is empty until its script has run."""
    words = "".join(f"<p>{one}</p>" for one in (site.around[0], site.claim, *site.around[1:]))
    return (
        f'<!doctype html><html lang="{site.lang}"><head><meta charset="utf-8"><title>{site.title}</title></head>'
        f'<body><div id="app"></div><script>document.getElementById("app").innerHTML = '
        f"`<article><h1>{site.title}</h1>{words}</article>`;</script></body></html>"
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up early is no fault."""


@dataclass
class Place:
    """A site: what each path answers now. `down` and `up` stop and start its server at the same address."""

    pages: dict[str, Reply] = field(default_factory=dict)
    port: int = 0
    _server: _Server | None = None

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def up(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _answers(lambda path: self.pages.get(path)))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def down(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None


@contextmanager
def served() -> Iterator[Place]:
    place = Place()
    place.up()
    try:
        yield place
    finally:
        place.down()


def _answers(find: Callable[[str], Reply | None]) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

        def do_GET(self) -> None:
            reply = find(self.path) or html("<html><body><p>No such page.</p></body></html>", 404)
            self.send_response(reply.status)
            for name, value in (*reply.headers, ("Content-Length", str(len(reply.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

    return Answers
