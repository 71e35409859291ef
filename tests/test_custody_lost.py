"""Is it noticed when the custody log is taken away, replaced, older than it was, or cannot be written; and what goes on then?"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.custody_forgotten import forget

from firsthand.casebook.custody_log import CustodyLog
from firsthand.casebook.store import CasebookStore
from firsthand.cli import firsthand
from firsthand.errors import CustodyError, UsageError
from firsthand.record.custody import EventKind, event_of
from firsthand.verifying import Trust, begin_anew, verify

SECRET = "key.secret"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook of two exhibits; beside it `early`, its folder `custody` as it was before the second."""
    place = tmp_path_factory.mktemp("made") / "book"
    with CasebookStore.create(place) as made:
        made.keep(b"first", "", "")
    shutil.copytree(place / "custody", place.parent / "early")
    with CasebookStore.open(place) as made:
        made.keep(b"second", "", "")
    return place


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made.parent / "early", tmp_path / "early")
    return Path(shutil.copytree(made, tmp_path / "book"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(firsthand, [str(one) for one in arguments])


def harm(book: Path, trust: Trust | None = None) -> list[str]:
    return [f"{one.kind}: {one.what}" for one in verify(book, trust, everything=True).damages if not one.explained]


def state(book: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (book / "custody").rglob("*")}


def _gone(book: Path) -> None:
    shutil.rmtree(book / "custody")


def _older(book: Path) -> None:
    _gone(book)
    shutil.copytree(book.parent / "early", book / "custody")


def _another(book: Path) -> None:
    """A whole new log with a new key, as long as the old one, that tells of all that is on file."""
    _gone(book)
    log = CustodyLog(book / "custody")
    log.begin([path.name for path in (book / "exhibits").glob("*/*")])
    for _ in range(9):
        log.record(EventKind.READ)
    log.close()


def _headless(book: Path) -> None:
    (book / "custody" / "head.txt").unlink()


def _branched(book: Path) -> None:
    """An older one, made as long again by somebody with the key."""
    _older(book)
    log = CustodyLog(book / "custody")
    for _ in range(9):
        log.record(EventKind.READ)
    log.close()


LOST: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "taken away": (_gone, "there is none in", "log: The custody log"),
    "an older one": (_older, "it is an older one.", "head: 4 events were signed"),
    "an older one that went on": (_branched, "it was changed, or is another one", "head: Event 4 is not the one"),
    "another one": (_another, "is not the key that it was signed with", "head: A log signed at"),
    "without its head": (_headless, "head.txt cannot be read", "head: "),
    "without its secret key": (lambda book: (book / "custody" / SECRET).unlink(), "key.secret is missing", ""),
}


@pytest.mark.parametrize("name", LOST)
def test_a_log_that_is_not_the_one_remembered_is_noticed(book: Path, name: str) -> None:
    change, said, named = LOST[name]
    change(book)
    before = state(book)
    with pytest.raises(CustodyError, match=re.escape(said)) as error:
        CasebookStore.open(book)
    assert "Restore the newest copy of the folder `custody`." in str(error.value)
    assert state(book) == before, "no log begins by itself"
    found = harm(book)
    assert found[:1] == [line for line in found[:1] if line.startswith(named)], found
    assert bool(found) == bool(named)
    assert state(book) == before, "nothing is added to what is not the log"
    checked = run("check", "--casebook", book, "Half of the schools have closed")
    assert checked.exit_code == 0
    assert said in checked.stderr
    assert "Restore the newest copy" in checked.stderr


def test_verify_works_without_the_secret_key_and_says_that_it_is_not_recorded(book: Path) -> None:
    (book / "custody" / SECRET).unlink()
    before = (book / "custody" / "log.txt").read_bytes()
    done = run("verify", "--casebook", book)
    assert (done.exit_code, "All is whole." in done.stdout) == (0, True)
    assert "This looking is not recorded" in done.stderr
    assert "key.secret is missing" in done.stderr
    assert (book / "custody" / "log.txt").read_bytes() == before


def test_a_log_that_cannot_be_written_is_verified_with_a_word_and_checked_without(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, to whom every folder can be written.
    access = os.access
    monkeypatch.setattr("os.access", lambda place, mode: "custody" not in Path(place).parts and access(place, mode))
    assert verify(book).whole
    done = run("verify", "--casebook", book)
    assert done.exit_code == 0
    assert re.search("This looking is not recorded: .*custody cannot be written", done.stderr)
    assert "custody" not in run("check", "--casebook", book, "Half of the schools have closed").stderr
    with pytest.raises(CustodyError, match="cannot be written"):
        CasebookStore.open(book)


@pytest.mark.parametrize("name", LOST)
def test_a_new_log_begins_only_when_it_is_told_why_and_says_so(book: Path, name: str) -> None:
    LOST[name][0](book)
    held = sorted(path.name for path in (book / "exhibits").glob("*/*"))
    done = run("verify", "--begin-anew", "the disk of the old machine broke", "--casebook", book)
    assert done.exit_code == 0, done.output
    assert "A log of 4 events, signed at" in done.output
    events = [event_of(line) for line in (book / "custody" / "log.txt").read_bytes().splitlines()]
    assert [event.kind for event in events[:2]] == ["begun", "migrated"]
    assert "the disk of the old machine broke" in events[0].note
    assert sorted(events[1].hashes) == held
    with CasebookStore.open(book) as opened:
        opened.keep(b"third", "", "")
    assert harm(book) == []


def test_what_is_left_of_a_lost_log_is_laid_aside_with_its_key(book: Path) -> None:
    log, key = ((book / "custody" / name).read_bytes() for name in ("log.txt", "key.pub"))
    (book / "custody" / SECRET).unlink()
    CasebookStore.begin_anew(book, "lost")
    (old,) = (book / "custody").glob("before-*")
    assert [(old / name).read_bytes() for name in ("log.txt", "key.pub")] == [log, key]
    assert (book / "custody" / "key.pub").read_bytes() != key


def test_the_log_that_was_lost_does_not_come_back_unseen(book: Path, tmp_path: Path) -> None:
    """Once another began in its place, the old log is the older one."""
    shutil.copytree(book / "custody", tmp_path / "old")
    (book / "custody" / SECRET).unlink()
    CasebookStore.begin_anew(book, "lost")
    _gone(book)
    shutil.copytree(tmp_path / "old", book / "custody")
    with pytest.raises(CustodyError, match="is not the key"):
        CasebookStore.open(book)
    assert any(line.startswith("head: A log signed at") for line in harm(book))


def test_no_new_log_in_the_place_of_a_sound_one_or_without_a_reason(book: Path) -> None:
    before = (book / "custody" / "log.txt").read_bytes()
    with pytest.raises(UsageError, match="ends as it was signed"):
        CasebookStore.begin_anew(book, "I would rather not have it")
    with pytest.raises(UsageError, match="a reason"):
        begin_anew(book, " ")
    assert (book / "custody" / "log.txt").read_bytes() == before


def test_a_damaged_log_can_be_followed_by_a_new_one(book: Path) -> None:
    path = book / "custody" / "log.txt"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(CustodyError, match="its end was taken off"):
        CasebookStore.open(book)
    CasebookStore.begin_anew(book, "damaged by the disk")
    assert harm(book) == []


def test_an_older_casebook_begins_its_log_with_what_it_holds(book: Path) -> None:
    _gone(book)
    forget(book)
    CasebookStore.open(book).close()
    events = [event_of(line) for line in (book / "custody" / "log.txt").read_bytes().splitlines()]
    assert [event.kind for event in events] == ["begun", "migrated"]
    assert len(events[1].hashes) == 2
    assert harm(book) == []
