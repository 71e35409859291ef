"""Which edits of drawn pictures are not known again, and what do they look like? One sheet of small pictures with their scores.

Written to docs/pictures/edits-not-found.png. Only pictures that the project draws itself are on it. Beside the usual edits
stand harsher ones, up to where nothing is left to be found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bench.pictures_edits import EDITS, PLAIN, Edit, cropped, lettered, posted, resized, rotated, then
from bench.pictures_own import Outcome, drawn, outcomes
from firsthand.settings import Settings

FILE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "edits-not-found.png"
CELL, LABEL, ACROSS = (240, 180), 40, 4


def blurred(radius: float) -> Edit:
    return lambda picture, _: picture.filter(ImageFilter.GaussianBlur(radius))


def covered(picture: Image.Image, _: object) -> Image.Image:
    """A plain sheet over all but a margin."""
    out = picture.copy()
    width, height = out.size
    out.paste((90, 90, 90), (round(0.12 * width), round(0.12 * height), round(0.9 * width), round(0.9 * height)))
    return out


HARSH: dict[str, Edit] = {
    "crop 15 %": cropped(0.15),
    "crop 7 %": cropped(0.07),
    "resized to 12 %": resized(0.12),
    "resized to 7 %": resized(0.07),
    "blurred by 8 pixels": blurred(8),
    "blurred by 14 pixels": blurred(14),
    "two thirds covered": covered,
    "crop, turn, letters, post": then(cropped(0.6), rotated(4), lettered, posted, resized(0.6)),
    "the same, mirrored": then(cropped(0.6), PLAIN["mirrored"], rotated(4), lettered, posted, resized(0.6)),
}


def run(_: Path) -> str:
    """Draw the sheet; the figure is how many of the edited pictures are below alert."""
    alert = Settings().alert
    asked = [one for one in outcomes(drawn(2, scenes=True), {**EDITS, **HARSH}) if one.right]
    missed = [one for one in asked if not one.found(alert)]
    for one in missed:
        print(f"{one.edit}, {one.picture}: {_score(one):.3f}")
    # Few colours: a small file, and the samples are to be recognised, not measured.
    sheet(missed).quantize(224, dither=Image.Dither.NONE).save(FILE, optimize=True)
    return f"pictures_sheet: {len(missed)} of {len(asked)} edited pictures below alert, drawn in {FILE.name}"


def sheet(missed: Sequence[Outcome]) -> Image.Image:
    """Up to two pictures of each edit and six copies of each picture, the worst first, with the probability that was given."""
    edits, pictures, shown = Counter[str](), Counter[str](), []
    for one in sorted(missed, key=_score):
        if edits[one.edit] < 2 and pictures[one.picture] < 6:
            shown.append(one)
            edits[one.edit] += 1
            pictures[one.picture] += 1
    return _laid_out({f"{one.edit}: {_score(one):.3f}\n({one.picture})": one.copy for one in shown})


def _score(one: Outcome) -> float:
    """The lowest probability of what it shows; 0 where that is not answered."""
    told = dict(one.answers)
    return min(told.get(name, 0.0) for name in one.right)


def _laid_out(cells: Mapping[str, Image.Image]) -> Image.Image:
    rows = max(1, -(-len(cells) // ACROSS))
    page = Image.new("RGB", (ACROSS * (CELL[0] + 10) + 10, rows * (CELL[1] + LABEL + 10) + 10), "white")
    draw = ImageDraw.Draw(page)
    for number, (label, picture) in enumerate(cells.items()):
        left, top = 10 + number % ACROSS * (CELL[0] + 10), 10 + number // ACROSS * (CELL[1] + LABEL + 10)
        small = picture.copy()
        small.thumbnail(CELL, Image.Resampling.LANCZOS)
        page.paste(small, (left, top))
        draw.multiline_text((left, top + CELL[1] + 4), label, "black", ImageFont.load_default(15))
    return page
