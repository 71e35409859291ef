"""Are pictures recognised after what people do to them, and are other pictures left alone?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pdqhash
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from drawn_pictures import (
    Edit,
    broadcast,
    cut,
    leaves,
    likeliest,
    meme,
    pixels,
    post,
    said,
    seen_by,
    square,
)
from firsthand.index.memory_pictures import MemoryPictures
from firsthand.matching.pictures import TURNS, distance, prints_of_reference, prints_of_tip
from firsthand.record.ports import PictureDoc
from firsthand.settings import Settings

PHOTOS = Path(os.environ.get("FIRSTHAND_DATA", Path(__file__).parents[2] / "shared" / "data")) / "pictures" / "photos"
Draw = Callable[[int], Image.Image]
DRAWN: dict[str, Draw] = {"square": square, "leaves": leaves}


def on_file(*pictures: Image.Image) -> MemoryPictures:
    held = MemoryPictures()
    held.add(PictureDoc("c", f"c/{n}", prints_of_reference(pixels(picture))) for n, picture in enumerate(pictures))
    return held


@pytest.fixture(scope="module", params=sorted(DRAWN))
def shelf(request: pytest.FixtureRequest) -> tuple[Draw, MemoryPictures]:
    draw = DRAWN[request.param]
    return draw, on_file(*(draw(seed) for seed in range(8)))


def caption_above(picture: Image.Image) -> Image.Image:
    page = Image.new("RGB", (picture.width, picture.height + 160), "white")
    ImageDraw.Draw(page).text((20, 30), "SHARE BEFORE IT IS GONE", fill="black", font=ImageFont.load_default(60))
    page.paste(picture, (0, 160))
    return page


EDITS: dict[str, tuple[Edit, str]] = {
    "nothing": (lambda p: p, "the same file"),
    "smaller": (lambda p: p.resize((240, 160)), "thumbnails of messengers"),
    "gray": (lambda p: p.convert("L").convert("RGB"), "colour carries nothing in prints and points"),
    "contrast": (lambda p: ImageEnhance.Contrast(p).enhance(1.6), "a filter"),
    "blurred": (lambda p: p.filter(ImageFilter.GaussianBlur(2.5)), "prints bear blur, points less"),
    "stretched": (lambda p: p.resize((p.width * 4 // 3, p.height)), "made to fit another frame"),
    "mirrored": (ImageOps.mirror, "the usual way to hide a source"),
    "turned": (lambda p: p.rotate(-90, expand=True), "a telephone held upright"),
    "upside down": (ImageOps.flip, "an eighth of the turns"),
    "askew": (lambda p: p.rotate(7, expand=True), "scanned askew"),
    "letterbox": (lambda p: ImageOps.expand(p, (0, 120), "black"), "bars above and below"),
    "framed": (lambda p: ImageOps.expand(p, 90, "white"), "a plain frame all round"),
    "captioned": (caption_above, "a meme's words above"),
    "lettered": (meme, "a meme's words across"),
    "posted": (post, "a screenshot of a post"),
    "broadcast": (broadcast, "within a channel's frame"),
    "from the side": (
        seen_by([(0.1, 0.05), (0.9, 0.15), (0.85, 0.95), (0.2, 0.8)], (800, 600)),
        "a photographed print",
    ),
    "the middle": (cut(0.11, 0.11, 0.89, 0.89), "61 % of the area"),
    "a square": (cut(0.2, 0.03, 0.84, 0.99), "made for a square frame"),
    "a corner": (cut(0.31, 0.24, 1.0, 1.0), "off the centre, 52 %"),
    "a quarter": (cut(0.4, 0.3, 0.9, 0.8), "25 %"),
    "part, mirrored": (lambda p: ImageOps.mirror(cut(0.1, 0.2, 0.85, 0.95)(p)), "two edits at once"),
    "part, mirrored, posted": (lambda p: post(ImageOps.mirror(cut(0.1, 0.1, 0.9, 0.9)(p))), "three edits at once"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_drawn_picture_is_known_again(edit: str, shelf: tuple[Draw, MemoryPictures]) -> None:
    change, why = EDITS[edit]
    draw, held = shelf
    item, probability, _ = likeliest(held, change(draw(4)))
    assert (item, said(probability)) == ("c/4", "alert"), (why, probability)


@pytest.mark.parametrize("edit", EDITS)
def test_another_drawn_picture_is_not_taken_for_it(edit: str, shelf: tuple[Draw, MemoryPictures]) -> None:
    change, why = EDITS[edit]
    draw, held = shelf
    item, probability, _ = likeliest(held, change(draw(101)))
    assert said(probability) == "silent", (item, why)


def test_a_crop_names_the_part_that_it_shows(shelf: tuple[Draw, MemoryPictures]) -> None:
    draw, held = shelf
    _, _, hit = likeliest(held, cut(0.2, 0.1, 0.8, 0.9)(draw(3)))
    assert hit is not None
    found = np.array([hit.theirs.left, hit.theirs.top, hit.theirs.right, hit.theirs.bottom])
    assert np.abs(found - [0.2, 0.1, 0.8, 0.9]).max() < 0.01


@pytest.mark.parametrize("layout", [post, meme, broadcast])
@pytest.mark.parametrize("kind", DRAWN)
def test_another_picture_in_the_same_frame_never_alerts(layout: Edit, kind: str) -> None:
    draw = DRAWN[kind]
    for count in (1, 4):
        held = on_file(*(layout(draw(seed)) for seed in range(count)))
        for carry in (lambda p: p, cut(0.04, 0.03, 0.97, 0.98)):
            item, probability, _ = likeliest(held, carry(layout(draw(50))))
            assert said(probability) != "alert", (count, item)
            item, probability, _ = likeliest(held, carry(layout(draw(0))))
            assert item == "c/0", "its own picture is found"
            assert said(probability) == "alert" if kind == "leaves" else said(probability) != "silent"


def test_a_picture_in_several_cases_does_not_speak_against_its_covered_copy() -> None:
    picture = leaves(3)
    copy = picture.copy()
    copy.paste(leaves(77).crop((0, 0, picture.width, picture.height // 2)), (0, picture.height // 2))
    _, once, _ = likeliest(on_file(picture), copy)
    _, often, hit = likeliest(on_file(picture, picture, picture), copy)
    assert said(once) != "silent"
    assert often == pytest.approx(once), "it weighs as much as if it were on file once"
    overlap = hit.overlap if hit else None
    assert overlap is not None
    assert (overlap.own, (overlap.whole or 1) < 0.75) == (1.0, True), "half of it looks different"


@pytest.mark.parametrize(
    ("share", "why"),
    [(0.1, "in fog"), (0.2, "nearly in fog"), (0.35, "dull weather")],
)
@pytest.mark.parametrize("layout", [post, broadcast])
def test_dull_pictures_in_the_same_frame_never_alert(layout: Edit, share: float, why: str) -> None:
    one, other = (Image.blend(Image.new("RGB", (480, 360), "gray"), leaves(seed), share) for seed in (1, 2))
    held = on_file(layout(one))
    for carry in (lambda p: p, cut(0.04, 0.03, 0.97, 0.98)):
        assert said(likeliest(held, carry(layout(other)))[1]) != "alert", why


@pytest.mark.parametrize(
    ("aside", "expected", "why"),
    [(60, "silent", "a walk along the square"), (30, "silent", "some steps"), (15, "silent", "a step aside")],
)
def test_another_picture_of_the_same_scene_never_alerts(aside: float, expected: str, why: str) -> None:
    for seed in range(3):
        _, probability, _ = likeliest(on_file(leaves(seed)), leaves(seed, aside=aside))
        assert said(probability) == expected, (seed, why, probability)


def words_page(words: str, size: int) -> Image.Image:
    """A scan of a page, or a poster: nothing but words, each line another."""
    page = Image.new("RGB", (900, 1000), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size)
    each = words.split()
    for line in range(16):
        row = " ".join(each[(line * 5 + i * 3) % len(each)] for i in range(1_500 // size // 4))
        draw.text((40, 40 + line * size * 1.5), row, fill="black", font=font)
    return page


PAGE = "the council has said on Monday that water in northern districts is safe and asked all not to share any rumours"
OTHER_PAGE = "four roads near an old market were closed after one warning while buses will go another way until evening"
PAGE_EDITS: dict[str, Edit] = {
    "cropped": cut(0.05, 0.08, 0.97, 0.95),
    "half of it": cut(0, 0, 1, 0.5),
    "mirrored and cropped": lambda p: ImageOps.mirror(cut(0.05, 0.1, 0.9, 0.9)(p)),
}


@pytest.mark.parametrize("edit", PAGE_EDITS)
@pytest.mark.parametrize("size", [32, 44])
def test_part_of_a_page_of_words_is_suggested_and_another_page_is_not(edit: str, size: int) -> None:
    change = PAGE_EDITS[edit]
    held = on_file(words_page(PAGE, size))
    assert said(likeliest(held, change(words_page(PAGE, size)))[1]) == "suggest"
    assert said(likeliest(held, change(words_page(OTHER_PAGE, size)))[1]) == "silent"


def test_a_plain_picture_is_never_held_to_be_the_same() -> None:
    plain = Image.new("RGB", (400, 300), (90, 120, 200))
    item, probability, _ = likeliest(on_file(plain), plain)
    assert item == "c/0"
    assert said(probability) == "suggest"


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (1, 500), (3, 2), (64, 64)])
def test_any_size_has_prints(size: tuple[int, int]) -> None:
    for prints in (prints_of_tip, prints_of_reference):
        assert all(len(one.pdq) == 64 for one in prints(pixels(square(1).resize(size))))


TURNED = {
    "as is": lambda a: a,
    "mirrored": lambda a: a[:, ::-1],
    "upside down": lambda a: a[::-1],
    "rotated 90": lambda a: np.rot90(a, -1),
    "rotated 180": lambda a: np.rot90(a, 2),
    "rotated 270": lambda a: np.rot90(a, 1),
    "mirrored and rotated 90": lambda a: np.rot90(a[:, ::-1], -1),
    "mirrored and rotated 270": lambda a: np.rot90(a[:, ::-1], 1),
}


@pytest.mark.parametrize("turned", TURNS)
def test_each_turn_has_its_name(turned: str) -> None:
    picture = pixels(square(2, (640, 640)))
    expected = prints_of_reference(TURNED[turned](picture))[0].pdq
    found = {one.region.turned: one.pdq for one in prints_of_tip(picture) if one.region.share == 1}
    assert distance(found[turned], expected) <= 4
    assert all(distance(pdq, expected) > 60 for name, pdq in found.items() if name != turned)


def test_the_print_is_pdq_as_others_compute_it() -> None:
    picture = pixels(square(5))
    vector, _ = pdqhash.compute(picture)
    theirs = np.packbits(vector.astype(bool)).tobytes().hex()
    assert distance(prints_of_reference(picture)[0].pdq, theirs) <= 20, "the same but for the way it was made smaller"


def test_the_first_print_carries_the_points() -> None:
    for prints in (prints_of_tip(pixels(square(1))), prints_of_reference(pixels(ImageOps.expand(square(1), 90)))):
        assert len(prints) > 1
        assert [bool(one.points) for one in prints] == [True, *(False for _ in prints[1:])]


HEX = st.integers(0, 2**256 - 1).map(lambda n: f"{n:064x}")


@given(HEX, HEX, HEX)
def test_distance_is_a_distance(a: str, b: str, c: str) -> None:
    assert distance(a, a) == 0
    assert distance(a, b) == distance(b, a)
    assert distance(a, c) <= distance(a, b) + distance(b, c)


@pytest.mark.skipif(not PHOTOS.is_dir(), reason=f"no photographs at {PHOTOS} (set FIRSTHAND_DATA)")
def test_photographs_are_known_by_any_large_part_and_told_from_others() -> None:
    rng = np.random.default_rng(11)
    names = sorted(path for path in PHOTOS.glob("coco_*") if path.is_file())[:60]
    held = on_file(*(photo(path) for path in names[:30]))
    found = 0
    for at, path in enumerate(names[:12]):
        left, top = rng.uniform(0, 0.2, 2)
        right, bottom = rng.uniform(0.85, 1, 2)
        item, probability, _ = likeliest(held, cut(left, top, right, bottom)(photo(path)))
        found += (item, said(probability)) == (f"c/{at}", "alert")
    assert found >= 11
    assert max(likeliest(held, photo(path))[1] for path in names[30:42]) < Settings().suggest


def photo(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")
