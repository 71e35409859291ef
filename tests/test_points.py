"""Which points of a picture are kept, do they fit their budget, and are they the same whichever way it is held?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_pictures import Pixels, leaves, pixels, square
from firsthand.index.pictures import pack_pictures
from firsthand.matching.pictures import prints_of_reference
from firsthand.matching.points import (
    BYTES,
    MIRROR,
    TIP_POINTS,
    Points,
    codes,
    pack,
    points_of_reference,
    points_of_tip,
    unpack,
)
from firsthand.record.ports import PictureDoc

Read = Callable[[Pixels], Points]
READ: tuple[Read, ...] = (points_of_tip, points_of_reference)


def equal(a: Points, b: Points) -> bool:
    """Are all values equal, places to a 65,535th?"""
    same = [np.array_equal(getattr(a, one.name), getattr(b, one.name)) for one in fields(Points) if one.name != "place"]
    return all(same) and np.allclose(a.place, b.place, atol=1 / 65_535)


@st.composite
def any_points(draw: st.DrawFn) -> Points:
    """Features as no picture need have them; with their numbers, or without."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, kept = draw(st.integers(0, 40)), draw(st.booleans())
    numbers = rng.integers(0, 256, (count, 128)).astype(np.uint8)
    code, mirrored = codes(numbers)
    none = np.zeros((0, 2), np.uint64), np.zeros((0, 128), np.uint8)
    return Points(
        draw(st.integers(1, 60_000)),
        draw(st.integers(1, 60_000)),
        rng.random((count, 2)).astype(np.float32),
        rng.integers(0, 256, count).astype(np.uint8),
        rng.integers(0, 256, count).astype(np.uint8),
        code,
        *((mirrored, numbers) if kept else none),
        rng.integers(0, 256, (draw(st.integers(1, 20)), draw(st.integers(1, 20)))).astype(np.uint8),
    )


@given(any_points())
def test_what_is_packed_is_unpacked(points: Points) -> None:
    found = unpack(pack(points))
    assert found is not None
    assert equal(found, points)
    assert pack(found) == pack(points), "packed twice is packed once"


@given(any_points(), st.data())
def test_bytes_cut_or_lengthened_are_no_points(points: Points, data: st.DataObject) -> None:
    packed = pack(points)
    assert unpack(packed[: data.draw(st.integers(0, len(packed) - 1))]) is None
    assert unpack(packed + b"x") is None


@given(st.binary(max_size=300))
def test_other_bytes_are_no_points(data: bytes) -> None:
    assert unpack(data) is None


@pytest.mark.parametrize("budget", [BYTES, 2_048])
def test_a_picture_takes_no_more_than_its_budget(budget: int) -> None:
    docs = [
        PictureDoc("case", f"case/picture-{n}", prints_of_reference(pixels(draw(n)), budget))
        for n in range(6)
        for draw in (leaves, square)
    ]
    for filed in (docs[:1], docs):
        taken = sum(array.nbytes for array in pack_pictures(filed).values())
        # The smallest table of keys is as large for one picture as for many.
        assert taken - 4 * ((1 << 8) + 1) <= budget * len(filed)
    assert taken > 0.8 * budget * len(docs), "and uses it"


@pytest.mark.parametrize("read", READ)
def test_the_same_picture_has_the_same_points(read: Read) -> None:
    assert pack(read(pixels(leaves(1)))) == pack(read(pixels(leaves(1)).copy()))


def test_features_on_file_are_spread_over_the_picture_and_its_scales() -> None:
    # Most of what is strong stands in the left half.
    faint = (pixels(leaves(3)) * 0.4 + 80).astype(np.uint8)
    picture = np.hstack([pixels(leaves(2)), faint])
    points = points_of_reference(picture)
    assert 0.4 < (points.place[:, 0] > 0.5).mean() < 0.6, "the faint half has its share"
    assert len({(int(x * 4), int(y * 4)) for x, y in points.place}) == 16, "no sixteenth is empty"
    octaves = np.bincount(points.size.astype(int) // 16)
    assert (octaves > 0.15 * len(points.size)).sum() >= 2, "not of one scale alone"


def test_a_tip_keeps_more_and_its_numbers() -> None:
    tip, filed = points_of_tip(pixels(leaves(4))), points_of_reference(pixels(leaves(4)))
    assert len(filed.place) < len(tip.place) <= TIP_POINTS
    assert tip.numbers.shape == (len(tip.place), 128)
    assert filed.numbers.shape == (0, 128)
    assert np.array_equal(codes(tip.numbers), [tip.code, tip.mirrored])
    assert (tip.width, tip.height) == (filed.width, filed.height) == (480, 360)


@pytest.mark.parametrize("draw", [leaves, square])
def test_the_mirror_image_has_the_mirrored_codes(draw: Callable[[int], object]) -> None:
    picture = pixels(draw(5))  # type: ignore[arg-type]
    points, flipped = points_of_tip(picture), points_of_tip(np.ascontiguousarray(picture[:, ::-1]))
    turned = replace(
        points,
        place=np.column_stack([1 - points.place[:, 0], points.place[:, 1]]),
        angle=(128 - points.angle.astype(int)).astype(np.uint8),
        code=points.mirrored,
    )
    apart = np.hypot(*(turned.pixels[:, None] - flipped.pixels[None]).transpose(2, 0, 1))
    angle = np.abs((turned.angle[:, None].astype(int) - flipped.angle[None] + 128) % 256 - 128)
    there = (apart < 1.5) & (angle < 6)
    bits = np.bitwise_count(turned.code[:, None] ^ flipped.code[None]).sum(axis=2)
    met = there.any(axis=1)
    assert met.mean() > 0.6, "most features are found in the mirror image too"
    nearest = np.where(there, bits, 128).min(axis=1)[met]
    assert np.median(nearest) <= 8
    assert (nearest <= 24).mean() > 0.85
    unpermuted = np.bitwise_count(points.code[:, None] ^ flipped.code[None]).sum(axis=2)
    assert np.median(np.where(there, unpermuted, 128).min(axis=1)[met]) > 24, "as they stand they are others"


def test_mirrored_twice_is_as_it_was() -> None:
    assert np.array_equal(MIRROR[MIRROR], np.arange(128))


NOISE = np.random.default_rng(0).integers(0, 256, (200, 300, 3)).astype(np.uint8)
ODD = [
    (np.full((200, 300, 3), 90, np.uint8), 0, "one tone"),
    (np.zeros((1, 1, 3), np.uint8), 0, "one pixel"),
    (NOISE[:1, :1], 0, "one pixel of a colour"),
    (np.zeros((20_000, 1, 3), np.uint8), 0, "a line down"),
    (np.resize(NOISE, (1, 20_000, 3)), None, "a line of noise across"),
    (np.resize(NOISE, (20_000, 1, 3)), None, "a line of noise down"),
    (np.resize(NOISE, (3, 2, 3)), None, "six pixels"),
    (NOISE, None, "nothing but noise"),
]


@pytest.mark.parametrize("read", READ)
@pytest.mark.parametrize(("picture", "count", "why"), ODD)
def test_plain_and_odd_pictures_are_no_error(picture: Pixels, count: int | None, why: str, read: Read) -> None:
    points = read(picture)
    assert count is None or len(points.place) == count, why
    assert (points.height, points.width) == picture.shape[:2]
    assert ((points.place >= 0) & (points.place <= 1)).all()
    assert len(points.place) == len(points.angle) == len(points.size) == len(points.code)
    found = unpack(pack(points))
    assert found is not None
    assert equal(found, points), why
