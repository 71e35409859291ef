"""Are shared passages found, exact and edited, each at its exact place in both texts?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.matching.passages import Aligned, aligned_passages, shared_passages
from firsthand.matching.terms import terms

WORDS = ["the", "Bread", "bread", "flag", "ΣΗΜΑΙΑ", "σημαία", "хліб", "march-day", "7,", "«in»", "…", "@me"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join)


def folded(text: str) -> list[str]:
    return [term.folded for term in terms(text)]


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, st.integers(1, 6))
def test_both_places_hold_the_same_words_and_nothing_shared_is_left_out(ours: str, theirs: str, least: int) -> None:
    found = shared_passages(ours, theirs, least)
    for (start, end), (their_start, their_end) in found:
        inside = folded(ours[start:end])
        assert inside == folded(theirs[their_start:their_end])
        assert len(inside) >= least
    left, right = terms(ours), folded(theirs)
    runs = {tuple(right[j : j + least]) for j in range(len(right) - least + 1)}
    for i in range(len(left) - least + 1):
        if tuple(term.folded for term in left[i : i + least]) in runs:
            first, last = left[i].start, left[i + least - 1].end
            assert any(start <= first and last <= end for (start, end), _ in found)


@given(TEXT)
def test_a_text_is_wholly_shared_with_itself(text: str) -> None:
    found = shared_passages(text, text, 1)
    assert [ours for ours, _ in found] == ([(terms(text)[0].start, terms(text)[-1].end)] if terms(text) else [])


EXAMPLES = [
    ("He said: «They sold the old mill.»", "they SOLD the old mill", [((10, 32), (0, 22))], "case and quotes"),
    ("one two three four", "one two three four", [], "fewer than five words"),
    ("a b c d e x c d e f g", "a b c d e f g", [((0, 9), (0, 9)), ((12, 21), (4, 13))], "two runs"),
]


@pytest.mark.parametrize(("ours", "theirs", "spans", "why"), EXAMPLES)
def test_examples(ours: str, theirs: str, spans: list[tuple[tuple[int, int], tuple[int, int]]], why: str) -> None:
    assert shared_passages(ours, theirs) == spans, why


def test_a_refrain_is_no_trap() -> None:
    """Equal words over and over would take the square of their number."""
    refrain = "again " * 20_000
    assert len(shared_passages(refrain, refrain)) == 1


# The same with small edits: seeds, chained and extended.

FEW = st.lists(st.sampled_from([*"abcdefg"]), max_size=40).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(FEW, FEW, st.integers(1, 7))
def test_every_equal_run_lies_inside_an_aligned_passage_of_both(ours: str, theirs: str, least: int) -> None:
    found = aligned_passages(ours, theirs, least)
    for mine, other in ((ours, theirs), (theirs, ours)):
        spans = [passage.ours if mine is ours else passage.theirs for passage in found]
        for (start, end), _ in shared_passages(mine, other, least):
            places = [word for word in terms(mine) if start <= word.start and word.end <= end]
            for first, last in zip(places, places[least - 1 :], strict=False):
                assert any(a <= first.start and last.end <= b for a, b in spans)


@settings(max_examples=150, deadline=None)
@given(FEW, FEW, st.integers(1, 7))
def test_what_an_aligned_passage_says_of_itself_is_so(ours: str, theirs: str, least: int) -> None:
    for passage in aligned_passages(ours, theirs, least):
        mine, other = folded(ours[slice(*passage.ours)]), folded(theirs[slice(*passage.theirs)])
        assert (mine[0], mine[-1]) == (other[0], other[-1])
        assert least <= passage.equal <= common(mine, other)
        assert passage.share == passage.equal / max(len(mine), len(other)) > 0.5
        assert passage.worth == passage.equal


def common(ours: list[str], theirs: list[str]) -> int:
    """The most words that two texts have in common in the same order: the obvious table."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = row[:]
        for j, other in enumerate(theirs, 1):
            row[j] = before[j - 1] + 1 if word == other else max(before[j], row[j - 1])
    return row[-1]


@settings(max_examples=300, deadline=None)
@given(FEW, FEW, st.integers(1, 7))
def test_swapping_the_texts_swaps_the_spans(ours: str, theirs: str, least: int) -> None:
    there, back = aligned_passages(ours, theirs, least), aligned_passages(theirs, ours, least)
    assert sorted((p.ours, p.theirs, p.equal) for p in there) == sorted((p.theirs, p.ours, p.equal) for p in back)


@given(FEW, FEW, FEW)
def test_more_text_around_hides_no_equal_run(ours: str, theirs: str, more: str) -> None:
    wider = [passage.ours for passage in aligned_passages(ours, f"{theirs} {more}")]
    for (start, end), _ in shared_passages(ours, theirs):
        runs = [word for word in terms(ours) if start <= word.start and word.end <= end]
        for first, last in zip(runs, runs[4:], strict=False):
            assert any(a <= first.start and last.end <= b for a, b in wider)


BASE = "On Monday the council sold the old mill by the river to a stranger from the north for nothing at all"
EDITED = [
    (BASE.upper() + "!", 21, "case and punctuation"),
    (BASE.replace("sold", "gave"), 20, "one word changed"),
    (BASE.replace("old mill", "mill"), 20, "one word left out"),
    (BASE.replace("the old", "the very old"), 21, "one word added"),
    (BASE.replace("old mill", "mill old"), 19, "two words swapped"),
    (BASE.replace("council", "counsil").replace("stranger", "strangr"), 19, "spelling"),
    (
        BASE.replace("by the river", "which stands by the wide river bend"),
        20,
        "additions, one word between two of them is given up",
    ),
]


@pytest.mark.parametrize(("theirs", "equal", "why"), EDITED)
def test_small_edits_do_not_break_a_passage(theirs: str, equal: int, why: str) -> None:
    (passage,) = aligned_passages(f"Elsewhere it rained. {BASE}.", theirs)
    assert (passage.ours, passage.equal) == ((21, 21 + len(BASE)), equal), why


APART = [
    ("one two three four", "one two three four", "fewer than five words"),
    ("one two three x four five six", "one two three y four five six", "no five words in a row"),
    ("", "one two three four five", "nothing"),
    ("🙂 🙂 🙂 🙂 🙂 🙂", "🙂 🙂 🙂 🙂 🙂 🙂", "no words"),
]


@pytest.mark.parametrize(("ours", "theirs", "why"), APART)
def test_what_is_too_little_is_no_passage(ours: str, theirs: str, why: str) -> None:
    assert aligned_passages(ours, theirs) == [], why


def test_what_stands_twice_in_one_text_is_given_twice() -> None:
    quote = "we shall never sell the mill"
    assert [p.ours for p in aligned_passages(quote, f"{quote} cried one; {quote} cried another")] == [(0, 28), (0, 28)]
    assert [p.theirs for p in aligned_passages(f"{quote} cried one; {quote} cried another", quote)] == [
        (0, 28),
        (0, 28),
    ]


def test_what_many_texts_hold_is_worth_less() -> None:
    footer = "sign up to our morning letter"
    held = {"sign up to our morning": 400, "up to our morning letter": 400}
    (passage,) = aligned_passages(footer, footer, held=held)
    assert passage == Aligned((0, 29), (0, 29), 6, 1.0, 6 * 2 / 400)
    assert aligned_passages(footer, footer, held={})[0].worth == 6


@pytest.mark.parametrize("unit", ["again ", "one two three four five six ", "a a a b a a c "])
def test_repetition_is_aligned_in_linear_time(unit: str) -> None:
    text = unit * 20_000
    assert len(aligned_passages(text, text)) == 1
    assert aligned_passages(text, unit * 5)[0].theirs[0] == 0
