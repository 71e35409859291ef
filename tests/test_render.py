"""Does a report read the same as text and as JSON, and does nothing from outside steer the reader's terminal?"""

from __future__ import annotations

import json
import re
import string
from dataclasses import fields, replace
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

import report_values as values
from firsthand import render
from firsthand.errors import CasebookError, UsageError
from firsthand.matching.folding import digest, passage
from firsthand.record import findings as f
from firsthand.record.differences import Added, Addition, Around, Colour, Differences, Ground, Side
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, Verdict
from firsthand.record.passages import Passage, Region
from firsthand.record.readings import Credentials
from firsthand.record.states import State
from firsthand.record.tips import Capture, CaptureState, Exhibit, Tip
from firsthand.record.when import parse
from firsthand.rendering import gravity
from firsthand.rendering.dates import say
from firsthand.rendering.gravity import Tone
from firsthand.rendering.made import sentences
from firsthand.rendering.marking import WHOLE_TEXT, mark, number
from firsthand.rendering.safe import language, one_line, safe, web_address
from firsthand.rendering.wording import compared_name, percent
from firsthand.rendering.words import LANGUAGES, words

DOCS = Path(__file__).parent.parent / "docs" / "report.md"
EVERY = pytest.mark.parametrize("make", values.ALL.values(), ids=values.ALL.keys())


def text(shown: values.Shown, *, colour: bool = False, width: int = 80) -> str:
    return render.to_text(shown.report, shown.reading, shown.leads, colour=colour, width=width)


# JSON


@EVERY
def test_a_report_comes_back_from_json_equal(make):
    report = make().report
    assert render.report_from_plain(json.loads(render.to_json(report))) == report


@EVERY
def test_json_is_one_printable_line(make):
    line = render.to_json(make().report)
    assert len(line.splitlines()) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)
    assert line.encode("utf-8")


def test_json_keeps_letters_and_edtf():
    line = render.to_json(values.contradicted().report)
    assert values.CAPTION in line
    plain = json.loads(line)
    assert (plain["id"], plain["tip"]["published"], plain["made_at"]) == (
        "t-1",
        "2022-09-10",
        "2026-11-03T18:42:00+00:00",
    )


def test_a_tip_without_an_id_gives_a_report_without_one():
    assert "id" not in render.to_plain(values.unrelated().report)


def test_half_a_surrogate_survives_json():
    report = values.report(Tip(text="a\ud800b"))
    line = render.to_json(report)
    assert line.encode("utf-8")
    assert render.report_from_plain(json.loads(line)) == report


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
def test_any_words_come_back_from_json(said):
    report = values.report(Tip(text=said, published=parse("2012-05~")))
    assert render.report_from_plain(json.loads(render.to_json(report))) == report


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"findings": None}, "a list is missing"),
        ({"made_at": "yesterday"}, "not a moment"),
        ({"tip": {"published": "2012-02-30"}}, "no such day"),
        ({"tip": 7}, "not a tip"),
        ({"not_checked": [{"code": "x", "why": "bored", "reason": ""}]}, "no such reason"),
    ],
)
def test_what_is_no_report_is_refused(change, why):
    plain = {**render.to_plain(values.broken().report), **change}
    with pytest.raises(CasebookError, match="not a report"):
        render.report_from_plain(plain)


def test_a_field_of_a_newer_version_is_passed_over():
    report = values.broken().report
    assert render.report_from_plain({**render.to_plain(report), "mood": "calm"}) == report


# The documentation


DOCUMENTED = (
    f.Report,
    Tip,
    Capture,
    Exhibit,
    f.Finding,
    f.Match,
    Differences,
    Added,
    Around,
    f.Reason,
    Passage,
    Region,
    f.Comparison,
    f.NotChecked,
)


@pytest.mark.parametrize("kind", DOCUMENTED, ids=lambda kind: kind.__name__)
def test_the_documentation_names_every_field_in_order(kind):
    section = DOCS.read_text("utf-8").split(f"\n## {kind.__name__}\n")[1].split("\n## ")[0]
    named = re.findall(r"^\| `(\w+)` \|", section, re.M)
    own = {f.Report: ["id"], f.Finding: ["name"]}.get(kind, [])
    assert named == own + [field.name for field in fields(kind)]


def test_the_documentation_names_every_value_and_shows_no_other_section():
    page = DOCS.read_text("utf-8")
    for kind in (Outcome, f.Why, CaptureState, Addition, Colour, Ground, Side):
        assert [value for value in kind if f"`{value.value}`" not in page] == []
    sections = set(re.findall(r"^## (\w+)$", page, re.M))
    assert sections == {kind.__name__ for kind in DOCUMENTED}


# The terminal


@EVERY
def test_colour_adds_codes_and_nothing_else(make):
    shown = make()
    assert click.unstyle(text(shown, colour=True)) == text(shown)


@EVERY
def test_nothing_from_outside_steers_the_terminal(make):
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text(make()))


def test_only_our_own_codes_are_left_in_colour():
    codes = set(re.findall(r"\x1b\[?[^m]*m?", text(values.hostile(), colour=True)))
    assert codes
    assert all(re.fullmatch(r"\x1b\[\d+m", code) for code in codes)


@EVERY
@pytest.mark.parametrize("width", [40, 80, 132])
def test_lines_keep_to_the_width(make, width):
    too_long = [
        line
        for line in text(make(), width=width).splitlines()
        if len(line) > width and not re.match(r"\s+(https?://|tip )", line)
    ]
    assert too_long == []


def test_the_order_is_the_pages():
    said = text(values.contradicted())
    heads = ["Contradicted", "WHAT CAME IN", "FINDINGS", "WHY THE DESK", "WHAT WAS NOT CHECKED", "Not signed yet"]
    places = [said.index(head) for head in heads]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("make", "said", "why"),
    [
        (values.contradicted, "✘ Contradicted\n  The caption's date (2014)", "the gravest sentence first"),
        (values.contradicted, "the record says    2012-05-01", "both sides"),
        (values.contradicted, "according to       the photographers, interview", "and the source"),
        (values.contradicted, "may-day-2012/pic-1: > 99 %", "never rounded up to certainty"),
        (values.contradicted, f"\n  tip picture:{values.OURS}\n", "whole, for `firsthand decide`"),
        (values.contradicted, "“Miscaptioned”, The desk, 2022-10-04", "the publisher's word"),
        (values.contradicted, "Not part of what came in: Known claim.", "absent in one line"),
        (values.known_false_claim, "! Seen before: false", "a known lie by its verdict"),
        (values.told_rightly, "! Seen before: misleading", "misused before, rightly told: open, not good news"),
        (values.unrelated, "Nothing on file about this", "silence"),
        (values.broken, "– Not checked\n  broken.jpg ends before", "a failure on top"),
        (values.broken, "→ Ask the sender", "and what to do"),
    ],
)
def test_the_terminal_says(make, said, why):
    assert said in text(make())


def test_a_match_that_several_findings_rest_on_is_told_once_and_its_grounds_by_weight():
    strong, weak, against = (f.Reason("x", word, weight) for word, weight in (("a", 2.0), ("b", 0.5), ("c", -1.0)))
    match = f.Match("case-true/c-1", 0.9, (against, weak, strong), "text:1")
    other = f.Match("case-true/p-1", 0.6, (), "picture:2")
    found = gravity.matches([only(Outcome.SUPPORTED, match=one) for one in (match, other, match)])
    assert [(one.item, one.reasons) for one in found] == [(match.item, (strong, weak, against)), (other.item, ())]


LIKELY_SAME, MAY_BE_SAME = f.Match("case-true/c-1", 0.95, (), "text:1"), f.Match("case-false/c-1", 0.7, (), "text:1")
LESS_LIKELY = f.Match("case-altered/c-1", 0.6, (), "text:1")


@pytest.mark.parametrize(
    ("found", "grouped", "why"),
    [
        ([(Outcome.SUPPORTED, "known-claim", LIKELY_SAME)], [("match.heading", [LIKELY_SAME])], "sure"),
        ([(Outcome.UNRESOLVED, "known-claim", MAY_BE_SAME)], [("match.heading-possible", [MAY_BE_SAME])], "possible"),
        (
            [(Outcome.UNRESOLVED, "known-claim", MAY_BE_SAME), (Outcome.SUPPORTED, "known-picture", LIKELY_SAME)],
            [("match.heading", [LIKELY_SAME]), ("match.heading-possible", [MAY_BE_SAME])],
            "both, the sure one first",
        ),
        (
            [(Outcome.UNRESOLVED, "known-picture", MAY_BE_SAME), (Outcome.CONTRADICTED, "caption-date", MAY_BE_SAME)],
            [("match.heading-possible", [MAY_BE_SAME])],
            "a possible picture stays one, whatever its caption says",
        ),
        (
            [(Outcome.SUPPORTED, "known-picture", LIKELY_SAME), (Outcome.UNRESOLVED, "caption-date", LIKELY_SAME)],
            [("match.heading", [LIKELY_SAME])],
            "a sure picture stays one, whatever its caption leaves open",
        ),
        (
            [(Outcome.UNRESOLVED, "outside", MAY_BE_SAME)],
            [("match.heading-possible", [MAY_BE_SAME])],
            "an outside check, open",
        ),
        (
            [(Outcome.UNRESOLVED, "known-claim", MAY_BE_SAME), (Outcome.UNRESOLVED, "known-claim", LESS_LIKELY)],
            [("match.heading-possible", [MAY_BE_SAME, LESS_LIKELY])],
            "in their order",
        ),
    ],
)
def test_what_is_sure_and_what_may_be_stand_under_two_headings(found, grouped, why):
    findings = [only(outcome, code, match=match) for outcome, code, match in found]
    assert [(key, list(held)) for key, held in gravity.grouped(findings)] == grouped, why


def several_possible() -> values.Shown:
    shown = values.known_false_claim()
    findings = tuple(only(Outcome.UNRESOLVED, "known-claim", match=match) for match in (MAY_BE_SAME, LESS_LIKELY))
    return replace(shown, report=replace(shown.report, findings=findings, notes=("No sentence model is in use.",)))


def test_possible_matches_say_that_none_is_sure_and_notes_are_shown():
    said = text(several_possible())
    assert "WHY IT MAY BE THE SAME" in said
    assert "WHY THE DESK THINKS" not in said
    assert "None of these is sure" in said
    assert said.index("70 %") < said.index("60 %")
    assert "HOW IT WAS SEARCHED\n  · No sentence model is in use." in said
    assert "None of these is sure" not in text(values.known_false_claim())


def test_notes_do_not_move_the_exit_status():
    shown = several_possible().report
    assert shown.exit_status == replace(shown, notes=()).exit_status == 0


def test_grounds_for_and_against_bear_their_signs():
    said = text(values.known_false_claim())
    assert "  + 7 of 8 content words" in said
    assert "  − Ours names no confederation of a year" in said


def test_a_problem_is_told_once_among_what_came_in():
    assert text(values.broken()).count("! broken.jpg") == 1


# How grave is it?


def only(outcome: Outcome, code: str = "caption-date", **more) -> f.Finding:
    return f.Finding(code, outcome, f"{code} {outcome.value}", **more)


CASES = {verdict: replace(values.may_day(verdict), id=f"case-{verdict.value}") for verdict in Verdict}
LEADS = Leads(cases=tuple(CASES.values()))
GAP = f.NotChecked("known-picture", f.Why.FAILED, "The file is broken.")


def seen(verdict: Verdict, code: str = "known-claim") -> f.Finding:
    return only(Outcome.SUPPORTED, code, case=f"case-{verdict.value}")


SUPPORTED, CONTRADICTED, OPEN = (only(o) for o in (Outcome.SUPPORTED, Outcome.CONTRADICTED, Outcome.UNRESOLVED))
MAYBE = only(Outcome.UNRESOLVED, "known-claim", match=f.Match("case-true/c-1", 0.6))


@pytest.mark.parametrize(
    ("found", "gaps", "tone", "sentence", "why"),
    [
        ([SUPPORTED, CONTRADICTED], (), Tone.BAD, CONTRADICTED, "a contradiction is gravest"),
        ([CONTRADICTED], (GAP,), Tone.BAD, CONTRADICTED, "also beside a failure"),
        ([seen(Verdict.FALSE)], (), Tone.BAD, seen(Verdict.FALSE), "a known lie"),
        (
            [seen(Verdict.FALSE), SUPPORTED],
            (),
            Tone.BAD,
            seen(Verdict.FALSE),
            "a false claim stays one under a true date",
        ),
        ([seen(Verdict.MISLEADING, "known-picture"), SUPPORTED], (), Tone.WARN, None, "misused before, rightly told"),
        (
            [seen(Verdict.ALTERED, "known-picture"), SUPPORTED],
            (),
            Tone.BAD,
            None,
            "an altered picture is not told rightly",
        ),
        ([seen(Verdict.SATIRE)], (), Tone.WARN, None, "satire is no good news"),
        ([seen(Verdict.NONE)], (), Tone.NEUTRAL, None, "on file without a verdict"),
        ([seen(Verdict.NONE), SUPPORTED], (), Tone.OK, SUPPORTED, "on file, and the caption fits"),
        (
            [only(Outcome.SUPPORTED, "known-claim", case="gone"), SUPPORTED],
            (),
            Tone.NEUTRAL,
            None,
            "its case is not to be seen",
        ),
        ([seen(Verdict.TRUE)], (), Tone.OK, seen(Verdict.TRUE), "found true"),
        (
            [seen(Verdict.TRUE), seen(Verdict.UNPROVEN)],
            (),
            Tone.WARN,
            seen(Verdict.UNPROVEN),
            "the doubtful one counts",
        ),
        ([SUPPORTED], (), Tone.OK, SUPPORTED, "supported and nothing against it"),
        ([SUPPORTED], (GAP,), Tone.WARN, None, "never green where something failed"),
        ([SUPPORTED, MAYBE], (), Tone.WARN, MAYBE, "a person should look first"),
        ([only(Outcome.UNRESOLVED, match=MAYBE.match)], (), Tone.NEUTRAL, None, "a silent caption of a known picture"),
        ([OPEN], (), Tone.NEUTRAL, None, "looked and found nothing"),
        ([], (GAP,), Tone.WARN, None, "could not look"),
        ([], (), Tone.NEUTRAL, None, "nothing at all"),
    ],
)
def test_the_banner(found, gaps, tone, sentence, why):
    top = gravity.banner(values.report(Tip(text="x"), *found, gaps=gaps), LEADS)
    assert top.tone is tone
    if sentence:
        assert top.sentence == sentence.headline


@pytest.mark.parametrize(
    ("found", "also", "why"),
    [
        ([SUPPORTED, CONTRADICTED], (), "what fits does not soften a contradiction"),
        ([CONTRADICTED, seen(Verdict.FALSE)], (seen(Verdict.FALSE),), "the lie is named beside it"),
        ([seen(Verdict.MISLEADING, "known-picture"), SUPPORTED], (SUPPORTED,), "misused before, and what fits now"),
    ],
)
def test_what_stands_beside_the_first_sentence(found, also, why):
    top = gravity.banner(values.report(Tip(text="x"), *found), LEADS)
    assert top.also == tuple(one.headline for one in also)


@given(
    st.lists(st.sampled_from([SUPPORTED, CONTRADICTED, OPEN, MAYBE, *map(seen, Verdict)]), max_size=5), st.booleans()
)
def test_green_never_stands_over_a_lie_a_contradiction_or_a_failure(found, failing):
    report = values.report(Tip(text="x"), *found, gaps=(GAP,) if failing else ())
    bad = failing or CONTRADICTED in found or any(gravity.known_lie(one, LEADS) for one in found)
    assert not (bad and gravity.banner(report, LEADS).tone is Tone.OK)


# Words made harmless


@pytest.mark.parametrize(
    ("given_", "expected", "why"),
    [
        ("a\x1b[31mb", "a[U+001B][31mb", "an escape sequence"),
        ("a\x9b31m", "a[U+009B]31m", "its eight-bit form"),
        ("ab\u202egpj.exe", "ab[U+202E]gpj.exe", "a name turned around"),
        ("a\r\nb", "a \nb", "a carriage return overwrites a line"),
        ("a\ud800", "a\ufffd", "half a surrogate cannot be written"),
        ("Ντονέτσκ, Київ й", "Ντονέτσκ, Київ й", "letters stay"),
    ],
)
def test_safe(given_, expected, why):
    assert safe(given_) == expected


@given(st.text(st.characters(exclude_categories=[])))
def test_safe_words_can_be_written_and_are_safe_already(said):
    assert safe(safe(said)) == safe(said)
    assert safe(said).encode("utf-8") is not None
    assert len(one_line(said).splitlines()) <= 1


@pytest.mark.parametrize(
    ("url", "linked", "why"),
    [
        ("https://page.example/a?b=c#d", True, "the web"),
        ("HTTP://page.example", True, "in capitals"),
        ("javascript:alert(1)", False, "a script"),
        (" javascript:alert(1)", False, "behind a blank"),
        ("java\nscript:alert(1)", False, "across a line"),
        ("data:text/html,x", False, "a document in an address"),
        ("//page.example", False, "no scheme"),
        ("https:///etc/passwd", False, "no host"),
        ("http://[::1", False, "not an address"),
        ("https://page.example/\u202e", False, "turned around"),
    ],
)
def test_only_web_addresses_are_linked(url, linked, why):
    assert bool(web_address(url)) is linked


@pytest.mark.parametrize(("tag", "kept"), [("uk", "uk"), ("zh-Hant", "zh-Hant"), ('en" x="', ""), ("", ""), ("e", "")])
def test_language_tags(tag, kept):
    assert language(tag) == kept


# Passages in a text


@st.composite
def marked_texts(draw):
    said = draw(st.text(string.ascii_letters + " \n", max_size=WHOLE_TEXT))
    ends = draw(st.lists(st.tuples(st.integers(0, len(said)), st.integers(0, len(said))), max_size=6))
    return said, [passage(said, min(pair), max(pair)) for pair in ends]


@given(marked_texts())
def test_the_pieces_are_the_text_and_every_passage_ends_once(drawn):
    said, passages = drawn
    numbers = number(passages, [(digest(said), said)])
    pieces = mark(said, digest(said), numbers)
    assert "".join(piece.text for piece in pieces) == said
    assert sorted(n for piece in pieces for n in piece.ends) == sorted(numbers.values())
    assert all(piece.marked for piece in pieces if piece.ends)


def test_a_passage_that_does_not_stand_in_the_text_gets_no_number():
    said = "one two three"
    wrong = Passage(digest(said), 0, 3, "two")
    elsewhere = passage("another text", 0, 7)
    assert number([wrong, elsewhere, values.at(said, "two")], [(digest(said), said)]) == {values.at(said, "two"): 1}


def test_of_a_long_text_the_surroundings_of_a_passage_are_shown():
    said = "a " * 3_000 + "THE PASSAGE" + " b" * 3_000
    pieces = mark(said, digest(said), number([values.at(said, "THE PASSAGE")], [(digest(said), said)]))
    shown = "".join(piece.text for piece in pieces)
    assert len(shown) < WHOLE_TEXT
    assert "THE PASSAGE" in shown
    assert sum(piece.gap for piece in pieces) == 2


def test_of_a_long_text_without_passages_the_beginning_is_shown():
    pieces = mark("x" * 10_000, "", {})
    assert [len(piece.text) for piece in pieces] == [WHOLE_TEXT, 0]
    assert pieces[-1].gap


# Words of the interface


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_catalogue_holds_the_same_keys_and_places(lang):
    english, other = words("en"), words(lang)
    assert list(other) == list(english)
    places = re.compile(r"\{\w+\}")
    assert {k: places.findall(v) for k, v in other.items()} == {k: places.findall(v) for k, v in english.items()}
    assert [key for key, word in other.items() if not word.strip()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_verdict_and_check_has_a_word(lang):
    catalogue = words(lang)
    assert all(f"outcome.{outcome.value}" in catalogue for outcome in Outcome)
    assert all(f"verdict.{verdict.value or 'none'}" in catalogue for verdict in Verdict)
    assert all(f"state.{state.value.replace(' ', '-')}" in catalogue for state in State)
    assert all(f"credentials.{worth.value}" in catalogue for worth in Credentials)
    codes = "known-claim known-picture caption-date caption-place caption-event standing copies sourcing"
    assert all(f"check.{code}" in catalogue for code in codes.split())


@pytest.mark.parametrize(
    ("what", "lang", "said"),
    [
        ("date of the event", "en", "Date of the event"),
        ("link (works-with)", "el", "Δεσμός: συνεργάζεται με"),
        ("weather", "uk", "weather"),
    ],
)
def test_what_is_compared_has_a_name(what, lang, said):
    assert compared_name(what, words(lang)) == said


def test_a_language_without_a_catalogue_is_refused():
    with pytest.raises(UsageError, match="'fr'"):
        words("fr")


@pytest.mark.parametrize(
    ("edtf", "lang", "said"),
    [
        ("2012-05-01", "en", "1 May 2012"),
        ("2012-05-01", "uk", "1 травня 2012 р."),
        ("2012-05", "ru", "май 2012 г."),
        ("2012-05-01", "el", "1 Μαΐου 2012"),
        ("2012~", "en", "about 2012"),
        ("2012-05/2012-06", "en", "May 2012 – June 2012"),
        ("../1998", "en", "until 1998"),
        ("2014/..", "en", "from 2014"),
        ("2022-09-12T09:00Z", "en", "12 September 2022, 09:00 UTC"),
        ("198X", "en", "198X"),
        ("2012-21", "en", "2012-21"),
    ],
)
def test_dates_in_words(edtf, lang, said):
    assert " ".join(say(parse(edtf), lang, words(lang)).split()) == said


@pytest.mark.parametrize(
    ("probability", "said"), [(0.0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.9999, "> 99 %"), (1.0, "100 %")]
)
def test_probabilities_are_never_rounded_to_certainty(probability, said):
    assert percent(probability) == said


# What was done to a picture


def made(shown: values.Shown) -> list[tuple[str, ...]]:
    return [
        sentences(f.match.differences, words("en")) for f in shown.report.findings if f.match and f.match.differences
    ]


def test_what_was_done_to_a_picture_is_said_in_sentences():
    assert made(values.collage()) == [
        (
            "A: the picture on file fills 37% of the picture that came in (left).",
            "It shows the picture on file to its edges.",
            "It was mirrored: left and right are exchanged.",
            "It was rotated by about 4° clockwise.",
            "It is seen at an angle, as in a photograph of a print or a screen.",
            "It was reduced to 41% of its size on file.",
            "Around it lies: above a plain bar (4%); on the right other content (51%).",
            "C: words or signs that the picture on file does not show (lower left, 6% of the picture that came in).",
        ),
        (
            "B: the picture on file fills 50% of the picture that came in (right).",
            "It shows 56% of the picture on file; cut away: left, bottom.",
            "It was made 20% wider, measured by its height.",
            "Around it lies: on the left one tone with words or signs on it (50%).",
            "Its colours were changed: gray, without colours, darker.",
            "D: one flat tone over what the picture on file shows (lower right, 2% of the picture that came in).",
        ),
    ]


PLAIN = Differences(Region(0, 0, 1, 1), Region(0, 0, 1, 1), laid=1.0)


@pytest.mark.parametrize(
    ("change", "expected", "why"),
    [
        ({}, "Laid upon each other, both show the same; no addition was found in it.", "looked, and found nothing"),
        ({"laid": None}, "The two could not be laid upon each other with certainty", "not looked is not nothing"),
        ({"rotated": -90.0}, "It was rotated by about 90° anticlockwise.", "the other way"),
        ({"stretched": 0.8}, "It was made 20% narrower", "pressed together"),
        ({"enlarged": 2.0}, "It was enlarged to 200% of its size on file.", "larger than on file"),
    ],
)
def test_each_change_has_its_sentence(change, expected, why):
    assert any(said.startswith(expected) for said in sentences(replace(PLAIN, **change), words("en")))


@pytest.mark.parametrize("change", [{"rotated": 1.0}, {"stretched": 1.02}, {"enlarged": 1.05}])
def test_what_is_within_the_error_of_measuring_is_not_said(change):
    assert sentences(replace(PLAIN, **change), words("en")) == sentences(PLAIN, words("en"))


def test_the_terminal_says_the_same_sentences_as_the_page():
    shown = values.collage()
    flat = " ".join(text(shown, width=200).split())
    for sentence in (one for said in made(shown) for one in said):
        assert sentence in flat


def test_corners_stand_in_json_only_where_there_are_any():
    first, second = (f["match"]["differences"] for f in render.to_plain(values.collage().report)["findings"])
    assert first["ours"]["corners"][0] == [0.06, 0.04]
    assert "corners" not in second["ours"]


@pytest.mark.parametrize("kind", [Addition, Colour, Ground, Side])
def test_every_kind_of_difference_has_its_words(kind):
    group = {Addition: "added", Colour: "colour", Ground: "ground", Side: "side"}[kind]
    for lang in LANGUAGES:
        assert all(words(lang)[f"{group}.{value}"] for value in kind)
