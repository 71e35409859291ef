"""How sure is a lead on a picture, and in which words is it said?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.picture_weighing import weigh_picture
from firsthand.record.leads import PictureLead
from firsthand.record.passages import WHOLE, Region
from firsthand.settings import Settings

PART = Region(0.1, 0.1, 0.9, 0.9)
MIRRORED = Region(0, 0, 1, 1, "mirrored")
WEIGHED = [
    (0, 100, WHOLE, WHOLE, "alert", "the whole picture: 0 of 256 bits differ", "the same"),
    (12, 100, MIRRORED, WHOLE, "alert", "the whole picture, mirrored: 12 of 256 bits differ", "mirrored"),
    (28, 100, WHOLE, WHOLE, "alert", "the whole picture: 28 of 256 bits differ", "the farthest that is sure"),
    (29, 100, WHOLE, WHOLE, "suggest", "the whole picture: 29 of 256 bits differ", "one beyond it"),
    (42, 100, WHOLE, WHOLE, "suggest", "the whole picture: 42 of 256 bits differ", "as likely as not"),
    (43, 100, WHOLE, WHOLE, "silent", "the whole picture: 43 of 256 bits differ", "less likely than not"),
    (0, 49, WHOLE, WHOLE, "suggest", "the whole picture: 0 of 256 bits differ", "too plain for more"),
    (60, 10, WHOLE, WHOLE, "silent", "the whole picture: 60 of 256 bits differ", "plainness lifts nothing"),
    (9, 90, WHOLE, PART, "alert", "the middle 64% of the picture on file: 9 of 256 bits differ", "a crop of theirs"),
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
def test_leads_are_weighed(
    bits: int, quality: int, ours: Region, theirs: Region, expected: str, words: str, why: str
) -> None:
    probability, reasons = weigh_picture(PictureLead("picture:x", "c", "p", bits, quality, ours, theirs))
    settings = Settings()
    found = "alert" if probability >= settings.alert else "suggest" if probability >= settings.suggest else "silent"
    assert found == expected, why
    assert reasons[0].words == words
    assert (reasons[0].our_region, reasons[0].their_region) == (ours, theirs)
    assert probability == pytest.approx(1 / (1 + np.exp(-sum(reason.weight for reason in reasons))))


@given(st.integers(0, 255), st.integers(0, 100))
def test_nearer_is_never_less_likely(bits: int, quality: int) -> None:
    def probability(bits: int, quality: int) -> float:
        return weigh_picture(PictureLead("picture:x", "c", "p", bits, quality, WHOLE, WHOLE))[0]

    assert probability(bits, quality) >= probability(bits + 1, quality)
    assert probability(bits, 100) >= probability(bits, quality)
    assert quality >= 50 or probability(bits, quality) < Settings().alert


def test_the_same_file_is_certain_however_plain() -> None:
    lead = PictureLead("picture:x", "c", "p", 0, 0, WHOLE, WHOLE)
    assert weigh_picture(lead)[0] < Settings().alert
    probability, reasons = weigh_picture(lead, same_file=True)
    assert probability > 0.99
    assert [reason.feature for reason in reasons] == ["same-file"]
    assert probability == pytest.approx(1 / (1 + np.exp(-reasons[0].weight)))
