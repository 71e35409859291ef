"""Does a desk's own calibration come from its decisions, with honest figures, by a person's hand, and into every report?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import firsthand
from firsthand import api
from firsthand.casebook.store import CasebookStore
from firsthand.checks.learning import NOT_SHOWN, NOTHING_SHARED, UNSURE, LeftOut, Shown, lessons
from firsthand.cli import main
from firsthand.errors import CasebookError, UsageError
from firsthand.matching.folding import digest, passage, tip_key
from firsthand.record.calibration import Calibration
from firsthand.record.cases import Case, Claim
from firsthand.record.decisions import Answer, Decision
from firsthand.record.findings import Match, Report
from firsthand.record.leads import ClaimLead, Leads

DAY = datetime(2026, 5, 1, tzinfo=UTC)
TOWNS = [
    "Ardenholm", "Bryceford", "Calverton", "Dunmarrow", "Eastlocke", "Farrowby", "Glenhaven", "Hartsmere", "Inverlake",
    "Jessopton", "Kelderwick", "Larkspire", "Marrowdale", "Netherby", "Oxcombe", "Penhallow", "Quarnford", "Ravenscar",
    "Selbridge", "Thornwick", "Ulverdale", "Veryan", "Westering", "Yarmley",
]  # fmt: skip


def said(town: str) -> str:
    return f"The old mayor of {town} sold the public hospital to a foreign company for one single coin"


def told(town: str) -> str:
    return f"They say the {town} mayor gave a foreign firm our public hospital, and for one coin too"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[api.Desk]:
    """A desk that was asked about every town, kept the reports, and answered each with no but for every third."""
    with api.init(tmp_path_factory.mktemp("desk") / "book") as desk:
        for town in TOWNS:
            desk.book.file(Case(town.lower(), town, claims=(Claim("c", said(town), "en"),)), who="A", at=DAY)
        for number, town in enumerate(TOWNS):
            checked = desk.examine(api.make_tip(text=told(town), lang="en"))
            desk.file(checked, who="Ann")
            desk.decide(tip_key(told(town)), f"{town.lower()}/c", "no" if number % 3 else "yes", who="Ann")
        yield desk


def match(report: Report) -> Match | None:
    return report.by_code("known-claim")[0].match


WORDS = "People say that the " + told("Penhallow").removeprefix("They say the ")


def test_a_trial_changes_nothing(desk: api.Desk) -> None:
    before = match(desk.check(text=WORDS, lang="en"))
    tried = desk.calibrations.attempt()
    assert (tried.yes, tried.no, tried.left_out, tried.in_use, tried.against) == (8, 16, (), None, "")
    assert tried.after.log_loss < tried.before.log_loss
    with pytest.raises(UsageError, match="Nobody is named"):
        desk.calibrations.apply(who=" ")
    assert desk.book.calibrations() == []
    assert before
    assert match(desk.check(text=WORDS, lang="en")) == before


def test_a_calibration_stands_in_the_report_and_is_taken_back(desk: api.Desk) -> None:
    before = match(desk.check(text=WORDS, lang="en"))
    tried = desk.calibrations.apply(who="Ann")
    row = desk.book.calibration()
    assert row is not None
    assert (row.who, row.decisions, row.before, row.after) == ("Ann", 24, tried.before, tried.after)

    report = desk.file(desk.examine(api.make_tip(text=WORDS, lang="en")), who="Ann")
    said = f"Claims were weighed by this casebook's own calibration of {row.at:%Y-%m-%d} by Ann, from 24 decisions."
    assert said in report.notes
    again = desk.calibrations.attempt()
    assert (again.in_use, again.slope, again.offset) == (row, tried.slope, tried.offset)

    assert desk.calibrations.reset(who="Boris") == row
    assert desk.calibrations.reset(who="Boris") is None
    assert match(desk.check(text=WORDS, lang="en")) == before
    assert desk.judge_again(report) == report, "a report made with a calibration is computed again with it"
    assert [held.who for held in desk.book.calibrations()] == ["Ann", "Boris"]


def test_a_match_says_what_the_calibration_did_to_it(desk: api.Desk) -> None:
    checked = desk.examine(api.make_tip(text=WORDS, lang="en"))
    calibrated = replace(checked.leads, calibration=Calibration(0.9, -0.1, "Ann", DAY, 24))
    report = api.judge(checked.report.tip, checked.report.capture, checked.reading, calibrated)
    before, after = match(checked.report), match(report)
    assert before
    assert after
    assert before.probability > after.probability
    (reason,) = [reason for reason in after.reasons if reason.feature == "calibration"]
    assert reason.weight < 0
    assert reason.words == f"This casebook's own calibration makes {before.probability:.0%} {after.probability:.0%}."


def test_a_casebook_open_for_reading_cannot_be_calibrated(desk: api.Desk) -> None:
    with firsthand.open(desk.book.path, write=False) as reading:
        assert reading.calibrations.attempt().yes == 8
        with pytest.raises(CasebookError, match="for reading only"):
            reading.calibrations.apply(who="Ann")


CLAIM = "A dam above the northern valley burst and washed the railway station away"
CASE = Case("k", "A dam", claims=(Claim("c", CLAIM, "en"), Claim("far", "Bees can count to four", "en")))


def shown(words: str, claim: str = "c", at: datetime = DAY, score: float = 20.0) -> Shown:
    lead = ClaimLead(tip_key(words), "k", claim, 0, passage(words, 0, len(words), digest(words)), "words", score)
    return Shown(at, Leads((lead,), cases=(CASE,)))


def answer(words: str, said: Answer, at: datetime = DAY, claim: str = "c") -> Decision:
    return Decision(tip_key(words), f"k/{claim}", said, "Ann", at)


NEAR = "The dam above our northern valley burst; it washed the station away"


@pytest.mark.parametrize(
    ("decisions", "learnt", "left_out"),
    [
        ([answer(NEAR, Answer.YES)], [True], []),
        ([answer(NEAR, Answer.NO)], [False], []),
        ([answer(NEAR, Answer.NO), answer(NEAR, Answer.YES)], [True], []),
        ([answer(NEAR, Answer.YES, DAY + timedelta(1)), answer(NEAR, Answer.NO)], [True], []),
        ([answer(NEAR, Answer.YES), answer(NEAR, Answer.WITHDRAWN)], [], []),
        ([answer(NEAR, Answer.UNSURE)], [], [UNSURE]),
        ([answer("Words of no report", Answer.YES)], [], [NOT_SHOWN]),
        ([answer(NEAR, Answer.YES, claim="far")], [], [NOTHING_SHARED]),
        ([replace(answer(NEAR, Answer.YES), tip="picture:" + "0" * 64)], [], []),
    ],
    ids=["yes", "no", "newest-row", "latest", "withdrawn", "unsure", "not-shown", "nothing-shared", "picture"],
)
def test_what_is_learnt_and_what_is_left_out(
    decisions: list[Decision], learnt: list[bool], left_out: list[str]
) -> None:
    found = lessons(decisions, [shown(NEAR), shown(NEAR, "far")])
    assert [row.same for row in found.decided] == learnt
    assert all(0 < row.probability < 1 for row in found.decided)
    assert found.left_out == tuple(
        LeftOut(row.tip, row.item, why) for row, why in zip(decisions, left_out, strict=False)
    )


def test_the_report_that_the_person_saw_is_the_one_that_counts() -> None:
    """A wording that is added because of a yes makes a later report sure of it; that must not be learnt from."""
    later = replace(CASE, claims=(Claim("c", NEAR, "en"),))
    flattering = Shown(DAY + timedelta(2), replace(shown(NEAR).leads, cases=(later,)))
    decided = [answer(NEAR, Answer.YES, DAY + timedelta(1))]
    (seen,) = lessons(decided, [shown(NEAR)]).decided
    assert lessons(decided, [shown(NEAR), flattering]).decided == (seen,)
    assert lessons(decided, [flattering, shown(NEAR)]).decided == (seen,)
    assert lessons(decided, [flattering]).decided[0].probability > seen.probability


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return int(end.value.code or 0), told.out, told.err


def test_the_command_tells_before_and_after(desk: api.Desk, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "calibrate", "--casebook", desk.book.path)
    assert status == 0
    for words in ("24 decisions", "8 yes, 16 no", "log loss", "at alert (0.9): precision", "Nothing was changed"):
        assert words in out
    status, out, _ = run(capsys, "calibrate", "--casebook", desk.book.path, "--json")
    plain = json.loads(out)
    assert (plain["applied"], plain["yes"], plain["no"]) == (False, 8, 16)
    assert plain["after"]["log_loss"] < plain["before"]["log_loss"]
    assert desk.book.calibration() is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--apply"], "Nobody is named"),
        (["--reset"], "Nobody is named"),
        (["--apply", "--reset", "--who", "Ann"], "opposites"),
        (["--apply", "--who", "Ann"], "There are 0 decisions to learn from (0 yes, 0 no); a calibration needs 20"),
        ([], "There are 0 decisions"),
    ],
)
def test_what_the_command_refuses(
    options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIRSTHAND_WHO", raising=False)
    CasebookStore.create(tmp_path / "book").close()
    status, _, err = run(capsys, "calibrate", "--casebook", tmp_path / "book", *options)
    assert status == 2
    assert words in err


def test_the_command_puts_it_in_use_and_takes_it_back(desk: api.Desk, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "calibrate", "--casebook", desk.book.path, "--apply", "--who", "Ann")
    assert (status, "Put in use under the name of Ann" in out) == (0, True)
    status, out, _ = run(capsys, "calibrate", "--casebook", desk.book.path)
    assert "In use now: the calibration of" in out
    assert "flatters" in out
    status, out, _ = run(capsys, "calibrate", "--casebook", desk.book.path, "--reset", "--who", "Boris")
    assert "is in use again" in out
    status, out, _ = run(capsys, "calibrate", "--casebook", desk.book.path, "--reset", "--who", "Boris")
    assert "in use already" in out


def test_what_would_be_worse_is_refused(desk: api.Desk) -> None:
    tried = desk.calibrations.attempt()
    worse = replace(tried, against="It would be worse.")
    with pytest.raises(UsageError, match="Nothing was put in use: It would be worse"):
        worse.calibration("Ann", DAY)
    assert tried.calibration("Ann", DAY) == Calibration(
        tried.slope, tried.offset, "Ann", DAY, 24, tried.before, tried.after
    )
