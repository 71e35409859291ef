"""How well are words in pictures read, by language and by how they hang? Banners of our own on real photos.

FIRSTHAND_BENCH_COUNT sets the pictures for each language and class (12), FIRSTHAND_BENCH_SEED draws others: other photos, other
words, other folds (0). Photos come from the data; where it is absent, a ground drawn by this project stands in for them.
"""

from __future__ import annotations

import os
import resource
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image

from bench.data import NoData, table
from bench.inscriptions_made import CLASSES, LANGS, Pixels, drawn_ground, made, rows
from firsthand.engines.words import WordReader, find_reader
from firsthand.errors import WordsError
from firsthand.record.readings import Inscription

CHOSEN = (("COUNT", "12"), ("SEED", "0"))
SECONDS = 60.0
STEP = 8
"""Lines of words by which a seed begins later in their list."""
BARE = 20
"""Photos without a banner, in which hardly any words should be found."""

Row = tuple[str, str, str, Pixels]
"""Language, class, the words that were put in, the picture."""


def pictures(photos: Sequence[Path], count: int, kinds: Sequence[str] = CLASSES, seed: int = 0) -> Iterator[Row]:
    """The pictures of a run; the same for the same photos, count and seed."""
    for place, (lang, kind, _, lines) in enumerate(rows(count, kinds=kinds, first=STEP * seed)):
        rng = np.random.default_rng((2026 + seed, place))
        ground = _photo(photos[int(rng.integers(len(photos)))]) if photos else drawn_ground(place)
        yield lang, kind, " ".join(lines), made(ground, lines, kind, rng)


def _photo(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def accuracy(truth: str, read: str) -> float:
    """The share of the characters of `truth` that were read: 1 - edits / length, never below 0.

    What else stands in the picture, before or after, is no mistake: photos carry words of their own.
    """
    before = list(range(1)) * (len(read) + 1)
    for sign in truth:
        now = [before[0] + 1]
        for place, other in enumerate(read):
            now.append(min(before[place] + (sign != other), before[place + 1] + 1, now[place] + 1))
        before = now
    return max(0.0, 1 - min(before) / max(1, len(truth)))


def measured(
    reader: Callable[[Pixels], Sequence[Inscription]], given: Sequence[Row]
) -> dict[tuple[str, str], list[float]]:
    """Accuracies by class and language."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for lang, kind, words, pixels in given:
        found[kind, lang].append(accuracy(words, " ".join(one.text for one in reader(pixels))))
    return found


def reader_here() -> WordReader:
    """The reader of this machine. Raises NoData where there is none."""
    reader = find_reader()
    if isinstance(reader, WordsError):
        raise NoData(str(reader))
    return reader


def _timed(reader: WordReader, given: Sequence[Row]) -> tuple[dict[tuple[str, str], list[float]], float, float]:
    """Accuracies, CPU seconds a picture (with those of the reader's child) and wall seconds a picture."""
    reader.tesseract.close()
    spent, started = _cpu(), perf_counter()
    found = measured(lambda pixels: reader.read(pixels, SECONDS), given)
    reader.tesseract.close()
    return found, (_cpu() - spent) / len(given), (perf_counter() - started) / len(given)


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def run(data: Path) -> str:
    """Prints the table of both readers; returns the mean accuracy on the banner and the hard class."""
    reader = reader_here()
    photos = sorted((data / "pictures" / "photos").glob("*.jpg"))
    count, seed = (int(os.environ.get(f"FIRSTHAND_BENCH_{name}", default)) for name, default in CHOSEN)
    given = list(pictures(photos, count, seed=seed))
    ways = {"Firsthand": reader, "Tesseract alone": WordReader(reader.tesseract, None)}
    if reader.detector is None:
        del ways["Firsthand"]
    lines: list[list[object]] = []
    figures: dict[str, float] = {}
    for name, way in ways.items():
        found, cpu, wall = _timed(way, given)
        for kind in CLASSES:
            lines.append([name, kind, *(f"{np.mean(found[kind, lang]):.3f}" for lang in LANGS), "", ""])
        lines[-1][-2:] = [f"{cpu:.2f}", f"{wall:.2f}"]
        figures |= {kind: float(np.mean([value for lang in LANGS for value in found[kind, lang]])) for kind in CLASSES}
        if name == "Firsthand":
            print(_bare(way, photos))
            best = dict(figures)
    print(f"{len(given)} pictures, {'on photos' if photos else 'on drawn grounds (no data here)'}.")
    print(table(["reader", "class", *LANGS, "CPU s a picture", "wall s"], lines))
    best = best if reader.detector else figures
    return f"inscriptions: character accuracy {best['banner']:.3f} on banners, {best['hard']:.3f} on hard ones"


def _bare(reader: WordReader, photos: Sequence[Path]) -> str:
    """What is read in photos without a banner: their own words, and texture taken for words."""
    found = [one for path in photos[:: max(1, len(photos) // BARE)] for one in reader.read(_photo(path), SECONDS)]
    firm = sum(one.confidence >= 0.75 for one in found)
    return f"{BARE} photos without a banner: {len(found)} inscriptions, {firm} of them firm."
