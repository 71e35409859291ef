"""Does the right basis follow from every pair of answers, and the right answer from the grounds?"""

from __future__ import annotations

from itertools import product

import pytest

from firsthand.checks.voice_basis import FROM, THERE, Answer, answer, basis, basis_of, fits
from firsthand.record.voices import Basis, Ground, Tier
from firsthand.record.where import Area, Level, Where

UA, PL = Area("iso:UA", Level.COUNTRY, "Ukraine"), Area("iso:PL", Level.COUNTRY, "Poland")
UKRAINE, POLAND = (Where(area.key, area.level, area.name) for area in (UA, PL))
OBLAST = Where("adm:UA.08", Level.REGION, "Kherson Oblast", (UA,))
KHERSON = Where(
    "geo:1", Level.SETTLEMENT, "Kherson", (Area("adm:UA.08", Level.REGION, "Kherson Oblast"), UA), (46.6, 32.6)
)
KYIV = Where("geo:2", Level.SETTLEMENT, "Kyiv", (Area("adm:UA.13", Level.REGION, "Kyiv Oblast"), UA), (50.4, 30.5))
WARSAW = Where("geo:3", Level.SETTLEMENT, "Warsaw", (PL,), (52.2, 21.0))
BARE = Where("name:somewhere", Level.SETTLEMENT, "Somewhere")

N, C, A, U = Answer.INSIDE, Answer.COUNTRY, Answer.ABROAD, Answer.UNKNOWN
TABLE = [
    (N, N, Basis.THERE),
    (N, C, Basis.THERE),
    (N, A, Basis.THERE),
    (N, U, Basis.THERE),
    (C, N, Basis.FROM_THERE),
    (C, C, Basis.SAME_COUNTRY),
    (C, A, Basis.SAME_COUNTRY),
    (C, U, Basis.SAME_COUNTRY),
    (A, N, Basis.FROM_THERE),
    (A, C, Basis.SAME_COUNTRY),
    (A, A, Basis.THIRD_PLACE),
    (A, U, Basis.THIRD_PLACE),
    (U, N, Basis.FROM_THERE),
    (U, C, Basis.SAME_COUNTRY),
    (U, A, Basis.UNKNOWN),
    (U, U, Basis.UNKNOWN),
]


def ground(question: str, *places: Where, tier: Tier = Tier.ROLE, about: Where = OBLAST) -> Ground:
    return Ground(question, places, tier, fits(places, about))


@pytest.mark.parametrize(("there", "origin", "expected"), TABLE)
def test_the_table(there: Answer, origin: Answer, expected: Basis) -> None:
    assert basis(there, origin) is expected


def test_the_table_is_whole() -> None:
    assert {(there, origin) for there, origin, _ in TABLE} == set(product(Answer, Answer))


FITS = [
    ((KHERSON,), OBLAST, True, "inside"),
    ((WARSAW,), OBLAST, False, "outside"),
    ((KYIV,), KHERSON, False, "another town"),
    ((UKRAINE,), OBLAST, None, "wider"),
    ((KHERSON, WARSAW), OBLAST, None, "two places of one name"),
    ((KYIV, WARSAW), OBLAST, False, "two places of one name, both outside"),
    ((BARE,), OBLAST, None, "nobody knows where"),
    ((), OBLAST, None, "no place"),
]


@pytest.mark.parametrize(("places", "about", "expected", "why"), FITS, ids=lambda x: x if isinstance(x, str) else "")
def test_fits(places: tuple[Where, ...], about: Where, expected: bool | None, why: str) -> None:
    assert fits(places, about) is expected, why


ANSWERS = [
    ((ground(THERE, KHERSON),), N, "inside"),
    ((ground(THERE, KYIV),), C, "elsewhere in the country"),
    ((ground(THERE, WARSAW),), A, "abroad"),
    ((ground(THERE, KYIV, WARSAW),), U, "elsewhere or abroad"),
    ((ground(THERE, UKRAINE),), U, "wider"),
    ((ground(FROM, KHERSON),), U, "the other question"),
    ((ground(THERE, KHERSON, tier=Tier.DESK_RECORD), ground(THERE, WARSAW)), N, "the better tier wins"),
    ((ground(THERE, WARSAW, tier=Tier.DESK_RECORD), ground(THERE, KHERSON)), A, "the better tier wins"),
    ((ground(THERE, KHERSON), ground(THERE, WARSAW)), U, "two of one tier disagree"),
    ((ground(THERE, UKRAINE, tier=Tier.DESK_RECORD), ground(THERE, KHERSON)), N, "a lower tier says more exactly"),
    ((ground(THERE, UKRAINE, tier=Tier.DESK_RECORD), ground(THERE, WARSAW)), U, "a lower tier says otherwise"),
    ((ground(THERE, KHERSON, WARSAW), ground(THERE, KHERSON, tier=Tier.SEAT)), N, "a lower tier settles a namesake"),
]


@pytest.mark.parametrize(("grounds", "expected", "why"), ANSWERS, ids=lambda x: x if isinstance(x, str) else "")
def test_answers(grounds: tuple[Ground, ...], expected: Answer, why: str) -> None:
    assert answer(grounds, THERE, OBLAST) is expected, why


@pytest.mark.parametrize("place", [KHERSON, KYIV, WARSAW, UKRAINE, POLAND, BARE], ids=str)
@pytest.mark.parametrize("question", [THERE, FROM])
def test_a_country_has_no_elsewhere_in_itself(place: Where, question: str) -> None:
    assert basis_of([ground(question, place, about=UKRAINE)], UKRAINE) is not Basis.SAME_COUNTRY


def test_nothing_known_is_unknown() -> None:
    assert basis_of([], UKRAINE) is Basis.UNKNOWN
