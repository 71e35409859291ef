"""How alike does a sentence model find a post and a claim? From vectors kept in a folder, where the engine gives none itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.data import lines
from bench.fit_rows import Likeness

PARTS = {"texts": "text", "titles": "title"}
"""Files of vectors, and the field of a claim that each one encodes."""


def cached(data: Path, vectors: Path | None) -> Likeness:
    """The largest cosine of a post with any wording of a claim; None where their vectors are not in the folder.

    The folder holds `SET/{texts,titles,both,queries.dev,queries.train}.npz`, each with `ids` and `vectors` of length 1.
    """
    known: dict[str, NDArray[np.float32]] = {}
    for held in sorted(vectors.iterdir()) if vectors else ():
        source = data / "claims" / held.name
        if not (source / "claims.jsonl").exists():
            continue
        claims = {row["id"]: row for row in lines(source / "claims.jsonl")}
        for file in sorted(held.glob("*.npz")):
            name = file.stem.removeprefix("raw")
            if name in PARTS or name == "both":
                texts = {id: _said(row, name) for id, row in claims.items()}
            elif (source / f"{name}.jsonl").exists():
                texts = {row["id"]: row["text"] for row in lines(source / f"{name}.jsonl")}
            else:
                continue
            kept = np.load(file)
            known |= {
                texts[str(id)]: row for id, row in zip(kept["ids"], kept["vectors"], strict=True) if texts.get(str(id))
            }

    def likeness(post: str, wordings: Sequence[str]) -> float | None:
        asked = known.get(post)
        found = [known[text] for text in wordings if text in known]
        return float(max(asked @ row for row in found)) if asked is not None and found else None

    return likeness


def _said(row: dict[str, str], part: str) -> str:
    if part == "both":
        return f"{row['title']}. {row['text']}" if row.get("title") else row["text"]
    return row.get(PARTS[part], "")
