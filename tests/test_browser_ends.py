"""Is a browser ended, and all that came from it, whatever becomes of it or of the desk?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from browser_site import Served, children, commands, now, served
from firsthand.evidence import browser_process
from firsthand.evidence.browser import browser_found, render
from firsthand.settings import Settings

pytestmark = pytest.mark.skipif(
    not browser_found(), reason="no chromium, or no playwright: sh scripts/test installs both"
)

SETTINGS = Settings(allow_networks=("127.0.0.1",), browser_seconds=20)

TEN_SECONDS = 10.0
"""An end to waiting for what comes at once."""


def killing(mark: str, but: str, killed: list[str]) -> Served:
    """Kill those of our browser's processes that have one mark and not the other."""
    for number, line in children().items():
        if mark in line and but not in line:
            os.kill(number, signal.SIGKILL)
            killed.append(line)
    return Served(b"")


@pytest.mark.parametrize(
    ("mark", "but", "said"),
    [
        ("--type=renderer", "\n", "made the browser's window crash"),
        ("--headless", "--type=", "made the browser's window crash"),
        ("browser_child", "--type=", "made the browser stop"),
    ],
)
def test_a_browser_that_dies_is_said_to_and_leaves_nothing(
    browser_folder: Path, mark: str, but: str, said: str
) -> None:
    killed: list[str] = []
    with served("127.0.0.1") as site:
        site.answers |= {"/": Served("<p>x<img src='/now'>"), "/now": lambda: killing(mark, but, killed)}
        found = render(f"http://{site.address}/", SETTINGS, now=now)
    assert killed
    assert found.failure
    assert said in found.failure.message
    assert [one.status for one in found.exchanges][:1] == [200]
    nothing_left(browser_folder)


def test_a_browser_ends_with_a_desk_that_is_killed(browser_folder: Path) -> None:
    code = (
        "from datetime import UTC, datetime; from firsthand.evidence.browser import render; "
        "from firsthand.settings import Settings; import sys; "
        "render(sys.argv[1], Settings(allow_networks=('127.0.0.1',)), now=lambda: datetime.now(UTC))"
    )
    over = threading.Event()

    def wait() -> Served:
        over.wait(TEN_SECONDS)
        return Served(b"")

    with served("127.0.0.1") as site:
        site.answers["/"] = wait
        surroundings = {**os.environ, "TMPDIR": str(browser_folder)}
        with subprocess.Popen([sys.executable, "-c", code, f"http://{site.address}/"], env=surroundings) as desk:
            until(lambda: site.came)
            desk.kill()
        until(lambda: not left(browser_folder))
        over.set()
    nothing_left(browser_folder)


def test_what_says_no_message_is_given_up(browser_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes back is decoded into known types, and never trusted."""
    pickled = b"\x80\x04cos\nsystem\n"
    loud = f"import sys; sys.stdout.buffer.write({len(pickled).to_bytes(4, 'big') + pickled!r}); sys.stdout.flush()"
    monkeypatch.setattr(browser_process, "COMMAND", (sys.executable, "-c", loud))
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "made the browser stop" in found.failure.message
    nothing_left(browser_folder)


def test_a_process_that_never_answers_is_ended(browser_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'], "
    slow += "start_new_session=True); time.sleep(99)"
    monkeypatch.setattr(browser_process, "COMMAND", (sys.executable, "-c", slow, str(browser_folder)))
    monkeypatch.setattr(browser_process, "BEYOND", 0.5)
    found = render("http://127.0.0.1/", replace(SETTINGS, browser_seconds=0.5), now=now)
    assert found.failure
    assert "did not end within 0.5 seconds of its time" in found.failure.message
    nothing_left(browser_folder)


def test_a_process_or_a_folder_that_cannot_be_made_is_said(
    browser_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_process, "COMMAND", ("/nonexistent",))
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "none could be started (No such file or directory)" in found.failure.message
    nothing_left(browser_folder)
    monkeypatch.setattr(tempfile, "tempdir", str(browser_folder / "gone"))
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "none could be started" in found.failure.message


@pytest.mark.parametrize("over", [0, 1])
def test_a_folder_whose_path_is_too_long_for_a_browser_is_said(
    browser_folder: Path, monkeypatch: pytest.MonkeyPatch, over: int
) -> None:
    own = len("/fh-12345678")  # as the folders of browsers are named
    long = browser_folder / ("x" * (browser_process.LONGEST - own - len(str(browser_folder)) - 1 + over))
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with served("127.0.0.1") as site:
        site.answers["/"] = Served("<title>A page</title>")
        found = render(f"http://{site.address}/", SETTINGS, now=now)
    assert list(long.iterdir()) == []
    long.rmdir()
    if over:
        assert found.failure
        assert f"temporary files, {long}, is longer than 50 bytes; set TMPDIR to a shorter one" in found.failure.message
    else:
        assert (found.failure, found.title) == (None, "A page"), "a browser still starts in the longest that is allowed"


def test_a_browser_that_is_none_is_said_to_be(browser_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_CHROMIUM", "false")
    assert browser_found().endswith("/false")
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "could not be started" in found.failure.message
    monkeypatch.setenv("FIRSTHAND_CHROMIUM", "no-such-browser")
    assert browser_found() == ""
    found = render("http://127.0.0.1/", SETTINGS, now=now)
    assert found.failure
    assert "apt-get install chromium" in found.failure.hint
    nothing_left(browser_folder)


def left(browser_folder: Path) -> list[object]:
    return [*[line for line in commands().values() if str(browser_folder) in line], *browser_folder.iterdir()]


def nothing_left(browser_folder: Path) -> None:
    assert left(browser_folder) == []


def until(true: Callable[[], object]) -> None:
    """Wait until it is so; it must come to be."""
    end = time.monotonic() + TEN_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
