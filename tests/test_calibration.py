"""Do decisions move probabilities as far as they should, never their order, and is what they gain told honestly?"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import UsageError
from firsthand.matching.calibration import (
    FLATTEST,
    SHIPPED,
    Curve,
    Decided,
    against,
    curve,
    enough,
    figures,
    fitted,
    held_out,
    log_odds,
)
from firsthand.matching.weighing import SUGGESTS
from firsthand.record.calibration import Calibration, Figures, Rate

PROBABILITY = st.floats(0.0, 1.0)
ROWS = st.lists(
    st.builds(Decided, st.text("abc", max_size=2), st.just("k/c"), PROBABILITY, st.booleans(), st.booleans()),
    max_size=60,
)


def rows(yes: int, no: int, probability: float = 0.7) -> list[Decided]:
    return [Decided(f"t{n}", "k/c", probability, False, n < yes) for n in range(yes + no)]


@given(ROWS, PROBABILITY, PROBABILITY)
def test_no_decisions_turn_the_order_round(decided: list[Decided], one: float, other: float) -> None:
    found = fitted(decided)
    assert found.slope >= FLATTEST
    low, high = sorted((one, other))
    assert found(low) <= found(high)


@given(ROWS)
def test_a_fit_is_the_lowest_point_of_what_it_minimises(decided: list[Decided]) -> None:
    assert fitted(decided) == fitted(decided), "the same decisions, the same curve"
    assert all(0 <= likely <= 1 for likely in held_out(decided))


@given(ROWS)
def test_the_order_of_decisions_does_not_matter(decided: list[Decided]) -> None:
    one, other = fitted(decided), fitted(decided[::-1])
    assert (one.slope, one.offset) == pytest.approx((other.slope, other.offset), abs=1e-4)


@given(PROBABILITY, st.booleans())
def test_without_decisions_nothing_moves(probability: float, capped: bool) -> None:
    assert fitted([]) == SHIPPED
    assert SHIPPED(probability, capped=capped) == probability
    assert curve(None)(probability) == probability


@given(PROBABILITY, st.floats(FLATTEST, 5), st.floats(-5, 5))
def test_what_can_only_suggest_never_becomes_sure(probability: float, slope: float, offset: float) -> None:
    found = Curve(slope, offset)(probability, capped=True)
    assert found <= max(SUGGESTS, probability)
    assert found <= Curve(slope, offset)(probability) or probability in (0.0, 1.0)


@pytest.mark.parametrize(
    ("decided", "moved", "why"),
    [
        (rows(2, 0), (0.7, 0.76), "two answers move little"),
        (rows(0, 2), (0.62, 0.7), "two answers move little, downwards"),
        (rows(60, 540), (0.1, 0.2), "six hundred say that it is one in ten"),
        (rows(540, 60), (0.84, 0.9), "six hundred say that it is nine in ten"),
        (rows(420, 180), (0.68, 0.72), "decisions that agree with the program leave it as it is"),
    ],
)
def test_decisions_move_a_probability_of_seven_in_ten(
    decided: list[Decided], moved: tuple[float, float], why: str
) -> None:
    assert moved[0] <= fitted(decided)(0.7) <= moved[1], why


def test_decisions_that_contradict_the_order_flatten_it_and_no_more() -> None:
    turned = [Decided(f"t{n}", "k/c", 0.95 if n % 2 else 0.05, False, not n % 2) for n in range(400)]
    assert fitted(turned).slope == FLATTEST


def test_decisions_in_a_narrow_band_do_not_flatten_what_lies_beyond_them() -> None:
    found = fitted(rows(8, 16, 0.84))
    assert 0.45 < found(0.84) < 0.7
    assert found(0.9999) > 0.99, "the very words of a claim stay sure"


def test_a_curve_that_made_the_decisions_is_found_again() -> None:
    chance, true = random.Random(3), Curve(0.6, -0.8)
    points = [chance.uniform(0.02, 0.98) for _ in range(4000)]
    made = [Decided(f"t{n}", "k/c", p, False, chance.random() < true(p)) for n, p in enumerate(points)]
    found = fitted(made)
    assert (found.slope, found.offset) == pytest.approx((true.slope, true.offset), abs=0.1)
    before = figures(made, points, 0.5, 0.9)
    after = figures(made, held_out(made), 0.5, 0.9)
    assert after.log_loss < before.log_loss
    assert after.ece < 0.03 < before.ece
    assert against(before, after) == ""


@pytest.mark.parametrize(
    ("yes", "no", "why"),
    [(0, 0, "none at all"), (10, 9, "too few"), (40, 0, "one kind"), (0, 40, "the other kind"), (36, 4, "few of one")],
)
def test_too_few_decisions_are_refused_with_their_number(yes: int, no: int, why: str) -> None:
    with pytest.raises(UsageError, match=rf"{yes + no} decisions .*\({yes} yes, {no} no\).*needs 20, with 5"):
        enough(rows(yes, no))


def test_enough_decisions_are_enough() -> None:
    assert [enough(rows(yes, no)) for yes, no in ((15, 5), (5, 15))] == [None, None]


@given(ROWS)
def test_each_decision_is_judged_without_its_tip(decided: list[Decided]) -> None:
    seen: list[set[str]] = []

    def watching(part: object) -> Curve:
        seen.append({row.tip for row in part})  # type: ignore[attr-defined]
        return SHIPPED

    assert held_out(decided, watching) == [row.probability for row in decided]
    tips = {row.tip for row in decided}
    assert all(any(tip not in part for part in seen) for tip in tips)
    assert len(seen) == min(10, len(tips))


def test_figures_by_hand() -> None:
    decided = [replace(row, same=same) for row, same in zip(rows(0, 4), (True, True, False, False), strict=True)]
    found = figures(decided, [0.95, 0.65, 0.65, 0.05], 0.5, 0.9)
    assert found.brier == pytest.approx((0.05**2 + 0.35**2 + 0.65**2 + 0.05**2) / 4)
    assert found.ece == pytest.approx((0.05 + abs(1.3 - 1) + 0.05) / 4)
    assert found.suggest == Rate(pytest.approx(2 / 3), 1.0, 1)
    assert found.alert == Rate(1.0, 0.5, 0)
    assert figures(decided, [0.1] * 4, 0.5, 0.9).alert == Rate(None, 0.0, 0)


FAIR = Figures(0.5, 0.2, 0.05, Rate(0.8, 0.9, 2), Rate(1.0, 0.5, 0))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (replace(FAIR, log_loss=0.4), ""),
        (replace(FAIR, log_loss=0.5), "not fit"),
        (replace(FAIR, log_loss=0.4, alert=Rate(0.9, 0.6, 1)), "more matches sure"),
    ],
)
def test_what_speaks_against_a_calibration(after: Figures, said: str) -> None:
    assert (said in against(FAIR, after)) if said else against(FAIR, after) == ""


def test_a_row_of_slope_one_is_the_shipped_one() -> None:
    row = Calibration(1.0, 0.0, "A desk", datetime(2026, 5, 1, tzinfo=UTC))
    assert row.shipped
    assert curve(row) == SHIPPED
    assert log_odds(0.5) == 0.0
