"""How does the index of pictures grow? Bytes, opening and search at 1,000, 10,000 and 100,000 pictures, and on to 10 million.

Features of real parts of photographs are computed for the first pictures (FIRSTHAND_BENCH_REAL, 2,000) and kept in the system's
temporary folder. Those beyond are generated: the codes of a real one with bits turned over by lot, its places moved, its
turn and prints another. So no picture is on file twice, and the codes keep the frequencies that bits of real ones have.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.data import table
from bench.pictures_clock import one_core, percentile, spent
from bench.pictures_many import part, photographs
from firsthand.index.array_file import open_arrays, write_arrays
from firsthand.index.part_files import settings_digest
from firsthand.index.pictures import PictureEngine, pack_pictures
from firsthand.index.segments import Segment
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.matching.points import BYTES, pack, unpack
from firsthand.record.ports import PictureDoc
from firsthand.record.readings import Print

SIZES = (1_000, 10_000, 100_000)
REAL = 2_000
ASKED = 40
SMALL = 2_048
FLIPPED = 0.12
"""The share of the bits of a generated code that are turned over: some 15 of 128, about the bound within which codes vote."""
MILLIONS = 10_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one number of pictures: bytes a picture, seconds to open, seconds a search."""

    pictures: int
    budget: int
    bytes: float
    opened: float
    searches: list[float]
    processor: list[float]


def run(data: Path, sizes: Sequence[int] = SIZES) -> str:
    """Print the growth at both budgets, and what 10 million would take; the figure is the search at the largest size."""
    cv2.setNumThreads(1)
    photos, strange = photographs(data)
    asked = [_tip(photo) for photo in (photos[: ASKED // 2] + strange[: ASKED // 2])]
    measured: list[Size] = []
    with one_core() as where, tempfile.TemporaryDirectory() as folder:
        for budget in (BYTES, SMALL):
            docs = _real(photos, budget)
            for size in sizes:
                measured.append(_size(Path(folder), docs, (size, budget), asked))
        print(f"{where}; {len(docs):,} pictures of which the features are real, the others generated\n")
    head = ["pictures", "budget", "bytes a picture", "opens in", "search: clock p50", "p95", "processor p50", "p95"]
    print(table(head, [_row(one) for one in measured]))
    largest = max((one for one in measured if one.budget == BYTES), key=lambda one: one.pictures)
    print()
    print(_arithmetic(measured))
    return (
        f"pictures_growth: {largest.bytes:,.0f} bytes a picture, opens in {1000 * largest.opened:.0f} ms, search "
        f"{1000 * percentile(largest.searches, 0.5):.0f} ms p50, {1000 * percentile(largest.searches, 0.95):.0f} ms p95 at "
        f"{largest.pictures:,} pictures"
    )


def _size(folder: Path, docs: list[PictureDoc], at: tuple[int, int], asked: Sequence[tuple[Print, ...]]) -> Size:
    count, budget = at
    file = folder / f"{count}-{budget}.arrays"
    write_arrays(file, "growth", pack_pictures(list(_grown(docs, count))))
    started = time.perf_counter()
    engine = PictureEngine([_opened(file, count)])
    opened = time.perf_counter() - started
    engine.find(asked[0], 20)
    found = [spent(partial(engine.find, prints, 20)) for prints in asked]
    whole = file.stat().st_size / count
    file.unlink()
    return Size(count, budget, whole, opened, [one.wall for one in found], [one.processor for one in found])


def _opened(file: Path, count: int) -> Segment:
    arrays = open_arrays(file, "growth")
    assert arrays is not None, f"{file} was written a moment ago"
    return Segment(arrays, np.ones(count, bool))


def _grown(docs: list[PictureDoc], count: int) -> Iterator[PictureDoc]:
    """The real pictures, then generated ones."""
    yield from docs[:count]
    chance = np.random.default_rng(7)
    for number in range(len(docs), count):
        yield _generated(docs[number % len(docs)], number, chance)


def _generated(doc: PictureDoc, number: int, chance: np.random.Generator) -> PictureDoc:
    first = doc.prints[0]
    points = unpack(first.points)
    if points is None:
        return replace(doc, item=f"made-{number}/p")
    bits = np.packbits(chance.random((len(points.code), 128)) < FLIPPED, axis=1).view(np.uint64)
    moved = replace(
        points,
        code=points.code ^ bits,
        place=np.mod(points.place + chance.normal(0, 0.2, points.place.shape), 1).astype(np.float32),
        angle=(points.angle + np.uint8(chance.integers(0, 256))).astype(np.uint8),
    )
    prints = [replace(one, pdq=chance.bytes(32).hex()) for one in doc.prints]
    return PictureDoc("", f"made-{number}/p", (replace(prints[0], points=pack(moved)), *prints[1:]))


def _real(photos: Sequence[Path], budget: int) -> list[PictureDoc]:
    """Pictures with features of their own, computed once and kept."""
    count = int(os.environ.get("FIRSTHAND_BENCH_REAL", REAL))
    home = Path(tempfile.gettempdir()) / f"firsthand-bench-pictures-{os.getuid()}"
    kept = home / f"features-{count}-{budget}-{settings_digest()}.msgpack"
    if not kept.exists():
        home.mkdir(mode=0o700, exist_ok=True)
        started = time.perf_counter()
        docs = [PictureDoc("", f"part-{n}/p", _reference(photos[n % len(photos)], n, budget)) for n in range(count)]
        kept.write_bytes(msgspec.msgpack.encode(docs))
        print(f"features of {count:,} pictures in {time.perf_counter() - started:.0f} s: {kept}", file=sys.stderr)
    return msgspec.msgpack.decode(kept.read_bytes(), type=list[PictureDoc])


def _reference(photo: Path, number: int, budget: int) -> tuple[Print, ...]:
    return prints_of_reference(np.asarray(part(photo, number)), budget)


def _tip(photo: Path) -> tuple[Print, ...]:
    """A photograph of 640 pixels as it comes back from a JPEG file."""
    with Image.open(photo) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((640, 640), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    with Image.open(file) as again:
        pixels: NDArray[Any] = np.asarray(again.convert("RGB"))
    return prints_of_tip(pixels)


def _row(one: Size) -> list[object]:
    times = [
        f"{1000 * percentile(series, share):.0f} ms"
        for series in (one.searches, one.processor)
        for share in (0.5, 0.95)
    ]
    return [f"{one.pictures:,}", f"{one.budget:,}", f"{one.bytes:,.0f}", f"{1000 * one.opened:.0f} ms", *times]


def _arithmetic(measured: Sequence[Size]) -> str:
    """10 million pictures in shards of the largest size that was measured, each searched by itself, at either budget."""
    *_, before, largest = sorted((one for one in measured if one.budget == BYTES), key=lambda one: one.pictures)
    shards = -(-MILLIONS // largest.pictures)
    lines = []
    for budget in (BYTES, SMALL):
        held = max((one for one in measured if one.budget == budget), key=lambda one: one.pictures).bytes
        lines.append(f"{held * MILLIONS / 1e9:,.0f} GB at a budget of {budget:,} bytes")
    search = percentile(largest.processor, 0.5)
    grown = max(0.0, search - percentile(before.processor, 0.5)) / (largest.pictures - before.pictures)
    fixed = max(0.0, search - grown * largest.pictures)
    lines.append(
        f"a search costs {1000 * fixed:.0f} ms and {1000 * grown * 100_000:.0f} ms more for each 100,000 pictures: at most "
        f"{shards * search:.1f} s of the processor in {shards:,} shards of {largest.pictures:,}, {shards * search / 16:.2f} s by "
        "the clock on 16 cores"
    )
    return f"{MILLIONS:,} pictures: {'; '.join(lines)}."
