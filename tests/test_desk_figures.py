"""Do the room's drawings tell the truth: which corner answers which, and where a moment stands in time?"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import cos, radians, sin

import numpy as np
import pytest
from numpy.typing import NDArray

from firsthand.desk.comparing import _TURNS, answering
from firsthand.desk.timeline_drawn import MARGIN, WIDTH, draw
from firsthand.matching.picture_outlines import carried, common, region
from firsthand.matching.pictures import TURNS
from firsthand.record.passages import WHOLE, Region
from firsthand.rendering.gravity import Tone
from firsthand.rendering.view import Badge, Date, Moment

Matrix = NDArray[np.float64]


def made(mirrored: bool, rotated: float, cut: Region = WHOLE) -> Matrix:
    """A part of the picture on file, mirrored, then rotated clockwise about the middle of ours, in fractions of both."""
    angle = radians(rotated)
    part = np.array([[cut.right - cut.left, 0, cut.left], [0, cut.bottom - cut.top, cut.top], [0, 0, 1.0]])
    centre = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
    flip = np.diag([-1.0 if mirrored else 1.0, 1.0, 1.0])
    turn = np.array([[cos(angle), -sin(angle), 0], [sin(angle), cos(angle), 0], [0, 0, 1]])
    return np.asarray(np.linalg.inv(centre) @ turn @ flip @ centre @ np.linalg.inv(part))


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rotated", [0.0, 90.0, -90.0, 180.0, 12.0, -30.0, 100.0])
def test_corners_of_ours_answer_those_on_file(mirrored: bool, rotated: float) -> None:
    shrunk = np.array([[0.6, 0, 0.2], [0, 0.6, 0.2], [0, 0, 1.0]])
    matrix = shrunk @ made(mirrored, rotated, Region(0.1, 0.2, 0.8, 0.9))
    outline = common(matrix, (0.1, 0.2, 0.8, 0.9))
    assert outline is not None
    ours, theirs = region(outline), region(carried(np.linalg.inv(matrix), outline))
    here, there = answering(ours, theirs, mirrored, rotated)
    assert len(here) == len(there) == 4
    assert carried(matrix, np.array(there)) == pytest.approx(np.array(here), abs=0.002)


def test_outlines_that_do_not_answer_each_other_are_not_laid_upon_each_other() -> None:
    five = Region(0, 0, 1, 1, corners=((0, 0), (1, 0), (1, 0.5), (0.5, 1), (0, 1)))
    assert answering(five, WHOLE, False, 0) == ((), ())


def test_every_turn_by_which_a_picture_is_looked_at_has_its_making() -> None:
    assert set(TURNS) | {"as is"} == set(_TURNS)


def moment(first: date | None, last: date | None, words: str = "", tone: Tone | None = None) -> Moment:
    return Moment(Date(""), words, badge=Badge("", tone) if tone else None, first=first, last=last)


def test_a_day_is_a_disc_and_a_month_a_bar() -> None:
    day, month = date(2012, 5, 1), moment(date(2014, 3, 1), date(2014, 3, 31), tone=Tone.BAD)
    drawn = draw([moment(day, day), moment(None, None), month], "now")
    assert drawn
    disc, bar = drawn.marks
    assert (disc.number, disc.wide) == (1, 0.0)
    assert bar.number == 3, "numbers are those of the list"
    assert bar.wide == pytest.approx((WIDTH - 2 * MARGIN) * 30 / (3 * 365.3), rel=0.01)
    assert bar.start < bar.x < bar.start + bar.wide
    assert bar.tone == "bad"
    assert [year for year, _ in drawn.years] == [2012, 2013, 2014]


def test_marks_lie_upon_no_other() -> None:
    days = [date(2012, 5, 1 + n % 3) for n in range(9)]
    drawn = draw([*(moment(day, day) for day in days), moment(date(1990, 1, 1), date(2020, 1, 1), "now")], "now")
    assert drawn
    assert drawn.marks[-1].tone == "now"
    boxes = [(min(m.start, m.x - 13), max(m.start + m.wide, m.x + 13), m.y) for m in drawn.marks]
    for place, (start, end, y) in enumerate(boxes):
        assert all(y != other[2] or end <= other[0] or other[1] <= start for other in boxes[place + 1 :])
    assert max(m.y for m in drawn.marks) + 13 < drawn.line < drawn.height


def test_without_two_dates_nothing_is_drawn() -> None:
    assert draw([moment(date(2012, 5, 1), None), moment(None, None)], "now") is None


@pytest.mark.parametrize(("first", "last"), [(1, 2026), (1453, 1999), (2019, 2026), (2012, 2012), (1, 9999)])
def test_years_do_not_lie_upon_each_other(first: int, last: int) -> None:
    days = [date(first, 1, 1), date(last, 12, 31)]
    drawn = draw([moment(day, day) for day in days], "")
    assert drawn
    places = [x for _, x in drawn.years]
    assert places
    assert all(after - before > 40 for before, after in pairwise(places))
