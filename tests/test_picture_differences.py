"""Is it said rightly how a picture was made of another? Drawn pictures, edited in known ways, at known places."""

from __future__ import annotations

import io
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from firsthand.demo.scene import flood, harbour, march
from firsthand.matching.picture_differences import differences, homography_of
from firsthand.matching.picture_outlines import carried, common, region, turn, usable
from firsthand.record.differences import Addition, Colour, Differences, Ground, Side
from firsthand.record.passages import WHOLE, Region

SIZE = WIDTH, HEIGHT = 640, 426
SAME = np.eye(3)
SCENES = {"march": march, "flood": flood, "harbour": harbour}


@cache
def held(name: str = "march") -> Image.Image:
    return SCENES[name]().resize(SIZE, Image.Resampling.LANCZOS)


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return Image.open(out).convert("RGB")


def made(ours: Image.Image, matrix: np.ndarray = SAME, name: str = "march", **given: object) -> Differences:
    found = differences(np.asarray(ours.convert("RGB")), np.asarray(held(name)), matrix.ravel().tolist(), **given)
    assert found is not None
    return found


def off(matrix: np.ndarray, seed: int = 7) -> np.ndarray:
    """The matrix as a search finds it: every corner off by about half a hundredth."""
    corners = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    moved = carried(matrix, corners) + np.random.default_rng(seed).normal(0, 0.004, (4, 2))
    return cv2.getPerspectiveTransform(corners.astype(np.float32), moved.astype(np.float32)).astype(np.float64)


def cropped(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """Fractions of the whole to fractions of the part."""
    return np.array(
        [[1 / (right - left), 0, -left / (right - left)], [0, 1 / (bottom - top), -top / (bottom - top)], [0, 0, 1]]
    )


def crop(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = image.size
    return image.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))


def rotation(degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """A turn clockwise within the same canvas: in pixels, and in fractions."""
    pixels = np.vstack([cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -degrees, 1.0), [0, 0, 1]])
    return pixels, np.diag([1 / WIDTH, 1 / HEIGHT, 1]) @ pixels @ np.diag([WIDTH, HEIGHT, 1])


def warped(image: Image.Image, pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(cv2.warpPerspective(np.asarray(image), pixels, SIZE, flags=cv2.INTER_AREA))


LEANING = cv2.getPerspectiveTransform(
    np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32),
    np.array([[70, 50], [560, 30], [600, 400], [40, 370]], np.float32),
).astype(np.float64)
PRINTED = np.diag([1 / WIDTH, 1 / HEIGHT, 1]) @ LEANING @ np.diag([WIDTH, HEIGHT, 1])
PART = (0.2, 0.1, 0.9, 0.8)
HALF = np.array([[-1.0, 0, 1], [0, -1, 1], [0, 0, 1]])
QUARTER = np.array([[0.0, -1, 1], [1, 0, 0], [0, 0, 1]])
MIRROR = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])

UNEDITED = {
    "as it is": (lambda im: im, SAME),
    "strong compression": (lambda im: jpeg(im, 25), SAME),
    "a third of the size": (lambda im: im.resize((WIDTH // 3, HEIGHT // 3), Image.Resampling.LANCZOS), SAME),
    "twice the size": (lambda im: im.resize((WIDTH * 2, HEIGHT * 2), Image.Resampling.BICUBIC), SAME),
    "stretched": (lambda im: im.resize((WIDTH, HEIGHT + 120), Image.Resampling.LANCZOS), SAME),
    "blurred": (lambda im: im.filter(ImageFilter.GaussianBlur(2.5)), SAME),
    "sharpened": (lambda im: im.filter(ImageFilter.UnsharpMask(3, 150, 2)), SAME),
    "cropped": (lambda im: crop(im, *PART), cropped(*PART)),
    "brighter": (lambda im: ImageEnhance.Brightness(im).enhance(1.5), SAME),
    "darker": (lambda im: ImageEnhance.Brightness(im).enhance(0.55), SAME),
    "more contrast": (lambda im: ImageEnhance.Contrast(im).enhance(1.7), SAME),
    "gray": (lambda im: im.convert("L").convert("RGB"), SAME),
    "stronger colours": (lambda im: ImageEnhance.Color(im).enhance(1.9), SAME),
    "mirrored": (lambda im: im.transpose(Image.Transpose.FLIP_LEFT_RIGHT), MIRROR),
    "rotated by 5 degrees": (lambda im: warped(im, rotation(5)[0]), rotation(5)[1]),
    "rotated by 15 degrees the other way": (lambda im: warped(im, rotation(-15)[0]), rotation(-15)[1]),
    "seen at an angle": (lambda im: warped(im, LEANING), PRINTED),
}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("edit", UNEDITED)
def test_nothing_is_called_added_where_nothing_was(edit, name):
    make, matrix = UNEDITED[edit]
    found = made(jpeg(make(held(name)), 80), off(matrix), name)
    assert found.added == ()
    if name == "march":  # the other two have large plain parts, and may leave it open
        assert found.laid == 1.0


def logo(image: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    image = image.copy()
    draw = ImageDraw.Draw(image)
    draw.rectangle(box, fill=(250, 220, 20))
    left, top, right, bottom = box
    draw.ellipse((left + 10, top + 10, right - 10, bottom - 10), fill=(20, 40, 160))
    return image


def lettered(image: Image.Image, box: tuple[int, int, int, int], bar: bool) -> Image.Image:
    from firsthand.demo.scene import _fitting

    image = image.copy()
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    if bar:
        draw.rectangle(box, fill=(255, 255, 255))
    ink = (10, 10, 10) if bar else (255, 255, 255)
    said = "1 ТРАВНЯ — ДЕНЬ СОЛІДАРНОСТІ"
    font = _fitting(draw, said, right - left - 12, bottom - top - 6)
    centre = ((left + right) / 2, (top + bottom) / 2)
    draw.text(centre, said, font=font, fill=ink, anchor="mm", stroke_width=0 if bar else 2, stroke_fill=(0, 0, 0))
    return image


def covered(image: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    image = image.copy()
    ImageDraw.Draw(image).rectangle(box, fill=(10, 10, 10))
    return image


ADDITIONS = [
    (logo, (20, 20, 94, 94), Addition.OTHER, "a logo of 2 % at the upper left"),
    (logo, (530, 30, 610, 110), Addition.OTHER, "at the upper right"),
    (logo, (280, 300, 360, 380), Addition.OTHER, "over the crowd"),
    (lambda im, box: lettered(im, box, True), (0, 385, 639, 425), Addition.WORDS, "a bar of words at the foot"),
    (lambda im, box: lettered(im, box, True), (100, 0, 540, 40), Addition.WORDS, "a bar of words at the head"),
    (lambda im, box: lettered(im, box, False), (40, 310, 600, 372), Addition.WORDS, "words without a bar"),
    (covered, (200, 150, 320, 200), Addition.COVER, "a black bar over the houses"),
]


@pytest.mark.parametrize(("edit", "box", "kind", "why"), ADDITIONS, ids=[row[3] for row in ADDITIONS])
@pytest.mark.parametrize("quality", [90, 50])
def test_an_addition_is_found_where_it_is(edit, box, kind, why, quality):
    found = made(jpeg(edit(held(), box), quality), off(SAME))
    assert {added.kind for added in found.added} == {kind}
    edges = np.array([[a.region.left, a.region.top, a.region.right, a.region.bottom] for a in found.added])
    where = Region(*edges.min(axis=0)[:2], *edges.max(axis=0)[2:])
    expected = Region(box[0] / WIDTH, box[1] / HEIGHT, box[2] / WIDTH, box[3] / HEIGHT)
    if kind is Addition.WORDS:  # the letters may end before the box does, and a wide gap may part them
        assert where.left >= expected.left - 0.03
        assert where.right <= expected.right + 0.03
        assert where.top >= expected.top - 0.03
        assert where.bottom <= expected.bottom + 0.03
        assert where.share > expected.share / 3
    else:
        corners = np.array(where.outline) - np.array(expected.outline)
        far = np.hypot(*(corners * SIZE).T).max() / np.hypot(*SIZE)
        assert far < 0.02
    assert found.added[0].letter == "B"


def test_several_additions_have_letters_of_their_own_and_the_changed_copy_its_colours():
    twice = logo(covered(held(), (30, 250, 150, 330)), (500, 40, 590, 130)).convert("L").convert("RGB")
    found = made(jpeg(twice, 80), off(SAME))
    assert [added.letter for added in found.added] == ["B", "C"]
    assert Colour.GRAY in found.colours


def sepia(image: Image.Image) -> Image.Image:
    weights = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]])
    return Image.fromarray(np.clip(np.asarray(image) @ weights.T * 0.8, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("edit", "expected", "why"),
    [
        (lambda im: im, set(), "nothing"),
        (lambda im: jpeg(im, 30), set(), "compression is no change of colour"),
        (lambda im: im.filter(ImageFilter.GaussianBlur(2)), set(), "nor is a blur"),
        (lambda im: im.convert("L").convert("RGB"), {Colour.GRAY}, "gray"),
        (sepia, {Colour.TINT}, "one tint"),
        (lambda im: ImageEnhance.Brightness(im).enhance(1.35), {Colour.BRIGHTER}, "brighter"),
        (lambda im: ImageEnhance.Brightness(im).enhance(0.6), {Colour.DARKER}, "darker"),
        (lambda im: ImageEnhance.Contrast(im).enhance(1.6), {Colour.MORE_CONTRAST}, "harder"),
        (lambda im: ImageEnhance.Contrast(im).enhance(0.55), {Colour.LESS_CONTRAST}, "softer"),
        (lambda im: ImageEnhance.Color(im).enhance(2.2), {Colour.MORE_COLOUR}, "stronger colours"),
        (lambda im: ImageEnhance.Color(im).enhance(0.45), {Colour.LESS_COLOUR}, "weaker colours"),
    ],
)
def test_colours(edit, expected, why):
    assert set(made(edit(held())).colours) == expected


# Where, how much, how turned


@pytest.mark.parametrize(
    ("image", "matrix", "expected", "why"),
    [
        (lambda im: im, SAME, (False, 0, False), "as it is"),
        (lambda im: im.transpose(Image.Transpose.FLIP_LEFT_RIGHT), MIRROR, (True, 0, False), "mirrored"),
        (lambda im: im.transpose(Image.Transpose.ROTATE_180), HALF, (False, 180, False), "on its head"),
        (lambda im: im.transpose(Image.Transpose.ROTATE_270), QUARTER, (False, 90, False), "a quarter clockwise"),
        (lambda im: im.transpose(Image.Transpose.ROTATE_90), np.linalg.inv(QUARTER), (False, -90, False), "a quarter back"),
        (lambda im: warped(im, rotation(12)[0]), rotation(12)[1], (False, 12, False), "twelve degrees"),
        (lambda im: warped(im, LEANING), PRINTED, (False, None, True), "a print on a table"),
    ],
)  # fmt: skip
def test_how_it_was_turned(image, matrix, expected, why):
    found = made(image(held()), off(matrix))
    mirrored, rotated, angled = expected
    assert (found.mirrored, found.angled) == (mirrored, angled)
    if rotated is not None:
        assert abs((abs(found.rotated) if rotated == 180 else found.rotated) - rotated) < 1


def test_what_was_cut_away():
    found = made(crop(held(), 0.25, 0.0, 1.0, 0.7), off(cropped(0.25, 0.0, 1.0, 0.7)))
    assert found.cut == (Side.LEFT, Side.LOWER)
    assert found.theirs.share == pytest.approx(0.75 * 0.7, abs=0.02)
    assert found.ours.share > 0.97
    assert found.around == ()


def placed(x: int, y: int, ground: Image.Image, part: Image.Image) -> tuple[Image.Image, np.ndarray]:
    """A picture laid on a ground, and its matrix."""
    ground = ground.copy()
    ground.paste(part, (x, y))
    across, down = part.width / ground.width, part.height / ground.height
    return ground, np.array([[across, 0, x / ground.width], [0, down, y / ground.height], [0, 0, 1.0]])


def test_bars_around_it():
    ours, matrix = placed(0, 100, Image.new("RGB", (640, 640), "black"), held())
    found = made(ours, off(matrix))
    assert [(one.side, one.ground) for one in found.around] == [(Side.UPPER, Ground.PLAIN), (Side.LOWER, Ground.PLAIN)]
    assert found.ours.share == pytest.approx(426 / 640, abs=0.02)
    assert found.cut == found.added == ()


def test_a_bar_of_words_above_it_lies_around_it_and_is_no_addition():
    page = lettered(Image.new("RGB", (640, 520), "white"), (10, 5, 630, 85), True)
    ours, matrix = placed(0, 94, page, held())
    found = made(ours, off(matrix))
    assert [(one.side, one.ground) for one in found.around] == [(Side.UPPER, Ground.LETTERED)]
    assert found.added == ()


def test_the_cell_of_a_collage_cuts_and_adds_nothing():
    """The left half shows the middle of one picture, the right half another: its outer parts are cut away."""
    part = crop(held(), 0.25, 0.0, 0.75, 1.0)
    ours = Image.new("RGB", (640, 426))
    ours.paste(part, (0, 0))
    ours.paste(crop(held("flood"), 0.2, 0.0, 0.7, 1.0), (320, 0))
    matrix = np.array([[1.0, 0, -0.25], [0, 1, 0], [0, 0, 1]])
    found = made(ours, off(matrix))
    assert found.added == ()
    assert found.cut == (Side.LEFT, Side.RIGHT)
    assert found.ours.right == pytest.approx(0.5, abs=0.02)


def test_enlarging_is_said_only_where_both_sizes_are_known():
    half = held().resize((320, 213), Image.Resampling.LANCZOS)
    assert made(half).enlarged is None
    assert made(half, sizes=((320, 213), SIZE)).enlarged == pytest.approx(0.5, abs=0.01)


# What cannot be said


def test_another_picture_is_not_laid_upon_it():
    found = made(held("flood"))
    assert found.laid is None
    assert (found.added, found.colours) == ((), ())


@pytest.mark.parametrize(
    ("matrix", "why"),
    [
        (np.zeros((3, 3)), "no picture at all"),
        (np.full((3, 3), np.nan), "no numbers"),
        (np.array([[1.0, 0, 5], [0, 1, 0], [0, 0, 1]]), "beside our picture"),
        (np.array([[1.0, 0, 0], [0, 1, 0], [-2, 0, 1]]), "folded over"),
    ],
)
def test_a_homography_without_a_common_part_says_nothing(matrix, why):
    pixels = np.asarray(held())
    assert differences(pixels, pixels, matrix.ravel().tolist()) is None


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (39, 39)])
def test_what_is_too_small_to_compare_is_left_open(size):
    small = made(held().resize(size))
    assert small.laid is None


def test_one_flat_tone_against_another_is_left_open():
    flat = np.full((200, 300, 3), 120, np.uint8)
    found = differences(flat, flat, SAME.ravel().tolist())
    assert found is not None
    assert (found.laid, found.added) == (None, ())


# Without a homography


@pytest.mark.parametrize("name", ["as it is", "cropped", "mirrored", "gray"])
def test_a_box_in_a_box_becomes_a_homography_in_the_turn_that_fits(name):
    make, matrix = UNEDITED[name]
    ours = np.asarray(make(held()).convert("RGB"))
    part = Region(*PART) if name == "cropped" else WHOLE
    found = homography_of(ours, np.asarray(held()), WHOLE, part)
    assert found is not None
    assert np.allclose(np.reshape(found, (3, 3)), matrix, atol=0.01)


def test_a_box_of_another_picture_gives_none():
    noise = np.random.default_rng(1).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    assert homography_of(noise, np.asarray(held()), WHOLE, WHOLE) is None


# Laws of the geometry


matrices = st.builds(
    lambda degrees, scale, x, y, mirrored: (
        np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])
        @ np.diag([scale, scale, 1.0])
        @ rotation(degrees)[1]
        @ (MIRROR if mirrored else SAME)
    ),
    st.floats(-179, 179),
    st.floats(0.3, 2),
    st.floats(-0.2, 0.2),
    st.floats(-0.2, 0.2),
    st.booleans(),
)


@given(matrices, st.floats(-179, 179))
@settings(max_examples=60, deadline=None)
def test_a_turn_is_read_from_any_matrix(matrix, degrees):
    pixels = np.diag([WIDTH, HEIGHT, 1]) @ matrix @ np.diag([1 / WIDTH, 1 / HEIGHT, 1])
    before, after = turn(pixels, SIZE), turn(rotation(degrees)[0] @ pixels, SIZE)
    assert before.mirrored == after.mirrored
    assert abs((after.rotated - before.rotated - degrees + 180) % 360 - 180) < 0.01
    assert before.stretched == pytest.approx(1, abs=1e-6)
    assert not before.angled


@given(matrices)
@settings(max_examples=60, deadline=None)
def test_the_common_part_lies_in_both_pictures(matrix):
    outline = common(matrix)
    assert usable(matrix)
    if outline is not None:
        back = carried(np.linalg.inv(matrix), outline)
        assert outline.min() >= 0
        assert outline.max() <= 1
        assert back.min() > -1e-6
        assert back.max() < 1 + 1e-6
        assert 0 < region(outline).share <= 1
