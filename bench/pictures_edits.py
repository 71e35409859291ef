"""What do people do to a picture before they pass it on? Our own edits, for pictures that the project draws itself.

Each takes a picture and a source of chance and gives the edited one. Frames, posts and broadcasts are our own too: the same
edit of another picture has the same layout with other words, so that layouts can be asked for as well.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Chance = np.random.Generator
Edit = Callable[[Image.Image, Chance], Image.Image]

WORDS = (
    "Look what they are hiding from you",
    "This happened this morning and nobody reports it",
    "SHARE BEFORE IT IS DELETED",
    "Thousands in the streets tonight, the press is silent",
    "Nobody asked the people of this town",
)
_PAPER, _INK, _DIM = (255, 255, 255), (20, 22, 26), (112, 116, 124)


def cropped(share: float) -> Edit:
    """Some part that holds `share` of the area."""

    def edit(picture: Image.Image, chance: Chance) -> Image.Image:
        width, height = (round(side * sqrt(share)) for side in picture.size)
        left, top = chance.integers(0, picture.width - width + 1), chance.integers(0, picture.height - height + 1)
        return picture.crop((int(left), int(top), int(left) + width, int(top) + height))

    return edit


def rotated(degrees: float) -> Edit:
    return lambda picture, _: picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True)


def resized(share: float) -> Edit:
    return lambda picture, _: picture.resize(
        (round(picture.width * share), round(picture.height * share)), Image.Resampling.LANCZOS
    )


def lettered(picture: Image.Image, chance: Chance) -> Image.Image:
    """White capitals with black edges across the top and the bottom, as on a meme."""
    out = picture.copy()
    draw = ImageDraw.Draw(out)
    font = _font(picture.width / 13)
    for words, down in zip(chance.permutation(WORDS)[:2], (0.02, 0.72), strict=True):
        told = "\n".join(_lines(draw, str(words).upper(), font, picture.width * 0.94)[:2])
        place = (picture.width / 2, picture.height * down)
        draw.multiline_text(place, told, "white", font, "ma", align="center", stroke_width=3, stroke_fill="black")
    return out


def posted(picture: Image.Image, chance: Chance) -> Image.Image:
    """A screenshot of a post on a telephone: a name, words, the picture (some 40 % of the whole), buttons, comments."""
    shown = picture.resize((720, round(720 * picture.height / picture.width)), Image.Resampling.LANCZOS)
    page = Image.new("RGB", (720, round(shown.height / 0.4)), _PAPER)
    draw = ImageDraw.Draw(page)
    top = round((page.height - shown.height) * 0.35)
    _person(draw, 14, chance)
    _written(draw, (16, 80, 700, top - 10), chance)
    page.paste(shown, (0, top))
    below = top + shown.height + 12
    draw.text((16, below), "1204 likes   873 shares   96 comments", _DIM, _font(18))
    for y in range(below + 44, page.height - 70, 76):
        _person(draw, y, chance)
        _written(draw, (76, y + 26, 700, y + 66), chance)
    return page


def broadcast(picture: Image.Image, chance: Chance) -> Image.Image:
    """A frame of a broadcast: the picture on a quarter of it, at a slight angle, a ticker, a station's sign, a speaker."""
    width, height = 1280, 720
    ground = Image.linear_gradient("L").rotate(90).resize((width, height))
    frame = ImageOps.colorize(ground, (10, 16, 34), (40, 60, 120))
    share = min(sqrt(0.25 * width * height / (picture.width * picture.height)), 0.78 * height / picture.height)
    frame = _set_in(frame, picture, (0.68 * width, 0.46 * height, share), chance.uniform(-0.02, 0.02, (4, 2)))
    draw = ImageDraw.Draw(frame)
    draw.rectangle((0, 610, width, 690), (180, 14, 24))
    draw.text((30, 628), str(chance.choice(WORDS)), "white", _font(38))
    draw.rectangle((40, 30, 170, 90), "white")
    draw.text((56, 40), "NW 24", (180, 14, 24), _font(34))
    draw.ellipse((150, 180, 350, 420), (190, 150, 130))
    draw.rectangle((90, 400, 410, 610), (50, 50, 70))
    return frame


def photographed(picture: Image.Image, chance: Chance) -> Image.Image:
    """A photograph of a print on a table: at an angle, in uneven light, blurred, with noise."""
    width, height = 1000, 750
    grain = chance.normal(0, 9, (height, width, 1)) + np.array([150, 120, 90])
    grain = grain + 25 * np.sin(np.arange(height) / 7)[:, None, None]
    table = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))
    share = 0.82 * min(width / picture.width, height / picture.height)
    table = _set_in(table, picture, (width / 2, height / 2, share), chance.uniform(-0.07, 0.07, (4, 2)))
    light = np.linspace(chance.uniform(0.65, 0.9), 1.1, width)[None, :, None]
    seen = np.asarray(table.filter(ImageFilter.GaussianBlur(1)), np.float64) * light
    return Image.fromarray(np.clip(seen + chance.normal(0, 7, (height, width, 1)), 0, 255).astype(np.uint8))


def beside(other: Image.Image) -> Edit:
    """Two pictures side by side, each cut to a square."""

    def edit(picture: Image.Image, _: Chance) -> Image.Image:
        page = Image.new("RGB", (1000, 500), _PAPER)
        for left, one in ((3, picture), (503, other)):
            page.paste(ImageOps.fit(one, (494, 494), Image.Resampling.LANCZOS), (left, 3))
        return page

    return edit


def then(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(picture: Image.Image, chance: Chance) -> Image.Image:
        for one in edits:
            picture = one(picture, chance)
        return picture

    return edit


def changed(kind: Callable[[Image.Image], ImageEnhance._Enhance], factor: float) -> Edit:
    """Brighter, or with more contrast or colour."""
    return lambda picture, _: kind(picture).enhance(factor)


PLAIN: dict[str, Edit] = {
    "crop 75 %": cropped(0.75),
    "crop 50 %": cropped(0.5),
    "crop 30 %": cropped(0.3),
    "mirrored": lambda picture, _: ImageOps.mirror(picture),
    "rotated 5": rotated(5),
    "rotated 15": rotated(15),
    "rotated 90": rotated(90),
    "resized to 25 %": resized(0.25),
    "blurred": lambda picture, _: picture.filter(ImageFilter.GaussianBlur(3)),
    "gray": lambda picture, _: ImageOps.grayscale(picture).convert("RGB"),
    "brighter": changed(ImageEnhance.Brightness, 1.5),
    "more contrast": changed(ImageEnhance.Contrast, 1.7),
}
LAYOUTS: dict[str, Edit] = {
    "lettered": lettered,
    "post": posted,
    "broadcast": broadcast,
    "photographed print": photographed,
    "mirrored post": then(cropped(0.8), PLAIN["mirrored"], posted),
    "several at once": then(cropped(0.7), changed(ImageEnhance.Contrast, 1.3), lettered, resized(0.5)),
}
"""What sets a picture into a layout or writes on it: other pictures in the same layouts are decoys."""

EDITS: dict[str, Edit] = {**PLAIN, **LAYOUTS}


def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(max(8, round(size)))


def _lines(
    draw: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: float
) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and draw.textlength(longer, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _person(draw: ImageDraw.ImageDraw, y: int, chance: Chance) -> None:
    red, green, blue = (int(tone) for tone in chance.integers(40, 220, 3))
    draw.ellipse((16, y, 64, y + 48), (red, green, blue))
    draw.text((76, y), "Channel News 24", _INK, _font(18))


def _written(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], chance: Chance) -> None:
    """Lines of words, as many as there is room for."""
    left, top, right, bottom = box
    font = _font(20)
    for y, line in zip(
        range(top, bottom - 22, 26), _lines(draw, " ".join(chance.permutation(WORDS)), font, right - left), strict=False
    ):
        draw.text((left, y), line, _INK, font)


def _set_in(
    ground: Image.Image,
    picture: Image.Image,
    place: tuple[float, float, float],
    off: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> Image.Image:
    """A picture upon another, its middle at (x, y) and so many times its size; each corner is off by shares of its sides."""
    x, y, share = place
    size = np.array(picture.size) * share
    ends = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    corners = np.array([x, y]) + (ends + off) * size
    start = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * picture.size
    # Pillow wants what carries a place of the outcome to a place of the picture: eight numbers, by four pairs of corners.
    rows = []
    for (a, b), (u, v) in zip(corners, start, strict=True):
        rows += [[a, b, 1, 0, 0, 0, -u * a, -u * b], [0, 0, 0, a, b, 1, -v * a, -v * b]]
    path = [float(number) for number in np.linalg.solve(np.array(rows), start.ravel())]
    shown = picture.transform(ground.size, Image.Transform.PERSPECTIVE, path, Image.Resampling.BICUBIC)
    mask = Image.new("L", picture.size, 255).transform(ground.size, Image.Transform.PERSPECTIVE, path)
    out = ground.copy()
    out.paste(shown, (0, 0), mask)
    return out
