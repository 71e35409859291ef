"""Which edits of a picture are seen through, and is another picture ever taken for it?

The copies are made by the data's own script in a process of its own, because it needs OpenCV, which Firsthand does not.
FIRSTHAND_CV_PYTHON names an interpreter that has it, if this one has not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from PIL import Image

from bench.data import NoData, need, table
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

POSITIVES, NEGATIVES = 60, 30

Row = tuple[str, str | None, float, list[list[float]] | None]

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
    """(query file, reference or None, probability, outline of the reference in query pixels) for each likely picture."""
    settings = Settings()
    files = sorted(path for path in Path(folder).iterdir() if path.is_file())
    docs = [PictureDoc("", path.name, prints_of_reference(_pixels(path, settings))) for path in files]
    arrays = pack_pictures(docs)
    engine = PictureEngine([Segment(arrays, np.ones(len(docs), bool))])
    size = sum(array.nbytes for array in arrays.values())
    pictures.stats = {"references": len(docs), "bytes a picture": size // max(1, len(docs))}  # type: ignore[attr-defined]
    for query in query_files:
        yield from _asked(engine, query, settings)


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
    """Print the share of copies found at the alert threshold, edit by edit, and every wrong answer."""
    photos = need(data / "pictures" / "photos")
    with tempfile.TemporaryDirectory() as folder:
        manifest = _make_copies(photos, need(data / "pictures" / "make_copies.py"), Path(folder))
        shelf = _shelf(photos, Path(folder), manifest)
        start = perf_counter()
        files = [str(Path(folder) / "queries" / query["file"]) for query in manifest["queries"]]
        answers: dict[str, list[Row]] = defaultdict(list)
        for row in pictures(shelf, files):
            answers[Path(row[0]).name].append(row)
        seconds = perf_counter() - start
    return _report(manifest["queries"], answers, seconds)


def _make_copies(photos: Path, script: Path, folder: Path) -> dict[str, Any]:
    python = os.environ.get("FIRSTHAND_CV_PYTHON", sys.executable)
    if subprocess.run([python, "-c", "import cv2"], capture_output=True, check=False).returncode:
        raise NoData(
            f"The edited copies are made with OpenCV, which {python} lacks. Install opencv-python-headless and pillow in "
            "another environment and name its python in FIRSTHAND_CV_PYTHON."
        )
    counts = ["--pos", str(POSITIVES), "--neg", str(NEGATIVES), "--no-augly"]
    subprocess.run([python, str(script), str(photos), str(folder), *counts], check=True, capture_output=True)
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return manifest


def _shelf(photos: Path, folder: Path, manifest: dict[str, Any]) -> Path:
    """The references and the decoys in one folder."""
    shelf = folder / "references"
    shelf.mkdir()
    for name in manifest["references"]:
        (shelf / name).symlink_to(photos / name)
    for name in manifest["decoys"]:
        (shelf / name).symlink_to(folder / "decoys" / name)
    return shelf


def _report(queries: list[dict[str, Any]], answers: dict[str, list[Row]], seconds: float) -> str:
    alert = Settings().alert
    found: dict[str, list[bool]] = defaultdict(list)
    wrong: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    for query in queries:
        right = {reference["file"] for reference in query["refs"]}
        sure = {row[1] for row in answers[query["file"]] if row[1] and row[2] >= alert}
        asked[query["split"]] += 1
        wrong[query["split"]] += bool(sure - right)
        if query["split"] == "pos":
            found[query["transform"]].append(bool(sure & right))
    print(table(["edit", "copies", "found"], [[e, len(v), f"{sum(v) / len(v):.2f}"] for e, v in found.items()]))
    splits = {
        "pos": "copies of pictures on file",
        "neg": "copies of pictures not on file",
        "hard": "the same place, not on file",
    }
    print(table(["wrong answers", "asked", "wrong"], [[splits[s], asked[s], wrong[s]] for s in splits]))
    print(f"{pictures.stats}; {seconds / len(queries):.3f} s a query, references and decoding included")  # type: ignore[attr-defined]
    share = np.mean([hit for hits in found.values() for hit in hits])
    errors = f"{sum(wrong.values())} wrong answers of {len(queries)}"
    return f"pictures: {share:.3f} of {asked['pos']} copies found at {alert}, {errors}"
