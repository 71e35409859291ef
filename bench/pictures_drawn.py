"""Which pictures stand in for photographs where there are none? Dead leaves: overlapping shapes of all sizes, textured.

Shapes that cover each other, their sizes by a power law, have the statistics of photographs (Lee, Mumford and Huang 2001,
"Occlusion models for natural images"). The same seed draws the same picture.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)
_SHAPES = 500
_SMALLEST, _LARGEST = 5.0, 200.0
_CORNERS = 11
_GRAIN = 5.0

F32 = NDArray[np.float32]


def leaves(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture of discs, bars and polygons over each other, each with a tone and a texture of its own."""
    chance = np.random.default_rng(seed)
    owner = _shapes(chance, size)
    tones = _palette(chance)[chance.integers(0, 9, _SHAPES + 1)] + chance.normal(0, 16, (_SHAPES + 1, 3))
    strength = chance.gamma(2.5, 9, _SHAPES + 1)
    kind = chance.integers(0, 3, _SHAPES + 1)
    textures = np.stack([clouds(chance, size, power) for power in (0.5, 1.0, 1.6)])
    rows, columns = np.indices(owner.shape)
    rough = textures[kind[owner], rows, columns] * strength[owner]
    light = np.exp(clouds(chance, size, 1.8) * 0.25)
    rgb = (tones[owner] + rough[..., None]) * light[..., None] + chance.normal(0, _GRAIN, (*owner.shape, 1))
    drawn = Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))
    return drawn.filter(ImageFilter.GaussianBlur(0.7))


def clouds(chance: np.random.Generator, size: tuple[int, int], power: float) -> F32:
    """Noise whose amplitude falls with the frequency by this power; mean 0, deviation 1. Rows x columns of `size`."""
    width, height = size
    wave = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None])
    wave[0, 0] = 1
    spectrum = np.fft.rfft2(chance.normal(size=(height, width))) / wave**power
    spectrum[0, 0] = 0
    field = np.fft.irfft2(spectrum, (height, width))
    return np.asarray(field / field.std(), np.float32)


def _palette(chance: np.random.Generator) -> NDArray[np.float64]:
    """Nine tones of one light: grays, tinged; few are very dark or very bright, as in photographs."""
    gray = 128 + 110 * np.sort(chance.uniform(-1, 1, (9, 1)) ** 3)
    return gray + chance.normal(0, 22, (9, 3)) + chance.normal(0, 10, 3)


def _shapes(chance: np.random.Generator, size: tuple[int, int]) -> NDArray[np.int32]:
    """Which shape is seen at each pixel (rows x columns); later ones lie above."""
    owner = Image.new("I", size, 0)
    draw = ImageDraw.Draw(owner)
    # As many of each octave of size; the first half from the largest down, or few of the small ones would be seen.
    radii = np.exp(chance.uniform(np.log(_SMALLEST), np.log(_LARGEST), _SHAPES))
    radii[: _SHAPES // 2] = np.sort(radii[: _SHAPES // 2])[::-1]
    radii[_SHAPES // 2 :] = np.minimum(radii[_SHAPES // 2 :], _LARGEST / 4)
    for number, radius in enumerate(radii, 1):
        x, y = chance.uniform(-radius, size[0] + radius), chance.uniform(-radius, size[1] + radius)
        stretch, turn = chance.uniform(0.35, 1), chance.uniform(0, np.pi)
        corners = _outline(chance, int(chance.integers(3, _CORNERS + 1)))
        along, across = corners[:, 0] * radius, corners[:, 1] * radius * stretch
        at = np.column_stack(
            [x + along * np.cos(turn) - across * np.sin(turn), y + along * np.sin(turn) + across * np.cos(turn)]
        )
        draw.polygon([(float(a), float(b)) for a, b in at], fill=number)
    return np.asarray(owner, np.int32)


def _outline(chance: np.random.Generator, corners: int) -> NDArray[np.float64]:
    """A closed outline (n x 2) round the origin: a disc where all corners are given, else a polygon."""
    if corners == _CORNERS:
        angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    else:
        angle = np.sort(chance.uniform(0, 2 * np.pi, corners))
    return np.column_stack([np.cos(angle), np.sin(angle)])


def haze(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A soft picture without an edge, as fog, skies and walls are: next to nothing in it can be pointed at."""
    chance = np.random.default_rng(seed)
    tone = np.stack([clouds(chance, size, 2.6) for _ in range(3)], axis=2) * 26 + [150, 140, 160]
    return Image.fromarray(np.clip(tone + chance.normal(0, 2, tone.shape), 0, 255).astype(np.uint8))
