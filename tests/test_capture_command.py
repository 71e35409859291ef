"""Do the commands about captures answer a user as they should?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.capture_site import STORY, serving
from tests.test_fetch_faults import Site, framed

from firsthand import api
from firsthand.cli import firsthand


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as server:
        yield server


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """run(*arguments, stdin=...) -> (status, what was printed), in a casebook of its own."""
    api.init(tmp_path / "book").close()

    def call(*arguments: str | Path, stdin: str = "") -> tuple[int, str]:
        environ = {"FIRSTHAND_CASEBOOK": str(tmp_path / "book"), "FIRSTHAND_WHO": "A desk"}
        done = CliRunner(env=environ).invoke(firsthand, [str(one) for one in arguments], input=stdin)
        if done.exception and not isinstance(done.exception, SystemExit):
            return 2, str(done.exception)
        return done.exit_code, done.output

    return call


def test_the_command_says_how_it_ended(run: Callable[..., tuple[int, str]], site: Site) -> None:
    local = ("--no-browser", "--allow-network", "127.0.0.1")
    status, said = run("capture", site.at("story"), *local, "--note", "a tip")
    assert status == 0
    for words in (
        "Captured whole",
        "with status 200",
        "note: a tip",
        "warc      done",
        "title: The bridge",
        "5 exhibits",
    ):
        assert words in said
    name = said.split()[-1]
    assert "this is the capture of an error page" in run("capture", site.at("gone"), *local)[1]
    status, said = run("capture", site.at("silence"), *local)
    assert status == 3
    assert "Not captured; that it was tried is on file" in said
    assert run("capture", site.at("two"), *local)[0] == 3
    status, said = run("evidence", "list")
    assert [line.split()[4:6] for line in said.splitlines()[:4]] == [
        ["complete", "200"],
        ["complete", "410"],
        ["failed", "-"],
        ["partial", "200"],
    ]
    assert "1 capture." in run("evidence", "list", "--address", site.at("story"))[1]
    status, said = run("evidence", "show", name[:10])
    assert (status, said.split()[-1]) == (0, name)
    assert run("evidence", "show", "0" * 12)[0] == 2
    assert json.loads(run("evidence", "show", name, "--json")[1])["id"] == name
    assert json.loads(run("capture", site.at("story"), *local, "--json")[1])["captured"]["state"] == "complete"


def test_what_a_person_brings(run: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    options = ("--from", "a reader", "--said-address", "https://news.example/a")
    (tmp_path / "page.html").write_bytes(STORY)
    for call, stdin, status in (
        (("--text", "Words that were sent."), "", 0),
        (("-",), "Words that were piped in.", 0),
        ((tmp_path / "page.html",), "", 3),
    ):
        done, said = run("capture", *call, *options, stdin=stdin)
        assert done == status
        assert "given by a person; from: a reader" in said
        assert "said to be from https://news.example/a" in said
    assert "did not come with it: 1" in said
    assert said.index("said to be from") < said.index("What it says of itself"), "it is the person who says it"
    assert "3 captures." in run("evidence", "list")[1]
    assert "0 captures." in run("evidence", "list", "--address", "https://news.example/a")[1]


def test_what_a_page_says_steers_no_terminal(
    run: Callable[..., tuple[int, str]],
) -> None:
    page = STORY.replace(b"<title>The bridge", "<title>A\x1b]0;x\x07\u202eb".encode()).replace(
        b"<h1>The bridge</h1>", b""
    )
    with serving({"story": framed(page, "Content-Type: text/html; charset=utf-8")}) as site:
        said = run("capture", site.at("story"), "--no-browser", "--allow-network", "127.0.0.1")[1]
    assert "title: A" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("https://news.example/", "--text", "words"),
        ("news.example/story",),
        ("no-such-file.png", "--from", "a reader"),
        ("a" * 5000, "--from", "a reader"),
        (".", "--from", "a reader"),
        ("https://news.example/", "--from", "a reader"),
        ("https://news.example/", "--said-address", "x"),
        ("https://news.example/", "--who", " "),
        ("https://news.example/", "--allow-network", "everything"),
        ("--text", "words"),
        ("--text", " ", "--from", "a reader"),
    ],
)
def test_a_call_that_is_wrong_fetches_nothing(run: Callable[..., tuple[int, str]], arguments: tuple[str, ...]) -> None:
    status, said = run("capture", *arguments)
    assert status == 2
    assert said.strip()
    assert "0 captures" in run("evidence", "list")[1]
