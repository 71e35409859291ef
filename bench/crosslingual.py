"""Is a claim found in another language, among 20,000 others, without any model? `python -m bench crosslingual`.

Each pair is asked both ways round. The others are claims of the same language from all sets here; where there are fewer than
20,000 of them the table says how many there were, and claims of other languages fill up.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.claims import ClaimMatcher
from bench.data import lines, need, table
from firsthand.index.lexicon import open_lexicon

OTHERS = 20_000
ASKED = 400
"""Queries of one direction: the first of each set."""
CLAIM_SETS = ("ct20_en", "ct22_en", "euvsdisinfo")
KINDS = {
    "wmt22": "news",
    "xquad": "encyclopaedia",
    "xquadpara": "encyclopaedia, paragraphs",
    "tatoeba": "short sentences",
}

SENTENCES = ("news", "encyclopaedia")
"""The kinds of which the figure is made."""
ASTRAY = "wmt22_uk_ru"
"""A set whose queries and claims do not belong together: its rows are printed, and measure nothing."""

Row = Mapping[str, Any]


class Matcher(ClaimMatcher):
    """No model: an English one would only tell noise of other languages."""

    vectors = False


@dataclass(frozen=True, slots=True)
class Direction:
    """Queries of one language, claims of another, and the right claims of each query."""

    name: str
    claims: tuple[Row, ...]
    queries: tuple[Row, ...]
    gold: Mapping[str, frozenset[str]]

    @property
    def langs(self) -> str:
        return f"{self.queries[0]['lang']} → {self.claims[0]['lang']}"


@dataclass(frozen=True, slots=True)
class Measured:
    """R@1, R@10, milliseconds a query, and how many of the others were in the language of the claims."""

    first: float
    ten: float
    each: float
    same: int


def run(data: Path, asked: int = ASKED) -> str:
    """Print R@1 and R@10 by direction; the figure is the mean R@10 of news and encyclopaedic sentences."""
    lexicon = open_lexicon()
    print(f"Word lists: {', '.join(lexicon.sources) or 'none'}.\n")
    others = list(pool(data))
    rows, means = [], dict[str, list[float]]()
    for folder in sorted(need(data / "crosslingual").iterdir()):
        for direction in both_ways(folder):
            found = measured(direction, others, asked)
            kind = KINDS[folder.name.split("_")[0]]
            count = min(asked, len(direction.queries))
            cells = [f"{found.same:,}", f"{found.first:.3f}", f"{found.ten:.3f}", f"{found.each:.1f} ms"]
            rows.append([direction.langs, kind, folder.name, count, *cells])
            if kind in SENTENCES and folder.name != ASTRAY:
                means.setdefault(direction.langs, []).append(found.ten)
    rows.sort(key=lambda row: (str(row[0]), str(row[1])))
    print(table(["languages", "kind", "set", "queries", "others of that language", "R@1", "R@10", "a query"], rows))
    return "crosslingual: R@10 " + ", ".join(f"{pair} {sum(v) / len(v):.3f}" for pair, v in sorted(means.items()))


def both_ways(folder: Path) -> Iterable[Direction]:
    """A set as it is, and turned round: its queries as claims, its claims as queries."""
    claims, queries = lines(folder / "claims.jsonl"), lines(folder / "queries.dev.jsonl")
    gold: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    for line in (folder / "qrels.dev.tsv").read_text(encoding="utf-8").splitlines():
        query, claim = line.split("\t")
        gold.setdefault(query, set()).add(claim)
        back.setdefault(claim, set()).add(query)
    yield _direction(folder.name, claims, queries, gold)
    yield _direction(folder.name, queries, claims, back)


def _direction(name: str, claims: Sequence[Row], queries: Sequence[Row], gold: Mapping[str, set[str]]) -> Direction:
    asked = tuple(row for row in queries if row["id"] in gold)
    return Direction(name, tuple(claims), asked, {query: frozenset(ids) for query, ids in gold.items()})


def pool(data: Path) -> Iterable[Row]:
    for name in CLAIM_SETS:
        yield from lines(need(data / "claims" / name / "claims.jsonl"))
    for folder in sorted((data / "crosslingual").iterdir()):
        yield from lines(folder / "claims.jsonl")
        yield from lines(folder / "queries.dev.jsonl")


def measured(direction: Direction, others: Sequence[Row], asked: int) -> Measured:
    """Ask the first queries of one direction."""
    lang, own = direction.claims[0]["lang"], {row["text"] for row in (*direction.claims, *direction.queries)}
    distinct = {row["text"]: row for row in others if row["text"] not in own}.values()
    ordered = sorted(distinct, key=lambda row: row["lang"] != lang)[:OTHERS]
    matcher = Matcher()
    matcher.build([*direction.claims, *({**row, "id": f"other-{i}", "title": ""} for i, row in enumerate(ordered))])
    queries = direction.queries[:asked]
    began = time.process_time()
    found = matcher.rank(queries, 10)
    each = 1000 * (time.process_time() - began) / len(queries)
    gold = [direction.gold[query["id"]] for query in queries]
    first = sum(bool(right & set(ids[:1])) for right, ids in zip(gold, found, strict=True)) / len(queries)
    ten = sum(bool(right & set(ids)) for right, ids in zip(gold, found, strict=True)) / len(queries)
    return Measured(first, ten, each, sum(row["lang"] == lang for row in ordered))
