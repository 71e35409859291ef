"""How does `firsthand desk` open and close the room, and what does it refuse to do?"""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from desk_room import Room, certificate, open_room, post

COMMAND = [sys.executable, "-m", "firsthand"]


def refused(*words: str) -> str:
    """What the command says when it does not open."""
    ended = subprocess.run([*COMMAND, "desk", *words], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_without_tls_it_listens_on_this_machine_alone(tmp_path: Path) -> None:
    assert "Without TLS the desk does not listen on 0.0.0.0" in refused(str(tmp_path / "b"), "--listen", "0.0.0.0")
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--listen", "localhost"], "is not an address"),
        (["--behind", "the-proxy"], "is not an address"),
        (["--tls-cert", __file__], "certificate and its key"),
        (["--allow-network", "everything"], "everything"),
        (["--port", "99999"], "99999"),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, options: list[str], why: str) -> None:
    assert why in refused(str(tmp_path / "b"), *options)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("mine", encoding="utf-8")
    assert "There is no casebook in" in refused(str(tmp_path))
    assert [item.name for item in tmp_path.iterdir()] == ["holiday.txt"]


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Port {port} of 127.0.0.1 is in use" in refused(str(tmp_path / "b"), "--port", port)


def test_a_second_room_over_the_same_casebook_is_refused(room: Room) -> None:
    assert "is open already" in refused(str(room.folder), "--port", "0")
    assert room.stranger().get("/enter").status_code == 200


@pytest.mark.parametrize("path", ["/evidence/..%2f..%2fcustody/verify", "/nothing", "/enter"])
def test_a_request_is_heard_to_its_end_and_the_line_stays(room: Room, path: str) -> None:
    """Whoever is not done sending when the answer comes would have the next request fall on a line that is hung up."""
    line = HTTPConnection(room.base.removeprefix("http://"), timeout=20)
    with closing(line):
        line.connect()
        line.auto_open = 0
        for _ in range(3):
            line.putrequest("POST", path)
            line.putheader("Content-Type", "application/x-www-form-urlencoded")
            line.putheader("Content-Length", "60000")
            line.endheaders()
            time.sleep(0.1)
            line.send(b"x" * 60_000)
            answer = line.getresponse()
            assert answer.status in (403, 404)
            assert not answer.will_close
            answer.read()


def test_help_does_not_wait_for_the_web() -> None:
    probe = "import sys, firsthand.cli; print([m for m in sys.modules if m.split('.')[0] in ('django', 'granian')])"
    shown = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def alive(group: int) -> bool:
    """Does any process of this session still run?"""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_ctrl_c_ends_everything_and_leaves_nothing(tmp_path: Path) -> None:
    lying = tmp_path / "temporary"
    lying.mkdir()
    with open_room(tmp_path / "casebook", TMPDIR=str(lying)) as room:
        group = room.process.pid
        assert post(room.client("admin"), "/check", {"words": "Something to be checked"}).status_code == 302
        os.killpg(group, signal.SIGINT)
        room.process.wait(20)
        for _ in range(100):
            if not alive(group):
                break
            time.sleep(0.05)
        assert not alive(group)
    assert list(lying.iterdir()) == []
    with (tmp_path / "stderr").open("w+", encoding="utf-8") as told:
        with open_room(tmp_path / "casebook", said=told) as again:
            assert again.stranger().get("/enter").status_code == 200
        told.seek(0)
        assert told.read() == "", "it opens and ends without a complaint"


def answering(process: subprocess.Popen[str]) -> int:
    """The process that answers, as soon as it is there."""
    door = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(4000):
        for pid in door.read_text(encoding="ascii").split():
            if b"desk.door" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return int(pid)
        time.sleep(0.005)
    raise AssertionError("nobody answers")


def test_who_answers_heeds_the_end_from_the_first_moment(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "firsthand", "desk", str(tmp_path / "casebook"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            os.kill(answering(process), signal.SIGTERM)
            assert process.stdout.readline() == "", "it opens no more"  # type: ignore[union-attr]
        finally:
            process.terminate()


# TLS of its own


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("secure")
    cert, key = folder / "cert.pem", folder / "key.pem"
    certificate(cert, key, "IP:127.0.0.1")
    options = ("--tls-cert", str(cert), "--tls-key", str(key), "--host", "desk.example")
    with open_room(folder / "casebook", *options) as room:
        room.verify = ssl.create_default_context(cafile=str(cert))
        yield room


def test_its_own_tls_keeps_cookies_to_itself(secure: Room) -> None:
    assert secure.base.startswith("https://")
    admin = secure.client("admin")
    page = admin.get("/inbox")
    assert page.status_code == 200
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert set(admin.cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in admin.cookies.jar:
        assert cookie.secure
        assert cookie.path == "/"


def test_it_answers_by_the_names_that_were_given_alone(secure: Room) -> None:
    stranger = secure.stranger()
    for host, status in (
        ("desk.example", 200),
        ("desk.example:443", 200),
        ("evil.example", 400),
        ("desk.example.evil", 400),
    ):
        assert stranger.get("/enter", headers={"Host": host}).status_code == status, host


# Behind a proxy

BY_TLS = {"X-Forwarded-Proto": "https", "Host": "desk.example"}


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("behind")
    with open_room(folder / "casebook", "--behind", "127.0.0.1", "--host", "desk.example") as room:
        yield room


def by_proxy(room: Room, path: str, *, source: str = "127.0.0.1", **headers: str) -> httpx.Response:
    """As the proxy asks, or somebody else on another address of this machine."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=source), timeout=30) as client:
        return client.get(room.base + path, headers={**BY_TLS, **headers})


def test_the_link_of_the_first_person_leads_by_the_proxy(behind: Room) -> None:
    assert by_proxy(behind, behind.way_in).status_code == 200


def test_a_named_proxy_is_believed_and_nobody_else(behind: Room) -> None:
    page = by_proxy(behind, "/enter")
    assert page.status_code == 200
    assert "Strict-Transport-Security" in page.headers
    assert "Secure" in page.headers["Set-Cookie"]
    for lie in (
        by_proxy(behind, "/enter", source="127.0.0.9"),
        by_proxy(behind, "/enter", **{"X-Forwarded-Proto": "http"}),
    ):
        assert lie.status_code == 400
        assert "reached by https alone" in lie.text


def guess(room: Room, asker: str, login: str) -> int:
    with httpx.Client(base_url=room.base, headers={**BY_TLS, "X-Forwarded-For": asker}, timeout=30) as client:
        form = client.get("/enter")
        cookie = form.headers["Set-Cookie"].split(";")[0]
        token_ = form.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        given = {"csrfmiddlewaretoken": token_, "login": login, "password": "a guess"}
        head = {"Origin": "https://desk.example", "Cookie": cookie}
        return client.post("/enter", data=given, headers=head).status_code


def test_who_guesses_shuts_out_their_own_network_alone(behind: Room) -> None:
    tries = [guess(behind, f"203.0.113.9, 2001:db8:0:1::{n}", "somebody") for n in range(9)]
    assert tries[0] == 403
    assert tries[-1] == 429, (
        "who holds one address of IPv6 holds all of its half, and what was told before the proxy counts not"
    )
    assert guess(behind, "2001:db8:0:2::1", "somebody") == 403, "nobody shuts another out from elsewhere"
    assert guess(behind, "2001:db8:0:1::1", "another") == 403
