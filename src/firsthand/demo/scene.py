"""What do the demo's pictures show? Scenes drawn by code: a square with a march, a flooded street, a harbour."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (1280, 852)
Colour = tuple[int, int, int]
COATS: tuple[Colour, ...] = (
    (54, 66, 92), (128, 48, 44), (62, 88, 64), (150, 120, 80), (84, 74, 98), (40, 44, 50), (176, 156, 132), (92, 110, 130),
)  # fmt: skip
SKINS: tuple[Colour, ...] = ((224, 184, 152), (206, 160, 126), (188, 138, 106), (236, 200, 172))


@dataclass(frozen=True, slots=True)
class Brush:
    """A picture in the making, and the chance that scatters its crowd (the same for the same seed)."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    chance: Random


def march(banner: str = "1 ТРАВНЯ — ДЕНЬ СОЛІДАРНОСТІ", seed: int = 2012) -> Image.Image:
    """A square in spring: houses, a clock tower, a crowd with flags, and a banner whose words are given."""
    brush = _begin(seed, (158, 190, 224), (232, 236, 232))
    _houses(brush, ground=430)
    _tower(brush, left=860, ground=430)
    _pavement(brush, top=430, colour=(150, 146, 140))
    _crowd(brush, rows=range(470, 840, 26))
    _flags(brush, 14)
    _banner(brush, (250, 512, 1010, 618), banner, (176, 30, 40), (255, 246, 220))
    return _finish(brush)


def flood(sign: str = "ΦΑΡΜΑΚΕΙΟ", seed: int = 2017) -> Image.Image:
    """A street under water, a shop sign whose words are given, a boat."""
    brush = _begin(seed, (112, 122, 134), (186, 192, 196))
    _houses(brush, ground=520)
    _banner(brush, (520, 360, 820, 420), sign, (22, 110, 56), (255, 255, 255))
    _water(brush, top=520)
    brush.draw.polygon([(180, 660), (480, 650), (440, 716), (220, 720)], fill=(206, 122, 40))
    for x in (250, 320, 390):
        _person(brush, x, 656, 46)
    return _finish(brush)


def harbour(seed: int = 1999) -> Image.Image:
    """A harbour with cranes and ships: the picture that no case knows."""
    brush = _begin(seed, (240, 190, 130), (250, 226, 190))
    for x in (120, 420, 900):
        brush.draw.line([(x, 560), (x, 180), (x + 260, 230)], fill=(70, 60, 60), width=14)
        brush.draw.line([(x + 180, 214), (x + 180, 400)], fill=(40, 40, 40), width=4)
    _water(brush, top=560)
    for i, x in enumerate((60, 500, 880)):
        hull = ((90, 30, 30), (30, 60, 90), (40, 80, 60))[i]
        brush.draw.polygon([(x, 560), (x + 340, 560), (x + 290, 650), (x + 50, 650)], fill=hull)
        brush.draw.rectangle((x + 200, 470, x + 280, 560), fill=(236, 232, 224))
    return _finish(brush)


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    """The picture as a JPEG file, with no metadata."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _begin(seed: int, above: Colour, below: Colour) -> Brush:
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    for y in range(SIZE[1]):
        share = min(1.0, y / (SIZE[1] * 0.6))
        draw.line(
            [(0, y), (SIZE[0], y)], fill=tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True))
        )
    return Brush(image, draw, Random(seed))  # noqa: S311 - scatters a drawn crowd, guards nothing


def _finish(brush: Brush) -> Image.Image:
    """A little blur and grain, so that it behaves like a photograph under compression."""
    soft = brush.image.filter(ImageFilter.GaussianBlur(0.8))
    grain = Image.frombytes("L", SIZE, brush.chance.randbytes(SIZE[0] * SIZE[1])).filter(ImageFilter.GaussianBlur(1))
    return Image.blend(soft, Image.merge("RGB", [grain] * 3), 0.06)


def _houses(brush: Brush, ground: int) -> None:
    x = -20
    while x < SIZE[0]:
        width, height = brush.chance.randint(110, 210), brush.chance.randint(150, 300)
        wall = tuple(brush.chance.randint(120, 215) for _ in range(3))
        top = ground - height
        brush.draw.rectangle((x, top, x + width, ground), fill=wall)
        roof = tuple(max(0, c - 80) for c in wall)
        brush.draw.polygon(
            [(x - 8, top), (x + width // 2, top - brush.chance.randint(20, 70)), (x + width + 8, top)], fill=roof
        )
        for wx in range(x + 18, x + width - 30, 40):
            for wy in range(top + 18, ground - 40, 48):
                pane = (60, 72, 88) if brush.chance.random() < 0.75 else (226, 206, 150)
                brush.draw.rectangle((wx, wy, wx + 20, wy + 30), fill=pane, outline=(240, 236, 226))
        x += width + brush.chance.randint(0, 12)


def _tower(brush: Brush, left: int, ground: int) -> None:
    brush.draw.rectangle((left, 120, left + 96, ground), fill=(216, 206, 186))
    brush.draw.polygon([(left - 10, 122), (left + 48, 20), (left + 106, 122)], fill=(122, 70, 58))
    brush.draw.ellipse((left + 18, 150, left + 78, 210), fill=(252, 250, 240), outline=(50, 50, 50), width=5)
    brush.draw.line([(left + 48, 180), (left + 48, 160)], fill=(40, 40, 40), width=4)
    brush.draw.line([(left + 48, 180), (left + 64, 188)], fill=(40, 40, 40), width=4)


def _pavement(brush: Brush, top: int, colour: Colour) -> None:
    brush.draw.rectangle((0, top, *SIZE), fill=colour)
    for y in range(top, SIZE[1], 34):
        brush.draw.line([(0, y), (SIZE[0], y)], fill=tuple(c - 14 for c in colour), width=2)


def _water(brush: Brush, top: int) -> None:
    brush.draw.rectangle((0, top, *SIZE), fill=(92, 86, 72))
    for _ in range(160):
        x, y = brush.chance.randint(0, SIZE[0]), brush.chance.randint(top + 8, SIZE[1])
        brush.draw.line([(x, y), (x + brush.chance.randint(30, 140), y)], fill=(150, 142, 120), width=2)


def _crowd(brush: Brush, rows: range) -> None:
    for y in rows:
        size = 18 + (y - rows.start) // 9
        x = brush.chance.randint(-size, size)
        while x < SIZE[0] + size:
            _person(brush, x, y + brush.chance.randint(-8, 8), size)
            x += brush.chance.randint(size, size * 2)


def _person(brush: Brush, x: int, y: int, size: int) -> None:
    coat, skin = brush.chance.choice(COATS), brush.chance.choice(SKINS)
    brush.draw.rounded_rectangle((x - size // 2, y, x + size // 2, y + size * 2), radius=size // 3, fill=coat)
    head = (x - size // 3, y - size * 2 // 3, x + size // 3, y + size // 12)
    brush.draw.ellipse(head, fill=skin)
    brush.draw.pieslice(head, 180, 360, fill=brush.chance.choice(((40, 30, 24), (96, 64, 40), (160, 150, 140))))


def _flags(brush: Brush, count: int) -> None:
    for i in range(count):
        x, y = 40 + i * 90 + brush.chance.randint(-20, 20), brush.chance.randint(330, 440)
        brush.draw.line([(x, y), (x + brush.chance.randint(-14, 14), y + 190)], fill=(70, 54, 40), width=5)
        sway = brush.chance.randint(-10, 10)
        upper, lower = ((190, 34, 44), (190, 34, 44)) if i % 3 else ((36, 98, 190), (248, 212, 60))
        brush.draw.polygon([(x, y), (x + 78, y + sway), (x + 78, y + 24 + sway), (x, y + 24)], fill=upper)
        brush.draw.polygon([(x, y + 24), (x + 78, y + 24 + sway), (x + 78, y + 48 + sway), (x, y + 48)], fill=lower)


def _banner(brush: Brush, box: tuple[int, int, int, int], text: str, cloth: Colour, ink: Colour) -> None:
    left, top, right, bottom = box
    brush.draw.rectangle(box, fill=cloth, outline=ink, width=3)
    font = _fitting(brush.draw, text, right - left - 40, bottom - top - 20)
    brush.draw.text(((left + right) / 2, (top + bottom) / 2), text, font=font, fill=ink, anchor="mm")


def _fitting(draw: ImageDraw.ImageDraw, text: str, width: int, height: int) -> ImageFont.FreeTypeFont:
    data = (files("firsthand.demo") / "fonts" / "DejaVuSans-Bold-subset.ttf").read_bytes()
    for size in range(height, 9, -1):
        font = ImageFont.truetype(io.BytesIO(data), size)
        if draw.textlength(text, font=font) <= width:
            return font
    return ImageFont.truetype(io.BytesIO(data), 9)
