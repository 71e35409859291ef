"""Which grounds hold for each lead of each post? The table that `python -m bench.fit` learns from.

Leads come from the product's own engine and are compared by the product's own `compared`, filed and weighed as
`bench.claims.ClaimMatcher` does it; nothing is kept from one run to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.claim_pairs import Weighable, weighables
from bench.fit_own import Asked, Field
from bench.fit_vectors import Store
from firsthand.index.aids import LateLexicon
from firsthand.index.segments import Segment
from firsthand.index.text import TextEngine
from firsthand.index.text_pack import pack_texts
from firsthand.matching.grounds import FEATURES
from firsthand.matching.weighing import another_thing, compared, why_not_sure
from firsthand.record.ports import TextDoc
from firsthand.settings import Settings

NEAREST = 6
"""Leads of a post that are learnt from; those further down are hardly ever the likeliest."""


@dataclass(frozen=True, slots=True)
class Table:
    """One row a lead and wording: the grounds (n, features), whether it is right, the number of its post, and whether it is
    `doubted`: whether it can only suggest, whatever the sum says.

    `posts` counts the posts that were asked, `known` those whose claim is on file.
    """

    name: str
    grounds: NDArray[np.float64]
    right: NDArray[np.bool_]
    post: NDArray[np.int64]
    posts: int
    known: int
    doubted: NDArray[np.bool_]


def table_of(field: Field, vectors: Store | None) -> Table:
    """Ask a casebook for all posts of a field, with a sentence model where its vectors are given."""
    grounds: list[list[float]] = []
    right, post, doubted = [], [], []
    for number, (asked, rows) in enumerate(found_for(field, vectors, NEAREST)):
        for row in rows:
            found = list(_grounds(row))
            grounds += [values for values, _ in found]
            doubted += [doubt for _, doubt in found]
            right += [row.item in asked.gold] * len(found)
            post += [number] * len(found)
    known = sum(1 for asked in field.asked if asked.gold)
    held = np.array(grounds, np.float64).reshape(-1, len(FEATURES))
    sides = np.array(right, bool), np.array(post, np.int64)
    return Table(field.name, held, *sides, len(field.asked), known, np.array(doubted, bool))


def found_for(field: Field, vectors: Store | None, most: int = 10**6) -> Iterator[tuple[Asked, list[Weighable]]]:
    """Each post of a field with what is weighed for it."""
    engine = _engine(field, vectors)
    alone = {row["id"]: (row["title"], row["text"]) for row in field.claims if row.get("title")}
    for asked in field.asked:
        hits = engine.find(asked.text, asked.lang, Settings().leads)
        yield asked, list(weighables(asked.text, hits, alone, most))


def _engine(field: Field, vectors: Store | None) -> TextEngine:
    docs = [TextDoc(row["id"], row["id"], 0, _words(row), row.get("lang", "")) for row in field.claims]
    texts = [doc.text for doc in docs]
    segment = Segment(pack_texts(docs), np.ones(len(docs), bool))
    langs = {doc.lang for doc in docs} | {asked.lang for asked in field.asked}
    lexicon = LateLexicon() if len(langs) > 1 else None
    return TextEngine([segment], lexicon, vectors.view(texts) if vectors else None)


def _words(row: Mapping[str, Any]) -> str:
    return f"{row['title']}. {row['text']}" if row.get("title") else str(row["text"])


def _grounds(row: Weighable) -> Iterator[tuple[list[float], bool]]:
    """The grounds of each wording of a claim that shares anything with the post, and whether it can only suggest."""
    for lead in row.leads:
        pair = compared(lead, row.claim, row.stands)
        if pair.shared or pair.likeness:
            grounds = {name: ground(pair) for name, ground in FEATURES.items()}
            doubt = why_not_sure(pair, grounds) or another_thing(pair)
            yield [ground.value for ground in grounds.values()], bool(doubt)
