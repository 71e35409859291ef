"""Is a page shown in a real browser as it is, is all that it asked for recorded, and does every page come to an end?"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from browser_site import Served, Site, commands, now, png, served
from firsthand.evidence.browser import Rendered, browser_found, render
from firsthand.evidence.warc import verify_stream, write_warc
from firsthand.settings import Settings

pytestmark = pytest.mark.skipif(
    not browser_found(), reason="no chromium, or no playwright: sh scripts/test installs both"
)

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 30), (0, 0, 255)

PAGE = gzip.compress(
    """<!DOCTYPE html><html lang="uk"><meta charset="utf-8"><title>Площа</title><link rel="stylesheet" href="/style.css">
<h1>Мітинг</h1><p id="words">before</p><img src="/moved.png" id="near"><img src="/gone.png">
<img loading="lazy" src="/lazy.png" style="display:block;margin-top:4000px" width="300" height="200">
<script src="/script.js"></script>""".encode()
)

SCRIPT = gzip.compress(
    b"""alert(1); confirm(2); prompt(3); print();
document.getElementById("words").textContent = ["seen", innerWidth, devicePixelRatio].join(" ");
document.cookie = "mine=1";
console.error("a complaint\\nof two lines");
setTimeout(() => { for (let i = 0; i < 300; i++) console.error("line " + i); }, 100);
console.log("no complaint");
fetch("/note", {method: "POST", body: "\\u0444 & more", headers: {"Content-Type": "text/plain"}});
window.open("/window");
const link = document.createElement("a"); link.href = "/file.zip"; link.download = "x.zip"; document.body.append(link);
setTimeout(() => link.click(), 0);
throw new Error("broken on purpose");"""
)

MANY = "<p>Many</p>" + "".join(f"<img src='/many.png?{number}'>" for number in range(8))

ALLOWED = Settings(allow_networks=("127.0.0.1",), browser_seconds=20)

HURRIED = replace(ALLOWED, browser_seconds=12)


ANSWERS = {
    "/": Served(PAGE, headers=(("Content-Encoding", "gzip"), ("Set-Cookie", "theirs=2; HttpOnly"))),
    "/style.css": Served("h1 { color: #00f; font-size: 80px } #near { display: block }", "text/css"),
    "/script.js": Served(SCRIPT, "text/javascript", headers=(("Content-Encoding", "gzip"),)),
    "/moved.png": Served("", "text/plain", 302, (("Location", "/near.png"),)),
    "/near.png": Served(png(300, 200, "#c81e1e"), "image/png"),
    "/lazy.png": Served(png(300, 200, "#1ea01e"), "image/png"),
    "/many.png": Served(png(60, 60, "#c81e1e"), "image/png"),
    "/many": Served(MANY),
    "/note": Served("noted", "text/plain"),
    "/hop": Served("", status=301, headers=(("Location", "/hop2"), ("Set-Cookie", "seen=1"))),
    "/hop2": Served("", status=302, headers=(("Location", "/end"),)),
    "/end": Served("<title>End</title><p>Nothing here", status=404),
    "/growing": Served(
        "<div style='height:3000px'>G</div><script>onscroll = () => { for (let i = 0; i < 20; i++) document.body.append("
        "Object.assign(document.createElement('p'), {style: 'height:900px', textContent: 'more'})) }</script>"
    ),
    "/restless": Served("<p>R</p><script>setInterval(() => fetch('/note?' + Math.random()), 100)</script>"),
    "/reloading": Served("<p>R</p><script>setTimeout(() => location.reload(), 50)</script>"),
    "/spinning": Served("<p>S</p><script>for (;;);</script>"),
    "/alerting": Served("<p>A</p><script>for (;;) alert(1)</script>"),
    "/circle": Served("", status=302, headers=(("Location", "/circle"),)),
    "/zip": Served(b"PK\3\4" + bytes(100), "application/zip"),
    "/lured": Served(
        "<script>for (const to of ['file:///etc/passwd', 'chrome://crash', 'javascript:void 0']) location = to;"
        "window.close(); Object.prototype.value = Promise = null; document.title = 'Real\\ud800'; "
        "String.prototype.slice = () => 'forged'</script><p>L</p>"
    ),
}

SHOWN = {
    "/restless": HURRIED,
    "/reloading": HURRIED,
    "/spinning": replace(ALLOWED, browser_seconds=5),
    "/alerting": replace(ALLOWED, browser_seconds=5),
    "/": ALLOWED,
    "/many": replace(ALLOWED, browser_requests=5),
    "/many?bytes": replace(ALLOWED, browser_bytes=800),
    "/hop": ALLOWED,
    "/growing": ALLOWED,
    "/lured": ALLOWED,
    "/circle": ALLOWED,
    "/zip": ALLOWED,
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with served("127.0.0.1") as site:
        site.answers.update(ANSWERS)
        yield site


@pytest.fixture(scope="module")
def shown(site: Site, browser_folder: Path) -> dict[str, Rendered]:
    """All pages, four at a time: a browser mostly waits."""
    assert browser_folder
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda path: render(f"http://{site.address}{path}", SHOWN[path], now=now), SHOWN)
        return dict(zip(SHOWN, found, strict=True))


def pixel(page: Rendered, x: int, y: int) -> tuple[int, ...]:
    with Image.open(io.BytesIO(page.screenshot)) as picture:
        found = picture.convert("RGB").getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def coloured(page: Rendered, colour: tuple[int, int, int]) -> int:
    """How many pixels of the picture have this colour."""
    with Image.open(io.BytesIO(page.screenshot)) as picture:
        return int((np.asarray(picture.convert("RGB")) == colour).all(axis=2).sum())


def test_a_page_is_shown_from_top_to_bottom(shown: dict[str, Rendered]) -> None:
    page = shown["/"]
    assert page.failure is None
    with Image.open(io.BytesIO(page.screenshot)) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1280
        assert 4_300 < picture.height < 5_000
    assert coloured(page, BLUE) > 1_000, "the heading, by the style sheet"
    assert coloured(page, RED) == coloured(page, GREEN) == 300 * 200, "the picture that was moved, and the lazy one"


def test_the_document_and_its_words_are_those_after_loading(shown: dict[str, Rendered], site: Site) -> None:
    page = shown["/"]
    assert (page.title, page.status, page.final) == ("Площа", 200, f"http://{site.address}/")
    assert page.text.startswith("Мітинг\n\n")
    assert "seen 1280 1" in page.text
    dom = page.dom.decode()
    assert dom.startswith('<!DOCTYPE html>\n<html lang="uk">')
    assert "before" not in dom
    assert page.tool.startswith("Chromium 1")
    assert ", Playwright 1." in page.tool


def test_what_the_page_complains_of_is_kept_within_bounds(shown: dict[str, Rendered]) -> None:
    console = shown["/"].console
    assert "a complaint of two lines" in console
    assert any("broken on purpose" in line for line in console)
    assert not any("no complaint" in line for line in console)
    assert console[-1].endswith("more lines of the console were left out.")
    assert len(console) <= 101


def test_what_is_missing_is_said(shown: dict[str, Rendered], site: Site) -> None:
    said = shown["/"].problems
    assert f"http://{site.address}/gone.png answered with status 404." in said
    assert f"http://{site.address}/file.zip: a download was refused." in said
    assert any(
        line.startswith(f"http://{site.address}/window was to be opened in a window of its own") for line in said
    )
    assert "/window" not in site.paths


def test_each_exchange_is_as_it_went_over_the_line(shown: dict[str, Rendered], site: Site) -> None:
    exchanges = {one.url.removeprefix(f"http://{site.address}"): one for one in shown["/"].exchanges}
    assert {"/", "/style.css", "/script.js", "/moved.png", "/near.png", "/gone.png", "/lazy.png", "/note"} <= set(
        exchanges
    )
    assert exchanges["/"].body == PAGE
    assert exchanges["/"].header("content-encoding") == "gzip"
    assert exchanges["/script.js"].body == SCRIPT
    assert (exchanges["/moved.png"].status, exchanges["/moved.png"].header("location")) == (302, "/near.png")
    note = exchanges["/note"]
    assert (note.method, note.request_body, note.body, note.ip) == ("POST", "ф & more".encode(), b"noted", "127.0.0.1")
    assert all(one.started <= one.ended for one in exchanges.values())
    for path, one in exchanges.items():
        came = [each for each in site.came if each.path == path]
        if len(came) == 1:
            assert came[0].headers == dict(one.request_headers)
            assert came[0].body == one.request_body


def test_cookies_are_those_of_this_page_and_no_language_is_claimed(shown: dict[str, Rendered], site: Site) -> None:
    assert shown["/"].failure is None
    assert "cookie" not in site.one("/").headers
    assert site.one("/script.js").headers["cookie"] == site.one("/near.png").headers["cookie"] == "theirs=2"
    assert sorted(site.one("/note").headers["cookie"].split("; ")) == ["mine=1", "theirs=2"]
    assert {one.headers["Accept-Language"] for one in site.came} == {"*"}


def test_the_exchanges_make_a_sound_warc(shown: dict[str, Rendered]) -> None:
    out = io.BytesIO()
    write_warc(out, shown["/"].exchanges, (), {"software": "Firsthand"})
    assert verify_stream(io.BytesIO(out.getvalue())) == ()
    assert b"\r\n\r\n" + "ф & more".encode() in gzip.decompress(out.getvalue())


def test_a_redirect_of_the_page_is_recorded_step_by_step_and_an_error_page_is_shown_as_well(
    shown: dict[str, Rendered], site: Site
) -> None:
    page, root = shown["/hop"], f"http://{site.address}"
    assert [(one.url.removeprefix(root), one.status) for one in page.exchanges] == [
        ("/hop", 301),
        ("/hop2", 302),
        ("/end", 404),
    ]
    assert (page.final, page.title, page.status) == (f"{root}/end", "End", 404)
    assert (page.failure, page.text) == (None, "Nothing here")
    assert site.one("/end").headers["cookie"] == "seen=1"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/growing", "pixels high; the picture shows the first 16,000."),
        ("/restless", "The page was still loading after"),
        ("/reloading", "the time for loading was over"),
        ("/many", "It was left out: the page asks for more than 5 things (browser_requests)."),
        ("/many?bytes", "the page has more than 800 bytes (browser_bytes)"),
    ],
)
def test_a_page_beyond_the_limits_is_shown_and_said_to_be_cut(shown: dict[str, Rendered], path: str, said: str) -> None:
    page = shown[path]
    assert page.failure is None
    with Image.open(io.BytesIO(page.screenshot)) as picture:
        assert picture.width == 1280
        assert picture.height <= 16_000
    assert said in "\n".join(page.problems), page.problems
    assert len(page.dom) <= 10_000_000


def test_what_is_beyond_the_limits_is_not_asked_or_kept(shown: dict[str, Rendered]) -> None:
    assert len(shown["/many"].exchanges) == 5
    assert 0 < sum(len(one.body) for one in shown["/many?bytes"].exchanges) <= 800


def test_a_page_leads_nowhere_but_to_the_web_and_cannot_bend_the_reader(shown: dict[str, Rendered], site: Site) -> None:
    page = shown["/lured"]
    assert (page.failure, page.text, page.final) == (None, "L", f"http://{site.address}/lured")
    assert page.title == "Real?"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/spinning", "kept the browser busy until the time was up"),
        ("/alerting", "kept the browser busy until the time was up"),
        ("/circle", "redirects more than 10 times"),
        ("/zip", "leads to a file or an empty answer (application/zip, status 200)"),
    ],
)
def test_where_no_picture_can_be_taken_it_is_said_why(shown: dict[str, Rendered], path: str, said: str) -> None:
    page = shown[path]
    assert page.failure
    assert said in page.failure.message
    assert page.failure.hint
    assert page.screenshot == b""
    assert page.exchanges, "what came before is kept"


def test_nothing_is_left_behind(shown: dict[str, Rendered], browser_folder: Path) -> None:
    assert shown
    assert not [line for line in commands().values() if str(browser_folder) in line]
    assert not list(browser_folder.iterdir())
