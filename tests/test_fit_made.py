"""Are the posts that the fit makes what they are said to be, and is the yardstick of the ranking plain BM25?"""

from __future__ import annotations

import random

import pytest
from bench.claims_yardstick import plain, yardsticks
from bench.fit_quoted import quoted

from firsthand.matching.folding import words

TEXTS = [
    f"Keeper {n} of the lighthouse counted {n + 3} ships on the {n} evening of a long and rainy month"
    for n in range(400)
]


def test_a_quoting_post_holds_its_claim_and_another_post_does_not() -> None:
    fields = list(quoted(random.Random(0), "made", TEXTS))
    assert len(fields) == 3, "there are too few sentences for the largest casebook"
    for field in fields:
        claims = {row["id"]: row["text"] for row in field.claims}
        assert 2 * len([asked for asked in field.asked if asked.gold]) == len(field.asked)
        for asked in field.asked:
            keepers = {claims[id].rpartition("Keeper ")[2].split()[0] for id in asked.gold}
            assert keepers <= set(asked.text.split())
            assert len(list(words(asked.text))) > 30


def test_texts_too_few_or_too_short_make_nothing() -> None:
    assert not list(quoted(random.Random(0), "made", ["Too short", *TEXTS[:5]]))


@pytest.mark.parametrize("name", ["plain", *yardsticks()])
def test_the_yardstick_ranks_by_rare_words(name: str) -> None:
    build = {"plain": plain, **yardsticks()}[name]
    found = build(["A bridge was opened in the town", "Bread was mixed with sawdust", "A bridge fell"])(
        "sawdust in the bread!", 2
    )
    assert found[0] == 1
