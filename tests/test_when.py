"""Do dates compare as days on a calendar do?"""

from __future__ import annotations

from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import WhenError
from firsthand.record.outcome import Outcome
from firsthand.record.when import When, between, compare, day, parse

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED

READ = [
    ("2012-05-01", "2012-05-01", "2012-05-01", "a day"),
    ("2012-05", "2012-05-01", "2012-05-31", "a month"),
    ("2012", "2012-01-01", "2012-12-31", "a year"),
    ("198X", "1980-01-01", "1989-12-31", "a decade"),
    ("19XX", "1900-01-01", "1999-12-31", "a century"),
    ("2012-XX", "2012-01-01", "2012-12-31", "some month"),
    ("2012-02-XX", "2012-02-01", "2012-02-29", "some day of a leap February"),
    ("2012-21", "2012-03-01", "2012-06-21", "spring, by either way of counting"),
    ("2012-24", "2011-12-01", "2013-03-21", "winter 2012 may be either that touches it"),
    ("2012-05/2012-06", "2012-05-01", "2012-06-30", "an interval"),
    ("2022-09-12T09:00Z", "2022-09-11", "2022-09-12", "9:00 UTC is still the 11th at UTC-12"),
    ("2022-09-12T23:30+03:00", "2022-09-12", "2022-09-13", "20:30 UTC is the 13th at UTC+14"),
    ("2022-09-12T23:30+0300", "2022-09-12", "2022-09-13", "the short form of a zone"),
    ("2022-09-12 23:30", "2022-09-12", "2022-09-12", "no zone: that day"),
]


@pytest.mark.parametrize(("text", "first", "last", "why"), READ)
def test_reads(text: str, first: str, last: str, why: str) -> None:
    when = parse(text)
    assert (str(when.first), str(when.last)) == (first, last), why
    assert str(when) == text


REFUSED = [
    ("2012-02-30", "29 days"),
    ("2011-02-29", "28 days"),
    ("31/04", "not a date"),
    ("2012-13", "no month 13"),
    ("2012-00", "no month 00"),
    ("2012-05-00", "31 days"),
    ("2014/2012", "before the start"),
    ("../..", "not an interval"),
    ("2012/2013/2014", "not an interval"),
    ("0000", "outside the calendar"),
    ("198X-05", "without its year"),
    ("2012-XX-05", "without its month"),
    ("May 2012", "not a date"),
    ("", "not a date"),
    ("2022-09-12T25:00Z", "not a date and time"),
]


@pytest.mark.parametrize(("text", "says"), REFUSED)
def test_refuses_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(WhenError) as caught:
        parse(text)
    assert says in str(caught.value)


HELD = [
    ("2014", "2012-05-01", C, "another year"),
    ("2012", "2012-05-01", S, "the day lies in the year said"),
    ("2012-05-01", "2012", U, "the record knows only the year"),
    ("2016-03-14", "2016-03", U, "the record knows only the month"),
    ("1999", "2009~", C, "about 2009 is not 1999"),
    ("2010", "2009~", U, "about 2009 may be 2010"),
    ("2009", "2009~", U, "about 2009 may be 2008 as well"),
    ("2008~", "2009-02-01", U, "about 2008 reaches into 2009, but is not it"),
    ("2013/2017", "2016-06-05", S, "the middle of the decade"),
    ("1998/..", "2012", S, "open: any time later"),
    ("../1998", "2012", C, "open: any time earlier"),
    ("2012", "../..2012".replace("../..", "../"), U, "an open record allows earlier years"),
    ("2012-05-02", "2012-05-01T23:30Z", U, "the clock time was the 2nd somewhere"),
]


@pytest.mark.parametrize(("said", "held", "answer", "why"), HELD)
def test_compares(said: str, held: str, answer: Outcome, why: str) -> None:
    assert compare(parse(said), parse(held)) is answer, why


def test_the_words_travel_along() -> None:
    assert parse("2012-05-01").said_as("May 1, 2012").words == "May 1, 2012"
    assert day(date(2012, 5, 1), words="today").edtf == "2012-05-01"


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(WhenError):
        between(date(2014, 1, 1), date(2012, 1, 1))


def test_the_edge_of_the_calendar_widens_to_open() -> None:
    assert parse("0001~").early is None
    assert parse("9999~").late is None


BASE = date(2012, 1, 1)
SPAN = 40
bounds = st.none() | st.integers(0, SPAN)


@st.composite
def whens(draw: st.DrawFn) -> When:
    first, last = draw(bounds), draw(bounds)
    if first is not None and last is not None and last < first:
        first, last = last, first
    ends = [None if b is None else BASE + timedelta(days=b) for b in (first, last)]
    return between(ends[0], ends[1], slack=draw(st.sampled_from([0, 0, 1, 3])))


def days(when: When, *, widened: bool) -> set[int]:
    """The days of a small calendar that an interval allows; open ends reach beyond it."""
    low, high = (when.early, when.late) if widened else (when.first, when.last)
    every = range(-60, SPAN + 60)
    return {d for d in every if (not low or BASE + timedelta(d) >= low) and (not high or BASE + timedelta(d) <= high)}


@given(whens(), whens())
def test_comparison_agrees_with_counting_days(said: When, held: When) -> None:
    meets = bool(days(said, widened=True) & days(held, widened=True))
    inside = days(held, widened=True) <= days(said, widened=False)
    expected = C if not meets else S if inside else U
    assert compare(said, held) is expected


@given(whens(), whens())
def test_contradiction_is_symmetric(one: When, other: When) -> None:
    assert (compare(one, other) is C) == (compare(other, one) is C)


@given(whens(), whens(), st.integers(0, 5), st.integers(0, 5))
def test_widening_never_accuses(said: When, held: When, before: int, after: int) -> None:
    if compare(said, held) is C:
        return
    wider = When(
        said.first and said.first - timedelta(before),
        said.last and said.last + timedelta(after),
        said.early and said.early - timedelta(before),
        said.late and said.late + timedelta(after),
        said.edtf,
    )
    assert compare(wider, held) is not C


@given(
    st.one_of(
        st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(str),
        st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(lambda d: f"{d:%Y-%m}"),
        st.integers(1000, 9998).map(str),
        st.integers(100, 998).map(lambda y: f"{y}X"),
    )
)
def test_agrees_with_the_edtf_library(text: str) -> None:
    theirs = edtf.parse_edtf(text)
    ours = parse(text)
    assert tuple(theirs.lower_strict()[:3]) == ours.first.timetuple()[:3]  # type: ignore[union-attr]
    assert tuple(theirs.upper_strict()[:3]) == ours.last.timetuple()[:3]  # type: ignore[union-attr]
