"""Does a page in a browser reach only what the guard lets through, and is a browser ended whatever becomes of it?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from browser_site import Served, Site, now, served
from firsthand.evidence import browser_child, browser_page, browser_process
from firsthand.evidence.browser import Rendered, browser_found, render
from firsthand.evidence.browser_wire import Message, Order, Said, Shown
from firsthand.settings import Settings

pytestmark = pytest.mark.skipif(
    not browser_found(), reason="no chromium, or no playwright: sh scripts/test installs both"
)

SETTINGS = Settings(allow_networks=("127.0.0.1",), browser_seconds=20)

HERE = Path(__file__).parent

OWN = """<p>own<iframe src="OUT/page"></iframe><iframe src="OUT/hop-frame"></iframe><img src="OUT/hop-img"><img src="/away">
<script>for (const one of ["open", "closed"])
  fetch("OUT/" + one).then((a) => a.text()).then((t) => document.body.prepend("read: " + t)).catch(() => 0);</script><p>"""

OUTSIDE = """<img src="TO-img"><iframe srcdoc="<img src='TO-inner'>"></iframe>
<script>setTimeout(() => location = "TO-script", 300)</script>"""

WORKER = """fetch("http://INSIDE/by-worker").catch(() => 0);
new WebSocket("ws://INSIDE/by-worker-socket");
importScripts("http://INSIDE/by-worker-import");"""


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
def tried(site: Site, browser_folder: Path) -> Rendered:
    """A page that tries every way at once."""
    assert browser_folder
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
    assert [line for line in tried.problems if line.startswith((address + ":", address + " "))]


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


def test_a_page_inside_is_not_opened(inside: Site, browser_folder: Path) -> None:
    assert browser_folder
    before = len(inside.connections)
    found = render(f"http://{inside.address}/", SETTINGS, now=now)
    assert found.failure
    assert "does not lead to the public Internet" in found.failure.message
    assert "--allow-network" in found.failure.hint
    assert len(inside.connections) == before


@dataclass(frozen=True, slots=True)
class Between:
    """What became of a page of an allowed network that holds pieces of the web outside."""

    told: list[Message]
    own: Site
    outside: Site

    @property
    def said(self) -> str:
        return "\n".join(one.sentence for one in self.told if isinstance(one, Said))

    @property
    def shown(self) -> Shown:
        (found,) = [one for one in self.told if isinstance(one, Shown)]
        return found


@pytest.fixture(scope="module")
def between(browser_folder: Path) -> Between:
    """It runs in this process, so that one address of loopback can pass for the web outside."""
    assert browser_folder
    told: list[Message] = []
    with served("127.0.0.1") as own, served("127.0.0.3") as outside, pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser_page, "MOST_TEXT", 4_000)
        out, to = f"http://{outside.address}", f"http://{own.address}/by"
        own.answers["/"] = Served(OWN.replace("OUT", out) + "x" * 5_000, headers=(("Set-Cookie", "mine=1"),))
        own.answers["/away"] = Served("", status=302, headers=(("Location", f"{out}/picture"),))
        outside.answers |= {
            "/page": Served(OUTSIDE.replace("TO", to)),
            "/closed": Served("closed", "text/plain"),
            "/open": Served("open", "text/plain", headers=(("Access-Control-Allow-Origin", "*"),)),
            "/picture": Served("", "image/png"),
        }
        for way in ("hop-frame", "hop-img"):
            outside.answers[f"/{way}"] = Served("", status=302, headers=(("Location", f"{to}-{way}"),))
        settings = replace(SETTINGS, allow_networks=("127.0.0.1", "127.0.0.3"))
        order = Order(f"http://{own.address}/", settings, browser_found(), now())
        asyncio.run(browser_child.look(order, told.append, lambda ip: ip == "127.0.0.3"))
    return Between(told, own, outside)


@pytest.mark.parametrize("way", ["img", "inner", "script", "hop-frame", "hop-img"])
def test_the_web_outside_leads_into_no_allowed_network(between: Between, way: str) -> None:
    """Neither from a frame, nor from a frame within it, nor by a redirect."""
    assert sorted(between.own.paths) == ["/", "/away"]
    assert {"/page", "/hop-frame", "/hop-img"} <= set(between.outside.paths)
    asked = f"{between.outside.address}/hop-img" if way == "hop-img" else f"{between.own.address}/by-{way}"
    assert f"http://{asked}: The address of 127.0.0.1 uses port" in between.said


def test_a_page_reads_of_another_site_what_that_site_lets_it_read(between: Between) -> None:
    assert {"/closed", "/open"} <= set(between.outside.paths)
    assert "read: open" in between.shown.text
    assert "read: closed" not in between.shown.text


def test_cookies_do_not_follow_a_redirect_to_another_site(between: Between) -> None:
    assert between.own.one("/away").headers["cookie"] == "mine=1"
    assert "cookie" not in between.outside.one("/picture").headers


def test_a_document_without_end_is_cut(between: Between) -> None:
    assert "only its beginning is kept" in between.said
    assert len(between.shown.dom) == 4_000
