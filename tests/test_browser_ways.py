"""Does a page in a browser reach only what the guard lets through, and is a browser ended whatever becomes of it?"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from browser_site import Served, Site, children, commands, served
from firsthand.evidence import browser_process
from firsthand.evidence.browser import Rendered, browser_found, render
from firsthand.evidence.browser_wire import Message, Order, Said, Shown
from firsthand.settings import Settings

pytestmark = pytest.mark.skipif(
    not browser_found(), reason="no chromium, or no playwright: sh scripts/test installs both"
)

SETTINGS = Settings(allow_networks=("127.0.0.1",), browser_seconds=20)

HERE = Path(__file__).parent

WORKER = """fetch("http://INSIDE/by-worker").catch(() => 0);
new WebSocket("ws://INSIDE/by-worker-socket");
importScripts("http://INSIDE/by-worker-import");"""

TEN_SECONDS = 10.0
"""An end to waiting for what comes at once."""


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the browsers of these tests may write, as they see it on their command lines."""
    folder = tmp_path_factory.mktemp("b")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        yield folder


@pytest.fixture(scope="module")
def inside() -> Iterator[Site]:
    """A network that is not allowed: whoever comes is counted, by TCP and by UDP."""
    with served("127.0.0.2") as site:
        yield site


@pytest.fixture(scope="module")
def site(inside: Site) -> Iterator[Site]:
    with served("127.0.0.1") as site:

        def fill(text: str) -> str:
            return text.replace("INSIDE", inside.address).replace("SITE", site.address)

        site.answers.update(
            {
                "/": Served(fill((HERE / "browser_ways.html").read_text("utf-8"))),
                "/worker.js": Served(fill(WORKER), "text/javascript"),
                "/frame": Served(fill("<img src='http://INSIDE/by-frame'>")),
                "/refresh": Served(fill("<meta http-equiv='refresh' content='0;url=http://INSIDE/by-refresh'>")),
                "/in": Served("", status=302, headers=(("Location", f"http://{inside.address}/by-redirect"),)),
            }
        )
        yield site


@pytest.fixture(scope="module")
def tried(site: Site, folder: Path) -> Rendered:
    """A page that tries every way at once."""
    assert folder
    return render(f"http://{site.address}/", SETTINGS, now=now)


def test_a_page_with_all_ways_out_is_still_shown(tried: Rendered) -> None:
    assert tried.failure is None
    assert "all ways" in tried.text


def test_nothing_reaches_a_network_that_is_not_allowed(tried: Rendered, inside: Site) -> None:
    assert tried.screenshot
    assert (inside.came, inside.connections, inside.datagrams) == ([], [], [])


def test_the_browser_itself_reaches_nothing_even_where_it_is_allowed(tried: Rendered, site: Site) -> None:
    """Whatever came to the site came from the guarded fetch, and is recorded; no WebSocket, STUN or early connection."""
    assert len(site.connections) == len(site.came) == len([one for one in tried.exchanges if one.status])
    assert site.datagrams == []
    assert not [path for path in site.paths if path.startswith("/site-")]


WAYS = """img script css import-css font svg iframe frame object embed video audio poster prefetch preload module fetch
keepalive xhr beacon worker worker-import window click refresh redirect import-js icon"""


@pytest.mark.parametrize("way", WAYS.split())
def test_each_request_that_is_refused_is_named(tried: Rendered, inside: Site, way: str) -> None:
    address = f"http://{inside.address}/by-{way}"
    assert [line for line in tried.problems if line.startswith((address + ":", address + " ")) or way == "redirect"]


@pytest.mark.parametrize(
    "said",
    [
        "by-socket: a WebSocket was refused",
        "by-worker-socket: a WebSocket was refused",
        "site-socket: a WebSocket was refused",
        "by-events keeps a line open without end",
        "site-events keeps a line open without end",
        "site-window was to be opened in a window of its own",
        "site-any was not asked to DELETE: it is another site's",
    ],
)
def test_what_is_no_plain_request_is_refused_and_named(tried: Rendered, said: str) -> None:
    assert said in "\n".join(tried.problems)


def test_files_of_this_machine_are_not_shown(tried: Rendered) -> None:
    assert b"root:" not in tried.dom
    assert all(one.url.startswith("http") for one in tried.exchanges)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/passwd", "only http and https are fetched"),
        ("chrome://crash", "only http and https are fetched"),
        ("javascript:alert(1)", "only http and https are fetched"),
        ("http://me:secret@127.0.0.1/", "carries a user name or password"),
    ],
)
def test_an_address_that_is_refused_starts_no_browser(address: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_process, "COMMAND", ("/nonexistent",))
    found = render(address, SETTINGS, now=now)
    assert found.failure
    assert said in found.failure.message
    assert "secret" not in found.failure.message


def test_a_page_inside_is_not_opened(inside: Site, folder: Path) -> None:
    assert folder
    before = len(inside.connections)
    found = render(f"http://{inside.address}/", SETTINGS, now=now)
    assert found.failure
    assert "does not lead to the public Internet" in found.failure.message
    assert "--allow-network" in found.failure.hint
    assert len(inside.connections) == before


def test_the_web_outside_leads_into_no_allowed_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither from a frame, nor from a frame within it, nor by a redirect. It runs in this process, so that one address of
    loopback can pass for the web outside; a long page is cut, too.
    """
    from firsthand.evidence import browser_child, browser_page

    monkeypatch.setattr(browser_page, "MOST_TEXT", 2_000)
    told: list[Message] = []
    with served("127.0.0.1") as own, served("127.0.0.3") as outside:
        to = f"http://{own.address}/by"
        own.answers["/"] = Served(
            f"<p>own<iframe src='http://{outside.address}/page'></iframe><iframe src='http://{outside.address}/hop-frame'></iframe>"
            f"<img src='http://{outside.address}/hop-img'><p>{'x' * 5_000}"
        )
        outside.answers["/page"] = Served(
            f"<img src='{to}-img'><iframe srcdoc=\"<img src='{to}-inner'>\"></iframe>"
            f"<script>setTimeout(() => location = '{to}-script', 300)</script>"
        )
        for way in ("hop-frame", "hop-img"):
            outside.answers[f"/{way}"] = Served("", status=302, headers=(("Location", f"{to}-{way}"),))
        settings = replace(SETTINGS, allow_networks=("127.0.0.1", "127.0.0.3"))
        order = Order(f"http://{own.address}/", settings, browser_found(), now())
        asyncio.run(browser_child.look(order, told.append, lambda ip: ip == "127.0.0.3"))
        assert own.paths == ["/"]
        assert sorted(outside.paths) == ["/hop-frame", "/hop-img", "/page"]
    said = "\n".join(one.sentence for one in told if isinstance(one, Said))
    for way in ("img", "inner", "script", "hop-frame"):
        assert f"by-{way}: The address of 127.0.0.1" in said, said
    assert "hop-img: The address of 127.0.0.1" in said
    assert "only its beginning is kept" in said
    (shown,) = [one for one in told if isinstance(one, Shown)]
    assert len(shown.dom) == 2_000
    assert folder


def killing(mark: str, but: str, killed: list[str]) -> Served:
    """Kill those of our browser's processes that have one mark and not the other."""
    for number, line in children().items():
        if mark in line and but not in line:
            os.kill(number, signal.SIGKILL)
            killed.append(line)
    return Served(b"")


@pytest.mark.parametrize(
    ("mark", "but", "said"),
    [
        ("--type=renderer", "\n", "made the browser's window crash"),
        ("--headless", "--type=", "made the browser's window crash"),
        ("browser_child", "--type=", "made the browser stop"),
    ],
)
def test_a_browser_that_dies_is_said_to_and_leaves_nothing(folder: Path, mark: str, but: str, said: str) -> None:
    killed: list[str] = []
    with served("127.0.0.1") as site:
        site.answers |= {"/": Served("<p>x<img src='/now'>"), "/now": lambda: killing(mark, but, killed)}
        found = render(f"http://{site.address}/", SETTINGS, now=now)
    assert killed
    assert found.failure
    assert said in found.failure.message
    assert [one.status for one in found.exchanges][:1] == [200]
    nothing_left(folder)


def test_a_browser_ends_with_a_desk_that_is_killed(folder: Path) -> None:
    code = (
        "from datetime import UTC, datetime; from firsthand.evidence.browser import render; "
        "from firsthand.settings import Settings; import sys; "
        "render(sys.argv[1], Settings(allow_networks=('127.0.0.1',)), now=lambda: datetime.now(UTC))"
    )
    over = threading.Event()

    def wait() -> Served:
        over.wait(TEN_SECONDS)
        return Served(b"")

    with served("127.0.0.1") as site:
        site.answers["/"] = wait
        surroundings = {**os.environ, "TMPDIR": str(folder)}
        with subprocess.Popen([sys.executable, "-c", code, f"http://{site.address}/"], env=surroundings) as desk:
            until(lambda: site.came)
            desk.kill()
        until(lambda: not left(folder))
        over.set()
    nothing_left(folder)


def test_what_says_no_message_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes back is decoded into known types, and never trusted."""
    pickled = b"\x80\x04cos\nsystem\n"
    loud = f"import sys; sys.stdout.buffer.write({len(pickled).to_bytes(4, 'big') + pickled!r}); sys.stdout.flush()"
    monkeypatch.setattr(browser_process, "COMMAND", (sys.executable, "-c", loud))
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "made the browser stop" in found.failure.message
    nothing_left(folder)


def test_a_process_that_never_answers_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'], "
    slow += "start_new_session=True); time.sleep(99)"
    monkeypatch.setattr(browser_process, "COMMAND", (sys.executable, "-c", slow, str(folder)))
    monkeypatch.setattr(browser_process, "BEYOND", 0.5)
    found = render("http://127.0.0.1/", replace(SETTINGS, browser_seconds=0.5), now=now)
    assert found.failure
    assert "did not end within 0.5 seconds of its time" in found.failure.message
    nothing_left(folder)


def test_a_browser_that_is_none_is_said_to_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_CHROMIUM", "false")
    assert browser_found().endswith("/false")
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "could not be started" in found.failure.message
    monkeypatch.setenv("FIRSTHAND_CHROMIUM", "no-such-browser")
    assert browser_found() == ""
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "apt-get install chromium" in found.failure.hint
    nothing_left(folder)


def left(folder: Path) -> list[object]:
    return [*[line for line in commands().values() if str(folder) in line], *folder.iterdir()]


def nothing_left(folder: Path) -> None:
    assert left(folder) == []


def until(true: object) -> None:
    """Wait until it is so; it must come to be."""
    assert callable(true)
    end = time.monotonic() + TEN_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
