"""Are alike codes met, and do votes that agree on one turn lead to the right picture?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import ImageOps

from drawn_pictures import leaves, meme, pixels
from firsthand.index.point_search import (
    ALIKE_BITS,
    KEY_PLACES,
    PROBES,
    PointTable,
    asked,
    best_by_votes,
    key_bits,
    pack_points,
    probes,
    rarity,
)
from firsthand.index.point_views import views
from firsthand.matching.points import Points, points_of_reference, points_of_tip

FILED = [points_of_reference(pixels(leaves(seed))) for seed in range(4)]
OURS = points_of_tip(pixels(leaves(2)))
Ints = NDArray[np.int64]


def table(held: list[Points | None], live: list[bool] | None = None) -> PointTable:
    return PointTable(pack_points(held), np.array(live if live is not None else [True] * len(held), bool))


def test_what_is_filed_is_read_again() -> None:
    filed = table([None, FILED[0], None, FILED[1], None])
    for at, points in ((1, FILED[0]), (3, FILED[1])):
        found = filed.points(at)
        assert np.array_equal(found.code, points.code)
        assert np.array_equal(found.gray, points.gray)
        assert np.allclose(found.place, points.place, atol=1 / 65_535)
        assert (found.width, found.height) == (points.width, points.height)
    assert len(filed.points(0).place) == 0


def test_every_feature_is_filed_under_its_key() -> None:
    arrays = pack_points([*FILED])
    code = np.ascontiguousarray(arrays["code"].T)
    bits = key_bits(len(code))
    spread = np.unpackbits(code.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    for key in range(1 << bits):
        for row in arrays["filed"][arrays["bucket"][key] : arrays["bucket"][key + 1]]:
            assert [int(bit) for bit in spread[row][KEY_PLACES[:bits]]] == [(key >> at) & 1 for at in range(bits)]
    assert sorted(arrays["filed"]) == list(range(len(code)))


def test_codes_that_are_met_are_alike_and_most_alike_ones_are_met() -> None:
    question = asked(OURS)
    rows, pictures, features = table([*FILED]).met(question)
    code = np.concatenate([one.code for one in FILED])
    apart = np.bitwise_count(question.code[:, None] ^ code[None]).sum(axis=2)
    assert (apart[rows, features] <= ALIKE_BITS).all()
    first = np.cumsum([0, *(len(one.code) for one in FILED)])
    assert ((first[pictures] <= features) & (features < first[pictures + 1])).all()
    near = int((apart <= ALIKE_BITS).sum())
    assert len(set(zip(rows.tolist(), features.tolist(), strict=True))) == len(rows) > 0.5 * near
    assert (pictures == 2).mean() > 0.9


def test_pictures_that_no_longer_stand_are_not_met() -> None:
    _, pictures, _ = table([*FILED], [True, True, False, True]).met(asked(OURS))
    assert 2 not in pictures
    assert len(table([]).met(asked(OURS))[0]) == len(table([None]).met(asked(OURS))[0]) == 0


def test_a_key_is_tried_as_it_is_and_with_its_weak_bits_turned() -> None:
    keys = probes(asked(OURS), 12)
    assert keys.shape == (2 * len(OURS.place), 1 << PROBES)
    assert all(len(set(row)) == 1 << PROBES for row in keys[:50].tolist())
    assert ((keys >= 0) & (keys < 1 << 12)).all()
    changed = np.bitwise_count((keys ^ keys[:, :1]).astype(np.uint64))
    assert changed.max() == PROBES, "only so many bits are turned"


@pytest.mark.parametrize(("count", "bits"), [(0, 8), (1, 8), (512, 8), (1 << 12, 11), (1 << 20, 19), (1 << 30, 24)])
def test_keys_grow_with_what_is_filed(count: int, bits: int) -> None:
    assert key_bits(count) == bits


def ints(*values: int) -> Ints:
    return np.array(values, np.int64)


def voted(rows: Ints, pictures: Ints, turns: Ints, count: int) -> list[int]:
    having = rarity(rows, pictures, int(rows.max(initial=0)) + 1)
    return best_by_votes((rows, pictures, turns), having, count).tolist()


VOTES = [
    (ints(), ints(), ints(), [], "no votes"),
    (ints(0, 1, 2), ints(5, 5, 7), ints(3, 3, 3), [5, 7], "more votes first"),
    (ints(0, 1, 2, 3, 4), ints(5, 5, 5, 7, 7), ints(0, 100, 200, 40, 40), [7, 5], "votes for many turns are none"),
    (ints(0, 0, 0, 1, 2), ints(5, 5, 5, 7, 7), ints(3, 3, 3, 3, 3), [7, 5], "one point votes once for a turn"),
    (ints(0, 0, 0, 1), ints(1, 2, 3, 4), ints(9, 9, 9, 9), [4, 1, 2, 3], "a point that many share counts little"),
    (ints(0, 1, 2, 3), ints(5, 5, 7, 7), ints(3, 4, 3, 6), [5, 7], "the next octave counts too"),
]


@pytest.mark.parametrize(("rows", "pictures", "turns", "expected", "why"), VOTES)
def test_votes_are_counted(rows: Ints, pictures: Ints, turns: Ints, expected: list[int], why: str) -> None:
    assert voted(rows, pictures, turns, 10) == expected, why


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 8), st.integers(0, 255)), max_size=60), st.integers(1, 5))
def test_the_order_of_votes_does_not_matter(votes: list[tuple[int, int, int]], count: int) -> None:
    columns = np.array(votes, np.int64).reshape(-1, 3)
    found = voted(*columns.T, count)
    assert voted(*columns[::-1].T, count) == found
    assert len(set(found)) == len(found) <= 2 * count
    assert set(found) <= set(columns[:, 1].tolist())


@pytest.mark.parametrize("mirrored", [False, True])
def test_pictures_are_seen_across_tables(mirrored: bool) -> None:
    picture = ImageOps.mirror(leaves(2)) if mirrored else leaves(2)
    seen = list(views([table(FILED[:2]), table([*FILED[2:]])], points_of_tip(pixels(picture))))
    assert [(part, at, view.mirrored) for part, at, view, _ in seen] == [(1, 0, mirrored)]
    assert np.array_equal(seen[0][3].code, FILED[2].code)


def test_lettering_that_many_wear_does_not_hide_the_picture() -> None:
    worn = [points_of_reference(pixels(meme(leaves(seed)))) for seed in range(10, 40)]
    seen = list(views([table([*worn, FILED[2]])], points_of_tip(pixels(meme(leaves(2))))))
    assert (30, False) in [(at, view.mirrored) for _, at, view, _ in seen]
