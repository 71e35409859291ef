"""Has the recognition of edited pictures sunk? Floors on pictures that are drawn, and on a slice of real photographs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from bench import hooks
from bench.pictures_drawn import leaves
from bench.pictures_edits import EDITS
from bench.pictures_own import COLLAGE, Drawn, Outcome, chance, drawn, outcomes, photographed, shares
from bench.pictures_scores import Asked, Row, edits, pooled, threshold, wrong
from PIL import Image

from firsthand.settings import Settings

SUGGEST, ALERT = Settings().suggest, Settings().alert
DRAWN, REAL = 4, 6
FLOORS = {**dict.fromkeys((*EDITS, COLLAGE), 1.0), "crop 30 %": 0.5, "several at once": 0.5}
"""The share of drawn pictures found at alert, by edit. Drawn surfaces have hard edges, which count little, as letters do."""
REAL_FLOORS = {**dict.fromkeys((*EDITS, COLLAGE), 0.8), "lettered": 0.5, "several at once": 0.3}
"""The same for photographs. All that are on file are answered first; see `python -m bench pictures` for many more."""


@pytest.fixture(scope="module")
def slice_drawn() -> tuple[Drawn, list[Outcome]]:
    some = drawn(DRAWN)
    return some, list(outcomes(some))


@pytest.fixture(scope="module")
def slice_real(data: Path) -> list[Outcome]:
    photos = data / "pictures" / "photos"
    if not photos.is_dir():
        pytest.skip(f"no photographs at {photos}; set FIRSTHAND_DATA to the folder that holds pictures/photos")
    return list(outcomes(photographed(photos, REAL)))


def fallen(some: Sequence[Outcome], floors: dict[str, float]) -> dict[str, float]:
    """The edits whose share lies below their floor."""
    found = shares(some, ALERT)
    assert found.keys() == floors.keys()
    return {edit: share for edit, share in found.items() if share < floors[edit]}


def test_drawn_pictures_are_found_in_every_edit(slice_drawn: tuple[Drawn, list[Outcome]]) -> None:
    assert fallen(slice_drawn[1], FLOORS) == {}


def test_no_other_drawn_picture_is_taken_for_one(slice_drawn: tuple[Drawn, list[Outcome]]) -> None:
    some, asked = slice_drawn
    assert len(some.decoys) == 12
    assert sum(not one.right for one in asked) == 12, "strange pictures in the layouts of the decoys"
    assert [(one.edit, one.picture, one.answers[:2]) for one in asked if one.wrong(SUGGEST)] == []


def test_photographs_are_found_in_every_edit(slice_real: list[Outcome]) -> None:
    assert fallen(slice_real, REAL_FLOORS) == {}


def test_no_other_photograph_is_taken_for_one(slice_real: list[Outcome]) -> None:
    assert [(one.edit, one.picture, one.answers[:2]) for one in slice_real if one.wrong(ALERT)] == []


def test_the_same_seed_draws_the_same_picture() -> None:
    assert np.array_equal(np.asarray(leaves(3, (96, 64))), np.asarray(leaves(3, (96, 64))))
    assert not np.array_equal(np.asarray(leaves(3, (96, 64))), np.asarray(leaves(4, (96, 64))))


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_depends_on_the_chance_that_it_is_given_alone(edit: str) -> None:
    picture = leaves(5, (160, 120))
    one, again = (EDITS[edit](picture, chance("a", edit)) for _ in range(2))
    assert np.array_equal(np.asarray(one), np.asarray(again))
    assert one.size != picture.size or not np.array_equal(np.asarray(one), np.asarray(picture))


def test_the_hook_tells_where_and_what_it_takes(tmp_path: Path) -> None:
    shelf, copy = tmp_path / "shelf", tmp_path / "copy.jpg"
    shelf.mkdir()
    leaves(1).save(shelf / "one.jpg")
    leaves(2).save(shelf / "two.jpg")
    leaves(1).resize((320, 240), Image.Resampling.LANCZOS).save(copy)
    rows = sorted(hooks.pictures(shelf, [str(copy)]), key=lambda row: -row[2])
    assert rows[0][:2] == (str(copy), "one.jpg")
    assert rows[0][2] >= ALERT
    assert np.abs(np.array(rows[0][3]) - [[0, 0], [320, 0], [320, 240], [0, 240]]).max() < 2
    assert hooks.pictures.stats["references"] == 2
    assert 0 < hooks.pictures.stats["bytes a picture"] <= 8_192


@pytest.mark.parametrize(
    ("answers", "expected", "why"),
    [
        ([(0.9, True), (0.8, True), (0.7, False)], 0.8, "one wrong answer of three is too many"),
        ([(0.9, True), (0.8, False), (0.8, True), (0.7, True)], 0.9, "equal scores go together"),
        (
            [(0.9, False), (0.8, True)],
            float("inf"),
            "the surest answer is wrong, and two are too few to make up for it",
        ),
        ([(0.9, False), *[(0.5, True)] * 3], 0.5, "one of four is allowed at three quarters"),
        ([], float("inf"), "no answers"),
    ],
)
def test_the_threshold_is_the_lowest_that_is_precise_enough(
    answers: list[tuple[float, bool]], expected: float, why: str
) -> None:
    assert threshold(answers, 0.75 if "quarters" in why else 0.999) == expected, why


def test_figures_of_an_edit() -> None:
    square = [[0.0, 0.0], [9.0, 0.0], [10.0, 10.0], [0.0, 10.0]]
    asked = [
        Asked("1", "crop", "pos", {"a": np.eye(3).tolist()}),
        Asked("2", "crop", "pos", {"a": None, "b": None}),
        Asked("3", "crop", "neg", {}),
    ]
    found: dict[str, list[Row]] = {
        "1": [("1", "a", 0.95, square)],
        "2": [("2", "b", 0.7, None), ("2", "decoy", 0.6, None)],
        "3": [("3", "decoy x", 0.5, None)],
    }
    least = pooled(asked, found)
    (crop,) = edits(asked, found, (least, 0.9), {"a": (10, 10)}).values()
    assert least == 0.7, "from there on all first answers are right"
    assert (crop.copies, crop.first, crop.sure, crop.alert) == (2, 1.0, 1.0, 0.5)
    assert crop.parts == pytest.approx(2 / 3), "a of the first copy and b of the second, not a of the second"
    assert crop.outline == pytest.approx(1 / np.hypot(10, 10)), "one corner is off by one pixel"
    assert wrong(asked, found, 0.6) == {"pos": (2, 1, 1), "neg": (1, 0, 0), "hard": (0, 0, 0)}
