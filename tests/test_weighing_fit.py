"""Does fitting find what is there, and are figures and curves told rightly?"""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from bench.curve import precision_recall, reliability, svg
from bench.fit_curve import auroc, calibration_error, logistic, probability, recall_at

rng = np.random.default_rng(0)
ROWS = np.hstack([rng.random((4000, 2)), np.ones((4000, 1))])
RIGHT = (rng.random(4000) < probability(ROWS @ np.array([4.0, -2.0, -1.0]))).astype(float)


@pytest.mark.parametrize(
    ("signs", "expected", "why"),
    [
        ((1.0, -1.0, 0.0), (4.0, -2.0, -1.0), "what made the answers is found"),
        ((1.0, 1.0, 0.0), (4.0, 0.0, -2.0), "what may only raise and would lower is nought"),
    ],
)
def test_coefficients_are_found(signs: tuple[float, ...], expected: tuple[float, ...], why: str) -> None:
    found = logistic(ROWS, RIGHT, np.ones(4000), np.array(signs), np.zeros(3), np.zeros(4000))
    assert found == pytest.approx(expected, abs=0.35), why
    assert (found == logistic(ROWS, RIGHT, np.ones(4000), np.array(signs), np.zeros(3), np.zeros(4000))).all()


@pytest.mark.parametrize(
    ("right", "said", "recall", "why"),
    [
        ([True, True, False], [0.9, 0.8, 0.7], 1.0, "both right ones stand first"),
        ([True, False, True], [0.9, 0.9, 0.8], 0.0, "equal probabilities stand together"),
        ([True, False, True], [0.9, 0.8, 0.7], 0.5, "one before the first wrong one"),
    ],
)
def test_recall_at_a_precision(right: list[bool], said: list[float], recall: float, why: str) -> None:
    assert recall_at(np.array(right), np.array(said), 2, 0.95) == recall, why


def test_calibration_error_is_nought_where_each_band_holds_what_it_says() -> None:
    right = np.array([True, True, True, False] + [False] * 4)
    assert calibration_error(right, np.array([0.75] * 4 + [0.0] * 4)) == pytest.approx(0.0)
    assert calibration_error(right, np.array([0.25] * 4 + [0.0] * 4)) == pytest.approx(0.25)


def test_auroc_counts_pairs() -> None:
    right = np.array([True, True, False, False])
    assert auroc(right, np.array([0.9, 0.5, 0.5, 0.1])) == pytest.approx(3.5 / 4)
    assert auroc(right, np.array([0.9, 0.8, 0.2, 0.1])) == 1.0
    assert auroc(np.array([True]), np.array([0.9])) == 0.5


ANSWERS = [(True, 0.95), (True, 0.91), (False, 0.6), (False, 0.0)]


def test_curves() -> None:
    assert precision_recall(ANSWERS, 4) == [(0.25, 1.0), (0.5, 1.0), (0.5, 2 / 3)]
    assert [was for _, was in reliability(ANSWERS)] == [0.0, 0.0, 1.0]


def test_the_picture_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(svg([("a <set>", ANSWERS, 4), ("empty", [(False, 0.0)], 0)]))
    found = {child.tag.rpartition("}")[2]: child for child in root}
    assert {"title", "desc"} <= set(found)
    assert root.get("aria-labelledby") == f"{found['title'].get('id')} {found['desc'].get('id')}"
    assert "a <set>: from 0.3 precision" in str(found["desc"].text)
