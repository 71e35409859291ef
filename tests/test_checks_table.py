"""Are the questions asked in order, with their needs met, and do outside packages come in by the door?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from bench.captions import answers, shelf

from firsthand.checks import CHECKS, all_checks
from firsthand.checks.table import LACKS, Answer, Check, Question, outside, run_checks
from firsthand.index.recall import recall
from firsthand.matching.folding import digest, fold
from firsthand.record.findings import Finding, NotChecked, Why
from firsthand.record.leads import Lack, Leads
from firsthand.record.outcome import Outcome
from firsthand.record.readings import CaptionReading, PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.record.when import parse
from firsthand.record.where import Area, Level, Where
from firsthand.settings import Settings

TEXT = Reading(ReadingKind.TEXT, text="Words.")
BARE = Reading(ReadingKind.PICTURE, pictures=(PictureReading("a.jpg"),))
CAPTIONED = Reading(ReadingKind.PICTURE, pictures=(PictureReading("a.jpg", caption=CaptionReading("Words.", "0")),))
EMPTY_CAPTION = Reading(ReadingKind.PICTURE, pictures=(PictureReading("a.jpg", caption=CaptionReading("  ", "0")),))


def question(reading: Reading, leads: Leads | None = None) -> Question:
    return Question(Tip(), reading, leads or Leads(), Settings())


def check(code: str, *needs: str, answer: Answer | None = None) -> Check:
    found = answer or Finding(code, Outcome.UNRESOLVED, "Looked.")
    return Check(code, "A question?", frozenset(needs), lambda _: (found,))


def test_codes_are_those_of_the_design_in_order() -> None:
    assert [row.code for row in CHECKS] == [
        "known-claim",
        "known-picture",
        "caption-date",
        "caption-place",
        "caption-event",
        "picture-words",
        "standing",
        "checklist",
    ]
    assert all(row.asks.endswith("?") and row.needs <= LACKS.keys() for row in CHECKS)
    assert all_checks()[: len(CHECKS)] == CHECKS


@pytest.mark.parametrize(
    ("reading", "need", "asked", "why"),
    [
        (TEXT, "text", True, "a text is there"),
        (TEXT, "picture", False, "a text has no picture"),
        (TEXT, "caption", False, "nor a caption"),
        (BARE, "picture", True, "a picture is there"),
        (BARE, "text", False, "a bare picture has no words"),
        (BARE, "caption", False, "nor a caption"),
        (CAPTIONED, "caption", True, "the caption is there"),
        (CAPTIONED, "text", True, "a caption is words too"),
        (EMPTY_CAPTION, "caption", False, "blanks are no caption"),
    ],
)
def test_a_check_is_asked_only_where_its_needs_are_met(reading: Reading, need: str, asked: bool, why: str) -> None:
    findings, gaps = run_checks(question(reading), [check("one", need)])
    assert (len(findings), len(gaps)) == ((1, 0) if asked else (0, 1)), why
    assert all(gap.why is Why.ABSENT and gap.reason == LACKS[need] for gap in gaps)


def test_every_own_check_says_what_a_tip_lacks() -> None:
    findings, gaps = run_checks(question(Reading(ReadingKind.TEXT)), CHECKS)
    assert not findings
    assert [gap.code for gap in gaps] == [row.code for row in CHECKS]
    assert {gap.why for gap in gaps} == {Why.ABSENT}


def test_what_recall_could_not_look_at_is_a_failure_and_no_empty_record() -> None:
    leads = Leads(lacking=(Lack("one", "The index is broken.", "Rebuild it."), Lack("elsewhere", "Not ours.")))
    empty = NotChecked("one", Why.NO_RECORD, "Nothing is on file.")
    findings, gaps = run_checks(question(TEXT, leads), [check("one", answer=empty), check("two")])
    assert gaps == (NotChecked("one", Why.FAILED, "The index is broken.", "Rebuild it."),)
    assert [finding.code for finding in findings] == ["two"]


@dataclass(frozen=True)
class Door:
    """An entry point that brings a value, or raises it."""

    name: str
    brings: object
    value: str = "package.module:thing"

    def load(self) -> object:
        if isinstance(self.brings, Exception):
            raise self.brings
        return self.brings


def test_an_outside_check_is_asked_after_our_own() -> None:
    added = outside([Door("b", check("b")), Door("a", (check("a1"), check("a2")))], CHECKS)
    assert [row.code for row in added] == ["a1", "a2", "b"]
    findings, gaps = run_checks(question(TEXT), added)
    assert [finding.code for finding in findings] == ["a1", "a2", "b"]
    assert not gaps


def _breaks(_: Question) -> tuple[Answer, ...]:
    raise ZeroDivisionError("by nought")


@pytest.mark.parametrize(
    ("brings", "words"),
    [
        (ImportError("no module of that name"), "no module of that name"),
        ("a string", "not a Check"),
        ((), "not a Check"),
        (check("known-claim"), "in use already"),
        (check("odd", "smell"), "'smell'"),
        (Check("odd", "?", frozenset(), _breaks), "by nought"),
        (Check("odd", "?", frozenset(), lambda _: ("yes",)), "no Finding"),  # type: ignore[arg-type, return-value]
        (check("odd", answer=Finding("even", Outcome.SUPPORTED, "x")), "no Finding"),
    ],
)
def test_a_broken_package_is_a_row_that_names_it(brings: object, words: str) -> None:
    findings, gaps = run_checks(question(TEXT), [check("one"), *outside([Door("door", brings)], CHECKS)])
    assert [finding.code for finding in findings] == ["one"]
    (gap,) = gaps
    assert gap.why is Why.FAILED
    assert words in gap.reason
    assert "package.module:thing" in gap.reason


def test_two_packages_with_one_code_leave_the_first() -> None:
    added = outside([Door("a", check("same"), "one:x"), Door("b", check("same"), "two:x")], CHECKS)
    findings, gaps = run_checks(question(TEXT), added)
    assert [finding.code for finding in findings] == ["same"]
    assert "two:x" in gaps[0].reason


PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"


class Atlas:
    """A gazetteer of the places on the page."""

    def look_up(self, name: str) -> tuple[Where, ...]:
        ukraine, poland = Area("iso:UA", Level.COUNTRY, "Ukraine"), Area("iso:PL", Level.COUNTRY, "Poland")
        known = (
            Where("iso:UA", Level.COUNTRY, "Ukraine"),
            Where("iso:PL", Level.COUNTRY, "Poland"),
            Where("geo:lviv", Level.SETTLEMENT, "Lviv", (ukraine,), (49.8, 24.0)),
            Where("geo:kyiv", Level.SETTLEMENT, "Kyiv", (ukraine,), (50.4, 30.5)),
            Where("geo:warsaw", Level.SETTLEMENT, "Warsaw", (poland,), (52.2, 21.0)),
        )
        return tuple(place for place in known if fold(place.name) == fold(name))


@pytest.fixture(scope="module")
def example() -> dict[str, object]:
    """The record of the page as a row of the benchmark."""
    block = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    case = yaml.load(block.group(1), Loader=yaml.BaseLoader)
    picture = {key: value for key, value in case["pictures"][0].items() if key != "file"}
    return {"picture": picture, "subjects": case["subjects"], "lang": "en"}


@pytest.mark.parametrize(
    ("words", "code", "outcome"),
    [
        ("Lviv, October 2019", "caption-date", Outcome.CONTRADICTED),
        ("Lviv, May 2016", "caption-date", Outcome.SUPPORTED),
        ("Lviv, 5/6/2016", "caption-date", Outcome.UNRESOLVED),
        ("Strike in Warsaw", "caption-place", Outcome.CONTRADICTED),
        ("Strike in Ukraine", "caption-place", Outcome.SUPPORTED),
        ("Trams in Kyiv and Lviv", "caption-place", Outcome.SUPPORTED),
        ("The bridge blockade", "caption-event", Outcome.CONTRADICTED),
        ("The tram drivers' strike", "caption-event", Outcome.SUPPORTED),
    ],
)
def test_the_examples_of_the_page_come_true(
    words: str, code: str, outcome: Outcome, example: dict[str, object]
) -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"“{words}”" in page or f'"{words}"' in page
    (finding,) = (found for found in answers({**example, "caption": words}, Atlas()) if found.code == code)
    assert finding.outcome is outcome
    if outcome is Outcome.CONTRADICTED:
        assert finding.headline in page


def test_the_example_of_a_lapsed_link_comes_true(example: dict[str, object]) -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    words = "Olha Vyhadana, leader of the Drivers' League, called for a strike"
    reading = Reading(ReadingKind.TEXT, words, digest(words), "en", published=parse("2019-10-03"))
    book = shelf({**example, "caption": words})
    leads = recall(reading, book, book, Atlas(), Settings())
    findings, _ = run_checks(Question(Tip(), reading, leads, Settings()), [c for c in CHECKS if c.code == "standing"])
    assert words in page
    assert [finding.outcome for finding in findings] == [Outcome.CONTRADICTED]
    assert findings[0].headline in page
