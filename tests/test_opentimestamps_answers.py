"""What becomes of calendars of OpenTimestamps that answer badly, slowly, or without end?"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.calendar_server import calendar, file_of, lay, led, says, set_calendar

from firsthand.casebook.store import CasebookStore
from firsthand.settings import Settings
from firsthand.verifying import stamp, verify

pytest.importorskip("opentimestamps", reason="the extra `opentimestamps` is not installed")
from opentimestamps.core.notary import (
    BitcoinBlockHeaderAttestation,
    LitecoinBlockHeaderAttestation,
    PendingAttestation,
    UnknownAttestation,
)
from opentimestamps.core.op import OpAppend, OpSHA256


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "book"
    CasebookStore.create(place).close()
    return place


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    """An empty casebook."""
    return Path(shutil.copytree(made, tmp_path / "book"))


def kept(book: Path) -> list[str]:
    """The names of the files of calendars."""
    return sorted(path.name for path in (book / "custody" / "heads").glob("*/*.ots"))


def said(book: Path) -> list[str]:
    """What is said of files, where nothing is damaged."""
    done = verify(book)
    assert (done.whole, done.stamps) == (True, [])
    return [f"{one.name}: {one.sentence}" for one in done.calendars]


def _drips(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"\xf0")
        time.sleep(0.1)


BAD: dict[str, tuple[Callable[[BaseHTTPRequestHandler, bytes], None], str]] = {
    "a page": (says(200, b"<html>Welcome"), "answered with a page, not as a calendar does; it begins with '<html>Welcome"),
    "nothing": (says(200, b""), "It is no OpenTimestamps file that can be read: Tried to read 1 bytes"),
    "words": (says(200, b"Sorry"), "It is no OpenTimestamps file that can be read: Unknown operation tag 0x53"),
    "an error": (says(503, b""), "gave no answer: status 503."),
    "a redirect": (says(302, b"", ("Location", "http://10.0.0.1/")), "gave no answer and leads to 'http://10.0.0.1/'."),
    "too much": (says(200, bytes(20_000)), "gave no whole answer: Only the first 10,000 bytes were fetched"),
    "too deep": (says(200, b"\x08" * 600), "recursion depth"),
    "more behind it": (says(200, led(b"", (OpAppend(b"1"),), PendingAttestation("http://x")) + b"1"), "Trailing garbage"),
    "a cut one": (says(200, led(b"", (OpAppend(b"1"),), PendingAttestation("http://x"))[:-2]), "Tried to read"),
    "a block of no number": (
        says(200, led(b"", (OpAppend(b"1"), OpSHA256()), BitcoinBlockHeaderAttestation(1 << 50_000))),
        "It names a block of Bitcoin that there cannot be",
    ),
    "a root that is none": (says(200, led(b"", (OpAppend(b"1"),), BitcoinBlockHeaderAttestation(9))), "that there cannot be"),
    "slowly": (_drips, "gave no whole answer: "),
}  # fmt: skip
NO_PROMISE = {
    "another chain": (LitecoinBlockHeaderAttestation(9), "The answer names neither a calendar nor a block of Bitcoin."),
    "a kind of tomorrow": (UnknownAttestation(b"12345678", b"9"), "The answer names neither a calendar nor a block of Bitcoin."),
}  # fmt: skip


@pytest.mark.parametrize("name", [*BAD, *NO_PROMISE])
def test_calendars_that_promise_badly(book: Path, name: str) -> None:
    if name in BAD:
        answer, what = BAD[name]
    else:
        end, what = NO_PROMISE[name]
        answer = says(200, led(b"", (OpAppend(b"1"),), end))
    with calendar(answer) as address:
        set_calendar(book, "pool", address)
        (line,) = stamp(book, Settings(allow_networks=("127.0.0.1",), fetch_seconds=0.3 if name == "slowly" else 5))
    assert line.startswith("pool: not stamped. ")
    assert what in line
    assert len(line) < 600
    assert not (book / "custody" / "heads").exists()


def _asked_with(book: Path, answer: Callable[[BaseHTTPRequestHandler, bytes], None], seconds: float = 5) -> list[str]:
    """What is said where the calendar of a pending file, in `heads/x`, answers so; it promises nothing new."""

    def both(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        (says(503, b"") if handler.command == "POST" else answer)(handler, body)

    with calendar(both) as address:
        set_calendar(book, "pool", address)
        lay(book, lambda head: file_of(head, (OpSHA256(),), PendingAttestation(address)))
        return stamp(book, Settings(allow_networks=("127.0.0.1",), fetch_seconds=seconds))


@pytest.mark.parametrize("name", BAD)
def test_calendars_that_tell_badly_what_became_of_it(book: Path, name: str) -> None:
    answer, what = BAD[name]
    again, _ = _asked_with(book, answer, 0.3 if name == "slowly" else 5)
    assert again.startswith("pool, 1 event: not asked again. ")
    assert what in again
    assert kept(book) == ["pool.ots"]
    (line,) = said(book)
    assert line.startswith("pool: pending at ")


def test_what_could_not_be_read_again_is_not_kept(book: Path) -> None:
    """Each of the two is as deep as the library reads, and both together deeper."""
    deep = (OpSHA256(),) * 250
    told = says(200, led(bytes(32), deep, BitcoinBlockHeaderAttestation(9)))
    with calendar(told) as address:
        set_calendar(book, "pool", address)
        lay(book, lambda head: file_of(head, deep, PendingAttestation(address)))
        again, _ = stamp(book, Settings(allow_networks=("127.0.0.1",)))
    assert "recursion depth" in again
    assert [path.name for path in (book / "custody" / "heads" / "x").glob("*.ots")] == ["pool.ots"]


def test_a_tower_of_answers_ends_in_a_sentence(book: Path) -> None:
    """Writing what two deep answers make together would be too deep for Python itself."""
    forks = b"\xff" * 9_990 + b"\x08"
    again, _ = _asked_with(book, says(200, forks))
    assert again.startswith("pool, 1 event: not asked again. It is no OpenTimestamps file that can be read: ")
