"""Does the main job run, end to end, on the demo's casebook?"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from firsthand import api, render
from firsthand.demo.scene import jpeg
from firsthand.demo.tips import DemoTip
from firsthand.record.findings import Report, Why
from firsthand.record.outcome import Outcome

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED


def outcomes(report: Report) -> dict[str, set[Outcome]]:
    return {code: {f.outcome for f in report.by_code(code)} for code in {f.code for f in report.findings}}


def checked(desk: api.Desk, tip: DemoTip) -> Report:
    return desk.check(**tip.fields)


def test_the_cropped_picture_is_known_and_its_caption_contradicted(
    demo_desk: api.Desk, demo_tips: dict[str, DemoTip]
) -> None:
    report = checked(demo_desk, demo_tips["cropped"])
    found = outcomes(report)
    assert found["known-picture"] == {S}
    assert (found["caption-date"], found["caption-event"], found["caption-place"]) == ({C}, {C}, {S})
    assert report.exit_status == 1
    (known,) = report.by_code("known-picture")
    assert known.case == "may-day-2012"
    assert known.match is not None
    assert known.match.probability >= 0.9
    assert known.match.reasons
    for code in ("caption-date", "caption-place", "caption-event"):
        for finding in report.by_code(code):
            assert finding.compared
            assert all(row.source for row in finding.compared), f"{code} names no source"
    sources = {row.source for row in report.by_code("caption-date")[0].compared}
    assert "the photographers, interview of 2022-10-04" in sources


@pytest.mark.parametrize(
    "box", [(0, 0, 0.8, 1), (0.1, 0.1, 0.9, 0.9), (0.2, 0, 1, 1), (0.17, 0, 0.83, 1), (0.05, 0.15, 1, 0.95)]
)
@pytest.mark.parametrize("quality", [50, 85])
def test_other_crops_are_known_too(
    demo_desk: api.Desk, demo_folder: Path, tmp_path: Path, box: tuple[float, ...], quality: int
) -> None:
    with Image.open(demo_folder / "casefiles" / "may-day.jpg") as original:
        w, h = original.size
        part = original.crop((round(box[0] * w), round(box[1] * h), round(box[2] * w), round(box[3] * h)))
        (tmp_path / "crop.jpg").write_bytes(jpeg(part, quality))
    (known,) = demo_desk.check(picture=str(tmp_path / "crop.jpg")).by_code("known-picture")
    assert (known.outcome, known.case) == (S, "may-day-2012")


def test_the_claim_in_other_words_is_recognised(demo_desk: api.Desk, demo_tips: dict[str, DemoTip]) -> None:
    report = checked(demo_desk, demo_tips["other-words"])
    (known,) = report.by_code("known-claim")
    assert (known.outcome, known.case) == (S, "may-day-2012")
    assert report.exit_status == 0


def test_what_is_rightly_told_is_supported(demo_desk: api.Desk, demo_tips: dict[str, DemoTip]) -> None:
    report = checked(demo_desk, demo_tips["rightly-told"])
    found = outcomes(report)
    for code in ("known-picture", "caption-date", "caption-place", "caption-event"):
        assert found[code] == {S}, code
    assert report.exit_status == 0


def test_an_unrelated_picture_stays_silent(demo_desk: api.Desk, demo_tips: dict[str, DemoTip]) -> None:
    report = checked(demo_desk, demo_tips["unrelated"])
    assert {finding.outcome for finding in report.findings} == {U}
    assert report.exit_status == 0


def test_a_lapsed_link_is_named_with_both_times(demo_desk: api.Desk, demo_tips: dict[str, DemoTip]) -> None:
    report = checked(demo_desk, demo_tips["lapsed-link"])
    (standing,) = report.by_code("standing")
    assert standing.outcome is C
    assert any("1998" in row.held and row.source == "minutes of the congress of 1998" for row in standing.compared)
    assert report.exit_status == 1


def test_a_broken_file_is_neither_yes_nor_no(demo_desk: api.Desk, demo_tips: dict[str, DemoTip]) -> None:
    report = checked(demo_desk, demo_tips["broken"])
    assert not [f for f in report.findings if f.outcome in (C, S)]
    assert any(gap.code == "known-picture" and gap.why is Why.FAILED for gap in report.not_checked)
    assert report.exit_status == 3


def test_a_report_is_computed_again_from_two_json_files(demo_desk: api.Desk, demo_tips: dict[str, DemoTip]) -> None:
    import msgspec

    done = demo_desk.examine(api.make_tip(**demo_tips["cropped"].fields))
    reading = msgspec.json.decode(msgspec.json.encode(done.reading), type=type(done.reading))
    leads = msgspec.json.decode(msgspec.json.encode(done.leads), type=type(done.leads))
    again = api.judge(done.report.tip, done.report.capture, reading, leads, made_at=done.report.made_at)
    assert again == done.report


def test_the_page_and_the_text_are_made(demo_desk: api.Desk, demo_tips: dict[str, DemoTip]) -> None:
    for tip in demo_tips.values():
        done = demo_desk.examine(api.make_tip(**tip.fields))
        assert "<script" not in demo_desk.page(done)
        assert "\x1b" not in render.to_text(done.report, done.reading, done.leads, colour=False, width=80)


def test_a_decision_sets_a_lead_aside_for_good(
    demo_folder: Path, demo_tips: dict[str, DemoTip], tmp_path: Path
) -> None:
    import shutil

    shutil.copytree(demo_folder / "casebook", tmp_path / "copy")
    with api.open(tmp_path / "copy") as desk:
        match = checked(desk, demo_tips["other-words"]).by_code("known-claim")[0].match
        assert match is not None
        desk.decide(match.tip, match.item, "no", who="an editor", why="another march")
        (after,) = checked(desk, demo_tips["other-words"]).by_code("known-claim")
        assert after.outcome is U
        assert "an editor" in after.hint
        desk.decide(match.tip, match.item, "withdrawn", who="an editor")
        assert checked(desk, demo_tips["other-words"]).by_code("known-claim")[0].outcome is S


@pytest.mark.parametrize(
    ("caption", "why"),
    [
        ("Donetsk, 2014", "in no language more than in another"),
        ("Донецк, апрель 2014", "Russian by its month"),
        ("Донецьк, квітень 2014", "Ukrainian by its month"),
        ("Ντονέτσκ, Απρίλιος 2014", "Greek by its letters"),
    ],
)
def test_a_short_caption_is_read_without_being_told_its_language(
    demo_desk: api.Desk, demo_tips: dict[str, DemoTip], caption: str, why: str
) -> None:
    picture = demo_tips["cropped"].fields["picture"]
    found = outcomes(demo_desk.check(picture=picture, caption=caption, published="2022-09-10"))
    assert (found["caption-date"], found["caption-place"]) == ({C}, {S}), why


def test_a_lapsed_link_names_both_periods_and_both_sources_wherever_it_is_read(
    demo_desk: api.Desk, demo_tips: dict[str, DemoTip]
) -> None:
    done = demo_desk.examine(api.make_tip(**demo_tips["lapsed-link"].fields))
    terminal = " ".join(render.to_text(done.report, done.reading, done.leads, colour=False, width=80).split())
    page = " ".join(re.sub(r"<[^>]+>", " ", html.unescape(demo_desk.page(done))).split())
    findings = json.loads(render.to_json(done.report))["findings"]
    (headline,) = (found["headline"] for found in findings if found["code"] == "standing")
    for form in (terminal, page, headline):
        for words in (
            "on 12 April 2014",
            "from 1994 until 1998 according to minutes of the congress of 1998",
            "from 1994 until 1998-11 according to his letter of resignation, November 1998",
        ):
            assert words in form
    rows = done.report.by_code("standing")[0].compared
    assert all("on 12 April 2014 (published on 13 April 2014)" in row.said for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "Pavlo Vyhadanyi called us to arms as a leader of the Steppe Labour Confederation.",
        "Павел Выгаданный призвал нас к оружию как лидер Степной конфедерации труда.",
        "Ο Πάβλο Βιχαντάνι κάλεσε στα όπλα ως ηγέτης της Στεπικής Συνομοσπονδίας Εργασίας.",
    ],
)
def test_a_leader_long_gone_cannot_call_to_arms_as_a_leader(demo_desk: api.Desk, text: str) -> None:
    (standing,) = demo_desk.check(text=text, published="2014-04-13").by_code("standing")
    assert standing.outcome is C
