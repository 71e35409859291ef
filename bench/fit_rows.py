"""Which grounds hold for each lead of each post? The table that `python -m bench.fit` learns from.

Leads come from the product's own engine and are compared by the product's own `compared`, filed and weighed as
`bench.claims.ClaimMatcher` does it; nothing is kept from one run to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.fit_own import Asked, Field
from firsthand.index.segments import Segment
from firsthand.index.text import TextEngine
from firsthand.index.text_pack import pack_texts
from firsthand.matching.folding import passage
from firsthand.matching.grounds import FEATURES
from firsthand.matching.weighing import compared, least_rival
from firsthand.record.cases import Claim, Wording
from firsthand.record.leads import ClaimLead
from firsthand.record.ports import TextDoc, TextHit
from firsthand.settings import Settings

NEAREST = 6
"""Leads of a post that are learnt from; those further down are hardly ever the likeliest."""

Likeness = Callable[[str, Sequence[str]], float | None]
"""How alike a model finds a post and the nearest of a claim's wordings; None where it has not read them."""


@dataclass(frozen=True, slots=True)
class Table:
    """One row a lead and wording: the grounds (n, features), whether it is right, and the number of its post.

    `alike`: did a model compare them? `posts` counts the posts that were asked, `known` those whose claim is on file.
    """

    name: str
    grounds: NDArray[np.float64]
    right: NDArray[np.bool_]
    post: NDArray[np.int64]
    alike: NDArray[np.bool_]
    posts: int
    known: int


def table_of(field: Field, likeness: Likeness) -> Table:
    """Ask a casebook for all posts of a field."""
    engine = TextEngine([_segment(field.claims)])
    alone = {row["id"]: (row["title"], row["text"]) for row in field.claims if row.get("title")}
    grounds: list[list[float]] = []
    right, post, alike = [], [], []
    for number, asked in enumerate(field.asked):
        hits = engine.find(asked.text, asked.lang, Settings().leads)
        for place in range(min(NEAREST, len(hits))):
            for row, compared_by_model in _grounds(asked, hits, place, alone, likeness):
                grounds.append(row)
                right.append(hits[place].doc.item in asked.gold)
                post.append(number)
                alike.append(compared_by_model)
    known = sum(1 for asked in field.asked if asked.gold)
    found = np.array(grounds, np.float64).reshape(-1, len(FEATURES))
    return Table(
        field.name,
        found,
        np.array(right, bool),
        np.array(post, np.int64),
        np.array(alike, bool),
        len(field.asked),
        known,
    )


def _segment(claims: Sequence[Mapping[str, Any]]) -> Segment:
    docs = [TextDoc(row["id"], row["id"], 0, _words(row), row.get("lang", "")) for row in claims]
    return Segment(pack_texts(docs), np.ones(len(docs), bool))


def _words(row: Mapping[str, Any]) -> str:
    return f"{row['title']}. {row['text']}" if row.get("title") else str(row["text"])


def _grounds(
    asked: Asked,
    hits: Sequence[TextHit],
    place: int,
    alone: Mapping[str, tuple[str, ...]],
    likeness: Likeness,
) -> list[tuple[list[float], bool]]:
    hit = hits[place]
    others = [other.score for other in hits if other.doc.item != hit.doc.item]
    rivals = sum(1 for score in others if score >= least_rival(hit.score))
    parts = alone.get(hit.doc.item, ())
    claim = Claim("", hit.doc.text, hit.doc.lang, wordings=tuple(Wording(text) for text in parts))
    alike = hit.likeness
    if alike is None:
        alike = likeness(asked.text, (hit.doc.text, *parts))
    whole = passage(asked.text, 0, len(asked.text))
    glosses = hit.glosses
    lead = ClaimLead("", "", "", 0, whole, hit.road, hit.score, hit.rare, alike, glosses)
    leads = [lead, *(replace(lead, wording=1 + number, rare=None) for number in range(len(parts)))]
    pairs = [compared(each, claim, max(others, default=0.0), rivals) for each in leads]
    kept = [pair for pair in pairs if pair.shared or alike]
    return [([ground(pair).value for ground in FEATURES.values()], alike is not None) for pair in kept]
