"""Do places contradict only where no point on the map can be both?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.record.outcome import Outcome
from firsthand.record.where import Area, Level, Where, compare, compare_any, kilometres

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED

EUROPE = Area("con:EU", Level.CONTINENT, "Europe")
UKRAINE = Area("iso:UA", Level.COUNTRY, "Ukraine")
RUSSIA = Area("iso:RU", Level.COUNTRY, "Russia")
OBLAST = Area("adm:UA.05", Level.REGION, "Donetsk Oblast")
DONBAS = Area("area:donbas", Level.AREA, "Donbas")


def place(area: Area, *chain: Area, at: tuple[float, float] | None = None) -> Where:
    return Where(area.key, area.level, area.name, chain, at)


def town(id: int, name: str, *chain: Area, at: tuple[float, float] | None = None) -> Where:
    return Where(f"geo:{id}", Level.SETTLEMENT, name, chain, at)


DONETSK = town(1, "Donetsk", OBLAST, DONBAS, UKRAINE, EUROPE, at=(48.0, 37.8))
DONETSK_RU = town(2, "Donetsk", Area("adm:RU.61", Level.REGION, "Rostov Oblast"), RUSSIA, EUROPE, at=(48.34, 39.95))
MAKIIVKA = town(3, "Makiivka", OBLAST, UKRAINE, EUROPE, at=(48.04, 37.96))
MARIUPOL = town(4, "Mariupol", OBLAST, UKRAINE, EUROPE, at=(47.1, 37.55))
NOWHERE = Where("name:smallville", Level.SETTLEMENT, "Smallville")
NEAR_UA = Where("name:smallville", Level.SETTLEMENT, "Smallville", (UKRAINE, EUROPE))

TABLE = [
    (DONETSK, DONETSK, S, "the same place"),
    (place(UKRAINE, EUROPE), DONETSK, S, "the country holds the town"),
    (place(DONBAS), DONETSK, S, "an area that overlaps others can still hold a place"),
    (DONETSK, place(UKRAINE, EUROPE), U, "the record knows only the country"),
    (DONETSK_RU, DONETSK, C, "homonyms in two countries"),
    (place(RUSSIA, EUROPE), DONETSK, C, "another country"),
    (MARIUPOL, DONETSK, C, "another town, 100 km away"),
    (MAKIIVKA, DONETSK, U, "a neighbour that people call by the city's name"),
    (place(DONBAS), place(UKRAINE, EUROPE), U, "an area never excludes"),
    (place(DONBAS), DONETSK_RU, U, "an area never excludes, not even across a border"),
    (NOWHERE, DONETSK, U, "a name that nobody resolved"),
    (DONETSK_RU, NEAR_UA, C, "a village that no gazetteer knows still lies in its country"),
    (DONETSK, NEAR_UA, U, "it may lie in the same country, near or far"),
]


@pytest.mark.parametrize(("said", "held", "answer", "why"), TABLE)
def test_compares(said: Where, held: Where, answer: Outcome, why: str) -> None:
    assert compare(said, held) is answer, why


def test_homonyms_support_if_one_does_and_contradict_only_together() -> None:
    assert compare_any([DONETSK, DONETSK_RU], [DONETSK]) is S
    assert compare_any([MARIUPOL, DONETSK_RU], [DONETSK]) is C
    assert compare_any([MARIUPOL, NOWHERE], [DONETSK]) is U
    assert compare_any([], [DONETSK]) is U


PLACES = [
    DONETSK,
    DONETSK_RU,
    MAKIIVKA,
    MARIUPOL,
    NOWHERE,
    NEAR_UA,
    place(UKRAINE, EUROPE),
    place(RUSSIA, EUROPE),
    place(DONBAS),
]


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_contradiction_is_symmetric(one: Where, other: Where) -> None:
    assert (compare(one, other) is C) == (compare(other, one) is C)


@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.lists(st.sampled_from(PLACES)))
def test_more_readings_never_accuse(one: Where, held: Where, more: list[Where]) -> None:
    if compare(one, held) is not C:
        assert compare_any([one, *more], [held]) is not C


def test_distance_is_in_kilometres() -> None:
    assert kilometres((50.45, 30.52), (50.45, 30.52)) == 0
    assert kilometres((50.45, 30.52), (37.98, 23.73)) == pytest.approx(1487, abs=5)
