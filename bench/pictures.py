"""Which edits of a picture are seen through, where, and is another picture ever taken for it? Beside PDQ in the same run.

FIRSTHAND_BENCH_PHOTOS sets how many photographs are edited (60); half as many that are not on file are edited likewise.
FIRSTHAND_BENCH_COPIES names a folder in which `make_copies.py` has already written copies; then none are made.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from PIL import Image

from bench.data import need, table
from bench.pictures_copies import Copies, by_pdq, held_copies, make_copies
from bench.pictures_scores import PRECISION, SPLITS, Edit, Row, by_query, edits, pooled, wrong
from firsthand.errors import PictureError
from firsthand.index.pictures import PictureEngine, pack_pictures
from firsthand.index.segments import Segment
from firsthand.matching.picture_outlines import UNIT, carried
from firsthand.matching.picture_weighing import weigh_picture
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.reading.picture_files import decode_picture
from firsthand.record.passages import Region
from firsthand.record.ports import PictureDoc, PictureHit
from firsthand.settings import Settings

PHOTOS = 60

UNTURNED = {
    "as is": lambda u, v: (u, v),
    "mirrored": lambda u, v: (1 - u, v),
    "upside down": lambda u, v: (u, 1 - v),
    "rotated 90": lambda u, v: (v, 1 - u),
    "rotated 180": lambda u, v: (1 - u, 1 - v),
    "rotated 270": lambda u, v: (1 - v, u),
    "mirrored and rotated 90": lambda u, v: (1 - v, 1 - u),
    "mirrored and rotated 270": lambda u, v: (v, u),
}
"""Where a point (fractions across and down) of the turned picture lies in the picture as it came."""


def pictures(folder: str | Path, query_files: Sequence[str]) -> Iterator[Row]:
    """(query file, reference or None, probability, outline of the reference in query pixels) for each likely picture.

    `pictures.stats` tells of the latest run: references, bytes a picture in the index, and seconds a picture and a query,
    decoding included.
    """
    settings = Settings()
    begun = perf_counter()
    files = sorted(path for path in Path(folder).iterdir() if path.is_file())
    docs = [PictureDoc("", path.name, prints_of_reference(_pixels(path, settings))) for path in files]
    arrays = pack_pictures(docs)
    engine = PictureEngine([Segment(arrays, np.ones(len(docs), bool))])
    size = sum(array.nbytes for array in arrays.values())
    stats = pictures.stats  # type: ignore[attr-defined]
    stats.clear()
    stats |= {"references": len(docs), "bytes a picture": size // max(1, len(docs)), "points a picture": 0.0}
    stats["points a picture"] = round(arrays["code"].shape[1] / max(1, len(docs)), 1)
    stats["seconds a picture filed"] = round((perf_counter() - begun) / max(1, len(docs)), 4)
    begun = perf_counter()
    for number, query in enumerate(query_files, 1):
        yield from _asked(engine, query, settings)
        stats["seconds a query"] = round((perf_counter() - begun) / number, 4)


pictures.stats = {}  # type: ignore[attr-defined]


def _pixels(path: Path, settings: Settings) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return decode_picture(path.read_bytes(), path.name, settings)


def _asked(engine: PictureEngine, query: str, settings: Settings) -> Iterator[Row]:
    try:
        pixels = _pixels(Path(query), settings)
    except PictureError:
        yield query, None, 0.0, None
        return
    hits = engine.find(prints_of_tip(pixels), settings.leads)
    if not hits:
        yield query, None, 0.0, None
    with Image.open(query) as picture:
        size = picture.size
    for hit in hits:
        yield query, hit.item, weigh_picture(hit)[0], outline_of(hit, size)


def outline_of(hit: PictureHit, size: tuple[int, int]) -> list[list[float]]:
    """The four corners of the whole reference, from its upper left clockwise, in pixels of a query of this size."""
    if hit.overlap is None:
        return outline(hit.ours, hit.theirs, size)
    homography = np.array(hit.overlap.homography).reshape(3, 3)
    return (carried(homography, UNIT) * np.array(size)).tolist()


def outline(ours: Region, theirs: Region, size: tuple[int, int]) -> list[list[float]]:
    """The four corners of the reference picture, from its upper left clockwise, in pixels of a query of this size."""
    points = []
    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1)):
        u = (x - theirs.left) / (theirs.right - theirs.left)
        v = (y - theirs.top) / (theirs.bottom - theirs.top)
        across, down = UNTURNED[ours.turned](u, v)
        left = ours.left + across * (ours.right - ours.left)
        top = ours.top + down * (ours.bottom - ours.top)
        points.append([left * size[0], top * size[1]])
    return points


def run(data: Path) -> str:
    """Print, edit by edit, what is found and where, beside PDQ alone; then every kind of wrong answer."""
    photos = need(data / "pictures" / "photos")
    named = os.environ.get("FIRSTHAND_BENCH_COPIES")
    with tempfile.TemporaryDirectory() as folder:
        count = int(os.environ.get("FIRSTHAND_BENCH_PHOTOS", PHOTOS))
        copies = held_copies(photos, Path(named), Path(folder)) if named else make_copies(data, Path(folder), count)
        found = by_query(pictures(copies.shelf, copies.files))
        plain = by_query(by_pdq(copies.shelf, copies.files))
    return _report(copies, found, plain)


def _report(copies: Copies, found: Mapping[str, list[Row]], plain: Mapping[str, list[Row]]) -> str:
    alert = Settings().alert
    least, bits = pooled(copies.asked, found), pooled(copies.asked, plain)
    ours = edits(copies.asked, found, (least, alert), copies.sizes)
    theirs = edits(copies.asked, plain, (bits, 0.0), copies.sizes)
    print(
        f"{len(ours)} edits, {len(copies.asked)} copies; the score at which {PRECISION:.1%} of the answers are right: "
        f"{least:.4f} (PDQ alone: {-bits:.0f} bits)\n"
    )
    head = [
        "edit",
        "copies",
        "first is right",
        f"found at {PRECISION:.1%}",
        "parts",
        f"at alert {alert}",
        "outline off by",
    ]
    rows: list[list[object]] = [[name, *_cells(one), f"{theirs[name].sure:.2f}"] for name, one in ours.items()]
    print(table([*head, "PDQ alone"], [*rows, ["all", *_cells(_all(ours)), f"{_all(theirs).sure:.2f}"]]))
    print()
    for name, score in ((f"{PRECISION:.1%}", least), ("alert", alert)):
        counts = wrong(copies.asked, found, score)
        body: list[list[object]] = [[SPLITS[split], *count] for split, count in counts.items()]
        print(table([f"wrong answers at {name}", "asked", "wrong", "by a decoy in the same layout"], body))
        print()
    print(f"{pictures.stats}")  # type: ignore[attr-defined]
    total, errors = _all(ours), sum(count[1] for count in wrong(copies.asked, found, alert).values())
    return (
        f"pictures: {total.sure:.3f} found at {PRECISION:.1%} (PDQ {_all(theirs).sure:.3f}), first is right {total.first:.3f}, "
        f"{total.alert:.3f} at alert, {errors} wrong there of {len(copies.asked)}"
    )


def _cells(one: Edit) -> list[object]:
    shares = [f"{share:.2f}" for share in (one.first, one.sure, one.parts, one.alert)]
    return [one.copies, *shares, "" if one.outline is None else f"{one.outline:.2%}"]


def _all(some: Mapping[str, Edit]) -> Edit:
    """All edits together; the outline is the mean of the edits' medians."""
    copies = sum(one.copies for one in some.values())

    def share(name: str) -> float:
        return float(sum(getattr(one, name) * one.copies for one in some.values()) / copies)

    outlines = [one.outline for one in some.values() if one.outline is not None]
    shares = (share(name) for name in ("first", "sure", "parts", "alert"))
    return Edit(copies, *shares, float(np.median(outlines)) if outlines else None)
