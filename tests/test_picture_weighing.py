"""How sure is a lead on a picture, and in which words is it said?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_pictures import said
from firsthand.matching.picture_weighing import RELATED, may_be_related, odds, weigh_picture
from firsthand.record.leads import Overlap, PictureLead
from firsthand.record.passages import WHOLE, Region
from firsthand.settings import Settings

PART = Region(0.1, 0.1, 0.9, 0.9)
MIRRORED = Region(0, 0, 1, 1, "mirrored")
FAR = 256
SEEN = Overlap((1, 0, 0, 0, 1, 0, 0, 0, 1), 60, 90, 0.8, 0.95, whole=0.9, firm=20)
"""A copy as they mostly are: many points, strewn, and all looks alike."""


def lead(bits: int = FAR, quality: int = 100, overlap: Overlap | None = None) -> PictureLead:
    return PictureLead("picture:x", "c", "p", bits, quality, WHOLE, WHOLE, overlap)


def total(one: PictureLead) -> float:
    """The probability that the weights of the reasons add up to."""
    return float(1 / (1 + np.exp(-sum(reason.weight for reason in weigh_picture(one)[1]))))


WEIGHED = [
    (0, 100, WHOLE, WHOLE, "alert", "the whole picture: 0 of 256 bits differ", "the same"),
    (12, 100, MIRRORED, WHOLE, "alert", "the whole picture, mirrored: 12 of 256 bits differ", "mirrored"),
    (28, 100, WHOLE, WHOLE, "alert", "the whole picture: 28 of 256 bits differ", "the farthest that is sure"),
    (29, 100, WHOLE, WHOLE, "suggest", "the whole picture: 29 of 256 bits differ", "one beyond it"),
    (42, 100, WHOLE, WHOLE, "suggest", "the whole picture: 42 of 256 bits differ", "as likely as not"),
    (43, 100, WHOLE, WHOLE, "silent", "the whole picture: 43 of 256 bits differ", "less likely than not"),
    (0, 49, WHOLE, WHOLE, "suggest", "the whole picture: 0 of 256 bits differ", "too plain for more"),
    (60, 10, WHOLE, WHOLE, "silent", "the whole picture: 60 of 256 bits differ", "plainness lifts nothing"),
    (9, 90, WHOLE, PART, "alert", "the middle 64% of the picture on file: 9 of 256 bits differ", "bars round theirs"),
    (9, 90, PART, WHOLE, "alert", "the middle 64% of our picture: 9 of 256 bits differ", "bars round ours"),
    (
        9,
        90,
        WHOLE,
        Region(0.3, 0.0, 1, 0.7),
        "alert",
        "the upper right 49% of the picture on file: 9 of 256 bits differ",
        "a corner",
    ),
]


@pytest.mark.parametrize(("bits", "quality", "ours", "theirs", "expected", "words", "why"), WEIGHED)
def test_prints_are_weighed(
    bits: int, quality: int, ours: Region, theirs: Region, expected: str, words: str, why: str
) -> None:
    probability, reasons = weigh_picture(PictureLead("picture:x", "c", "p", bits, quality, ours, theirs))
    assert said(probability) == expected, why
    assert reasons[0].words == words
    assert (reasons[0].our_region, reasons[0].their_region) == (ours, theirs)
    assert probability == pytest.approx(1 / (1 + np.exp(-sum(reason.weight for reason in reasons))))


POINTS = [
    (SEEN, "alert", ["picture-points", "picture-likeness"], "a copy"),
    (replace(SEEN, firm=9, agreeing=12), "alert", ["picture-points", "picture-likeness"], "a small copy"),
    (replace(SEEN, firm=2, agreeing=30), "silent", ["picture-points", "picture-likeness"], "few look the same"),
    (
        replace(SEEN, firm=0, whole=0.5, likeness=0.6),
        "silent",
        ["picture-points", "picture-likeness"],
        "none does: another picture of the scene",
    ),
    (
        replace(SEEN, firm=15, whole=0.5, likeness=0.9, spread=0.3),
        "suggest",
        ["picture-points", "picture-likeness", "picture-other"],
        "a part looks alike and the rest does not: another picture in the same frame",
    ),
    (
        replace(SEEN, firm=15, agreeing=30, whole=0.5, likeness=0.93, spread=0.7),
        "alert",
        ["picture-points", "picture-likeness"],
        "lettering covers a copy, but among the points it looks alike",
    ),
    (
        replace(SEEN, firm=30, whole=0.5, likeness=0.6, spread=0.3),
        "alert",
        ["picture-points", "picture-likeness"],
        "so many points that the rest may be covered",
    ),
    (
        replace(SEEN, own=0.3, firm=7, whole=0.7),
        "silent",
        ["picture-points", "picture-frame", "picture-likeness"],
        "most of it agrees with other pictures too: a frame",
    ),
    (
        replace(SEEN, firm=7, agreeing=38, drawn=0.8, whole=0.84),
        "suggest",
        ["picture-points", "picture-likeness", "picture-letters"],
        "two posts of one line each under one name: a few points beside the letters are no proof",
    ),
    (
        replace(SEEN, firm=7, agreeing=38, drawn=0.8, whole=0.97),
        "alert",
        ["picture-points", "picture-likeness"],
        "a photograph of a street sign, cropped: all looks alike",
    ),
    (
        replace(SEEN, firm=0, drawn=1.0, whole=0.97, spread=0.4),
        "suggest",
        ["picture-points", "picture-likeness", "picture-alike"],
        "a cropped page of words: everything looks alike, so somebody should look at both",
    ),
    (
        replace(SEEN, firm=0, drawn=1.0, whole=0.91, spread=0.6),
        "silent",
        ["picture-points", "picture-likeness"],
        "another page of the same layout",
    ),
    (
        replace(SEEN, firm=0, drawn=1.0, whole=0.97, spread=0.1),
        "silent",
        ["picture-points", "picture-likeness"],
        "one line of words",
    ),
    (
        replace(SEEN, firm=0, drawn=1.0, whole=0.97, agreeing=RELATED - 1),
        "silent",
        ["picture-points", "picture-likeness"],
        "too few points",
    ),
    (
        replace(SEEN, firm=200, agreeing=220),
        "alert",
        ["picture-points", "picture-likeness", "picture-most"],
        "nothing is ever certain but the same file",
    ),
]


@pytest.mark.parametrize(("overlap", "expected", "features", "why"), POINTS)
def test_points_are_weighed(overlap: Overlap, expected: str, features: list[str], why: str) -> None:
    probability, reasons = weigh_picture(lead(overlap=overlap))
    assert said(probability) == expected, (why, probability)
    assert [reason.feature for reason in reasons] == features, why
    assert probability == pytest.approx(total(lead(overlap=overlap)))


def test_the_words_tell_how_many_points_agree_and_where() -> None:
    one = PictureLead("picture:x", "c", "p", FAR, 100, Region(0, 0, 0.5, 1, "mirrored"), WHOLE, SEEN)
    points = weigh_picture(one)[1][0]
    assert points.words == (
        "the left 50% of our picture, mirrored: 60 points lie in the same places; "
        "20 of them look the same and are neither letters nor signs"
    )
    assert (points.our_region, points.their_region) == (one.ours, one.theirs)


shares = st.floats(0, 1)
overlaps = st.builds(
    lambda agreeing, firm, **more: Overlap(SEEN.homography, agreeing, agreeing + 20, firm=min(firm, agreeing), **more),
    st.integers(6, 300),
    st.integers(0, 300),
    spread=shares,
    likeness=st.none() | st.floats(-1, 1),
    whole=st.none() | st.floats(-1, 1),
    own=shares,
    drawn=shares,
)
bits = st.integers(0, 256)
qualities = st.integers(0, 100)


@given(bits, qualities, st.none() | overlaps)
def test_the_weights_of_the_reasons_add_up(bits: int, quality: int, overlap: Overlap | None) -> None:
    one = lead(bits, quality, overlap)
    probability, reasons = weigh_picture(one)
    assert 0 < probability < 1 or bits > 200
    assert probability == pytest.approx(total(one))
    assert odds(one) == pytest.approx(sum(reason.weight for reason in reasons))
    assert all(reason.words for reason in reasons)


@given(overlaps, st.integers(1, 50))
def test_more_firm_points_are_never_less_likely(overlap: Overlap, more: int) -> None:
    grown = replace(overlap, firm=min(overlap.agreeing, overlap.firm + more))
    assert odds(lead(overlap=grown)) >= odds(lead(overlap=overlap)) - 1e-9


@given(overlaps)
def test_where_letters_agree_and_little_else_points_alone_never_alert(overlap: Overlap) -> None:
    whole = None if overlap.whole is None else min(overlap.whole, 0.94)
    lettered = replace(overlap, drawn=max(overlap.drawn, 0.6), firm=min(overlap.firm, 19), whole=whole)
    assert weigh_picture(lead(overlap=lettered))[0] < Settings().alert


@given(overlaps)
def test_where_no_point_looks_the_same_nothing_is_sure(overlap: Overlap) -> None:
    assert weigh_picture(lead(overlap=replace(overlap, firm=0)))[0] < Settings().alert


@given(bits, qualities)
def test_nearer_is_never_less_likely(bits: int, quality: int) -> None:
    def probability(bits: int, quality: int) -> float:
        return weigh_picture(lead(bits, quality))[0]

    assert probability(bits, quality) >= probability(bits + 1, quality)
    assert probability(bits, 100) >= probability(bits, quality)
    assert quality >= 50 or probability(bits, quality) < Settings().alert


@pytest.mark.parametrize(
    ("overlap", "expected", "why"),
    [
        (replace(SEEN, firm=0, drawn=0.9, whole=0.8), "suggest", "near prints, yet only a frame's letters agree"),
        (replace(SEEN, firm=0, drawn=0.9, whole=0.98), "alert", "near prints, and all of it looks alike"),
        (replace(SEEN, firm=0, drawn=0.1, whole=0.8), "alert", "near prints; a blurred copy has no firm points"),
        (None, "alert", "near prints, and no points on file"),
    ],
)
def test_near_prints_are_not_believed_where_only_letters_agree(
    overlap: Overlap | None, expected: str, why: str
) -> None:
    assert said(weigh_picture(lead(14, 100, overlap))[0]) == expected, why


@pytest.mark.parametrize("overlap", [None, replace(SEEN, firm=0), SEEN])
def test_the_same_file_is_certain_however_plain(overlap: Overlap | None) -> None:
    probability, reasons = weigh_picture(lead(0, 0, overlap), same_file=True)
    assert probability > 0.99
    assert [reason.feature for reason in reasons] == ["same-file"]
    assert probability == pytest.approx(1 / (1 + np.exp(-reasons[0].weight)))


def test_a_plain_picture_is_only_suggested() -> None:
    assert said(weigh_picture(lead(0, 0))[0]) == "suggest"


@pytest.mark.parametrize(
    ("overlap", "expected", "why"),
    [
        (None, False, "no common points"),
        (replace(SEEN, firm=0, whole=0.5), True, "many points, and other tones: another picture of the scene"),
        (replace(SEEN, agreeing=RELATED - 1), False, "too few"),
        (replace(SEEN, own=0.5), False, "half of them belong to a frame"),
        (replace(SEEN, spread=0.2), False, "one thing in both"),
    ],
)
def test_another_picture_of_a_scene_is_told(overlap: Overlap | None, expected: bool, why: str) -> None:
    assert may_be_related(overlap) is expected, why
