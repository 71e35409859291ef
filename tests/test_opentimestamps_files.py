"""What is said of the OpenTimestamps files that lie beside a head: sound ones, damaged ones, and those of others?"""

from __future__ import annotations

import hashlib
import inspect
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calendar_server import TREE, Promises, calendar, file_of, lay, led, result, set_calendar

from firsthand.casebook.store import CasebookStore
from firsthand.errors import CustodyError
from firsthand.evidence.calendar_files import Attested, Block, Pending, attested, begun, fuller
from firsthand.settings import Settings
from firsthand.verifying import stamp, verify

core = pytest.importorskip("opentimestamps.core.timestamp", reason="the extra `opentimestamps` is not installed")
from opentimestamps.core.notary import (  # noqa: E402  they are there once the extra is
    BitcoinBlockHeaderAttestation,
    LitecoinBlockHeaderAttestation,
    PendingAttestation,
    UnknownAttestation,
)
from opentimestamps.core.op import OpAppend, OpSHA1, OpSHA256  # noqa: E402

LOCAL = Settings(allow_networks=("127.0.0.1",), fetch_seconds=5)
HEAD = b"the head of a log"
DIGEST = hashlib.sha256(HEAD).digest()
WAIT, BLOCK = PendingAttestation("https://calendar.example"), BitcoinBlockHeaderAttestation(800_000)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "book"
    CasebookStore.create(place).close()
    return place


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    """An empty casebook."""
    return Path(shutil.copytree(made, tmp_path / "book"))


def harm(book: Path) -> list[str]:
    return [f"{one.kind}: {one.what}" for one in verify(book, everything=True).damages if not one.explained]


def _other_hash(head: bytes) -> bytes:
    whole = file_of(head, (OpSHA256(),), WAIT)
    at = whole.index(hashlib.sha256(head).digest())
    return whole[: at - 1] + OpSHA1.TAG + hashlib.sha1(head).digest() + whole[at + 32 :]


def _begin(head: bytes) -> bytes:
    """All up to the SHA-256 of the head."""
    return core.DetachedTimestampFile.HEADER_MAGIC + b"\1" + OpSHA256.TAG + hashlib.sha256(head).digest()


def _sound(head: bytes) -> bytes:
    return file_of(head, (OpSHA256(),), WAIT)


Make = Callable[[bytes], bytes]
NO_FILE = "It is no OpenTimestamps file"
DAMAGED: dict[str, tuple[Make, str]] = {
    "for another head": (lambda head: _sound(head + b"1"), "It is for other bytes than this head."),
    "for a SHA-1 of it": (_other_hash, "It is for a hash that is not taken here, sha1."),
    "empty": (lambda head: b"", NO_FILE),
    "a page": (lambda head: b"<html>", NO_FILE),
    "of a later form": (lambda head: _sound(head).replace(b"\x94\x01\x08", b"\x94\x02\x08"), "Version 2"),
    "cut off": (lambda head: _sound(head)[:-1], NO_FILE),
    "with more behind it": (lambda head: _sound(head) + b"1", "Trailing garbage"),
    "huge": (lambda head: _sound(head) + bytes(30_000), "It is no OpenTimestamps file: it has more than 30,000 bytes."),
    "deep": (lambda head: _begin(head) + b"\x08" * 300, "recursion depth"),
    "a length without end": (lambda head: _begin(head) + b"\xf0" + b"\xff" * 3_000 + b"\1", NO_FILE),
    "too long on its way": (lambda head: _begin(head) + b"\xf3" * 9, "message invalid"),
    "a block with no root": (lambda head: file_of(head, (OpAppend(b"1"),), BLOCK), "a root of 33 bytes"),
    "a block of no number": (
        lambda head: file_of(head, (OpSHA256(),), BitcoinBlockHeaderAttestation(1 << 50_000)), "that there cannot be",
    ),
    "a calendar with a query": (
        lambda head: _sound(head).replace(b"calendar.example", b"calendar?example"), "Invalid URI",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_named(book: Path, name: str) -> None:
    make, what = DAMAGED[name]
    lay(book, make)
    (found,) = harm(book)
    assert found.startswith("time stamp: ")
    assert what in found
    assert verify(book).calendars == []


def test_a_folder_in_the_place_of_a_file_is_named(book: Path) -> None:
    lay(book, _sound).with_name("other.ots").mkdir()
    (found,) = harm(book)
    assert found == "time stamp: It cannot be read: Is a directory."


def test_a_damaged_fuller_file_does_not_hide_the_first(book: Path) -> None:
    lay(book, _sound)
    lay(book, lambda head: file_of(head, TREE, BLOCK)[:-3], "pool.2.ots")
    done = verify(book, everything=True)
    assert [(one.name, one.waits) for one in done.calendars] == [("pool", True)]
    assert [Path(one.where).name for one in done.damages] == ["pool.2.ots"]


def test_the_fullest_file_of_a_name_speaks_for_it(book: Path) -> None:
    for name, end in (("pool.ots", WAIT), ("pool.2.ots", BLOCK), ("pool.10.ots", WAIT), ("head.txt.ots", WAIT)):
        lay(book, lambda head, end=end: file_of(head, TREE, end), name)  # type: ignore[misc]
    assert [(one.path.name, one.waits) for one in verify(book).calendars] == [
        ("head.txt.ots", True), ("pool.2.ots", False),
    ]  # fmt: skip


def test_a_fuller_file_is_the_one_of_the_highest_number(book: Path) -> None:
    for name, height in (("pool.ots", 1), ("pool.2.ots", 2), ("pool.10.ots", 10)):
        lay(book, lambda head, at=height: file_of(head, TREE, BitcoinBlockHeaderAttestation(at)), name)  # type: ignore[misc]
    assert [one.path.name for one in verify(book).calendars] == ["pool.10.ots"]


@pytest.mark.parametrize("end", [LitecoinBlockHeaderAttestation(9), UnknownAttestation(b"12345678", b"9")])
def test_what_is_not_known_here_is_no_damage_and_no_time(book: Path, end: object) -> None:
    lay(book, lambda head: file_of(head, TREE, end))  # type: ignore[arg-type]
    (one,) = verify(book).calendars
    assert one.sentence == "attested in ways that Firsthand does not know."
    assert harm(book) == []


@pytest.mark.parametrize("how", ["lost", "changed"])
def test_a_file_that_was_kept_and_is_not_that_any_more_is_named(book: Path, how: str) -> None:
    with calendar(Promises()) as address:
        set_calendar(book, "pool", address)
        stamp(book, LOCAL)
    (path,) = (book / "custody" / "heads").glob("*/pool.ots")
    if how == "lost":
        path.unlink()
    else:
        path.write_bytes(_sound(path.with_name("head.txt").read_bytes()))
    (found,) = harm(book)
    assert "is missing or was changed" in found


def test_a_head_that_was_changed_has_no_file_that_speaks_for_it(book: Path) -> None:
    path = lay(book, _sound)
    head = path.with_name("head.txt")
    head.write_bytes(head.read_bytes().replace(b"firsthand 0", b"firsthand 9"))
    path.write_bytes(_sound(head.read_bytes()))
    (found,) = harm(book)
    assert found.startswith("head: Its signature does not hold")
    assert verify(book, everything=True).calendars == []


GENESIS = (
    "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d01044554686520"
    "54696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f75"
    "7420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0"
    "ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"
)
"""The one transaction of the first block of Bitcoin: hashed twice, it is the Merkle root of that block."""


def test_the_root_is_written_as_lists_of_blocks_write_it() -> None:
    """What every list of blocks shows for block 0, though nobody's head is that transaction."""
    data = bytes.fromhex(GENESIS)
    (block,) = attested(file_of(data, (OpSHA256(),), BitcoinBlockHeaderAttestation(0)), data).blocks
    assert block == Block(0, "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b")


def test_an_answer_is_joined_where_its_promise_hangs() -> None:
    first = begun(HEAD, b"n" * 16, led(bytes(32), Promises.WAY, WAIT))
    (pending,) = attested(first, HEAD).pending
    assert pending == Pending(WAIT.uri, result(DIGEST, (OpAppend(b"n" * 16), OpSHA256(), *Promises.WAY)))
    whole = fuller(first, HEAD, pending, led(pending.commitment, TREE, BLOCK))
    assert whole
    root = result(pending.commitment, TREE)[::-1].hex()
    assert attested(whole, HEAD) == Attested((pending,), (Block(800_000, root),))
    assert fuller(first, HEAD, pending, led(pending.commitment, TREE, WAIT)) is None


def test_what_is_joined_can_be_read_or_is_refused() -> None:
    first = file_of(HEAD, (OpSHA256(),) * 250, WAIT)
    (pending,) = attested(first, HEAD).pending
    with pytest.raises(CustodyError, match="recursion depth"):
        fuller(first, HEAD, pending, led(pending.commitment, (OpSHA256(),) * 250, BLOCK))


def test_any_flipped_bit_of_a_file_is_a_sentence_or_another_root() -> None:
    """No changed file still leads to the same root of the same block, unless what changed is the promise beside it."""
    first = begun(HEAD, b"n" * 16, led(bytes(32), Promises.WAY, WAIT))
    (pending,) = attested(first, HEAD).pending
    whole = fuller(first, HEAD, pending, led(pending.commitment, TREE, BLOCK))
    assert whole
    sound, refused = attested(whole, HEAD), 0
    for at in range(len(whole) * 8):
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << at % 8
        try:
            found = attested(bytes(flipped), HEAD)
            assert found.blocks != sound.blocks or (found.pending, found.others) != (sound.pending, sound.others)
        except CustodyError:
            refused += 1
    assert refused > len(whole) * 8 / 4


def test_a_file_that_is_too_deep_for_where_it_is_read_is_a_sentence() -> None:
    """The library reads 256 steps by calling itself, and Python has a limit of its own."""
    file = file_of(HEAD, (OpSHA256(),) * 250, WAIT)

    def from_afar(steps: int) -> Attested:
        return from_afar(steps - 1) if steps else attested(file, HEAD)

    assert from_afar(0).pending
    with pytest.raises(CustodyError, match="maximum recursion depth"):
        from_afar(sys.getrecursionlimit() - len(inspect.stack(0)) - 300)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_a_sentence_or_a_file(data: bytes, whole: bool) -> None:
    with suppress(CustodyError):
        attested(_begin(HEAD) + data if whole else data, HEAD)
    with suppress(CustodyError):
        begun(HEAD, b"n" * 16, data)
