"""How long does the whole check of one picture take among 10,000 on file, and how many are filed a second? On one core.

Each figure stands beside what decoding alone takes. FIRSTHAND_BENCH_HELD sets how many pictures are on file (10,000). The words
in the pictures are not read: that is another reader's time (`bench inscriptions`).
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import cv2
from PIL import Image

from bench.data import table
from bench.pictures_clock import Spent, one_core, percentile, spent
from bench.pictures_edits import posted, resized
from bench.pictures_many import case_of, casebook, photographs
from bench.pictures_own import chance
from firsthand import api
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.reading.picture_files import decode_picture
from firsthand.record.tips import Tip
from firsthand.settings import Settings

HELD = 10_000
ASKED = 50
FILED = 200
SETTINGS = Settings(read_words=False)


def run(data: Path) -> str:
    """Print both tables; the figure is the time of one whole check, by the clock (p50 and p95)."""
    count = int(os.environ.get("FIRSTHAND_BENCH_HELD", HELD))
    book = casebook(data, count)
    held, strange = photographs(data)
    once = strange[-ASKED:]
    cv2.setNumThreads(1)
    with one_core() as where, tempfile.TemporaryDirectory() as folder, api.open(book, settings=SETTINGS) as desk:
        tips = {
            "strange, as it is": _tips(Path(folder) / "strange", strange[:ASKED], lambda one: one),
            "on file once, as it is": _tips(Path(folder) / "once", once, lambda one: one),
            "on file once, in a post": _tips(Path(folder) / "posted", once, _posted),
            "many parts on file, as it is": _tips(Path(folder) / "known", held[:ASKED], lambda one: one),
            "many parts on file, in a post": _tips(Path(folder) / "post", held[:ASKED], _posted),
        }
        _on_file(Path(folder), desk, once)
        desk.decoder.warm(SETTINGS)
        _checked(desk, tips["strange, as it is"][:3])
        checks = {name: _checked(desk, some) for name, some in tips.items()}
        decoding = {name: _each(some, _decoded) for name, some in tips.items()}
        features = {name: _each(some, lambda path: prints_of_tip(_decoded(path))) for name, some in tips.items()}
        print(f"{count:,} pictures on file, {where}; words in pictures are not read.\n")
        print(_check_table(checks, {"decoding": decoding, "decoding and features": features}))
        print()
        filing = _filing(Path(folder), strange + held)
    print(_filing_table(filing))
    strange_p50 = 1000 * percentile([one.wall for one in checks["strange, as it is"]], 0.5)
    all_of_them = [one.wall for some in checks.values() for one in some]
    rate = FILED / filing["put on file: decoded, kept, indexed"].wall
    return (
        f"pictures_speed: strange {strange_p50:.0f} ms p50; all {1000 * percentile(all_of_them, 0.5):.0f} ms p50, "
        f"{1000 * percentile(all_of_them, 0.95):.0f} ms p95 a check at "
        f"{count:,} pictures; {rate:.0f} pictures/s filed"
    )


def _tips(folder: Path, photos: Sequence[Path], edit: Callable[[Image.Image], Image.Image]) -> list[Path]:
    """Photographs reduced to 640 pixels along the longer side, then edited, as files."""
    folder.mkdir()
    for photo in photos:
        with Image.open(photo) as opened:
            picture = opened.convert("RGB")
        picture.thumbnail((640, 640), Image.Resampling.LANCZOS)
        edit(picture).save(folder / photo.name, quality=85)
    return sorted(folder.iterdir())


def _posted(picture: Image.Image) -> Image.Image:
    return resized(0.5)(posted(picture, chance("post", "post")), chance("", ""))


def _on_file(folder: Path, desk: api.Desk, photos: Sequence[Path]) -> None:
    """Put these photographs on file whole; those that are there already stay as they are."""
    for photo in photos:
        shutil.copy(photo, folder / photo.name)
    cases = folder / "once.jsonl"
    cases.write_text("".join(json.dumps(case_of(photo.name)) + "\n" for photo in photos), encoding="utf-8")
    desk.import_cases([cases], who="bench", strict=True)


def _checked(desk: api.Desk, files: Sequence[Path]) -> list[Spent]:
    return [
        spent(partial(desk.check, Tip(picture=str(file), caption="", lang="en")), desk.decoder.running)
        for file in files
    ]


def _decoded(path: Path) -> Any:
    return decode_picture(path.read_bytes(), path.name, SETTINGS)


def _each(files: Sequence[Path], work: Callable[[Path], Any]) -> list[Spent]:
    return [spent(partial(work, file)) for file in files]


def _check_table(checks: dict[str, list[Spent]], beside: dict[str, dict[str, list[Spent]]]) -> str:
    rows: list[list[object]] = []
    for name, some in checks.items():
        rows.append([f"whole check: {name}", *_quantiles(some)])
        rows += [[f"{part}: {name}", *_quantiles(by[name])] for part, by in beside.items()]
    return table(["a picture of 640 pixels", "clock p50", "p95", "processor p50", "p95"], rows)


def _quantiles(some: Sequence[Spent]) -> list[object]:
    series = ([one.wall for one in some], [one.processor for one in some])
    return [f"{1000 * percentile(values, share):.1f} ms" for values in series for share in (0.5, 0.95)]


def _filing(folder: Path, photos: Sequence[Path]) -> dict[str, Spent]:
    """What filing takes in all: decoding alone, decoding with features, and the product's import with its index."""
    files = _tips(folder / "filed", photos[:FILED], lambda one: one)
    cases = folder / "filed" / "cases.jsonl"
    cases.write_text("".join(json.dumps(case_of(file.name)) + "\n" for file in files), encoding="utf-8")
    with api.init(folder / "casebook", settings=SETTINGS) as desk:
        desk.decoder.warm(SETTINGS)
        whole = spent(partial(desk.import_cases, [cases], who="bench", strict=True), desk.decoder.running)
    return {
        "decoding alone": _sum(_each(files, _decoded)),
        "decoding and features": _sum(_each(files, lambda file: prints_of_reference(_decoded(file)))),
        "put on file: decoded, kept, indexed": whole,
    }


def _sum(some: Iterable[Spent]) -> Spent:
    held = list(some)
    return Spent(sum(one.wall for one in held), sum(one.processor for one in held))


def _filing_table(filing: dict[str, Spent]) -> str:
    rows: list[list[object]] = [
        [name, f"{FILED / one.wall:.0f}", f"{FILED / one.processor:.0f}"] for name, one in filing.items()
    ]
    return table([f"{FILED} pictures of 640 pixels", "a second by the clock", "a second of the processor"], rows)
