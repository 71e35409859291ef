"""Does the check of checklists count answers and name sources, and never judge?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand import api
from firsthand.checks import CHECKS
from firsthand.checks.checklist import run
from firsthand.checks.table import Question, run_checks
from firsthand.matching.folding import passage, tip_key
from firsthand.record.cases import Case, Claim, Kind, Picture, Subject
from firsthand.record.checklist_templates import templates
from firsthand.record.checklists import NO_SOURCE, Checklist, Criterion, Met
from firsthand.record.decisions import Answer, Decision
from firsthand.record.entries import UNNAMED, Entry
from firsthand.record.findings import Finding, NotChecked, Report, Why
from firsthand.record.leads import ClaimLead, Lack, Leads, PictureLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import WHOLE
from firsthand.record.readings import PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.settings import Settings

TEXT = "The harbour town voted for the bridge."
FILE = "0" * 64
AT = datetime(2031, 6, 1, tzinfo=UTC)
PAPER, NOTARY, BULLETIN = "the harbour paper", "a notary", "the town's bulletin"
M, N, U = Met.MET, Met.NOT_MET, Met.UNKNOWN


def criterion(id: str, answer: Met = U, *said: tuple[str, str, str], url: str = "") -> Criterion:
    """A criterion with entries given as (field, value, source)."""
    entries = tuple(Entry(f"bridge/{id}", field, value, source, url=url) for field, value, source in said)
    return Criterion(id, f"Criterion {id}.", answer, entries=entries)


def checklist(*criteria: Criterion, of: str = "") -> Checklist:
    return Checklist("bridge", "", "A vote", of=of, criteria=criteria)


def case(*lists: Checklist, id: str = "harbour") -> Case:
    bridge = Subject("bridge-vote", Kind.EVENT, {"en": ("the bridge vote",)})
    picture = Picture("p", sha256=FILE)
    return Case(
        id, "A town", claims=(Claim("c", TEXT, "en"),), pictures=(picture,), subjects=(bridge,), checklists=lists
    )


def asked(*cases: Case, answer: str = "yes", lacking: tuple[Lack, ...] = ()) -> Question:
    """A text, and what a person decided on its likeness to the claim of each case."""
    leads = Leads(
        claims=tuple(
            ClaimLead(tip_key(TEXT), one.id, "c", 0, passage(TEXT, 0, len(TEXT)), "words", 1.0) for one in cases
        ),
        cases=cases,
        decisions=tuple(Decision(tip_key(TEXT), f"{one.id}/c", Answer(answer), "Olena", AT) for one in cases),
        lacking=lacking,
    )
    return Question(Tip(), Reading(ReadingKind.TEXT, TEXT), leads, Settings())


def only(question: Question) -> Finding:
    (found,) = run(question)
    assert isinstance(found, Finding)
    assert found.outcome is Outcome.UNRESOLVED, "a checklist is no verdict"
    return found


VOTE = checklist(
    criterion("a", N, ("answer", "not met", PAPER)),
    criterion("b", N, ("soldiers", "at the door", PAPER), ("soldiers", "in the hall", NOTARY)),
    criterion("c", N, ("answer", "not met", NOTARY)),
    criterion("d", M, ("count", "in the open", BULLETIN), url="https://bulletin.example/1"),
    criterion("e"),
)


def test_it_counts_and_names_and_says_no_more() -> None:
    found = only(asked(case(VOTE)))
    assert found.headline == (
        "Of 5 criteria of “A vote” in case harbour, 3 are not met, 1 is met and 1 is unknown, "
        "according to the harbour paper, a notary and the town's bulletin."
    )
    assert (found.code, found.case, found.match) == ("checklist", "harbour", None)
    assert found.hint == "A checklist is no verdict: read the sources of its rows."


def test_every_criterion_is_a_row_with_its_sources() -> None:
    rows = only(asked(case(VOTE))).compared
    assert [(row.what, row.said, row.held, row.source) for row in rows] == [
        ("Criterion a.", "", "not met", PAPER),
        ("Criterion b.", "", "not met", f"{PAPER} and {NOTARY}"),
        ("Criterion c.", "", "not met", NOTARY),
        ("Criterion d.", "", "met", BULLETIN),
        ("Criterion e.", "", "unknown", NO_SOURCE),
    ]
    assert {row.outcome for row in rows} == {Outcome.UNRESOLVED}
    assert rows[3].url == "https://bulletin.example/1"
    assert rows[1].entry == VOTE.criteria[1].entries[0].id


HEADLINES = [
    ((criterion("a"), criterion("b")), "2 are unknown.", "nothing answered, nobody named"),
    ((criterion("a", M),), "1 is met; 1 of the answers has no source on file.", "an answer by nobody"),
    (
        (criterion("a", M, ("x", "y", PAPER)), criterion("b", N), criterion("c", N)),
        "2 are not met and 1 is met, according to the harbour paper; 2 of the answers have no source on file.",
        "what nobody says is not laid on the paper",
    ),
    (
        (criterion("a", N, ("answer", "not met", PAPER), ("answer", "met", BULLETIN)),),
        "1 is not met, according to the harbour paper; on 1 of them a source says otherwise.",
        "who says otherwise is not named for the desk's answer",
    ),
    (
        (criterion("a", N, ("answer", "met", BULLETIN)),),
        "1 is not met; 1 of the answers has no source on file; on 1 of them a source says otherwise.",
        "only the other side is on file",
    ),
    ((criterion("a", M, ("x", "y", UNNAMED)),), "1 is met, according to an unnamed source.", "unnamed"),
    (
        (criterion("a", M, *(("x", "y", f"S{i}") for i in range(5))),),
        "1 is met, according to S0, S1, S2, S3 and S4.",
        "as many as are named",
    ),
    (
        (criterion("a", M, *(("x", "y", f"S{i}") for i in range(9))),),
        "1 is met, according to S0, S1, S2, S3 and 5 more.",
        "a headline stays readable",
    ),
]


@pytest.mark.parametrize(("criteria", "expected", "why"), HEADLINES, ids=[why for *_, why in HEADLINES])
def test_headlines(criteria: tuple[Criterion, ...], expected: str, why: str) -> None:
    count = "1 criterion" if len(criteria) == 1 else f"{len(criteria)} criteria"
    assert only(asked(case(checklist(*criteria)))).headline == f"Of {count} of “A vote” in case harbour, {expected}"


def test_a_source_that_says_otherwise_has_a_row_of_its_own() -> None:
    one = criterion("a", N, ("answer", "not met", PAPER), ("answer", "met", BULLETIN), ("answer", "met", UNNAMED))
    rows = only(asked(case(checklist(one)))).compared
    assert [(row.held, row.source) for row in rows] == [
        ("not met", PAPER),
        ("met", f"{BULLETIN} and an unnamed source"),
    ]


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("c", f"It is about “{TEXT}”. "),
        ("bridge-vote", "It is about “the bridge vote”. "),
        ("p", "It is about p. "),
        ("", ""),
    ],
)
def test_the_hint_says_what_it_is_about(of: str, said: str) -> None:
    found = only(asked(case(checklist(criterion("a"), of=of))))
    assert found.hint == f"{said}A checklist is no verdict: read the sources of its rows."


def test_every_checklist_of_every_case_that_the_tip_is_about() -> None:
    second = replace(VOTE, id="second", title="Another")
    found = run(asked(case(VOTE, second), case(VOTE, id="twin"), case(id="bare")))
    assert [(one.case, one.headline.split(" in case")[0]) for one in found if isinstance(one, Finding)] == [
        ("harbour", "Of 5 criteria of “A vote”"),
        ("harbour", "Of 5 criteria of “Another”"),
        ("twin", "Of 5 criteria of “A vote”"),
    ]


def test_a_picture_leads_to_the_case_too() -> None:
    lead = PictureLead(f"picture:{FILE}", "harbour", "p", 0, 100, WHOLE, WHOLE)
    picture = PictureReading("a.jpg", FILE)
    leads = Leads(pictures=(lead,), cases=(case(VOTE),))
    assert only(Question(Tip(), Reading(ReadingKind.PICTURE, pictures=(picture,)), leads, Settings())).case == "harbour"


QUIET = [
    (asked(), Why.NO_RECORD, "nothing on file"),
    (asked(case()), Why.NO_RECORD, "the case has none"),
    (asked(case(VOTE), answer="no"), Why.NO_RECORD, "a person said that it is another matter"),
    (replace(asked(case(VOTE)), leads=Leads(cases=(case(VOTE),))), Why.NO_RECORD, "a case by the way"),
    (asked(case(checklist())), Why.NO_RECORD, "a list without criteria, from a newer version"),
    (replace(asked(case(VOTE)), reading=Reading(ReadingKind.TEXT)), Why.ABSENT, "an empty tip"),
]


@pytest.mark.parametrize(("question", "expected", "why"), QUIET, ids=[why for *_, why in QUIET])
def test_where_there_is_none_it_is_no_failure(question: Question, expected: Why, why: str) -> None:
    (gap,) = run(question)
    assert isinstance(gap, NotChecked)
    assert gap.why is expected
    assert Report(Tip(), None, (), (gap,), "0", "0", AT).exit_status == 0


def test_a_match_that_is_only_possible_brings_no_checklist() -> None:
    question = asked(case(VOTE), answer="unsure")
    assert isinstance(run(replace(question, settings=Settings(alert=1.0)))[0], NotChecked)


def test_the_table_asks_it_last_of_every_tip() -> None:
    (row,) = (one for one in CHECKS if one.code == "checklist")
    findings, gaps = run_checks(asked(case(VOTE)), [row])
    assert ([one.code for one in findings], gaps) == (["checklist"], ())


def test_a_shipped_template_of_which_nothing_is_known() -> None:
    shipped = tuple(Criterion(id, texts["en"]) for id, texts in templates()["vote"].criteria.items())
    found = only(asked(case(replace(checklist(*shipped), template="vote"))))
    assert found.headline == "Of 9 criteria of “A vote” in case harbour, 9 are unknown."


FILED = """\
firsthand: 1
case: {id: harbour, title: "A vote in a harbour town"}
claims:
  - {id: voted, text: "The people of Vyhadanyi Port voted to give the old bridge to the ferry company", lang: en}
checklists:
  - id: bridge-vote
    template: vote
    criteria:
      - {id: secrecy, answer: not met, entries: [{field: answer, value: not met, source: "the harbour paper"}]}
reviews:
  - {rating: "False", publisher: "A desk"}
"""


def test_from_the_casefile_to_the_report(tmp_path: Path) -> None:
    (tmp_path / "harbour.yaml").write_text(FILED, encoding="utf-8")
    with api.init(tmp_path / "book") as desk:
        assert desk.import_cases([tmp_path / "harbour.yaml"], who="Olena").problems == []
        report = desk.check(text="The people of Vyhadanyi Port voted to give the old bridge to the ferry company")
        (found,) = report.by_code("checklist")
        assert found.headline == (
            "Of 9 criteria of “A vote” in case harbour, 1 is not met and 8 are unknown, according to the harbour paper."
        )
        assert report.exit_status == 0
        other = desk.check(text="Bakers of the city ask for a longer market day in spring")
    assert not other.by_code("checklist")
    assert [gap.why for gap in other.not_checked if gap.code == "checklist"] == [Why.NO_RECORD]
    assert other.exit_status == 0
