"""Do the differences reach the report: for the right match, under letters of their own, and not where there is nothing to say?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from firsthand import api, render
from firsthand.comparing import CODE, OF_ONE, Sight, _wanted, attached, compared, sight
from firsthand.demo.scene import flood, jpeg, march
from firsthand.errors import PictureError
from firsthand.record.cases import Case, Picture
from firsthand.record.findings import Finding, Match, Report
from firsthand.record.leads import Leads, Overlap, PictureLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import WHOLE, Region
from firsthand.record.readings import PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from report_values import MADE

OURS, SQUARE, STREET = "a" * 64, "b" * 64, "c" * 64
SIZE = (480, 320)


def pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image.resize(SIZE))


def collage() -> np.ndarray:
    """The square at the left with a black bar over it, the street at the right."""
    ours = Image.new("RGB", (960, 320))
    ours.paste(march().resize(SIZE), (0, 0))
    ours.paste(flood().resize(SIZE), (480, 0))
    ImageDraw.Draw(ours).rectangle((100, 100, 220, 160), fill="black")
    return np.asarray(ours)


LEFT, RIGHT = (0.5, 0, 0, 0, 1, 0, 0, 0, 1), (0.5, 0, 0.5, 0, 1, 0, 0, 0, 1)
HELD = {SQUARE: pixels(march()), STREET: pixels(flood())}
SEES = Sight(lambda picture: collage(), HELD.get)


def lead(id: str, homography: tuple[float, ...] | None) -> PictureLead:
    overlap = Overlap(homography, 90, 100, 0.8) if homography else None
    box = Region(0, 0, 0.5, 1) if id == "square" else Region(0.5, 0, 1, 1)
    return PictureLead(f"picture:{OURS}", "case", id, 90, 80, box, WHOLE, overlap)


CASE = Case("case", "A case", pictures=(Picture("square", sha256=SQUARE), Picture("street", sha256=STREET)))
READING = Reading(ReadingKind.PICTURE, pictures=(PictureReading("ours.jpg", OURS, width=960, height=320),))
LEADS = Leads(pictures=(lead("square", LEFT), lead("street", RIGHT)), cases=(CASE,))


def finding(id: str, code: str = CODE) -> Finding:
    match = Match(f"case/{id}", 0.99, tip=f"picture:{OURS}")
    return Finding(code, Outcome.SUPPORTED, "It is on file.", "case", match, tip_picture=0)


REPORT = Report(
    Tip(picture="ours.jpg"),
    None,
    (finding("square"), finding("street"), finding("square", "caption-date")),
    (),
    "0",
    "0",
    MADE,
)


def told(report: Report = REPORT, leads: Leads = LEADS, sees: Sight = SEES) -> list:
    found = attached(report.findings, compared(report, READING, leads, sees))
    return [one.match.differences for one in found if one.match]


def test_each_match_of_a_collage_has_its_letter_and_additions_come_after_all_outlines():
    square, street, of_caption = told()
    assert (square.letter, [added.letter for added in square.added]) == ("A", ["C"])
    assert (street.letter, street.added) == ("B", ())
    assert (square.ours.right, street.ours.left) == pytest.approx((0.5, 0.5), abs=0.01)
    assert of_caption is None, "other checks name the match that led them, not what was done to the picture"


def test_a_lead_without_a_homography_is_laid_by_its_boxes():
    leads = replace(LEADS, pictures=(lead("square", None), lead("street", None)))
    square, street, _ = told(leads=leads)
    assert (square.laid > 0.9, street.laid) == (True, 1.0)


BLIND: dict[str, tuple[Callable[[], dict], str]] = {
    "ours cannot be decoded": (lambda: {"sees": Sight(lambda picture: None, HELD.get)}, "the report says so elsewhere"),
    "theirs cannot": (lambda: {"sees": Sight(lambda picture: collage(), lambda sha256: None)}, "nor the one on file"),
    "no lead": (lambda: {"leads": replace(LEADS, pictures=())}, "filed by an older version"),
    "the case is gone": (lambda: {"leads": replace(LEADS, cases=())}, "its pictures are not known"),
    "the same file": (
        lambda: {"leads": replace(LEADS, cases=(Case("case", "", pictures=(Picture("square", sha256=OURS),)),))},
        "nothing was done to it",
    ),
    "nothing found": (lambda: {"report": replace(REPORT, findings=())}, "no match"),
}


@pytest.mark.parametrize("name", BLIND)
def test_where_there_is_nothing_to_compare_the_report_stays_as_it_was(name):
    assert not any(told(**BLIND[name][0]()))


def test_a_picture_is_decoded_once_and_the_first_few_of_its_matches_are_compared():
    seen: list[str] = []

    def ours(picture: PictureReading) -> np.ndarray:
        seen.append(picture.sha256)
        return collage()

    def theirs(sha256: str) -> np.ndarray | None:
        seen.append(sha256)
        return HELD.get(sha256)

    many = [f"square-{n}" for n in range(OF_ONE + 2)]
    case = replace(CASE, pictures=tuple(Picture(id, sha256=SQUARE) for id in many))
    leads = Leads(pictures=tuple(replace(lead("square", LEFT), picture=id) for id in many), cases=(case,))
    report = replace(REPORT, findings=tuple(finding(id) for id in many))
    made = told(report, leads, Sight(ours, theirs))
    assert [one is not None for one in made] == [True] * OF_ONE + [False] * 2
    assert [one.letter for one in made if one] == ["A", "B", "C", "D"]
    assert seen == [OURS, SQUARE], "the same picture on file in several cases is laid upon ours once"


def test_every_picture_of_a_tip_has_matches_of_its_own():
    reading = replace(READING, pictures=(READING.pictures[0],) * 2)
    findings = [replace(finding("square"), tip_picture=place) for place in (0, 0, 0, 0, 0, 1)]
    wanted = _wanted(replace(REPORT, findings=tuple(findings)))
    assert [place for _, place in wanted] == [0] * OF_ONE + [1]
    assert compared(replace(REPORT, findings=tuple(findings)), reading, LEADS, SEES).pictures[0].differences


def test_what_cannot_be_decoded_is_none_and_no_error():
    def decode(data: bytes, name: str, at: float | None) -> np.ndarray:
        if data == b"broken":
            raise PictureError(f"{name}: broken.")
        return HELD[SQUARE]

    sees = sight({OURS: b"ours"}, lambda sha256: b"broken", decode)
    assert sees.ours(READING.pictures[0]) is HELD[SQUARE]
    assert sees.theirs(SQUARE) is None


def test_a_check_says_what_was_done_and_says_the_same_when_computed_again(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "march.jpg").write_bytes(jpeg(march()))
    (folder / "case.yaml").write_text(
        "firsthand: 1\ncase: {id: square, title: A march}\npictures: [{id: march, file: march.jpg}]\n", encoding="utf-8"
    )
    sent = march().crop((0, 0, 1000, 852)).transpose(Image.Transpose.FLIP_LEFT_RIGHT).convert("L").convert("RGB")
    (folder / "sent.jpg").write_bytes(jpeg(sent, 70))
    with api.init(tmp_path / "book") as desk:
        desk.import_cases([folder / "case.yaml"], who="a person")
        checked = desk.examine(api.make_tip(picture=str(folder / "sent.jpg")))
        filed = desk.file(checked, who="a person")
        assert desk.judge_again(filed).findings == checked.report.findings
    (known,) = checked.report.by_code(CODE)
    made = known.match.differences
    assert (made.mirrored, made.cut, made.added) == (True, ("right",), ())
    assert made.colours == ("gray",)
    assert made.theirs.share == pytest.approx(1000 / 1280, abs=0.02)
    (written,) = [one for one in json.loads(render.to_json(checked.report))["findings"] if one["code"] == CODE]
    assert written["match"]["differences"]["mirrored"] is True
    text = render.to_text(checked.report, checked.reading, checked.leads, colour=False, width=100)
    assert "It was mirrored: left and right are exchanged." in text
    assert "It shows 78% of the picture on file; cut away: right." in text
