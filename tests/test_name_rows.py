"""Are names found as they are written, inflected, spelled in another script or shortened, and look-alikes left alone?"""

from __future__ import annotations

from functools import cache

import pytest

from firsthand.index.names import MemoryNames
from name_rows import Row, docs, rows


@cache
def held() -> MemoryNames:
    names = MemoryNames()
    names.add(docs())
    return names


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.lang}: {row.text[:60]}")
def test_a_sentence_names_just_these(row: Row) -> None:
    found = {(hit.doc.item, hit.start, hit.end) for hit in held().find(row.text, row.lang)}
    assert found == row.wanted, row.why
