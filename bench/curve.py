"""How do precision, recall and calibration look as a picture? An SVG drawn by hand, with its figures in words as well.

`python -m bench.curve --vectors FILE` judges the development halves, without a sentence model and with one, and writes
docs/pictures/claims-curve.svg. FILE keeps sentence vectors from one run to the next.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.claim_pairs import answer
from bench.claims import MODEL
from bench.data import folder, table
from bench.fit_curve import auroc, calibration_error, error_by_chance, recall_at
from bench.fit_data import SETS, public
from bench.fit_own import Field
from bench.fit_rows import found_for
from bench.fit_vectors import Store
from firsthand.index.encoders import open_encoder
from firsthand.matching.bends import EVEN

FILE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "claims-curve.svg"
"""The picture; its figures stand beside it in a file of the same name, for docs/matching.md."""
THRESHOLDS = (0.3, 0.5, 0.7, 0.9, 0.95, 0.99)
HALVES = range(5)
"""Lots by which half of the claims are taken out; the answers of all are put together."""
SIDE, GAP, TOP = 300, 80, 56
COLOURS = ("#1b4f8a", "#a3480f")
DASHES = ("", "7 4")

Answers = Sequence[tuple[bool, float]]
"""Of one answer a post: was it right, and how likely it said it was."""


def rows(answers: Answers, known: int) -> list[list[object]]:
    """Threshold, precision, recall and number of answers from there on, for each of `THRESHOLDS`."""
    found: list[list[object]] = []
    for least in THRESHOLDS:
        said = [right for right, p in answers if p >= least]
        precision = f"{sum(said) / len(said):.3f}" if said else "-"
        found.append([least, precision, f"{sum(said) / max(1, known):.3f}", len(said)])
    return found


def precision_recall(answers: Answers, known: int) -> list[tuple[float, float]]:
    """(recall, precision) at every threshold that an answer reaches, from the highest down."""
    ordered = sorted(answers, key=lambda row: -row[1])
    points, right = [], 0
    for number, (good, p) in enumerate(ordered, 1):
        right += good
        if p > 0 and (number == len(ordered) or ordered[number][1] < p):
            points.append((right / max(1, known), right / number))
    return points


def reliability(answers: Answers) -> list[tuple[float, float]]:
    """(mean probability said, share that was right) in each of ten bands that holds an answer."""
    bands: dict[int, list[tuple[bool, float]]] = {}
    for right, p in answers:
        bands.setdefault(min(9, int(p * 10)), []).append((right, p))
    return [
        (sum(p for _, p in held) / len(held), sum(right for right, _ in held) / len(held))
        for _, held in sorted(bands.items())
    ]


def svg(sets: Sequence[tuple[str, Answers, int]]) -> str:
    """Two charts side by side, one line a set: precision over recall, and how often each probability was right."""
    width, height = 2 * SIDE + 3 * GAP, TOP + SIDE + 60 + 22 * len(sets)
    told = " ".join(f"{name}: {_told(answers, known)}" for name, answers, known in sets)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="curve-title curve-desc" font-family="sans-serif" font-size="13">',
        '<title id="curve-title">Known claims: precision over recall, and how often each probability was right</title>',
        f'<desc id="curve-desc">{escape(told)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_frame(GAP, "recall", "precision"),
        *_frame(2 * GAP + SIDE, "probability said", "share that was right"),
        f'<path d="M{2 * GAP + SIDE} {TOP + SIDE}L{2 * GAP + 2 * SIDE} {TOP}" stroke="#767676" stroke-dasharray="2 4"/>',
    ]
    for number, (name, answers, known) in enumerate(sets):
        look = (
            f'fill="none" stroke="{COLOURS[number % 2]}" stroke-width="2" stroke-dasharray="{DASHES[number // 2 % 2]}"'
        )
        parts.append(f'<path d="{_path(precision_recall(answers, known), GAP)}" {look}/>')
        parts.append(f'<path d="{_path(reliability(answers), 2 * GAP + SIDE)}" {look}/>')
        below = TOP + SIDE + 62 + 22 * number
        parts.append(f'<path d="M{GAP} {below}h40" {look}/>')
        parts.append(f'<text x="{GAP + 50}" y="{below + 4}" fill="#222">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _told(answers: Answers, known: int) -> str:
    said = ", ".join(f"from {row[0]} precision {row[1]} and recall {row[2]}" for row in rows(answers, known))
    right, p = np.array([row[0] for row in answers], bool), np.array([row[1] for row in answers])
    return f"{said}; expected calibration error {calibration_error(right, p):.3f}."


def _frame(left: int, below: str, beside: str) -> list[str]:
    parts = [f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#444"/>']
    for tenth in range(0, 11, 2):
        x, y = left + SIDE * tenth / 10, TOP + SIDE - SIDE * tenth / 10
        parts.append(
            f'<text x="{x:.0f}" y="{TOP + SIDE + 18}" text-anchor="middle" fill="#222">{tenth / 10:.1f}</text>'
        )
        parts.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end" fill="#222">{tenth / 10:.1f}</text>')
    parts.append(f'<text x="{left + SIDE / 2}" y="{TOP + SIDE + 38}" text-anchor="middle" fill="#222">{below}</text>')
    parts.append(f'<text x="{left - 34}" y="{TOP - 14}" fill="#222">{beside}</text>')
    return parts


def _path(points: Sequence[tuple[float, float]], left: int) -> str:
    placed = [f"{left + SIDE * x:.1f} {TOP + SIDE - SIDE * y:.1f}" for x, y in points]
    return "M" + "L".join(placed) if placed else ""


def _section(name: str, answers: Answers, known: int, held: NDArray[np.bool_]) -> str:
    right, said = np.array([row[0] for row in answers], bool), np.array([row[1] for row in answers])
    marks = [f"{recall_at(right, said, known, least):.2f} at precision {least}" for least in (0.95, 0.99)]
    head = (
        f"**{name}**, {known} of {len(answers)} posts with their claim on file: recall {' and '.join(marks)}; expected "
    )
    without = calibration_error(right[~held], said[~held])
    tail = (
        f"calibration error {calibration_error(right, said):.3f} ({error_by_chance(said):.3f} by chance), without the "
        f"{held.sum()} that can only suggest, {right[held].sum()} of them right, {without:.3f}; "
        f"AUROC {auroc(right, said):.3f}.\n\n"
    )
    return head + tail + table(["from", "precision", "recall", "answers"], rows(answers, known))


def judged(field: Field, vectors: Store | None) -> list[tuple[bool, float, bool]]:
    """One answer for each post of a field, as the product weighs it, and whether it is shown but can only suggest."""
    best = ((asked, answer(rows)) for asked, rows in found_for(field, vectors))
    return [(item in asked.gold, chance, held and chance > EVEN) for asked, (item, chance, held) in best]


def write(sets: Sequence[tuple[str, Answers, int, NDArray[np.bool_]]]) -> None:
    """Print the tables, write them and the picture."""
    figures = "\n\n".join(_section(*each) for each in sets)
    print(figures)
    FILE.write_text(svg([each[:3] for each in sets]), encoding="utf-8")
    FILE.with_suffix(".txt").write_text(figures + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Judge, print the tables, write the picture. `--vectors FILE` keeps the vectors of a sentence model between runs."""
    if "--vectors" not in arguments[:-1]:
        print(
            "usage: python -m bench.curve --vectors FILE   (a .npz file; it is made where it is not there)",
            file=sys.stderr,
        )
        return 2
    store = Store(Path(arguments[arguments.index("--vectors") + 1]), open_encoder(MODEL))
    sets = []
    for words, vectors in (("without a model", None), ("with one", store)):
        for name in SETS:
            fields = [public(folder(), name, "dev", lot) for lot in HALVES]
            found = [row for field in fields for row in judged(field, vectors)]
            known = sum(bool(asked.gold) for field in fields for asked in field.asked)
            held = np.array([row[2] for row in found], bool)
            sets.append((f"{name}, {words}", [row[:2] for row in found], known, held))
    store.save()
    write(sets)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
