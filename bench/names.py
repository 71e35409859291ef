"""How fast are 100,000 names found in a megabyte of text, and how well? Beside two finders of names just as they stand on file.

The text is real: news pages, sentences of parallel sets in three languages, and an interview. The names are made (`names_made`).
How well is asked of sentences of our own (`tests/name_rows.txt`), with their names on file, then with all the others beside them.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from tests.name_rows import Row, docs, rows

from bench.data import lines, need, table
from bench.names_made import subjects
from bench.scan import pages
from firsthand.index.array_file import open_arrays, write_arrays
from firsthand.index.names import NameEngine, pack_names
from firsthand.index.segments import Segment
from firsthand.record.ports import NameDoc

COUNT = 100_000
BYTES = 1_000_000
LONG = 10
"""Times the text is repeated for a text of 10 MB."""
SAMPLE = 2_000
"""Names of the alternation: all of them take minutes to compile and to look for."""
SETS = {
    "uk": ("wmt22_uk_en", "wmt22_uk_ru", "tatoeba_uk_en"),
    "ru": ("wmt22_ru_en", "xquad_ru_en", "xquadpara_ru_en"),
    "el": ("xquad_el_en", "xquadpara_el_en", "tatoeba_el_en"),
}


def run(data: Path) -> str:
    """Print the tables; the figure is build and scan seconds, and what is found and missed."""
    text, made = _text(data), list(subjects(COUNT))
    began = time.perf_counter()
    arrays = pack_names(made)
    built = time.perf_counter() - began
    size = sum(array.nbytes for array in arrays.values()) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.arrays"
        write_arrays(file, "1", arrays)
        began = time.perf_counter()
        held = open_arrays(file, "1")
        assert held is not None, "it was written a moment ago"
        engine = NameEngine([Segment(held, np.ones(len(made), bool))])
        opened = time.perf_counter() - began
        scanned, found = _timed(lambda: len(engine.find(text, "")))
        again, _ = _timed(lambda: len(engine.find(text, "")))
        long, _ = _timed(lambda: len(engine.find("\n\n".join([text] * LONG), "")))
    print(
        f"{len({doc.name for doc in made}):,} different names of {COUNT:,} subjects; {len(text.encode()):,} bytes of text\n"
    )
    shown = [
        f"{COUNT:,}",
        f"{built:.2f}",
        f"{size:.1f}",
        f"{1000 * opened:.1f}",
        f"{scanned:.2f}",
        f"{again:.2f}",
        f"{long:.2f}",
    ]
    head = ["finder", "names", "build s", "MB", "open ms", "scan s", "again s", f"{LONG} MB s", "found"]
    print(table(head, [["Firsthand", *shown, found], *_yardsticks(text, made)]) + "\n")
    right = _accuracy("the names of the sentences alone", docs(), rows())
    _accuracy(f"and {COUNT:,} others on file", [*docs(), *made], rows())
    return f"names: {built:.2f} s built, {scanned:.2f} s for a megabyte, {right}"


def _text(data: Path) -> str:
    """A megabyte, a quarter in each language where there is so much."""
    pieces = {"en": "\n\n".join([*pages(data)[0], need(next((data / "interviews").glob("*.txt"))).read_text("utf-8")])}
    for lang, names in SETS.items():
        held = (row["text"] for name in names for row in _rows(data, name) if row["lang"] == lang)
        pieces[lang] = "\n\n".join(dict.fromkeys(held))
    share = BYTES // len(pieces)
    cut = [_cut(piece, share) for lang, piece in pieces.items() if lang != "en"]
    return "\n\n".join([_cut(pieces["en"], BYTES - sum(len(one.encode()) for one in cut)), *cut])


def _rows(data: Path, name: str) -> Iterator[dict[str, str]]:
    for half in ("claims", "queries.dev"):
        yield from lines(data / "crosslingual" / name / f"{half}.jsonl")


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")


def _timed(find: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    found = find()
    return time.perf_counter() - began, found


def _yardsticks(text: str, made: Sequence[NameDoc]) -> Iterator[list[object]]:
    """A dictionary of first words with the names that begin so, and an alternation: names just as on file, and no others."""
    began = time.perf_counter()
    first: dict[str, list[str]] = {}
    for name in {doc.name for doc in made}:
        first.setdefault(name.split()[0], []).append(name)
    built = time.perf_counter() - began
    spent, found = _timed(lambda: _by_first_words(text, first))
    yield ["first words in a dictionary", f"{len(made):,}", f"{built:.2f}", "", "", f"{spent:.2f}", "", "", found]
    sample = [re.escape(doc.name) for doc in made[:: len(made) // SAMPLE]]
    began = time.perf_counter()
    pattern = re.compile(rf"\b(?:{'|'.join(sample)})\b")
    built = time.perf_counter() - began
    spent, found = _timed(lambda: sum(1 for _ in pattern.finditer(text)))
    yield ["alternation (`re`)", f"{len(sample):,}", f"{built:.2f}", "", "", f"{spent:.2f}", "", "", found]


def _by_first_words(text: str, first: dict[str, list[str]]) -> int:
    return sum(
        text.startswith(name, word.start()) for word in re.finditer(r"\S+", text) for name in first.get(word[0], ())
    )


def _accuracy(what: str, held: Sequence[NameDoc], asked: Sequence[Row]) -> str:
    """Print names found, missed and wrong by language; a look-alike is left alone if nothing in its sentence is found wrongly."""
    engine = NameEngine([Segment(pack_names(held), np.ones(len(held), bool))])
    own = {doc.item for doc in docs()}
    counts: dict[str, list[int]] = {}
    for row in asked:
        hits = {(hit.doc.item, hit.start, hit.end) for hit in engine.find(row.text, row.lang) if hit.doc.item in own}
        count = counts.setdefault(row.lang, [0] * 5)
        numbers = (
            len(row.wanted),
            len(row.wanted & hits),
            len(hits - row.wanted),
            not row.found,
            not row.found and hits <= row.wanted,
        )
        counts[row.lang] = [one + int(other) for one, other in zip(count, numbers, strict=True)]
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    shown = [[lang, *numbers] for lang, numbers in [*counts.items(), ("all", total)]]
    print(f"Sentences of our own, {what}\n")
    print(table(["language", "names to find", "found", "found wrongly", "look-alikes", "left alone"], shown) + "\n")
    return f"{total[1]} of {total[0]} names found, {total[2]} wrongly, {total[4]} of {total[3]} look-alikes left alone"
