"""Which copies among many texts are found, and who is wrongly called a copy? `python -m bench reprints`.

For each cell (share of the sentences kept, and kind of edit) copies of real pages are put among the pages, strange texts and
look-alikes. MinHash with locality-sensitive hashing (datasketch) is measured in the same run where it is installed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench.data import table
from bench.reprints_made import EDITS, FEET, KEPT, Text, dated, decoys, keep, read, strangers, wrappers
from firsthand.index.reprints import reprints
from firsthand.matching.terms import terms

try:
    from datasketch import MinHash, MinHashLSH
except ImportError:
    MinHash = MinHashLSH = None

SURE = 0.9
"""Probability from which on a pair counts as said."""
HELD_BACK = 60
"""Pages of which look-alikes are made."""
EACH = 60
"""Copies in one cell."""

Pair = tuple[object, object]
Finder = Callable[[list[Text]], Iterable[Pair]]


@dataclass(slots=True)
class Count:
    """What was there, what was said, and how much of it was right."""

    there: int = 0
    right: int = 0
    wrong: int = 0
    seconds: float = 0.0

    def add(self, other: Count) -> None:
        self.there, self.right = self.there + other.there, self.right + other.right
        self.wrong, self.seconds = self.wrong + other.wrong, self.seconds + other.seconds

    @property
    def recall(self) -> float:
        return self.right / max(1, self.there)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)


def ours(texts: list[Text]) -> Iterator[Pair]:
    return ((copy, source) for copy, source, likely in reprints(texts) if likely >= SURE)


class Sketches:
    """datasketch's MinHashLSH: runs of five words, threshold .5, 128 permutations; of two texts the later is the copy."""

    def __init__(self) -> None:
        self._kept: dict[str, MinHash] = {}

    def pairs(self, texts: list[Text]) -> Iterator[Pair]:
        index = MinHashLSH(threshold=0.5, num_perm=128)
        for number, text in sorted(enumerate(texts), key=lambda row: (str(row[1]["published"]), row[0])):
            sketch = self._sketch(str(text["text"]))
            yield from ((text["id"], texts[other]["id"]) for other in index.query(sketch))
            index.insert(number, sketch)

    def _sketch(self, text: str) -> MinHash:
        if text not in self._kept:
            words = [word.folded for word in terms(text)]
            sketch = MinHash(num_perm=128)
            sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)])
            self._kept[text] = sketch
        return self._kept[text]


@dataclass(frozen=True, slots=True)
class Ground:
    """What copies are put among: pages by the sentences of each, all texts, and texts to wrap copies in."""

    sources: list[list[str]]
    texts: list[Text]
    others: list[str]

    def copies(self, rng: random.Random, cell: tuple[float, str]) -> list[tuple[Text, str]]:
        """EACH copies of one cell, with the name of the source of each."""
        made = []
        turn = KEPT.index(cell[0]) * EACH
        for number, place in enumerate(rng.sample(range(len(self.sources)), min(EACH, len(self.sources)))):
            text = EDITS[cell[1]](keep(self.sources[place], cell[0], rng), rng, self.others[turn + number :])
            made.append((dated(f"copy-{cell[0]}-{cell[1]}-{place}", text, rng, 2023), f"page-{place}"))
        return made


def ground(data: Path) -> Ground:
    """The pages, strangers and look-alikes, in an order drawn by lot."""
    pages, rng = read(data), random.Random(0)
    rng.shuffle(pages)
    sources, rest = pages[HELD_BACK:], pages[:HELD_BACK]
    texts = [dated(f"page-{i}", _outlet(pieces, i), rng, 2020) for i, pieces in enumerate(sources)]
    texts += [dated(f"stranger-{i}", text, rng, 2020 + i % 3) for i, text in enumerate(strangers(data))]
    texts += decoys(rest, rng)
    return Ground(sources, texts, wrappers(data))


def run(data: Path) -> str:
    """Print the tables; the figure is for copies that keep a third of the sentences, at most a tenth of their words edited."""
    whole = ground(data)
    words = sum(len(str(text["text"]).split()) for text in whole.texts)
    print(f"{len(whole.texts):,} texts, {words:,} words, {EACH} copies a cell")
    for copy, source in ours(whole.texts):
        print(f"  without any copy made, {copy} is called a copy of {source}")
    finders: dict[str, Finder] = {"Firsthand": ours} | ({"datasketch": Sketches().pairs} if MinHash else {})
    if not MinHash:
        print("datasketch is not installed: `pip install datasketch` to measure it beside")
    results = {name: _cells(finder, whole) for name, finder in finders.items()}
    for name, cells in results.items():
        _print(name, cells)
    if MinHash:
        finders["datasketch"] = lambda texts: Sketches().pairs(
            texts
        )  # afresh: what the cells kept would flatter its time
    _mixed(finders, whole)
    cells = results["Firsthand"]
    third = Count()
    for edit in ("none", "5 %", "10 %"):
        third.add(cells[0.33, edit])
    return f"reprints: a third of the sentences kept: recall {third.recall:.3f} at precision {third.precision:.3f}"


def _outlet(pieces: list[str], number: int) -> str:
    """A page with its outlet's footer; every fourth has none."""
    return "\n".join([*pieces, FEET[number % 4]] if number % 4 < len(FEET) else pieces)


def measure(finder: Finder, texts: list[Text], copies: list[tuple[Text, str]]) -> Count:
    """What a finder says of copies put among texts."""
    start = time.process_time()
    said = set(finder([*texts, *(copy for copy, _ in copies)]))
    spent = time.process_time() - start
    true = {(copy["id"], source) for copy, source in copies}
    return Count(len(true), len(said & true), len(said - true), spent)


def _cells(finder: Finder, whole: Ground) -> dict[tuple[float, str], Count]:
    cells = {}
    for number, cell in enumerate(product(KEPT, EDITS)):
        cells[cell] = measure(finder, whole.texts, whole.copies(random.Random(number), cell))
    return cells


def _print(name: str, cells: dict[tuple[float, str], Count]) -> None:
    print(f"\n{name}: recall (wrong answers) over the share of sentences kept and the edits\n")
    rows: list[list[object]] = [
        [f"{kept:.0%}", *(f"{cells[kept, edit].recall:.2f} ({cells[kept, edit].wrong})" for edit in EDITS)]
        for kept in KEPT
    ]
    print(table(["kept", *EDITS], rows))
    whole = Count()
    for count in cells.values():
        whole.add(count)
    print(f"\nall cells: recall {whole.recall:.3f}, precision {whole.precision:.3f}, {whole.seconds:.0f} s")


def _mixed(finders: dict[str, Finder], whole: Ground) -> None:
    """All cells at once: a source then has many copies, which are like each other too."""
    copies = [pair for n, cell in enumerate(product(KEPT, EDITS)) for pair in whole.copies(random.Random(n), cell)]
    rows: list[list[object]] = []
    for name, finder in finders.items():
        count = measure(finder, whole.texts, copies)
        rows.append([name, f"{count.recall:.3f}", f"{count.precision:.3f}", count.wrong, f"{count.seconds:.0f}"])
    print(f"\nAll {len(copies):,} copies in one collection of {len(whole.texts) + len(copies):,} texts\n")
    print(table(["finder", "recall", "precision", "wrong", "seconds"], rows))
