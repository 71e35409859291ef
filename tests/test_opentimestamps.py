"""What becomes of a head that is given to a calendar of OpenTimestamps, and who is asked about it later?"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import warnings
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.calendar_server import TREE, Promises, calendar, file_of, lay, result, says, set_calendar, written
from tests.stamping import make_authority, serving, trust

from firsthand.casebook.store import CasebookStore
from firsthand.cli import firsthand
from firsthand.errors import CustodyError, UsageError
from firsthand.settings import Settings
from firsthand.verifying import stamp, verify

core = pytest.importorskip("opentimestamps.core.timestamp", reason="the extra `opentimestamps` is not installed")
from opentimestamps.core.notary import (  # noqa: E402  they are there once the extra is
    BitcoinBlockHeaderAttestation,
    PendingAttestation,
)
from opentimestamps.core.op import OpAppend, OpReverse, OpSHA256  # noqa: E402
from opentimestamps.core.serialize import BytesDeserializationContext  # noqa: E402

INSTALL = "pip install 'firsthand[opentimestamps]'."
LOCAL = Settings(allow_networks=("127.0.0.1",), fetch_seconds=5)


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


def place(book: Path) -> Path:
    (found,) = (book / "custody" / "heads").iterdir()
    return found


def said(book: Path) -> list[str]:
    """What is said of files, where nothing is damaged."""
    done = verify(book)
    assert (done.whole, done.stamps) == (True, [])
    return [f"{one.name}: {one.sentence}" for one in done.calendars]


def harm(book: Path) -> list[str]:
    return [f"{one.kind}: {one.what}" for one in verify(book, everything=True).damages if not one.explained]


def test_a_head_is_promised_and_then_attested(book: Path) -> None:
    told = Promises()
    with calendar(told) as address:
        set_calendar(book, "pool", f"{address}/")
        assert stamp(book, LOCAL) == ["pool: given to the calendar."]
        first = place(book) / "pool.ots"
        promise = first.read_bytes()
        assert said(book) == [f"pool: pending at {address}: nothing attests it yet."]
        assert "not time-stamped" in (book / "custody" / "head.txt").read_text(), "a promise is no time stamp"
        early, _ = stamp(book, LOCAL)
        assert early.endswith(f"1 event: still pending at {address}.")
        told.height = 800_000
        lines = stamp(book, LOCAL)
    assert [line.rpartition(": ")[2] for line in lines[:2]] == [
        "attested by Bitcoin block 800,000, says its calendar."
    ] * 2
    assert kept(book) == ["pool.2.ots", "pool.2.ots", "pool.ots", "pool.ots", "pool.ots"]
    assert first.read_bytes() == promise, "nothing kept is overwritten"
    root = result(told.posted[0], (*Promises.WAY, *TREE))[::-1].hex()
    sentence = "attested by Bitcoin block 800,000, says its file. No block was asked for here: whoever wants to be sure"
    assert f"pool: {sentence} compares that block's Merkle root with {root}." in said(book)
    log = (book / "custody" / "log.txt").read_text()
    assert hashlib.sha256(first.with_name("pool.2.ots").read_bytes()).hexdigest() in log
    assert "attested by Bitcoin block 800,000, says its calendar" in log


def test_the_file_is_one_that_others_read(book: Path) -> None:
    told = Promises()
    with calendar(told) as address:
        set_calendar(book, "pool", address)
        stamp(book, LOCAL)
        told.height = 7
        stamp(book, LOCAL)
    heads = {head.parent: head.read_bytes() for head in (book / "custody" / "heads").glob("*/head.txt")}
    for path in (book / "custody" / "heads").glob("*/*.ots"):
        file = core.DetachedTimestampFile.deserialize(BytesDeserializationContext(path.read_bytes()))
        assert isinstance(file.file_hash_op, OpSHA256)
        assert file.file_digest == hashlib.sha256(heads[path.parent]).digest()
        assert written(file) == path.read_bytes()
        kinds = {type(one) for _, one in file.timestamp.all_attestations()}
        assert (BitcoinBlockHeaderAttestation in kinds) == (path.name == "pool.2.ots")


@pytest.mark.skipif(not shutil.which("ots"), reason="the client of OpenTimestamps is not installed")
def test_the_standard_client_reads_the_file(book: Path) -> None:
    with calendar(Promises()) as address:
        set_calendar(book, "pool", address)
        stamp(book, LOCAL)
    found = subprocess.run(["ots", "info", place(book) / "pool.ots"], capture_output=True, text=True, check=True).stdout
    assert hashlib.sha256((place(book) / "head.txt").read_bytes()).hexdigest() in found
    assert f"PendingAttestation('{address}')" in found


def test_a_calendar_learns_nothing_of_the_head(book: Path) -> None:
    told = Promises()
    with calendar(told) as address:
        set_calendar(book, "one", address)
        set_calendar(book, "two", address)
        stamp(book, LOCAL)
    one, two = told.posted
    assert one != two
    head = (place(book) / "head.txt").read_bytes()
    assert hashlib.sha256(head).digest() not in (one, two)
    assert {len(one), len(two)} == {32}


def test_the_command_says_it_and_pending_is_no_fault(book: Path) -> None:
    told = Promises()
    call = ["verify", "--casebook", str(book), "--stamp", "--allow-network", "127.0.0.1"]
    with calendar(told) as address:
        set_calendar(book, "pool", address)
        done = CliRunner().invoke(firsthand, call)
        assert (done.exit_code, "pending at http://127.0.0.1" in done.output) == (0, True), done.output
        assert "The log is not time-stamped: only the desk's own clock and signature say when." in done.output
        told.height = 812_345
        done = CliRunner().invoke(firsthand, call)
    assert done.exit_code == 0, done.output
    assert "OpenTimestamps, pool, 1 event: attested by Bitcoin block 812,345, says its file." in done.output
    assert (
        "No authority has time-stamped the log; a block of Bitcoin tells when once somebody has compared it."
        in done.output
    )
    assert "prove" not in done.output


def test_authorities_of_both_kinds_stand_side_by_side(book: Path, tmp_path: Path) -> None:
    root = make_authority(tmp_path / "one")
    with serving(tmp_path / "one") as address, calendar(Promises()) as other:
        trust(book, "one", address, root)
        set_calendar(book, "pool", other)
        assert stamp(book, LOCAL) == ["one: stamped.", "pool: given to the calendar."]
    done = verify(book)
    assert (done.whole, [one.authority for one in done.stamps], [one.name for one in done.calendars]) == (
        True,
        ["one"],
        ["pool"],
    )
    assert '"stamped":"time-stamped by one: heads/' in (book / "custody" / "head.txt").read_text()
    assert (
        CliRunner().invoke(firsthand, ["export", "--casebook", str(book), "--custody", str(tmp_path / "out")]).exit_code
        == 0
    )
    assert [path.name for path in (tmp_path / "out" / "custody").glob("heads/*/*.ots")] == ["pool.ots"]


LISTS = {
    "an unknown kind": ('kind = "bitcoin"\nurl = "http://x/"\nname = "x"', "'bitcoin' is no kind of authority"),
    "calendars in one string": (
        'kind = "opentimestamps"\nurl = "http://x/"\nname = "x"\ncalendars = "http://y/"', "cannot be read",
    ),
    "an authority without roots": ('url = "http://x/"\nname = "x"', "cannot be read: KeyError('roots')"),
    "a name that is a path": ('kind = "opentimestamps"\nurl = "http://x/"\nname = "../x"', "'../x' is no name"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_bad_list_of_authorities_is_named(book: Path, name: str) -> None:
    text, what = LISTS[name]
    (book / "custody" / "authorities.toml").write_text(f"[[authority]]\n{text}\n")
    with pytest.raises(CustodyError) as error:
        stamp(book, LOCAL)
    assert what in error.value.message


def test_without_any_authority_it_says_where_to_name_one(book: Path) -> None:
    with pytest.raises(UsageError, match="No authority"):
        stamp(book, LOCAL)


def test_only_calendars_that_are_set_are_asked_again(book: Path) -> None:
    told, other = Promises(), Promises(height=9)
    with calendar(told) as address, calendar(other) as keeps:
        told.named = keeps
        set_calendar(book, "pool", address)
        stamp(book, LOCAL)
        other.posted = told.posted
        line, _ = stamp(book, LOCAL)
        assert line.endswith(
            f"pending at {keeps}, which is not asked: it is not among `calendars` in authorities.toml."
        )
        assert other.asked == []
        (book / "custody" / "authorities.toml").unlink()
        set_calendar(book, "pool", address, f'calendars = ["{keeps}/"]')
        lines = stamp(book, LOCAL)
    assert len(other.asked) == 2
    assert lines[0].endswith("attested by Bitcoin block 9, says its calendar.")


def test_a_calendar_that_fails_is_asked_once_a_time(book: Path) -> None:
    told = Promises()
    asked: list[str] = []

    def failing(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if handler.command == "POST":
            told(handler, body)
        else:
            asked.append(handler.path)
            says(503, b"")(handler, body)

    with calendar(failing) as address:
        set_calendar(book, "pool", address)
        for _ in range(4):
            stamp(book, LOCAL)
    assert len(asked) == 3, "three times, although one, two and then three heads waited"


def test_a_calendar_that_is_not_set_any_more_is_not_asked(book: Path) -> None:
    with calendar(told := Promises()) as address:
        set_calendar(book, "pool", address)
        stamp(book, LOCAL)
        (book / "custody" / "authorities.toml").unlink()
        set_calendar(book, "other", address)
        assert stamp(book, LOCAL) == ["other: given to the calendar."]
    assert told.asked == []


def test_a_commitment_that_no_calendar_has_is_not_sent(book: Path) -> None:
    with calendar(told := Promises()) as address:
        set_calendar(book, "pool", address)
        lay(book, lambda head: file_of(head, (OpAppend(b"x" * 300),), PendingAttestation(address)))
        line, _ = stamp(book, LOCAL)
    assert line.endswith("in a form that it cannot be asked about.")
    assert told.asked == []


def test_a_calendar_inside_is_asked_only_where_its_network_is_allowed(book: Path) -> None:
    with calendar(told := Promises()) as address:
        set_calendar(book, "pool", address)
        lay(book, lambda head: file_of(head, (OpSHA256(),), PendingAttestation(address)))
        lines = [*stamp(book, Settings()), *stamp(book, Settings(allow_networks=("10.0.0.0/8",)))]
    assert len(lines) == 4
    for line in lines:
        assert re.search(r"127\.0\.0\.1 (uses port|does not lead to the public Internet)", line)
    assert (told.asked, told.posted) == ([], [])


def test_a_calendar_that_is_gone_is_a_sentence(book: Path) -> None:
    with calendar(Promises()) as address:
        set_calendar(book, "pool", address)
        lay(book, lambda head: file_of(head, (OpSHA256(),), PendingAttestation(address)))
    for line in stamp(book, LOCAL):
        assert "could not be fetched" in line


def test_the_warnings_of_the_library_are_not_the_desks(book: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lay(book, lambda head: file_of(head, (OpReverse(),), PendingAttestation("http://x")))
    assert said(book) == ["pool: pending at http://x: nothing attests it yet."]


def test_without_the_library_it_says_what_to_install_and_asks_nobody(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with calendar(told := Promises()) as address:
        set_calendar(book, "pool", address)
        stamp(book, LOCAL)
        monkeypatch.setitem(sys.modules, "opentimestamps.core", None)
        (line,) = stamp(book, LOCAL)
    assert line == f"pool: not stamped. The library `opentimestamps` is not installed. {INSTALL}"
    assert (len(told.posted), told.asked) == (1, [])
    assert said(book) == [f"pool: not looked at, for want of the library: {INSTALL}"]
    (place(book) / "pool.ots").write_bytes(b"changed")
    (found,) = harm(book)
    assert "is missing or was changed" in found
