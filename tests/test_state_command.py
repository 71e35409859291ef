"""Does `firsthand state` do what its help says, from the capture to the page, and is every mistake a sentence?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.state_pages import EN, page, short
from tests.state_site import Place, Reply, html, served

from firsthand.cli import main
from firsthand.evidence.browser import browser_found

Run = Callable[..., tuple[int, str, str]]

CASE = """firsthand: 1
case: {{id: schools, title: "Schools"}}
claims:
  - {{id: c1, text: "{claim}", lang: en}}
appearances:
  - {{url: "{url}", of: c1, outlet: News, caption: "{claim}", published: 2024-03-01}}
  - {{url: "{other}", of: c1}}
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with served() as running:
        yield running


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("FIRSTHAND_CASEBOOK", str(tmp_path / "book"))
    monkeypatch.setenv("FIRSTHAND_WHO", "An editor")

    def go(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(str(end.value.code)), out, err

    return go


@pytest.fixture
def book(place: Place, run: Run, tmp_path: Path) -> Path:
    """A casebook with one case of two appearances, and the site as it was then."""
    place.pages = {"/story": article(EN.claim), "/other": article(EN.claim)}
    casefile = tmp_path / "schools.yaml"
    casefile.write_text(CASE.format(claim=EN.claim, url=place.url("/story"), other=place.url("/other")), "utf-8")
    run("init", tmp_path / "book")
    assert run("import", casefile)[0] == 0
    return tmp_path / "book"


def article(claim: str, *extra: str) -> Reply:
    return html(page(EN, EN.title, (EN.around[0], claim, *EN.around[1:], *extra)))


LOCAL = ("--allow-network", "127.0.0.1")


def test_a_page_is_captured_and_watched_by_the_commands(book: Path, place: Place, run: Run, tmp_path: Path) -> None:
    browser = () if browser_found() else ("--no-browser",)
    status, _, _ = run("capture", *LOCAL, "--no-browser", place.url("/story"))
    assert status == 0
    place.pages["/story"] = article(EN.altered, EN.fixed)
    shown = tmp_path / "state.html"
    status, out, err = run("state", *LOCAL, *browser, "--page", shown, "schools/1")
    assert status == 0, err
    observed, _, told = out.partition("WHAT IS CONCLUDED")
    assert "words much like them stood there" in " ".join(observed.split())
    assert "then: “[-Half-] of the schools" in observed
    assert told.split("\n")[1] == "  ! corrected"
    assert str(shown) in err
    pictures = shown.read_text("utf-8").count("<img")
    assert pictures == (0 if browser else 1), "the page as the browser showed it, where there is one"
    assert "<del>Half</del>" in shown.read_text("utf-8")


def test_the_exit_status_says_whether_it_was_told(book: Path, place: Place, run: Run) -> None:
    bare = ("state", "--no-browser", *LOCAL)
    assert run(*bare, "schools")[0] == 0
    place.pages["/other"] = html(short(EN, EN.walls["login"]))
    status, out, _ = run(*bare, "schools")
    assert status == 3, "one of two could not be seen"
    assert re.findall(r"^  (\S) (\S.*)$", out.replace("·", "-"), re.M)[-1] == ("?", "blocked")
    place.pages["/story"] = Reply(b"", 404)
    assert run(*bare, place.url("/story"))[0] == 0, "gone is told"
    status, out, _ = run("state", "schools", "--history")
    assert status == 0
    assert re.findall(r"^\d\. .* · (.*)$", out, re.M) == ["✔ up", "✔ up", "! gone", "✔ up", "? blocked"]


def test_json_and_the_record_say_the_same(book: Path, place: Place, run: Run) -> None:
    status, out, _ = run("state", "--no-browser", *LOCAL, "--json", "schools/2")
    (one,) = json.loads(out)["looks"]
    assert (status, one["state"], one["url"], one["who"]) == (0, "up", place.url("/other"), "An editor")
    status, out, _ = run("state", "--history", "--json", "schools")
    first, second = json.loads(out)["appearances"]
    assert (first["looks"], [look["capture"] for look in second["looks"]]) == ([], [one["capture"]])
    status, out, _ = run("case", "show", "schools")
    assert f"capture {one['capture'][:12]}" in out


def test_a_history_is_read_without_fetching_and_can_be_shown_as_a_page(
    book: Path, place: Place, run: Run, tmp_path: Path
) -> None:
    run("state", "--no-browser", *LOCAL, "schools/1")
    place.pages.clear()
    shown = tmp_path / "state.html"
    status, out, _ = run("state", "--history", "--words", "uk", "--page", shown, "schools/1")
    assert status == 0
    assert "Наші слова на місці." in out
    assert '<html lang="uk">' in shown.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "nothing"),
        (("schools/9",), "has 2 of them"),
        (("http://127.0.0.1:1/nowhere",), "No case tells of an appearance"),
        (("schools", "--words", "tlh"), "tlh"),
        (("schools", "--who", " "), "Nobody is named"),
        (("schools", "--allow-network", "everywhere"), "--allow-network"),
    ],
)
def test_a_wrong_call_is_a_sentence(book: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = run("state", *arguments)
    assert status == 2
    assert said in err
    assert "Traceback" not in err
    assert out == ""


def test_a_page_that_cannot_be_written_is_said_and_the_look_is_on_file(book: Path, run: Run, tmp_path: Path) -> None:
    status, _, err = run("state", "--no-browser", *LOCAL, "--page", tmp_path / "nowhere" / "state.html", "schools/1")
    assert status == 2
    assert "cannot be written" in err
    assert "✔ up" in run("state", "--history", "schools/1")[1]


def test_what_is_not_allowed_is_not_asked_and_not_told(book: Path, run: Run) -> None:
    status, out, _ = run("state", "--no-browser", "schools/1")
    assert status == 3
    assert "our own guard refused the address" in " ".join(out.split())
