"""Is the page one file that loads nothing, obeys nobody, and can be read by everybody?"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html

import report_values as values
from firsthand import render
from firsthand.errors import UsageError
from firsthand.record.cases import Appearance
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Region
from firsthand.record.when import parse
from firsthand.rendering.figures import source
from firsthand.rendering.words import LANGUAGES, words

EVERY = pytest.mark.parametrize("make", values.ALL.values(), ids=values.ALL.keys())


def page(shown: values.Shown, lang: str = "en") -> str:
    return render.to_html(shown.report, shown.reading, shown.leads, pictures=shown.pictures, lang=lang)


def tree(shown: values.Shown, lang: str = "en") -> html.HtmlElement:
    return html.document_fromstring(page(shown, lang))


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# One file, and nothing from outside acts


@EVERY
def test_the_policy_allows_this_style_and_nothing_else(make):
    written = page(make())
    css = re.search("<style>(.*?)</style>", written, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = html.document_fromstring(written).xpath("//meta[@http-equiv]/@content")[0]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


@EVERY
def test_nothing_is_loaded_and_nothing_runs(make):
    root = tree(make())
    assert root.xpath("//script | //link | //iframe | //object | //embed | //form | //base") == []
    assert len(root.xpath("//style")) == 1
    names = {name for element in root.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert all(src.startswith("data:image/") for src in root.xpath("//@src"))


@EVERY
def test_links_lead_to_the_web_or_to_this_page(make):
    root = tree(make())
    for link in root.xpath("//a[not(starts-with(@href, '#'))]"):
        assert re.match("https?://", link.get("href"))
        assert link.get("rel") == "noreferrer nofollow"
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in root.xpath("//a[starts-with(@href, '#')]/@href")} <= set(ids)


def test_hostile_words_are_words():
    written = page(values.hostile())
    root = html.document_fromstring(written)
    assert "<script>alert(1)</script>" in said(root)
    assert "{{ 7*7 }}" in said(root)
    assert "[U+202E]gnp.exe" in said(root)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert all(re.fullmatch("[a-z]{2}", lang) for lang in root.xpath("//@lang"))


def test_a_picture_that_is_neither_jpeg_nor_png_is_not_shown():
    shown = values.hostile()
    assert tree(shown).xpath("//img") == []
    assert source(values.OURS, shown.pictures) == ""
    assert source(values.OURS, {values.OURS: values.scene()}).startswith("data:image/jpeg;base64,")
    assert source(values.OURS, {values.OURS: b"\x89PNG\r\n\x1a\n..."}).startswith("data:image/png;base64,")


# What it says


def test_both_sides_and_the_source_of_each_line():
    shown = values.contradicted()
    root = tree(shown)
    rows = [[said(cell) for cell in row.xpath("th | td")] for row in root.xpath("//tbody/tr")]
    source_ = "the photographers, interview of 2022-10-04"
    assert rows == [
        ["Date", "2014 (passage 3)", "2012-05-01", f"{source_} (evidence 1)", "Contradicted"],
        ["Event", "διαδηλώνει κατά του Μαϊντάν (passage 1)", "mayday-2012", f"{source_} (evidence 3)", "Contradicted"],
        ["Place", "Ντονέτσκ (passage 2)", "Donetsk", f"{source_} (evidence 2)", "Supported"],
    ]


def test_the_passages_are_marked_in_the_caption_in_their_language():
    root = tree(values.contradicted())
    marks = root.xpath("//article[@id='tip']//mark")
    assert [mark.text for mark in marks] == ["διαδηλώνει κατά του Μαϊντάν", "Ντονέτσκ", "2014"]
    assert [said(sup) for sup in root.xpath("//mark/sup")] == ["passage 1", "passage 2", "passage 3"]
    assert marks[0].xpath("ancestor::*[@lang][1]/@lang") == ["el"]


def test_both_pictures_stand_side_by_side_under_frames_of_one_letter():
    figures = tree(values.contradicted()).xpath("//figure")
    assert [said(figure) for figure in figures] == [
        "A A the whole picture, mirrored cropped.jpg",
        "A A 52% of the picture on file may-day.jpg",
    ]
    frame = figures[1].xpath(".//polygon[contains(@class, 'frame')]")[0]
    assert frame.get("points") == "10,15 80,15 80,90 10,90"
    assert "52% of the picture on file" in figures[1].xpath(".//img/@alt")[0]


def test_each_picture_of_a_collage_has_its_letter_and_what_was_added_too():
    ours, first, second = tree(values.collage()).xpath("//figure")
    assert said(ours) == (
        "A B C D A 37% of the picture that came in, mirrored, rotated by about 4° "
        "B 50% of the picture that came in "
        "C words or signs that the picture on file does not show (lower left, 6% of the picture that came in) "
        "D one flat tone over what the picture on file shows (lower right, 2% of the picture that came in) cropped.jpg"
    )
    assert said(first) == "A A the whole picture may-day.jpg"
    assert said(second) == "B B 56% of the picture on file square.jpg"
    outline = ours.xpath(".//polygon[contains(@class, 'frame')]")[0]
    assert outline.get("points") == "6,4 49,10 45,95 2,90"
    assert len(ours.xpath(".//polygon[contains(@class, 'added')]")) == 2
    assert "C: words or signs" in ours.xpath(".//img/@alt")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_done_to_a_picture_is_said_in_the_readers_language(lang):
    root, catalogue = tree(values.collage(), lang), words(lang)
    heading = root.xpath("//article[@id='tip']//h4")[0]
    assert said(heading) == catalogue["made.heading"]
    lines = heading.xpath("following-sibling::ul[1]/li")
    assert catalogue["made.mirrored"] in [said(line) for line in lines]
    assert lines[0].xpath("ancestor-or-self::*[@lang][1]/@lang") == [lang]


def test_a_picture_that_was_not_given_is_a_labelled_box():
    root = tree(values.told_rightly())
    assert [said(box) for box in root.xpath("//*[@class='empty']")] == [
        "Picture not shown here: cropped.jpg",
        "Picture not shown here: may-day.jpg",
    ]


@pytest.mark.parametrize(
    ("make", "tone", "label", "why"),
    [
        (values.contradicted, "bad", "Contradicted", "red"),
        (values.known_false_claim, "bad", "Seen before: false", "a known lie is not good news"),
        (values.told_rightly, "warn", "Seen before: misleading", "nor is a picture that was misused"),
        (values.unrelated, "neutral", "Nothing known", "silence"),
        (values.broken, "warn", "Not checked", "a failure"),
    ],
)
def test_the_banner(make, tone, label, why):
    banner = tree(make()).xpath("//div[starts-with(@class, 'verdict')]")[0]
    assert banner.get("class") == f"verdict t-{tone}"
    assert said(banner.xpath("span")[0]) == label
    assert len(banner.xpath("h1")) == 1


def test_the_publishers_word_stands_verbatim_beside_the_desks():
    review = tree(values.contradicted()).xpath("//section[@class='case']/p")[0]
    assert said(review) == "Miscaptioned Misleading checked by The desk, 4 October 2022"


def test_failures_are_prominent_and_what_is_absent_takes_one_line():
    failed = said(tree(values.broken()).xpath("//section[@id='unchecked']")[0])
    assert "Could not be checked broken.jpg ends before its picture does (1,204 bytes). Known picture" in failed
    assert "Ask the sender for the file itself." in failed
    absent = tree(values.known_false_claim()).xpath("//section[@id='unchecked']/p")
    assert [said(line) for line in absent] == ["Not part of what came in: Known picture."]


def test_the_timeline_runs_from_the_earliest_to_this_tip_among_them():
    lines = [said(line) for line in tree(values.contradicted()).xpath("//section[@id='timeline']//li")]
    assert lines == [
        "1 May 2012 Picture on file: taken",
        "2 May 2012 Picture on file: seen",
        "10 September 2022 A page Проти Майдану, весна 2014 up",
        "10 September 2022 What came in now",
        "12 September 2022, 09:00 UTC A forum",
        "4 October 2022 Checked by The desk Miscaptioned",
    ]


@pytest.mark.parametrize(
    ("status", "published", "line"),
    [
        ("gone", None, "9 November 2026 Looked for again at A page, not seen gone"),
        (
            "removed by its publisher",
            None,
            "9 November 2026 Looked for again at A page, not seen removed by its publisher",
        ),
        ("changed", None, "9 November 2026 A page changed"),
        ("gone", parse("2022-09-10"), "10 September 2022 A page gone"),
        ("a word of the desk's own", None, "9 November 2026 A page a word of the desk's own"),
    ],
)
def test_a_look_that_saw_nothing_is_no_appearance(status, published, line):
    shown = values.contradicted()
    (case,) = shown.leads.cases
    look = Appearance("https://page.example/1", published, parse("2026-11-09"), "A page", status=status)
    shown = replace(shown, leads=replace(shown.leads, cases=(replace(case, appearances=(look,)),)))
    assert line in [said(one) for one in tree(shown).xpath("//section[@id='timeline']//li")]


def test_each_match_names_what_a_decision_takes():
    assert tree(values.contradicted()).xpath("//p/code/text()") == [f"picture:{values.OURS}"]


def test_without_a_case_there_is_no_timeline_and_no_second_column():
    root = tree(values.unrelated())
    assert root.xpath("//section[@id='timeline']") == []
    assert len(root.xpath("//article")) == 1


@EVERY
def test_the_foot_says_who_made_it_and_that_nobody_signed(make):
    foot = said(tree(make()).xpath("//footer")[0])
    assert "Not signed yet." in foot
    assert "Made 2026-11-03 18:42 UTC · Firsthand 0.1.0 · settings 0123456789abcdef" in foot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_interface_words_come_in_four_languages_and_english_sentences_are_tagged(lang):
    root = tree(values.contradicted(), lang)
    assert root.get("lang") == lang
    assert said(root.xpath("//h2")[0]) == words(lang)["tip.heading"]
    assert root.xpath("//h1")[0].xpath("ancestor-or-self::*[@lang][1]/@lang") == ["en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_possible_matches_and_notes_are_headed_in_the_readers_language(lang):
    shown = values.known_false_claim()
    (finding,) = [one for one in shown.report.findings if one.match]
    possible = replace(finding, outcome=Outcome.UNRESOLVED)
    other = replace(possible, match=replace(finding.match, item="other/c", probability=0.5))
    report = replace(shown.report, findings=(possible, other), notes=("No sentence model is in use.",))
    whole, catalogue = said(tree(replace(shown, report=report), lang)), words(lang)
    for key in ("match.heading-possible", "match.none-sure", "notes.heading"):
        assert catalogue[key] in whole
    assert catalogue["match.heading"] not in whole
    assert "No sentence model is in use." in whole


def test_a_language_without_words_is_refused():
    with pytest.raises(UsageError, match="'tlh'"):
        page(values.unrelated(), "tlh")


def test_a_region_outside_the_picture_is_cut_to_it():
    root = tree(values.Shown(**{**_parts(values.hostile()), "pictures": {values.THEIRS: values.scene()}}))
    frame = root.xpath("//article[2]//polygon[contains(@class, 'frame')]")[0]
    assert Region(-1, 0.2, 7, 0.4).left < 0
    assert frame.get("points") == "0,20 100,20 100,40 0,40"


def _parts(shown: values.Shown) -> dict[str, object]:
    return {"report": shown.report, "reading": shown.reading, "leads": shown.leads}


# In a browser


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page as a file; what it complains of or asks for is collected."""
    tabs = []

    def open_page(shown, *, width=1280, scheme="light", lang="en"):
        place = tmp_path / f"{len(tabs)}.html"
        place.write_text(page(shown, lang), "utf-8")
        tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        tab.complaints, tab.asked = [], []
        tab.on("console", lambda message: tab.complaints.append(message.text))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.goto(place.as_uri())
        tabs.append(tab)
        return tab

    yield open_page
    for tab in tabs:
        tab.close()


LOOKS = [(make, *look) for make in values.ALL.values() for look in ((1280, "light"), (360, "dark"))]
LOOKS += [(make, *look) for make in (values.contradicted, values.collage) for look in ((1280, "dark"), (360, "light"))]


@pytest.mark.parametrize(("make", "width", "scheme"), LOOKS)
def test_the_page_can_be_read_by_everybody(opened, make, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    tab = opened(make(), width=width, scheme=scheme)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(tab, options={"runOnly": tags})
    assert found.violations_count == 0, found.generate_report()
    assert {"color-contrast", "valid-lang", "link-name"} & {rule["id"] for rule in found.response["passes"]}
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@EVERY
def test_the_browser_has_no_complaint_and_asks_for_nothing(opened, make):
    tab = opened(make())
    assert tab.complaints == []
    assert [url for url in tab.asked if not url.startswith(("file:", "data:"))] == []
    assert tab.evaluate("getComputedStyle(document.querySelector('.card')).borderTopLeftRadius") != "0px"


def test_light_and_dark_follow_the_reader(opened):
    colours = [
        opened(values.unrelated(), scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert len(set(colours)) == 2


def test_the_keyboard_reaches_every_link_and_first_the_way_past_the_head(opened):
    tab = opened(values.contradicted())
    reached = []
    for _ in range(tab.locator("a").count()):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.getAttribute('href')"))
    assert reached == tab.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert reached[0] == "#main"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_overflows_a_phone(opened, lang):
    assert opened(values.contradicted(), width=320, lang=lang).evaluate("document.documentElement.scrollWidth") <= 320
