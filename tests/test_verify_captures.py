"""Does verifying name each capture, and each look at an appearance, that no longer has all that it rests on?"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.casebook.store import CasebookStore
from firsthand.record.captures import MEDIA, Captured, Part, Role, Step, StepState, capture_json
from firsthand.record.states import Answer, State, StateCheck, StateFound
from firsthand.record.tips import CaptureState, Exhibit
from firsthand.verifying import verify

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
URL = "https://example.org/a"
NEVER = Exhibit("ab" * 32, 1, "image/png", "")


def capture(*parts: Part, address: str = URL) -> Captured:
    return Captured(address, AT, "A desk", "firsthand", CaptureState.COMPLETE, (Step("fetch", StepState.DONE),), parts)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One capture of two parts, and a look at it."""
    place = tmp_path_factory.mktemp("made") / "book"
    with CasebookStore.create(place) as book:
        parts = [Part(role, book.keep(role.encode(), "", "text/html")) for role in (Role.BODY, Role.DOM)]
        filed = book.captures.file(capture(*parts))
        look = StateCheck(URL, "a/1", AT, "A desk", Answer(AT), StateFound(State.UP, (), "up"), exhibits=(filed.id,))
        book.captures.file_state(look)
    return place


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "book"))


def found(book: Path) -> list[str]:
    return [f"{one.kind}: {one.what}" for one in verify(book, everything=True).damages if not one.explained]


def sql(*commands: str) -> Callable[[Path], None]:
    """What somebody does past the triggers."""

    def apply(book: Path) -> None:
        with closing(sqlite3.connect(book / "casebook.sqlite3")) as link, link:
            for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                link.execute(f"DROP TRIGGER {name}")
            for command in commands:
                link.execute(command)

    return apply


def file_gone(fits: Callable[[bytes], bool]) -> Callable[[Path], None]:
    def apply(book: Path) -> None:
        (path,) = (path for path in (book / "exhibits").glob("*/*") if fits(path.read_bytes()))
        path.unlink()

    return apply


def _states_exhibit(book: Path) -> None:
    with CasebookStore.open(book) as opened:
        answer, state = Answer(AT), StateFound(State.UP, (), "up")
        opened.captures.file_state(StateCheck(URL, "a/2", AT, "A desk", answer, state, exhibits=(NEVER.sha256,)))


def _part_never_kept(book: Path) -> None:
    with CasebookStore.open(book) as opened:
        opened.captures.file(capture(Part(Role.SCREENSHOT, NEVER)))


DOM = hashlib.sha256(b"dom").hexdigest()
BY_ANOTHER = "UPDATE {} SET body = replace(body, 'A desk', 'B desk')"
TAKEN_OUT = "The custody log tells of it, and it is not in the database"
DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "its row changed": (sql(BY_ANOTHER.format("capture")), "capture: It has been changed in the database"),
    "its row no capture": (sql("UPDATE capture SET body = '{}'"), "capture: It cannot be read from the database"),
    "its row taken out": (sql("DELETE FROM capture"), f"capture: {TAKEN_OUT}"),
    "its record off the file": (sql(f"DELETE FROM exhibit WHERE media = '{MEDIA}'"), "capture: Its record, "),
    "its record's file gone": (file_gone(lambda data: b"A desk" in data), "capture: Its record, "),
    "a part off the file": (sql(f"DELETE FROM exhibit WHERE sha256 = '{DOM}'"), "capture: Its dom, "),
    "a part's file gone": (file_gone(lambda data: data == b"dom"), "capture: Its dom, "),
    "a part that never was": (_part_never_kept, f"capture: Its screenshot, {NEVER.sha256}, is not on file"),
    "a state's row changed": (sql(BY_ANOTHER.format("state")), "state: It has been changed in the database"),
    "a state's row no state": (sql("UPDATE state SET body = '[]'"), "state: It cannot be read from the database"),
    "a state's row taken out": (sql("DELETE FROM state"), f"state: {TAKEN_OUT}"),
    "a state's exhibit gone": (file_gone(lambda data: b"A desk" in data), "state: An exhibit of it, "),
    "a state's exhibit never was": (_states_exhibit, f"state: An exhibit of it, {NEVER.sha256}, is not on file"),
}  # fmt: skip


def test_a_sound_capture_and_state_are_counted(book: Path) -> None:
    done = verify(book)
    assert (done.damages, done.captures, done.exhibits) == ([], 1, 3)


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_named(book: Path, name: str) -> None:
    change, said = DAMAGES[name]
    change(book)
    told = found(book)
    assert any(line.startswith(said) for line in told), told


def test_a_filing_that_was_cut_off_is_explained(book: Path) -> None:
    with CasebookStore.open(book) as opened:
        opened.keep(capture_json(capture(address="https://example.org/b")), "", MEDIA)
    done = verify(book)
    assert done.whole
    assert [(one.kind, "was cut off" in one.what) for one in done.damages] == [("capture", True)]
