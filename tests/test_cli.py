"""Does the program answer a user as it should: exit statuses, sentences, lines in and out?"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from firsthand.cli import main
from firsthand.demo.tips import DemoTip


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """run(*arguments, stdin=...) -> Done; the program runs in this process."""

    def call(*arguments: str | Path, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Done(int(end.value.code or 0), told.out, told.err)

    return call


@pytest.fixture
def book(demo_folder: Path) -> Path:
    return demo_folder / "casebook"


def options(tip: DemoTip) -> list[str]:
    return [part for name, value in tip.fields.items() for part in (f"--{name}", value)]


@pytest.mark.parametrize(
    ("name", "status"),
    [("cropped", 1), ("other-words", 0), ("rightly-told", 0), ("unrelated", 0), ("lapsed-link", 1), ("broken", 3)],
)
def test_exit_status_of_each_tip_of_the_demo(run, book, demo_tips, name: str, status: int) -> None:  # type: ignore[no-untyped-def]
    done = run("check", "--casebook", book, "--json", *options(demo_tips[name]))
    assert done.status == status
    assert list(json.loads(done.out)) == [
        "tip", "capture", "findings", "not_checked", "version", "settings_digest", "made_at", "notes",
    ]  # fmt: skip
    assert done.out.count("\n") == 1


def test_words_from_stdin_and_a_bare_tip_say_the_same(run, book) -> None:  # type: ignore[no-untyped-def]
    words = "Half of the schools in the district have closed since 2019"
    piped = run("check", "--casebook", book, "--json", "-", stdin=words.encode())
    bare = run("check", "--casebook", book, "--json", words)
    assert json.loads(piped.out)["findings"] == json.loads(bare.out)["findings"]
    assert "half-the-schools" in bare.out


def test_lines_in_are_lines_out_in_order(run, book, demo_tips, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    tips = [{"id": f"n{i}", **tip.fields} for i, tip in enumerate(demo_tips.values())]
    lines = [json.dumps(tip, ensure_ascii=False) for tip in tips]
    lines[2:2] = ["", "{not json", '{"id": "two", "text": "a", "picture": "b"}', '{"id": "odd", "txet": "a"}', "[1]"]
    done = run("check", "--casebook", book, "--jsonl", "-", stdin="\n".join(lines).encode())
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [a["tip"]["id"] if "tip" in a else a["error"][:0] or a["line"] for a in answers] == [
        "n0", "n1", 4, 5, 6, 7, "n2", "n3", "n4", "n5",
    ]  # fmt: skip
    assert done.status == 1
    assert "txet" in answers[4]["error"]
    assert "text and picture at once" in answers[3]["error"] or "picture and text" in answers[3]["error"]


def test_a_batch_with_a_bad_line_alone_exits_2(run, book) -> None:  # type: ignore[no-untyped-def]
    assert run("check", "--casebook", book, "--jsonl", "-", stdin=b"nonsense\n").status == 2
    assert run("check", "--casebook", book, "--jsonl", "-", stdin=b"\xff\xfe\n").status == 2
    assert run("check", "--casebook", book, "--jsonl", "-", stdin=b"").status == 0


MISTAKES = [
    ([], "nothing to check"),
    (["--text", "a", "--picture", "b.jpg"], "at once"),
    (["--picture", "nowhere.jpg"], "no file"),
    (["--text", "a", "--published", "2012-02-30"], "29 days"),
    (["--text", "a", "--published", "31/04"], "not a date"),
    (["--text", "a", "--caption", "b"], "caption goes with a picture"),
    (["--jsonl", "-", "--text", "a"], "from the file alone"),
    (["nowhere.jpg"], "no file"),
]


@pytest.mark.parametrize(
    ("arguments", "says"), MISTAKES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_a_first_mistake_meets_a_sentence(run, book, arguments: list[str], says: str) -> None:  # type: ignore[no-untyped-def]
    done = run("check", "--casebook", book, *arguments)
    assert done.status == 2
    assert says in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_no_casebook_says_what_to_do(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("check", "--casebook", tmp_path / "none", "--text", "a")
    assert done.status == 2
    assert "firsthand init" in done.err


def test_init_import_list_show_export_wipe_import(run, demo_folder: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book, again, out = tmp_path / "a", tmp_path / "b", tmp_path / "out"
    assert run("init", book).status == 0
    assert run("init", book).status == 2
    assert run("import", "--casebook", book, demo_folder / "casefiles").status == 0
    assert "6 as before" in run("import", "--casebook", book, demo_folder / "casefiles").out
    listed = run("case", "list", "--casebook", book)
    assert listed.out.count("\n") == 6
    shown = run("case", "show", "--casebook", book, "may-day-2012")
    assert "the photographers, interview of 2022-10-04" in shown.out
    assert run("case", "show", "--casebook", book, "nobody").status == 2
    assert run("export", "--casebook", book, out).status == 0
    assert run("init", again).status == 0
    assert run("import", "--casebook", again, out).status == 0
    assert run("case", "list", "--casebook", again).out == listed.out
    assert run("case", "show", "--casebook", again, "may-day-2012").out == shown.out
    assert "6 cases" in run("index", "rebuild", "--casebook", again).out


def test_a_bad_casefile_is_named_and_the_others_go_on(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "good.yaml").write_text("firsthand: 1\ncase: {id: good, title: Good}\n", encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(
        "firsthand: 1\ncase: {id: bad, title: Bad}\nclaims:\n  - {text: x, made: 2012-02-30}\n", encoding="utf-8"
    )
    run("init", tmp_path / "book")
    done = run("import", "--casebook", tmp_path / "book", tmp_path / "bad.yaml", tmp_path / "good.yaml")
    assert done.status == 2
    for part in ("bad.yaml", "line 4", "made", "2012-02-30"):
        assert part in done.err
    assert run("case", "list", "--casebook", tmp_path / "book").out.startswith("good")


def test_decide_and_keep(run, demo_folder: Path, demo_tips, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    import shutil

    book = tmp_path / "book"
    shutil.copytree(demo_folder / "casebook", book)
    tip = options(demo_tips["other-words"])
    report = json.loads(run("check", "--casebook", book, "--json", "--keep", "--who", "An Editor", *tip).out)
    match = next(f["match"] for f in report["findings"] if f["code"] == "known-claim")
    assert run("decide", "--casebook", book, match["tip"], match["item"], "no").status == 2
    done = run(
        "decide", "--casebook", book, "--who", "An Editor", "--why", "checked", match["tip"], match["item"], "no"
    )
    assert done.status == 0
    after = json.loads(run("check", "--casebook", book, "--json", *tip).out)
    known = next(f for f in after["findings"] if f["code"] == "known-claim")
    assert known["outcome"] == "unresolved"
    assert run("decide", "--casebook", book, "--who", "A", match["tip"], "no-case/c1", "no").status == 2


def test_the_page_is_one_file_without_requests(run, book, demo_tips, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("check", "--casebook", book, "--page", tmp_path / "page.html", *options(demo_tips["cropped"]))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert page.count("data:image/") >= 2


def test_help_does_not_wait_for_the_database() -> None:
    code = "import sys\nfrom firsthand.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "sys.exit(any(m in sys.modules for m in ('django', 'numpy', 'lxml', 'trafilatura', 'PIL')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_text_check_does_not_load_the_article_reader(book: Path) -> None:
    code = "import sys\nfrom firsthand.cli import main\n"
    code += (
        f"try: main(['check', '--casebook', {str(book)!r}, '--text', 'Half of the schools'])\nexcept SystemExit: pass\n"
    )
    code += "sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_broken_pipe_is_quiet(book: Path, tmp_path: Path) -> None:
    (tmp_path / "tips.jsonl").write_text('{"text": "Half of the schools have closed"}\n' * 200, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "firsthand",
        "check",
        "--casebook",
        str(book),
        "--jsonl",
        str(tmp_path / "tips.jsonl"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
    assert b"Traceback" not in told
