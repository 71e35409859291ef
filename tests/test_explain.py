"""Is the reasoning behind a finding told whole, in one paragraph, with every source, and found by case and by name?"""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import report_values as values
import strategies
from firsthand import api, explaining, render
from firsthand.checks import CHECKS
from firsthand.cli import main
from firsthand.demo.tips import DemoTip
from firsthand.errors import UsageError
from firsthand.record.checklists import NO_SOURCE
from firsthand.record.finding_names import name_of
from firsthand.record.findings import Comparison, Finding, Match, NotChecked, Reason, Report, Why
from firsthand.record.outcome import Outcome
from firsthand.record.readings import FILE_SOURCE
from firsthand.record.tips import Capture, CaptureState, Exhibit, Tip
from firsthand.render import one_line, reasoning, unanswered
from firsthand.rendering import reasoning as module
from firsthand.rendering import rules
from firsthand.rendering.reasoning import turn_of
from firsthand.rendering.rules import MEANS, OTHER, RULES, Turn

ROOT = Path(__file__).resolve().parents[1]
C, S, U, N = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED, Outcome.NOT_CHECKED
CODES = (*RULES, "weather")
AT = datetime(2026, 11, 3, 18, 42, tzinfo=UTC)

ROW = Comparison("date", "2014", "2012-05-01", "the photographers", C, values.at(values.CAPTION, "2014"))
EVENT = Comparison("date", "Maidan (2014-03, according to reports of the day)", "2012-05-01", "the archive", C)
SURE = Match("may-day-2012/pic-1", 0.9991, (Reason("points", "many points lie alike", 6.0),), f"picture:{values.OURS}")
DECIDED = Match("a/b", 1.0, (Reason("decision", "An editor decided that it is the same on 2026-11-03: the banner"),))


def found(code: str, outcome: Outcome, *rows: Comparison, match: Match | None = None, hint: str = "") -> Finding:
    return Finding(code, outcome, "It was found.", "may-day-2012", match, compared=rows, hint=hint)


# The paragraph


def test_the_paragraph_of_a_contradicted_date() -> None:
    (date,) = values.contradicted().report.by_code("caption-date")
    assert reasoning(replace(date, match=SURE, hint="Read the sources.")) == (
        "The caption's date (2014) does not fit the record (2012-05-01). The exact words of the caption: “2014”. The date is "
        "“2012-05-01”, according to the photographers, interview of 2022-10-04 (https://archive.example/interview), which "
        "does not fit “2014”. That the picture is may-day-2012/pic-1 on file has a probability of > 99 %. The rule: a date is "
        "contradicted only where no day that the record allows can be a day that the caption says, approximate dates widened "
        "first, and supported only where all that the record allows lies inside what the caption says; a day on which the "
        "picture was seen can exclude a later date and supports none. So the answer is contradicted: nothing that the record "
        "allows satisfies the words; which of the two errs, and why, this does not say. What would change the answer: a "
        "source by which the picture can be from the time that the caption says, a caption that says another time or was "
        "read wrongly, or that the picture is not the one on file. Read the sources."
    )


PIECES: list[tuple[Finding, str, str]] = [
    (found("caption-date", C, ROW), "according to the photographers, which does not fit “2014”.", "one row"),
    (found("caption-date", S, replace(ROW, outcome=S)), "which fits “2014”.", "supported by its row"),
    (found("caption-date", U, replace(ROW, outcome=U)), "which alone settles nothing about “2014”.", "left open"),
    (found("caption-date", U, replace(ROW, outcome=N)), "which was not compared with “2014”.", "not compared"),
    (found("caption-date", C, replace(ROW, source="unnamed")), "according to an unnamed source", "nobody is named"),
    (found("caption-date", C, replace(ROW, source="")), "according to an unnamed source", "nor here"),
    (found("caption-date", C, replace(ROW, what="seen before")), "The day on which it was seen is", "a limit"),
    (
        found("caption-date", U, Comparison("date in the file", "", "2014", FILE_SOURCE, U)),
        f"according to {FILE_SOURCE}, which settles nothing, since anybody can write it.",
        "anybody can write EXIF",
    ),
    (
        found("caption-date", U, replace(ROW, source="read from the picture")),
        "what was read from the picture",
        "no witness",
    ),
    (found("caption-event", C, EVENT), "“Maidan (2014-03, according to reports of the day)”", "the other source too"),
    (
        found("caption-event", C, replace(EVENT, passage=values.at("Maidan, 2014", "Maidan"))),
        "does not fit “Maidan” (2014-03, according to reports of the day).",
        "only exact words are quoted",
    ),
    (
        found("standing", C, replace(ROW, what="link (leads)", said="A, B: in 2014")),
        "The link (leads) is “2012-05-01”, according to the photographers, which does not fit what the words are taken to say "
        "(A, B: in 2014).",
        "a time that is read from a sentence is no quotation",
    ),
    (found("caption-date", U), "No line of the record was held against it.", "nothing was compared"),
    (
        found("picture-words", U, Comparison("date", "2014", "1 травня 2012", "read from the picture", U)),
        "In the picture a machine read “1 травня 2012”, and the caption says “2014”, according to what was read",
        "words in the picture",
    ),
    (
        found("picture-words", U, Comparison("banner", "МИР", "ВОЙНА", "the archive", U)),
        "In the picture a machine read “МИР”, and on file are “ВОЙНА”, according to the archive.",
        "words on file",
    ),
    (
        found("checklist", U, Comparison("Were there lists?", "", "not met", "the observers", U)),
        "To “Were there lists?” the answer on file is “not met”, according to the observers.",
        "a criterion",
    ),
    (
        found("checklist", U, Comparison("Were there lists?", "", "met", NO_SOURCE, U)),
        "the answer on file is “met”, with no source on file.",
        "an answer that nobody bears",
    ),
    (found("known-claim", S, hint="Reviewed: “False” by us."), "Reviewed: “False” by us. The rule:", "who reviewed it"),
    (
        found("known-picture", S, match=SURE),
        "on file has a probability of > 99 %; the grounds for it: many points",
        "why",
    ),
    (
        found("known-claim", S, match=DECIDED),
        "was decided by a person; the grounds for it: An editor decided",
        "by whom",
    ),
    (
        found("caption-date", C, ROW, match=DECIDED),
        "a/b on file was decided by a person",
        "also where it only led there",
    ),
    (found("weather", C, ROW), "that of the check “weather”, which this version of Firsthand does not know", "outside"),
    (found("{code}", C, ROW), "that of the check “{code}”, which", "a code that looks like ours"),
    (found("caption-date", N), "it could not be looked into, and that says nothing either way", "could not look"),
]


@pytest.mark.parametrize(("finding", "piece", "why"), PIECES, ids=[why for _, _, why in PIECES])
def test_the_paragraph_says(finding: Finding, piece: str, why: str) -> None:
    assert piece in reasoning(finding), why


def test_the_grounds_for_and_against_a_match_are_told_apart() -> None:
    (known,) = values.known_false_claim().report.findings
    said = reasoning(known)
    assert (
        "the grounds for it: 7 of 8 content words are shared once translated; the grounds against it: Ours names"
        in said
    )
    assert "The words of the tip: “Конфедерація йшла проти Майдану у 2014 році.” That" in said


TURNS = [
    (found("caption-date", S, ROW), Turn.SUPPORTED, ""),
    (found("caption-date", C, ROW), Turn.CONTRADICTED, ""),
    (found("caption-date", N), Turn.BLIND, "could not look"),
    (found("caption-date", U, ROW), Turn.OPEN, "looked, and it settles nothing"),
    (found("caption-date", U), Turn.NOTHING, "the caption is silent"),
    (found("caption-date", U, match=SURE), Turn.NOTHING, "that the picture is known makes the caption say nothing"),
    (
        found("caption-date", U, Comparison("date in the file", "", "2014", FILE_SOURCE, U)),
        Turn.NOTHING,
        "nor its file",
    ),
    (found("known-claim", U, match=SURE), Turn.OPEN, "it may be"),
    (replace(found("known-claim", U), case=""), Turn.NOTHING, "no claim is near"),
    (found("known-picture", U), Turn.OPEN, "another picture of the same scene"),
]


@pytest.mark.parametrize(("finding", "turn", "why"), TURNS)
def test_found_nothing_and_could_not_look_are_told_apart(finding: Finding, turn: Turn, why: str) -> None:
    assert turn_of(finding) is turn, why
    rule = RULES.get(finding.code, OTHER)
    said = reasoning(finding)
    assert rule.means.get(turn, MEANS[turn]) in said
    assert rule.changes[turn] in said
    assert ("could not be looked into" in said) is (turn is Turn.BLIND)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_has_its_own_rule_and_its_own_sentences(check) -> None:  # type: ignore[no-untyped-def]
    rule = RULES[check.code]
    assert [other.rule for other in RULES.values()].count(rule.rule) == 1
    assert {Turn.OPEN, Turn.NOTHING} <= rule.changes.keys()
    for turn in rule.changes:
        told = [other.changes.get(turn) for other in (*RULES.values(), OTHER)]
        assert told.count(rule.changes[turn]) == 1, turn


@pytest.mark.parametrize("turn", Turn)
def test_no_sentence_takes_a_side(turn: Turn) -> None:
    said = [OTHER.changes[turn], OTHER.means.get(turn, MEANS[turn]), MEANS[turn]]
    said += [
        one for rule in RULES.values() for one in (rule.rule, rule.changes.get(turn, ""), rule.means.get(turn, ""))
    ]
    assert not [one for one in said if re.search(r"\b(lie|liar|false|fake|propaganda|truth|guilty|honest)\b", one)]


# Laws


def outcomes_told(said: str) -> int:
    return len(re.findall(r"So the answer (?:of that check )?is", said))


@pytest.mark.parametrize("make", values.ALL.values(), ids=values.ALL.keys())
def test_every_finding_of_the_reports_yields_its_paragraph(make: Callable[[], values.Shown]) -> None:
    for finding in make().report.findings:
        holds(finding)


def holds(finding: Finding) -> None:
    """One printable line that names every source and every address, and tells one answer."""
    said = reasoning(finding)
    assert said == one_line(said)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", said)
    for row in finding.compared:
        source = one_line(row.source)
        assert (source if source not in ("", "unnamed") else "an unnamed source") in said
        assert one_line(row.held) in said
    for passage in finding.passages:
        assert one_line(passage.exact) in said
    assert one_line(finding.headline) in said
    assert one_line(finding.hint) in said
    assert "The rule: " in said
    assert "What would change the answer: " in said
    assert outcomes_told(said) >= 1


@given(strategies.findings, st.sampled_from(CODES))
def test_every_finding_yields_a_paragraph_that_names_every_source(finding: Finding, code: str) -> None:
    holds(replace(finding, code=code))


@given(strategies.reports)
def test_every_report_tells_what_it_could_not_look_at(report: Report) -> None:
    said = unanswered(report.not_checked)
    assert said == one_line(said)
    assert bool(said) is bool(report.not_checked)
    assert all(one_line(gap.reason) in said for gap in report.not_checked)


def test_gaps_of_one_reason_are_told_once() -> None:
    gaps = [NotChecked(code, Why.ABSENT, "The tip carries no picture.") for code in ("known-picture", "caption-date")]
    assert unanswered([*gaps, NotChecked("standing", Why.FAILED, "It broke")]) == (
        "Not checked, which is neither a yes nor a no: known-picture, caption-date: the tip carries nothing of the kind. The "
        "tip carries no picture. standing: it could not be looked at. It broke."
    )


@pytest.mark.parametrize("part", [module, rules], ids=["reasoning", "rules"])
def test_the_reasoning_is_pure(part) -> None:  # type: ignore[no-untyped-def]
    from test_layers import WORLDLY, imports

    tree = ast.parse(Path(part.__file__).read_text(encoding="utf-8"))
    assert not [name for name, _ in imports(tree) if name.split(".")[0] in WORLDLY | {"datetime", "importlib"}]


# Names


HELD = Capture("a.jpg", AT, CaptureState.COMPLETE, (Exhibit(values.OURS, 9, "image/jpeg", "a.jpg"),))
DATE = Finding("caption-date", C, "The caption of a.jpg says “2014”.", "may-day-2012", SURE, tip_picture=0)
BASE = replace(values.report(Tip(picture="a.jpg", caption="2014"), DATE), capture=HELD)
PARTS = tuple(
    Exhibit(digit * 64, 2, "application/json", name) for digit, name in (("1", "reading.json"), ("2", "leads.json"))
)


def test_the_name_of_a_finding_stays_for_ever() -> None:
    assert name_of(BASE, DATE) == "caption-date:e7be9389"


NAMED = [
    (replace(BASE, made_at=AT + timedelta(days=9)), DATE, True, "made on another day"),
    (replace(BASE, version="9"), DATE, True, "by another version"),
    (replace(BASE, capture=replace(HELD, exhibits=HELD.exhibits + PARTS)), DATE, True, "put on file"),
    (replace(BASE, tip=replace(BASE.tip, id="n1")), DATE, True, "under the sender's own number"),
    (
        replace(BASE, tip=replace(BASE.tip, picture="/tmp/b.jpg")),
        replace(DATE, headline="The caption of /tmp/b.jpg says “2014”."),
        True,
        "the same file elsewhere",
    ),
    (BASE, replace(DATE, compared=(ROW,), hint="Read."), True, "the rows stand behind the headline"),
    (BASE, replace(DATE, headline="The caption of a.jpg says “2015”."), False, "another headline"),
    (BASE, replace(DATE, case="other"), False, "another case"),
    (BASE, replace(DATE, tip_picture=1), False, "another picture of the tip"),
    (BASE, replace(DATE, match=replace(SURE, item="may-day-2012/pic-2")), False, "another picture on file"),
    (replace(BASE, tip=replace(BASE.tip, caption="2015")), DATE, False, "another caption"),
    (replace(BASE, capture=replace(HELD, exhibits=PARTS)), DATE, False, "other bytes"),
]


@pytest.mark.parametrize(("report", "finding", "same", "why"), NAMED, ids=[why for *_, why in NAMED])
def test_a_name_is_of_what_came_in_and_what_was_found(report: Report, finding: Finding, same: bool, why: str) -> None:
    assert (name_of(report, finding) == name_of(BASE, DATE)) is same, why


def test_a_report_that_failed_keeps_its_names_when_it_is_filed() -> None:
    failed = replace(BASE, capture=Capture("a.jpg", AT, CaptureState.FAILED))
    filed = replace(failed, capture=Capture("a.jpg", AT, CaptureState.FAILED, PARTS))
    assert name_of(failed, DATE) == name_of(filed, DATE)


@given(strategies.reports, st.text(max_size=40))
def test_a_name_can_be_typed(report: Report, code: str) -> None:
    for finding in report.findings:
        name = name_of(report, replace(finding, code=code))
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,24}:[0-9a-f]{8}", name)


@pytest.mark.parametrize("make", values.ALL.values(), ids=values.ALL.keys())
def test_text_json_and_page_bear_the_names(make: Callable[[], values.Shown]) -> None:
    shown = make()
    report = shown.report
    names = [name_of(report, finding) for finding in report.findings]
    assert [finding["name"] for finding in render.to_plain(report)["findings"]] == names
    text = render.to_text(report, shown.reading, shown.leads, colour=False, width=40)
    page = render.to_html(report, shown.reading, shown.leads, pictures={}, lang="el")
    for name in names:
        assert f"\n  name {name}\n" in text
        assert f'<code translate="no">{name}</code>' in page


# A report's JSON


def given_json(report: Report = BASE) -> bytes:
    return render.to_json(report).encode()


READ = [
    (given_json(), 1, "one line"),
    (json.dumps(json.loads(given_json()), indent=2).encode(), 1, "laid out by an editor"),
    (b"\xef\xbb\xbf" + given_json(), 1, "with a byte order mark"),
    (given_json().decode().encode("utf-16"), 1, "as some shells write it"),
    (given_json() + b"\n\n" + given_json() + b"\n", 2, "a batch"),
    (given_json() + b'\n{"line": 2, "id": "", "error": "No tip."}\n', 1, "a batch with a line that was no tip"),
    (json.dumps({**json.loads(given_json()), "version": "0.0.1"}).encode(), 1, "of an older version"),
    (json.dumps({**json.loads(given_json()), "mood": "calm"}).encode(), 1, "with a field more"),
    (given_json(replace(BASE, tip=Tip(text="a\ud800b"))), 1, "half a surrogate"),
]


@pytest.mark.parametrize(("data", "count", "why"), READ, ids=[why for *_, why in READ])
def test_what_check_printed_is_read(data: bytes, count: int, why: str) -> None:
    given = explaining.reports_in(data, "r.json")
    assert len(given.reports) == count, why
    assert len(explaining.of_reports(given)) == 1
    assert given.left_out == (("Line 2 is no report: No tip.",) if b"error" in data else ())


WHOLE = json.loads(given_json())
REFUSED = [
    (b"", "r.json is empty", "nothing"),
    (b" \n", "r.json is empty", "white space"),
    (b"\xff\xfea\xd8", "not text in UTF-8", "no text"),
    (b"\x89PNG\r\n\x1a\n\x00\xff", "is no JSON", "a picture"),
    (b"<!doctype html>", "is no JSON (Expecting value at line 1, column 1)", "the page"),
    (given_json()[:200], "ends before its JSON does", "cut off within a string"),
    (given_json()[:-1], "ends before its JSON does", "cut off at the end"),
    (b"[1]", "is JSON, but no report", "a list"),
    (b"null", "is JSON, but no report", "nothing at all"),
    (b"{}", "missing required field", "an empty object"),
    (
        b'{"line": 1, "id": "", "error": "No tip."}',
        "holds no report. Line 1 is no report: No tip.",
        "a line that was no tip",
    ),
    (b"[" * 100_000, "is no JSON", "brackets without end"),
    (b'{"a":' * 100_000, "is no JSON", "braces without end"),
    (b"9" * 5_000, "is no JSON", "a number without end"),
    (json.dumps({**WHOLE, "version": "9.1.0"}).encode(), "made by Firsthand 9.1.0", "of a newer version"),
    (json.dumps({**WHOLE, "version": 7}).encode(), "not a report", "a version that is none"),
    (json.dumps({**WHOLE, "findings": {}}).encode(), "not a report", "findings that are none"),
    (
        json.dumps({**WHOLE, "made_at": "0001-01-01T00:00:00+14:00"}).encode(),
        "no JSON that a report",
        "before all time",
    ),
    (json.dumps({**WHOLE, "tip": {**WHOLE["tip"], "published": "2012-02-30"}}).encode(), "not a report", "no such day"),
    (given_json().replace(b"0.9991", b"NaN"), "no JSON that a report", "not a number"),
]


@pytest.mark.parametrize(("data", "says", "why"), REFUSED, ids=[why for *_, why in REFUSED])
def test_what_is_no_report_meets_a_sentence(data: bytes, says: str, why: str) -> None:
    with pytest.raises(UsageError) as error:
        explaining.reports_in(data, "r.json")
    assert says in str(error.value), why
    assert "r.json" in error.value.message


@given(st.binary(max_size=60))
def test_any_bytes_are_a_report_or_meet_a_sentence(data: bytes) -> None:
    with pytest.raises(UsageError):
        explaining.reports_in(data, "r.json")


def test_a_probability_out_of_bounds_says_no_more_than_certainty() -> None:
    data = given_json().replace(b"0.9991", b"1e999")
    (one,) = explaining.of_reports(explaining.reports_in(data, "r.json"))
    assert "has a probability of 100 %" in one.text


# The command


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """run(*arguments, stdin=...) -> (status, out, err); the program runs in this process."""
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err

    return call


@pytest.fixture(scope="module")
def filed(demo_folder: Path, demo_tips: dict[str, DemoTip], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook with reports on file: on the cropped picture, twice, and on the claim in other words."""
    book = tmp_path_factory.mktemp("filed") / "book"
    shutil.copytree(demo_folder / "casebook", book)
    with api.open(book) as desk:
        for name in ("cropped", "cropped", "other-words"):
            desk.file(desk.examine(api.make_tip(**demo_tips[name].fields)), who="An Editor")
    return book


def named_in(out: str) -> list[str]:
    return re.findall(r"^([\w.-]+:[0-9a-f]{8}): ", out, re.M)


def test_a_case_is_explained_from_the_reports_on_file(run, filed: Path) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("explain", "--casebook", filed, "may-day-2012")
    codes = [name.partition(":")[0] for name in named_in(out)]
    assert (status, err) == (0, "")
    assert codes == ["known-picture", "caption-date", "caption-place", "caption-event", "known-claim"], "each once"
    said = " ".join(out.split())
    for source in ("the photographers, interview of 2022-10-04", "the confederation's own page, archived copy"):
        assert f"according to {source}" in said
    assert "put on file by An Editor on" in said
    assert "Not checked, which is neither a yes nor a no" in said
    assert all(len(line) <= 100 for line in out.splitlines())


def test_a_finding_is_explained_by_the_name_that_the_report_shows(run, filed, demo_tips, tmp_path) -> None:  # type: ignore[no-untyped-def]
    fields = [part for name, value in demo_tips["cropped"].fields.items() for part in (f"--{name}", value)]
    _, text, _ = run("check", "--casebook", filed, *fields)
    _, line, _ = run("check", "--casebook", filed, "--json", *fields)
    (name,) = re.findall(r"^  name (caption-date:\w+)$", text, re.M)
    status, out, _ = run("explain", "--casebook", filed, name)
    assert (status, named_in(out)) == (0, [name])
    (tmp_path / "r.json").write_text(line, encoding="utf-8")
    same = [
        run("explain", "--report", tmp_path / "r.json", name),
        run("explain", "--report", "-", name, stdin=line.encode()),
    ]
    for status, told, _ in same:
        assert (status, named_in(told)) == (0, [name])
        assert told.split("UTC")[1].lstrip(".") in out, "the same paragraph as on file"


def test_a_case_without_a_report_says_so_and_what_to_do(run, filed: Path) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("explain", "--casebook", filed, "talking-statue")
    said = " ".join(out.split())
    assert (status, err) == (0, "")
    assert said.startswith("No report on the case talking-statue is on file;")
    assert "firsthand check TIP --keep --who NAME" in said


def test_a_report_that_found_nothing_tells_what_it_could_not_look_at(run, filed, demo_tips) -> None:  # type: ignore[no-untyped-def]
    fields = [part for name, value in demo_tips["broken"].fields.items() for part in (f"--{name}", value)]
    _, line, _ = run("check", "--casebook", filed, "--json", *fields)
    status, out, _ = run("explain", "--report", "-", stdin=line.encode())
    assert status == 0
    assert "known-picture: it could not be looked at." in " ".join(out.split())
    assert "So the answer is unresolved: it was looked into" not in out


WRONG = [
    (["may-day"], "Did you mean may-day-2012", "a part of a case's id"),
    (["may-day-2021"], "Did you mean may-day-2012", "a slip"),
    (["caption-date:00000000"], "Did you mean caption-date:", "a name that is none"),
    (["\x1b[2Jquite another thing"], "Names of findings stand in each report.", "nothing near"),
    ([""], "No case and no finding is named.", "nothing"),
    ([], "No case and no finding is named.", "nothing at all"),
    (["--report", "nowhere.json"], "There is no file nowhere.json", "no such file"),
    (["--report", "."], "is a folder", "a folder"),
    (["--report", "-"], "What came in is empty", "nothing on standard input"),
]


@pytest.mark.parametrize(("arguments", "says", "why"), WRONG, ids=[why for *_, why in WRONG])
def test_a_mistake_meets_a_sentence(run, filed: Path, arguments: list[str], says: str, why: str) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("explain", "--casebook", filed, *arguments)
    assert (status, out) == (2, ""), why
    assert says in err
    assert "Traceback" not in err
    assert "\x1b" not in err


def test_a_case_that_a_report_does_not_name_is_answered_from_that_report(run) -> None:  # type: ignore[no-untyped-def]
    status, out, err = run("explain", "--report", "-", "may-day-2021", stdin=given_json())
    assert (status, out) == (2, "")
    assert "Did you mean may-day-2012" in err


def test_nothing_from_outside_steers_the_terminal(run) -> None:  # type: ignore[no-untyped-def]
    evil = replace(values.hostile().report, tip=Tip(text=values.HOSTILE, caption=values.HOSTILE))
    status, out, _ = run("explain", "--report", "-", stdin=given_json(evil))
    assert status == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


def test_another_version_is_named(run) -> None:  # type: ignore[no-untyped-def]
    _, out, _ = run("explain", "--report", "-", stdin=given_json(replace(BASE, version="0.0.9")))
    assert "by Firsthand 0.0.9, told by the rules of 0.1.0." in " ".join(out.split())


# The documentation


def test_the_page_shows_what_the_program_says(demo_desk, demo_tips, demo_folder, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = __import__("explained")
    sys.modules.pop("explained")
    page = script.PAGE.read_text(encoding="utf-8")
    shown = page.split(script.BEGIN)[1].split(script.END)[0].strip()
    made = script.sections(demo_desk, demo_tips, demo_folder.parent).strip()
    # Another version of the library that draws the demo's pictures gives other bytes, and other digits.
    one, other = (re.sub(r":[0-9a-f]{8}\b", ":", text) for text in (shown, made))
    assert one == other, "run: python scripts/explained.py"
