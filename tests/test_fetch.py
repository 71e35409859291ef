"""Does the guard refuse all that is not the public web, and is what a server does said honestly?"""

from __future__ import annotations

import gzip
import os
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from firsthand.errors import CaptureError, ReadingError
from firsthand.evidence.fetch import fetch
from firsthand.evidence.files import read_bytes
from firsthand.evidence.guard import Guard, public
from firsthand.record.tips import CaptureState
from firsthand.settings import Settings

PAGE = "<html><head><title>Площа</title></head><body><p>Мітинг на площі</p></body></html>".encode()
NOON = datetime(2022, 9, 12, 12, tzinfo=UTC)
SMALL = Settings(max_file_bytes=10_000, fetch_seconds=1.0)
LOCAL = Guard(allow=("127.0.0.1",))


class Server(BaseHTTPRequestHandler):
    """Each path misbehaves in its own way."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the test's own output is enough."""

    def _answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.close_connection = True
        getattr(self, f"get_{self.path.strip('/').split('/')[0] or 'page'}")()

    def get_page(self) -> None:
        self._answer(PAGE, Content_Type="text/html; charset=UTF-8")

    def get_zipped(self) -> None:
        self._answer(gzip.compress(PAGE), Content_Type="text/html", Content_Encoding="gzip")

    def get_bomb(self) -> None:
        self._answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def get_halfzip(self) -> None:
        self._answer(gzip.compress(os.urandom(4000))[:2000], Content_Encoding="gzip")

    def get_brotli(self) -> None:
        self._answer(b"\x0b\x02\x80", Content_Encoding="br")

    def get_large(self) -> None:
        self._answer(b"x" * 20_000)

    def get_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"cut off")

    def get_missing(self) -> None:
        self._answer(b"not here", 404)

    def get_hop(self) -> None:
        self._answer(b"", 302, Location="/page")

    def get_loop(self) -> None:
        self._answer(b"", 302, Location="/loop")

    def get_inside(self) -> None:
        self._answer(b"", 302, Location="http://127.0.0.2/page")

    def get_scheme(self) -> None:
        self._answer(b"", 302, Location="file:///etc/hostname")

    def get_silent(self) -> None:
        time.sleep(1.5)

    def get_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(20):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up early is what these tests are about."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with QuietServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("address", "expected", "why"),
    [
        ("93.184.215.14", True, "an address of the public web"),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True, "the same in IPv6"),
        ("127.0.0.1", False, "loopback"),
        ("0.0.0.0", False, "this machine on most systems"),
        ("10.1.2.3", False, "private"),
        ("172.16.0.1", False, "private"),
        ("192.168.1.1", False, "private"),
        ("169.254.169.254", False, "link-local: where clouds keep their keys"),
        ("100.64.0.1", False, "shared by carriers"),
        ("192.88.99.1", False, "the relay of 6to4"),
        ("192.0.0.9", False, "protocol assignments"),
        ("198.18.0.1", False, "benchmarks"),
        ("224.0.0.251", False, "multicast"),
        ("240.0.0.1", False, "reserved"),
        ("255.255.255.255", False, "broadcast"),
        ("::1", False, "loopback"),
        ("::", False, "unspecified"),
        ("::ffff:127.0.0.1", False, "IPv4-mapped"),
        ("::ffff:93.184.215.14", False, "IPv4-mapped, even of a public address"),
        ("::7f00:1", False, "IPv4-compatible"),
        ("64:ff9b::7f00:1", False, "NAT64"),
        ("64:ff9b:1::1", False, "local NAT64"),
        ("2002:7f00:1::", False, "6to4 of loopback"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False, "Teredo"),
        ("2001:db8::1", False, "documentation"),
        ("3fff::1", False, "documentation"),
        ("fc00::1", False, "unique-local"),
        ("fe80::1", False, "link-local"),
        ("fe80::1%eth0", False, "link-local with its zone"),
        ("fec0::1", False, "site-local"),
        ("ff02::1", False, "multicast"),
        ("localhost", False, "a name is not an address"),
    ],
)
def test_public(address: str, expected: bool, why: str) -> None:
    assert public(address) is expected, why


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/hostname", "only http and https"),
        ("ftp://example.org/", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("example.org/page", "only http and https"),
        ("", "only http and https"),
        ("http://", "names no host"),
        ("http://someone@example.org/", "user name or password"),
        ("http://someone:secret@example.org/", "user name or password"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:99999/", "port 99999"),
        ("http://[::1", "not an address"),
        ("http://example.org/\x00", "not an address"),
        ("http://example.org/" + "x" * 5000, "characters"),
    ],
)
def test_addresses_refused_by_their_words(address: str, said: str) -> None:
    with pytest.raises(CaptureError, match=said) as caught:
        Guard(resolve=lambda host, port: pytest.fail("must not be resolved")).check(address)
    assert caught.value.hint
    assert "secret" not in str(caught.value), "a password is not repeated in a message"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "017700000001", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
def test_every_writing_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(CaptureError):
        fetch(f"http://{host}/", SMALL, now=lambda: NOON)


def test_the_loopback_server_is_refused_by_default(site: str) -> None:
    with pytest.raises(CaptureError, match="port"):
        fetch(site, SMALL, now=lambda: NOON)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (("127.0.0.1",), "a public name of a private address"),
        (("93.184.215.14", "10.0.0.1"), "one of two is private"),
        ((), "a name without an address"),
    ],
)
def test_names_are_judged_by_all_their_addresses(answers: tuple[str, ...], why: str) -> None:
    with pytest.raises(CaptureError, match="public Internet"):
        fetch("http://example.org/", SMALL, now=lambda: NOON, guard=Guard(resolve=lambda host, port: answers))


def test_a_name_is_resolved_once_and_pinned(site: str) -> None:
    """A server of names that answers differently the second time (rebinding) is not asked a second time."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

    port = int(site.rsplit(":", 1)[1])
    guard = Guard(allow=("127.0.0.1",), resolve=rebinding)
    capture, body, _ = fetch(f"http://news.example:{port}/page", SMALL, now=lambda: NOON, guard=guard)
    assert (body, asked) == (PAGE, ["news.example"])
    assert capture.final_address == f"http://news.example:{port}/page"


def test_an_unknown_host_is_named() -> None:
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(CaptureError, match=r"news\.example is not known"):
        fetch("http://news.example/", SMALL, now=lambda: NOON, guard=Guard(resolve=unknown))


def test_proxies_of_the_environment_are_not_used(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetch(f"{site}/page", SMALL, now=lambda: NOON, guard=LOCAL)[1] == PAGE


@pytest.mark.parametrize("path", ["page", "zipped", "hop"])
def test_a_page_is_captured(site: str, path: str) -> None:
    capture, body, charset = fetch(f"{site}/{path}", SMALL, now=lambda: NOON, guard=LOCAL)
    assert body == PAGE
    assert charset == ("" if path == "zipped" else "utf-8")
    assert (capture.state, capture.at, capture.problems) == (CaptureState.COMPLETE, NOON, ())
    assert capture.address == f"{site}/{path}"
    assert capture.final_address == f"{site}/{'page' if path == 'hop' else path}"
    assert [(e.size, e.media) for e in capture.exhibits] == [(len(PAGE), "text/html")]


@pytest.mark.parametrize(
    ("path", "size", "said"),
    [
        ("large", 10_000, "first 10,000 bytes"),
        ("bomb", 10_000, "first 10,000 bytes"),
        ("short", 7, "connection broke"),
        ("drip", None, "time was up"),
        ("halfzip", None, "ends too early"),
    ],
)
def test_a_cut_body_is_partial(site: str, path: str, size: int | None, said: str) -> None:
    capture, body, _ = fetch(f"{site}/{path}", SMALL, now=lambda: NOON, guard=LOCAL)
    assert capture.state is CaptureState.PARTIAL
    assert said in capture.problems[0]
    assert len(body) == size or (size is None and 0 < len(body) < 5000)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("missing", "status 404"),
        ("loop", "redirects in a circle: .*/loop → .*/loop"),
        ("inside", "public Internet"),
        ("scheme", "only http and https"),
        ("silent", "within 1 seconds"),
        ("brotli", "not asked for"),
    ],
)
def test_what_fails_says_why(site: str, path: str, said: str) -> None:
    begun = time.monotonic()
    with pytest.raises(CaptureError, match=said) as caught:
        fetch(f"{site}/{path}", SMALL, now=lambda: NOON, guard=LOCAL)
    assert caught.value.hint
    assert time.monotonic() - begun < 4


def test_a_closed_port_is_an_error_with_a_hint() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CaptureError, match="could not be fetched"):
        fetch(f"http://127.0.0.1:{port}/", SMALL, now=lambda: NOON, guard=LOCAL)


def test_files_are_read_within_their_limit(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE)
    (tmp_path / "link").symlink_to(file)
    assert read_bytes(file, len(PAGE)) == PAGE
    assert read_bytes(tmp_path / "link", 1000) == PAGE
    with pytest.raises(ReadingError, match="limit is 10"):
        read_bytes(file, 10)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in [
        (tmp_path / "none.html", "no file"),
        (tmp_path, "a folder"),
        (tmp_path / "pipe", "not a regular file"),
        (Path("/dev/zero"), "not a regular file"),
        (Path("a\0b"), "cannot be read"),
        (tmp_path / ("x" * 5000), "cannot be read"),
    ]:
        with pytest.raises(ReadingError, match=said) as caught:
            read_bytes(path, 1000)
        assert caught.value.hint, path
