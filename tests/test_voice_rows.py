"""Are the voices of own sentences in four languages placed as they are meant, and nobody elsewhere?"""

from __future__ import annotations

from collections import Counter

import pytest
from bench.voices_rows import Row, judge, rows, tier, voice

from firsthand.index.gazetteer import PlaceBook, open_gazetteer

ROWS = list(rows())


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return open_gazetteer()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.about}: {row.text}")
def test_a_voice_is_placed_as_it_is_meant(book: PlaceBook, row: Row) -> None:
    found = voice(row, book)
    assert (judge(row, found), tier(found), found.kind.value) == ("right", row.tier, row.kind)
    assert all(ground.words.stands_in(row.text) for ground in found.grounds if ground.words)


def test_the_table_is_broad() -> None:
    assert len({(row.lang, row.about, row.text, row.dateline) for row in ROWS}) == len(ROWS) >= 200
    placed = Counter((row.lang, row.basis == "unknown") for row in ROWS)
    assert min(placed[lang, unknown] for lang in ("en", "uk", "ru", "el") for unknown in (True, False)) >= 12
    assert {row.basis for row in ROWS} == {"there", "from-there", "same-country", "third-place", "unknown"}
