"""Are the places of own sentences in four languages read as they are meant, and nothing else taken for one?"""

from __future__ import annotations

from collections import Counter

import pytest
from bench.places import Row, judge, rows

from firsthand.index.gazetteer import PlaceBook, open_gazetteer
from firsthand.reading.wordlists import table

ROWS = list(rows())


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return open_gazetteer()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_a_sentence_is_read_as_it_is_meant(book: PlaceBook, row: Row) -> None:
    assert judge(row, book) == "right"


def test_the_table_is_broad() -> None:
    assert len({(row.lang, row.text) for row in ROWS}) == len(ROWS) >= 150
    counts = Counter((row.lang, row.words == "-") for row in ROWS)
    assert min(counts[lang, none] for lang in ("en", "uk", "ru", "el") for none in (True, False)) >= 8


@pytest.mark.parametrize("row", table("former")["places"], ids=lambda row: row["name"])
def test_a_former_name_leads_to_the_town_of_today(book: PlaceBook, row: dict[str, object]) -> None:
    names = [row["name"], *(name for lang in ("en", "uk", "ru", "el") for name in row.get(lang, ()))]  # type: ignore[attr-defined]
    for name in names:
        assert row["key"] in {place.key for place in book.look_up(str(name))}, name
