"""Does every kind of bad input meet a sentence and an exit status, and is nothing lost or half-done?"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest
from PIL import Image

from firsthand import api
from firsthand.casebook.opening import FORMAT
from firsthand.demo.tips import DemoTip

CASE = """\
firsthand: 1
case: {id: ID, title: A bridge}
claims:
  - {text: "The old bridge collapsed on the third of May", lang: en}
pictures:
  - id: ruin
    file: ruin.jpg
    entries:
      - {field: taken, value: 1998-06, source: the town archive}
"""


def firsthand(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """(exit status, standard output, standard error) of the program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "firsthand", *map(str, arguments)],
        input=stdin, capture_output=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    told = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in told, told
    return done.returncode, done.stdout.decode("utf-8", "replace"), told


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a sound casefile `a.yaml`, its picture, and an empty casebook `book`."""
    (tmp_path / "a.yaml").write_text(CASE.replace("ID", "a"), encoding="utf-8")
    Image.linear_gradient("L").convert("RGB").resize((320, 240)).save(tmp_path / "ruin.jpg")
    api.init(tmp_path / "book").close()
    return tmp_path


def ids(book: Path) -> list[str]:
    with api.open(book, write=False) as desk:
        return [line.id for line in desk.book.case_list()]


def huge_png() -> bytes:
    """A PNG of some hundred bytes that says it has 40,000 x 40,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


BAD_PICTURES = [
    (b"", "is empty (0 bytes)", "0 bytes"),
    (b"<html><body>not found</body></html>", "not a picture but text/html", "HTML under a picture's name"),
    (b"words", "not a picture but text/plain", "text"),
    (huge_png(), "pixels", "a bomb"),
    (None, "cut", "truncated"),
]


def picture_bytes(desk: Path, data: bytes | None) -> bytes:
    return (desk / "ruin.jpg").read_bytes()[:700] if data is None else data


@pytest.mark.parametrize(("data", "says", "why"), BAD_PICTURES, ids=[why for *_, why in BAD_PICTURES])
def test_a_bad_picture_is_named_in_an_import_and_in_a_check(
    desk: Path, data: bytes | None, says: str, why: str
) -> None:
    (desk / "bad").mkdir()
    (desk / "bad" / "ruin.jpg").write_bytes(picture_bytes(desk, data))
    (desk / "bad" / "b.yaml").write_text(CASE.replace("ID", "b"), encoding="utf-8")
    status, out, told = firsthand("import", "--casebook", desk / "book", desk / "bad", desk / "a.yaml")
    assert (status, ids(desk / "book")) == (2, ["a"]), "the sound case goes on"
    assert "b.yaml, pictures[0], 'ruin.jpg'" in told
    status, out, _ = firsthand("check", "--casebook", desk / "book", "--json", desk / "bad" / "ruin.jpg")
    assert status == 3
    reasons = [row["reason"] for row in json.loads(out)["not_checked"]]
    if why != "truncated":
        assert says in told
        assert any(says in reason for reason in reasons), reasons
    else:
        assert any("ruin.jpg" in reason for reason in reasons), reasons


FIRST_MISTAKES = [
    ("\tcase: {id: b, title: B}\n", "line 2: This line is indented with a tab. Indent with spaces", "a tab"),
    ("case: {id: b, title: B\n", "the '{' of line 2 finds no '}'", "a brace is not closed"),
    ('case: {id: b, title: "B}\n', "line", "a quotation mark is not closed"),
    ('case:\n  id: b\n  title: "B\n', "the quotation mark of line 4 is not closed", "the same in a block"),
    ("case: {id: b, title: B: C}\n", "between quotation marks", "a colon in the text"),
    ("case: {id: b, title: B, stauts: x}\n", "Did you mean 'status'?", "a field's name"),
    ("case: {id: b, title: B}\nclaims: [{text: x, made: 31/04/2026}]\n", "Write the year first", "day first"),
    ("case: {id: b, title: B}\nclaims: [{text: x, made: 03.05.2026}]\n", "2026-05-31", "day first, with points"),
    ("case: {id: b, title: B}\nclaims: [{text: x, lang: english}]\n", "'english' is not a language tag", "a language"),
    (f"case: {{id: b, title: {'x' * 1001}}}\n", "The title has 1,001 characters", "a long title"),
    ("case: {id: b, title: B}\npictures: [{id: p, file: Ruin.JPG}]\n", "There is 'ruin.jpg'", "capitals"),
]


@pytest.mark.parametrize(("text", "says", "why"), FIRST_MISTAKES, ids=[why for *_, why in FIRST_MISTAKES])
def test_the_first_mistakes_of_an_editor(desk: Path, text: str, says: str, why: str) -> None:
    (desk / "b.yaml").write_text("firsthand: 1\n" + text, encoding="utf-8")
    with api.open(desk / "book") as open_desk:
        summary = open_desk.import_cases([desk / "b.yaml", desk / "a.yaml"], who="An Editor")
    assert ids(desk / "book") == ["a"], "the other file goes on"
    assert len(summary.problems) == 1
    assert "b.yaml" in str(summary.problems[0])
    assert says in str(summary.problems[0])


ENCODINGS = [
    (lambda text: text.encode("utf-8-sig"), True, "a byte order mark"),
    (lambda text: text.replace("\n", "\r\n").encode(), True, "Windows line ends"),
    (lambda text: text.encode("utf-16"), False, "UTF-16"),
    (lambda text: (text + "# Brücke\n").encode("latin-1"), False, "Latin-1"),
    (lambda text: b"PK\x03\x04" + text.encode(), False, "a document's bytes"),
]


@pytest.mark.parametrize(("encode", "read", "why"), ENCODINGS, ids=[why for *_, why in ENCODINGS])
def test_how_a_casefile_was_saved(desk: Path, encode, read: bool, why: str) -> None:  # type: ignore[no-untyped-def]
    (desk / "a.yaml").write_bytes(encode(CASE.replace("ID", "a")))
    with api.open(desk / "book") as open_desk:
        summary = open_desk.import_cases([desk / "a.yaml"], who="An Editor")
    assert (summary.new, len(summary.problems)) == ((1, 0) if read else (0, 1)), summary.problems


def test_strict_stops_at_the_first_mistake(desk: Path) -> None:
    (desk / "0.yaml").write_text("firsthand: 1\ncase: {id: b}\n", encoding="utf-8")
    status, _, told = firsthand("import", "--casebook", desk / "book", "--strict", desk / "0.yaml", desk / "a.yaml")
    assert (status, ids(desk / "book")) == (2, [])
    assert "0.yaml, line 2, case.title" in told


def test_a_file_whose_name_is_no_text_is_imported_and_said(desk: Path) -> None:
    odd = os.fsdecode(os.fsencode(desk) + b"/\xff.yaml")
    try:
        shutil.copy(desk / "a.yaml", odd)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    status, _, told = firsthand("import", "--casebook", desk / "book", odd)
    assert (status, ids(desk / "book")) == (0, ["a"]), told
    shutil.copy(desk / "ruin.jpg", os.fsdecode(os.fsencode(desk) + b"/\xff.jpg"))
    status, _, told = firsthand("check", "--casebook", desk / "book", os.fsencode(desk).decode() + "/\udcff.jpg")
    assert (status, "Rename the file" in told) == (2, True)


TIPS = [
    ([], 2, 'firsthand check "WORDS"', "nothing given"),
    (["The", "old", "bridge"], 2, "in quotation marks", "no quotation marks"),
    (["ruin.jgp"], 2, "neither a file here nor a web address", "a slip in the name"),
    (["www.example.org"], 2, "begin an address with https://", "an address without its scheme"),
    (["."], 2, "is a folder", "a folder"),
    (["/dev/null"], 2, "not a regular file", "a device"),
    (["--jsonl", "nowhere.jsonl"], 2, "cannot be read", "no such file of tips"),
    (["--jsonl", "."], 2, "cannot be read", "a folder of tips"),
    (["--text", "a", "--page", "no/where.html"], 2, "The page cannot be written", "before the work, not after it"),
    (["--text", "a", "--page", "/dev/full"], 2, "The page /dev/full cannot be written: No space left", "a full disk"),
    (["--text", "a", "--keep"], 2, "--who", "nobody is named"),
    (["--text", "a", "--lang", "english"], 2, "not a language tag", "a language by its name"),
    (["--text", "a", "--published", "2999-01-01"], 2, "in the future", "the future"),
    (["--text", "a", "--published", "31/04/2026"], 2, "Write the year first", "day first"),
    (["--url", "file:///etc/passwd"], 3, "only http and https are fetched", "a file as an address"),
    (["http://10.0.0.1/x"], 3, "does not lead to the public Internet", "a private address"),
    (["http://[::1]/"], 3, "does not lead to the public Internet", "this machine"),
]


@pytest.mark.parametrize(("arguments", "status", "says", "why"), TIPS, ids=[why for *_, why in TIPS])
def test_a_tip_that_cannot_be_one(desk: Path, arguments: list[str], status: int, says: str, why: str) -> None:
    found, out, told = firsthand("check", "--casebook", desk / "book", *arguments, COLUMNS="100")
    assert found == status
    assert says in " ".join((out + told).split())


def test_a_server_on_this_machine_is_not_asked(desk: Path) -> None:
    asked: list[str] = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for port in (server.server_port, 8080):
            status, out, _ = firsthand("check", "--casebook", desk / "book", "--json", f"http://127.0.0.1:{port}/x")
            assert (status, json.loads(out)["capture"]["state"]) == (3, "failed")
        server.shutdown()
    assert asked == []


def test_a_caption_in_a_language_without_rules_is_not_checked(desk: Path) -> None:
    firsthand("import", "--casebook", desk / "book", desk / "a.yaml")
    caption = "Die alte Brücke ist am 3. Mai 2026 eingestürzt, sagen die Behörden der Stadt"
    status, out, _ = firsthand("check", "--casebook", desk / "book", "--json", desk / "ruin.jpg", "--caption", caption)
    rows = {row["code"]: row["reason"] for row in json.loads(out)["not_checked"]}
    assert status == 3
    assert "language (de)" in rows["caption-date"]


POSTS = [
    ({"text": "The old bridge collapsed on the third of May", "time": "2026-05-03"}, 0, "on file"),
    ({"text": ["a", "list"]}, 3, "cannot be read"),
    ({"text": "x", "time": "last week"}, 3, "time 'last week' cannot be read"),
    ({"text": "", "pictures": []}, 3, "neither words nor pictures"),
    ([1, 2], 3, "one JSON object was expected"),
]


@pytest.mark.parametrize(("post", "status", "says"), POSTS, ids=[says for *_, says in POSTS])
def test_posts_as_tips(desk: Path, post: object, status: int, says: str) -> None:
    firsthand("import", "--casebook", desk / "book", desk / "a.yaml")
    (desk / "post.json").write_text(json.dumps(post), encoding="utf-8")
    found, out, _ = firsthand("check", "--casebook", desk / "book", "--json", desk / "post.json")
    assert (found, says in out) == (status, True), out


PAGES = [
    (b"\x00\x01\x02" * 500, "binary"),
    (b"%PDF-1.4 not a page", "another kind of file"),
    (b"", "nothing"),
    (b"\x1f\x8b\x08broken", "a broken gzip file"),
]


@pytest.mark.parametrize(("data", "why"), PAGES, ids=[why for _, why in PAGES])
def test_html_that_is_not_html(desk: Path, data: bytes, why: str) -> None:
    (desk / "page.html").write_bytes(data)
    status, out, _ = firsthand("check", "--casebook", desk / "book", "--json", desk / "page.html")
    assert status == 3, why
    assert json.loads(out)["not_checked"]


def test_fifty_megabytes_of_text(desk: Path) -> None:
    firsthand("import", "--casebook", desk / "book", desk / "a.yaml")
    words = b"the old bridge collapsed on the third of may \n"
    status, out, _ = firsthand("check", "--casebook", desk / "book", "-", stdin=words * (49_000_000 // len(words)))
    assert status == 0
    assert "only the first 2,000,000 were read" in out
    status, out, told = firsthand("check", "--casebook", desk / "book", "-", stdin=b"a" * 50_000_001)
    assert (status, "More than 50,000,000 bytes" in told) == (2, True)


def test_a_line_that_is_too_long_is_an_answer_and_the_next_is_checked(desk: Path) -> None:
    long = json.dumps({"id": "long", "text": "a" * 65_000_000})
    lines = f'{long}\n{{"id": "next", "text": "a bridge"}}\n'
    status, out, _ = firsthand("check", "--casebook", desk / "book", "--jsonl", "-", stdin=lines.encode())
    first, second = map(json.loads, out.splitlines())
    assert (status, first["line"], second["id"]) == (2, 1, "next")
    assert "more than 64,000,000 bytes" in first["error"]


def test_binary_in_text_is_no_text(desk: Path) -> None:
    (desk / "words.txt").write_bytes(b"\x00\x01\x02\x03\x80\xff" * 900)
    for tip, stdin in ((desk / "words.txt", b""), ("-", b"\x00\x01\x02\x03\x80\xff" * 900)):
        status, out, _ = firsthand("check", "--casebook", desk / "book", tip, stdin=stdin)
        assert (status, "binary file" in out) == (3, True)


def test_every_command_refuses_a_casebook_of_a_newer_version(desk: Path) -> None:
    with sqlite3.connect(desk / "book" / "casebook.sqlite3") as link:
        link.execute(f"PRAGMA user_version = {FORMAT + 1}")
    link.close()
    for command in (["check", "a bridge"], ["import", str(desk / "a.yaml")], ["case", "list"], ["index", "rebuild"]):
        status, _, told = firsthand(*command, FIRSTHAND_CASEBOOK=str(desk / "book"))
        assert (status, "newer version" in told, "Update Firsthand" in told) == (2, True, True), command


AS_NOBODY = """
import os, sys
from firsthand.cli import main
sys.argv[1:], calls = [], [call.split("|") for call in sys.argv[1:]]
def one(call):
    try:
        main(call)
    except SystemExit as end:
        print("status", end.code, flush=True)
one(calls[0])  # load every module while we may
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for call in calls[1:]:
    print("call", flush=True)
    one(call)
"""


def test_a_disk_that_cannot_be_written(demo_folder: Path, demo_tips: dict[str, DemoTip]) -> None:
    """Reading goes on, writing is refused in words; root is not bound by rights, so the program becomes nobody."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        folder = Path(name)
        shutil.copytree(demo_folder / "casebook", folder / "book")
        shutil.copy(demo_folder / "casefiles" / "poisoned-well.yaml", folder / "a.yaml")
        (folder / "secret.yaml").write_text("firsthand: 1\n", encoding="utf-8")
        (folder / "secret.yaml").chmod(0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0 if path.name == "secret.yaml" else 0o444)
        book = ["--casebook", f"{folder}/book"]
        calls = [
            ["check", "--casebook", f"{demo_folder}/casebook", "Half of the schools have closed"],
            ["check", *book, "--json", "Half of the schools in the district have closed since 2019"],
            ["case", "list", *book],
            ["import", *book, f"{folder}/a.yaml"],
            ["index", "rebuild", *book],
            ["init", f"{folder}/new"],
            ["check", *book, f"{folder}/secret.yaml"],
            ["export", *book, f"{folder}/out"],
        ]
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, *("|".join(call) for call in calls)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
    answers = done.stdout.split("call\n")[1:]
    assert "Traceback" not in done.stdout, done.stdout
    expected = [
        (0, "half-the-schools"), (0, "6 cases"), (2, "read-only"), (2, "read-only"), (2, "cannot be made"),
        (2, "may not be read"), (2, "The export to"),
    ]  # fmt: skip
    for answer, (status, says) in zip(answers, expected, strict=True):
        assert f"status {status}" in answer, answer
        assert says in answer


def casefolder(folder: Path, count: int) -> Path:
    folder.mkdir()
    for i in range(count):
        (folder / f"{i}.yaml").write_text(
            CASE.replace("ID", f"k{i:04}").replace("collapsed", f"number {i} collapsed"), encoding="utf-8"
        )
    Image.linear_gradient("L").convert("RGB").resize((320, 240)).save(folder / "ruin.jpg")
    return folder


def test_two_imports_at_once_while_checks_run(desk: Path) -> None:
    """The same files from two processes: each case is filed once, and every check meanwhile has an answer."""
    cases = casefolder(desk / "many", 250)
    book = desk / "book"
    command = [sys.executable, "-m", "firsthand", "import", "--casebook", str(book), str(cases)]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    statuses = [firsthand("check", "--casebook", book, "--json", "The old bridge collapsed")[0]]
    while any(writer.poll() is None for writer in writers):
        statuses.append(firsthand("check", "--casebook", book, "--json", "The old bridge collapsed")[0])
    told = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], told
    assert set(statuses) == {0}
    assert len(ids(book)) == 250
    with api.open(book, write=False) as open_desk:
        assert {len(open_desk.book.revisions(id)) for id in ids(book)} == {1}


def test_a_copy_of_the_folder_is_whole_in_one_file(desk: Path) -> None:
    """After each import and each command, though others have the casebook open, the main file alone holds everything."""
    with api.open(desk / "book") as writer, api.open(desk / "book") as other:
        assert other.book.case_list() == []
        writer.import_cases([desk / "a.yaml"], who="An Editor")
        (desk / "open").mkdir()
        shutil.copy(desk / "book" / "casebook.sqlite3", desk / "open")
        assert ids(desk / "open") == ["a"], "after an import"
        writer.decide("text:" + "0" * 64, "a/c1", "no", who="An Editor")
        shutil.copytree(desk / "book", desk / "whole")
        with api.open(desk / "whole", write=False) as copy:
            assert len(copy.book.decisions()) == 1, "the whole folder, while it is open"
        writer.close()
        (desk / "closed").mkdir()
        shutil.copy(desk / "book" / "casebook.sqlite3", desk / "closed")
        with api.open(desk / "closed", write=False) as copy:
            assert len(copy.book.decisions()) == 1, "the main file alone, after a writer has closed"
    left = sorted(path.name for path in (desk / "book").iterdir())
    assert left == ["casebook.sqlite3", "custody", "exhibits", "index"], "nothing is left beside it"


TERMINALS = [
    ({"LC_ALL": "C"}, "✘", "the C locale is UTF-8 since Python 3.7"),
    ({"PYTHONIOENCODING": "ascii"}, "", "letters that the terminal does not know"),
    ({"TERM": "dumb", "COLUMNS": "5"}, "✘", "a narrow terminal"),
]


@pytest.mark.parametrize(("environment", "mark", "why"), TERMINALS, ids=[why for *_, why in TERMINALS])
def test_any_terminal(  # type: ignore[no-untyped-def]
    demo_folder: Path, demo_tips, environment: dict[str, str], mark: str, why: str
) -> None:
    fields = [part for name, value in demo_tips["cropped"].fields.items() for part in (f"--{name}", value)]
    status, out, _ = firsthand("check", "--casebook", demo_folder / "casebook", *fields, **environment)
    assert (status, mark in out, "\x1b" in out) == (1, True, False)
    status, out, _ = firsthand("check", "--casebook", demo_folder / "casebook", "--json", *fields, **environment)
    assert json.loads(out)["tip"]["caption"] == demo_tips["cropped"].fields["caption"], "JSON is UTF-8 everywhere"


def test_words_from_a_casefile_do_not_steer_the_terminal(desk: Path) -> None:
    (desk / "e.json").write_text(json.dumps({"firsthand": 1, "case": {"id": "e", "title": "\x1b[31mred"}}))
    (desk / "f.json").write_text(json.dumps({"firsthand": 1, "case": {"id": "f", "title": "x", "\x1b[2J": "x"}}))
    _, _, told = firsthand("import", "--casebook", desk / "book", desk / "e.json", desk / "f.json")
    _, listed, _ = firsthand("case", "list", "--casebook", desk / "book")
    assert "\x1b" not in told + listed
    assert "[U+001B][31mred" in listed


COMMANDS = [
    (["chek"], "Did you mean 'check'?"),
    (["ruin.jpg"], "firsthand check TIP"),
    (["init", "FILE"], "is a file"),
    (["demo", "FILE"], "is a file"),
    (["import", "--casebook", "nowhere", "FILE"], "firsthand init"),
    (["decide", "--casebook", "BOOK", "--who", "A", "text:0", "a/c1", "yes"], "does not name a tip"),
]


@pytest.mark.parametrize(("arguments", "says"), COMMANDS, ids=[says for _, says in COMMANDS])
def test_a_command_that_is_not_meant_so(desk: Path, arguments: list[str], says: str) -> None:
    firsthand("import", "--casebook", desk / "book", desk / "a.yaml")
    given = [{"FILE": str(desk / "a.yaml"), "BOOK": str(desk / "book")}.get(one, one) for one in arguments]
    status, _, told = firsthand(*given)
    assert (status, says in told) == (2, True), told
