"""Are shared runs of words found, each at its exact place in both texts?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.matching.passages import shared_passages
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
