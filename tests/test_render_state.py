"""Is the page of a look one file that loads nothing, obeys nobody, keeps what was seen apart, and can be read by everybody?"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from tests.state_pages import ASKED, EL, EN, RU, UK, Site, page, short

from firsthand import render
from firsthand.evidence.state import decide
from firsthand.reading.page_seen import read_page_seen
from firsthand.record.cases import Appearance
from firsthand.record.looks import Look, Target
from firsthand.record.readings import PictureReading
from firsthand.record.states import Answer, Earlier, Hop, State, StateCheck, Wanted
from firsthand.rendering.words import LANGUAGES, words
from firsthand.settings import Settings
from report_values import scene

MARCH = datetime(2026, 3, 3, 12, tzinfo=UTC)
OURS, THEIRS, SHOT = "a" * 64, "b" * 64, "c" * 64


def seen(text: str) -> Any:
    return read_page_seen(text.encode(), ASKED, "utf-8", Settings())


def check(
    site: Site, text: str, status: int = 200, *, days: int = 190, who: str = "An editor", shown: str = ""
) -> StateCheck:
    at = MARCH + timedelta(days=days)
    pictures = (PictureReading("1.jpg", shown, url="https://news.example/1.jpg"),) if shown else ()
    answer = Answer(at, (Hop(ASKED, status),), {}, seen(text) if text else None, pictures)
    picture = PictureReading("ours.jpg", OURS) if shown else None
    before = Earlier(
        MARCH, seen(site.article), (PictureReading("1.jpg", OURS, url="https://news.example/1.jpg"),) if shown else ()
    )
    found = decide(ASKED, answer, Wanted((site.claim,), picture), before)
    return StateCheck(
        *(ASKED, "case/c1", at, who, answer, found, MARCH, (), f"{days:03}" * 20, "f" * 64, (site.claim,)),
        picture=OURS if shown else "",
    )


def target(site: Site, number: int = 1) -> Target:
    return Target(Appearance(ASKED, of="c1", caption=site.claim), "case", number)


def corrected(site: Site) -> str:
    return page(site, site.title, (site.around[0], site.altered, *site.around[1:], site.fixed))


def as_it_was() -> list[Look]:
    return [Look(target(EN), check(EN, EN.article))]


def watched() -> list[Look]:
    """Looked at many times, corrected at last, with a picture then and now and the page as it looked."""
    before = tuple(check(EN, EN.article, days=n * n) for n in range(1, 14))
    return [Look(target(EN), check(EN, corrected(EN), shown=OURS), before, SHOT)]


def walled() -> list[Look]:
    before = (check(UK, UK.article, days=5), check(UK, "", 410, days=20))
    return [
        Look(
            target(UK),
            check(UK, short(UK, UK.walls["login"])),
            before,
            "",
            ("The capture 0123 could not be compared with.",),
        )
    ]


def several() -> list[Look]:
    return [Look(target(site, n), check(site, corrected(site))) for n, site in enumerate((RU, EL, EN), 1)]


def hostile() -> list[Look]:
    """A publisher who writes what would like to be markup, a script, or a turned line."""
    words = "<script>alert(1)</script> {{ 7*7 }} \u202egnp.exe and a good many more words than that"
    escaped = words.replace("<", "&lt;")
    text = page(EN, EN.title, (EN.around[0], EN.claim, escaped, *EN.around[1:]))
    one = check(EN, text, who="<b>An editor</b>")
    held = Target(Appearance("javascript:alert(1)", of="<i>", caption=words), "<case>", 1)
    return [Look(held, one, (), "")]


ALL: dict[str, Callable[[], list[Look]]] = {one.__name__: one for one in (as_it_was, watched, walled, several, hostile)}
EVERY = pytest.mark.parametrize("make", ALL.values(), ids=ALL.keys())


def written(looks: list[Look], lang: str = "en") -> str:
    pictures = dict.fromkeys((OURS, THEIRS, SHOT), scene())
    return render.state_html(looks, pictures=pictures, version="0.1.0", lang=lang)


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@EVERY
def test_the_policy_allows_this_style_and_nothing_else(make: Callable[[], list[Look]]) -> None:
    text = written(make())
    css = re.search("<style>(.*?)</style>", text, re.S)
    assert css
    digest = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    policy = html.document_fromstring(text).xpath("//meta[@http-equiv]/@content")[0]
    wanted = [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert policy.split("; ") == wanted


@EVERY
def test_nothing_is_loaded_and_nothing_runs(make: Callable[[], list[Look]]) -> None:
    root = html.document_fromstring(written(make()))
    assert root.xpath("//script | //link | //iframe | //object | //embed | //form | //base") == []
    names = {name for element in root.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert all(src.startswith("data:image/") for src in root.xpath("//@src"))
    for link in root.xpath("//a[not(starts-with(@href, '#'))]"):
        assert re.match("https?://", link.get("href"))
        assert link.get("rel") == "noreferrer nofollow"
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_hostile_words_are_words() -> None:
    text = written(hostile())
    whole = said(html.document_fromstring(text))
    assert "<script>alert(1)</script> {{ 7*7 }}" in whole
    assert "<case>/1" in whole
    assert "<b>An editor</b>" in whole
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    face = render.state_text(hostile()[0], colour=False, width=80)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", face)


def test_what_was_observed_stands_apart_from_what_is_concluded() -> None:
    root = html.document_fromstring(written(watched()))
    observed, concluded = root.xpath(
        "//section[contains(@aria-labelledby, ' seen-') or contains(@aria-labelledby, ' told-')]"
    )
    assert "corrected" not in said(observed).lower().replace("correction", "")
    assert said(concluded) == (
        "What is concluded corrected The page carries a correction of our words. "
        "It does not mean that the correction is right."
    )
    assert "Our words stood there on 3 March 2026; on 9 September 2026, words much like them" in said(observed)


def test_differences_stand_by_passage_with_the_words_that_left_and_came() -> None:
    root = html.document_fromstring(written(watched()))
    (row, *_) = root.xpath("//ol[@class='differs']/li")
    assert [said(one) for one in row.xpath(".//del")] == ["Half"]
    assert [said(one) for one in row.xpath(".//ins")] == ["A third"]
    assert [said(one) for one in row.xpath(".//dt")] == ["then", "now"]
    (added,) = [one for one in root.xpath("//ol[@class='differs']/li") if "nothing in this place" in said(one)][:1]
    assert added.xpath(".//ins")


def test_pictures_stand_side_by_side_and_one_that_was_not_given_is_a_box() -> None:
    root = html.document_fromstring(written(watched()))
    captions = [said(one) for one in root.xpath("//div[@class='shots']//figcaption")]
    assert captions == [
        "Our picture, as it is on file",
        "The picture that stood there on 9 September 2026, 12:00 UTC",
        "The page on 9 September 2026, 12:00 UTC, as a browser showed it",
    ]
    bare = html.document_fromstring(render.state_html(watched(), pictures={}, version="0.1.0"))
    assert len(bare.xpath("//div[@class='shots']//div[@class='empty']")) == 3
    assert bare.xpath("//img") == []


def test_every_look_stands_in_the_table_and_the_newest_on_the_line() -> None:
    root = html.document_fromstring(written(watched()))
    rows = [said(row) for row in root.xpath("//tbody/tr")]
    assert len(rows) == 14
    assert rows[0].startswith("1. 4 March 2026, 12:00 UTC up Our words are there. An editor 001")
    numbers = root.xpath("//svg[@role='img']//text/text()")
    assert numbers == [str(n) for n in range(3, 15)]
    places = [float(one.rstrip("%")) for one in root.xpath("//svg[@role='img']//circle/@cx")]
    assert all(later - sooner > 7 for sooner, later in pairwise(places)), "none hides another"
    assert places[0] > 0
    assert places[-1] < 100


def test_a_wall_is_not_said_to_be_compared_with_anything() -> None:
    face = render.state_text(walled()[0], colour=False, width=80)
    assert "Compared with" not in face
    assert "could not be compared with" in face
    assert "Compared with the capture of 3 March 2026, 12:00 UTC." in render.state_text(
        watched()[0], colour=False, width=80
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_says_first_what_was_observed(lang: str) -> None:
    face = render.state_text(watched()[0], colour=False, width=60, lang=lang)
    catalogue = words(lang)
    observed, concluded = (face.index(catalogue[f"look.{key}"].upper()) for key in ("observed", "concluded"))
    assert observed < face.index("[-Half-]") < concluded < face.index(catalogue["state.corrected"])
    assert all(len(line) <= 60 or "https://" in line for line in face.split("\n"))


def test_the_history_tells_each_look() -> None:
    (one,) = walled()
    face = render.state_history(one.target, (*one.before, one.check), colour=False, width=100)
    assert re.findall(r"^(\d)\. .* · (.*)$", face, re.M) == [("1", "✔ up"), ("2", "! gone"), ("3", "? blocked")]
    assert "Nobody has looked at it yet." in render.state_history(one.target, (), colour=False, width=100)


def test_json_holds_the_look_without_the_text_of_the_page() -> None:
    import json

    (one,) = json.loads(render.state_json(watched()))["looks"]
    assert (one["state"], one["concluded"], one["appearance"], one["before"]) == (
        State.CORRECTED,
        "corrected",
        "case/1",
        13,
    )
    assert one["differences"][0]["before"]["exact"].startswith("Half of the schools")
    assert one["sentences"]["concluded"] == "The page carries a correction of our words."
    assert "page" not in one["answer"]
    assert one["answer"]["hops"] == [{"url": ASKED, "status": 200}]


LOOKS = [
    (watched, 1280, "light", "en"),
    (watched, 390, "dark", "en"),
    (walled, 390, "light", "uk"),
    (several, 320, "dark", "el"),
    (hostile, 1280, "dark", "ru"),
]


@pytest.mark.parametrize(("make", "width", "scheme", "lang"), LOOKS)
def test_the_page_can_be_read_by_everybody(
    browser: Any, tmp_path: Path, make: Callable[[], list[Look]], width: int, scheme: str, lang: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    place = tmp_path / "page.html"
    place.write_text(written(make(), lang), "utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto(place.as_uri())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(tab, options={"runOnly": tags})
    assert found.violations_count == 0, found.generate_report()
    assert "color-contrast" in {rule["id"] for rule in found.response["passes"]}
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    tab.emulate_media(media="print")
    assert tab.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"
    tab.close()
