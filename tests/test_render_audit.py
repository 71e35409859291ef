"""Does the face of an audit say what the figures say, load nothing, obey nobody, and can everybody read it?"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import audit_values as values
from firsthand import render
from firsthand.checks.sourcing_says import Says
from firsthand.errors import UsageError
from firsthand.matching.folding import digest
from firsthand.record.attributions import Attribution, Interview, Participant, SelfTold, Speech, Turn
from firsthand.record.audit_reports import AuditReport, World, place_of
from firsthand.record.audits import Held, Refusal, Sentence, Unit
from firsthand.record.entries import Entry
from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Audited, Basis, Ground, Tier, Voice, VoiceKind
from firsthand.rendering import audit_articles, audit_map
from firsthand.rendering.audit_marking import Part, marks, pieces, places_of
from firsthand.rendering.audit_places import Spot, spots
from firsthand.rendering.audit_plain import COLUMNS, harmless
from firsthand.rendering.audit_words import SIGNS, percent, said, span
from firsthand.rendering.words import LANGUAGES, words

Make = Callable[[], AuditReport]
EVERY = pytest.mark.parametrize("make", values.ALL.values(), ids=values.ALL.keys())


def tree(report: AuditReport, lang: str = "en") -> Any:
    return html.document_fromstring(render.audit_html(report, lang=lang))


def told(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows(root: Any, section: str) -> list[str]:
    """The lines of the table in a section, their cells with a blank between."""
    lines = root.xpath(f"//section[@id='{section}']//tbody/tr")
    return [" ".join(told(cell) for cell in line.xpath("./th | ./td")).strip() for line in lines]


# One file, and nothing from outside acts


@EVERY
def test_the_policy_allows_this_style_and_nothing_else(make: Make) -> None:
    written = render.audit_html(make())
    found = re.search("<style>(.*?)</style>", written, re.S)
    assert found
    hashed = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    policy = html.document_fromstring(written).xpath("//meta[@http-equiv]/@content")[0]
    assert f"style-src 'sha256-{hashed}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy


@EVERY
def test_nothing_is_loaded_and_nothing_runs(make: Make) -> None:
    root = tree(make())
    assert root.xpath("//script | //link | //iframe | //object | //embed | //form | //base | //img") == []
    names = {name for element in root.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src", "xlink:href")}


@EVERY
def test_links_lead_to_the_web_or_to_this_page(make: Make) -> None:
    root = tree(make())
    for link in root.xpath("//a[not(starts-with(@href, '#'))]"):
        assert re.match("https?://", link.get("href"))
        assert link.get("rel") == "noreferrer nofollow"
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in root.xpath("//a[starts-with(@href, '#')]/@href")} <= set(ids)


def test_hostile_words_are_words() -> None:
    written = render.audit_html(values.hostile())
    root = html.document_fromstring(written)
    assert "<script>alert(1)</script>" in told(root)
    assert "{{ 7*7 }}" in told(root)
    assert "[U+202E]gnp.exe" in told(root)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert all(re.fullmatch("[a-z]{2}", lang) for lang in root.xpath("//@lang"))
    terminal = render.audit_text(values.hostile(), colour=False, width=80)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", terminal)
    assert not re.search("[\x1b\u202e]", render.audit_json(values.hostile()))


# The marks in the text


def test_who_says_what_by_which_words_is_marked_in_the_text() -> None:
    root = tree(values.one())
    body = root.xpath("//p[contains(@class, 'body')]")[0]
    assert [told(mark) for mark in body.xpath("./mark")] == [
        "“We clear the snow ourselves,”", "that nobody had come", "the winter will be long", "“Nobody told us,”"
    ]  # fmt: skip
    assert [told(who) for who in body.xpath("./span[@class='who']")] == [
        "Olha Vyhadana", "She", "Brian Madeup", "a passer-by"
    ]  # fmt: skip
    assert [told(cue) for cue in body.xpath("./span[@class='cue']")] == ["said", "added", "According to"]
    assert [told(sup) for sup in body.xpath("./sup")] == ["voice 1", "voice 1", "voice 2", "voice 3"]


def test_pieces_without_gaps_are_the_text() -> None:
    found = pieces(values.article(), whole=True)
    assert "".join(piece.text for piece in found) == values.TEXT


def test_the_list_of_voices_leads_into_the_text_and_back() -> None:
    root = tree(values.one())
    first = root.xpath("//ol[@class='voices']/li")[0]
    assert first.xpath(".//p[1]//a/@href") == ["#a1-q1", "#a1-q2"]
    assert root.xpath("//sup/a/@href")[0] == f"#{first.get('id')}"


def test_a_long_text_is_shortened_between_its_marks_at_the_ends_of_words() -> None:
    text = "nothing happened here. " * 100 + values.TEXT + " nothing happened here." * 100
    long = values.article(
        text=text, text_sha256=digest(text), attributions=values.attributions(text), voices=values.voices(text)
    )
    found = pieces(long)
    assert sum(len(piece.text) for piece in found) < 2 * len(values.TEXT) + 600
    assert [piece.gap for piece in found].count(True) == 2
    assert found[0].text.split()[0] in ("nothing", "happened", "here.")
    assert found[-2].text.split()[-1] in ("nothing", "happened", "here.")
    assert "".join(piece.text for piece in pieces(long, whole=True)) == text


def test_marks_that_lie_in_each_other_or_overlap_keep_the_text() -> None:
    text = "“One “two three” four,” he said and she said."
    parts = ((0, 24), (5, 16), (10, 30), (24, 31))
    content = tuple(Passage(digest(text), start, end, text[start:end]) for start, end in parts)
    said_ = tuple(Attribution((one,), Speech.DIRECT, one, None, "", "x") for one in content)
    voice = Voice("He", VoiceKind.PERSON, Basis.UNKNOWN, attributions=(0, 1, 2), quotations=3.0)
    held = values.article(text=text, text_sha256=digest(text), attributions=said_, voices=(voice,))
    assert "".join(piece.text for piece in pieces(held)) == text
    assert told(tree(values.report((held,))).xpath("//p[contains(@class, 'body')]")[0]).startswith("“One")
    assert set(places_of(held)) == {1}


def test_a_passage_that_does_not_stand_in_the_text_is_not_marked() -> None:
    wrong = Attribution((Passage("0" * 64, 3, 9, "elsewhere"),), Speech.DIRECT, None, None, "", "x")
    assert marks(values.article(attributions=(wrong,))) == ()


def test_what_is_quoted_to_be_refuted_and_what_nobody_says_is_marked_so() -> None:
    first, second = values.attributions()[:2]
    held = values.article(
        attributions=(replace(first, refuted=True), replace(second, speaker=-1)), voices=values.voices()[2:3]
    )
    held = replace(held, voices=(replace(held.voices[0], attributions=()),))
    found = {
        mark.passage.exact: (mark.part, mark.voices) for mark in marks(held) if mark.part in (Part.SAID, Part.REFUTED)
    }
    assert found[first.content[0].exact] == (Part.REFUTED, ())
    assert found[second.content[0].exact] == (Part.SAID, ())
    assert "nobody knows who speaks" in told(tree(values.report((held,))).xpath("//sup")[0])


def test_the_turns_of_an_interview_are_marked_and_what_is_told_of_oneself_is_proposed() -> None:
    text = "Anna: I live in Donetsk.\nThe Post: Why?\n" + values.TEXT
    label, answer = Passage(digest(text), 0, 5, "Anna:"), Passage(digest(text), 6, 24, "I live in Donetsk.")
    entry = Entry("anna", "based-in", "Donetsk", "Anna", words=answer.exact)
    interview = Interview(
        (Participant("Anna", "Anna:", label),),
        (Turn((0,), (answer,), label),),
        None,
        (SelfTold("Anna", entry, answer),),
    )
    voice = Voice("Anna", VoiceKind.PARTICIPANT, Basis.UNKNOWN, turns=(0,), quotations=1.0, words=4.0)
    held = values.article(text=text, text_sha256=digest(text), attributions=(), interview=interview, voices=(voice,))
    root = tree(values.report((held,)))
    assert [told(mark) for mark in root.xpath("//p[contains(@class, 'body')]/mark")] == ["I live in Donetsk."]
    assert "Anna: Based in Donetsk I live in Donetsk." in told(root)


# The figures


def without_measured(said: str) -> str:
    """Without how well the reader of voices does, which is a share of other articles."""
    return re.sub(
        r"\d+\s%\s+of\s+what\s+(?:it\s+finds|is\s+there)|with\s+the\s+speaker\s+\d+\s%|(?<=English)(?:\d+ %)+", "", said
    )


def test_of_one_article_there_is_no_share() -> None:
    root = tree(values.one())
    assert "%" not in without_measured(told(root.xpath("//main")[0]))
    assert root.xpath("//svg[contains(@class, 'bar')]") == []
    assert "%" not in without_measured(render.audit_text(values.one(), colour=False, width=80))


def test_of_few_articles_there_is_no_share_and_it_is_said_why() -> None:
    root = tree(values.few())
    assert "With fewer than 10 articles" in told(root.xpath("//section[@id='shares']")[0])
    assert root.xpath("//svg[contains(@class, 'bar')]") == []
    assert not re.search(r"\d %", without_measured(told(root.xpath("//main")[0])))
    assert not re.search(r"\d %", without_measured(render.audit_text(values.few(), colour=False, width=80)))


def test_bars_and_tables_say_what_the_audit_says() -> None:
    report = values.many()
    root = tree(report)
    bars_ = root.xpath("//section[@id='shares']//svg[@class='bar']")
    assert len(bars_) == len(Unit)
    local = report.audit.share("there-or-from-there", Unit.QUOTATION)
    unknown = report.audit.share("unknown", Unit.QUOTATION)
    assert local
    assert unknown
    assert local.interval
    rows = [
        [told(cell) for cell in row.xpath("./th | ./td")] for row in root.xpath("//div[@class='bar-row'][3]//tbody/tr")
    ]
    assert ["●◐ there or from there", "24", percent(local.share), span(local.bounds), span(local.interval)] in rows
    widths = [float(rect.get("width").rstrip("%")) for rect in bars_[2].xpath("./rect[contains(@class, 'part')]")]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    hatched = bars_[2].xpath("./rect[contains(@class, 'p-unknown')]")[0]
    assert float(hatched.get("width").rstrip("%")) == pytest.approx(100 * unknown.share, abs=0.01)
    bound = bars_[2].xpath("./line[@class='bound']")[0]
    assert float(bound.get("x1").rstrip("%")) == pytest.approx(100 * local.bounds[0], abs=0.01)
    assert float(bound.get("x2").rstrip("%")) == pytest.approx(100 * local.bounds[1], abs=0.01)


def test_every_basis_has_a_sign_and_a_pattern_of_its_own() -> None:
    assert len(set(SIGNS.values())) == len(Basis)
    css = render.audit_html(values.many())
    assert all(f".p-{basis.value}{{fill:" in css for basis in Basis)


def test_what_was_not_audited_is_named_with_its_reason() -> None:
    lines = rows(tree(values.many()), "left-out")
    assert [line.split()[0] for line in lines] == ["broken.gz", "polish.html", "stub.html", "copy.html"]
    assert "The gzip file ends in the middle." in lines[0]
    assert "a copy of another article" in lines[3]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_of_an_audit_has_words_in_every_language(lang: str) -> None:
    catalogue = words(lang)
    for kind in (Basis, VoiceKind, Audited, Unit):
        group = {Basis: "basis", VoiceKind: "voice", Audited: "audited", Unit: "unit"}[kind]
        assert all(f"{group}.{one.value}" in catalogue for one in kind), group
    assert all(f"tier.{tier.name.lower().replace('_', '-')}" in catalogue for tier in Tier)
    assert all(f"held.{one.value}" in catalogue for one in Held)
    assert all(f"says.{key.value}" in catalogue for key in Says)
    for make in values.ALL.values():
        report = make()
        for sentence in (*report.audit.sentences, *(item.question for item in report.queue)):
            assert "{" not in said(sentence, catalogue, lang).replace("{{ 7*7 }}", "")


def test_a_sentence_that_no_catalogue_knows_is_shown_as_it_is() -> None:
    assert said(Sentence("new", (("count", 3),)), words("en"), "en") == "new: count 3"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_interface_words_come_in_four_languages(lang: str) -> None:
    root, catalogue = tree(values.many(), lang), words(lang)
    assert root.get("lang") == lang
    shown = told(root)
    for key in ("audit.shares", "audit.places", "audit.queue", "audit.left-out", "audit.footer"):
        assert catalogue[key] in shown
    assert catalogue["audit.left-out"].upper() in render.audit_text(values.many(), colour=False, width=80, lang=lang)


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match="'tlh'"):
        render.audit_html(values.one(), lang="tlh")


def test_why_two_outlets_are_not_compared_is_said() -> None:
    reason = Sentence("outlets-too-few", (("fewest", 3), ("least", 50), ("one", "A"), ("other", "B")))
    root = tree(replace(values.many(), compared=Refusal(reason)))
    assert "A and B are not compared" in told(root)


@pytest.mark.parametrize(
    ("share", "words_"),
    [(0.0, "0 %"), (0.004, "< 1 %"), (0.5, "50 %"), (0.996, "> 99 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_none_or_all(share: float, words_: str) -> None:
    assert percent(share) == words_


# The map


def spot(name: str, lat: float, lon: float, voices: int = 1) -> Spot:
    return Spot(name, name, (lat, lon), True, voices, 1.0, {Basis.THERE: voices})


def test_places_are_counted_with_the_unknown_apart() -> None:
    found, unplaced = spots(values.many().articles, values.WORLD)
    assert [(one.name, one.voices) for one in found] == [("London, United Kingdom", 36), ("Donetsk, Ukraine", 12)]
    assert unplaced == 36


def test_the_table_beside_the_map_says_the_same() -> None:
    root = tree(values.many())
    lines = rows(root, "places")
    assert lines == [
        "London, United Kingdom 36 36 △ another country 36",
        "Donetsk, Ukraine 12 24 ● there 12",
        "Place not known 36",
    ]
    titles = [told(title) for title in root.xpath("//svg[@class='map']//title")]
    assert sorted(titles) == ["Donetsk, Ukraine: 12", "London, United Kingdom: 36"]


def test_a_country_is_drawn_at_its_middle_as_somewhere_in_it() -> None:
    ground = Ground("there", (values.SOMEWHERE,), Tier.SEAT, None)
    voice = Voice("A ministry", VoiceKind.OFFICIAL, Basis.UNKNOWN, (ground,), quotations=1.0, country="UA")
    (one,), unplaced = spots((values.article(voices=(voice,)),), values.WORLD)
    assert (one.at, one.exact, unplaced) == ((48.4, 31.8), False, 0)
    view = audit_map.draw((one,), None, values.WORLD)
    assert view
    assert not view.circles[0].exact


@pytest.mark.parametrize(
    ("grounds", "basis", "key", "why"),
    [
        ((("there", "DONETSK", Tier.ROLE, True),), Basis.THERE, "geo:709717", "a role"),
        (
            (("from", "DONETSK", Tier.DEMONYM, True), ("there", "KYIV", Tier.ROLE, False)),
            Basis.FROM_THERE, "geo:703448", "where it is comes first",
        ),
        ((("there", "KYIV", Tier.PROPOSAL, False),), Basis.UNKNOWN, None, "nobody accepted it"),
        ((("there", "LONDON", Tier.ROLE, False), ("there", "DONETSK", Tier.ROLE, True)), Basis.UNKNOWN, None, "they disagree"),
        ((), Basis.UNKNOWN, None, "nothing said"),
    ],
)  # fmt: skip
def test_a_voice_stands_where_its_best_ground_says(grounds: Any, basis: Basis, key: str | None, why: str) -> None:
    held = tuple(Ground(question, (getattr(values, name),), tier, fits) for question, name, tier, fits in grounds)
    place = place_of(Voice("x", VoiceKind.PERSON, basis, held))
    assert (place.key if place else None) == key, why


def test_homonyms_that_nothing_settles_stand_nowhere() -> None:
    ground = Ground("there", (values.DONETSK, values.LONDON), Tier.ROLE, None)
    assert place_of(Voice("x", VoiceKind.PERSON, Basis.UNKNOWN, (ground,))) is None


def test_near_places_get_a_near_map_and_far_ones_the_world() -> None:
    near = audit_map.draw((spot("a", 48, 37), spot("b", 50, 30)), None, values.WORLD)
    far = audit_map.draw((spot("a", 48, 37), spot("b", -33, 151), spot("c", 40, -74)), None, values.WORLD)
    assert near
    assert far
    assert near.dot > far.dot
    for view in (near, far):
        assert all(0 <= c.x <= view.width and 0 <= c.y <= view.height for c in view.circles)
    assert audit_map.draw((), None, values.WORLD) is None
    assert audit_map.draw((spot("pole", 89.9, 0),), (-89.9, 179.9), World()) is not None


def test_labels_lie_upon_no_other_and_upon_no_circle() -> None:
    view = audit_map.draw(
        tuple(spot(f"Town {n}", 48 + n % 5, 30 + n // 5, 1 + n) for n in range(25)), None, values.WORLD
    )
    assert view
    boxes = [
        (c.label_x if c.anchor == "start" else c.label_x - 9.8 * len(c.label), c.label_y - 15, 9.8 * len(c.label))
        for c in view.circles
        if c.label
    ]
    assert boxes
    for place, (x, y, wide) in enumerate(boxes):
        assert x >= 0
        assert x + wide <= view.width
        assert not any(
            abs(y - other[1]) < 19 and x < other[0] + other[2] and other[0] < x + wide for other in boxes[place + 1 :]
        )


# For programs


def test_json_holds_each_voice_with_its_grounds_and_no_text() -> None:
    held = json.loads(render.audit_json(values.one()))
    assert held["version"] == held["audit"]["version"] == 1
    (article,) = held["articles"]
    assert values.TEXT not in json.dumps(held)
    first = article["voices"][0]
    assert (first["basis"], first["kind"], first["grounds"][0]["tier"]) == ("there", "resident", "role")
    words_ = first["grounds"][0]["words"]
    assert values.TEXT[words_["start"] : words_["end"]] == words_["exact"] == "a resident of Donetsk"
    assert article["attributions"][1]["inferred"] == "pronoun"
    assert "\n" not in render.audit_json(values.hostile())


def test_csv_has_a_line_for_each_voice_and_for_what_has_none() -> None:
    rows = list(csv.DictReader(io.StringIO(render.audit_csv(values.many()), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert sum(bool(row["voice"]) for row in rows) == len(values.many().audit.voices)
    assert {row["state"] for row in rows} == {state.value for state in Audited}
    assert (rows[0]["voice"], rows[0]["basis"], rows[0]["place"]) == ("Olha Vyhadana", "there", "Donetsk, Ukraine")
    assert rows[0]["said"] == "“We clear the snow ourselves,” … that nobody had come"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|x", "%x", "=\0"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert "\0" not in harmless(cell)


def test_hostile_cells_are_guarded() -> None:
    rows = list(csv.reader(io.StringIO(render.audit_csv(values.hostile()), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert harmless("half \ud800 letter") == "half ? letter"
    assert harmless("Olha") == "Olha"


# In a terminal


def test_the_terminal_lists_the_voices_of_one_article() -> None:
    shown = " ".join(render.audit_text(values.one(), colour=False, width=80).split())
    assert "● Olha Vyhadana: there (resident; quotations 2, words 9)" in shown
    assert "Is it there? Yes (Donetsk, Ukraine) – the text calls it so: a resident of Donetsk" in shown
    assert "Where a voice speaks from says nothing of whether it is right." in shown


@EVERY
@pytest.mark.parametrize("width", [40, 100])
def test_no_line_is_wider_than_the_terminal(make: Make, width: int) -> None:
    assert max(len(line) for line in render.audit_text(make(), colour=False, width=width).splitlines()) <= width


# Much


def test_a_big_audit_shows_some_texts_and_names_the_rest() -> None:
    held = tuple(values.article(f"{n:04}.html", title=f"Article {n}") for n in range(1_300))
    written = render.audit_html(values.report(held))
    assert len(written) < 5_000_000
    root = html.document_fromstring(written)
    assert len(root.xpath("//details[@class='article']")) == audit_articles.SHOWN
    assert "Further articles, not listed: 250" in told(root)


def test_long_texts_are_shown_up_to_a_limit() -> None:
    text = values.TEXT + "“x” said. " * 30_000
    each = values.article(
        text=text, text_sha256=digest(text), attributions=values.attributions(text), voices=values.voices(text)
    )
    assert len(render.audit_html(values.report((each,)))) < 200_000
    whole = [Attribution((Passage(digest(text), 0, len(text), text),), Speech.DIRECT, None, None, "", "x")]
    whole_voice = replace(values.voices(text)[2], attributions=(0,))
    wide = replace(each, attributions=tuple(whole), voices=(whole_voice,))
    views, rest = audit_articles.shown([wide] * 20, words("en"), "en")
    assert sum(len(piece.text) for view in views for piece in view.pieces) <= audit_articles.TEXTS
    assert len(views) + len(rest) == 20
    assert rest


def test_a_text_of_quotations_without_end_does_not_swell_the_page() -> None:
    text = "“x” said. " * 20_000
    said_ = tuple(
        Attribution((Passage(digest(text), 10 * n, 10 * n + 3, "“x”"),), Speech.DIRECT, None, None, "", "x", n)
        for n in range(20_000)
    )
    each = [replace(values.voices()[2], name=f"Voice {n}", attributions=(n,)) for n in range(500)]
    every = replace(values.voices()[2], name="Everybody", attributions=tuple(range(20_000)))
    held = values.article(text=text, text_sha256=digest(text), attributions=said_, voices=(every, *each))
    written = render.audit_html(values.report((held,)))
    assert len(written) < 1_000_000
    root = html.document_fromstring(written)
    ids = set(root.xpath("//@id"))
    assert {href[1:] for href in root.xpath("//a[starts-with(@href, '#')]/@href")} <= ids
    assert "Further lines, not shown: 301" in told(root)


def test_a_command_files_the_answer_for_named_voices_alone() -> None:
    unknown = replace(values.voices()[2], name="Ivan O'Vyhadanyi; rm -rf /", named=True)
    root = tree(values.report((values.article(voices=(unknown,)),)))
    (command,) = root.xpath("//section[@id='queue']//pre")
    assert command.text == "firsthand voice 'Ivan O'\"'\"'Vyhadanyi; rm -rf /' --based-in PLACE --source SOURCE"
    bare = tree(values.report((values.article(voices=values.voices()[2:]),)))
    assert bare.xpath("//section[@id='queue']//pre") == []


def test_the_exit_status() -> None:
    assert values.one().exit_status == 0
    assert values.many().exit_status == 3, "an article could not be read"
    assert values.report((ArticleVoices("a", Audited.TOO_SHORT),)).exit_status == 3


# In a browser


LOOKS = [(make, width, scheme) for make in values.ALL.values() for width, scheme in ((1280, "light"), (390, "dark"))]
LOOKS += [(values.many, 1280, "dark"), (values.many, 390, "light")]


@pytest.mark.parametrize(("make", "width", "scheme"), LOOKS)
def test_the_page_can_be_read_by_everybody(browser: Any, tmp_path: Path, make: Make, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    place = tmp_path / "audit.html"
    place.write_text(render.audit_html(make()), "utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(place.as_uri())
    for closed in tab.query_selector_all("details"):
        closed.evaluate("element => { element.open = true }")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(tab, options={"runOnly": tags})
    assert found.violations_count == 0, found.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    assert [url for url in asked if not url.startswith("file:")] == []
    tab.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_language_overflows_a_phone(browser: Any, tmp_path: Path, lang: str) -> None:
    place = tmp_path / "audit.html"
    place.write_text(render.audit_html(values.many(), lang=lang), "utf-8")
    tab = browser.new_page(viewport={"width": 320, "height": 800})
    tab.goto(place.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.close()


def test_the_keyboard_reaches_articles_map_and_links(browser: Any, tmp_path: Path) -> None:
    place = tmp_path / "audit.html"
    place.write_text(render.audit_html(values.many()), "utf-8")
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(place.as_uri())
    reached = []
    for _ in range(30):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.tagName + ' ' + document.activeElement.className"))
    assert reached[0] == "A skip"
    assert "DIV map-box" in reached
    assert "SUMMARY " in reached
    tab.close()
