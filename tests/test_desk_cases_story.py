"""Can an editor make a case in a browser from beginning to end, by mouse and by keyboard, and can everybody read its pages?"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from desk_room import PASSWORD, Room, login_of

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def tab(browser: Any, room: Room) -> Iterator[Any]:
    """An editor's browser; what its console or the network complains of fails the test at its end."""
    context = browser.new_context(base_url=room.base, locale="en-GB")
    page = context.new_page()
    said, asked = list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto("/enter")
    page.fill("#login", login_of(room.newcomer("editor", "An editor with a browser")))
    page.fill("#password", PASSWORD)
    page.click("main button")
    yield page
    assert [words for words in said if "status of 422" not in words] == []
    assert [url for url in asked if not url.startswith((room.base, "data:", "blob:"))] == []
    context.close()


LIGHT, DARK, PHONE = (1280, "light"), (1280, "dark"), (390, "light")


def readable(page: Any, what: str, *looks: tuple[int, str]) -> None:
    """Everybody can read this page, as it looks so."""
    from axe_playwright_python.sync_playwright import Axe

    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{what} at {width}"
        found = Axe().run(page, options={"runOnly": TAGS})
        assert found.violations_count == 0, f"{what} {width} {scheme}:\n{found.generate_report()}"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


def drawn(colour: str) -> dict[str, object]:
    out = io.BytesIO()
    ground = Image.linear_gradient("L").resize((320, 240)).convert("RGB")
    Image.blend(ground, Image.new("RGB", ground.size, colour), 0.4).save(out, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_case_from_scratch_in_a_browser(tab: Any) -> None:
    tab.goto("/cases")
    tab.click("text=New case")
    tab.fill("#f-title", "Το φράγμα που δεν έσπασε")
    tab.fill("#f-id", "story-dam")
    readable(tab, "the form of a new case", DARK)
    tab.click("main button.main")
    tab.click("text=Add a claim")
    tab.fill("#f-text", "Το φράγμα της Λάρισας κατέρρευσε")
    tab.fill("#f-lang", "el")
    tab.fill("#f-made", "τον Μάιο")
    tab.click("main button.main")
    assert "is not a date" in tab.inner_text("[role=alert]")
    assert tab.input_value("#f-text") == "Το φράγμα της Λάρισας κατέρρευσε"
    readable(tab, "a form with a fault", PHONE)
    tab.fill("#f-made", "2022-05")
    tab.fill("#f-wordings-1", "The dam has burst")
    tab.fill("#f-wordings-1-lang", "en")
    tab.click("main button.main")
    for colour in ("teal", "maroon"):
        tab.click("text=Add a picture")
        tab.set_input_files("#f-file", drawn(colour))
        tab.click("main button.main")
    assert tab.locator("#pictures-h ~ .gallery img").count() == 2
    _subject(tab)
    _region(tab)
    readable(tab, "the page of a case", LIGHT, DARK, PHONE)
    _searched_and_edited(tab)
    _merged_and_back(tab)


def _subject(tab: Any) -> None:
    tab.click("text=Add a person, body")
    tab.select_option("#f-kind", "body")
    tab.fill("#f-names-1", "The water board")
    tab.fill("#f-names-1-lang", "en")
    tab.click("main button.main")
    for field, value in (("founded", "1987~"), ("dissolved", "2014")):
        tab.click("#at-the-water-board ~ p a")
        tab.fill("#f-field", field)
        tab.fill("#f-value", value)
        tab.fill("#f-source", "the register of companies")
        tab.click("main button.main")
    bar = tab.locator(".periods tbody tr")
    assert bar.count() == 1
    assert bar.locator("rect.sure").count() == 1
    assert bar.locator("rect.open").count() == 2


def _region(tab: Any) -> None:
    """Drawn with the mouse, and put right by the keyboard."""
    tab.locator("text=Name a part of the picture").first.click()
    box = tab.locator("region-box .pic").bounding_box()
    tab.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.8, steps=4)
    tab.mouse.up()
    edges = [float(tab.input_value(f"#f-{name}")) for name in ("left", "top", "width", "height")]
    assert edges == pytest.approx([20, 30, 40, 50], abs=1)
    tab.focus("#f-left")
    tab.keyboard.press("Control+a")
    tab.keyboard.type("25")
    assert tab.locator("region-box .drawn").get_attribute("x") == "25"
    tab.fill("#f-name", "the spillway")
    readable(tab, "the page of a region", PHONE)
    tab.click("main button.main")
    assert "the spillway" in tab.inner_text(".legend")
    assert tab.locator(".outlined rect.edge").get_attribute("x") == "25.0"


def _searched_and_edited(tab: Any) -> None:
    tab.goto("/cases")
    tab.fill("#q", "ΛΑΡΙΣΑ ΦΡΑΓΜΑΤΑ")
    tab.click("main button.main")
    tab.click("text=Το φράγμα που δεν έσπασε")
    tab.locator("#claims-h ~ .claim a.change").click()
    tab.fill("#f-text", "Το φράγμα της Λάρισας άντεξε")
    tab.click("main button.main")
    assert "κατέρρευσε" not in tab.inner_text("#claims-h ~ .claim q")
    tab.locator("#history-h ~ ol a").first.click()
    assert "κατέρρευσε" in tab.inner_text(".diff.went")
    assert "άντεξε" in tab.inner_text(".diff.came")
    readable(tab, "a revision", DARK)
    tab.click("text=Revision before")
    assert "κατέρρευσε" in tab.inner_text("section[aria-labelledby=was-h] .claim q")
    tab.goto("/cases/story-dam")


def _merged_and_back(tab: Any) -> None:
    tab.click("text=Merge another case")
    tab.fill("#other", "flooded-street")
    tab.click("text=Show what would come")
    readable(tab, "what a merge would do", LIGHT)
    tab.click("button.main")
    assert tab.locator("#claims-h ~ .claim").count() > 1
    tab.goto("/cases/flooded-street")
    assert "merged into story-dam" in re.sub(r"\s+", " ", tab.inner_text("main"))
    readable(tab, "a case that was merged away", LIGHT)
    tab.click("text=Take the merge back")
    assert "merged into" not in tab.inner_text("main")
    tab.goto("/cases/story-dam")
    assert tab.locator("#claims-h ~ .claim").count() == 1
    tab.click("text=Split this case")
    readable(tab, "the form of a split", PHONE)
