"""Can a desk recognise a picture by the fingerprints that another desk gave it, and refuse fingerprints that are none?"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drawn_pictures import leaves, pixels
from firsthand import api
from firsthand.casebook.exports import Given
from firsthand.cli import main
from firsthand.matching.points import pack, points_of_reference, points_of_tip, unpack, unpack_kept
from firsthand.record.casefile import read_casefile
from firsthand.record.findings import Report
from firsthand.record.outcome import Outcome
from firsthand.settings import Settings
from strategies import KEPT_POINTS

PDQ = "0f" * 32
SETTINGS = Settings(read_words=False)


@pytest.fixture(scope="module")
def giver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Desk]:
    """A desk that holds one picture."""
    folder = tmp_path_factory.mktemp("giver")
    leaves(1).save(folder / "leaves.jpg", quality=90)
    (folder / "case.yaml").write_text(
        "firsthand: 1\ncase: {id: leaves, title: Leaves of 2012}\n"
        "pictures: [{id: p, file: leaves.jpg, entries: [{field: taken, value: 2012-05-01, source: a photographer}]}]\n"
    )
    with api.init(folder / "book", settings=SETTINGS) as desk:
        desk.import_cases([folder / "case.yaml"], who="giver")
        yield desk


def tips(folder: Path) -> dict[str, Path]:
    """The picture as a smaller copy, and a part of it."""
    copy, part = folder / "copy.jpg", folder / "part.jpg"
    whole = leaves(1)
    whole.resize((whole.width // 2, whole.height // 2)).save(copy, quality=70)
    whole.crop((0, 0, whole.width * 2 // 3, whole.height * 2 // 3)).save(part, quality=80)
    return {"copy": copy, "part": part}


def taker(giver: api.Desk, folder: Path, given: Given) -> api.Desk:
    """Another desk that was given these fingerprints, and nothing else."""
    summary = giver.export_cases(folder / "given", pictures=given)
    assert (summary.pictures, summary.printed) == (0, 1)
    assert [path.name for path in (folder / "given").iterdir()] == ["leaves.yaml"]
    desk = api.init(folder / "book", settings=SETTINGS)
    found = desk.import_cases([folder / "given"], who="taker")
    assert (found.new, found.printed, found.absent, found.problems) == (1, ["leaves/p"], [], [])
    return desk


def known(report: Report) -> list[Outcome]:
    return [one.outcome for one in report.by_code("known-picture")]


def test_prints_alone_recognise_whole_copies_and_not_their_parts(giver: api.Desk, tmp_path: Path) -> None:
    with taker(giver, tmp_path, "prints") as desk:
        sent = tips(tmp_path)
        report = desk.check(picture=str(sent["copy"]), caption="Leaves in May 2014", lang="en")
        (finding,) = report.by_code("known-picture")
        assert finding.outcome is Outcome.SUPPORTED
        assert "Only its fingerprint is on file, not the picture" in finding.hint
        assert [one.outcome for one in report.by_code("caption-date")] == [Outcome.CONTRADICTED]
        unseen = desk.check(picture=str(sent["part"]), caption="", lang="en")
        assert known(unseen) == [Outcome.UNRESOLVED]
        assert any("known without points" in note for note in unseen.notes), "what was not looked at is said"


def test_points_recognise_parts_too_and_the_page_has_a_box_for_the_picture(giver: api.Desk, tmp_path: Path) -> None:
    with taker(giver, tmp_path, "points") as desk:
        checked = desk.examine(api.make_tip(picture=str(tips(tmp_path)["part"])))
        assert known(checked.report) == [Outcome.SUPPORTED]
        (finding,) = checked.report.by_code("known-picture")
        assert finding.match is not None
        assert finding.match.differences is None, "without the picture nobody can say what was done to it"
        assert "Leaves of 2012" in desk.page(checked)
        filed = desk.file(checked, who="taker")
        assert desk.judge_again(filed).findings == checked.report.findings


def test_fingerprints_travel_on_and_give_way_to_the_picture(giver: api.Desk, tmp_path: Path) -> None:
    with taker(giver, tmp_path, "points") as desk:
        assert desk.export_cases(tmp_path / "on").printed == 1
        (on,) = (tmp_path / "on").glob("*.yaml")
        assert on.read_text() == (tmp_path / "given" / "leaves.yaml").read_text(), "a round trip loses nothing"
        desk.export_cases(tmp_path / "less", pictures="prints")
        assert "points:" not in (tmp_path / "less" / "leaves.yaml").read_text()
        giver.export_cases(tmp_path / "whole")
        found = desk.import_cases([tmp_path / "whole"], who="taker")
        assert (found.changed, found.pictures_kept, found.printed) == (1, 1, [])
        assert desk.case("leaves").pictures[0].prints == ()
        again = desk.import_cases([tmp_path / "given"], who="taker")
        assert (again.same, again.printed) == (1, []), "where the bytes are on file prints are not needed"


def test_the_commands_say_what_leaves_and_what_came(
    giver: api.Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> str:
        with pytest.raises(SystemExit) as end:
            main(list(words))
        assert not end.value.code
        return capsys.readouterr().out

    said = run("export", "--casebook", str(giver.book.path), "--pictures", "prints", str(tmp_path / "out"))
    assert "0 pictures, fingerprints of 1 picture, " in said
    run("init", str(tmp_path / "book"))
    said = run("import", "--casebook", str(tmp_path / "book"), str(tmp_path / "out"))
    assert "Of 1 picture only the fingerprint is on file" in said


def document(**picture: Any) -> str:
    return json.dumps({"firsthand": 1, "case": {"id": "a", "title": "A"}, "pictures": [{"id": "p", **picture}]})


def complaints(**picture: Any) -> list[str]:
    (found,) = read_casefile(document(**picture), "a.json", form="json")
    return [str(problem) for problem in found.problems]


def test_a_hash_from_elsewhere_needs_no_file() -> None:
    assert complaints(prints=[{"pdq": PDQ, "quality": 100}]) == []
    assert complaints(prints=[{"pdq": PDQ.upper(), "quality": "7", "part": [0, 0.25, 1, "0.75"]}]) == []


SAID = [
    ({}, "Neither a file nor a sha256 nor prints are given."),
    ({"prints": [{"quality": 1}]}, "prints[0].pdq: This field is missing or empty"),
    ({"prints": [{"pdq": "0f", "quality": 1}]}, "'0f' is not a PDQ hash. It has 64 digits"),
    ({"prints": [{"pdq": PDQ}]}, "prints[0].quality: This field is missing"),
    ({"prints": [{"pdq": PDQ, "quality": "101"}]}, "'101' is not a quality. It is a whole number from 0 to 100."),
    ({"prints": [{"pdq": PDQ, "quality": "1" * 999}]}, "is not a quality"),
    ({"prints": [{"pdq": PDQ, "quality": "-1"}]}, "is not a quality"),
    ({"prints": [{"pdq": PDQ, "quality": 1, "part": [0, 0, 1]}]}, "prints[0].part: This is no part of a picture."),
    ({"prints": [{"pdq": PDQ, "quality": 1, "part": [0.5, 0, 0.5, 1]}]}, "This is no part of a picture."),
    ({"prints": [{"pdq": PDQ, "quality": 1, "part": ["nan", 0, "inf", 1]}]}, "This is no part of a picture."),
    ({"prints": [{"pdq": PDQ, "quality": 1, "part": [0, 0, 2, 1]}]}, "This is no part of a picture."),
    ({"prints": [{"pdq": PDQ, "quality": 1, "points": "a picture"}]}, "prints[0].points: These points cannot be read."),
    ({"prints": [{"pdq": PDQ, "quality": 1, "points": "A" * 200_000}]}, "They are Base64 of at most 65,536 bytes."),
    ({"prints": [{"pdq": PDQ, "quality": 1}] * 9}, "There are 9 prints; 8 is the limit."),
    ({"prints": [{"pqd": PDQ, "quality": 1}]}, "Did you mean 'pdq'?"),
]


@pytest.mark.parametrize(("picture", "said"), SAID, ids=[said for _, said in SAID])
def test_what_is_no_print_is_refused_in_a_sentence(picture: dict[str, Any], said: str) -> None:
    assert any(said in one for one in complaints(**picture))


def hostile() -> Iterator[tuple[str, bytes]]:
    reference = points_of_reference(pixels(leaves(1)))
    whole = pack(reference)
    yield "cut off", whole[:-1]
    tip = points_of_tip(pixels(leaves(1)))
    few = {name: getattr(tip, name)[:9] for name in (*POINT_ARRAYS, "mirrored", "numbers")}
    yield "of a tip, with descriptors", pack(replace(tip, **few))
    yield "no points at all", pack(replace(reference, **{n: getattr(reference, n)[:0] for n in POINT_ARRAYS}))
    yield "of a picture without width", pack(replace(reference, width=0))
    yield "with a gray picture that is not square", pack(replace(reference, gray=reference.gray[:24]))
    yield "with a huge gray picture", pack(replace(reference, gray=reference.gray.repeat(4, 0).repeat(4, 1)))
    yield "that lie about their number", whole[:4] + struct.pack("<H", 9) + whole[6:]
    yield "of another version", b"FHp9" + whole[4:]


POINT_ARRAYS = ("place", "angle", "size", "code")


@pytest.mark.parametrize(("why", "points"), [pytest.param(*row, id=row[0]) for row in hostile()])
def test_points_that_are_none_never_reach_the_casebook(why: str, points: bytes, tmp_path: Path) -> None:
    assert unpack_kept(points) is None, why
    given = [{"pdq": PDQ, "quality": 90, "points": base64.b64encode(points).decode()}]
    (tmp_path / "a.json").write_text(document(prints=given))
    (tmp_path / "b.json").write_text(document(prints=[{"pdq": PDQ, "quality": 90}]).replace('"a"', '"b"', 1))
    with api.init(tmp_path / "book") as desk:
        summary = desk.import_cases([tmp_path / "a.json", tmp_path / "b.json"], who="taker")
        (problem,) = summary.problems
        assert (summary.new, summary.printed) == (1, ["b/p"])
    assert "'p': The points of prints[0] are damaged, or of another version. Leave the field `points` out" in str(
        problem
    )


def test_the_fewest_points_that_are_taken_harm_no_question(giver: api.Desk, tmp_path: Path) -> None:
    assert unpack(KEPT_POINTS) is not None
    given = [{"pdq": PDQ, "quality": 100, "points": base64.b64encode(KEPT_POINTS).decode()}]
    (tmp_path / "a.json").write_text(document(prints=given))
    Image.new("RGB", (300, 200), "white").save(tmp_path / "white.png")
    with api.init(tmp_path / "book", settings=SETTINGS) as desk:
        assert not desk.import_cases([tmp_path / "a.json"], who="taker").problems
        for sent in (*tips(tmp_path).values(), tmp_path / "white.png"):
            assert known(desk.check(picture=str(sent), caption="", lang="en")) == [Outcome.UNRESOLVED]
