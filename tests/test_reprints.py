"""Is the copy found, its source named, and nobody else accused?"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.index.reprints import reprints
from firsthand.matching.reprints import Taken, is_source, moments, nearest_first, probability

SURE = 0.9
FOOT = "Sign up to our letter and have the news of the valley in your inbox every single morning of the week"


def story(seed: int, sentences: int = 12) -> list[str]:
    """Sentences of invented words, no two stories alike."""
    rng = random.Random(seed)
    syllables = ["ba", "ko", "mi", "tu", "re", "sa", "lo", "ne"]
    words = ["".join(rng.choices(syllables, k=3)) for _ in range(200)]
    return [" ".join(rng.choices(words, k=15)).capitalize() + "." for _ in range(sentences)]


def one(name: str, text: str | list[str], published: str | None = "2020-01-01") -> dict[str, str | None]:
    return {"id": name, "text": text if isinstance(text, str) else " ".join(text), "published": published}


def sure(*texts: dict[str, str | None]) -> list[tuple[str, str]]:
    return [(copy, source) for copy, source, likely in reprints(texts) if likely >= SURE]


A, B, C = (story(seed) for seed in range(3))
LATER = "2020-02-02"


def edited(sentences: list[str]) -> list[str]:
    """Every tenth word is another."""
    words = " ".join(sentences).split()
    return [f"neu{i}" if i % 10 == 4 else word for i, word in enumerate(words)]


CASES = [
    ([one("copy", A, LATER), one("source", A)], [("copy", "source")], "whole, and the later one is the copy"),
    ([one("source", A), one("copy", A[::3], LATER)], [("copy", "source")], "a third"),
    ([one("source", A), one("copy", edited(A[:4]), LATER)], [("copy", "source")], "a third, edited"),
    ([one("source", A), one("copy", A[::-1], LATER)], [("copy", "source")], "in another order"),
    ([one("source", A), one("copy", " ".join(A).upper().replace(".", " !"), LATER)], [("copy", "source")], "dress"),
    ([one("source", A), one("copy", [*B, *A[::2], *C], LATER)], [("copy", "source")], "half of it inside a longer text"),
    ([one("a", A), one("b", B), one("mix", [*A[:6], *B[:6]], LATER)], [("mix", "a"), ("mix", "b")], "two sources"),
    ([one("a", A), one("b", B)], [], "two texts on their own"),
    ([one("a", A), one("b", [*B, *A[:1]], LATER)], [], "one sentence in common"),
    ([one("a", [*A, f"“{' '.join(C[:4])}”"]), one("b", [*B, f"“{' '.join(C[:4])}”"], LATER)], [], "one speech quoted"),
    ([one("a", [*A, *C[:3]]), one("b", [*B, *C[:3]], LATER)], [], "one statement without quotation marks"),
    ([one("a", A, None), one("b", A[:8], None)], [("b", "a")], "no dates: the longer one is the source"),
    ([one("b", A[:8]), one("a", A)], [("b", "a")], "one date: the longer one is the source"),
    ([one("first", A, None), one("second", A, None)], [("second", "first")], "nothing tells: the order given"),
    ([one("a", A, "2020-01-01T10:00:00Z"), one("b", A, "2020-01-01T09:00:00Z")], [("a", "b")], "the hour tells"),
    ([one("a", A, "yesterday"), one("b", A[:8], "")], [("b", "a")], "dates that are none"),
    ([one("a", ""), one("b", ""), one("c", "🙂"), one("d", "word"), one("e", "word")], [], "nothing to compare"),
    ([], [], "no texts"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected", "why"), CASES)
def test_cases(texts: list[dict[str, str | None]], expected: list[tuple[str, str]], why: str) -> None:
    assert sorted(sure(*texts)) == expected, why


def test_a_copy_of_a_copy_names_the_nearest_source_first() -> None:
    second = edited(A)
    texts = [one("a", A), one("b", second, "2020-02-01"), one("c", second[:100], "2020-03-01")]
    assert sorted(sure(*texts)) == [("b", "a"), ("c", "b")]
    assert next(source for copy, source, _ in reprints(texts) if copy == "c") == "b"


def test_of_equal_sources_the_earliest_is_named() -> None:
    texts = [one(f"t{day}", A, f"2020-01-{day:02}") for day in (5, 3, 9, 1, 7)]
    assert sorted(sure(*texts)) == [(f"t{day}", "t1") for day in (3, 5, 7, 9)]


def test_what_stands_in_very_many_texts_makes_no_copies() -> None:
    texts = [one(f"t{i}", [f"Headline {i} of {i * 7} things", FOOT, *story(100 + i, 1)]) for i in range(60)]
    assert sure(*texts) == []


def test_a_report_that_many_printed_is_no_boilerplate() -> None:
    texts = [one(f"t{i}", A, f"2020-01-{i + 1:02}") for i in range(30)]
    assert sorted(sure(*texts)) == sorted((f"t{i}", "t0") for i in range(1, 30))


def test_copies_lie_in_a_large_collection_as_they_do_in_a_small_one() -> None:
    strangers = [one(f"s{i}", story(1000 + i)) for i in range(300)]
    assert sure(*strangers, one("a", A), one("b", A[::3], LATER)) == [("b", "a")]


@pytest.mark.parametrize("text", ["again " * 50_000, "x" * 500_000])
def test_hostile_texts_are_compared(text: str) -> None:
    found = list(reprints([one("a", text), one("b", text, LATER), one("c", A)]))
    assert all({copy, source} == {"a", "b"} for copy, source, _ in found)


TAKEN = st.builds(
    Taken,
    copy=st.floats(0, 400),
    copy_all=st.floats(0, 400),
    source=st.floats(0, 400),
    source_all=st.floats(0, 400),
    equal=st.floats(0, 1),
    longest=st.integers(0, 400),
    block=st.floats(0, 400),
    rare=st.integers(0, 400),
    new=st.floats(0, 1),
)


@given(TAKEN)
def test_more_in_common_never_makes_a_copy_less_likely(taken: Taken) -> None:
    likely = probability(taken)
    assert 0 <= likely <= 1
    assert probability(replace(taken, copy=taken.copy + 10)) >= likely
    assert probability(replace(taken, source=taken.source + 10)) >= likely
    assert probability(replace(taken, rare=taken.rare + 1)) >= likely
    assert probability(replace(taken, equal=1.0)) >= likely
    assert probability(replace(taken, new=1.0)) >= likely


DATES = st.sampled_from(
    ["2020", "2020-05", "2020-05-01", "2021-01-01T10:00Z", "2021-01-01T11:00:00+02:00", "", None, "?"]
)


@given(DATES, DATES)
def test_no_two_texts_are_each_others_source(ours: str | None, theirs: str | None) -> None:
    one_, other = moments(ours), moments(theirs)
    assert is_source(one_, other, longer=True) != is_source(other, one_, longer=False)


@given(st.lists(st.floats(0, 1000), max_size=8))
def test_every_source_has_its_turn(equal: list[float]) -> None:
    assert sorted(nearest_first(equal)) == list(range(len(equal)))
