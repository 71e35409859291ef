"""Does the main story go from end to end in a browser, in every language: sent, found, decided, drafted, signed, and seen?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_room import PASSWORD, Room, login_of, open_room, post
from firsthand.desk.words import words
from firsthand.rendering.words import LANGUAGES

CLAIM = "In 2014, in Donetsk, members of the Steppe Labour Confederation were marching against Maidan!"
ANSWER = {
    "en": "They marched on 1 May 2012.",
    "uk": "Вони йшли 1 травня 2012 року.",
    "ru": "Они шли 1 мая 2012 года.",
    "el": "Διαδήλωναν την 1η Μαΐου 2012.",
}


@pytest.fixture(scope="module")
def own_room(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room of this story's own: the public form takes only so many tips an hour from one network."""
    folder = tmp_path_factory.mktemp("walk") / "casebook"
    shutil.copytree(demo_folder / "casebook", folder)
    with open_room(folder) as room:
        post(room.client("admin"), "/people/rules", {"public-form": "on"}, form="/people")
        yield room


@dataclass
class Browsers:
    """Chromium, with as many browsers in it as there are people, and what each of them said and asked for."""

    chromium: Any
    base: str
    of: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def tab(self, client: httpx.Client | None = None) -> Any:
        """A browser of its own; with the session of a client, where one is named."""
        context = self.chromium.new_context()
        context.set_default_timeout(20_000)
        if client is not None:
            context.add_cookies(
                [{"name": c.name, "value": c.value or "", "url": self.base} for c in client.cookies.jar]
            )
        tab = context.new_page()
        tab.on("console", lambda message: self.said.append(message.text))
        tab.on("pageerror", lambda error: self.said.append(str(error)))
        tab.on("requestfailed", lambda request: self.said.append(f"{request.url}: {request.failure}"))
        tab.on("request", lambda request: self.asked.append(request.url))
        return tab

    def person(self, room: Room, role: str) -> Any:
        """The browser of somebody who stays through all the languages; `""` is somebody outside."""
        if role not in self.of:
            self.of[role] = self.tab(room.client(role) if role else None)
        return self.of[role]


@pytest.fixture(scope="module")
def opened(browser: Any, own_room: Room) -> Iterator[Browsers]:
    """All of them, closed before the room is: one that is asked to end waits for those who still hold its line."""
    browsers = Browsers(browser, own_room.base)
    yield browsers
    for context in browser.contexts:
        context.close()


@pytest.fixture
def browsers(opened: Browsers, own_room: Room) -> Iterator[Browsers]:
    """Nothing goes wrong in any of them, and none asks anybody but this room."""
    opened.said.clear()
    opened.asked.clear()
    yield opened
    assert opened.said == []
    assert opened.asked, "requests are watched"
    assert [url for url in opened.asked if not url.startswith((own_room.base + "/", "data:", "blob:"))] == []


def speak(tab: Any, lang: str, page: str) -> None:
    """Open a page and choose its language by the form of the bar."""
    tab.goto(page)
    tab.select_option("#lang", lang)
    tab.click("form.lang button")
    tab.wait_for_selector(f"html[lang={lang}]")


def press(tab: Any, within: str, word: str) -> None:
    tab.locator(within).get_by_role("button", name=word, exact=True).first.click()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_main_story(browsers: Browsers, own_room: Room, lang: str) -> None:
    t, base = words(lang), own_room.base
    outside, reporter, editor = (browsers.person(own_room, role) for role in ("", "reporter", "editor"))
    receipt = send(outside, base, lang)
    speak(reporter, lang, f"{base}/inbox")
    reporter.locator("[data-rows] > li", has_text=f"a reader of {lang}").get_by_role("link").click()
    reporter.wait_for_selector(".in-verdict")  # by itself, once the check has ended
    assert "marched-against-maidan" in reporter.inner_text(".in-verdict")
    press(reporter, ".in-verdict", t["decide.yes"])
    assert reporter.inner_text(".told p") == t["told.decided"]
    assert t["decide.yes"] in reporter.inner_text(".in-verdict .meta")
    reporter.select_option("#verdict", label=t["verdict.misleading"])
    reporter.fill("#answer-words", ANSWER[lang])
    press(reporter, "#answer", t["tip-page.save"])
    assert reporter.inner_text(".told p") == t["told.drafted"]
    assert reporter.locator("#answer").get_by_role("button", name=t["tip-page.sign"], exact=True).count() == 0
    tip = reporter.url.partition("#")[0]
    outside.goto(receipt)
    assert t["receipt.waiting"] in outside.inner_text("main")
    sign(editor, tip, lang)
    outside.reload()
    seen = outside.inner_text("main")
    assert outside.get_attribute("html", "lang") == lang
    for said in (ANSWER[lang], t["receipt.answer"], t["verdict.misleading"]):
        assert said in seen
    assert "the editor" not in seen


def send(tab: Any, base: str, lang: str) -> str:
    """Somebody outside sends the claim; the address of their receipt."""
    t = words(lang)
    speak(tab, lang, f"{base}/ask")
    assert tab.inner_text("h1") == t["ask.heading"]
    tab.fill("#words", f"{CLAIM} ({lang})")  # its own words: what was decided on others' does not stand for these
    tab.fill("#sender", f"a reader of {lang}")
    press(tab, "main", t["ask.button"])
    address = tab.wait_for_selector("#receipt").get_attribute("href")
    assert t["thanks.note"] in tab.inner_text("main")
    return str(address)


def sign(tab: Any, tip: str, lang: str) -> None:
    t = words(lang)
    speak(tab, lang, tip)
    assert ANSWER[lang] in tab.inner_text(".draft")
    press(tab, ".draft", t["tip-page.sign"])
    assert tab.inner_text(".told p") == t["told.signed"]
    assert t["tip-page.signed-badge"] in tab.inner_text(".signed")


def enter(tab: Any, base: str, login: str) -> None:
    tab.goto(f"{base}/enter")
    tab.fill("#login", login)
    tab.fill("#password", PASSWORD)
    tab.click("main button")
    tab.wait_for_url("**/inbox")


def test_a_session_is_ended_from_another_browser(browsers: Browsers, own_room: Room) -> None:
    login = login_of(own_room.newcomer("reader", "One with two browsers"))
    lost, here = browsers.tab(), browsers.tab()
    enter(lost, own_room.base, login)
    enter(here, own_room.base, login)
    here.click("header a[href='/me']")
    seats = here.locator(".seats li")
    assert seats.count() == 3, "the one in which they joined, and these two"
    others = seats.filter(has_not_text=words("en")["me.this"])
    for _ in range(2):
        others.first.get_by_role("button").click()
        assert here.inner_text(".told p") == words("en")["told.seat-ended"]
    assert seats.count() == 1
    lost.goto(f"{own_room.base}/cases")
    assert lost.url.startswith(f"{own_room.base}/enter")
    assert lost.locator("#password").is_visible()
    here.goto(f"{own_room.base}/cases")
    assert here.url == f"{own_room.base}/cases"
