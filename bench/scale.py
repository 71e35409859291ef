"""How does the text index grow? Build, opening, memory and time a sentence at 10,000 to a million claims, beside two engines.

Claims are real ones, titles and sentences; beyond those that there are, the first half of one is joined to the second half of
another: words and lengths stay those of real claims. What is asked are sentences of news pages and posts. No sentence model.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from bench.claims_silence import news_sentences
from bench.data import lines, need, table
from firsthand.index.array_file import open_arrays, write_arrays
from firsthand.index.segments import Segment
from firsthand.index.text import TextEngine
from firsthand.index.text_pack import STRINGS, pack_texts
from firsthand.record.ports import TextDoc

SIZES = (10_000, 100_000, 300_000, 1_000_000)
BESIDE = (10_000, 100_000, 300_000)
"""Sizes at which the other engines are measured too: their building takes long."""
ASKED = 400
LATER = (3_000, 300, 30)
"""Claims of the last segments: a casebook filled by one import is one segment, what is filed later lies in small ones."""
WHOLE, SENTENCE = 20, 3
"""Leads asked for a short text, and for each sentence of a long one (`index/recall.py`)."""

Find = Callable[[str], Any]


def run(data: Path, sizes: Sequence[int] = SIZES) -> str:
    """Print the growth table; the figure is the time a sentence at 300,000 claims (p50, p99)."""
    pool, asked = _claims(data), _asked(data)
    rows: list[list[object]] = []
    figure = ""
    for size in sizes:
        texts = _grown(pool, size)
        row, p50, p99 = _ours(texts, asked)
        rows.append(row)
        figure = f"{p50:.2f} ms p50, {p99:.2f} ms p99 a sentence at {size:,} claims" if size <= 300_000 else figure
        if size in BESIDE:
            rows += [_other(name, build, texts, asked) for name, build in ENGINES.items() if find_spec(name)]
    head = [
        "engine",
        "claims",
        "built/s",
        "opens in",
        "bytes a claim beyond its text",
        "p50",
        "p99",
        "20 leads: p50",
        "p99",
    ]
    print(table(head, rows))
    return f"scale: {figure}"


def _claims(data: Path) -> list[str]:
    sets = [data / "claims" / name / "claims.jsonl" for name in ("euvsdisinfo", "ct20_en", "ct22_en")]
    sets += sorted((data / "crosslingual").glob("*/claims.jsonl"))
    found = dict.fromkeys(row["text"] for path in sets for row in lines(need(path)) if len(row["text"].split()) < 60)
    return list(found)


def _asked(data: Path) -> list[str]:
    posts = [row["text"] for row in lines(data / "claims" / "ct22_en" / "queries.dev.jsonl")]
    found = [*posts, *news_sentences(data / "pages" / "html")]
    return random.Random(1).sample(found, ASKED)


def _grown(pool: Sequence[str], size: int) -> list[str]:
    chance = random.Random(0)
    made = list(pool[:size])
    while len(made) < size:
        one, other = chance.choice(pool).split(), chance.choice(pool).split()
        made.append(" ".join(one[: len(one) // 2] + other[len(other) // 2 :]))
    return made


def _ours(texts: Sequence[str], asked: Sequence[str]) -> tuple[list[object], float, float]:
    docs = [TextDoc(f"c{i}", f"c{i}/1", 0, text, "") for i, text in enumerate(texts)]
    began = time.process_time()
    sizes = [len(docs) - sum(LATER), *LATER]
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    parts = [pack_texts(docs[start : start + size]) for start, size in zip(starts, sizes, strict=True)]
    built = time.process_time() - began
    del docs
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.arrays" for number in range(len(parts))]
        for file, arrays in zip(files, parts, strict=True):
            write_arrays(file, "1", arrays)
        spare = ("wording", *(f"{name}.{half}" for name in STRINGS for half in ("bytes", "offsets")))
        size = sum(array.nbytes for arrays in parts for name, array in arrays.items() if name not in spare)
        del parts
        began = time.perf_counter()
        engine = TextEngine([Segment(held, np.ones(len(held["length"]), bool)) for held in _opened(files)])
        opened = time.perf_counter() - began
        short = _times(lambda text: engine.find(text, "", WHOLE), asked)
        engine = TextEngine([Segment(held, np.ones(len(held["length"]), bool)) for held in _opened(files)])
        spent = _times(lambda text: engine.find(text, "", SENTENCE), asked)
    p50, p99 = statistics.median(spent), _p99(spent)
    row = [f"{len(texts):,}", f"{len(texts) / built:,.0f}", f"{1000 * opened:.0f} ms", f"{size / len(texts):.0f}"]
    times = [p50, p99, statistics.median(short), _p99(short)]
    return ["ours", *row, *(f"{time:.2f} ms" for time in times)], p50, p99


def _opened(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        held = open_arrays(file, "1")
        assert held is not None, f"{file} was written a moment ago"
        yield held


def _times(find: Find, asked: Sequence[str]) -> list[float]:
    """Milliseconds of the processor for each text, after a few to warm up."""
    for text in asked[:20]:
        find(text)
    spent = []
    for text in asked:
        began = time.process_time()
        find(text)
        spent.append(1000 * (time.process_time() - began))
    return spent


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.99 * len(values)))]


def _other(
    name: str, build: Callable[[Sequence[str]], Find], texts: Sequence[str], asked: Sequence[str]
) -> list[object]:
    began = time.process_time()
    find = build(texts)
    built = time.process_time() - began
    spent = _times(find, asked[:100])
    rate = f"{len(texts) / built:,.0f}"
    return [
        name,
        f"{len(texts):,}",
        rate,
        "",
        "",
        "",
        "",
        f"{statistics.median(spent):.2f} ms",
        f"{_p99(spent):.2f} ms",
    ]


def _tantivy(texts: Sequence[str]) -> Find:
    import tantivy  # type: ignore[import-not-found]

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", stored=False, tokenizer_name="en_stem")
    schema.add_integer_field("id", stored=True)
    index = tantivy.Index(schema.build())
    writer = index.writer(num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, id=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> Any:
        words = " ".join(word for word in "".join(c if c.isalnum() else " " for c in text).split())
        return searcher.search(index.parse_query(words, ["text"]), 20).hits

    return find


def _bm25s(texts: Sequence[str]) -> Find:
    import bm25s  # type: ignore[import-not-found]

    tokens = bm25s.tokenize(list(texts), stopwords="en", show_progress=False)
    engine = bm25s.BM25()
    engine.index(tokens, show_progress=False)

    def find(text: str) -> Any:
        asked = bm25s.tokenize([text], stopwords="en", show_progress=False)
        return engine.retrieve(asked, k=20, show_progress=False)

    return find


ENGINES = {"tantivy": _tantivy, "bm25s": _bm25s}
