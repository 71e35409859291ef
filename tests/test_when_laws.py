"""Do dates obey the laws of what can be on one day, in every form in which they are written?

The laws, for what is said and what the record holds, each of them some days of the calendar:

1. Contradiction is symmetric: two times exclude each other, or neither does.
2. Support and contradiction are never both right, and a time bears itself out unless it is approximate.
3. Widening either side, by days or by "about", never turns `unresolved` or `supported` into `contradicted`: doubt accuses nobody.
4. Widening the record never makes `supported` of anything: what a wider record allows, a narrower one does too.
5. "About" put to either side never turns `contradicted` into `supported`.
6. Widening what is said may turn `contradicted` into `supported` only where all of the record lies in what was added. In one
   step, of fewer days than the record has, it never does: there is an `unresolved` between them.
7. What is supported stays so when what is said is widened by days, and when the record is narrowed.
8. It all agrees with counting days: contradicted where no day is in both, both widened; supported where every day of the
   record, widened, is a day of what is said, as said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.when_days import DAYS, FIRST, LAST, allowed

from firsthand.errors import WhenError
from firsthand.record.outcome import Outcome
from firsthand.record.when import When, between, compare, parse

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED

YEARS = range(1999, 2004)
days = st.dates(date(1999, 1, 1), date(2003, 12, 31))
marks = st.sampled_from(["", "", "", "~", "?", "%"])
clocks = st.sampled_from(["T00:00", "T09:00Z", "T23:30+03:00", "T00:10-05:00", "T12:00+14:00", "T11:59-12:00"])

singles = st.one_of(
    days.map(str),
    days.map(lambda day: f"{day:%Y-%m}"),
    st.sampled_from(YEARS).map(str),
    st.builds("{}-{}".format, st.sampled_from(YEARS), st.integers(21, 24)),
    st.sampled_from(["199X", "200X"]),
    st.sampled_from(YEARS).map("{}-XX".format),
    st.sampled_from(YEARS).map("{}-XX-XX".format),
    days.map(lambda day: f"{day:%Y-%m}-XX"),
)
marked = st.builds("{}{}".format, singles.filter(lambda text: "X" not in text or "-" in text), marks)
moments = st.builds("{}{}".format, days, clocks)
ends = st.one_of(marked, moments)
opens = st.sampled_from(["..", ""])
intervals = st.one_of(
    st.builds("{}/{}".format, ends, ends),
    st.builds("{}/{}".format, ends, opens),
    st.builds("{}/{}".format, opens, ends),
)
forms = st.one_of(marked, singles, moments, intervals)


def read(text: str) -> When:
    """What the program reads; an interval that ends before it begins is refused, and no case of these laws."""
    try:
        return parse(text)
    except WhenError:
        start, _, end = text.partition("/")
        assert end, f"{text} is no interval, and was refused"
        assert max(allowed(end, widened=False)) < min(allowed(start, widened=False))
        assume(False)
        raise


@given(forms)
def test_every_form_allows_the_days_that_its_words_allow(text: str) -> None:
    when = read(text)
    said, wide = allowed(text, widened=False), allowed(text, widened=True)
    assert (when.first or FIRST, when.last or LAST) == (min(said), max(said))
    assert (when.early or FIRST, when.late or LAST) == (min(wide), max(wide))
    assert str(when) == text
    assert said <= wide


@given(forms, forms)
def test_law_8_comparison_agrees_with_counting_days(said: str, held: str) -> None:
    ours, theirs = read(said), read(held)
    meet = allowed(said, widened=True) & allowed(held, widened=True)
    inside = allowed(held, widened=True) <= allowed(said, widened=False)
    assert compare(ours, theirs) is (C if not meet else S if inside else U)


@given(forms, forms)
def test_law_1_contradiction_is_symmetric(one: str, other: str) -> None:
    assert (compare(read(one), read(other)) is C) == (compare(read(other), read(one)) is C)


@given(forms)
def test_law_2_a_time_bears_itself_out_unless_it_is_approximate(text: str) -> None:
    when = read(text)
    assert compare(when, when) is (U if when.approximate else S)


steps = st.integers(0, 400)


def wider(when: When, before: int, after: int) -> When:
    """Said with more days on each side; what it widens by as an approximation stays."""
    back, on = timedelta(days=before), timedelta(days=after)
    return replace(
        when,
        first=when.first and when.first - back,
        last=when.last and when.last + on,
        early=when.early and when.early - back,
        late=when.late and when.late + on,
    )


def vaguer(when: When, slack: int) -> When:
    """The same with "about" put to it, or more of it: what is said stays, what is possible grows."""
    reach = timedelta(days=slack)
    return replace(when, early=when.early and when.early - reach, late=when.late and when.late + reach)


@given(forms, forms, steps, steps)
def test_law_3_widening_accuses_nobody(said: str, held: str, before: int, after: int) -> None:
    ours, theirs = read(said), read(held)
    if compare(ours, theirs) is not C:
        assert compare(wider(ours, before, after), theirs) is not C
        assert compare(ours, wider(theirs, before, after)) is not C
        assert compare(vaguer(ours, before), theirs) is not C
        assert compare(ours, vaguer(theirs, after)) is not C


@given(forms, forms, steps, steps)
def test_law_4_a_wider_record_bears_nothing_more_out(said: str, held: str, before: int, after: int) -> None:
    ours, theirs = read(said), read(held)
    if compare(ours, theirs) is not S:
        assert compare(ours, wider(theirs, before, after)) is not S


@given(forms, forms, steps)
def test_law_5_about_bears_nothing_out(said: str, held: str, slack: int) -> None:
    ours, theirs = read(said), read(held)
    if compare(ours, theirs) is not S:
        assert compare(vaguer(ours, slack), theirs) is not S
        assert compare(ours, vaguer(theirs, slack)) is not S


@given(forms, forms, steps, steps)
def test_law_6_what_is_said_passes_from_contradicted_to_supported_only_by_taking_the_record_in(
    said: str, held: str, before: int, after: int
) -> None:
    ours, theirs = read(said), read(held)
    grown = wider(ours, before, after)
    if compare(ours, theirs) is C and compare(grown, theirs) is S:
        assert theirs.early is not None
        assert theirs.late is not None
        length = (theirs.late - theirs.early).days + 1
        assert max(before, after) >= length


@given(forms, forms, steps, steps)
def test_law_7_what_is_borne_out_stays_so(said: str, held: str, before: int, after: int) -> None:
    ours, theirs = read(said), read(held)
    if compare(ours, theirs) is S:
        assert compare(wider(ours, before, after), theirs) is S
    if compare(ours, wider(theirs, before, after)) is S:
        assert compare(ours, theirs) is S


@given(days, st.integers(0, 400), st.integers(0, 40))
def test_a_made_interval_means_what_its_text_means(first: date, length: int, slack: int) -> None:
    """The text of an interval is read again from the two files of a report: it must not come back narrower or wider as said."""
    last = first + timedelta(days=length)
    made = between(first, last, slack=slack)
    again = parse(made.edtf)
    assert (again.first, again.last) == (made.first, made.last)
    assert (again.early == again.first, again.late == again.last) == (not slack, not slack)


@pytest.mark.parametrize(
    "text", ["2014/2012", "2012-05/2012-04", "2012-05-02/2012-05-01", "2012-05~/2012-04~", "2013/201X"]
)
def test_what_ends_before_it_begins_is_refused_or_read_by_its_last_day(text: str) -> None:
    if text == "2013/201X":
        assert (str(parse(text).first), str(parse(text).last)) == ("2013-01-01", "2019-12-31")
        return
    with pytest.raises(WhenError):
        parse(text)


def test_the_calendar_of_the_oracle_is_wide_enough() -> None:
    assert min(allowed("199X", widened=False)) == date(1990, 1, 1)
    assert max(allowed("2003~", widened=True)) < LAST
    assert len(DAYS) == (LAST - FIRST).days + 1
