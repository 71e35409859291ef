"""How long does reading a caption take with 10,000 subjects on file, beside what the same words cost a search in plain words?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from typing import Any

import numpy as np

from bench.data import table
from bench.pictures_clock import percentile
from firsthand.index.names import NameEngine, pack_names
from firsthand.index.segments import Segment
from firsthand.reading.captions import read_caption
from firsthand.record.ports import Gazetteer, NameDoc
from firsthand.record.when import parse

SUBJECTS = 10_000
ROUNDS = 20
_FIRST = ("Olena", "Taras", "Maria", "Nikos", "Eleni", "Ivan", "Daria", "Petro", "Sofia", "Yannis")
_LAST = ("Hromad", "Zelenk", "Papad", "Kostyr", "Vasyl", "Morozen", "Theodor", "Andrush", "Karavel", "Boyarch")
_BODIES = ("Union", "League", "Committee", "Council", "Society", "Guild", "Federation", "Front", "Circle", "Bureau")
_ENDS = ("enko", "uk", "opoulos", "ov", "idis", "ska", "chenko", "akis", "ych", "yn")


def run(rows: Sequence[dict[str, Any]], gazetteer: Gazetteer) -> str:
    """Print what reading and finding names take, and a yardstick; gives the figure of both together at the median."""
    engine = _engine()
    said = [(row["caption"], row["lang"], parse(row["published"]) if row["published"] else None) for row in rows]
    plain = [name.lower() for name in _names()]

    def read(one: tuple[str, str, Any]) -> None:
        read_caption(*one, gazetteer)
        engine.find(one[0], one[1])

    def yardstick(one: tuple[str, str, Any]) -> None:
        text = one[0].lower()
        [name for name in plain if name in text]

    ours, theirs = _each(said, read), _each(said, yardstick)
    print(
        table(
            [f"a caption, {SUBJECTS:,} subjects on file", "p50", "p95"],
            [
                ["read: dates, places, stances, names", *_shown(ours)],
                ["yardstick: each name looked for in the text, as it is written", *_shown(theirs)],
            ],
        )
    )
    return f"{1000 * percentile(ours, 0.5):.2f} ms a caption"


def _engine() -> NameEngine:
    docs = [NameDoc(f"case-{n}", f"case-{n}/s", name, "en") for n, name in enumerate(_names())]
    return NameEngine([Segment(pack_names(docs), np.ones(len(docs), bool))])


def _names() -> Iterator[str]:
    """Names of persons and bodies, each once, put together from parts."""
    people = (f"{first} {last}{end}" for first, last, end in product(_FIRST, _LAST, _ENDS))
    bodies = (f"{last}{end} {body} of {first}" for last, end, body, first in product(_LAST, _ENDS, _BODIES, _FIRST))
    yield from islice((name for some in (people, bodies) for name in some), SUBJECTS)


def _each(said: Sequence[Any], work: Callable[[Any], None]) -> list[float]:
    """Seconds of the processor for each caption, several times over, the first round left out."""
    spent: list[float] = []
    for number in range(ROUNDS + 1):
        for one in said:
            begun = time.process_time()
            work(one)
            if number:
                spent.append(time.process_time() - begun)
    return spent


def _shown(spent: Sequence[float]) -> list[str]:
    return [f"{1000 * percentile(spent, share):.2f} ms" for share in (0.5, 0.95)]
