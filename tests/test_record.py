"""Do entries, decisions and reports keep their promises?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.record.cases import Case, Kind, Picture, Subject, item
from firsthand.record.decisions import Answer, Decision, standing
from firsthand.record.entries import UNNAMED, Entry, assemble
from firsthand.record.findings import Finding, NotChecked, Report, Why
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, agree
from firsthand.record.passages import Passage
from firsthand.record.readings import CaptionReading, DateMention, PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.record.when import parse
from firsthand.settings import Settings

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_an_entry_loaded_twice_is_one_and_two_that_disagree_are_two() -> None:
    one = Entry("pic", "taken", "2012-05-01", "the photographer")
    other = replace(one, value="2014", source="a page")
    book = assemble([one, one, other])
    assert book["pic"]["taken"] == (one, other)
    assert one.id != other.id
    assert one.id == replace(one).id


@pytest.mark.parametrize(
    "change",
    [
        {"source": "another"}, {"since": parse("1998")}, {"until": parse("1998")}, {"within": ("Ukraine",)},
        {"words": "w"}, {"lang": "uk"}, {"url": "https://a.example"}, {"note": "n"}, {"capture": "c"}, {"subject": "s"},
    ],
)  # fmt: skip
def test_every_part_of_an_entry_is_in_its_id(change: dict[str, object]) -> None:
    entry = Entry("pic", "taken", "2012-05-01")
    assert entry.source == UNNAMED
    assert replace(entry, **change).id != entry.id  # type: ignore[arg-type]


answers = st.sampled_from(list(Answer))
decisions = st.builds(
    Decision,
    tip=st.sampled_from(["text:a", "text:b"]),
    item=st.sampled_from(["case/c1", "case/c2"]),
    answer=answers,
    who=st.just("an editor"),
    at=st.integers(0, 5).map(lambda hours: NOON + timedelta(hours=hours)),
)


@given(st.lists(decisions))
def test_the_latest_decision_stands_and_nothing_else(rows: list[Decision]) -> None:
    now = standing(rows)
    for pair in {row.pair for row in rows}:
        mine = [row for row in rows if row.pair == pair]
        newest = max(row.at for row in mine)
        last = [row for row in mine if row.at == newest][-1]
        assert now.get(pair) == (None if last.answer is Answer.WITHDRAWN else last)


@pytest.mark.parametrize(
    ("outcomes", "joined"),
    [
        ([], Outcome.UNRESOLVED),
        ([Outcome.CONTRADICTED], Outcome.CONTRADICTED),
        ([Outcome.CONTRADICTED, Outcome.CONTRADICTED], Outcome.CONTRADICTED),
        ([Outcome.CONTRADICTED, Outcome.SUPPORTED], Outcome.UNRESOLVED),
        ([Outcome.SUPPORTED, Outcome.UNRESOLVED], Outcome.UNRESOLVED),
    ],
)
def test_entries_that_disagree_settle_nothing(outcomes: list[Outcome], joined: Outcome) -> None:
    assert agree(outcomes) is joined


FAILED = NotChecked("known-picture", Why.FAILED, "The file is broken.")
ABSENT = NotChecked("known-picture", Why.ABSENT, "The tip has no picture.")
NO_RECORD = NotChecked("caption-date", Why.NO_RECORD, "Nothing on file.")


@pytest.mark.parametrize(
    ("outcomes", "gaps", "status"),
    [
        ([], [], 0),
        ([Outcome.SUPPORTED, Outcome.UNRESOLVED], [ABSENT, NO_RECORD], 0),
        ([Outcome.SUPPORTED], [FAILED], 3),
        ([Outcome.CONTRADICTED], [FAILED], 1),
    ],
)
def test_exit_status(outcomes: list[Outcome], gaps: list[NotChecked], status: int) -> None:
    findings = tuple(Finding("code", outcome, "A sentence.") for outcome in outcomes)
    report = Report(Tip(text="x"), None, findings, tuple(gaps), "0", "digest", NOON)
    assert report.exit_status == status


def test_reading_and_leads_survive_json() -> None:
    mention = DateMention(Passage("0" * 64, 0, 4, "2012"), parse("2012"), "year")
    caption = CaptionReading("2012", "0" * 64, "en", parse("2022-09-10"), (mention,))
    picture = PictureReading("a.jpg", "1" * 64, caption=caption, entries=(Entry("", "taken", "2012"),))
    reading = Reading(ReadingKind.PICTURE, pictures=(picture,))
    leads = Leads(cases=(Case("c", "C", subjects=(Subject("s", Kind.EVENT, {"en": ("S",)}),)),))
    for value in (reading, leads):
        assert msgspec.json.decode(msgspec.json.encode(value), type=type(value)) == value


def test_a_case_finds_its_parts() -> None:
    entry = Entry("p", "taken", "2012")
    case = Case(
        "c", "C", pictures=(Picture("p", entries=(entry,)),), subjects=(Subject("s", Kind.BODY, {"uk": ("Назва",)}),)
    )
    assert list(case.entries()) == [entry]
    assert case.picture("p") is case.pictures[0]
    assert case.subject("nobody") is None
    assert case.subjects[0].name == "Назва"
    assert item(case, "p") == "c/p"


def test_settings_have_a_digest_that_tells_them_apart() -> None:
    assert Settings().digest == Settings().digest
    assert Settings(alert=0.8).digest != Settings().digest
