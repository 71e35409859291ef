"""How well are known claims found again, and how far can the probability be trusted? `python -m bench claims`.

Times are of the processor, for the machine may be shared. It runs the product's own path: `pack_texts` and `TextEngine`
for the leads, `weigh_claim` for the probability.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.claim_pairs import Alone, likeliest, weighables
from bench.claims_silence import silence
from bench.claims_yardstick import yardsticks
from firsthand.index.aids import LateLexicon
from firsthand.index.encoders import EncoderError, open_encoder
from firsthand.index.gazetteer import default_cache
from firsthand.index.segments import Segment
from firsthand.index.text import TextEngine
from firsthand.index.text_pack import pack_texts
from firsthand.index.vectors import VectorShelf
from firsthand.matching.folding import tip_key
from firsthand.record.ports import TextDoc, TextHit
from firsthand.settings import Settings

MODEL = "all-minilm-l6-v2"
"""The sentence model in use where the variable FIRSTHAND_BENCH_MODEL names no other."""

Row = Mapping[str, Any]
Answer = tuple[str | None, float]

SETS = ("ct20_en", "ct22_en")
THRESHOLDS = (0.5, 0.9)


class ClaimMatcher:
    """DESIGN section 7: `build`, then `rank` and `judge`. A claim's headline and text are filed as one wording.

    It is weighed by both together and by each alone: whoever repeats a claim repeats its headline or its text.
    """

    vectors = True
    """Whether a sentence model is used, where one is installed; a subclass may say False."""

    def __init__(self) -> None:
        self._engine = TextEngine([])
        self._leads = Settings().leads
        self._alone: Alone = {}

    def build(self, claims: Sequence[Row]) -> None:
        """File the claims, rows with `id`, `text`, `title`, `lang`."""
        self._alone = {row["id"]: (row["title"], row["text"]) for row in claims if row.get("title")}
        docs = [TextDoc(row["id"], row["id"], 0, _words(row), row.get("lang", "")) for row in claims]
        self._engine = _engine(docs, meaning() if self.vectors else None)

    def rank(self, queries: Sequence[Row], k: int) -> list[list[str]]:
        """The ids of the k nearest claims for each query (`id`, `text`, `lang`), best first."""
        return [[hit.doc.item for hit in self._find(query, k)] for query in queries]

    def judge(self, queries: Sequence[Row]) -> list[Answer]:
        """For each query the likeliest claim and its probability; (None, 0) where nothing shares a word."""
        return [self._judged(query) for query in queries]

    def _find(self, query: Row, k: int) -> list[TextHit]:
        return self._engine.find(query["text"], query.get("lang", ""), k)

    def _judged(self, query: Row) -> Answer:
        return likeliest(weighables(query["text"], self._find(query, self._leads), self._alone))


class _WithoutModel(ClaimMatcher):
    vectors = False


def _words(row: Row) -> str:
    return f"{row['title']}. {row['text']}" if row.get("title") else str(row["text"])


def run(data: Path) -> str:
    """Print ranking, judging and speed on the development halves. `data` is the folder that holds `claims/`."""
    matchers = [ClaimMatcher, *([_WithoutModel] if meaning() else [])]
    sets = [data / "claims" / name for name in SETS if (data / "claims" / name).is_dir()]
    figures = [figure for folder in sets for figure in (*(_measure(folder, kind) for kind in matchers), _plain(folder))]
    if not figures:
        return f"claims: not measured, {data / 'claims'} holds none of {', '.join(SETS)}"
    figures.append(silence(data, _judge_strangers, Settings()))
    return "claims: " + "  ".join(figures)


def _judge_strangers(docs: Sequence[TextDoc], passages: Sequence[str]) -> list[tuple[str, float]]:
    engine, answers = _engine(docs), []
    for text in passages:
        hits = engine.find(text, "", Settings().leads)
        id, chance = likeliest(weighables(text, hits, {}))
        answers.append((next((hit.doc.text for hit in hits if hit.doc.item == id), ""), chance))
    return answers


@cache
def meaning() -> VectorShelf | None:
    """The sentence model with the vectors of earlier runs; None where it is not installed, which is said."""
    try:
        encoder = open_encoder(os.environ.get("FIRSTHAND_BENCH_MODEL", MODEL))
    except EncoderError as error:
        print(f"Without a sentence model: {error} {error.hint}", file=sys.stderr)
        return None
    return VectorShelf(default_cache() / "bench", encoder)


def _engine(docs: Sequence[TextDoc], model: VectorShelf | None = None) -> TextEngine:
    engine = TextEngine([Segment(pack_texts(docs), np.ones(len(docs), bool))], LateLexicon(), model)
    if model is not None:
        model.add(engine.without(model.holds))
    return engine


def _measure(folder: Path, kind: type[ClaimMatcher]) -> str:
    claims, queries, gold = _set(folder)
    matcher, began = kind(), time.process_time()
    matcher.build(claims)
    built = time.process_time()
    runs = matcher.rank(queries, 5)
    asked = time.process_time()
    score = _mean(runs, queries, gold)
    speed, rate = len(queries) / (asked - built), len(claims) / (built - began)
    name = f"{folder.name} {'with' if kind.vectors and meaning() else 'without'} a model"
    print(f"{name}: {len(claims)} claims filed at {rate:,.0f}/s, {len(queries)} queries at {speed:,.0f}/s")
    print(f"  MAP@5 {score:.3f}")
    _judge(kind, claims, queries, gold)
    return f"{name} MAP@5 {score:.3f} {speed:,.0f} q/s"


def _plain(folder: Path) -> str:
    """The same posts asked of plain BM25: how hard they are."""
    claims, queries, gold = _set(folder)
    scores = {}
    for name, build in yardsticks().items():
        find = build([_words(row) for row in claims])
        runs = [[claims[place]["id"] for place in find(query["text"], 5)] for query in queries]
        scores[name] = _mean(runs, queries, gold)
    told = ", ".join(f"{name} {score:.3f}" for name, score in scores.items())
    print(f"{folder.name} by plain BM25: MAP@5 {told}")
    return f"{folder.name} by plain BM25 MAP@5 {max(scores.values()):.3f}"


def _set(folder: Path) -> tuple[list[Row], list[Row], dict[str, set[str]]]:
    """The claims of a set, its development posts, each once, and the claims that each repeats."""
    queries, gold = _rows(folder / "queries.dev.jsonl"), _gold(folder)
    queries = [query for query in {query["id"]: query for query in queries}.values() if query["id"] in gold]
    return _rows(folder / "claims.jsonl"), queries, gold


def _mean(runs: Sequence[Sequence[str]], queries: Sequence[Row], gold: Mapping[str, set[str]]) -> float:
    """MAP@5."""
    found = [average_precision(ranked, gold[query["id"]]) for ranked, query in zip(runs, queries, strict=True)]
    return sum(found) / len(found)


def _judge(
    kind: type[ClaimMatcher], claims: Sequence[Row], queries: Sequence[Row], gold: Mapping[str, set[str]]
) -> None:
    """Half of the queries lose their claims, so that "not on file" is the right answer for them.

    The sets hold some claims twice; a twin by headline or words counts as the claim, and goes with it.
    """
    gold = _with_twins(claims, gold)
    order = sorted(query["id"] for query in queries)
    random.Random(0).shuffle(order)
    gone = set().union(*(gold[id] for id in order[: len(order) // 2]))
    matcher = kind()
    matcher.build([row for row in claims if row["id"] not in gone])
    began = time.process_time()
    answers = matcher.judge(queries)
    each = (time.process_time() - began) / len(queries) * 1000
    known = sum(1 for query in queries if gold[query["id"]] - gone)
    print(f"  judged in {each:.1f} ms each; {known} of {len(queries)} claims are on file")
    rows = [(id in gold[query["id"]], p) for query, (id, p) in zip(queries, answers, strict=True)]
    for least in THRESHOLDS:
        said = [right for right, p in rows if p >= least]
        right = sum(said)
        print(
            f"  from {least}: precision {right / max(1, len(said)):.3f} ({right}/{len(said)}), recall {right / known:.3f}"
        )
    _calibration(rows)


def _with_twins(claims: Sequence[Row], gold: Mapping[str, set[str]]) -> dict[str, set[str]]:
    same: dict[str, set[str]] = {}
    for row in claims:
        for words in filter(None, (row["text"], row.get("title"))):
            same.setdefault(tip_key(words), set()).add(row["id"])
    twins: dict[str, set[str]] = {}
    for ids in same.values():
        for id in ids:
            twins.setdefault(id, set()).update(ids)
    return {query: set().union(*(twins.get(id, {id}) for id in ids)) for query, ids in gold.items()}


def _calibration(rows: Sequence[tuple[bool, float]]) -> None:
    """How often each band of probabilities was right, and the mean gap between said and was (ECE)."""
    bands: dict[int, list[tuple[bool, float]]] = {}
    for right, p in rows:
        bands.setdefault(min(9, int(p * 10)), []).append((right, p))
    gaps = 0.0
    for band, held in sorted(bands.items()):
        said, was = sum(p for _, p in held) / len(held), sum(right for right, _ in held) / len(held)
        gaps += abs(said - was) * len(held) / len(rows)
        print(f"    said {said:.2f}, was right {was:.2f} ({len(held)})  [{band / 10:.1f}, {(band + 1) / 10:.1f})")
    print(f"    expected calibration error {gaps:.3f}")


def average_precision(ranked: Sequence[str], gold: set[str], k: int = 5) -> float:
    places = [place for place, id in enumerate(islice(ranked, k)) if id in gold]
    return sum((found + 1) / (place + 1) for found, place in enumerate(places)) / len(gold)


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _gold(folder: Path) -> dict[str, set[str]]:
    gold: dict[str, set[str]] = {}
    for line in (folder / "qrels.dev.tsv").read_text(encoding="utf-8").splitlines():
        query, claim = line.split("\t")
        gold.setdefault(query, set()).add(claim)
    return gold
