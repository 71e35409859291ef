"""How fast is a text scanned for all claims at once, beside the time that reading its page takes? `python -m bench scan`.

Claims: those of the sets, filled up with sentences of the pages and of the cross-language sets; above that, and for the growth
to a million, sentences put together by program from the halves of two of them. Times are processor time of one core.
"""

from __future__ import annotations

import gzip
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.claims_silence import _NoPlaces
from bench.data import lines, need, table
from firsthand.index.scan import Scanner
from firsthand.matching.folding import sentences
from firsthand.reading.pages import read_page
from firsthand.settings import Settings

SIZES = (10_000, 100_000, 1_000_000)
MEANT = 100_000
"""Claims of the figure in the last line."""
ROUNDS = 5
"""Times that all pages are scanned; the first round, which meets most words for the first time, is given apart."""


def pages(data: Path) -> tuple[list[str], float]:
    """The texts of all pages, and the seconds that reading them took."""
    files = [gzip.decompress(file.read_bytes()) for file in sorted(need(data / "pages" / "html").glob("*.gz"))]
    gazetteer, settings = _NoPlaces(), Settings()
    read_page(files[0], gazetteer=gazetteer, settings=settings)  # what is loaded once is no part of reading
    start = time.process_time()
    return [read_page(file, gazetteer=gazetteer, settings=settings).text for file in files], time.process_time() - start


def real_claims(data: Path, texts: list[str]) -> list[str]:
    """The claims of the sets, then sentences of the pages and of the cross-language sets; each once."""
    claims = [
        row["text"]
        for name in ("euvsdisinfo", "ct20_en", "ct22_en")
        for row in lines(data / "claims" / name / "claims.jsonl")
    ]
    claims += [text[start:end] for text in texts for start, end in sentences(text)]
    for folder in sorted((data / "crosslingual").iterdir()):
        claims += [row["text"] for name in ("claims", "queries.dev") for row in lines(folder / f"{name}.jsonl")]
    return list(dict.fromkeys(claims))


def _more(claims: list[str], rng: random.Random) -> Iterator[str]:
    """Sentences of the beginning of one claim and the end of another."""
    while True:
        first, second = rng.choice(claims).split(), rng.choice(claims).split()
        yield " ".join(first[: len(first) // 2] + second[len(second) // 2 :])


def run(data: Path) -> str:
    """Print a row for each number of claims; the figure is for 100,000."""
    texts, reading = pages(data)
    claims = real_claims(data, texts)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} pages of {words:,} words, read in {reading:.1f} s; {len(claims):,} real claims")
    more, rows, figure = _more(claims, random.Random(0)), [], ""
    for size in SIZES:
        held = claims[:size] + [next(more) for _ in range(size - len(claims))]
        start = time.process_time()
        scanner = Scanner(enumerate(held))
        built = time.process_time() - start
        spent, found = [], 0
        for _ in range(ROUNDS):
            start = time.process_time()
            found = sum(len(scanner.candidates(text)) for text in texts)
            spent.append(time.process_time() - start)
        best = min(spent[1:])
        rate, share = len(texts) / best, best / reading
        rows.append([
            f"{size:,}", f"{size / built:,.0f}", f"{rate:,.0f}", f"{len(texts) / spent[0]:,.0f}", f"{share:.2%}",
            f"{found / len(texts):.1f}", f"{_size(scanner) / size:.0f}",
        ])  # fmt: skip
        if size == MEANT:
            figure = f"{rate:,.0f} texts a second against {size:,} claims, {share:.2%} of the time that reading their pages takes"
    head = [
        "claims",
        "built a second",
        "texts a second",
        "in the first round",
        "of reading",
        "candidates a text",
        "bytes a claim",
    ]
    print(table(head, rows))
    return f"scan: {figure}"


def _size(scanner: Scanner[int]) -> int:
    """The bytes of the arrays that a scanner keeps, and of its words."""
    arrays = [
        value for part in (scanner._runs, scanner._short) for value in vars(part).values() if hasattr(value, "nbytes")
    ]
    numbers = scanner._words._numbers
    return (
        sum(array.nbytes for array in arrays)
        + sys.getsizeof(numbers)
        + sum(sys.getsizeof(word) + 28 for word in numbers)
    )
