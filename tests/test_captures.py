"""Are captures kept as they were made, found again, and told of in the custody log?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.casebook.store import CasebookStore
from firsthand.errors import UsageError
from firsthand.record.captures import (
    Captured,
    Part,
    Role,
    Step,
    StepState,
    capture_from,
    capture_id,
    capture_json,
    end_state,
)
from firsthand.record.states import Answer, State, StateCheck, StateFound
from firsthand.record.tips import CaptureState, Exhibit

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
URL = "https://example.org/a"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CasebookStore]:
    with CasebookStore.create(tmp_path / "book") as opened:
        yield opened


def captured(book: CasebookStore, address: str = URL, at: datetime = AT) -> Captured:
    exhibit = book.keep(b"<p>words", "", "text/html")
    steps = (Step("fetch", StepState.DONE, "firsthand"), Step("browser", StepState.SKIPPED, "", ("No browser.",)))
    parts = (Part(Role.BODY, exhibit), Part(Role.PICTURE, exhibit, f"{URL}.jpg"))
    told = (("title", "Слова"),)
    return Captured(address, at, "A desk", "firsthand", CaptureState.COMPLETE, steps, parts, f"{URL}/", told=told)


def test_a_capture_comes_back_by_its_name_and_by_its_addresses(book: CasebookStore) -> None:
    later = book.captures.file(captured(book, at=AT + timedelta(days=1)))
    first = book.captures.file(captured(book))
    other = book.captures.file(captured(book, "https://example.org/b"))
    assert list(book.captures.all()) == [later, first, other], "in the order in which they were filed"
    assert book.captures.of(URL) == [first, later], "in the order of time"
    assert len(book.captures.of(f"{URL}/")) == 3, "by the address at which they ended too"
    assert book.captures.of("") == []
    assert book.captures.get(first.id[:10]) == first
    assert first.captured == captured(book)


def test_its_record_is_an_exhibit_and_its_name(book: CasebookStore) -> None:
    filed = book.captures.file(captured(book))
    assert capture_id(filed.captured) == filed.id
    assert capture_from(book.exhibit(filed.id)) == filed.captured


def test_filing_it_twice_is_harmless(book: CasebookStore) -> None:
    assert book.captures.file(captured(book)) == book.captures.file(captured(book))
    assert len(list(book.captures.all())) == 1


def test_the_custody_log_tells_who_captured_what_from_where(book: CasebookStore) -> None:
    filed = book.captures.file(captured(book))
    line = (book.path / "custody" / "log.txt").read_text(encoding="utf-8").splitlines()[-1]
    for said in ('"captured"', filed.id, filed.captured.parts[0].exhibit.sha256, URL, '"A desk"', "complete"):
        assert said in line


@pytest.mark.parametrize("name", ["", "abc", "0" * 64, "%%%%%%"])
def test_a_name_of_none_is_a_usage_error(book: CasebookStore, name: str) -> None:
    book.captures.file(captured(book))
    with pytest.raises(UsageError):
        book.captures.get(name)


@pytest.mark.parametrize("table", ["capture", "state"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET body = ''", "DELETE FROM {}"])
def test_plain_sql_cannot_change_them(book: CasebookStore, table: str, verb: str) -> None:
    book.captures.file(captured(book))
    book.captures.file_state(look(AT, State.UP))
    with closing(sqlite3.connect(book.path / "casebook.sqlite3")) as link, pytest.raises(sqlite3.IntegrityError):
        link.execute(verb.format(table))


def look(at: datetime, state: State) -> StateCheck:
    return StateCheck(URL, "a/1", at, "A desk", Answer(at), StateFound(state, (), "up"))


def test_looks_at_an_appearance_are_kept_in_the_order_of_time(book: CasebookStore) -> None:
    rows = [look(AT + timedelta(days=2), State.GONE), look(AT, State.UP)]
    for row in (*rows, rows[0]):
        book.captures.file_state(row)
    assert book.captures.states(URL) == rows[::-1]
    assert book.captures.states("https://example.org/b") == []
    assert book.captures.states() == rows[::-1]


DONE, PARTIAL, FAILED, SKIPPED = StepState.DONE, StepState.PARTIAL, StepState.FAILED, StepState.SKIPPED


@pytest.mark.parametrize(
    ("fetch", "browser", "state"),
    [
        (DONE, DONE, CaptureState.COMPLETE),
        (DONE, SKIPPED, CaptureState.COMPLETE),
        (DONE, FAILED, CaptureState.PARTIAL),
        (PARTIAL, DONE, CaptureState.PARTIAL),
        (FAILED, DONE, CaptureState.FAILED),
        (FAILED, SKIPPED, CaptureState.FAILED),
    ],
)
def test_the_end_state_is_that_of_its_steps(fetch: StepState, browser: StepState, state: CaptureState) -> None:
    assert end_state([Step("fetch", fetch), Step("browser", browser)], ["fetch"]) is state


def test_the_brief_form_names_each_exhibit_and_each_problem_once(book: CasebookStore) -> None:
    found = captured(book)
    twice = replace(found, steps=(*found.steps, *found.steps))
    assert twice.brief.exhibits == (found.parts[0].exhibit,)
    assert twice.brief.problems == ("No browser.",)
    assert twice.part(Role.PICTURE) == found.parts[1]
    assert twice.part(Role.WARC) is None
    assert [part.role for part in twice.parts_of(Role.BODY)] == [Role.BODY]


def test_the_same_capture_gives_the_same_bytes() -> None:
    one = Captured(URL, AT, "A desk", "given", CaptureState.COMPLETE, parts=(Part(Role.GIVEN, Exhibit("0" * 64, 1)),))
    assert capture_json(one) == capture_json(capture_from(capture_json(one)))
