"""Where do 10,000 pictures for the measurements of speed and size come from? From parts of the data's photographs.

Each is a part of a quarter of the area, mirrored, turned a little, stretched or in other tones by lot. They are made once, put on
file by the product's own import, and kept in a folder of the system's temporary ones, by number and revision of the index.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

from bench.data import need
from firsthand import api
from firsthand.index.part_files import settings_digest
from firsthand.settings import Settings

HELD_OUT = 100
"""Photographs of which no part is on file."""

_MADE = 1
"""Raised when the pictures are made in another way."""
_STEP = 200


def photographs(data: Path) -> tuple[list[Path], list[Path]]:
    """(those of which parts are on file, those that are held out), of at least 640 pixels along one side."""
    found = sorted(path for path in need(data / "pictures" / "photos").glob("*.jpg") if _large(path))
    random.Random(4).shuffle(found)
    return found[HELD_OUT:], found[:HELD_OUT]


def _large(path: Path) -> bool:
    with Image.open(path) as picture:
        return max(picture.size) >= 640


def casebook(data: Path, count: int) -> Path:
    """A casebook with so many pictures, each in a case of its own. Made where it is not there yet: some minutes for 10,000."""
    home = Path(tempfile.gettempdir()) / f"firsthand-bench-pictures-{os.getuid()}"
    folder = home / f"{count}-{_MADE}-{settings_digest()}"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        photos, _ = photographs(data)
        _file(folder, photos, count)
        (folder / "whole").touch()
    return folder / "casebook"


def _file(folder: Path, photos: Sequence[Path], count: int) -> None:
    started, written = time.perf_counter(), folder / "written"
    with api.init(folder / "casebook", settings=Settings(read_words=False)) as desk:
        for first in range(0, count, _STEP):
            written.mkdir()
            cases = written / "cases.jsonl"
            names = list(_written(written, photos, range(first, min(count, first + _STEP))))
            cases.write_text("".join(json.dumps(case_of(name)) + "\n" for name in names), encoding="utf-8")
            desk.import_cases([cases], who="bench", strict=True)
            shutil.rmtree(written)
        desk.index.rebuild(desk.book)
    print(f"{count:,} pictures made and filed in {time.perf_counter() - started:.0f} s: {folder}", file=sys.stderr)


def case_of(name: str) -> dict[str, object]:
    """A casefile with the picture of that name beside it."""
    entry = {"field": "taken", "value": "2016-06-05", "source": "the photographer"}
    stem = Path(name).stem
    return {
        "firsthand": 1,
        "case": {"id": stem, "title": stem},
        "pictures": [{"id": "p", "file": name, "entries": [entry]}],
    }


def _written(folder: Path, photos: Sequence[Path], numbers: range) -> Iterator[str]:
    for number in numbers:
        name = f"part-{number}.jpg"
        part(photos[number % len(photos)], number).save(folder / name, quality=88)
        yield name


def part(photo: Path, number: int) -> Image.Image:
    """The picture of this number: another part of the photograph, in another dress."""
    chance = random.Random(f"part {number}")
    with Image.open(photo) as opened:
        picture = opened.convert("RGB")
    width, height = picture.width // 2, picture.height // 2
    left, top = chance.randint(0, width), chance.randint(0, height)
    picture = picture.crop((left, top, left + width, top + height))
    if chance.random() < 0.5:
        picture = ImageOps.mirror(picture)
    picture = picture.rotate(chance.uniform(-20, 20), Image.Resampling.BICUBIC)
    picture = picture.resize(
        (round(picture.width * chance.uniform(0.8, 1.3)), picture.height), Image.Resampling.LANCZOS
    )
    for kind in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        picture = kind(picture).enhance(chance.uniform(0.6, 1.4))
    return picture
