"""What becomes of an authority for time stamps that answers badly, and of one that must not be asked?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.stamping import answering, make_authority, query_for, stamped, trust

from firsthand.casebook.store import CasebookStore
from firsthand.settings import Settings
from firsthand.verifying import stamp

LOCAL = Settings(allow_networks=("127.0.0.1",))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An empty casebook."""
    CasebookStore.create(tmp_path / "book").close()
    return tmp_path / "book"


def _says(status: int, body: bytes, *headers: tuple[str, str]) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        handler.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def _drips(handler: BaseHTTPRequestHandler, query: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"0")
        time.sleep(0.1)


REFUSED = bytes.fromhex("301930170201023012" + "0c10" + b"too many queries".hex())
ANSWERS = {
    "a page": (_says(200, b"<html>Welcome"), "It is no time stamp; it begins with '<html>Welcome'"),
    "nothing": (_says(200, b""), "It is no time stamp; it begins with ''"),
    "a refusal": (_says(200, REFUSED), "The authority refused to stamp (status 2): too many queries."),
    "a token that is no token": (_says(200, b"\x30\x03\x02\x01\x00"), "It is no time stamp: "),
    "an error": (_says(503, b""), "gave no time stamp: status 503."),
    "a redirect": (_says(302, b"", ("Location", "http://10.0.0.1/")), "gave no time stamp and leads to 'http://10.0.0.1/'."),
    "too much": (_says(200, bytes(300_000)), "gave no time stamp: it sends without end"),
    "slowly": (_drips, "gave no time stamp: "),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_authorities_that_answer_badly(book: Path, tmp_path: Path, name: str) -> None:
    answer, said = ANSWERS[name]
    root = make_authority(tmp_path / "one")
    with answering(answer) as address:
        trust(book, "one", address, root)
        (line,) = stamp(book, Settings(allow_networks=("127.0.0.1",), fetch_seconds=1))
    assert line.startswith("one: not stamped. ")
    assert said in line
    assert not (book / "custody" / "heads").exists()


def test_an_answer_to_another_question_is_refused(book: Path, tmp_path: Path) -> None:
    """The same head, stamped before: a token kept back cannot pass for one of now."""
    root = make_authority(tmp_path / "one")
    kept: list[bytes] = []

    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        kept.append(
            stamped(tmp_path / "one", query_for(tmp_path / "one", (book / "custody" / "head.txt").read_bytes()))
        )
        _says(200, kept[0])(handler, query)

    with answering(answer) as address:
        trust(book, "one", address, root)
        (line,) = stamp(book, LOCAL)
    assert line.startswith("one: not stamped. The time stamp answers another question")


def test_an_authority_inside_is_asked_only_where_its_network_is_allowed(book: Path, tmp_path: Path) -> None:
    root = make_authority(tmp_path / "one")
    asked: list[bytes] = []
    with answering(lambda handler, query: asked.append(query)) as address:
        trust(book, "one", address, root)
        (line,) = stamp(book, Settings())
    assert re.match("one: not stamped. .*127.0.0.1", line)
    assert asked == []
