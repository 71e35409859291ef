"""Can everybody read and use every page of the room, in every look and language, and does it ask nobody else for anything?"""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from desk_room import PASSWORD, Room, login_of, open_room, post, settled
from firsthand.demo.tips import DemoTip
from firsthand.rendering.words import LANGUAGES
from sign_on_provider import provider
from sign_on_room import needed, told
from test_desk_second_factor import code

SOURCES = Path(str(files("firsthand.desk")))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_PAGES = {"home", "progress", "picture", "style"}
"""Addresses that answer with a redirect, a part of a page, a picture or a sheet of style."""
SWITCHED = {"sign-on", "sign-on-back", "my-sign-on", "link-sign-on"}
"""There only where single sign-on is switched on; a test of its own looks at them."""
PUBLIC = {"enter", "enter-code", "join", "ask", "receipt"}
MAIN = ("/inbox", "/check", "/cases", "/cases/may-day-2012", "/people", "/me", "TIP")


@dataclass
class Walk:
    """A browser in which an admin has entered, the tip that was sent for this, and what the browser said and asked for."""

    room: Room
    client: Any
    tab: Any
    stranger: Any
    tip: str
    said: list[str]
    asked: list[str]

    def go(self, path: str) -> None:
        self.tab.goto(self.room.base + path)


@pytest.fixture(scope="module")
def walk(browser: Any, room: Room, demo_tips: dict[str, DemoTip]) -> Iterator[Walk]:
    room.client("admin")
    client = room.newcomer("admin", "who walks through the pages")
    post(client, "/check", {"words": "The old bridge collapsed on 3 May, they say."})
    tip = sent(client, demo_tips["cropped"])
    post(room.client("reporter"), f"{tip}/draft", {"verdict": "misleading", "words": "It is of 2012."}, form=tip)
    # The guard of the fetch refuses this one, which is a capture all the same.
    captured = post(client, "/captures", {"url": "http://127.0.0.1/page"})
    for errand in (captured, audited(client, "Ukraine"), audited(client, "Nowhere-on-Sea")):
        until_done(client, errand.headers["Location"])
    post(client, f"{tip}/remark", {"words": "The banner says so."}, form=tip)
    context, outside = browser.new_context(), browser.new_context()
    context.add_cookies([{"name": c.name, "value": c.value or "", "url": room.base} for c in client.cookies.jar])
    for one in (context, outside):
        one.set_default_timeout(15_000)
    walked = Walk(room, client, context.new_page(), outside.new_page(), tip, [], [])
    for tab in (walked.tab, walked.stranger):
        tab.on("console", lambda message: walked.said.append(message.text))
        tab.on("pageerror", lambda error: walked.said.append(str(error)))
        tab.on("request", lambda request: walked.asked.append(request.url))
    yield walked
    context.close()
    outside.close()


@pytest.fixture(autouse=True)
def quiet(walk: Walk) -> Iterator[None]:
    """The browser has nothing to complain of, and asks nobody but this room. Each test begins in daylight, on a wide screen."""
    walk.tab.emulate_media(media="screen", color_scheme="light")
    walk.tab.set_viewport_size({"width": 1280, "height": 800})
    walk.said.clear()
    walk.asked.clear()
    yield
    assert walk.said == []
    assert [url for url in walk.asked if not url.startswith((walk.room.base + "/", "data:", "blob:"))] == []


def sent(client: Any, tip: DemoTip) -> str:
    """The path of a picture of the demo once it was sent and checked."""
    fields = tip.fields
    given = {"words": fields["caption"], "published": fields["published"], "lang": fields["lang"]}
    with Path(fields["picture"]).open("rb") as file:
        answer = post(client, "/check", given, files={"picture": ("march.jpg", file, "image/jpeg")})
    path: str = answer.headers["Location"]
    settled(client, path)
    return path


def audited(client: Any, about: str) -> Any:
    """An audit of an address that is refused: its page names what could not be read."""
    return post(client, "/voices", {"addresses": "http://127.0.0.1/article", "about": about})


def until_done(client: Any, path: str) -> None:
    """Wait until something that was asked for has led to its page, or has failed."""
    for _ in range(600):
        answer = client.get(path)
        if answer.status_code == 302 or "Failed:" in answer.text:
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} does not end:\n{client.get(path).text}")


def routes() -> dict[str, str]:
    """Every address that answers GET: its name and its pattern."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(SOURCES.glob("*.py")))
    return {name: path for path, name in re.findall(r'Route\(\s*"([^"]*)",\s*"([^"]+)",\s*get=', text)}


def address(name: str, pattern: str, walk: Walk) -> str:
    """A page of this route that is there: where it has parts, the first address of its form to which a page leads."""
    if name == "join":
        return walk.room.invitation("reader")
    if "<" not in pattern:
        return f"/{pattern}"
    form = "/" + re.sub("<[^>]+>", r'[^/"?#]+', pattern)
    led = "".join(
        walk.client.get(path).text
        for path in (walk.tip, "/cases/may-day-2012", "/inbox", "/cases", "/people", "/captures", "/voices")
    )
    found = re.search(rf'href="({form})["?#]', led)
    assert found, f"no page that this test knows leads to {pattern}"
    return found[1]


def faults(tab: Any) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]


def seen_by_all(tab: Any, path: str) -> None:
    """A page under the eye of axe."""
    tab.goto(path)
    looked_at(tab, path)


def looked_at(tab: Any, path: str) -> None:
    """What stands there now, all that can be opened opened: wide in daylight, and at night on a telephone."""
    tab.wait_for_load_state()
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.emulate_media(color_scheme="light")
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert faults(tab) == [], f"{path} in daylight"
    tab.emulate_media(color_scheme="dark")
    tab.set_viewport_size({"width": 390, "height": 800})
    assert faults(tab) == [], f"{path} at night, on a telephone"
    assert wide(tab) <= 390, f"{path} is wider than a telephone"


def wide(tab: Any) -> int:
    return int(tab.evaluate("document.documentElement.scrollWidth"))


# Everybody can read it


def test_every_page_can_be_read_by_everybody(walk: Walk) -> None:
    pages = {name: path for name, path in routes().items() if name not in NO_PAGES | SWITCHED | PUBLIC}
    assert {"tip", "inbox", "cases", "case", "people", "log", "me", "check"} <= set(pages)
    for name, pattern in pages.items():
        path = address(name, pattern, walk)
        kind = walk.client.get(path).headers["Content-Type"]
        if kind.startswith("text/html"):
            seen_by_all(walk.tab, walk.room.base + path)


def test_every_page_for_people_outside_can_be_read_by_everybody(walk: Walk) -> None:
    tab, base = walk.stranger, walk.room.base
    seen_by_all(tab, f"{base}/enter")
    seen_by_all(tab, base + address("join", "", walk))
    post(walk.client, "/people/rules", {"public-form": "on"}, form="/people")
    seen_by_all(tab, f"{base}/ask")
    tab.fill("#words", "Members of the Steppe Labour Confederation marched in 2014, they say.")
    tab.click("main button")
    receipt = tab.wait_for_selector("#receipt").get_attribute("href")
    post(walk.client, "/people/rules", {"public-form": "off"}, form="/people")
    seen_by_all(tab, receipt)


def test_a_second_factor_is_switched_on_and_asked_for(walk: Walk) -> None:
    tab, base = walk.stranger, walk.room.base
    login = login_of(walk.room.newcomer("reader", "One with a telephone"))
    knock(tab, base, login)
    seen_by_all(tab, f"{base}/me/factor")
    tab.fill("#password", PASSWORD)
    tab.click("main button")
    secret = base64.b32decode(tab.inner_text("#secret").replace(" ", ""))
    looked_at(tab, "the page with the secret")
    if find_spec("segno"):
        assert tab.evaluate("document.querySelector('.qr').naturalWidth") > 100, "the policy lets the picture be shown"
    tab.fill("#code", code(secret))
    tab.click("main button")
    assert tab.locator(".codes li").count() == 10
    looked_at(tab, "the page with the spare codes")
    tab.click("form[action='/leave'] button")
    knock(tab, base, login)
    assert tab.url == f"{base}/enter/code"
    looked_at(tab, "the page that asks for a code")
    tab.fill("#code", code(secret, 1))
    tab.click("main button")
    assert tab.url == f"{base}/inbox"
    tab.click("form[action='/leave'] button")


def test_an_identity_is_linked_and_entered_by(browser: Any, tmp_path: Path) -> None:
    """The way to the provider and back goes past the policy of the room's pages."""
    needed()
    context = browser.new_context()
    tab, said = context.new_page(), []
    tab.on("console", lambda message: said.append(message.text))
    with provider() as one, open_room(tmp_path / "casebook", "--sign-on", told(tmp_path, one.issuer)) as opened:
        one.who = "w-1"
        admin = opened.client("admin")
        knock(tab, opened.base, login_of(admin))
        tab.click("header a[href='/me']")
        tab.click("main a[href='/me/sign-on']")
        looked_at(tab, "the page on which one links an identity")
        tab.fill("#password", PASSWORD)
        tab.click("main button")
        looked_at(tab, "the page that leads to the provider")
        tab.click("main a.add")
        assert tab.url == f"{opened.base}/me/sign-on"
        assert "from now on you can enter by Our <i>newsroom</i> too" in tab.inner_text(".told")
        looked_at(tab, "the page of somebody who is linked")
        tab.click("form[action='/leave'] button")
        looked_at(tab, "the door with two ways in")
        tab.click("main a[href='/enter/sign-on']")
        assert tab.url == f"{opened.base}/inbox"
        post(admin, "/me/sign-on", {"deed": "off"})
        context.clear_cookies()
        tab.goto(f"{opened.base}/enter/sign-on")
        looked_at(tab, "the page of somebody who is not linked")
        said[:] = [line for line in said if "403" not in line]
    context.close()
    assert said == []


def knock(tab: Any, base: str, login: str) -> None:
    tab.goto(f"{base}/enter")
    tab.fill("#login", login)
    tab.fill("#password", PASSWORD)
    with tab.expect_navigation():
        tab.click("main button")


def test_pages_of_refusal_can_be_read_by_everybody(walk: Walk) -> None:
    seen_by_all(walk.tab, f"{walk.room.base}/cases/none-of-ours")
    walk.said[:] = [line for line in walk.said if "404" not in line]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_overflows_a_telephone(walk: Walk, lang: str) -> None:
    post(walk.client, "/lang", {"lang": lang, "next": "/me"}, form="/me")
    found = []
    for path in MAIN:
        walk.go(walk.tip if path == "TIP" else path)
        assert walk.tab.get_attribute("html", "lang") == lang
        for width in (390, 320):
            walk.tab.set_viewport_size({"width": width, "height": 800})
            found += [f"{path} at {width}: {wide(walk.tab)}"] if wide(walk.tab) > width else []
    post(walk.client, "/lang", {"lang": "en", "next": "/me"}, form="/me")
    assert found == []


def test_what_is_printed_is_the_report_and_no_buttons(walk: Walk) -> None:
    walk.go(walk.tip)
    walk.tab.emulate_media(media="print")
    assert walk.tab.locator("button:visible").count() == 0
    assert walk.tab.locator(".verdict h1").is_visible()
    assert walk.tab.locator("text=Draft until signed").first.is_visible()


# By keyboard alone


def test_the_inbox_is_walked_by_keys(walk: Walk) -> None:
    walk.go("/inbox?view=all")
    tab = walk.tab
    places = []
    for key in "jjk":
        tab.keyboard.press(key)
        places.append(
            tab.evaluate("[...document.querySelectorAll('[data-rows] > li')].findIndex(one => one.matches('.at'))")
        )
    assert places == [0, 1, 0]
    tab.keyboard.press("x")
    assert tab.locator(".at input[type=checkbox]").is_checked()
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "q"
    tab.keyboard.type("j")
    assert tab.input_value("#q") == "j", "in a field keys are letters"
    tab.keyboard.press("Escape")
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("?")
    assert tab.locator("dialog#keys").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator("dialog#keys").is_visible()
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/inbox/*")


def test_a_match_is_decided_by_keys(walk: Walk) -> None:
    for key, word in (("n", "Not the same"), ("u", "Unsure"), ("y", "Same")):
        walk.go(walk.tip)
        walk.tab.keyboard.press(key)
        walk.tab.wait_for_selector(".told")
        assert walk.tab.inner_text(".in-verdict .meta") == f"Decided: {word}"
    walk.tab.click(".decide button[value=withdrawn]")
    walk.tab.wait_for_selector(".told")


def test_a_key_alone_does_not_choose_among_several_matches(walk: Walk) -> None:
    walk.go(walk.tip)
    another = "one => { const other = one.cloneNode(true); other.dataset.decide = 'another/match'; one.after(other); }"
    walk.tab.eval_on_selector(".decide form", another)
    walk.tab.keyboard.press("y")
    assert walk.tab.evaluate("document.activeElement.matches('.in-verdict button[value=yes]')")
    walk.tab.wait_for_load_state("networkidle")
    assert not any(url.endswith("/decide") for url in walk.asked)


def test_the_bar_of_the_verdict_says_that_it_is_a_draft(walk: Walk) -> None:
    walk.go(walk.tip)
    assert "Draft until signed" in walk.tab.inner_text(".verdict")
    assert walk.tab.locator(".verdict button").count() == 3


def test_a_signature_does_not_cover_a_report_that_came_later(walk: Walk) -> None:
    client = walk.client
    tip = post(client, "/check", {"words": "The well of Zahadkove was poisoned, thirty people fell ill."}).headers[
        "Location"
    ]
    settled(client, tip)
    post(walk.room.client("reporter"), f"{tip}/draft", {"verdict": "false", "words": "It was not."}, form=tip)
    (answer,) = re.findall(r'name="answer" value="(\d+)"', client.get(tip).text)
    post(client, f"{tip}/sign", {"answer": answer}, form=tip)
    walk.go(tip)
    assert "Draft until signed" not in walk.tab.inner_text(".verdict")
    post(client, f"{tip}/again", form=tip)
    settled(client, tip)
    walk.go(tip)
    assert "Draft until signed" in walk.tab.inner_text(".verdict")


# Both pictures, laid upon each other


CORNERS = """() => {
  const [theirs, over] = document.querySelector('.stage').children;
  const ours = over.querySelector('img'), box = theirs.getBoundingClientRect();
  const matrix = new DOMMatrix(getComputedStyle(ours).transform);
  const part = document.querySelector('compare-pictures select').selectedOptions[0].dataset;
  const read = text => text.split(' ').map(pair => pair.split(',').map(Number));
  return read(part.ourPoints).map(([x, y], n) => {
    const at = matrix.transformPoint(new DOMPoint(x * ours.naturalWidth, y * ours.naturalHeight));
    const [u, v] = read(part.theirPoints)[n];
    return Math.hypot(at.x / at.w - u * box.width, at.y / at.w - v * box.height);
  });
}"""


def within(tab: Any, script: str) -> bool:
    """Does this come to hold? Asked again and again from outside, for the page itself allows no `eval`."""
    for _ in range(100):
        if tab.evaluate(script):
            return True
        tab.wait_for_timeout(50)
    return False


def test_ours_lies_upon_the_picture_on_file(walk: Walk) -> None:
    tab = walk.tab
    walk.go(walk.tip)
    tab.click("[data-way=overlay]")
    assert within(
        tab, f"Boolean(document.querySelector('.stage div img')?.style.transform) && Math.max(...({CORNERS})()) < 1"
    )
    assert "part A" in tab.inner_text("compare-pictures [role=status]")
    tab.set_viewport_size({"width": 390, "height": 800})
    assert within(tab, f"Math.max(...({CORNERS})()) < 1")
    assert faults(tab) == []


def test_the_ways_to_compare_work_by_keyboard(walk: Walk) -> None:
    tab = walk.tab
    walk.go(walk.tip)
    tab.focus("[data-way=slider]")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".stage[data-way=slider]")
    tab.focus(".reach input")
    tab.keyboard.press("End")
    assert tab.evaluate("document.querySelector('.stage > div').style.clipPath").startswith("inset(0")
    assert tab.get_attribute(".reach input", "aria-valuetext") == "100 %"
    tab.focus("[data-way=overlay]")
    tab.keyboard.press("Enter")
    tab.focus(".reach input")
    tab.keyboard.press("Home")
    assert tab.evaluate("document.querySelector('.stage > div').style.opacity") == "0"
    tab.focus("[data-way=unmirror]")
    tab.keyboard.press("Enter")
    assert tab.evaluate("getComputedStyle(document.querySelector('.stage img')).transform").startswith("matrix(-1")
    tab.focus("[data-way=side]")
    tab.keyboard.press("Enter")
    assert not tab.locator(".stage").is_visible()
    assert tab.get_attribute("[data-way=side]", "aria-pressed") == "true"


def test_without_scripts_both_pictures_stand_side_by_side(browser: Any, walk: Walk) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=walk.tab.context.storage_state())
    tab = context.new_page()
    tab.goto(walk.room.base + walk.tip)
    assert not tab.locator("compare-pictures").is_visible()
    assert tab.locator(".pic img").count() == 2
    assert tab.locator("[data-decide] button[value=yes]:visible").count() == 2
    context.close()


def test_the_timeline_is_drawn_above_its_list(walk: Walk) -> None:
    tab = walk.tab
    walk.go(walk.tip)
    numbers = tab.eval_on_selector_all("#timeline .tl g text", "all => all.map(one => Number(one.textContent))")
    assert numbers
    assert max(numbers) <= tab.locator("#timeline ol.ap > li").count()
    assert tab.get_attribute("#timeline .tl", "aria-hidden") == "true"
