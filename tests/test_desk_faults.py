"""What if the disk is full, the file is locked, the program dies, or two people save at once? Nothing is lost and it is said."""

from __future__ import annotations

import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO

import httpx
import pytest

from desk_room import Room, login_of, open_room, post, settled, token

PATIENCE = 1.5
"""Seconds for which the room of these tests waits for its file."""
SLOW = "127.0.0.2"
"""The one address of this machine from which it may fetch."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IO[str]]:
    with (tmp_path_factory.mktemp("told") / "stderr").open("w+", encoding="utf-8") as file:
        yield file


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, told: IO[str]) -> Iterator[Room]:
    """A room of these tests alone: they break things."""
    folder = tmp_path_factory.mktemp("faults") / "casebook"
    networks = ("--allow-network", f"{SLOW}/32")
    with open_room(folder, *networks, said=told, FIRSTHAND_DESK_PATIENCE=str(PATIENCE)) as room:
        yield room


def file_of(room: Room) -> Path:
    return room.folder / "desk" / "desk.sqlite3"


def worker(room: Room) -> int:
    """The process that answers: the child of the one that listens."""
    children = Path(f"/proc/{room.process.pid}/task/{room.process.pid}/children").read_text(encoding="ascii").split()
    return next(int(pid) for pid in children if b"desk.door" in Path(f"/proc/{pid}/cmdline").read_bytes())


# Two at once


def test_two_who_save_a_draft_at_once_are_both_kept_and_the_second_is_told(own: Room) -> None:
    one, other = own.client("reporter"), own.client("editor")
    path = post(one, "/check", {"words": "Two write about this"}).headers["Location"]
    seen = {"seen": "0", "verdict": "true"}
    post(one, f"{path}/draft", {**seen, "words": "the words of the first"}, form=path)
    first = re.search(r'name="answer" value="(\d+)"', other.get(path).text)
    post(other, f"{path}/draft", {**seen, "words": "the words of the second"}, form=path)
    page = other.get(path).text
    assert "Somebody saved another draft while you wrote" in page
    assert "the words of the first" in page
    assert "the words of the second" in page
    assert first
    late = post(other, f"{path}/sign", {"answer": first[1]}, form=path)
    assert late.status_code == 409, "what is signed is what was read"
    assert "Read it before you sign" in late.text
    assert 'class="signed"' not in other.get(path).text


def test_many_who_remark_at_once_are_all_heard(own: Room) -> None:
    client = own.client("reporter")
    path = post(client, "/check", {"words": "Many talk about this"}).headers["Location"]
    fields, cookies = {"csrfmiddlewaretoken": token(client, path)}, dict(client.cookies)

    def say(number: int) -> int:
        given = {**fields, "words": f"remark number {number}."}
        with httpx.Client(base_url=own.base, cookies=cookies, timeout=30) as browser:
            return browser.post(f"{path}/remark", data=given, headers={"Origin": own.base}).status_code

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(say, range(12))) == {302}
    page = client.get(path).text
    assert all(f"remark number {number}." in page for number in range(12))


def send_again(client: httpx.Client, fields: dict[str, str], times: int) -> set[str]:
    """The same form several times at once, as a nervous hand sends it; the addresses that one is led to."""
    cookies, base = dict(client.cookies), str(client.base_url).rstrip("/")

    def send(_: int) -> str:
        with httpx.Client(base_url=base, cookies=cookies, timeout=30) as browser:
            return str(browser.post("/check", data=fields, headers={"Origin": base}).headers["Location"])

    with ThreadPoolExecutor(times) as pool:
        return set(pool.map(send, range(times)))


def test_a_form_that_is_sent_twice_is_one_tip(own: Room) -> None:
    client = own.client("reporter")
    once = re.search(r'name="once" value="([^"]+)"', client.get("/check").text)[1]  # type: ignore[index]
    fields = {"csrfmiddlewaretoken": token(client, "/check"), "once": once, "words": "A nervous hand"}
    (path,) = send_again(client, fields, 5)
    assert send_again(client, fields, 1) == {path}, "the browser's back button, and the same once more"
    assert client.get("/inbox?view=all&q=nervous").text.count("A nervous hand</bdi>") == 1
    assert send_again(client, {**fields, "words": "Something else, written after going back"}, 1) != {path}


def test_two_clicks_are_one_remark_and_one_signature(own: Room) -> None:
    one, other = own.client("reporter"), own.client("editor")
    path = post(one, "/check", {"words": "Clicked twice"}).headers["Location"]
    for _ in range(2):
        post(one, f"{path}/remark", {"words": "said once"}, form=path)
    assert one.get(path).text.count("said once") == 1
    post(one, f"{path}/draft", {"verdict": "true", "words": "So it is."}, form=path)
    answer = re.search(r'name="answer" value="(\d+)"', other.get(path).text)[1]  # type: ignore[index]
    assert [post(other, f"{path}/sign", {"answer": answer}, form=path).status_code for _ in range(2)] == [302, 302]
    with sqlite3.connect(file_of(own), timeout=30) as file:
        (signed,) = file.execute("SELECT count(*) FROM answer WHERE signed AND words = 'So it is.'").fetchone()
    assert signed == 1


# The file and the disk


@contextmanager
def locked(room: Room) -> Iterator[None]:
    """Another program writes into the room's file and does not end."""
    file = sqlite3.connect(file_of(room), timeout=30, isolation_level=None)
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        file.execute("ROLLBACK")
        file.close()


def test_a_file_that_is_locked_for_a_while_is_waited_for(own: Room) -> None:
    client = own.client("reporter")
    path = post(client, "/check", {"words": "Waits for the file"}).headers["Location"]
    with ThreadPoolExecutor(1) as pool:
        with locked(own):
            fields = {"csrfmiddlewaretoken": token(client, path), "words": "said while it was locked"}
            sent = pool.submit(client.post, f"{path}/remark", data=fields, headers={"Origin": own.base})
            time.sleep(PATIENCE / 3)
        assert sent.result().status_code == 302
    assert "said while it was locked" in client.get(path).text


def test_a_file_that_stays_locked_is_said_and_nothing_is_half(own: Room) -> None:
    client = own.client("reporter")
    path = post(client, "/check", {"words": "Does not get at the file"}).headers["Location"]
    settled(client, path)
    with locked(own):
        refused = post(client, f"{path}/remark", {"words": "said in vain"}, form=path)
        assert client.get(path).status_code == 200, "to read needs no lock"
    assert refused.status_code == 503
    assert "Another program holds" in refused.text
    assert "said in vain" not in client.get(path).text
    assert post(client, f"{path}/remark", {"words": "said again"}, form=path).status_code == 302


@contextmanager
def full_disk(room: Room) -> Iterator[None]:
    """No file of the room's process grows any more, as on a disk without space."""
    pid = worker(room)
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_what_was_there_stays(own: Room) -> None:
    client, words = own.client("reporter"), "said when the disk was full. " * 600
    path = post(client, "/check", {"words": "There is no space"}).headers["Location"]
    settled(client, path)
    with full_disk(own):
        refused = post(client, f"{path}/remark", {"words": words}, form=path)
        assert client.get(path).status_code == 200
    assert refused.status_code == 507
    assert "The disk is full" in refused.text
    assert "Traceback" not in refused.text
    assert "said when the disk was full" not in client.get(path).text
    assert post(client, f"{path}/remark", {"words": "said when there was space"}, form=path).status_code == 302
    with sqlite3.connect(file_of(own), timeout=30) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_work_goes_on_once_there_is_space_again(own: Room) -> None:
    """The thread that checks meets the full disk in the middle, and must not die of it without a word."""
    client = own.client("reporter")
    with served(hold=True) as (page, let_go):
        path = post(client, "/check", {"words": page}).headers["Location"]
        wait_until(lambda: 'aria-current="step">Taking in' in client.get(path).text)
        with full_disk(own):
            let_go.set()
            time.sleep(1)
            assert "Report</h2>" not in client.get(path).text
    assert "There is no report yet" not in settled(client, path)


def test_a_failure_has_a_number_a_sentence_in_ones_language_and_no_traceback(own: Room, told: IO[str]) -> None:
    client = own.newcomer("reader", "One who reads Greek")
    post(client, "/lang", {"lang": "el"}, form="/me")
    with sqlite3.connect(file_of(own), timeout=30) as file:
        file.execute("ALTER TABLE case_line RENAME TO gone")
    try:
        answer = client.get("/cases")
    finally:
        with sqlite3.connect(file_of(own), timeout=30) as file:
            file.execute("ALTER TABLE gone RENAME TO case_line")
    assert answer.status_code == 500
    assert '<html lang="el">' in answer.text
    number = re.search(r"<code>([0-9a-f]{8})</code>", answer.text)
    assert number
    for inside in ("Traceback", "OperationalError", "case_line", "SELECT", ".py"):
        assert inside not in answer.text
    told.flush()
    reasons = Path(told.name).read_text(encoding="utf-8")
    assert f"Failure {number[1]}" in reasons
    assert "no such table: case_line" in reasons
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert client.get("/cases").status_code == 200


# The network and the program


@contextmanager
def served(*, hold: bool = False, onto: str = "") -> Iterator[tuple[str, threading.Event]]:
    """A page on the network from which may be fetched: it answers once it may, or leads elsewhere."""
    may = threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            may.wait(20 if hold else 0)
            self.send_response(302 if onto else 200)
            self.send_header("Location" if onto else "Content-Type", onto or "text/html")
            self.end_headers()
            self.wfile.write(b"<title>A slow page</title><p>It took its time to say this.</p>")

        def log_message(self, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer((SLOW, 0), Slow) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{SLOW}:{server.server_address[1]}/page", may
        may.set()
        server.shutdown()
        thread.join()


def wait_until(there: Callable[[], bool]) -> None:
    for _ in range(400):
        if there():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to be")


def test_an_address_that_leads_inside_is_not_followed(own: Room) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as inside:
        with served(onto=f"http://127.0.0.1:{inside.server_address[1]}/secret") as (page, _):
            path = post(own.client("reporter"), "/check", {"words": page}).headers["Location"]
            told = settled(own.client("reporter"), path)
        inside.timeout = 0
        assert inside.socket.getsockname()
        inside.socket.setblocking(False)
        with pytest.raises(BlockingIOError):
            inside.socket.accept()
    assert "127.0.0.1" in told


def test_a_check_whose_program_was_killed_is_taken_up_again(tmp_path: Path) -> None:
    folder, network = tmp_path / "casebook", ("--allow-network", f"{SLOW}/32")
    with served(hold=True) as (page, let_go):
        with open_room(folder, *network) as room:
            admin = room.client("admin")
            login = login_of(admin)
            path = post(admin, "/check", {"words": page}).headers["Location"]
            wait_until(lambda: 'aria-current="step">Taking in' in admin.get(path).text)
            cookies = dict(admin.cookies)
            os.killpg(room.process.pid, signal.SIGKILL)
        let_go.set()
        with open_room(folder, *network) as room:
            back = httpx.Client(base_url=room.base, cookies=cookies, timeout=30)
            assert login
            assert "There is no report yet" not in settled(back, path)
            back.close()
    with sqlite3.connect(folder / "desk" / "desk.sqlite3") as file:
        assert file.execute("SELECT state, tries FROM job").fetchall() == [("done", 2)]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    command = [sys.executable, "-m", "firsthand", "desk", str(tmp_path / "a-file" / "casebook"), "--port", "0"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
    assert "Traceback" not in refused.stderr
