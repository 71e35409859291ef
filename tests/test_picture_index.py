"""Does the index on disk find what plain loops find, however the pictures are split and whichever still stand?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from firsthand.index.memory_pictures import MemoryPictures
from firsthand.index.pictures import PictureEngine, pack_pictures
from firsthand.index.segments import Segment
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.record.passages import WHOLE
from firsthand.record.ports import PictureDoc
from firsthand.record.readings import Print

Pixels = NDArray[np.uint8]
Edit = Callable[[Pixels], Pixels]
ITEMS = [f"case-{n % 3}/picture-{n}" for n in range(10)]


def blobs(seed: int, left: int = 0, top: int = 0, bars: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A soft random picture of 128 x 128, without its first columns and rows, between black bars."""
    grid = np.random.default_rng(seed).integers(0, 255, (8, 8, 3)).astype(np.uint8)
    whole = np.kron(grid, np.ones((16, 16, 1), np.uint8))[top:, left:]
    return np.pad(whole, ((bars, bars), (0, 0), (0, 0)))


@cache
def held(seed: int, bars: int) -> tuple[Print, ...]:
    return prints_of_reference(blobs(seed, bars=bars))


@cache
def asked(seed: int, left: int, top: int) -> tuple[Print, ...]:
    return prints_of_tip(blobs(seed, left, top))


def one_segment(docs: list[PictureDoc], live: list[bool] | None = None) -> Segment:
    return Segment(pack_pictures(docs), np.array(live if live is not None else [True] * len(docs), bool))


# Few seeds, so that equal pictures under two names (ties) are common.
DOCS = st.lists(
    st.tuples(st.sampled_from(ITEMS), st.integers(0, 4), st.sampled_from([0, 30])), max_size=8, unique_by=lambda d: d[0]
)
QUESTIONS = st.tuples(st.integers(0, 5), st.sampled_from([0, 9, 21]), st.sampled_from([0, 13]))


@settings(max_examples=40, deadline=None)
@given(DOCS, st.data(), QUESTIONS, st.integers(1, 5))
def test_engine_and_plain_loops_find_the_same(
    rows: list[tuple[str, int, int]], data: st.DataObject, question: tuple[int, int, int], k: int
) -> None:
    docs = [PictureDoc(item.split("/")[0], item, held(seed, bars)) for item, seed, bars in rows]
    split = data.draw(st.integers(0, len(docs)))
    live = data.draw(st.lists(st.booleans(), min_size=len(docs), max_size=len(docs)))
    parts = [(docs[:split], live[:split]), (docs[split:], live[split:])]
    memory = MemoryPictures()
    memory.add(doc for doc, stands in zip(docs, live, strict=True) if stands)
    engine = PictureEngine([one_segment(*part) for part in parts])
    prints = asked(*question)
    assert engine.find(prints, k) == memory.find(prints, k)


def test_many_candidates_are_cut_at_the_same_place() -> None:
    docs = [PictureDoc("c", f"c/{n:02}", held(n % 2, 0)) for n in range(90)]
    memory = MemoryPictures()
    memory.add(docs)
    engine = PictureEngine([one_segment(docs[:7]), one_segment(docs[7:])])
    prints = asked(1, 9, 13)
    assert engine.find(prints, 50) == memory.find(prints, 50)
    assert len(engine.find(prints, 50)) >= 32


def test_a_crop_is_found_with_its_part_and_without_thumbs() -> None:
    docs = [PictureDoc("c", f"c/{n}", held(n, 0)) for n in range(5)]
    hits = PictureEngine([one_segment(docs)]).find(asked(3, 21, 13), 3)
    assert [hit.item for hit in hits] == ["c/3"]
    region = hits[0].theirs.region
    assert region.left == pytest.approx(21 / 128, abs=0.02)
    assert region.top == pytest.approx(13 / 128, abs=0.02)
    assert hits[0].ours.thumb == hits[0].theirs.thumb == ""


WHOLES = [
    (lambda a: a, 0, "as is", "the same file"),
    (lambda a: a[::2, ::2], 0, "as is", "half the size"),
    (lambda a: a[:, ::-1], 0, "mirrored", "mirrored"),
    (lambda a: np.rot90(a, -1), 0, "rotated 270", "turned"),
    (lambda a: a[::2, ::2], 30, "as is", "half the size, with the bars that it has on file"),
    (lambda a: a[:, ::-1], 30, "mirrored", "mirrored, with the bars that it has on file"),
]


@pytest.mark.parametrize(("edit", "bars", "turned", "why"), WHOLES)
def test_a_whole_picture_is_met_as_a_whole(edit: Edit, bars: int, turned: str, why: str) -> None:
    docs = [PictureDoc("c", "c/1", held(1, bars)), PictureDoc("c", "c/2", held(2, bars))]
    memory = MemoryPictures()
    memory.add(docs)
    for index in (memory, PictureEngine([one_segment(docs)])):
        hits = index.find(prints_of_tip(np.ascontiguousarray(edit(blobs(1, bars=bars)))), 5)
        assert [(hit.item, hit.ours.region.turned) for hit in hits] == [("c/1", turned)], why
        assert hits[0].ours.region.share == hits[0].theirs.region.share == 1, why


def test_what_is_met_as_a_whole_does_not_hide_a_larger_picture_that_holds_it() -> None:
    part = prints_of_reference(blobs(3, 21, 13))
    docs = [PictureDoc("a", "a/whole", held(3, 0)), PictureDoc("b", "b/part", part), PictureDoc("c", "c/part", part)]
    hits = PictureEngine([one_segment(docs)]).find(asked(3, 21, 13), 5)
    assert {hit.item for hit in hits} == {"a/whole", "b/part", "c/part"}
    assert {hit.item: hit.theirs.region.share < 0.9 for hit in hits} == {
        "a/whole": True,
        "b/part": False,
        "c/part": False,
    }


@pytest.mark.parametrize(
    ("docs", "why"),
    [
        ([], "nothing on file"),
        ([PictureDoc("c", "c/1", ())], "a picture that could not be decoded has no prints"),
        ([PictureDoc("c", "c/1", (Print(WHOLE, "0f" * 32, 100),))], "prints kept by an older version have no thumb"),
    ],
)
def test_little_on_file_is_no_error(docs: list[PictureDoc], why: str) -> None:
    assert PictureEngine([one_segment(docs)]).find(asked(1, 0, 0), 5) == [], why


def test_no_prints_find_nothing() -> None:
    docs = [PictureDoc("c", "c/1", held(1, 0))]
    assert PictureEngine([one_segment(docs)]).find((), 5) == []
    assert PictureEngine([]).find(asked(1, 0, 0), 5) == []


def test_prints_without_a_thumb_still_find_the_whole_picture() -> None:
    bare = tuple(Print(one.region, one.pdq, one.quality) for one in asked(1, 0, 0))
    hits = PictureEngine([one_segment([PictureDoc("c", "c/1", held(1, 0))])]).find(bare, 5)
    assert [(hit.item, hit.distance) for hit in hits] == [("c/1", 0)]


def test_mapped_arrays_serve_as_well(tmp_path: Path) -> None:
    docs = [PictureDoc("c", f"c/{n}", held(n, 0)) for n in range(4)]
    arrays = pack_pictures(docs)
    for name, array in arrays.items():
        np.save(tmp_path / f"{name}.npy", array)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in arrays}
    engine = PictureEngine([Segment(mapped, np.ones(4, bool))])
    assert engine.find(asked(2, 9, 0), 3) == PictureEngine([one_segment(docs)]).find(asked(2, 9, 0), 3) != []
