"""Do the last lines of weighing keep the order, and raise nothing over an alert?"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from bench.fit_bends import bent, rising
from bench.fit_rows import Table
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.bends import EVEN, KEPT, SUGGESTS, Bend, Bends
from firsthand.matching.weighing import bends
from firsthand.settings import Settings

CHANCES = st.floats(0, 1)


@pytest.mark.parametrize("meaning", [False, True])
@given(CHANCES, CHANCES)
def test_neither_line_turns_the_order_round(meaning: bool, one: float, other: float) -> None:
    low, high = sorted((one, other))
    for unsure in (False, True):
        assert bends(meaning)(low, unsure) <= bends(meaning)(high, unsure)


@pytest.mark.parametrize("meaning", [False, True])
@given(CHANCES)
def test_nothing_is_raised_over_an_alert(meaning: bool, chance: float) -> None:
    line = bends(meaning)
    assert 0.0 <= line(chance, False) <= 1.0
    assert line(chance, False) < Settings().alert or chance >= KEPT
    assert line(chance, True) <= SUGGESTS < Settings().alert


@pytest.mark.parametrize(
    ("said", "was", "why"),
    [
        (0.0, 0.0, "the first knot"),
        (0.25, 0.1, "between two"),
        (0.5, 0.2, "a knot"),
        (0.75, 0.6, ""),
        (1.0, 1.0, "the last"),
    ],
)
def test_a_line_is_straight_between_its_knots(said: float, was: float, why: str) -> None:
    assert Bend((0.0, 0.5, 1.0), (0.0, 0.2, 1.0))(said) == pytest.approx(was), why


def test_the_shipped_lines_hold_apart_what_can_only_suggest() -> None:
    assert Bends()(0.9, True) == pytest.approx(EVEN + 0.8 * (SUGGESTS - EVEN))
    assert Bends()(0.3, True) == Bends()(0.3, False) == pytest.approx(0.3)


@given(st.lists(st.tuples(CHANCES, st.floats(0.1, 10)), min_size=1))
def test_pooling_never_falls_and_keeps_the_mean(rows: list[tuple[float, float]]) -> None:
    values, weights = ([row[part] for row in rows] for part in range(2))
    found = rising(values, weights)
    assert all(before <= after for before, after in pairwise(found))
    assert np.average(found, weights=weights) == pytest.approx(np.average(values, weights=weights))


def test_what_was_right_more_often_than_said_is_lifted() -> None:
    said, count = 0.7, 400
    grounds = np.full((count, 1), np.log(said / (1 - said)))
    right, post = np.arange(count) % 10 > 0, np.arange(count)
    held = Table("a, train", grounds, right, post, count, count, np.zeros(count, bool))
    line = bent({"a, train": held}, np.array([1.0, 0.0]))
    assert line(said, False) == pytest.approx(0.9, abs=0.02)
    assert line(0.2, False) == pytest.approx(0.2, abs=0.02), "where nothing was seen it stays"
