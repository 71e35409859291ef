"""Does a provider that lies, hangs or is another let anybody in, or hold up the room?"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desk_room import Room, open_room
from sign_on_provider import CLIENT, SECRET, Answer, Keys, Provider, as_json, drip, provider
from sign_on_room import (
    BACK,
    FAILED,
    REFUSED,
    linked,
    needed,
    outside,
    sent,
    signed,
    told,
)

_NOW = int(time.time())
FOREIGN = Keys()
CLAIMS: dict[str, dict[str, Any]] = {
    "another's nonce": {"nonce": "x" * 43},
    "a list of nonces": {"nonce": ["x"]},
    "no nonce": {"nonce": None},
    "for another desk": {"aud": "another-desk"},
    "for another desk, at our asking": {"aud": "another-desk", "azp": CLIENT},
    "for several, of whom another asked": {"aud": [CLIENT, "another-desk"], "azp": "another-desk"},
    "for several, and nobody says who asked": {"aud": [CLIENT, "another-desk"]},
    "for nobody": {"aud": None},
    "of another provider": {"iss": "https://another.example"},
    "of nobody": {"iss": None},
    "expired": {"exp": _NOW - 3600, "iat": _NOW - 7200},
    "without end": {"exp": None},
    "an end that is no time": {"exp": "tomorrow"},
    "made tomorrow": {"iat": _NOW + 90_000, "exp": _NOW + 100_000},
    "made never": {"iat": None},
    "not yet": {"nbf": _NOW + 90_000},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a number for a subject": {"sub": 1},
    "a subject out of measure": {"sub": "w" * 256},
}
MADE: dict[str, Callable[[Provider, dict[str, Any]], object]] = {
    "not signed": lambda one, claims: one.keys.token(claims, "none"),
    "not signed, in capitals": lambda one, claims: one.keys.token(claims, "NONE"),
    "by the secret that both know": lambda one, claims: one.keys.token(claims, "HS256", SECRET.encode()),
    "by the public key as a secret": lambda one, claims: one.keys.token(claims, "HS256", public(one)),
    "by a foreign key of the same name": lambda one, claims: FOREIGN.token(claims),
    "by a key that is not known": lambda one, claims: FOREIGN.token(claims, kid="another"),
    "by a key that it brings along": lambda one, claims: FOREIGN.token(claims, jwk=FOREIGN.known()[0]),  # type: ignore[arg-type]
    "by a key of another kind": lambda one, claims: one.keys.token(claims, "ES256", kid="rsa"),
    "changed after it was signed": lambda one, claims: swapped(one, claims),
    "none": lambda one, claims: None,
    "a number": lambda one, claims: 7,
    "garbage": lambda one, claims: "a.b.c",
    "letters of no alphabet": lambda one, claims: "é.é.é",
}


def public(one: Provider) -> bytes:
    return one.keys.rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def swapped(one: Provider, claims: dict[str, Any]) -> str:
    head, _, signature = one.keys.token({**claims, "sub": "somebody else"}).split(".")
    return f"{head}.{one.keys.token(claims).split('.')[1]}.{signature}"


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "EdDSA"])
def test_each_kind_of_signature_that_the_provider_alone_can_make_is_taken(
    desk: Room, truth: Provider, alg: str
) -> None:
    linked(truth, desk, f"of {alg}")
    truth.made = lambda claims: truth.keys.token(claims, alg)
    assert signed(truth, desk.stranger(), f"of {alg}").headers["Location"] == "/"


def test_what_the_provider_refuses_is_said_in_our_words(desk: Room, truth: Provider) -> None:
    client = desk.stranger()
    given = parse_qs(urlsplit(sent(truth, client, "w-1")).query)
    said = {"state": given["state"][0], "error": "<script>alert(1)</script>", "error_description": "<b>no</b>"}
    answer = client.get(BACK, params=said)
    assert (answer.status_code, REFUSED in answer.text) == (403, True)
    assert "alert(1)" not in answer.text
    assert "<b>no" not in answer.text
    for wrong in ({"iss": "https://another.example"}, {"code": ""}):
        state = parse_qs(urlsplit(back := sent(truth, client, "w-1")).query)
        whole = {"code": state["code"][0], "state": state["state"][0], **wrong}
        assert REFUSED in client.get(BACK, params=whole).text, back


@pytest.fixture(scope="module")
def liar(desk: Room, others: Provider) -> Provider:
    others.truthful()
    linked(others, desk, "victim")
    return others


@pytest.mark.parametrize("lie", [*CLAIMS, *MADE])
def test_a_token_that_does_not_hold_lets_nobody_in(desk: Room, liar: Provider, truth: Provider, lie: str) -> None:
    truth.claims = CLAIMS.get(lie, {})
    if lie in MADE:
        truth.made = lambda claims: MADE[lie](truth, claims)
    client = desk.stranger()
    answer = signed(truth, client, "victim")
    assert (answer.status_code, FAILED in answer.text, outside(client)) == (502, True, True)
    truth.truthful()
    assert signed(truth, client, "victim").headers["Location"] == "/"


ANSWERS: dict[str, Callable[[Any], Answer | None]] = {
    "refused": lambda _: as_json({"error": "<script>alert(1)</script>"}, 400),
    "an error of its own": lambda _: (500, b"<h1>Internal</h1>", {}),
    "sent elsewhere": lambda _: (302, b"", {"Location": "https://another.example/"}),
    "no JSON": lambda _: (200, b"\xff\xfe<html>", {}),
    "a list": lambda _: (200, b"[]", {}),
    "without bottom": lambda _: (200, b'{"keys":' + b"[" * 100_000, {}),
    "an empty object": lambda _: (200, b"{}", {}),
    "keys that are none": lambda _: as_json({"keys": [{"kty": "RSA", "kid": "rsa", "n": "!", "e": 7}, 5, None]}),
    "without end": lambda _: (200, b" " * 5_000_000 + b"{}", {}),
    "nothing": lambda _: None,
}


@pytest.mark.parametrize("path", ["/token", "/keys"])
@pytest.mark.parametrize("lie", ANSWERS)
def test_an_answer_that_is_none_lets_nobody_in(
    desk: Room, liar: Provider, truth: Provider, lie: str, path: str
) -> None:
    truth.instead = {path: ANSWERS[lie]}
    client = desk.stranger()
    answer = signed(truth, client, "victim")
    assert (answer.status_code, FAILED in answer.text, outside(client)) == (502, True, True)
    assert "alert(1)" not in answer.text


def test_an_answer_out_of_measure_is_not_read_though_it_be_true(desk: Room, liar: Provider, truth: Provider) -> None:
    status, keys, headers = as_json({"keys": truth.keys.known()})
    for blanks, wanted in ((1000, 302), (400_000, 502)):
        truth.instead = {"/keys": lambda _, blanks=blanks: (status, b" " * blanks + keys, headers)}  # type: ignore[misc]
        assert signed(truth, desk.stranger(), "victim").status_code == wanted


@pytest.fixture(scope="module")
def wary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, Provider, Path]]:
    """A room whose provider has not yet said a right word of itself, and a file for what the room says."""
    needed()
    folder = tmp_path_factory.mktemp("wary")
    said = folder / "said"
    with (
        provider() as one,
        said.open("w", encoding="utf-8") as file,
        open_room(folder / "casebook", "--sign-on", told(folder, one.issuer), said=file) as opened,
    ):
        yield opened, one, said


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "http://127.0.0.1:1"},
        {"issuer": "https://another.example"},
        {"issuer": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://another.example/authorize"},
        {"authorization_endpoint": None},
        {"token_endpoint": "http://another.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": 7, "prompt_values_supported": 7},
        {"authorization_endpoint": "https://user@another.example/"},
    ],
)
def test_a_provider_that_is_not_who_was_named_is_not_followed(
    wary: tuple[Room, Provider, Path], about: dict[str, Any]
) -> None:
    room, one, _ = wary
    one.about = about
    answer = room.stranger().get("/enter/sign-on")
    assert (answer.status_code, FAILED in answer.text) == (502, True)


@pytest.mark.parametrize("lie", sorted(set(ANSWERS) - {"keys that are none"}))
def test_a_provider_without_a_word_of_itself_is_a_plain_page(wary: tuple[Room, Provider, Path], lie: str) -> None:
    room, one, said = wary
    one.instead = {"/.well-known/openid-configuration": ANSWERS[lie]}
    answer = room.stranger().get("/enter/sign-on")
    assert (answer.status_code, FAILED in answer.text) == (502, True)
    assert "sessionid" not in answer.headers.get("Set-Cookie", ""), "nothing is kept for who only knocks"
    assert "Single sign-on did not work" in said.read_text("utf-8"), "whoever runs the desk reads why"


def test_a_provider_that_drips_ends_in_time_and_the_room_works_on(wary: tuple[Room, Provider, Path]) -> None:
    room, one, _ = wary
    one.instead = {"/.well-known/openid-configuration": drip}
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as at_once:
        slow = [at_once.submit(lambda: room.stranger().get("/enter/sign-on").status_code) for _ in range(8)]
        time.sleep(2)
        asked = time.monotonic()
        assert room.stranger().get("/enter").status_code == 200
        assert time.monotonic() - asked < 4
        assert {future.result() for future in slow} == {502}
    assert time.monotonic() - begun < 20


def test_nothing_of_the_secret_is_among_arguments_pages_or_words(wary: tuple[Room, Provider, Path]) -> None:
    room, one, said = wary
    one.instead = {"/.well-known/openid-configuration": lambda _: as_json({"error": SECRET}, 400)}
    pages = [room.stranger().get(path).text for path in ("/enter", "/enter/sign-on", BACK)]
    kept = [path.read_bytes() for path in (room.folder / "desk").glob("desk.sqlite3*")]
    group = subprocess.run(
        ["ps", "-o", "args=", "-g", str(room.process.pid)], capture_output=True, text=True, check=True
    )
    assert "firsthand" in group.stdout
    for words in (*pages, group.stdout, said.read_text("utf-8")):
        assert SECRET not in words
    assert not [data for data in kept if SECRET.encode() in data]
