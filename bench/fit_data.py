"""Which kinds of data does the fit learn from? Casebooks, what is asked of them, and which claim each post repeats, if any.

Only the train halves of public sets are taken, with half of their claims off file; strangers are texts put to casebooks to
which they do not belong.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.claims_silence import demo_wordings, news_sentences
from bench.data import lines
from bench.fit_own import Asked, Field, documentation
from bench.fit_quoted import quoted
from firsthand.matching.folding import tip_key

SETS = ("ct20_en", "ct22_en")
STRANGE = ((6, 6), (20, 8), (200, 4), (2000, 2), (10000, 1))
"""Claims in a casebook that strangers are put to, and how many such casebooks are drawn by lot."""
TWICE = ("wmt22_uk_ru",)
"""Sets with several translations of a sentence: where one is off file, another is there, and is right."""
EACH = 60
"""Strange passages put to one casebook."""


def public(data: Path, name: str, split: str, seed: int, most: int = 10**6) -> Field:
    """A set of posts and claims, with the claims of half of the posts taken out; claims that stand twice count as one."""
    folder = data / "claims" / name
    claims, gold = lines(folder / "claims.jsonl"), _gold(folder / f"qrels.{split}.tsv")
    posts = {row["id"]: row for row in lines(folder / f"queries.{split}.jsonl") if row["id"] in gold}
    return _halved(f"{name}, {split}", claims, list(posts.values()), gold, (seed, most))


def across(data: Path, seed: int, most: int = 120) -> Iterator[Field]:
    """Sentences asked for in another language, half of them off file."""
    for folder in sorted((data / "crosslingual").iterdir()):
        if (folder / "claims.jsonl").exists() and folder.name not in TWICE:
            gold = _gold(folder / "qrels.dev.tsv")
            posts = [row for row in lines(folder / "queries.dev.jsonl") if row["id"] in gold]
            yield _halved(f"across, {folder.name}", lines(folder / "claims.jsonl"), posts, gold, (seed, most))


def strangers(data: Path, rng: random.Random) -> Iterator[Field]:
    """Sentences of news pages, and titles of another collection, in casebooks of 6 to 10,000 claims that hold none of them."""
    sentences = list(dict.fromkeys(news_sentences(data / "pages" / "html")))
    titles = lines(data / "claims" / "euvsdisinfo" / "claims.jsonl")
    checked = lines(data / "claims" / "ct20_en" / "claims.jsonl")
    demo = [{"id": doc.item + str(doc.wording), "text": doc.text, "title": ""} for doc in demo_wordings()]
    yield Field("strangers, demo", tuple(demo), _strange(rng, [*sentences, *(row["text"] for row in titles)], EACH))
    for claims, others in ((titles, []), (checked, [row["text"] for row in titles])):
        for size, times in STRANGE:
            for turn in range(times):
                held = tuple({**row, "title": ""} for row in rng.sample(claims, min(size, len(claims))))
                asked = _strange(rng, sentences, EACH) + _strange(rng, others, EACH // 3 if others else 0)
                yield Field(f"strangers, {size} {turn}", held, asked)


def quoting(data: Path, rng: random.Random) -> Iterator[Field]:
    """What quotes: sentences of the documentation, of news pages and titles of another collection, inside such sentences."""
    yield from quoted(rng, "documentation", documentation())
    yield from quoted(rng, "news", list(news_sentences(data / "pages" / "html")))
    titles = [row["text"] for row in lines(data / "claims" / "euvsdisinfo" / "claims.jsonl")]
    yield from quoted(rng, "titles", titles)


def _strange(rng: random.Random, texts: Sequence[str], count: int) -> tuple[Asked, ...]:
    return tuple(Asked(f"s{number}", text, frozenset()) for number, text in enumerate(rng.sample(texts, count)))


def _halved(
    name: str, claims: Sequence[Any], posts: Sequence[Any], gold: dict[str, set[str]], lot: tuple[int, int]
) -> Field:
    seed, most = lot
    gold = _with_twins(claims, gold)
    order = sorted(row["id"] for row in posts)
    random.Random(seed).shuffle(order)
    gone = set().union(*(gold[id] for id in order[: len(order) // 2]))
    asked = [Asked(row["id"], row["text"], frozenset(gold[row["id"]] - gone), row.get("lang", "")) for row in posts]
    asked = sorted(asked, key=lambda one: order.index(one.id))
    step = max(1, len(asked) // most)
    return Field(name, tuple(row for row in claims if row["id"] not in gone), tuple(asked[::step]))


def _with_twins(claims: Sequence[Any], gold: dict[str, set[str]]) -> dict[str, set[str]]:
    same: dict[str, set[str]] = {}
    for row in claims:
        for said in filter(None, (row["text"], row.get("title"))):
            same.setdefault(tip_key(said), set()).add(row["id"])
    twins: dict[str, set[str]] = {}
    for ids in same.values():
        for id in ids:
            twins.setdefault(id, set()).update(ids)
    return {query: set().union(*(twins.get(id, {id}) for id in ids)) for query, ids in gold.items()}


def _gold(path: Path) -> dict[str, set[str]]:
    gold: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, claim = line.split("\t")
        gold.setdefault(query, set()).add(claim)
    return gold
