"""Is a record that disagrees, a sighting, a file's own words or a banner weighed as it should be by the caption checks?

Whatever the sources are, and however many: a contradiction needs all of them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_checks_caption import (
    DATE,
    EVENT,
    FAIR,
    PLACE,
    PLACED,
    REGATTA,
    SEEN,
    SHA,
    SHOWS,
    STRIKE,
    SUBJECTS,
    TAKEN,
    ask,
    caption,
    one,
)

from firsthand.record.cases import Appearance, Kind, Subject
from firsthand.record.decisions import Answer
from firsthand.record.entries import Entry
from firsthand.record.findings import Finding, NotChecked, Why
from firsthand.record.outcome import Outcome
from firsthand.record.passages import WHOLE
from firsthand.record.readings import FILE_SOURCE, Inscription
from firsthand.record.when import compare, parse

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED
SOURCES = ("the photographers", "an agency", "a museum")


def entries(field: str, *values: str) -> list[Entry]:
    """One entry from each of as many sources."""
    return [Entry("pic", field, value, source) for value, source in zip(values, SOURCES, strict=False)]


@pytest.mark.parametrize(
    ("values", "said", "expected", "why"),
    [
        (["2012-05-01", "2014"], "2014", U, "one of two fits"),
        (["2012-05-01", "2013"], "2014", C, "neither fits"),
        (["2012-05-01", "2013", "2014"], "2014", U, "one of three fits"),
        (["2012-05-01", "2012-05-01", "2014"], "2014", U, "a majority settles nothing"),
        (["2012-05-01", "2011", "2010"], "2014", C, "none of three fits"),
        (["2012-05-01", "2013~"], "2014", U, "about 2013 may be 2014"),
        (["2012-05-01", "2012~"], "2014", C, "about 2012 is not 2014"),
        (["2012-05-01", "2010~", "2013~"], "2014", U, "one of three may be 2014"),
        (["2012-05-01", "2014?"], "2014", U, "uncertain, but it may be"),
        (["2012-05-01", "201X"], "2014", C, "the decade holds the day, and says nothing of its own"),
        (["2012-05-01", "2013/.."], "2014", U, "an open end"),
        (["2012-05-01", "some time in spring"], "2014", U, "an entry that is no date may say anything"),
        (["2014", "2014-05"], "2014", S, "both lie in it"),
        (["2014", "2012"], "2012", U, "one of two fits, and the other does not"),
        (["2014", "some time in spring"], "2014", U, "borne out by one of two alone"),
    ],
)
def test_dates_of_several_sources(values: list[str], said: str, expected: Outcome, why: str) -> None:
    answer = one(DATE, ask(caption(said, {said: said}), *entries("taken", *values)))
    assert isinstance(answer, Finding)
    assert answer.outcome is expected, why
    shown = {(row.held, row.source) for row in answer.compared}
    if {row.outcome for row in answer.compared} >= {C, S}:
        assert "does not agree with itself" in answer.headline
    assert len(shown) == len(answer.compared)


TIMES = ("2012-05-01", "2012", "2013~", "2014", "2014-05", "201X", "2013/..", "../2012")
said_times = st.sampled_from(["2012", "2014", "2014-05-03", "2011"])


@given(st.lists(st.sampled_from(TIMES), min_size=1, max_size=3), said_times)
def test_never_contradicted_unless_every_source_that_says_more_does(values: list[str], said: str) -> None:
    answer = one(DATE, ask(caption(said, {said: said}), *entries("taken", *values)))
    alone = [compare(parse(said), parse(value)) for value in values]
    if answer.outcome is C:
        assert C in alone
        wider = [v for v, a in zip(values, alone, strict=True) if a is not C]
        assert all(any(parse(v).holds(parse(o)) for o in values if o != v) for v in wider)
    if set(alone) == {C}:
        assert answer.outcome is C


@pytest.mark.parametrize(
    ("values", "said", "expected", "why"),
    [
        (["Lviv", "Kyiv"], "Kyiv", U, "one of two fits"),
        (["Lviv", "Rivne"], "Kyiv", C, "neither fits"),
        (["Lviv", "Rivne", "Kyiv"], "Kyiv", U, "one of three fits"),
        (["Lviv", "Lviv", "Kyiv"], "Kyiv", U, "a majority settles nothing"),
        (["Lviv", "Rivne", "Warsaw"], "Kyiv", C, "none of three fits"),
        (["Lviv", "Nowhereville"], "Kyiv", U, "nobody knows where the second is"),
        (["Lviv", "Poland"], "Ukraine", U, "one of two lies in it"),
        (["Lviv", "Kyiv"], "Ukraine", S, "both lie in it"),
    ],
)
def test_places_of_several_sources(values: list[str], said: str, expected: Outcome, why: str) -> None:
    answer = one(PLACE, ask(caption(f"A fair in {said}", {}, said), *entries("place", *values)))
    assert isinstance(answer, Finding)
    assert answer.outcome is expected, why
    assert {row.source for row in answer.compared} == set(SOURCES[: len(values)])
    if {row.outcome for row in answer.compared} >= {C, S}:
        assert "does not agree with itself" in answer.headline


def period(*values: str) -> Subject:
    rows = tuple(Entry("strike", "period", value, source) for value, source in zip(values, SOURCES, strict=False))
    return replace(STRIKE, entries=rows)


@pytest.mark.parametrize(
    ("taken", "periods", "expected", "why"),
    [
        (["2012-05-01"], ["2014-05"], C, "two years before"),
        (["2012-05-01", "2014-05-03"], ["2014-05"], U, "one of two days fits"),
        (["2012-05-01", "2013"], ["2014-05"], C, "neither day fits"),
        (["2012-05-01", "2013", "2014-05"], ["2014-05"], U, "one of three days fits"),
        (["2012-05-01", "2013~"], ["2014-05"], U, "about 2013 may be 2014"),
        (["2012-05-01"], ["2014-05", "2012-05"], U, "one of two periods fits"),
        (["2012-05-01"], ["2014-05", "2015", "2016"], C, "none of three periods fits"),
        (["2012-05-01"], ["2014-05", "2013~"], U, "about 2013 may be 2012"),
        (["2012-05-01"], ["2014-05", "in spring"], U, "a period that is no date may be any"),
        (["2012-05-01"], ["2014-05/2014-04"], U, "a period that ends before it begins"),
        (["2012-05-01"], [], U, "an event without a period"),
        (["2012-05-01", "in spring"], ["2014-05"], U, "a day that is no date may be any"),
    ],
)
def test_events_of_several_sources(taken: list[str], periods: list[str], expected: Outcome, why: str) -> None:
    said = ask(caption("The Tram Strike"), *entries("taken", *taken), subjects=(FAIR, period(*periods)))
    assert one(EVENT, said).outcome is expected, why


def test_an_event_of_which_the_casebook_knows_nothing_leaves_the_named_one_open() -> None:
    other = replace(SHOWS, value="a wedding", source="an agency")
    assert one(EVENT, ask(caption("The Spring Fair"), SHOWS, other)).outcome is U


WORN = Appearance("https://page.example/1", parse("2012-05-03"), parse("2020-01-01"), "a page", of="pic")


@pytest.mark.parametrize(
    ("worn", "taken", "said", "expected", "why"),
    [
        (WORN, [], "2014", C, "it stood on a page two years before"),
        (WORN, [], "2011", U, "being seen later supports nothing, and excludes nothing"),
        (replace(WORN, of="another"), ["2012/2014"], "2014", U, "another picture appeared there"),
        (replace(WORN, of=""), ["2012/2014"], "2014", U, "nobody says what appeared there"),
        (replace(WORN, published=None, seen=parse("2012-05-04")), [], "2014", C, "the desk saw it then"),
        (replace(WORN, published=None, seen=None), ["2012/2014"], "2014", U, "no day is known"),
        (replace(WORN, published=None, seen=parse("2012-05-04"), status="up"), [], "2014", C, "a look that saw it"),
        (replace(WORN, published=None, seen=parse("2012-05-04"), status="gone"), [], "2014", U, "a look that did not"),
        (replace(WORN, status="gone"), [], "2014", C, "it is gone by now, and bore that day"),
        (replace(WORN, published=parse("2012~")), ["2012/2014"], "2013", U, "about 2012 may be 2013"),
        (WORN, ["2012/2014"], "2014", C, "what taken allows, a sighting excludes"),
        (WORN, ["2011~/2014~"], "2014", C, "whatever taken allows"),
        (WORN, ["2014"], "2014", U, "taken bears it out: the record disagrees"),
        (WORN, ["2014"], "2011", U, "taken errs, by the sighting: it is held against nobody"),
        (WORN, ["2010"], "2011", C, "taken fits the sighting, and excludes it"),
    ],
)
def test_an_appearance_is_a_sighting(
    worn: Appearance, taken: list[str], said: str, expected: Outcome, why: str
) -> None:
    known = [*entries("taken", *taken), PLACED]
    answer = one(DATE, ask(caption(said, {said: said}), *known, appearances=(worn,)))
    assert (answer.outcome if isinstance(answer, Finding) else U) is expected, why


def test_a_sighting_that_excludes_it_is_a_row_with_its_address() -> None:
    answer = one(DATE, ask(caption("2014", {"2014": "2014"}), PLACED, appearances=(WORN,)))
    assert isinstance(answer, Finding)
    (row,) = answer.compared
    assert (row.what, row.held, row.source, row.url) == (
        "seen before",
        "2012-05-03",
        "a page",
        "https://page.example/1",
    )
    assert answer.headline == "The caption says “2014”; it was seen on 3 May 2012 according to a page."


def test_an_appearance_after_the_date_said_is_no_row() -> None:
    late = replace(WORN, published=parse("2022-09-10"))
    answer = one(DATE, ask(caption("2014", {"2014": "2014"}), TAKEN, appearances=(late,)))
    assert isinstance(answer, Finding)
    assert [row.source for row in answer.compared] == ["the photographers"]


@pytest.mark.parametrize(
    ("worn", "known", "expected", "why"),
    [
        (WORN, [], C, "it appeared two years before the strike began"),
        (WORN, [replace(TAKEN, value="2012/2014")], U, "taken allows it: the record disagrees"),
        (WORN, [replace(TAKEN, value="2010")], C, "both exclude it"),
        (WORN, [replace(TAKEN, value="2016")], C, "taken errs, and the sighting alone excludes it"),
        (replace(WORN, published=parse("2022")), [replace(TAKEN, value="2012/2014")], U, "it appeared later"),
    ],
)
def test_what_appeared_before_an_event_cannot_show_it(
    worn: Appearance, known: list[Entry], expected: Outcome, why: str
) -> None:
    assert one(EVENT, ask(caption("The Tram Strike"), *known, appearances=(worn,))).outcome is expected, why


def test_a_day_of_taking_that_a_sighting_excludes_is_held_against_no_event() -> None:
    """By that day the flood of 2011 would be long over; but the picture had been seen before it."""
    wrong = replace(TAKEN, value="2016")
    flood = next(s for s in SUBJECTS if s.id == "earlier")
    assert one(EVENT, ask(caption("The Old Flood"), wrong, subjects=(flood,))).outcome is C
    assert one(EVENT, ask(caption("The Old Flood"), wrong, SEEN, subjects=(flood,))).outcome is U


def exif(field: str, value: str) -> Entry:
    return Entry(SHA, field, value, FILE_SOURCE, note="EXIF")


@pytest.mark.parametrize(
    ("known", "said", "own", "expected", "asks", "why"),
    [
        ([TAKEN], "2012", "2014-05-01", S, True, "the record bears it out, whatever the file says"),
        ([TAKEN], "2014", "2014-05-01", C, True, "the record excludes it, whatever the file says"),
        ([replace(TAKEN, value="2012/2014")], "2014", "2012-05-01", U, True, "the file contradicts nobody"),
        ([replace(TAKEN, value="2012/2014")], "2014", "2014-05-01", U, False, "the file supports nobody"),
        ([TAKEN], "2012", "2012-05-01", S, False, "it fits, and asks nothing"),
        ([TAKEN, replace(TAKEN, value="2014", source=FILE_SOURCE)], "2014", "", C, True, "nor does the file on file"),
        ([TAKEN, replace(TAKEN, value="2014", source=FILE_SOURCE)], "2012", "", S, True, "nor does it hold support up"),
    ],
)
def test_the_file_s_own_date_asks_and_settles_nothing(
    known: list[Entry], said: str, own: str, expected: Outcome, asks: bool, why: str
) -> None:
    file = (exif("taken", own),) if own else ()
    answer = one(DATE, ask(caption(said, {said: said}), *known, file=file))
    assert isinstance(answer, Finding)
    assert answer.outcome is expected, why
    assert ("The file itself says" in answer.hint) is asks, why
    assert all(row.outcome is U for row in answer.compared if row.source == FILE_SOURCE)
    assert any(row.source == FILE_SOURCE for row in answer.compared)


@pytest.mark.parametrize(("own", "asks"), [("2012-05-01", True), ("2014-05-01", False)])
def test_with_nothing_on_file_the_file_can_still_ask(own: str, asks: bool) -> None:
    answer = one(DATE, ask(caption("2014", {"2014": "2014"}), PLACED, file=(exif("taken", own),)))
    assert isinstance(answer, NotChecked)
    assert answer.why is Why.NO_RECORD
    assert ("The file itself says" in answer.hint) is asks


@pytest.mark.parametrize(
    ("known", "said", "own", "expected", "asks", "why"),
    [
        (PLACED, "Lviv", "52.20000, 21.00000", S, True, "the file says Warsaw"),
        (PLACED, "Kyiv", "50.40000, 30.50000", C, True, "the file says Kyiv, the record Lviv"),
        (PLACED, "Lviv", "49.80000, 24.00000", S, False, "it fits"),
        (replace(PLACED, value="Ukraine", within=()), "Lviv", "52.20000, 21.00000", U, True, "it contradicts nobody"),
        (replace(PLACED, value="Ukraine", within=()), "Lviv", "49.80000, 24.00000", U, False, "it supports nobody"),
        (PLACED, "Lviv", "Warsaw", S, False, "a name is shown, and not looked up"),
        (PLACED, "Lviv", "a, b", S, False, "no position"),
    ],
)
def test_the_file_s_own_place_asks_and_settles_nothing(
    known: Entry, said: str, own: str, expected: Outcome, asks: bool, why: str
) -> None:
    answer = one(PLACE, ask(caption(f"A fair in {said}", {}, said), known, file=(exif("place", own),)))
    assert isinstance(answer, Finding)
    assert answer.outcome is expected, why
    assert ("The file itself says" in answer.hint) is asks, why
    assert [(row.what, row.outcome) for row in answer.compared if row.source == FILE_SOURCE] == [
        ("place in the file", U)
    ]


BANNER = Entry("pic", "banner", "1 травня", "read from the picture", lang="uk")


@pytest.mark.parametrize(("known", "expected"), [([SHOWS], C), ([], U)])
def test_the_banner_stands_beside_the_event_that_the_caption_names(known: list[Entry], expected: Outcome) -> None:
    answer = one(EVENT, ask(caption("The Tram Strike"), BANNER, replace(PLACED, value="Ukraine"), *known))
    assert isinstance(answer, Finding)
    assert answer.outcome is expected
    (row,) = (row for row in answer.compared if row.what == "banner")
    assert (row.said, row.held, row.source, row.outcome) == ("Tram Strike", "1 травня", "read from the picture", U)
    assert "A banner in the picture reads “1 травня” (read from the picture)." in answer.hint


@pytest.mark.parametrize(("confidence", "shown"), [(0.9, True), (0.5, False)])
def test_words_read_in_the_picture_stand_beside_it_too_where_the_reader_is_sure(confidence: float, shown: bool) -> None:
    read = (Inscription("МИР И ТРУД", "ru", confidence, WHOLE),)
    answer = one(EVENT, ask(caption("The Tram Strike"), TAKEN, inscriptions=read))
    assert isinstance(answer, Finding)
    assert answer.outcome is C
    assert [row.held for row in answer.compared if row.what == "words in the picture"] == (
        ["МИР И ТРУД"] if shown else []
    )


def test_a_banner_never_decides() -> None:
    plain = one(EVENT, ask(caption("The Great Regatta"), TAKEN, subjects=(REGATTA,)))
    named = one(EVENT, ask(caption("The Great Regatta"), TAKEN, BANNER, subjects=(REGATTA,)))
    assert plain.outcome is named.outcome is U


def test_a_picture_that_nobody_holds_to_be_on_file_is_not_judged_by_its_file() -> None:
    said = caption("2014", {"2014": "2014"})
    answer = one(DATE, ask(said, TAKEN, decided=Answer.NO, file=(exif("taken", "2012"),)))
    assert isinstance(answer, NotChecked)


def test_kinds_of_subjects_that_no_event_has_are_no_event() -> None:
    wrong = replace(STRIKE, kind=Kind.BODY)
    assert one(EVENT, ask(caption("The Tram Strike"), TAKEN, subjects=(wrong,))).outcome is U
