"""How good are answers on edited copies? Recall, the one threshold at a wanted precision, outlines, and wrong answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

Row = tuple[str, str | None, float, list[list[float]] | None]
"""(query, reference or None, score, outline of the reference in query pixels)."""

PRECISION = 0.999

SPLITS = {
    "pos": "copies of pictures on file",
    "neg": "copies of pictures not on file",
    "hard": "the same place, not on file",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One edited copy. `right` are the references that it shows, each with what carries its pixels to ours (None: unknown)."""

    file: str
    edit: str
    split: str
    right: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """Of one edit: copies; shares whose first answer is right, whatever its score, at `threshold`, and at alert.

    `parts` is the share of all pictures in them found at `threshold` (a collage holds several); `outline` the median error of
    the outline as a share of the diagonal, None where it is not known.
    """

    copies: int
    first: float
    sure: float
    parts: float
    alert: float
    outline: float | None


def read_manifest(folder: Path) -> tuple[list[Asked], dict[str, Any]]:
    """The copies that `make_copies.py` wrote, and its manifest."""
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    asked = [
        Asked(one["file"], one["transform"], one["split"], {held["file"]: held["H"] for held in one["refs"]})
        for one in manifest["queries"]
    ]
    return asked, manifest


def by_query(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The answers of each query (by its file's name), the highest score first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[1] is not None:
            found[Path(row[0]).name].append(row)
    return {name: sorted(some, key=lambda row: -row[2]) for name, some in found.items()}


def threshold(answers: Sequence[tuple[float, bool]], precision: float = PRECISION) -> float:
    """The lowest score at which so many of the answers with that score or more are right; equal scores go together.

    Infinite where there is none.
    """
    ordered = sorted(answers, key=lambda answer: -answer[0])
    best, right = float("inf"), 0
    for number, (score, good) in enumerate(ordered, 1):
        right += good
        last = number == len(ordered) or ordered[number][0] < score
        if last and right / number >= precision:
            best = score
    return best


def pooled(asked: Sequence[Asked], found: Mapping[str, list[Row]]) -> float:
    """The threshold over the first answers to all copies, also of those that show nothing on file."""
    return threshold(
        [(found[one.file][0][2], found[one.file][0][1] in one.right) for one in asked if one.file in found]
    )


def edits(
    asked: Sequence[Asked],
    found: Mapping[str, list[Row]],
    at: tuple[float, float],
    sizes: Mapping[str, tuple[int, int]],
) -> dict[str, Edit]:
    """The figures of each edit, in the order of the copies, at the threshold and at alert (`at`).

    `sizes` are those of the references, in pixels.
    """
    groups: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.split == "pos":
            groups[one.edit].append(one)
    return {name: _edit(some, found, at, sizes) for name, some in groups.items()}


def _edit(
    asked: list[Asked], found: Mapping[str, list[Row]], at: tuple[float, float], sizes: Mapping[str, tuple[int, int]]
) -> Edit:
    tops = [(one, found[one.file][0]) for one in asked if one.file in found]
    right = [(one, row) for one, row in tops if row[1] in one.right]
    parts = sum(len({row[1] for row in found.get(one.file, ()) if row[2] >= at[0]} & set(one.right)) for one in asked)
    errors = [error for one, row in right if row[2] >= at[0] and (error := outline_error(one, row, sizes)) is not None]
    count = len(asked)
    return Edit(
        copies=count,
        first=len(right) / count,
        sure=sum(row[2] >= at[0] for _, row in right) / count,
        parts=parts / max(1, sum(len(one.right) for one in asked)),
        alert=sum(row[2] >= at[1] for _, row in right) / count,
        outline=median(errors) if errors else None,
    )


def outline_error(one: Asked, row: Row, sizes: Mapping[str, tuple[int, int]]) -> float | None:
    """How far the worst corner lies off, as a share of the diagonal; None where the truth or the outline is not known."""
    _, name, _, outline = row
    truth = one.right.get(name or "")
    if truth is None or outline is None or name not in sizes:
        return None
    width, height = sizes[name]
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], float) @ np.asarray(truth).T
    corners = corners[:, :2] / corners[:, 2:]
    return float(np.abs(np.asarray(outline) - corners).max() / np.linalg.norm(corners[2] - corners[0]))


def wrong(asked: Sequence[Asked], found: Mapping[str, list[Row]], least: float) -> dict[str, tuple[int, int, int]]:
    """Split -> (asked, those with any wrong answer from `least` on, those answered by a decoy among them)."""
    counts: dict[str, list[int]] = {split: [0, 0, 0] for split in SPLITS}
    for one in asked:
        bad = [row[1] or "" for row in found.get(one.file, ()) if row[2] >= least and row[1] not in one.right]
        counts[one.split][0] += 1
        counts[one.split][1] += bool(bad)
        counts[one.split][2] += any(name.startswith("decoy") for name in bad)
    return {split: (count[0], count[1], count[2]) for split, count in counts.items()}
