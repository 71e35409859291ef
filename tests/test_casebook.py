"""Does the casebook keep what it was given, refuse what would change the record, and say why it cannot be opened?"""

from __future__ import annotations

import fcntl
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import firsthand.casebook.store  # noqa: F401 starts Django before its models are imported
import strategies as make
from firsthand.casebook.models import CaseRow, EntryRow, Revision
from firsthand.casebook.opening import FORMAT
from firsthand.casebook.store import CasebookStore, Change, Filed
from firsthand.errors import CasebookError, CasefileError, ExhibitError, NewerCasebookError, UsageError
from firsthand.record.calibration import Calibration, Figures, Rate
from firsthand.record.cases import Case, Kind, Picture, Review, Subject
from firsthand.record.decisions import Answer, Decision
from firsthand.record.entries import Entry
from firsthand.record.findings import Report
from firsthand.record.outcome import Verdict
from firsthand.record.passages import WHOLE
from firsthand.record.readings import Print
from firsthand.record.tips import Tip

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
BY = {"who": "desk", "at": AT}


def body(*founded: str, id: str = "a", title: str = "A body") -> Case:
    entries = tuple(Entry("s", "founded", value, "a register") for value in founded)
    return Case(id, title, subjects=(Subject("s", Kind.BODY, {"en": ("The body",)}, entries),))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CasebookStore]:
    with CasebookStore.create(tmp_path / "book") as made:
        yield made


def alias(book: CasebookStore) -> str:
    return book._alias  # the tests look at rows that no public call shows


def test_a_case_comes_back_as_it_was_filed(book: CasebookStore) -> None:
    case = body("1994", "1995")
    assert book.file(case, **BY) == Filed("a", Change.NEW, 2, 0)
    assert book.case("a") == case
    assert book.case("b") is None
    assert book.last_change() == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=make.cases())
def test_any_case_comes_back(book: CasebookStore, case: Case) -> None:
    book.file(case, **BY)
    assert book.case(case.id) == case
    assert book.file(case, **BY) == Filed(case.id, Change.SAME)


def test_a_changed_case_is_a_new_revision_and_nothing_is_lost(book: CasebookStore) -> None:
    first, second = body("1994", "1995"), body("1995", "1996")
    assert book.file(first, **BY) == Filed("a", Change.NEW, 2, 0)
    assert book.file(first, **BY) == Filed("a", Change.SAME, 0, 0)
    assert book.file(second, **BY) == Filed("a", Change.CHANGED, 1, 1)
    assert book.case("a") == second
    assert book.file(first, **BY) == Filed("a", Change.CHANGED, 1, 1)
    assert book.case("a") == first
    rows = EntryRow.objects.using(alias(book)).order_by("id").values_list("value", "withdrawn")
    assert [row for row in rows if not row[1]] == [(v, False) for v in ("1994", "1995", "1996", "1994")]
    assert sum(withdrawn for _, withdrawn in rows) == 2
    assert [line.number for line in book.revisions("a")] == [1, 2, 3]


def test_changes_are_told_once_and_in_order(book: CasebookStore) -> None:
    for case in (body(id="b"), body(id="a"), body(id="c"), body("1999", id="b")):
        book.file(case, **BY)
    assert [(number, case.id) for number, case in book.changes(0)] == [(2, "a"), (3, "c"), (4, "b")]
    assert [number for number, _ in book.changes(3)] == [4]
    assert list(book.changes(book.last_change())) == []
    assert [case.id for case in book.cases()] == ["a", "b", "c"]


def test_the_list_shows_verdicts_without_reading_cases(book: CasebookStore) -> None:
    reviews = (Review("False", Verdict.FALSE), Review("?"), Review("Fake", Verdict.FALSE), Review("x", Verdict.ALTERED))
    book.file(Case("a", "A title", "published", reviews=reviews), **BY)
    (line,) = book.case_list()
    assert (line.id, line.title, line.status, line.changed) == ("a", "A title", "published", AT)
    assert line.verdicts == ("false", "altered")


def test_decisions_are_a_ledger(book: CasebookStore) -> None:
    yes = Decision("text:1", "a/c1", Answer.YES, "Anna", AT, "same words")
    back = Decision("text:1", "a/c1", Answer.WITHDRAWN, "Anna", AT)
    for row in (yes, back, yes):
        book.file(row, **BY)
    assert list(book.decisions()) == [yes, back]


def test_the_newest_calibration_is_in_use_until_it_is_taken_back(book: CasebookStore) -> None:
    assert book.calibration() is None
    rates = Rate(0.5, None, 3), Rate(None, 0.25, 0)
    first = Calibration(0.8, -0.2, "Anna", AT, 40, Figures(0.5, 0.2, 0.1, *rates), Figures(0.4, 0.1, 0.0, *rates))
    second, back = replace(first, offset=0.3), Calibration(1.0, 0.0, "Boris", AT)
    for row in (first, second, second):
        book.file(row, **BY)
    assert book.calibration() == second
    book.file(back, **BY)
    assert book.calibration() is None
    assert book.calibrations() == [first, second, back]


def test_reports_are_kept_with_who_and_when(book: CasebookStore) -> None:
    report = Report(Tip(text="words"), None, (), (), "0.1", "abc", AT)
    for _ in range(2):
        book.file(report, **BY)
    assert [(filed.report, filed.who, filed.at) for filed in book.reports()] == [(report, "desk", AT)]


def test_exhibits_and_their_prints(book: CasebookStore) -> None:
    prints = (Print(WHOLE, "0" * 64, 90),)
    kept = book.keep(b"bytes", "a.jpg", "image/jpeg", prints)
    assert book.keep(b"bytes", "b.jpg", "image/jpeg") == kept or book.on_file(kept.sha256) == kept
    assert book.exhibit(kept.sha256) == b"bytes"
    assert book.prints(kept.sha256) == prints
    assert book.prints("0" * 64) == ()
    assert [exhibit.sha256 for exhibit in book.exhibits()] == [kept.sha256]


@pytest.mark.parametrize("damage", [b"byteZ", b"", b"bytes and more"])
def test_changed_bytes_are_never_handed_out(book: CasebookStore, damage: bytes) -> None:
    kept = book.keep(b"bytes", "a.jpg", "image/jpeg")
    place = book.path / "exhibits" / kept.sha256[:2] / kept.sha256
    place.write_bytes(damage)
    with pytest.raises(ExhibitError, match="changed or damaged"):
        book.exhibit(kept.sha256)
    place.unlink()
    with pytest.raises(ExhibitError, match="cannot be read"):
        book.exhibit(kept.sha256)
    book.keep(b"bytes", "a.jpg", "image/jpeg")
    assert book.exhibit(kept.sha256) == b"bytes"


@pytest.mark.parametrize("name", ["../casebook.sqlite3", "", "A" * 64, "0" * 63])
def test_only_a_hash_names_an_exhibit(book: CasebookStore, name: str) -> None:
    with pytest.raises(ExhibitError, match="not the name of an exhibit"):
        book.exhibit(name)


def test_leftovers_of_a_killed_writer_go_and_those_of_a_living_one_stay(tmp_path: Path) -> None:
    CasebookStore.create(tmp_path).close()
    folder = tmp_path / "exhibits" / "ab"
    folder.mkdir(parents=True)
    dead, alive = folder / ".writing-1-0-x", folder / ".writing-2-0-x"
    dead.write_bytes(b"half")
    with alive.open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with CasebookStore.open(tmp_path, write=False):
            assert dead.exists()
        with CasebookStore.open(tmp_path):
            assert (dead.exists(), alive.exists()) == (False, True)


GUARDED = ["revision", "entry", "exhibit", "decision", "report", "calibration"]


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET rowid = 99", "DELETE FROM {}", "INSERT OR REPLACE INTO {} SELECT * FROM {}"]
)
def test_plain_sql_cannot_change_the_record(book: CasebookStore, table: str, verb: str) -> None:
    fill(book)
    with closing(sqlite3.connect(book.path / "casebook.sqlite3")) as link:
        link.execute("PRAGMA recursive_triggers = ON")
        assert link.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            link.execute(verb.format(table, table))


def fill(book: CasebookStore) -> None:
    book.file(body("1994"), **BY)
    book.file(Decision("t", "a/s", Answer.NO, "Anna", AT), **BY)
    book.file(Report(Tip(text="words"), None, (), (), "0.1", "abc", AT), **BY)
    book.file(Calibration(0.8, -0.2, "Anna", AT, 40), **BY)
    book.keep(b"bytes", "a.jpg", "image/jpeg")


def test_the_models_refuse_change_too(book: CasebookStore) -> None:
    book.file(body("1994"), **BY)
    row = Revision.objects.using(alias(book)).get()
    for change in (row.save, row.delete, Revision.objects.using(alias(book)).delete):
        with pytest.raises(CasebookError, match="append-only"):
            change()
    with pytest.raises(CasebookError, match="append-only"):
        Revision.objects.using(alias(book)).update(who="x")


def test_lost_guards_are_put_back_when_it_is_opened(tmp_path: Path) -> None:
    CasebookStore.create(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "casebook.sqlite3")) as link:
        link.execute("DROP TRIGGER entry_no_delete")
    with CasebookStore.open(tmp_path) as book:
        book.file(body("1994"), **BY)
    with closing(sqlite3.connect(tmp_path / "casebook.sqlite3")) as link, pytest.raises(sqlite3.IntegrityError):
        link.execute("DELETE FROM entry")


def test_a_case_that_cannot_be_filed_leaves_no_trace(book: CasebookStore) -> None:
    with pytest.raises(CasefileError, match=r"pictures\[0\]\.file"):
        book.file(Case("a", "b", pictures=(Picture("p", "../x.jpg"),)), **BY)
    with pytest.raises(UsageError, match="no zone"):
        book.file(body(), who="desk", at=datetime(2026, 1, 1))  # noqa: DTZ001 the missing zone is the point
    assert (book.last_change(), book.case_list()) == (0, [])


def test_two_casebooks_in_one_process(tmp_path: Path) -> None:
    with CasebookStore.create(tmp_path / "one") as one, CasebookStore.create(tmp_path / "two") as two:
        one.file(body("1994"), **BY)
        two.file(body("1995"), **BY)
        assert one.case("a") == body("1994")
        assert two.case("a") == body("1995")


def test_threads_write_and_read_at_once(book: CasebookStore) -> None:
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            for i in range(5):
                book.file(body(str(1900 + i), id=f"t{number}-{i}"), **BY)
                assert book.case(f"t{number}-{i}") is not None
        except Exception as error:  # noqa: BLE001 a thread's failure must reach the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (len(book.case_list()), book.last_change()) == (20, 20)


def test_importing_firsthand_does_not_start_django() -> None:
    code = "import sys, firsthand, firsthand.record.casefile; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def set_header(path: Path, pragma: str) -> None:
    with closing(sqlite3.connect(path / "casebook.sqlite3")) as link:
        link.execute(f"PRAGMA {pragma}")


def test_a_casebook_of_a_newer_version(tmp_path: Path) -> None:
    CasebookStore.create(tmp_path).close()
    set_header(tmp_path, f"user_version = {FORMAT + 1}")
    for write in (True, False):
        with pytest.raises(NewerCasebookError, match=r"newer version of Firsthand .* Update Firsthand"):
            CasebookStore.open(tmp_path, write=write)


def test_what_is_no_casebook(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="There is no casebook in"):
        CasebookStore.open(tmp_path)
    (tmp_path / "casebook.sqlite3").write_bytes(b"this is not a database, it is a text of some length" * 50)
    with pytest.raises(CasebookError, match="cannot be read"):
        CasebookStore.open(tmp_path)


def test_where_a_casebook_may_be_made(tmp_path: Path) -> None:
    CasebookStore.create(tmp_path / "a" / "b").close()
    with pytest.raises(UsageError, match="already a casebook"):
        CasebookStore.create(tmp_path / "a" / "b")
    with pytest.raises(UsageError, match="not empty"):
        CasebookStore.create(tmp_path)


def test_a_making_that_was_cut_off_is_completed(tmp_path: Path) -> None:
    CasebookStore.create(tmp_path).close()
    set_header(tmp_path, "user_version = 0")
    with pytest.raises(CasebookError, match="firsthand init"):
        CasebookStore.open(tmp_path)
    with CasebookStore.create(tmp_path) as book:
        book.file(body(), **BY)


def test_opened_for_reading_it_refuses_to_write(tmp_path: Path) -> None:
    with CasebookStore.create(tmp_path) as book:
        book.file(body("1994"), **BY)
    with CasebookStore.open(tmp_path, write=False) as book:
        assert book.case("a") == body("1994")
        with pytest.raises(CasebookError, match="open for reading only"):
            book.file(body(), **BY)
        with pytest.raises(CasebookError, match="open for reading only"):
            book.keep(b"x", "x", "")


READ_ONLY = """
import sys, os
from pathlib import Path
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CasebookError

def count(path):
    with CasebookStore.open(path, write=False) as book:
        return len(list(book.cases()))

count(Path(sys.argv[1]))  # load every module while we may
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)  # nobody: rights do not bind root
print(count(Path(sys.argv[2])))
try:
    CasebookStore.open(Path(sys.argv[2]))
except CasebookError as error:
    print(error)
"""


def test_a_read_only_folder() -> None:
    """Opening for reading works although SQLite cannot make its helper files; writing is refused in words."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, "warm"), Path(folder, "book")]
        for path in paths:
            with CasebookStore.create(path) as book:
                book.file(body("1994"), **BY)
        Path(folder).chmod(0o755)
        (paths[1] / "casebook.sqlite3").chmod(0o444)
        paths[1].chmod(0o555)
        command = [sys.executable, "-c", READ_ONLY, *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        left = [item.name for item in paths[1].iterdir()]
        paths[1].chmod(0o755)
    assert done.stdout.splitlines()[:1] == ["1"], done.stderr
    assert "is read-only here, so nothing can be written to it" in done.stdout
    assert sorted(left) == ["casebook.sqlite3", "custody"]


def test_the_list_of_cases_agrees_with_the_revisions(book: CasebookStore) -> None:
    book.file(body("1994"), **BY)
    book.file(body("1994", title="Another title"), **BY)
    row = CaseRow.objects.using(alias(book)).get()
    assert (row.title, row.change) == ("Another title", book.last_change())


def test_a_casebook_of_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    with CasebookStore.create(tmp_path / "old") as book:
        book.file(Case("c", "C"), who="an editor", at=datetime(2026, 1, 1, tzinfo=UTC))
    with CasebookStore.open(tmp_path / "old") as book:
        connection = connections[book._alias]
        MigrationExecutor(connection).migrate([("casebook", "0002_append_only")])
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA user_version = 1")
    with pytest.raises(CasebookError, match="older version"):
        CasebookStore.open(tmp_path / "old", write=False)
    with CasebookStore.open(tmp_path / "old") as book, connections[book._alias].cursor() as cursor:
        assert book.case("c") == Case("c", "C")
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'decision_tip'")
        assert cursor.fetchone()[0] == 1
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        assert cursor.fetchone()[0] >= 12
        book.file(Calibration(0.8, -0.2, "an editor", AT, 40), **BY)
    CasebookStore.open(tmp_path / "old", write=False).close()
