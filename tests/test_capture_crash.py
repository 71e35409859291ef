"""Is nothing half on file where a capture is killed, or the disk is full, at any point of it?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.capture_site import WORDS, serving
from tests.test_fetch_faults import framed

from firsthand import api
from firsthand.casebook.store import CasebookStore
from firsthand.record.custody import EventKind
from firsthand.verifying import verify

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    path: framed(f"<!doctype html><title>The bridge</title><article><p>{WORDS * times}</article>".encode())
    for path, times in (("small", 1), ("large", 20))
}

Order = Callable[[str, int, Path, str], str]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    api.init(tmp_path / "book").close()
    return tmp_path / "book"


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Order]:
    """tried(how, number, book, path) -> what came of it; see capture_child.py."""
    command = [sys.executable, "-m", "tests.capture_child", str(tmp_path_factory.mktemp("child"))]
    with (
        serving(PAGES) as site,
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child,
    ):
        asked, told = child.stdin, child.stdout
        assert asked
        assert told
        assert told.readline() == "ready\n"

        def order(how: str, number: int, book: Path, path: str) -> str:
            asked.write(f"{how} {number} {book} {site.at(path)}\n")
            asked.flush()
            return told.readline().strip()

        yield order
        asked.close()


def on_file(path: Path) -> int:
    """The number of captures; each has all its parts, as they were, and all else is whole or explained."""
    with CasebookStore.open(path) as book:
        captures = list(book.captures.all())
        for filed in captures:
            book.exhibit(filed.id)
            for part in filed.captured.parts:
                assert book.on_file(part.exhibit.sha256), f"{part.role} of a capture on file is not there"
                book.exhibit(part.exhibit.sha256)
    assert list(path.glob("exhibits/*/.writing-*")) == []
    damages = [damage for damage in verify(path, everything=True).damages if not damage.explained]
    assert damages == []
    return len(captures)


def test_kill_9_at_any_point_leaves_no_half_capture(tried: Order, book: Path) -> None:
    killed, filed = 0, [0]
    while (said := tried("kill", killed + 1, book, "small")) == "killed":
        killed += 1
        filed.append(on_file(book))
    assert said == "done"
    assert killed > 20, "too few points were tried"
    assert filed[killed // 2] == 0, "the capture comes on file at its end"
    assert on_file(book) == filed[-1] + 1, "a new capture works"


@pytest.mark.parametrize(
    ("path", "most", "said"),
    [
        ("small", 0, "The exhibit "),
        ("large", 4_000, "The exhibit "),
        ("small", 12_000, "The custody log "),
        ("large", 30_000, "The casebook "),
        ("large", 60_000, "The casebook "),
    ],
)
def test_a_full_disk_leaves_no_half_capture(tried: Order, book: Path, path: str, most: int, said: str) -> None:
    with CasebookStore.open(book) as opened:
        for _ in range(60):
            opened.custody.record(EventKind.READ, note="a log of some length")
    assert tried("full", most, book, path).startswith(f"CasebookError: {said}")
    before = on_file(book)
    assert tried("full", 10_000_000, book, path) == "done"
    assert on_file(book) == before + 1, "a new capture works"
