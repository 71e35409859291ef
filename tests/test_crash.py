"""Is every case whole or absent after the power of `kill -9`, and does the same import then finish the work?"""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.casebook.imports import ImportSummary, import_files
from firsthand.casebook.store import CasebookStore
from firsthand.record.casefile_write import write_casefile
from firsthand.record.cases import Case, Claim, Kind, Picture, Subject
from firsthand.record.entries import Entry
from firsthand.record.readings import Print

CASES, PICTURED, KILLS = 2000, 100, 4
NOW = datetime(2026, 5, 1, tzinfo=UTC)

IMPORT = """
import sys
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[0]).parent))
from test_crash import load
from firsthand.casebook.store import CasebookStore
book = CasebookStore.open(Path(sys.argv[1]))
print("begun", flush=True)
load(book, Path(sys.argv[2]))
"""


def prepare(data: bytes, name: str) -> tuple[str, tuple[Print, ...]]:
    return "image/jpeg", ()


def load(book: CasebookStore, path: Path) -> ImportSummary:
    return import_files(book, [path], who="desk", now=lambda: NOW, prepare_picture=prepare)


def made(number: int) -> Case:
    """A case with two entries, and one in twenty with a picture."""
    entries = tuple(Entry("s", field, str(1900 + number % 100), "a register") for field in ("founded", "dissolved"))
    pictures = (Picture("p", f"pictures/{number}.jpg"),) if number % 20 == 0 else ()
    subjects = (Subject("s", Kind.BODY, {"en": (f"Body {number}",)}, entries),)
    return Case(
        f"k{number:05}", f"Case {number}", claims=(Claim("c1", "words " * 30),), pictures=pictures, subjects=subjects
    )


@pytest.fixture(scope="module")
def casefiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "pictures").mkdir()
    for number in range(0, CASES, 20):
        (folder / "pictures" / f"{number}.jpg").write_bytes(b"%d " % number * 2000)
    path = folder / "all.jsonl"
    path.write_text("".join(write_casefile(made(number), "jsonl") for number in range(CASES)))
    return path


def killed_import(book: Path, casefiles: Path, delay: float) -> None:
    script = Path(__file__).with_name("x")  # only its folder is used: the child imports this module
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT.replace("sys.argv[0]", repr(str(script))), str(book), str(casefiles)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == "begun\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()


def whole(book: CasebookStore) -> int:
    """The number of cases; each is as it was meant, and every exhibit that it names is sound."""
    count = 0
    for case in book.cases():
        meant = made(int(case.id[1:]))
        assert (case.title, case.claims, case.subjects) == (meant.title, meant.claims, meant.subjects)
        for picture in case.pictures:
            assert hashlib.sha256(book.exhibit(picture.sha256)).hexdigest() == picture.sha256
        count += 1
    return count


def test_kill_9_in_the_middle_of_an_import(tmp_path: Path, casefiles: Path) -> None:
    CasebookStore.create(tmp_path / "killed").close()
    chance = random.Random(2012)
    counts = []
    for _ in range(KILLS):
        killed_import(tmp_path / "killed", casefiles, chance.uniform(0.02, 0.5))
        with CasebookStore.open(tmp_path / "killed") as book:
            counts.append(whole(book))
            assert list((tmp_path / "killed" / "exhibits").glob("*/.writing-*")) == []
            assert book.last_change() == counts[-1]
    assert counts == sorted(counts)
    assert counts[0] < CASES, "no import was cut off, so nothing was tried"
    with CasebookStore.open(tmp_path / "killed") as book, CasebookStore.create(tmp_path / "whole") as other:
        found = load(book, casefiles)
        assert (found.problems, found.new + found.same) == ([], CASES)
        assert load(other, casefiles).new == CASES
        assert list(book.cases()) == list(other.cases())
        assert book.exhibits() == other.exhibits()
        assert len(book.exhibits()) == PICTURED
        assert whole(book) == CASES
