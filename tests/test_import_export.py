"""Do casefiles come in whole or not at all, and does an exported casebook come back equal?"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as make
from firsthand.casebook.exports import export_cases
from firsthand.casebook.imports import ImportSummary, import_files
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CasebookError, PictureError, UsageError
from firsthand.record.casefile import Form
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.casefile_write import write_casefile
from firsthand.record.cases import Case, Picture
from firsthand.record.decisions import Decision
from firsthand.record.passages import WHOLE
from firsthand.record.readings import Print
from firsthand.settings import Settings

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
PICTURE = b"PIC a square, a crowd, flags"
PRINTS = (Print(WHOLE, "0f" * 32, 80),)


def prepare(data: bytes, name: str) -> tuple[str, tuple[Print, ...]]:
    """Pictures of these tests begin with PIC; decoding real ones is tested where it is done."""
    if not data.startswith(b"PIC"):
        raise PictureError("This is not a picture that can be read.", hint="Look at the file.")
    return "image/jpeg", PRINTS


LIMIT = 200_000
"""Bytes of the largest file that these tests import: more than any case that is generated."""


def load(book: CasebookStore, *paths: Path, strict: bool = False) -> ImportSummary:
    return import_files(
        book,
        paths,
        who="desk",
        now=lambda: AT,
        prepare_picture=prepare,
        strict=strict,
        settings=Settings(max_file_bytes=LIMIT),
    )


def write(folder: Path, name: str, *more: str, id: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["firsthand: 1", f"case: {{id: {id or path.stem}, title: A title}}", *more, ""]))
    return path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[CasebookStore]:
    with CasebookStore.create(tmp_path / "book") as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


ENTRIES = "subjects: [{{id: s, kind: body, entries: [{{field: founded, value: {}}}, {{field: seat, value: Kyiv}}]}}]"


def test_importing_twice_changes_nothing_and_a_change_is_told(book: CasebookStore, desk: Path) -> None:
    write(desk, "a.yaml", ENTRIES.format(1994))
    first = load(book, desk)
    assert (first.new, first.entries_added, first.problems) == (1, 2, [])
    again = load(book, desk)
    assert (again.new, again.changed, again.same, again.entries_added) == (0, 0, 1, 0)
    write(desk, "a.yaml", ENTRIES.format(1995))
    changed = load(book, desk)
    assert (changed.changed, changed.entries_added, changed.entries_withdrawn) == (1, 1, 1)
    assert (book.last_change(), book.revisions("a")[1].from_file) == (2, "a.yaml")


def test_a_bad_file_is_named_and_the_others_go_on(book: CasebookStore, desk: Path) -> None:
    write(desk, "a.yaml")
    write(desk, "b.yml", "claims: [{txt: x}]")
    write(desk, "sub/c.yaml")
    (desk / "d.json").write_bytes(b'{"firsthand": 1, "case": {"id": "d", "title": "\xff"}}')
    (desk / "e.json").write_bytes(b" " * (LIMIT + 1))
    write(desk, ".hidden/f.yaml")
    found = load(book, desk, desk / "none.yaml", desk.parent / "book" / "casebook.sqlite3")
    assert [line.id for line in book.case_list()] == ["a", "c"]
    said = [str(problem).removeprefix(str(desk)) for problem in found.problems]
    assert [words.split(":")[0] for words in said[:2]] == [
        "/b.yml, line 3, claims[0].txt",
        "/b.yml, line 3, claims[0].text",
    ]
    assert said[2:4] == [
        "/d.json, line 1: The file is not UTF-8 (byte 48). Save the file as UTF-8.",
        "/e.json: The file has more than 200,000 bytes. Cut it up, or raise max_file_bytes.",
    ]
    assert "There is no such file" in said[4]
    assert "not a casefile by its name" in said[5]


def test_strict_stops_at_the_first_and_leaves_what_was_complete(book: CasebookStore, desk: Path) -> None:
    write(desk, "a.yaml")
    write(desk, "b.yaml", "claims: x")
    write(desk, "c.yaml")
    found = load(book, desk, strict=True)
    assert ([line.id for line in book.case_list()], len(found.problems)) == (["a"], 1)


def test_a_bad_line_of_jsonl_is_named_and_the_others_go_on(book: CasebookStore, desk: Path) -> None:
    lines = [write_casefile(Case(f"k{i}", "A title"), "jsonl").encode() for i in range(450)]
    lines[7] = b'{"firsthand": 1, "case": {"id": "k7"}}\n'
    lines[300] = b'{"firsthand": 1, "case": {"id": "\xff"}}\n'
    (desk / "all.jsonl").write_bytes(b"".join(lines))
    found = load(book, desk)
    assert (found.new, len(book.case_list())) == (448, 448)
    assert [str(problem).split(": ")[0].split("/")[-1] for problem in found.problems] == [
        "all.jsonl, item 8, case.title",
        "all.jsonl, item 301",
    ]


def test_one_id_means_one_case_in_an_import(book: CasebookStore, desk: Path) -> None:
    write(desk, "a.yaml")
    write(desk, "b.yaml", id="a")
    write(desk, "c.yaml", "claims: [{text: another}]", id="a")
    found = load(book, desk, desk / "a.yaml")
    assert (found.new, book.last_change()) == (1, 1)
    assert len(found.problems) == 1
    assert f"The case 'a' was already read from {desk / 'a.yaml'}." in str(found.problems[0])


def test_a_picture_is_kept_with_its_case(book: CasebookStore, desk: Path) -> None:
    write(desk, "a.yaml", "pictures: [{id: p, file: sub/площа.jpg}]")
    (desk / "sub").mkdir()
    (desk / "sub" / "площа.jpg").write_bytes(PICTURE)
    found = load(book, desk)
    assert (found.problems, found.pictures_kept) == ([], 1)
    case = book.case("a")
    assert case is not None
    assert book.exhibit(case.pictures[0].sha256) == PICTURE
    assert book.prints(case.pictures[0].sha256) == PRINTS
    again = load(book, desk)
    assert (again.same, again.pictures_kept) == (1, 0)


HASH = hashlib.sha256(PICTURE).hexdigest()

BAD_PICTURES = [
    ("file: none.jpg", "'none.jpg': There is no such file beside the casefile.", "missing"),
    ("file: empty.jpg", "'empty.jpg': This is not a picture", "0 bytes"),
    ("file: text.jpg", "'text.jpg': This is not a picture", "not a picture"),
    ("file: folder", "'folder': This is not a regular file.", "a folder"),
    ("file: pipe.jpg", "'pipe.jpg': This is not a regular file.", "a pipe would block for ever"),
    ("file: link.jpg", "'link.jpg': The file leads out of the casefile's folder.", "a link out"),
    ("file: large.jpg", "'large.jpg': The file has 300,000 bytes; the limit is 200,000.", "too large"),
    (f"file: other.jpg, sha256: {HASH}", "'other.jpg': The file's SHA-256 is not the one", "another picture"),
]


@pytest.mark.parametrize(("named", "expected", "why"), BAD_PICTURES, ids=[why for *_, why in BAD_PICTURES])
def test_a_bad_picture_keeps_its_case_out(book: CasebookStore, desk: Path, named: str, expected: str, why: str) -> None:
    outside = desk.parent / "outside.jpg"
    outside.write_bytes(PICTURE)
    for name, data in [
        ("empty.jpg", b""),
        ("text.jpg", b"text"),
        ("large.jpg", b"PIC" * 100_000),
        ("other.jpg", b"PIC"),
    ]:
        (desk / name).write_bytes(data)
    (desk / "good.jpg").write_bytes(PICTURE)
    (desk / "folder").mkdir()
    (desk / "link.jpg").symlink_to(outside)
    os.mkfifo(desk / "pipe.jpg")
    write(desk, "a.yaml", f"pictures: [{{id: good, file: good.jpg}}, {{id: p, {named}}}]")
    write(desk, "b.yaml")
    found = load(book, desk)
    assert len(found.problems) == 1
    assert f"a.yaml, pictures[1], {expected}" in str(found.problems[0])
    assert [line.id for line in book.case_list()] == ["b"]
    assert book.exhibits() == []
    assert not (book.path / "exhibits").exists()


def test_a_picture_known_by_its_hash_only_is_accepted_and_told(book: CasebookStore, desk: Path) -> None:
    write(desk, "a.yaml", f"pictures: [{{id: p, sha256: {HASH}}}]")
    assert load(book, desk).absent == ["a/p"]
    book.keep(PICTURE, "x.jpg", "image/jpeg", PRINTS)
    write(desk, "a.yaml", f"pictures: [{{id: p, sha256: {HASH}}}]", "claims: [{text: more}]")
    assert load(book, desk).absent == []


def test_a_casebook_open_for_reading_imports_nothing(tmp_path: Path, desk: Path) -> None:
    CasebookStore.create(tmp_path / "book").close()
    write(desk, "a.yaml")
    with CasebookStore.open(tmp_path / "book", write=False) as book, pytest.raises(CasebookError, match="reading only"):
        load(book, desk)


def test_progress_counts_documents(book: CasebookStore, desk: Path) -> None:
    seen: list[int] = []
    for name in ("a.yaml", "b.yaml"):
        write(desk, name)
    import_files(book, [desk], who="", now=lambda: AT, prepare_picture=prepare, progress=seen.append)
    assert seen == [1, 2]


IMPORT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from firsthand.casebook.imports import import_files
from firsthand.casebook.store import CasebookStore
with CasebookStore.open(Path(sys.argv[1])) as book:
    found = import_files(book, map(Path, sys.argv[2:]), who="x", now=lambda: datetime.now(UTC), prepare_picture=None)
print(found.new, found.same, len(found.problems))
"""


def test_two_processes_import_at_once(tmp_path: Path) -> None:
    CasebookStore.create(tmp_path / "book").close()
    for half in (0, 1):
        lines = [write_casefile(Case(f"k{i}", "A title"), "jsonl") for i in range(half * 500, half * 500 + 1000)]
        (tmp_path / f"{half}.jsonl").write_text("".join(lines))
    commands = [
        [sys.executable, "-c", IMPORT, str(tmp_path / "book"), str(tmp_path / f"{half}.jsonl")] for half in (0, 1)
    ]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    said = [[int(figure) for figure in process.communicate(timeout=120)[0].split()] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert sum(new for new, _, _ in said) == 1500
    assert sum(same for _, same, _ in said) == 500
    with CasebookStore.open(tmp_path / "book") as book:
        assert (len(book.case_list()), book.last_change()) == (1500, 1500)


def contents(book: CasebookStore) -> tuple[object, ...]:
    exhibits = {exhibit: (book.exhibit(exhibit.sha256), book.prints(exhibit.sha256)) for exhibit in book.exhibits()}
    return list(book.cases()), book.decisions(), list(book.reports()), exhibits


@st.composite
def shelves(draw: st.DrawFn) -> tuple[list[Case], list[bytes], list[Decision], list[FiledReport]]:
    """Cases whose pictures share a few files, some of them not on file at all."""
    data = draw(st.lists(st.binary(max_size=4).map(lambda tail: b"PIC" + tail), max_size=3, unique=True))
    digests = [*(hashlib.sha256(one).hexdigest() for one in data), "ab" * 32]
    names = st.sampled_from(["", "x.jpg", "X.jpg", "y.png", "sub/x.jpg", "a.json", "pictures", "no:name"][:7])
    held = st.builds(Picture, st.just("p"), names, st.sampled_from(digests))
    plain = draw(st.lists(make.cases(), max_size=2, unique_by=lambda case: case.id))
    ids = draw(st.lists(st.sampled_from(["n1", "N1", "con", "é", "é", "я" * 100]), max_size=4, unique=True))
    pictured = [Case(id, "A title", pictures=(draw(held),)) for id in ids if id not in {case.id for case in plain}]
    used = {picture.sha256 for case in pictured for picture in case.pictures}
    data = [one for one in data if hashlib.sha256(one).hexdigest() in used]
    return (
        [*plain, *pictured],
        data,
        draw(st.lists(make.decisions, max_size=2)),
        draw(st.lists(make.filed_reports, max_size=1)),
    )


@settings(max_examples=12, deadline=None)
@given(shelf=shelves(), form=st.sampled_from(["yaml", "json", "jsonl"]))
def test_export_wipe_import_gives_the_same_casebook(
    empty_book: Path, shelf: tuple[list[Case], list[bytes], list[Decision], list[FiledReport]], form: Form
) -> None:
    cases, data, decisions, reports = shelf
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "out.jsonl" if form == "jsonl" else "out")
        shutil.copytree(empty_book, Path(folder, "one"))
        with CasebookStore.open(Path(folder, "one")) as book:
            for one in data:
                book.keep(one, hashlib.sha256(one).hexdigest(), "image/jpeg", PRINTS)
            for case in cases:
                book.file(case, who="desk", at=AT)
            book.file_ledger([*decisions, *reports])
            before = contents(book)
            written = export_cases(book, target, form=form)
        assert (written.cases, written.problems) == (len(cases), [])
        shutil.rmtree(Path(folder, "one"))
        shutil.copytree(empty_book, Path(folder, "two"))
        with CasebookStore.open(Path(folder, "two")) as book:
            found = load(book, target)
            assert [str(problem) for problem in found.problems if cases or decisions or reports] == []
            after = contents(book)
            assert load(book, target).same == len(cases)
    assert named_alike(after) == named_alike(before)


def named_alike(shelf: tuple[object, ...]) -> tuple[object, ...]:
    """An exhibit's name is that of the first file it came from; it may differ after a round trip, nothing else may."""
    *others, exhibits = shelf
    assert isinstance(exhibits, dict)
    return *others, {(exhibit.sha256, exhibit.size, exhibit.media): held for exhibit, held in exhibits.items()}


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "book"
    CasebookStore.create(path).close()
    return path


def test_an_export_keeps_names_and_parts_pictures_of_one_name(book: CasebookStore, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write(tmp_path / folder, "a.yaml", "pictures: [{id: p, file: x.jpg}, {id: q, file: q.jpg}]", id=folder)
        (tmp_path / folder / "x.jpg").write_bytes(b"PIC" + folder.encode())
        (tmp_path / folder / "q.jpg").write_bytes(b"PIC")
    assert load(book, tmp_path / "one", tmp_path / "two").problems == []
    out = tmp_path / "out"
    assert export_cases(book, out, form="yaml").pictures == 3
    hashed = sorted(hashlib.sha256(data).hexdigest() + ".jpg" for data in (b"PICone", b"PICtwo"))
    assert sorted(path.name for path in out.iterdir()) == ["one.yaml", "pictures", "q.jpg", "two.yaml"]
    assert sorted(path.name for path in (out / "pictures").iterdir()) == hashed
    with pytest.raises(UsageError, match="already there"):
        export_cases(book, out, form="yaml")


def test_a_damaged_exhibit_is_told_and_its_case_is_written(book: CasebookStore, desk: Path, tmp_path: Path) -> None:
    write(desk, "a.yaml", "pictures: [{id: p, file: x.jpg}]")
    (desk / "x.jpg").write_bytes(PICTURE)
    load(book, desk)
    (book.path / "exhibits" / HASH[:2] / HASH).write_bytes(PICTURE[::-1])
    found = export_cases(book, tmp_path / "out.jsonl", form="jsonl")
    assert (found.cases, found.pictures, len(found.problems)) == (1, 0, 1)
    assert json.loads((tmp_path / "out.jsonl").read_text())["case"]["id"] == "a"
