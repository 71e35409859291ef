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
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from firsthand.index.memory_pictures import MemoryPictures
from firsthand.matching.picture_weighing import weigh_picture
from firsthand.matching.picture_windows import WINDOWS, fit, key_of, view, window_keys
from firsthand.matching.pictures import (
    TURNS,
    distance,
    print_of_thumb,
    prints_of_reference,
    prints_of_tip,
    thumb_of,
)
from firsthand.record.leads import PictureLead
from firsthand.record.passages import WHOLE
from firsthand.record.ports import PictureDoc, PictureHit
from firsthand.settings import Settings

PHOTOS = Path(os.environ.get("FIRSTHAND_DATA", Path(__file__).parents[2] / "shared" / "data")) / "pictures" / "photos"
Pixels = NDArray[np.uint8]


def scene(seed: int, size: tuple[int, int] = (960, 640)) -> Image.Image:
    """A drawn square: a sky, houses, a crowd, flags and a banner with words, with a photograph's uneven light.

    Each seed draws another.
    """
    rng = np.random.default_rng(seed)
    width, height = size
    tones = [tuple(int(v) for v in tone) for tone in rng.integers(30, 230, (6, 3))]
    fade = np.linspace(0, 1, height)[:, None, None] * np.ones((1, width, 1))
    picture = Image.fromarray((np.array(tones[0]) * (1 - fade) + np.array(tones[1]) * fade).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    x = 0
    while x < width:
        wide, tall = int(rng.integers(60, 180)), int(rng.integers(80, 300))
        draw.rectangle((x, height // 2 - tall, x + wide, height // 2), fill=tones[int(rng.integers(2, 6))])
        x += wide + int(rng.integers(0, 40))
    draw.polygon(
        [(0, height), (width // 3, height // 2), (2 * width // 3, height // 2), (width, height)], fill=tones[2]
    )
    for _ in range(120):
        x, y = int(rng.integers(0, width)), int(rng.integers(height // 2, height))
        draw.ellipse((x, y, x + 18, y + 22), fill=tones[int(rng.integers(0, 6))])
    for _ in range(7):
        x, y = int(rng.integers(0, width)), int(rng.integers(height // 4, height // 2))
        draw.line((x, y, x, y + 180), fill="black", width=4)
        draw.polygon([(x, y), (x + 80, y + 15), (x, y + 50)], fill=tones[int(rng.integers(0, 6))])
    left, top = int(rng.integers(100, 400)), int(rng.integers(300, 450))
    draw.rectangle((left, top, left + 380, top + 70), fill="white")
    draw.text((left + 10, top + 8), f"May Day {seed}", fill="black", font=ImageFont.load_default(48))
    light = Image.fromarray(rng.integers(0, 255, (24, 36)).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    return Image.blend(picture, light.convert("RGB"), 0.15)


def pixels(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("RGB"))


def lead(hit: PictureHit) -> PictureLead:
    quality = min(hit.ours.quality, hit.theirs.quality)
    return PictureLead("picture:x", hit.case, hit.item, hit.distance, quality, hit.ours.region, hit.theirs.region)


def best(shelf: MemoryPictures, picture: Image.Image) -> tuple[str, float, PictureHit | None]:
    """The likeliest picture on the shelf, how likely it is, and the hit; nothing where nothing comes near."""
    hits = shelf.find(prints_of_tip(pixels(picture)), 5)
    weighed = max(((weigh_picture(lead(hit))[0], hit) for hit in hits), key=lambda row: row[0], default=None)
    return (weighed[1].item, *weighed) if weighed else ("", 0.0, None)


@pytest.fixture(scope="module")
def shelf() -> MemoryPictures:
    held = MemoryPictures()
    held.add(PictureDoc("scenes", f"scenes/{seed}", prints_of_reference(pixels(scene(seed)))) for seed in range(8))
    return held


def cut(left: float, top: float, right: float, bottom: float) -> Callable[[Image.Image], Image.Image]:
    def of(picture: Image.Image) -> Image.Image:
        w, h = picture.size
        return picture.crop((round(left * w), round(top * h), round(right * w), round(bottom * h)))

    return of


def caption_above(picture: Image.Image) -> Image.Image:
    page = Image.new("RGB", (picture.width, picture.height + 160), "white")
    ImageDraw.Draw(page).text((20, 30), "SHARE BEFORE IT IS GONE", fill="black", font=ImageFont.load_default(60))
    page.paste(picture, (0, 160))
    return page


def posted(picture: Image.Image) -> Image.Image:
    """As on a phone: lines of words, the picture over the full width, lines of words."""
    page = Image.new("RGB", (picture.width, picture.height + 700), (24, 25, 26))
    draw = ImageDraw.Draw(page)
    for y in (20, 60, 100, picture.height + 240, picture.height + 300, picture.height + 420):
        draw.text(
            (20, y), "Share this, they do not show it on television", fill="white", font=ImageFont.load_default(28)
        )
    page.paste(picture, (0, 180))
    return page


EDITS = {
    "nothing": (lambda p: p, "the same file"),
    "smaller": (lambda p: p.resize((240, 160)), "thumbnails of messengers"),
    "gray": (lambda p: p.convert("L").convert("RGB"), "colour carries nothing in PDQ"),
    "contrast": (lambda p: ImageEnhance.Contrast(p).enhance(1.6), "a filter"),
    "stretched": (lambda p: p.resize((1296, 640)), "made to fit another frame"),
    "mirrored": (ImageOps.mirror, "the usual way to hide a source"),
    "turned": (lambda p: p.rotate(-90, expand=True), "a telephone held upright"),
    "upside down": (ImageOps.flip, "an eighth of the turns"),
    "letterbox": (lambda p: ImageOps.expand(p, (0, 120), "black"), "bars above and below"),
    "framed": (lambda p: ImageOps.expand(p, 90, "white"), "a plain frame all round"),
    "captioned": (caption_above, "a meme's words above"),
    "posted": (posted, "a screenshot of a post"),
    "the middle": (cut(0.11, 0.11, 0.89, 0.89), "61 % of the area"),
    "a square": (cut(0.2, 0.03, 0.84, 0.99), "made for a square frame"),
    "a corner": (cut(0.31, 0.24, 1.0, 1.0), "off the centre, 52 %"),
    "odd part": (cut(0.037, 0.171, 0.791, 0.903), "on no grid, 55 %"),
    "part, mirrored": (lambda p: ImageOps.mirror(cut(0.1, 0.2, 0.85, 0.95)(p)), "two edits at once"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_drawn_scene_is_known_again(edit: str, shelf: MemoryPictures) -> None:
    change, why = EDITS[edit]
    for seed in (1, 4, 6):
        item, probability, _ = best(shelf, change(scene(seed)))
        assert (item, probability >= Settings().alert) == (f"scenes/{seed}", True), (seed, why, probability)


@pytest.mark.parametrize("edit", EDITS)
def test_another_drawn_scene_is_not_taken_for_it(edit: str, shelf: MemoryPictures) -> None:
    change, why = EDITS[edit]
    for seed in (101, 102, 103):
        item, probability, _ = best(shelf, change(scene(seed)))
        assert probability < Settings().suggest, (seed, item, why)


def test_a_crop_names_the_part_that_it_shows(shelf: MemoryPictures) -> None:
    _, _, hit = best(shelf, cut(0.2, 0.1, 0.8, 0.9)(scene(3)))
    assert hit is not None
    region = hit.theirs.region
    found = np.array([region.left, region.top, region.right, region.bottom])
    assert np.abs(found - [0.2, 0.1, 0.8, 0.9]).max() < 0.02


def test_a_plain_picture_is_never_held_to_be_the_same() -> None:
    plain = Image.new("RGB", (400, 300), (90, 120, 200))
    held = MemoryPictures()
    held.add([PictureDoc("c", "c/plain", prints_of_reference(pixels(plain)))])
    item, probability, _ = best(held, plain)
    assert item == "c/plain"
    assert probability < Settings().alert


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3, 2), (64, 64)])
def test_any_size_has_prints(size: tuple[int, int]) -> None:
    for prints in (prints_of_tip, prints_of_reference):
        assert all(len(one.pdq) == 64 for one in prints(pixels(scene(1).resize(size))))


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
    picture = pixels(scene(2, (640, 640)))
    expected = prints_of_reference(TURNED[turned](picture))[0].pdq
    found = {one.region.turned: one.pdq for one in prints_of_tip(picture) if one.region.share == 1}
    assert distance(found[turned], expected) <= 4
    assert all(distance(pdq, expected) > 60 for name, pdq in found.items() if name != turned)


def test_the_print_is_pdq_as_others_compute_it() -> None:
    picture = pixels(scene(5))
    vector, _ = pdqhash.compute(picture)
    theirs = np.packbits(vector.astype(bool)).tobytes().hex()
    assert distance(prints_of_reference(picture)[0].pdq, theirs) <= 20, "the same but for the way it was made smaller"


def test_the_first_window_is_the_whole_picture() -> None:
    gray = thumb_of(prints_of_reference(pixels(scene(1)))[0])
    assert gray is not None
    assert WINDOWS[0].tolist() == [0, 1, 0, 1]
    assert window_keys(gray)[0] == key_of(gray)
    assert np.array_equal(view(gray, WINDOWS[0]), gray)


def test_a_window_moves_to_where_it_fits() -> None:
    whole = scene(7, (640, 640))
    gray = np.asarray(whole.convert("L").resize((64, 64), Image.Resampling.BOX))
    ours = np.asarray(whole.convert("L").resize((64, 64), Image.Resampling.BOX, box=(128, 64, 576, 512)))
    start = np.array([[0.13, 0.77, 0.18, 0.86]])
    boxes, which = fit(ours[None], gray[None], start)
    assert which.tolist() == [0]
    assert np.abs(boxes - [0.1, 0.8, 0.2, 0.9]).max() < 0.01


def test_a_window_that_fits_nowhere_is_given_up() -> None:
    one, other = (np.asarray(scene(seed).convert("L").resize((64, 64), Image.Resampling.BOX)) for seed in (1, 2))
    boxes, which = fit(np.stack([one, one]), np.stack([other, one]), WINDOWS[[0, 0]])
    assert which.tolist() == [1]
    assert boxes.tolist() == [[0, 1, 0, 1]]


def test_a_thumb_that_is_none_is_no_thumb() -> None:
    one = print_of_thumb(np.zeros((64, 64), np.uint8), WHOLE)
    for broken in ("", "AAA", "AAAA", "é", one.thumb[:-4]):
        assert thumb_of(type(one)(WHOLE, one.pdq, 0, broken)) is None


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
    held = MemoryPictures()
    held.add(PictureDoc("c", f"c/{path.name}", prints_of_reference(photo(path))) for path in names[:30])
    found = 0
    for path in names[:12]:
        left, top = rng.uniform(0, 0.2, 2)
        right, bottom = rng.uniform(0.85, 1, 2)
        item, probability, _ = best(held, cut(left, top, right, bottom)(Image.fromarray(photo(path))))
        found += item == f"c/{path.name}" and probability >= Settings().alert
    assert found >= 11
    strangers = [best(held, Image.fromarray(photo(path)))[1] for path in names[30:42]]
    assert max(strangers) < Settings().suggest


def photo(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return pixels(picture)
