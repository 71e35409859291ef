"""How is single sign-on switched on, and what is there of it where it is not?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desk_room import PASSWORD, Room, open_room, post
from sign_on_provider import SECRET, provider
from sign_on_room import (
    BACK,
    linked,
    needed,
    signed,
    told,
)
from test_desk_serving import refused


def test_without_the_option_there_is_nothing_of_it(room: Room) -> None:
    reader = room.client("reader")
    assert "sign-on" not in room.stranger().get("/enter").text + reader.get("/me").text
    for client in (room.stranger(), reader):
        for path in ("/enter/sign-on", BACK, "/me/sign-on", "/me/sign-on/link"):
            answer = client.get(path)
            assert answer.status_code == 404 or answer.headers["Location"].startswith("/enter?"), path
    assert post(reader, "/me/sign-on", {"deed": "off"}, form="/me").status_code == 404


def test_without_the_option_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    probe = (
        "import sys; from pathlib import Path; from firsthand.desk.conf import configure; configure(Path(sys.argv[1]));"
        "import firsthand.desk.urls; print([m for m in ('authlib', 'joserfc') if m in sys.modules])"
    )
    command = [sys.executable, "-c", probe, str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    probe = (
        "import sys; sys.modules['authlib'] = None\n"
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'authlib' else find(name, *more)\n"
        "from firsthand.cli import main; sys.argv = ['firsthand', *sys.argv[1:]]; sys.exit(main())"
    )
    command = [
        sys.executable,
        "-c",
        probe,
        "desk",
        str(tmp_path / "b"),
        "--sign-on",
        told(tmp_path, "https://a.example"),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, "pip install 'firsthand[sign-on]'" in ended.stderr) == (2, True), ended.stderr


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"issuer": "http://provider.example"}, "is not an address by https"),
        ({"issuer": "https://user:word@provider.example"}, "is not an address by https"),
        ({"issuer": "https://provider.example/?a=b"}, "is not an address by https"),
        ({"issuer": "https://provider.example/#a"}, "is not an address by https"),
        ({"issuer": "https://provider.example:99999"}, "is not an address by https"),
        ({"issuer": "provider.example"}, "is not an address by https"),
        ({"issuer": ""}, "needs issuer"),
        ({"name": ""}, "needs name"),
        ({"name": "   "}, "needs name"),
        ({"name": "n" * 61}, "name in"),
        ({"client_id": "ключ"}, "client_id in"),
        ({"client_secret": "two\nlines"}, "client_secret in"),
        ({"client_secret": ""}, "needs one of"),
        ({"client_secret_file": "secret"}, "needs one of"),
        ({"client_secret": "", "client_secret_file": "absent"}, "absent cannot be read"),
        ({"client_secret": "", "client_secret_file": "empty"}, "needs client_secret"),
        ({"client_secret": "", "client_secret_file": "raw"}, "does not hold a secret"),
        ({"secret": "s"}, "a field 'secret'"),
    ],
)
def test_a_file_that_makes_no_sense(tmp_path: Path, given: dict[str, str], why: str) -> None:
    needed()
    (tmp_path / "empty").write_text("\n", "ascii")
    (tmp_path / "raw").write_bytes(b"\xff\xfe")
    ended = refused(str(tmp_path / "b"), "--sign-on", told(tmp_path, **{"issuer": "https://a.example", **given}))
    assert why in ended
    assert SECRET not in ended
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("words", [b"name = ", b"\xff", b"name = 7\nclient_secret = 5\n", None])
def test_what_is_no_file_of_this_kind(tmp_path: Path, words: bytes | None) -> None:
    needed()
    path = tmp_path / "sign-on.toml"
    if words is not None:
        path.write_bytes(words)
    assert str(path) in refused(str(tmp_path / "b"), "--sign-on", str(path)).replace("\n", "")


def test_what_the_provider_says_that_it_can_is_heeded(tmp_path: Path) -> None:
    """The secret, in a file of its own, is sent in the form; and who links must show again who they are."""
    needed()
    (tmp_path / "secret").write_text(f"{SECRET}\n", "ascii")
    with provider() as one:
        ways = {"token_endpoint_auth_methods_supported": ["client_secret_post"], "prompt_values_supported": ["login"]}
        one.about = ways
        file = told(tmp_path, one.issuer, client_secret="", client_secret_file="secret")
        with open_room(tmp_path / "casebook", "--sign-on", file) as opened:
            admin = opened.client("admin")
            post(admin, "/me/sign-on", {"deed": "begin", "password": PASSWORD})
            assert "prompt=login" in admin.get("/me/sign-on/link").headers["Location"]
            linked(one, opened, "apart")
            assert signed(one, opened.stranger(), "apart").headers["Location"] == "/"
