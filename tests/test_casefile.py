"""Are casefiles read as written, and is every mistake named with its place?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as make
from firsthand.errors import CasefileError
from firsthand.record.casefile import Document, Form, read_casefile
from firsthand.record.casefile_ledger import FiledReport, write_decision, write_report
from firsthand.record.casefile_wire import is_id
from firsthand.record.casefile_write import check_case, write_casefile
from firsthand.record.cases import Case, Claim, Kind
from firsthand.record.decisions import Decision
from firsthand.record.outcome import Verdict
from firsthand.record.ratings import verdict_of
from firsthand.record.when import parse

FORMS: tuple[Form, ...] = ("yaml", "json", "jsonl")

MAY_DAY = """\
firsthand: 1
case: {id: may-day-2012, title: "A May Day picture passed off as 2014", status: published}
claims:
  - {text: "Members of the confederation marched in 2014", lang: en, claimant: "a Greek page", made: 2022-09}
pictures:
  - id: pic-1
    file: may-day.jpg                      # beside the casefile
    entries:
      - {field: taken, value: 2012-05-01, source: "the photographers"}
      - {field: place, value: Donetsk, within: [Donetsk Oblast, Ukraine], source: "the same"}
      - {field: clock, value: 1:30}
      - {field: flags, value: no}
subjects:
  - id: the-confederation
    kind: body
    names: {en: [the Confederation], uk: [Конфедерація]}
    entries:
      - {field: founded, value: 1994}
      - {field: works-with, value: nobody-on-file, from: 199X, until: 1998}
appearances:
  - {url: "https://example.org/a", published: 2022-09-10, seen: 2022-09-12T09:00Z, caption: , status: up}
reviews:
  - {rating: Miscaptioned, publisher: "A desk"}
  - {rating: Miscaptioned, verdict: "", publisher: "A desk"}
"""


def one(text: str, form: Form = "yaml") -> Document:
    (document,) = read_casefile(text, "a.yaml", form=form)
    return document


def case_of(text: str, form: Form = "yaml") -> Case:
    document = one(text, form)
    assert document.problems == ()
    assert isinstance(document.content, Case)
    return document.content


def said(text: str, form: Form = "yaml") -> list[str]:
    document = one(text, form)
    assert (document.content is None) == bool(document.problems)
    return [str(problem) for problem in document.problems]


def test_the_case_of_the_design_is_read() -> None:
    case = case_of(MAY_DAY)
    taken, place, clock, flags = case.pictures[0].entries
    assert case.claims == (Claim("c1", case.claims[0].text, "en", "a Greek page", parse("2022-09")),)
    assert (taken.value, place.source, place.within) == (
        "2012-05-01",
        "the photographers",
        ("Donetsk Oblast", "Ukraine"),
    )
    assert (clock.value, flags.value, flags.source) == ("1:30", "no", "unnamed")
    assert case.subjects[0].kind is Kind.BODY
    assert case.subjects[0].names["uk"] == ("Конфедерація",)
    assert [entry.value for entry in case.subjects[0].entries] == ["1994", "nobody-on-file"]
    assert case.subjects[0].entries[1].since == parse("199X")
    assert (case.appearances[0].caption, case.appearances[0].seen) == ("", parse("2022-09-12T09:00Z"))
    assert [review.verdict for review in case.reviews] == [Verdict.MISLEADING, Verdict.NONE]


def test_json_and_yaml_of_one_case_are_one_case() -> None:
    case = case_of(MAY_DAY)
    assert case_of(write_casefile(case, "json"), "json") == case
    numbers = {"firsthand": 1, "case": {"id": "x", "title": 1994, "note": None, "status": 1.50}}
    assert case_of(json.dumps(numbers), "json") == Case("x", "1994", "1.5")


@pytest.mark.parametrize(
    ("sources", "expected", "why"),
    [
        (["a register", "the same", "The  same"], ["a register", "a register", "The  same"], "two spaces are a name"),
        (["a register", "the same", "the same"], ["a register"] * 3, "it hands on"),
        (["a register", "THE SAME ", "Той самий"], ["a register"] * 3, "letters of any size, both languages"),
        (["a", "b", "the same"], ["a", "b", "b"], "the nearest before it"),
        (["", "the same"], ["unnamed", "unnamed"], "as nameless as the one before"),
        (["a", "the same register"], ["a", "the same register"], "only the whole words"),
    ],
)
def test_the_same_source_is_that_of_the_entry_before(sources: list[str], expected: list[str], why: str) -> None:
    entries = [{"field": f"f{i}", "value": "x", "source": source} for i, source in enumerate(sources)]
    document = {"firsthand": 1, "case": {"id": "a", "title": "A"}, "subjects": [
        {"id": "s", "kind": "body", "entries": entries}]}  # fmt: skip
    case = case_of(json.dumps(document), "json")
    assert [entry.source for entry in case.subjects[0].entries] == expected, why
    assert case_of(write_casefile(case, "yaml")) == case


@settings(max_examples=60, deadline=None)
@given(make.cases())
def test_writing_and_reading_gives_the_same_case(case: Case) -> None:
    assert check_case(case) == case
    for form in FORMS:
        text = write_casefile(case, form)
        assert case_of(text, form) == case
        assert text.endswith("\n")
        assert form != "jsonl" or len(text.splitlines()) == 1


@settings(max_examples=40, deadline=None)
@given(make.decisions, make.filed_reports)
def test_decisions_and_reports_travel_whole(decision: Decision, report: FiledReport) -> None:
    text = write_decision(decision) + write_report(report)
    assert [document.content for document in read_casefile(text, "x", form="jsonl")] == [decision, report]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.sampled_from([MAY_DAY])), st.integers(0, 900), st.text(max_size=4))
def test_no_text_makes_the_reader_raise(text: str, at: int, more: str) -> None:
    broken = text[:at] + more + text[at + 1 :]
    for form in FORMS:
        for document in read_casefile(broken, "x", form=form):
            assert (document.content is None) == bool(document.problems)


HEAD = "firsthand: 1\ncase: {id: a, title: b}\n"
BODY = "subjects:\n  - id: s\n    kind: body\n    entries:\n"

MISTAKES = [
    (HEAD + "claim: []\n", ["a.yaml, line 3, claim: There is no field 'claim'. Did you mean 'claims'?"], "a near name"),
    (
        HEAD + BODY + "      - {field: founded, value: 2012-02-30}\n",
        ["line 7, subjects[0].entries[0].value: '2012-02-30': 2012-02 has 29 days"],
        "no such day",
    ),
    (HEAD + "claims: [{text: x, made: 31/04}]\n", ["claims[0].made: '31' is not a date"], "April has 30 days"),
    (
        HEAD + BODY + "      - {field: seat, value: x, source: The same}\n",
        ["line 7, subjects[0].entries[0].source: No entry stands before this one, so 'The same' names nobody."],
        "the same as nobody",
    ),
    (HEAD + BODY + "      - {field: period, value: 2014/2012}\n", ["the end lies before the start"], "period"),
    (
        HEAD + BODY + "      - {field: leads, value: x, from: 1999, until: 1998}\n",
        [".until: It ends (1998) before it begins (1999)"],
        "a link",
    ),
    (
        HEAD + "subjects: [{id: s, kind: union}]\n",
        ["subjects[0].kind: 'union' is not known here. Use one of: person, body, event, place, outlet."],
        "the list is given",
    ),
    (HEAD + "subjects: [{id: s}]\n", ["subjects[0].kind: This field is missing."], "a kind must be given"),
    (
        HEAD + "claims: [{id: x, text: t}]\npictures: [{id: x, file: f.jpg}]\n",
        ["pictures[0].id: The id 'x' already stands at claims[0].id."],
        "CASE/x must mean one thing",
    ),
    (HEAD + "pictures: [{file: f.jpg}]\n", ["pictures[0].id: This field is missing"], "ids are needed"),
    (HEAD + "pictures: [{id: p}]\n", ["pictures[0]: Neither a file nor a sha256"], "nothing to look at"),
    (HEAD + "pictures: [{id: p, file: ../f.jpg}]\n", ["pictures[0].file: '../f.jpg' is not a file beside"], "out"),
    (HEAD + "pictures: [{id: p, file: /etc/passwd}]\n", ["pictures[0].file"], "absolute"),
    (HEAD + "pictures: [{id: p, sha256: abc}]\n", ["pictures[0].sha256: 'abc' is not a SHA-256"], "too short"),
    (
        HEAD + "reviews: [{rating: x, verdict: wrong}]\n",
        ["reviews[0].verdict: 'wrong' is not known here. Use one of: false, misleading,"],
        "the scale is given",
    ),
    (HEAD + "claims: [{text: x, lang: in English}]\n", ["claims[0].lang: 'in English' is not a language"], "tag"),
    (HEAD + "claims: text\n", ["claims: Expected a list, found the text 'text'"], "not a list"),
    (HEAD + "claims: [{text: [a]}]\n", ["claims[0].text: Expected text, found a list"], "not a text"),
    ("firsthand: 1\ncase: {id: a/b, title: b}\n", ["case.id: 'a/b' cannot be an id. An id is up to 100"], "slash"),
    ("firsthand: 1\ncase: {id: a}\n", ["line 2, case.title: This field is missing"], "the line around it"),
    ("firsthand: 1\n", ["case: Expected fields (id, title, status, note), found nothing"], "no case"),
    ("firsthand: 2\n", ["firsthand: Version 2 of the casefile is newer"], "newer"),
    ("firsthand: one\n", ["'one' is not a version"], "not a number"),
    ("firsthand: ²\n", ["'²' is not a version"], "a digit that int() refuses"),
    ("case: {id: a}\n", ["it does not say 'firsthand: 1'"], "any other YAML"),
    ("", ["it does not say 'firsthand: 1'"], "an empty file"),
    ("a: {b\n", ["a.yaml, line 2: This is not YAML"], "cut off"),
    ("a: &x 1\n", ["line 1: The anchor &x is not read"], "anchor"),
    ("a: 1\nb: *x\n", ["line 2: The alias *x is not read"], "alias"),
    ("a: !!python/name:os.system\n", ["The tag tag:yaml.org,2002:python/name:os.system is not read"], "tag"),
    ("a: 1\na: 2\n", ["line 2: The field 'a' stands twice"], "twice"),
    ("a: 1\n---\nb: 2\n", ["line 2: A second document begins"], "two documents"),
    ("[" * 100_000, ["nested deeper than 50"], "a bomb"),
    ("a: \x01\n", ["line 1: This is not YAML: control characters"], "binary"),
    ("\ud800", ["half of a character"], "no Unicode text"),
]


@pytest.mark.parametrize(("text", "expected", "why"), MISTAKES, ids=[why for *_, why in MISTAKES])
def test_a_mistake_is_named_with_its_place(text: str, expected: list[str], why: str) -> None:
    found = said(text)
    assert len(found) == len(expected), found
    for problem, words in zip(found, expected, strict=True):
        assert problem.startswith("a.yaml"), why
        assert words in problem, why


def test_all_mistakes_of_a_file_are_listed_in_order_of_line() -> None:
    text = "firsthand: 1\ncase: {id: 'a b', title: x}\nclaims:\n  - {lang: '??'}\n  - {text: x, made: soon}\n"
    assert [problem.split(":")[0] for problem in said(text)] == [
        "a.yaml, line 2, case.id",
        "a.yaml, line 4, claims[0].text",
        "a.yaml, line 4, claims[0].lang",
        "a.yaml, line 5, claims[1].made",
    ]


def test_a_bad_line_of_jsonl_leaves_the_others_alone() -> None:
    good = write_casefile(Case("a", "b"), "jsonl")
    twice = '{"firsthand": 1, "firsthand": 1}\n'
    documents = list(read_casefile(f"{good}\n{{\n{twice}{'[' * 100_000}\n{good}", "x.jsonl", form="jsonl"))
    assert [(document.line, document.content is not None) for document in documents] == [
        *((1, True), (3, False), (4, False), (5, False), (6, True))
    ]
    problems = [str(problem) for document in documents for problem in document.problems]
    assert problems[0].startswith("x.jsonl, item 3: This is not JSON")
    assert problems[1].startswith("x.jsonl, item 4: The field 'firsthand' stands twice")
    assert "nested deeper" in problems[2]


def test_json_that_no_text_can_hold_is_refused() -> None:
    text = '{"firsthand": 1, "case": {"id": "a", "title": true, "\\ud800": 1, "note": "\\udfff"}}'
    found = said(text, "json")
    assert len(found) == 3
    assert all(problem.isprintable() for problem in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("a", True), ("2012.may_day-1", True), ("Першотравень", True), ("हिन्दी", True), ("a" * 100, True)),
        *(("", False), (".a", False), ("-a", False), ("a/b", False), ("a b", False), ("a" * 101, False), ("..", False)),
        *(("a\n", False), ("a\x00", False), ("é" * 100, True), ("a\u2028", False), ("\u0301a", False)),
    ],
)
def test_what_may_be_an_id(text: str, expected: bool) -> None:
    document = one(f"firsthand: 1\ncase: {{id: {json.dumps(text)}, title: b}}\n")
    assert (document.content is not None) is expected
    assert (bool(text) and is_id(text)) is expected


def test_a_case_that_no_casefile_could_hold_is_not_filed() -> None:
    with pytest.raises(CasefileError, match=r"'a b' cannot be filed: case\.id"):
        check_case(Case("a b", "title"))


@pytest.mark.parametrize(
    ("rating", "publisher", "verdict", "why"),
    [
        ("FALSE.", "", Verdict.FALSE, "case and punctuation do not matter"),
        ("Фейк", "", Verdict.FALSE, "Ukrainian and Russian"),
        ("Ψευδές", "", Verdict.FALSE, "Greek"),
        ("Missing context", "AFP", Verdict.MISSING_CONTEXT, "common words"),
        ("Fake", "Snopes.com", Verdict.ALTERED, "the house's own meaning comes first"),
        ("Fake", "Somebody else", Verdict.FALSE, "elsewhere the common one"),
        ("Half true", "", Verdict.NONE, "means different things"),
        ("Not false", "", Verdict.NONE, "a rating is looked up whole, never searched for words"),
        ("", "", Verdict.NONE, "no rating"),
    ],
)
def test_ratings(rating: str, publisher: str, verdict: Verdict, why: str) -> None:
    assert verdict_of(rating, publisher) is verdict, why
