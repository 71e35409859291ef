"""Where do the edited copies of real photographs come from? The data's own script, run in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from bench.data import NoData, need
from bench.pictures_scores import Asked, Row, read_manifest

WITH_AUGLY = "import cv2, augly.image"

LEAST = 4
"""Photographs that the script needs for a collage."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Edited copies: those to ask for, and the folder that holds the references and, beside them, decoys in the same layouts."""

    asked: list[Asked]
    queries: Path
    shelf: Path
    sizes: dict[str, tuple[int, int]]

    @property
    def files(self) -> list[str]:
        return [str(self.queries / one.file) for one in self.asked]


def make_copies(data: Path, folder: Path, photos: int) -> Copies:
    """Edit so many photographs of the data, and half as many that are not on file. Raises NoData.

    Where FIRSTHAND_CV_PYTHON names an interpreter that has AugLy, three edits of AugLy are among them.
    """
    held, script = need(data / "pictures" / "photos"), need(data / "pictures" / "make_copies.py")
    python, also = _python()
    counts = {"--pos": max(LEAST, photos), "--neg": max(LEAST, photos // 2)}
    told = [str(part) for pair in counts.items() for part in pair]
    command = [python, str(script), str(held), str(folder), *told, *also]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoData(f"The edited copies could not be made: {(done.stderr.strip() or 'no message').splitlines()[-1]}")
    return held_copies(held, folder, folder)


def held_copies(photos: Path, made: Path, folder: Path) -> Copies:
    """The copies that the script has written into `made`; the references are laid together within `folder`."""
    asked, manifest = read_manifest(need(made))
    shelf = _shelf(photos, (made, folder), manifest)
    sizes = {name: _size(shelf / name) for name in sorted({name for one in asked for name in one.right})}
    return Copies(asked, made / "queries", shelf, sizes)


def _python() -> tuple[str, list[str]]:
    """The interpreter that makes the copies, and what to tell the script."""
    named = os.environ.get("FIRSTHAND_CV_PYTHON")
    if not named:
        return sys.executable, ["--no-augly"]
    done = subprocess.run([named, "-c", WITH_AUGLY], capture_output=True, check=False)
    return (named, []) if done.returncode == 0 else (sys.executable, ["--no-augly"])


def _shelf(photos: Path, folders: tuple[Path, Path], manifest: dict[str, Any]) -> Path:
    made, shelf = folders[0].resolve(), folders[1] / "references"
    shelf.mkdir()
    for name in manifest["references"]:
        (shelf / name).symlink_to(photos.resolve() / name)
    for name in manifest["decoys"]:
        (shelf / name).symlink_to(made / "decoys" / name)
    return shelf


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def by_pdq(shelf: Path, files: Sequence[str]) -> Iterator[Row]:
    """The yardstick: PDQ of the whole picture alone; the score is minus the bits in which the nearest reference differs."""
    names = sorted(path.name for path in shelf.iterdir())
    held = np.array([_hash(shelf / name) for name in names])
    for file in files:
        apart = np.bitwise_count(held ^ _hash(Path(file))).sum(axis=1, dtype=int)
        nearest = int(apart.argmin())
        yield file, names[nearest], -float(apart[nearest]), None


def _hash(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as picture:
        vector, _ = pdqhash.compute(np.asarray(picture.convert("RGB")))
    return np.packbits(vector.astype(bool))
