"""Where do the benchmarks find their data? Outside the project; where it is absent they say so and stop."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"


class NoData(Exception):
    """The data of a benchmark is not on this machine."""


def folder() -> Path:
    """The data folder: FIRSTHAND_DATA, or `shared/data` beside the checkout."""
    return Path(os.environ.get("FIRSTHAND_DATA", DEFAULT))


def need(path: Path) -> Path:
    if not path.exists():
        raise NoData(f"{path} is not here; set FIRSTHAND_DATA to the folder that holds it.")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    with need(path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def table(head: list[str], rows: list[list[object]]) -> str:
    """A table in Markdown."""
    body = [head, ["---"] * len(head), *[[str(cell) for cell in row] for row in rows]]
    return "\n".join("| " + " | ".join(row) + " |" for row in body)
