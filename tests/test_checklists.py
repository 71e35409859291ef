"""Are checklists read with what their templates add, is every mistake named, and are the templates whole?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.casebook.models import EntryRow
from firsthand.casebook.store import CasebookStore
from firsthand.record.casefile import read_casefile
from firsthand.record.casefile_checklists import MOST_CHECKLISTS, MOST_CRITERIA, MOST_LETTERS
from firsthand.record.casefile_write import write_casefile
from firsthand.record.cases import Case
from firsthand.record.checklist_templates import LANGUAGES, templates, translated
from firsthand.record.checklists import Checklist, Criterion, Met
from firsthand.record.entries import Entry

HEAD = "firsthand: 1\ncase: {id: a, title: b}\n"
VOTE = (
    HEAD
    + """\
claims:
  - {id: c, text: "The harbour town voted for the bridge"}
checklists:
  - id: bridge
    template: vote
    of: c
    criteria:
      - id: secrecy
        answer: not met
        entries:
          - {field: answer, value: not met, source: "the harbour paper", words: "no booths", from: 2031-05-04}
          - {field: answer, value: met, source: "the town's bulletin"}
      - {id: weather, text: "It did not rain.", answer: met}
"""
)


def case_of(text: str) -> Case:
    (document,) = read_casefile(text, "a.yaml", form="yaml")
    assert document.problems == ()
    assert isinstance(document.content, Case)
    return document.content


def said(text: str, form: str = "yaml") -> list[str]:
    (document,) = read_casefile(text, "a.yaml", form="json" if form == "json" else "yaml")
    return [str(problem) for problem in document.problems]


def test_a_template_gives_the_texts_and_the_criteria_that_the_case_does_not_name() -> None:
    (checklist,) = case_of(VOTE).checklists
    shipped = templates()["vote"].criteria
    assert (checklist.title, checklist.of, len(checklist.criteria)) == ("A vote", "c", len(shipped) + 1)
    first, second, *others = checklist.criteria
    assert (first.id, first.text, first.answer) == ("secrecy", shipped["secrecy"]["en"], Met.NOT_MET)
    assert (second.text, second.answer, second.entries) == ("It did not rain.", Met.MET, ())
    assert [one.id for one in others] == [id for id in shipped if id != "secrecy"]
    assert {one.answer for one in others} == {Met.UNKNOWN}


def test_entries_are_about_the_criterion_of_their_checklist() -> None:
    case = case_of(VOTE)
    criterion = case.checklists[0].criteria[0]
    assert {entry.subject for entry in criterion.entries} == {"bridge/secrecy"}
    assert tuple(case.entries()) == criterion.entries
    assert case.criterion("bridge/secrecy") == criterion
    assert case.criterion("bridge/nothing") is None


def test_what_a_source_answers_otherwise_stands_apart() -> None:
    criterion = case_of(VOTE).checklists[0].criteria[0]
    rows = {answer: [entry.source for entry in entries] for answer, entries in criterion.said().items()}
    assert rows == {Met.NOT_MET: ["the harbour paper"], Met.MET: ["the town's bulletin"]}
    unheard = replace(criterion, answer=Met.UNKNOWN)
    assert list(unheard.said()) == [Met.UNKNOWN, Met.NOT_MET, Met.MET]
    other = Criterion(
        "x", "X", Met.MET, entries=(Entry("l/x", "answer", "perhaps", "s"), Entry("l/x", "count", "3", "t"))
    )
    assert [len(entries) for entries in other.said().values()] == [2], "what is no answer speaks for the desk's own"


def test_what_is_written_holds_every_text_and_reads_back_as_the_same() -> None:
    case = case_of(VOTE)
    text = write_casefile(case, "yaml")
    assert templates()["vote"].criteria["counting"]["en"] in text
    assert case_of(text) == case


def test_entries_of_criteria_are_rows_of_the_casebook(tmp_path: Path) -> None:
    at = datetime(2031, 6, 1, tzinfo=UTC)
    case = case_of(VOTE)
    with CasebookStore.create(tmp_path / "book") as book:
        book.file(case, who="desk", at=at)
        rows = EntryRow.objects.using(book._alias).order_by("id").values_list("subject", "field", "value", "source")
        assert list(rows) == [
            ("bridge/secrecy", "answer", "not met", "the harbour paper"),
            ("bridge/secrecy", "answer", "met", "the town's bulletin"),
        ]
        assert book.case("a") == case
        (checklist,) = case.checklists
        bare = replace(checklist, criteria=tuple(replace(one, entries=()) for one in checklist.criteria))
        filed = book.file(replace(case, checklists=(bare,)), who="desk", at=at)
        assert filed is not None
        assert (filed.added, filed.withdrawn) == (0, 2)


LIST = HEAD + "checklists:\n  - id: l\n"
OWN = LIST + "    title: T\n    criteria:\n"
LONG = "x" * (MOST_LETTERS + 1)

MISTAKES = [
    (
        LIST + "    template: voet\n",
        ["line 5, checklists[0].template: There is no template 'voet'.", "mean 'vote'?"],
        "near",
    ),
    (LIST + "    template: xyz\n", ["no template 'xyz'.", "Shipped are: picture-provenance, vote."], "not near"),
    (
        LIST + "    template: vote\n    criteria: [{id: secercy}]\n",
        [
            "checklists[0].criteria[0].id: The template 'vote' has no criterion 'secercy'.",
            "mean 'secrecy'? A criterion of",
        ],
        "an id that the template lacks needs its text",
    ),
    (
        OWN + "      - {id: x, text: X}\n      - {id: x, text: Y}\n",
        ["line 8, checklists[0].criteria[1].id: The criterion 'x' already stands at checklists[0].criteria[0]."],
        "a criterion twice",
    ),
    (
        OWN + "      - {id: x, text: X, answer: not-met}\n",
        ["criteria[0].answer: 'not-met' is not known here. Use one of: met, not met, unknown. Did you mean 'not met'?"],
        "an answer misspelt",
    ),
    (OWN + "      - {id: x, text: X, answer: no}\n", ["'no' is not known here. Use one of: met, not met"], "a YAML no"),
    (
        OWN + "      - {id: x, text: X, entries: [{field: answer, value: mett, source: s}]}\n",
        ["criteria[0].entries[0].value: 'mett' is not known here.", "Did you mean 'met'?"],
        "a source's answer misspelt",
    ),
    (OWN + "      - {id: x}\n", ["criteria[0].text: This field is missing or empty"], "no template, no text"),
    (LIST + "    title: T\n", ["checklists[0].criteria: This checklist has no criteria.", "name a template:"], "empty"),
    (LIST + "    criteria: [{id: x, text: X}]\n", ["checklists[0].title: This field is missing"], "no title"),
    (
        HEAD + "claims: [{id: c-1, text: x}]\nchecklists: [{id: l, template: vote, of: c1}]\n",
        ["line 4, checklists[0].of: No claim, picture or subject of this case has the id 'c1'. Did you mean 'c-1'?"],
        "of what is not there",
    ),
    (LIST + "    template: vote\n    of: l\n", ["has the id 'l'. Leave it out where"], "of itself"),
    (
        HEAD + "claims: [{id: l, text: x}]\nchecklists: [{id: l, template: vote}]\n",
        ["checklists[0].id: The id 'l' already stands at claims[0].id."],
        "one space of ids",
    ),
    (
        OWN + f"      - {{id: x, text: {LONG}}}\n",
        ["criteria[0].text: It has 1,001 characters; 1,000 is"],
        "a long text",
    ),
    (LIST + f"    template: vote\n    title: {LONG}\n", ["checklists[0].title: It has 1,001"], "a long title"),
    (
        HEAD + f"checklists: [{{id: {'l' * 60}, title: T, criteria: [{{id: {'c' * 40}, text: X}}]}}]\n",
        ["criteria[0].id: The ids of checklist and criterion have more than 99 letters together."],
        "both ids name the entries",
    ),
    (OWN + "      - {id: x, text: X, entries: none}\n", ["entries: Expected a list, found the text 'none'"], "once"),
    (
        LIST + "    template: [vote]\n    title: T\n    criteria: [{id: x, text: X}]\n",
        ["template: Expected text"],
        "a list",
    ),
    (LIST + "    template: vote\n    criterias: []\n", ["no field 'criterias'. Did you mean 'criteria'?"], "a field"),
    (HEAD + "checklist: []\n", ["There is no field 'checklist'. Did you mean 'checklists'?"], "the top"),
]


@pytest.mark.parametrize(("text", "expected", "why"), MISTAKES, ids=[why for *_, why in MISTAKES])
def test_a_mistake_is_named_with_its_place(text: str, expected: list[str], why: str) -> None:
    found = said(text)
    assert len(found) == 1, found
    for words in expected:
        assert words in found[0], why


def test_too_many_are_refused() -> None:
    one = {"title": "T", "criteria": [{"id": f"c{i}", "text": "x"} for i in range(MOST_CRITERIA)]}
    full = {"firsthand": 1, "case": {"id": "a", "title": "b"}, "checklists": [{"id": "l", **one}]}
    assert said(json.dumps(full), "json") == []
    more = {**full, "checklists": [{"id": "l", **one, "criteria": [*one["criteria"], {"id": "z", "text": "x"}]}]}
    (problem,) = said(json.dumps(more), "json")
    assert "checklists[0].criteria: There are 201 criteria; 200 is the limit." in problem
    many = {**full, "checklists": [{"id": f"l{i}", **one} for i in range(MOST_CHECKLISTS + 1)]}
    (problem,) = said(json.dumps(many), "json")
    assert "checklists: There are 21 checklists; 20 is the limit." in problem


@pytest.mark.parametrize("name", ["vote", "picture-provenance"])
def test_a_shipped_template_is_whole(name: str) -> None:
    template = templates()[name]
    assert len(template.origin) > 40
    for texts in (template.title, *template.criteria.values()):
        assert list(texts) == list(LANGUAGES)
        assert all(text.strip() == text and text for text in texts.values())
        assert len(set(texts.values())) == len(LANGUAGES)
    assert all(len(name) + len(id) < 99 for id in template.criteria)


def test_the_vote_says_after_whom_it_is() -> None:
    assert "Copenhagen" in templates()["vote"].origin
    assert "Venice Commission" in templates()["vote"].origin


def test_a_text_of_a_template_is_known_in_every_language() -> None:
    texts = templates()["vote"].criteria["secrecy"]
    assert {translated(texts[one], other) for one in LANGUAGES for other in LANGUAGES if other == "uk"} == {texts["uk"]}
    assert translated("It did not rain.", "uk") == "It did not rain."


def test_no_two_criteria_of_the_templates_share_a_text() -> None:
    texts = [text for one in templates().values() for row in one.criteria.values() for text in row.values()]
    assert len(texts) == len(set(texts))


def test_a_case_made_in_python_may_carry_a_checklist() -> None:
    checklist = Checklist("l", title="T", criteria=(Criterion("x", "X"),))
    case = Case("a", "b", checklists=(checklist,))
    assert case_of(write_casefile(case, "yaml")) == case


def test_the_example_of_the_page_is_read() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "casefile.md").read_text(encoding="utf-8")
    block = page.split("## Checklists\n")[1].split("```yaml\n")[1].split("```")[0]
    (checklist,) = case_of(HEAD + block).checklists
    assert (checklist.of, len(checklist.criteria)) == ("voted", 10)
    assert f"At most {MOST_CHECKLISTS} checklists a case, {MOST_CRITERIA} criteria a checklist" in page
