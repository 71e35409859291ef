"""Has the recognition of claims and copies sunk? Floors on a slice of the development data, by the code of the benchmarks."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bench import claims, crosslingual, reprints
from bench.data import lines

from firsthand.index.lexicon import open_lexicon

POSTS, OTHERS = 100, 3000
RANKED = {False: 0.90, True: 0.94}
"""MAP@5 of 100 posts of 2022 among 3,000 claims and their own, without and with a sentence model."""
ACROSS = {
    ("xquad_el_en", "el → en"): 0.94,
    ("wmt22_ru_en", "ru → en"): 0.88,
    ("wmt22_ru_en", "en → ru"): 0.84,
    ("wmt22_uk_en", "uk → en"): 0.68,
}
"""R@10 of 100 sentences among 20,000 others, with the word lists that the set-up installs."""
COPIES = 0.95
"""Recall of reprints that keep a third of the sentences; of wrong answers none."""


class Slice:
    """Posts of 2022, the claims that they repeat, and other claims."""

    def __init__(self, data: Path) -> None:
        folder = data / "claims" / "ct22_en"
        self.gold: dict[str, set[str]] = {}
        for line in (folder / "qrels.dev.tsv").read_text(encoding="utf-8").splitlines():
            query, claim = line.split("\t")
            self.gold.setdefault(query, set()).add(claim)
        self.posts = [row for row in lines(folder / "queries.dev.jsonl") if row["id"] in self.gold][:POSTS]
        wanted = set().union(*(self.gold[row["id"]] for row in self.posts))
        rows = lines(folder / "claims.jsonl")
        others = random.Random(0).sample([row for row in rows if row["id"] not in wanted], OTHERS)
        self.claims: list[Mapping[str, Any]] = [*(row for row in rows if row["id"] in wanted), *others]


@pytest.fixture(scope="module")
def some(data: Path) -> Slice:
    return Slice(data)


@pytest.mark.parametrize("model", [False, True], ids=["without a model", "with a model"])
def test_claims_are_ranked_first(some: Slice, model: bool) -> None:
    if model and claims.meaning() is None:
        pytest.skip("the extra 'vectors' is not installed")
    matcher = type("Chosen", (claims.ClaimMatcher,), {"vectors": model})()
    matcher.build(some.claims)
    ranked = matcher.rank(some.posts, 5)
    found = [claims.average_precision(ids, some.gold[post["id"]]) for post, ids in zip(some.posts, ranked, strict=True)]
    assert sum(found) / len(found) >= RANKED[model]


@pytest.mark.parametrize(("name", "langs"), ACROSS, ids=lambda value: str(value))
def test_claims_are_found_in_other_languages(data: Path, name: str, langs: str) -> None:
    lexicon = open_lexicon()
    lacking = lexicon.lacking(*langs.split(" → "))
    if lacking:
        pytest.skip(lacking)
    (direction,) = (way for way in crosslingual.both_ways(data / "crosslingual" / name) if way.langs == langs)
    assert crosslingual.measured(direction, list(crosslingual.pool(data)), 100).ten >= ACROSS[name, langs]


def test_reprints_that_keep_a_third_are_found(data: Path) -> None:
    ground = reprints.ground(data)
    copies = [copy for edit in ("none", "10 %") for copy in ground.copies(random.Random(1), (0.33, edit))[:25]]
    count = reprints.measure(reprints.ours, ground.texts, copies)
    assert count.recall >= COPIES
    assert count.wrong == 0
