"""Which pictures do the tests draw? Scenes, stand-ins for photographs, frames that people put round them, views of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from firsthand.matching.picture_weighing import weigh_picture
from firsthand.matching.pictures import prints_of_tip
from firsthand.matching.vision import cv
from firsthand.record.ports import PictureHit, PictureIndex
from firsthand.settings import Settings

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Edit = Callable[[Image.Image], Image.Image]


def pixels(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("RGB"))


def leaves(seed: int, size: tuple[int, int] = (480, 360), aside: float = 0.0) -> Image.Image:
    """Discs and polygons of all sizes that cover each other, shaded: the statistics of a photograph (dead leaves model).

    Each seed draws another. `aside`: the same ones seen from somewhere else, each moved by up to so many pixels by its depth.
    """
    rng = np.random.default_rng(seed)
    width, height = size
    picture = Image.new("RGB", size, "gray")
    draw = ImageDraw.Draw(picture)
    base = rng.integers(60, 190, 3)
    for radius in np.sort(1 / rng.uniform(1 / 90, 1 / 4, 1_400))[::-1]:
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        x += aside * rng.uniform(-1, 1)
        tone = tuple(int(v) for v in (base + rng.normal(0, 55, 3)).clip(0, 255))
        if rng.random() < 0.5:
            draw.ellipse((x - radius, y - radius * rng.uniform(0.5, 1), x + radius, y + radius), fill=tone)
        else:
            angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 7))))
            draw.polygon([(x + radius * np.cos(a), y + radius * np.sin(a)) for a in angles], fill=tone)
    light = Image.fromarray(rng.integers(0, 255, (9, 12)).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.fromarray(rng.integers(0, 255, (height, width)).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))
    soft = Image.blend(picture.filter(ImageFilter.GaussianBlur(0.7)), light.convert("RGB"), 0.2)
    return Image.blend(soft, grain.convert("RGB"), 0.06)


def square(seed: int, size: tuple[int, int] = (960, 640)) -> Image.Image:
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


def cut(left: float, top: float, right: float, bottom: float) -> Edit:
    """A part, its edges in fractions."""

    def of(picture: Image.Image) -> Image.Image:
        w, h = picture.size
        return picture.crop((round(left * w), round(top * h), round(right * w), round(bottom * h)))

    return of


def post(picture: Image.Image) -> Image.Image:
    """As on a telephone: a head with a round sign, lines of words, the picture over the full width, buttons, more words."""
    picture = picture.resize((720, 720 * picture.height // picture.width))
    page = Image.new("RGB", (720, picture.height + 520), (24, 25, 26))
    draw = ImageDraw.Draw(page)
    draw.ellipse((20, 20, 90, 90), fill=(90, 120, 210))
    draw.text((110, 36), "The daily channel", fill="white", font=ImageFont.load_default(32))
    for y in (110, 146, picture.height + 300, picture.height + 350, picture.height + 430):
        draw.text((20, y), "Share this, they do not show it on TV", fill="white", font=ImageFont.load_default(28))
    for x, word in ((30, "Like"), (290, "Comment"), (560, "Share")):
        draw.rounded_rectangle(
            (x - 10, picture.height + 210, x + 130, picture.height + 262), 12, outline="gray", width=3
        )
        draw.text((x, picture.height + 216), word, fill="lightgray", font=ImageFont.load_default(30))
    page.paste(picture, (0, 190))
    return page


def meme(picture: Image.Image) -> Image.Image:
    """White capitals with a black edge across the upper and the lower part."""
    done = picture.copy()
    draw, font = ImageDraw.Draw(done), ImageFont.load_default(picture.width // 12)
    for y, words in ((0.03, "SHARE BEFORE IT"), (0.84, "IS TAKEN DOWN")):
        place = (picture.width / 2, y * picture.height)
        draw.text(place, words, fill="white", font=font, anchor="ma", stroke_width=3, stroke_fill="black")
    return done


def broadcast(picture: Image.Image) -> Image.Image:
    """A channel's frame: a sign in a corner, a red bar with a headline, a ticker below."""
    done = picture.resize((720, 480))
    draw = ImageDraw.Draw(done)
    draw.rounded_rectangle((610, 18, 704, 66), 8, fill="navy", outline="white", width=3)
    draw.text((622, 24), "CH 9", fill="white", font=ImageFont.load_default(30))
    draw.rectangle((0, 366, 720, 430), fill=(190, 20, 30))
    draw.text((20, 378), "BREAKING: CROWDS AT THE SQUARE", fill="white", font=ImageFont.load_default(36))
    draw.rectangle((0, 430, 720, 480), fill=(245, 245, 240))
    draw.text(
        (20, 440), "markets fall - rain in the north - trains late", fill="black", font=ImageFont.load_default(26)
    )
    return done


def seen_by(corners: Sequence[tuple[float, float]], size: tuple[int, int], around: str = "gray") -> Edit:
    """A picture whose corners (clockwise from its upper left, fractions of the new picture) lie as told."""

    def of(picture: Image.Image) -> Image.Image:
        there = (np.array(corners) * size).astype(np.float32)
        w, h = picture.size
        here = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
        path = cv().getPerspectiveTransform(here, there)
        page = pixels(Image.new("RGB", size, around)).copy()
        inside = cv().warpPerspective(np.full((h, w), 255, np.uint8), path, size, flags=cv().INTER_LINEAR) > 250
        page[inside] = cv().warpPerspective(pixels(picture), path, size, flags=cv().INTER_AREA)[inside]
        return Image.fromarray(page)

    return of


def likeliest(index: PictureIndex, picture: Image.Image) -> tuple[str, float, PictureHit | None]:
    """The likeliest picture on file, how likely it is, and the hit; nothing where nothing comes near."""
    hits = index.find(prints_of_tip(pixels(picture)), 5)
    if not hits:
        return "", 0.0, None
    weighed = [(weigh_picture(hit)[0], hit) for hit in hits]
    probability, hit = max(weighed, key=lambda row: row[0])
    return hit.item, probability, hit


def said(probability: float) -> str:
    """`alert`, `suggest` or `silent`, by the thresholds that ship."""
    settings = Settings()
    return "alert" if probability >= settings.alert else "suggest" if probability >= settings.suggest else "silent"
