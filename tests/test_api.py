"""Does the Python interface keep what it promises: one tip, two casebooks, reports that can be computed again?"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from pathlib import Path

import pytest

import firsthand
from firsthand import api
from firsthand.demo.tips import DemoTip
from firsthand.errors import CasebookError, ExhibitError, UsageError, WhenError
from firsthand.filed import READING
from firsthand.record.outcome import Outcome


@pytest.fixture
def copy(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_folder / "casebook", tmp_path / "copy"))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, UsageError),
        ({"text": " "}, UsageError),
        ({"text": "a", "url": "https://a.example"}, UsageError),
        ({"text": "a", "colour": "red"}, UsageError),
        ({"text": "a", "caption": "b"}, UsageError),
        ({"text": "a", "published": "31/04/2020"}, WhenError),
    ],
)
def test_what_is_not_one_tip_is_refused(fields: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        api.make_tip(**fields)


@pytest.mark.parametrize("name", ["cropped", "other-words", "lapsed-link", "broken"])
def test_a_report_on_file_is_computed_again(copy: Path, demo_tips: dict[str, DemoTip], name: str) -> None:
    with firsthand.open(copy) as desk:
        filed = desk.file(desk.examine(api.make_tip(**demo_tips[name].fields)), who="an editor")
    with firsthand.open(copy) as desk:
        (held,) = desk.book.reports()
        assert (held.who, held.report) == ("an editor", filed)
        assert desk.judge_again(held.report) == held.report
        for exhibit in held.report.capture.exhibits if held.report.capture else ():
            assert len(desk.book.exhibit(exhibit.sha256)) == exhibit.size


def test_every_exhibit_that_a_filed_page_names_is_kept(copy: Path, demo_folder: Path, tmp_path: Path) -> None:
    picture = (demo_folder / "casefiles" / "may-day.jpg").read_bytes()
    (tmp_path / "march.jpg").write_bytes(picture)
    words = "<p>People walked through the city with flags and songs, as they do each spring.</p>" * 5
    page = f"<html><body><article><h1>A march</h1>{words}<figure><img src='march.jpg' width='900' height='600'>"
    page += "<figcaption>Donetsk, 2014</figcaption></figure></article></body></html>"
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(page.encode()))
    with firsthand.open(copy) as desk:
        report = desk.file(desk.examine(api.make_tip(html=str(tmp_path / "page.html.gz"))), who="an editor")
        assert report.by_code("known-picture")[0].outcome is Outcome.SUPPORTED
        assert report.capture is not None
        for exhibit in report.capture.exhibits:
            assert len(desk.book.exhibit(exhibit.sha256)) == exhibit.size
        assert desk.book.exhibit(hashlib.sha256(picture).hexdigest()) == picture
        assert desk.judge_again(report).findings == report.findings


def test_a_damaged_exhibit_is_not_judged(copy: Path, demo_tips: dict[str, DemoTip]) -> None:
    with firsthand.open(copy) as desk:
        report = desk.file(desk.examine(api.make_tip(**demo_tips["other-words"].fields)), who="an editor")
        assert report.capture is not None
        sha256 = next(e.sha256 for e in report.capture.exhibits if e.name == READING)
        (path,) = copy.glob(f"exhibits/*/{sha256}*")
        path.chmod(0o644)
        path.write_bytes(path.read_bytes() + b" ")
        with pytest.raises(ExhibitError):
            desk.judge_again(report)


def test_nobody_files_or_decides_without_a_name(copy: Path, demo_tips: dict[str, DemoTip]) -> None:
    with firsthand.open(copy) as desk:
        checked = desk.examine(api.make_tip(**demo_tips["other-words"].fields))
        with pytest.raises(UsageError, match="Nobody"):
            desk.file(checked, who=" ")
        with pytest.raises(UsageError, match="Nobody"):
            desk.decide(f"text:{0:064}", "may-day-2012/march", "yes", who="")


@pytest.mark.parametrize(
    ("tip", "item", "answer", "says"),
    [
        (f"text:{0:064}", "may-day-2012/nothing", "yes", "no claim or picture"),
        (f"text:{0:064}", "nowhere/c1", "yes", "no claim or picture"),
        ("0", "may-day-2012/march", "yes", "does not name a tip"),
        ("text:0", "may-day-2012/march", "yes", "does not name a tip"),
        (f"text:{0:064}", "may-day-2012/march", "perhaps", "not an answer"),
    ],
)
def test_a_decision_names_what_there_is(copy: Path, tip: str, item: str, answer: str, says: str) -> None:
    with firsthand.open(copy) as desk, pytest.raises(UsageError, match=says):
        desk.decide(tip, item, answer, who="an editor")


def test_two_casebooks_are_open_in_one_process(copy: Path, tmp_path: Path) -> None:
    with firsthand.open(copy) as full, api.init(tmp_path / "empty") as empty:
        words = "Half of the schools in the district have closed since 2019"
        assert full.check(text=words).by_code("known-claim")[0].outcome is Outcome.SUPPORTED
        assert empty.check(text=words).by_code("known-claim")[0].outcome is Outcome.UNRESOLVED
        with pytest.raises(UsageError):
            empty.case("half-the-schools")
        assert full.case("half-the-schools").title


def test_a_new_case_is_found_in_the_next_check_without_a_rebuild(copy: Path, tmp_path: Path) -> None:
    words = "A whale was seen in the river near the old mill on Sunday morning"
    (tmp_path / "whale.yaml").write_text(
        f"firsthand: 1\ncase: {{id: whale, title: A whale}}\nclaims:\n  - {{text: {words}, lang: en}}\n",
        encoding="utf-8",
    )
    with firsthand.open(copy) as reader, firsthand.open(copy) as writer:
        assert reader.check(text=words).by_code("known-claim")[0].outcome is Outcome.UNRESOLVED
        writer.import_cases([tmp_path / "whale.yaml"], who="an editor")
        (found,) = reader.check(text=words).by_code("known-claim")
        assert (found.outcome, found.case) == (Outcome.SUPPORTED, "whale")


def test_a_lost_index_is_made_anew_by_itself(copy: Path) -> None:
    shutil.rmtree(copy / "index")
    (found,) = firsthand.check(copy, text="Half of the schools in the district have closed since 2019").by_code(
        "known-claim"
    )
    assert found.outcome is Outcome.SUPPORTED


def test_no_casebook_is_said(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="firsthand init"):
        firsthand.open(tmp_path)
