"""Does the program stay silent on texts that repeat no claim on file? A section of `python -m bench claims`.

Sentences of news pages, and posts, are put to casebooks to which they do not belong, of 6 to 10,000 claims. What is found at
0.9 and more is printed, for a person to read: a text may repeat a claim by chance.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from bench.data import lines, need, table
from firsthand.matching.folding import sentences
from firsthand.reading.pages import read_page
from firsthand.record.ports import TextDoc
from firsthand.record.where import Where
from firsthand.settings import Settings

SIZES = ((20, 4), (200, 2), (2000, 1))
"""Claims in a casebook drawn by lot, and how many such casebooks are drawn of each source."""
EACH = 2500
"""Passages put to one casebook."""

Judge = Callable[[Sequence[TextDoc], Sequence[str]], list[tuple[str, float]]]
"""For the wordings of a casebook and passages: for each passage the likeliest wording's text, and its probability."""


class _NoPlaces:
    """Places do not matter here."""

    def look_up(self, name: str) -> tuple[Where, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Book:
    """A casebook, as its wordings; `kind` is the row of the table."""

    kind: str
    docs: tuple[TextDoc, ...]


def silence(data: Path, judge: Judge, settings: Settings) -> str:
    """Print suggestions and alerts for each 1,000 passages, by casebook; the figure is the alerts of all."""
    claims = data / "claims"
    posts = [row["text"] for name in ("ct20_en", "ct22_en") for row in lines(claims / name / "queries.dev.jsonl")]
    passages = list(dict.fromkeys([*news_sentences(data / "pages" / "html"), *posts]))
    rng, counts, alerts = random.Random(0), dict[str, list[int]](), list[str]()
    for book in _books(claims, rng):
        # Posts repeat claims of the sets that they come with: those casebooks are asked for sentences only.
        asked = rng.sample(passages[: -len(posts)] if book.kind.startswith("ct") else passages, EACH)
        found = list(zip(asked, judge(book.docs, asked), strict=True))
        loud = [f"  {p:.2f} “{text[:300]}”\n       “{theirs}”" for text, (theirs, p) in found if p >= settings.alert]
        said = sum(1 for _, (_, p) in found if settings.suggest <= p < settings.alert)
        row = counts.setdefault(book.kind, [0, 0, 0])
        counts[book.kind] = [a + b for a, b in zip(row, (len(asked), said, len(loud)), strict=True)]
        alerts += loud
    rows: list[list[object]] = [
        [kind, f"{n:,}", f"{1000 * said / n:.2f}", f"{1000 * loud / n:.2f}"] for kind, (n, said, loud) in counts.items()
    ]
    print(table(["casebook", "passages", "suggestions a 1,000", "alerts a 1,000"], rows))
    print("\n".join(alerts))
    return f"{len(alerts)} alerts in {sum(n for n, _, _ in counts.values()):,} strange passages"


def news_sentences(folder: Path) -> Iterator[str]:
    for file in sorted(need(folder).glob("*.gz")):
        text = read_page(gzip.decompress(file.read_bytes()), gazetteer=_NoPlaces(), settings=Settings()).text
        yield from (text[start:end] for start, end in sentences(text))


def _books(claims: Path, rng: random.Random) -> Iterator[Book]:
    yield Book("demo 6", tuple(demo_wordings()))
    for source, folder in (("euvsdisinfo", "euvsdisinfo"), ("ct20", "ct20_en")):
        docs = [_doc(row) for row in lines(claims / folder / "claims.jsonl")]
        for size, times in SIZES:
            for _ in range(times):
                yield Book(f"{source} {size:,}", tuple(rng.sample(docs, size)))
        yield Book(f"{source} {len(docs):,}", tuple(docs))


def _doc(row: dict[str, Any]) -> TextDoc:
    """A claim's text without its headline: the plain sentence that a casebook holds, and the severer test."""
    return TextDoc(row["id"], row["id"], 0, row["text"], row.get("lang", ""))


def demo_wordings() -> Iterator[TextDoc]:
    for entry in (files("firsthand.demo") / "cases").iterdir():
        case = yaml.safe_load(entry.read_text(encoding="utf-8")) if entry.name.endswith(".yaml") else {}
        for claim in case.get("claims", ()):
            wordings = [claim["text"], *(wording["text"] for wording in claim.get("wordings", ()))]
            item = f"{case['case']['id']}/{claim.get('id', '')}"
            yield from (TextDoc(case["case"]["id"], item, number, text, "") for number, text in enumerate(wordings))
