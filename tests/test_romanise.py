"""Do names of four languages come out alike in Latin letters?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.matching.folding import fold
from firsthand.matching.romanise import romanise, skeleton_grams

SAME = [
    "Зеленский Зеленський Zelensky Zelenskyy Zelenskiy Ζελένσκι",
    "Путин Путін Putin Πούτιν",
    "Макрон Macron Μακρόν",
    "Донецк Донецьк Donetsk Ντονέτσκ",
    "Эрдоган Erdogan Erdoğan Ερντογάν",
    "Лукашенко Lukashenko Λουκασένκο",
    "Чернобыль Chernobyl Τσερνόμπιλ",
    "Джонсон Johnson Τζόνσον",
    "Янукович Yanukovych Янукович",
    "Харьков Kharkov",
    "Харків Kharkiv",
]
APART = [("Москва", "Moscow"), ("Путин", "Patin"), ("Минск", "Омск")]


def alike(left: str, right: str) -> float:
    """Dice's coefficient of the trigrams of two names."""
    ours, theirs = (set(skeleton_grams(romanise(fold(name)))) for name in (left, right))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@pytest.mark.parametrize("row", SAME)
def test_one_name_has_one_skeleton(row: str) -> None:
    assert len({romanise(fold(name)) for name in row.split()}) == 1, {
        name: romanise(fold(name)) for name in row.split()
    }


@pytest.mark.parametrize(("left", "right"), APART)
def test_other_names_have_other_skeletons(left: str, right: str) -> None:
    assert alike(left, right) < 0.8


def test_names_that_are_nearly_alike_share_trigrams() -> None:
    assert alike("Харків", "Харьков") >= 0.5
    assert alike("Χάρκοβο", "Харьков") >= 0.7


GRAMS = [("putin", ("^pu", "in$", "put", "tin", "uti")), ("o", ("^o$",)), ("", ())]


@pytest.mark.parametrize(("word", "grams"), GRAMS)
def test_grams(word: str, grams: tuple[str, ...]) -> None:
    assert skeleton_grams(word) == grams


@given(st.text(max_size=20))
def test_a_skeleton_is_plain_and_has_no_letter_twice_running(word: str) -> None:
    skeleton = romanise(fold(word))
    assert set(skeleton) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert all(left != right for left, right in pairwise(skeleton))
