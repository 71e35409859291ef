"""Does the index on disk follow its casebook, through merging, breaking, killing and read-only disks?"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from drawn_pictures import cut, leaves, pixels
from firsthand.index import shelf as shelf_module
from firsthand.index.memory import MemoryTexts
from firsthand.index.names import MemoryNames
from firsthand.index.part_files import MANIFEST
from firsthand.index.parts import names_of, text_docs
from firsthand.index.postings import Keys
from firsthand.index.shelf import Shelf
from firsthand.matching.pictures import prints_of_reference, prints_of_tip
from firsthand.record.cases import Case, Claim, Kind, Picture, Subject
from firsthand.record.decisions import Decision
from firsthand.record.passages import WHOLE
from firsthand.record.readings import Print


@dataclass
class Book:
    """A casebook in a dictionary."""

    rows: dict[str, tuple[int, Case]] = field(default_factory=dict)
    kept: dict[str, tuple[Print, ...]] = field(default_factory=dict)
    name: str = "book"

    def file(self, *cases: Case) -> Book:
        for case in cases:
            self.rows[case.id] = (self.last_change() + 1, case)
        return self

    def case(self, id: str) -> Case | None:
        return self.rows[id][1] if id in self.rows else None

    def cases(self) -> Iterator[Case]:
        return (case for _, (_, case) in sorted(self.rows.items()))

    def last_change(self) -> int:
        return max((number for number, _ in self.rows.values()), default=0)

    def changes(self, since: int) -> Iterator[tuple[int, Case]]:
        return iter(sorted((row for row in self.rows.values() if row[0] > since), key=lambda row: row[0]))

    def prints(self, sha256: str) -> tuple[Print, ...]:
        return self.kept.get(sha256, ())

    def some(self, ids: Iterable[str]) -> dict[str, Case]:
        return {id: self.rows[id][1] for id in ids if id in self.rows}

    def mark(self, number: int) -> str:
        return f"{self.name}{number}" if 0 < number <= self.last_change() else ""

    def decisions(self, tips: Iterable[str] | None = None) -> list[Decision]:
        return []


class NoLists:
    """Word lists that know no word: what is installed on a machine must not decide a test."""

    def translations(self, keys: Keys) -> tuple[NDArray[np.int64], Keys, NDArray[np.float32]]:
        return np.empty(0, np.int64), np.empty(0, np.uint64), np.empty(0, np.float32)

    def lacking(self, lang_from: str, lang_to: str) -> str:
        return ""


def bare_shelf(folder: Path) -> Shelf:
    return Shelf(folder, opened=NoLists)


def case(id: str, *texts: str, picture: str = "") -> Case:
    claims = tuple(Claim(f"c{i}", text) for i, text in enumerate(texts))
    subjects = (Subject("s", Kind.BODY, {"en": (f"Body {id.upper()}",)}),) if texts else ()
    return Case(id, id, claims=claims, subjects=subjects, pictures=(Picture("p", sha256=picture),) if picture else ())


def check_agree(shelf: Shelf, book: Book, text: str = "bread flag march Body A and Body B") -> None:
    """The shelf answers as indexes made in memory from the casebook as it stands."""
    memory = MemoryTexts(doc for _, case in book.changes(0) for doc in text_docs(case))
    assert [(h.doc, h.road) for h in shelf.texts.find(text, "", 50)] == [
        (h.doc, h.road) for h in memory.find(text, "", 50)
    ]
    names = MemoryNames(doc for case in book.cases() for doc in names_of(case))
    assert list(shelf.names.find(text, "en")) == names.find(text, "en")


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("seg-*"))


TEXTS = st.lists(st.sampled_from(["bread", "flag march", "bread bread flag", "nothing", ""]), max_size=3)
FILED = st.lists(st.tuples(st.sampled_from("abcd"), TEXTS), min_size=1, max_size=3)


@settings(max_examples=10, deadline=None)
@given(st.lists(FILED, min_size=1, max_size=12), st.booleans())
def test_two_processes_that_take_turns_see_what_the_casebook_holds(
    steps: list[list[tuple[str, list[str]]]], many: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        book, folder = Book(), Path(name)
        shelves = [bare_shelf(folder), bare_shelf(folder)]
        for number, step in enumerate(steps):
            book.file(*(case(id, *texts) for id, texts in step))
            shelves[number % 2 if many else 0].sync(book)
        for shelf in [*shelves, bare_shelf(folder)]:
            shelf.sync(book)
            check_agree(shelf, book)


def test_small_parts_are_merged_and_unnamed_folders_removed(tmp_path: Path) -> None:
    book, shelf, reader = Book(), bare_shelf(tmp_path), bare_shelf(tmp_path)
    for number in range(30):
        book.file(case(f"k{number}", f"bread number {number}"))
        shelf.sync(book)
        if number == 3:
            reader.sync(book)
    assert len(segments(tmp_path)) <= shelf_module.MOST
    assert len(reader.texts.find("bread", "", 99)) == 4, "a reader keeps what it has mapped, though the files are gone"
    reader.sync(book)
    check_agree(reader, book, "bread number 7")


def test_pictures_survive_merging(tmp_path: Path) -> None:
    one = Print(WHOLE, "0f" * 32, 90)
    book, shelf = Book(kept={"a" * 64: (one,)}), bare_shelf(tmp_path)
    for number in range(12):
        book.file(case(f"k{number}", "bread", picture="a" * 64 if number == 2 else ""))
        shelf.sync(book)
    assert [hit.item for hit in shelf.pictures.find([one], 5)] == ["k2/p"]


def test_pictures_filed_one_by_one_are_found_by_their_parts_in_writer_and_reader(tmp_path: Path) -> None:
    book, writer = Book(), bare_shelf(tmp_path)
    reader = bare_shelf(tmp_path)
    for number in range(9):
        sha256 = str(number) * 64
        book.kept[sha256] = prints_of_reference(pixels(leaves(number)))
        writer.sync(book.file(case(f"k{number}", "bread", picture=sha256)))
        asked = prints_of_tip(pixels(cut(0.1, 0.2, 0.8, 0.9)(leaves(number))))
        assert [hit.item for hit in writer.pictures.find(asked, 5)] == [f"k{number}/p"]
        if number % 4 == 0:
            # The reader goes on with what it has mapped until it is brought up.
            assert reader.pictures.find(asked, 5) == []
            reader.sync(book)
            assert reader.pictures.find(asked, 5) == writer.pictures.find(asked, 5)
    writer.sync(book.file(case("k8", "bread")))
    assert writer.pictures.find(asked, 5) == []
    assert [hit.item for hit in reader.pictures.find(asked, 5)] == ["k8/p"]


def test_pictures_kept_without_points_are_told(tmp_path: Path) -> None:
    drawn = np.random.default_rng(3).integers(0, 255, (64, 64, 3), np.uint8)
    book = Book(kept={"a" * 64: (Print(WHOLE, "0" * 64, 100),), "b" * 64: prints_of_reference(drawn)})
    book.file(case("old", "bread", picture="a" * 64), case("new", "salt", picture="b" * 64))
    shelf = bare_shelf(tmp_path)
    shelf.sync(book)
    (note,) = shelf.picture_notes()
    assert note.startswith("One picture on file is known without points")
    shelf.sync(book.file(case("old", "bread")))
    assert shelf.picture_notes() == ()


def _cut(folder: Path) -> None:
    file = segments(folder)[0]
    os.truncate(file, file.stat().st_size - 7)


def _zero(folder: Path) -> None:
    file = segments(folder)[0]
    file.write_bytes(bytes(file.stat().st_size))


def _other_version(folder: Path) -> None:
    held = msgspec.json.decode((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_bytes(msgspec.json.encode({**held, "format": 999}))


def _other_settings(folder: Path) -> None:
    held = msgspec.json.decode((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_bytes(msgspec.json.encode({**held, "digest": "0" * 16}))


BREAKS = [
    (_cut, "a file cut short"),
    (_zero, "a file of nothing but zeros, as after a power cut"),
    (_other_version, "a manifest of another version"),
    (_other_settings, "an index made with other settings"),
    (lambda folder: (folder / MANIFEST).unlink(), "no manifest"),
    (lambda folder: (folder / MANIFEST).write_text("{"), "half a manifest"),
    (lambda folder: (folder / MANIFEST).write_text('{"format": "x"}'), "a manifest of another shape"),
    (lambda folder: segments(folder)[0].unlink(), "a part is gone"),
    (lambda folder: shutil.rmtree(folder), "the whole folder is gone"),
]


@pytest.mark.parametrize(("harm", "why"), BREAKS)
def test_a_broken_index_is_built_anew_by_itself(harm, why: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "index"
    book = Book().file(case("a", "bread"), case("b", "flag"))
    bare_shelf(folder).sync(book)
    harm(folder)
    for _ in range(2):
        shelf = bare_shelf(folder)
        shelf.sync(book)
        check_agree(shelf, book)
    assert len(segments(folder)) == 1, why


def test_an_index_ahead_of_its_casebook_is_dropped(tmp_path: Path) -> None:
    bare_shelf(tmp_path).sync(Book().file(case("a", "bread"), case("b", "flag")))
    restored = Book().file(case("a", "march"))
    shelf = bare_shelf(tmp_path)
    shelf.sync(restored)
    check_agree(shelf, restored)
    shelf.sync(Book())
    assert (shelf.number, shelf.texts.find("march", "", 5)) == (0, [])


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.write_text("a file stands where the folder should be")
    book, shelf = Book().file(case("a", "bread")), bare_shelf(folder)
    for text in ("flag", "march"):
        shelf.sync(book)
        check_agree(shelf, book)
        book.file(case("b", text))
    assert shelf.rebuild(book) == 2
    check_agree(shelf, book)
    folder.unlink()
    shelf.sync(book.file(case("c", "bread")))
    check_agree(bare_shelf(folder), book)


def test_rebuild_counts_the_cases_and_clears_what_was(tmp_path: Path) -> None:
    book, shelf = Book().file(case("a", "bread"), case("b", "flag")), bare_shelf(tmp_path)
    shelf.sync(book)
    book.file(case("a", "march"))
    (tmp_path / "tmp-left-over").touch()
    (tmp_path / "seg-000009.arraysx1y2").touch()
    assert shelf.rebuild(book) == 2
    check_agree(shelf, book)
    assert len(segments(tmp_path)) == 1
    assert not list(tmp_path.glob("tmp-*"))


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_shelf
from firsthand.index import shelf
shelf.BATCH = 20
test_shelf.bare_shelf(Path(sys.argv[1])).sync(test_shelf.large())
"""


def large() -> Book:
    return Book().file(*(case(f"k{i}", f"bread and flag number {i}") for i in range(600)))


def test_a_killed_sync_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    """Killed in the middle of its writing; the next process needs no repair and no lock is left behind."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(tmp_path), str(Path(__file__).parent)])
    while child.poll() is None and len(segments(tmp_path)) < 3:
        time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    child.wait()
    shelf, book = bare_shelf(tmp_path), large()
    assert 0 < shelf.number < 600, "it was killed half way"
    shelf.sync(book)
    check_agree(shelf, book)
    listed = msgspec.json.decode((tmp_path / MANIFEST).read_bytes())["parts"]
    assert [path.name for path in segments(tmp_path)] == sorted(part["name"] for part in listed)


def test_an_index_of_another_casebook_is_built_anew(tmp_path: Path) -> None:
    """A folder restored from a copy and carried on reaches the same number another way."""
    one = Book(name="one").file(case("a", "bread and salt"), case("b", "a flag was burnt"))
    other = Book(name="other").file(case("x", "the march of bread"), case("y", "nothing of it"))
    bare_shelf(tmp_path).sync(one)
    shelf = bare_shelf(tmp_path)
    shelf.sync(other)
    check_agree(shelf, other)
    other.file(case("z", "bread once more"))
    again = bare_shelf(tmp_path)
    again.sync(other)
    check_agree(again, other)
