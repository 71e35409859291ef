"""Has accuracy sunk? Floors of precision and recall on the development data; lowering one needs its reason in the commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import captions, dates
from bench.data import lines

from firsthand.index.gazetteer import open_gazetteer

CAPTION_ANSWERS = 88
"""Of 90 answers (three checks, thirty captions) at least so many right; of wrong accusations none at all."""
DATES_EXACT = 39
"""Of 40 dates."""


def test_captions_are_never_accused_wrongly(data: Path) -> None:
    gazetteer = open_gazetteer()
    right = 0
    for row in lines(data / "captions" / "dev.jsonl"):
        answers = captions.judge(row, gazetteer)
        for code, expected in row["expect"].items():
            right += answers[code] == expected
            assert not (answers[code] == "C" and expected != "C"), f"wrong accusation: {code} of {row['caption']!r}"
    assert right >= CAPTION_ANSWERS


def test_dates_are_read_exactly(data: Path) -> None:
    exact = false = 0
    for row in lines(data / "dates" / "dev.jsonl"):
        expected = [(date["words"], date["edtf"]) for date in row["dates"]]
        found = dates.read(row["text"], row["lang"], row["published"])
        exact += sum(pair in found for pair in expected)
        false += 0 if expected else len(found)
    assert exact >= DATES_EXACT
    assert false == 0


@pytest.mark.parametrize("name", ["ClaimMatcher", "pictures", "dates", "captions", "places", "reprints"])
def test_hooks_are_where_scorers_look_for_them(name: str) -> None:
    hooks = __import__("bench.hooks", fromlist=[name])
    assert callable(getattr(hooks, name))
