"""Does each thing that a hostile or broken server can do end soon, within bounds, and with a sentence that tells of it?"""

from __future__ import annotations

import gzip
import socketserver
import threading
import time
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest

from firsthand.cli import main
from firsthand.errors import CaptureError
from firsthand.evidence.asking import Asker
from firsthand.evidence.fetch import captured, fetch, visit
from firsthand.evidence.guard import Guard
from firsthand.evidence.line import Deadline, Pinned
from firsthand.evidence.politeness import Turn
from firsthand.evidence.unpacking import Unpacker
from firsthand.evidence.watch_fetch import Watcher
from firsthand.record.tips import CaptureState
from firsthand.settings import Settings

NOON = datetime(2022, 9, 12, 12, tzinfo=UTC)
SMALL = Settings(max_file_bytes=10_000, fetch_seconds=2.0, allow_networks=("127.0.0.1",))
PAGE = b"<!doctype html><title>Page</title><p>A page</p>"
OK = b"HTTP/1.1 200 OK\r\n"

Send = Callable[[bytes], None]


def framed(body: bytes, *lines: str, status: str = "200 OK", length: int | None = None) -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def endless(send: Send, piece: bytes, most: int = 5_000_000_000) -> None:
    """Send up to 5 GB: the line breaks when the reader has had enough."""
    for _ in range(most // len(piece)):
        send(piece)


def drip(send: Send, data: bytes) -> None:
    for place in range(len(data)):
        send(data[place : place + 1])
        time.sleep(0.05)


def many(piece: bytes, size: int = 200_000) -> bytes:
    return piece * (size // len(piece))


ANSWERS: dict[str, Callable[[Send], None]] = {
    "page": lambda send: send(framed(PAGE, "X-Odd-CASE: one", "Set-Cookie: a=1", "Set-Cookie: b=2")),
    "hop": lambda send: send(framed(b"moved", "Location: /page#part", status="302 Found")),
    "cyrillic": lambda send: send(framed(b"", "Location: /сторінка", status="301 Moved")),
    "%D1%81%D1%82%D0%BE%D1%80%D1%96%D0%BD%D0%BA%D0%B0": lambda send: send(framed(PAGE)),
    "circle": lambda send: send(framed(b"", "Location: /circle-b", status="302 Found")),
    "circle-b": lambda send: send(framed(b"", "Location: /circle", status="302 Found")),
    "two-ways": lambda send: send(framed(b"", "Location: /page", "Location: /hop", status="302 Found")),
    "nowhere": lambda send: send(framed(b"", "Location: http://[::1", status="302 Found")),
    "userinfo": lambda send: send(framed(b"", "Location: http://news.example@127.0.0.1/", status="302 Found")),
    "big-hop": lambda send: (send(framed(b"", "Location: /page", status="302 Found", length=5_000_000_000)),
                             endless(send, bytes(65_536)))[0],
    "gone": lambda send: send(framed(b"We took it down", status="410 Gone")),
    "5GB": lambda send: (send(framed(b"", length=5_000_000_000)), endless(send, bytes(65_536)))[0],
    "chunks": lambda send: (send(OK + b"Transfer-Encoding: chunked\r\n\r\n"), endless(send, b"10\r\n" + bytes(16) + b"\r\n"))[0],
    "trimmings": lambda send: (send(OK + b"Transfer-Encoding: chunked\r\n\r\n"),
                               endless(send, many(b"1;" + b"x" * 10_000 + b"\r\na\r\n")))[0],
    "continue": lambda send: endless(send, many(b"HTTP/1.1 100 Continue\r\n\r\n")),
    "long-header": lambda send: (send(OK), endless(send, b"x" * 65_536))[0],
    "fat-header": lambda send: send(OK + b"X: " + b"x" * 70_000 + b"\r\nContent-Length: 0\r\n\r\n"),
    "many-headers": lambda send: send(framed(PAGE, *(f"X-{number}: 1" for number in range(300)))),
    "bad-header": lambda send: send(framed(PAGE, "X: a\0WARC/1.0")),
    "no-http": lambda send: send(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "two-lengths": lambda send: send(framed(PAGE, "Content-Length: 5")),
    "short": lambda send: send(framed(PAGE, length=5_000)),
    "long": lambda send: send(framed(PAGE, length=10)),
    "cut-chunk": lambda send: send(OK + b"Transfer-Encoding: chunked\r\n\r\n20\r\nonly this"),
    "nothing": lambda send: send(framed(b"", length=100)),
    "silence": lambda send: None,
    "drip-head": lambda send: drip(send, OK + b"X: " + b"x" * 1000),
    "drip-body": lambda send: (send(framed(b"", length=1000)), drip(send, b"x" * 1000))[0],
    "gzip-bomb": lambda send: send(framed(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip")),
    "deflate-bomb": lambda send: send(framed(zlib.compress(bytes(5_000_000)), "Content-Encoding: deflate")),
    "br": lambda send: send(framed(b"\x0b\x02\x80" + PAGE, "Content-Encoding: br")),
    "gzip-gzip": lambda send: send(framed(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, gzip")),
    "raw-deflate": lambda send: send(framed(zlib.compress(PAGE, wbits=-15), "Content-Encoding: deflate")),
    "deflate": lambda send: send(framed(zlib.compress(PAGE), "Content-Encoding: deflate")),
    "gzip-tail": lambda send: (send(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)),
                               endless(send, bytes(65_536)))[0],
    "gzip-empty-blocks": lambda send: (send(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10]),
                                       endless(send, b"\x00\x00\x00\xff\xff" * 10_000))[0],
    "gzip-stub": lambda send: send(framed(gzip.compress(PAGE)[:10], "Content-Encoding: gzip")),
    "gzip-broken": lambda send: send(framed(b"no gzip at all", "Content-Encoding: gzip")),
    "robots.txt": lambda send: send(framed(b"User-agent: *\nDisallow: /hop")),
    "busy": lambda send: send(framed(b"", "Retry-After: 600", status="429 Too Many Requests")),
}  # fmt: skip


class Handler(socketserver.BaseRequestHandler):
    """Answers one request by its path; counts what was asked and what was sent."""

    server: Site

    def handle(self) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (more := self.request.recv(65_536)):
                return
            data += more
        path = data.split(b" ")[1].decode().strip("/")
        self.server.asked[path] += 1
        self.server.requests.append(data)
        if path.startswith("chain"):
            following = f"Location: /chain{int(path[5:]) + 1}"
            self.send(framed(b"", following, status="302 Found"))
        else:
            ANSWERS[path](self.send)

    def send(self, data: bytes) -> None:
        try:
            self.request.sendall(data)
        except OSError as error:
            raise _HungUpError from error
        self.server.sent += len(data)


class _HungUpError(Exception):
    """The reader has hung up."""


class Site(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.requests: list[bytes] = []
        self.sent = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up early is what these tests are about."""

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def noon() -> datetime:
    return NOON


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("circle", r"redirects in a circle: \S+/circle → \S+/circle-b → \S+/circle\."),
        ("chain0", "more than 10 times"),
        ("two-ways", "redirects to 2 addresses at once"),
        ("nowhere", "not an address"),
        ("userinfo", "user name or password"),
        ("continue", "sends without end"),
        ("long-header", "could not be fetched"),
        ("fat-header", "the limits are 200 lines and 65,536 bytes"),
        ("many-headers", "sent 301 header lines"),
        ("bad-header", "could not be fetched"),
        ("no-http", "could not be fetched"),
        ("two-lengths", "could not be fetched"),
        ("nothing", "Only 0 bytes came before the connection broke"),
        ("silence", "could not be fetched"),
        ("drip-head", "did not answer within 2 seconds"),
        ("br", "'br', which was not asked for"),
        ("gzip-gzip", "'gzip, gzip', which was not asked for"),
        ("gzip-stub", "ends too early, after 0 bytes"),
        ("gzip-broken", "compressed body is broken"),
        ("gzip-empty-blocks", "Only the first 10,000 bytes were fetched"),
    ],
)
def test_no_page_and_why(site: Site, path: str, said: str) -> None:
    with pytest.raises(CaptureError, match=said) as caught:
        fetch(site.at(path), SMALL, now=noon)
    assert caught.value.hint
    assert site.sent < 60_000_000, "the reader hung up"


def test_a_site_is_not_blamed_for_an_end_that_the_asker_set(site: Site) -> None:
    line = Pinned(Guard(allow=("127.0.0.1",)), Deadline(time.monotonic() + 0.2), 10_000)
    limits = replace(SMALL, fetch_seconds=0.2)
    with httpcore.ConnectionPool(network_backend=line) as pool:
        answer = Asker(pool, line, limits, noon, "the time for loading was over").ask(httpx.URL(site.at("drip-head")))
    said = f"{site.at('drip-head')} had not answered when the time for loading was over."
    assert (str(answer.failure), answer.exchange.problem) == (said, said)


@pytest.mark.parametrize(
    ("path", "said", "size"),
    [
        ("5GB", "Only the first 10,000 bytes were fetched", 10_000),
        ("chunks", "Only the first 10,000 bytes were fetched", 10_000),
        ("trimmings", "before the connection broke", None),
        ("short", f"Only {len(PAGE)} bytes came before the connection broke", len(PAGE)),
        ("cut-chunk", "Only 9 bytes came before the connection broke", 9),
        ("drip-body", "bytes came before the time was up", None),
        ("gzip-bomb", "Only the first 10,000 bytes were fetched", 10_000),
        ("deflate-bomb", "Only the first 10,000 bytes were fetched", 10_000),
        ("gzip-tail", "More bytes follow the end", len(PAGE)),
    ],
)
def test_part_of_a_page_and_why(site: Site, path: str, said: str, size: int | None) -> None:
    found = visit(site.at(path), SMALL, now=noon)
    assert captured(found).state is CaptureState.PARTIAL
    assert said in found.problems[0]
    assert found.exchanges[-1].problem == found.problems[0]
    assert len(found.body) == size or (size is None and 0 < len(found.body) < 1000)
    assert len(found.exchanges[-1].body) <= 10_000
    assert site.sent < 60_000_000, "the reader hung up"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("page", PAGE),
        ("deflate", PAGE),
        ("raw-deflate", PAGE),
        ("cyrillic", PAGE),
        ("big-hop", PAGE),
        ("long", PAGE[:10]),
    ],
)
def test_whole_pages_of_odd_servers(site: Site, path: str, expected: bytes) -> None:
    found = visit(site.at(path), SMALL, now=noon)
    assert captured(found).state is CaptureState.COMPLETE
    assert found.body == expected


def test_little_is_read_beside_a_redirect(site: Site) -> None:
    hop, _ = visit(site.at("big-hop"), replace(SMALL, max_file_bytes=50_000_000), now=noon).exchanges
    assert len(hop.body) == 65_536
    assert "Only the first 65,536 bytes" in hop.problem


def test_a_bomb_is_never_unpacked_beyond_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    try:
        body = Unpacker("gzip", 100_000)
        assert not body.add(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert body.size == 100_000
    assert peak < 5_000_000


def test_every_exchange_is_kept_as_it_went_over_the_line(site: Site) -> None:
    times = iter(NOON + timedelta(seconds=number) for number in range(100))
    found = visit(site.at("hop"), SMALL, now=lambda: next(times))
    hop, page = found.exchanges
    assert [(e.url, e.ip, e.method, e.status, e.reason) for e in found.exchanges] == [
        (site.at("hop"), "127.0.0.1", "GET", 302, "Found"),
        (site.at("page"), "127.0.0.1", "GET", 200, "OK"),
    ]
    assert (hop.body, page.body) == (b"moved", PAGE)
    assert page.headers[1:] == (("X-Odd-CASE", "one"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    assert page.header("set-cookie") == "a=1, b=2"
    assert found.started < hop.started < hop.ended < page.started < page.ended
    sent = [b"".join(f"{name}: {value}\r\n".encode() for name, value in e.request_headers) for e in found.exchanges]
    assert site.requests == [
        b"GET /hop HTTP/1.1\r\n" + sent[0] + b"\r\n",
        b"GET /page HTTP/1.1\r\n" + sent[1] + b"\r\n",
    ]


def test_a_packed_body_is_kept_packed(site: Site) -> None:
    exchange = visit(site.at("deflate"), SMALL, now=noon).exchanges[0]
    assert zlib.decompress(exchange.body) == PAGE
    assert visit(site.at("br"), SMALL, now=noon).exchanges[0].body.endswith(PAGE)


def test_an_answer_that_is_no_page_is_still_kept(site: Site) -> None:
    found = visit(site.at("gone"), SMALL, now=noon)
    assert (found.status, found.body, found.failure, found.problems) == (410, b"We took it down", None, ())
    with pytest.raises(CaptureError, match="status 410"):
        captured(found)


def test_what_failed_is_an_exchange_with_its_problem(site: Site) -> None:
    found = visit(site.at("silence"), SMALL, now=noon)
    assert [(e.ip, e.status) for e in found.exchanges] == [("127.0.0.1", 0)]
    assert found.exchanges[0].problem == str(found.failure)
    refused = visit("http://localhost/", Settings(), now=noon)
    assert [(e.ip, e.status) for e in refused.exchanges] == [("", 0)]
    assert "public Internet" in str(refused.failure)


def test_a_name_that_leads_inside_at_the_second_look(site: Site) -> None:
    """The first hop is answered by an allowed address; by the second, the same name leads to another machine."""
    answers = iter([("127.0.0.1",), ("127.0.0.2",)])
    guard = Guard(allow=("127.0.0.1",), resolve=lambda host, port: next(answers))
    found = visit(f"http://news.example:{site.server_address[1]}/hop", SMALL, now=noon, guard=guard)
    assert r"news.example does not lead to the public Internet (127.0.0.2)" in str(found.failure)
    assert site.asked == {"hop": 1}


def test_the_web_outside_leads_into_no_allowed_network(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An allowed network is open to the person who allowed it, not to pages of the web."""
    monkeypatch.setattr("firsthand.evidence.fetch.public", lambda address: True)
    found = visit(site.at("hop"), SMALL, now=noon)
    assert "port" in str(found.failure)
    assert site.asked == {"hop": 1}


def test_a_server_of_names_that_is_silent_does_not_hold_us() -> None:
    done = threading.Event()

    def silent(host: str, port: int) -> tuple[str, ...]:
        done.wait(60)
        return ()

    quick = Settings(fetch_seconds=0.2)
    begun = time.monotonic()
    found = visit("http://news.example/", quick, now=noon, guard=Guard(resolve=silent))
    done.set()
    assert "did not answer within 0.2 seconds" in str(found.failure)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("address", "said", "why"),
    [
        ("http://@127.0.0.1/", "user name", "an empty user name"),
        ("http://news.example@127.0.0.1/", "user name", "a name that only looks like the host"),
        ("http://news.example\\@127.0.0.1/", "user name", "browsers take the backslash for a slash"),
        ("http://127.0.0.1\\.news.example/", "no host is written", "a backslash in the host"),
        ("http://%31%32%37.0.0.1/", "no host is written", "a percent sign in the host"),
        ("http://news example/", "no host is written", "a space in the host"),
        ("http://2130706433/", "number in disguise", "decimal"),
        ("http://1572395042/", "number in disguise", "decimal, of a public address"),
        ("http://0x7f000001/", "number in disguise", "hexadecimal"),
        ("http://0x7f.1/", "number in disguise", "hexadecimal in parts"),
        ("http://017700000001/", "number in disguise", "octal"),
        ("http://0177.0.0.1/", "not an address", "octal in parts"),
        ("http://127.1/", "number in disguise", "short"),
        ("http://127.0.0.1./", "number in disguise", "with a dot behind"),
        ("http://①②⑦.⓪.⓪.①/", "not an address", "numbers in circles"),
        ("http://127。0。0。1/", "public Internet", "Chinese dots, which all programs take for dots"),
        ("gopher://news.example/", "only http and https", "gopher"),
        ("ftp://news.example/", "only http and https", "ftp"),
        ("file:///etc/passwd", "only http and https", "file"),
        ("http:127.0.0.1/", "names no host", "without slashes"),
        ("http://[fe80::1%25lo]/", "public Internet|not known", "a link-local address with its zone"),
    ],
)
def test_disguises_are_refused(address: str, said: str, why: str) -> None:
    found = visit(address, Settings(), now=noon)
    assert found.failure is not None, why
    assert any(words in str(found.failure) for words in said.split("|")), why


@pytest.mark.parametrize(
    ("allow", "address", "expected"),
    [
        ("10.2.0.0/16", "10.2.3.4", True),
        ("10.2.0.0/16", "10.3.3.4", False),
        ("fd00::/8", "fd12::1", True),
        ("127.0.0.0/8", "::ffff:127.0.0.1", False),
        ("10.2.3.4", "10.2.3.4", True),
    ],
)
def test_allowed_networks(allow: str, address: str, expected: bool) -> None:
    guard = Guard(allow=(allow,), resolve=lambda host, port: (address,))
    if expected:
        assert guard.pin("intranet.example", 9000) == (address,)
    else:
        with pytest.raises(CaptureError, match="public Internet"):
            guard.pin("intranet.example", 80)


def test_odd_ports_are_for_allowed_networks_alone() -> None:
    guard = Guard(allow=("10.2.0.0/16",), resolve=lambda host, port: ("93.184.215.14",))
    assert guard.pin("news.example", 443)
    with pytest.raises(CaptureError, match="port 25"):
        guard.pin("news.example", 25)


@pytest.mark.parametrize("network", ["10.0.0.5/8", "intranet", "10.0.0.0/99", ""])
def test_a_network_that_is_none_is_refused(network: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Settings(allow_networks=(network,))
    with pytest.raises(ValueError, match=r"."):
        Guard(allow=(network,))


def test_networks_do_not_change_what_settings_a_report_was_made_with() -> None:
    assert Settings(allow_networks=("10.0.0.0/8",)).digest == Settings().digest


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return int(end.value.code or 0)


def test_the_commands_fetch_from_a_network_that_is_allowed(
    site: Site, demo_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("check", "--casebook", str(demo_folder / "casebook"), "--json", "--url", site.at("page"))
    assert (run(*given), site.asked.total()) == (3, 0)
    assert run(*given, "--allow-network", "127.0.0.0/8") == 0
    assert site.asked == {"page": 1}
    audited = run("audit", "--about", "Ukraine", site.at("page"), "--allow-network", "127.0.0.1")
    assert (audited, site.asked["page"]) == (3, 2), "a page too short to audit"
    assert run(*given, "--allow-network", "127.0.0.1/8") == 2
    assert "--allow-network: 127.0.0.1/8 has host bits set. Write a network as" in capsys.readouterr().err


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def test_a_watcher_keeps_to_robots_pauses_and_laters(site: Site) -> None:
    clock = Clock()
    watcher = Watcher(SMALL, clock)
    home = site.at("").rstrip("/")
    assert watcher.ask(site.at("hop")) == Turn(f"The robots.txt of {home} asks programs not to fetch {site.at('hop')}.")
    assert site.asked == {"robots.txt": 1}
    first = watcher.ask(site.at("page"))
    assert not isinstance(first, Turn)
    assert first.body == PAGE
    assert watcher.ask(site.at("page")) == Turn(f"{home} was asked a moment ago.", NOON + timedelta(seconds=5))
    clock.now += timedelta(seconds=5)
    busy = watcher.ask(site.at("busy"))
    assert not isinstance(busy, Turn)
    assert busy.status == 429
    clock.now += timedelta(seconds=599)
    held = watcher.ask(site.at("page"))
    assert isinstance(held, Turn)
    assert held.until == NOON + timedelta(seconds=605)
    clock.now += timedelta(seconds=1)
    assert not isinstance(watcher.ask(site.at("page")), Turn)
    assert site.asked == {"robots.txt": 1, "page": 2, "busy": 1}


def test_a_watcher_is_guarded_too() -> None:
    found = Watcher(Settings(), noon).ask("http://user@news.example/")
    assert not isinstance(found, Turn)
    assert "user name" in str(found.failure)
    inside = Watcher(Settings(), noon).ask("http://127.0.0.1/")
    assert isinstance(inside, Turn)
    assert "robots.txt did not answer" in inside.why


def test_a_person_is_not_held_back_by_robots(site: Site) -> None:
    assert fetch(site.at("hop"), SMALL, now=noon)[1] == PAGE
    assert fetch(site.at("hop"), SMALL, now=noon)[1] == PAGE
    assert "robots.txt" not in site.asked
