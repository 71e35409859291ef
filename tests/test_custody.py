"""Does the custody log hold what was done, so that nothing in it can be changed, moved, taken off or signed over unseen?"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from firsthand.casebook.custody_log import CustodyLog
from firsthand.casebook.store import CasebookStore
from firsthand.errors import CustodyError
from firsthand.record.custody import FIRST, Event, EventKind, digest, event_of, head_of, line_of

MINISIGN = "/usr/bin/minisign"


def made(folder: Path) -> CustodyLog:
    log = CustodyLog(folder / "custody")
    log.begin()
    return log


def lines(folder: Path) -> list[bytes]:
    return (folder / "custody" / "log.txt").read_bytes().split(b"\n")[:-1]


def events(folder: Path) -> list[Event]:
    """All events; each holds the one before it."""
    found, before = [], FIRST
    for number, line in enumerate(lines(folder), 1):
        event = event_of(line)
        assert (event.number, event.before) == (number, before)
        before = digest(line)
        found.append(event)
    return found


def kinds(folder: Path) -> list[EventKind]:
    return [event.kind for event in events(folder)]


def test_a_line_is_the_canonical_form() -> None:
    """Names in order, no spaces, only what must be is escaped: the rules of RFC 8785 on values as ours."""
    event = Event(1, EventKind.READ, "t", 'Олена \x07\n"\\', "tool", FIRST, ("ab",), "/tmp/\udcff", "€")
    assert (
        line_of(event)
        == (
            '{"at":"t","before":"' + FIRST + '","hashes":["ab"],"kind":"read","note":"€","number":1,'
            '"source":"/tmp/\\\\udcff","tool":"tool","who":"Олена \\u0007\\n\\"\\\\"}'
        ).encode()
    )


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b"{}", b"\xff", b'{"number": 1}', line_of(Event(1, EventKind.READ, "t", "w", "t", FIRST)) + b" "],
)
def test_what_is_no_event_is_said_to_be_none(line: bytes) -> None:
    with pytest.raises(CustodyError):
        event_of(line)


def test_keeping_reading_filing_and_exporting_are_told(tmp_path: Path) -> None:
    with CasebookStore.create(tmp_path / "book") as book:
        exhibit = book.keep(b"a picture", "p.jpg", "image/jpeg")
        book.exhibit(exhibit.sha256)
    with CasebookStore.open(tmp_path / "book", write=False) as book:
        book.exhibit(exhibit.sha256)
    told = events(tmp_path / "book")
    assert [one.kind for one in told] == ["begun", "captured", "read", "opened", "read"]
    assert [one.hashes for one in told if one.kind in ("captured", "read")] == [(exhibit.sha256,)] * 3
    assert told[1].source == "p.jpg"
    assert all(one.who and one.tool.startswith("firsthand ") and one.at.endswith("Z") for one in told)


def test_the_secret_key_is_its_owners_alone(tmp_path: Path) -> None:
    made(tmp_path)
    assert stat.S_IMODE((tmp_path / "custody" / "key.secret").stat().st_mode) == 0o600


@pytest.mark.skipif(
    not os.path.exists(MINISIGN), reason="Debian's minisign is not installed (apt-get install minisign)"
)
def test_debians_minisign_verifies_the_head(tmp_path: Path) -> None:
    log = made(tmp_path)
    log.record(EventKind.READ, ["ab"])
    log.close()
    command = [MINISIGN, "-V", "-m", "head.txt", "-p", "key.pub"]
    assert subprocess.run(command, cwd=tmp_path / "custody", capture_output=True, check=False).returncode == 0
    head = tmp_path / "custody" / "head.txt"
    head.write_bytes(head.read_bytes().replace(b'"events":2', b'"events":1'))
    assert subprocess.run(command, cwd=tmp_path / "custody", capture_output=True, check=False).returncode != 0


def test_the_head_names_the_last_line(tmp_path: Path) -> None:
    log = made(tmp_path)
    log.record(EventKind.READ, ["ab"])
    log.close()
    head = head_of((tmp_path / "custody" / "head.txt").read_bytes().removesuffix(b"\n"))
    assert (head.events, head.sha256, head.stamped) == (2, digest(lines(tmp_path)[-1]), "not time-stamped")
    assert head.bytes == (tmp_path / "custody" / "log.txt").stat().st_size


@pytest.mark.parametrize("half", [b'{"at":"2026', b'{"at":"2026' + b"0" * 50_000], ids=len)
def test_a_half_line_is_cut_kept_and_named(tmp_path: Path, half: bytes) -> None:
    made(tmp_path)
    log = tmp_path / "custody" / "log.txt"
    log.write_bytes(log.read_bytes() + half)
    CustodyLog(tmp_path / "custody").record(EventKind.READ, ["ab"])
    assert kinds(tmp_path) == ["begun", "cut", "opened", "read"]
    assert log.read_bytes().endswith(b"\n"), "nothing of it is left behind the new lines"
    cut = events(tmp_path)[1]
    kept = tmp_path / "custody" / cut.note.rsplit(" ", 1)[1]
    assert kept.read_bytes() == half
    assert cut.hashes == (digest(kept.read_bytes()),)


def _flipped(log: bytes) -> bytes:
    at = log.rfind(b"account")
    return log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :]


DAMAGES = {
    "a bit of the last event": _flipped,
    "the last event taken off": lambda log: log[: log.rfind(b"\n", 0, -1) + 1],
    "the end cut in the middle of a line": lambda log: log[:-20],
    "all taken off": lambda log: b"",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_nothing_is_added_to_a_log_that_is_not_what_was_signed(tmp_path: Path, damage: str) -> None:
    """Else the next head would sign the change."""
    log = made(tmp_path)
    log.record(EventKind.READ, ["ab"])
    log.close()
    path = tmp_path / "custody" / "log.txt"
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(CustodyError, match="nothing is added"):
        CustodyLog(tmp_path / "custody").record(EventKind.READ, ["cd"])
    assert path.read_bytes() == before


def test_a_head_that_somebody_else_wrote_is_not_believed(tmp_path: Path) -> None:
    log = made(tmp_path)
    log.record(EventKind.READ, ["ab"])
    log.close()
    folder = tmp_path / "custody"
    path = folder / "log.txt"
    first = path.read_bytes().split(b"\n")[0] + b"\n"
    head = head_of((folder / "head.txt").read_bytes().removesuffix(b"\n"))
    path.write_bytes(first)
    (folder / "head.txt").write_bytes(
        line_of(replace(head, events=1, bytes=len(first), sha256=digest(first[:-1]))) + b"\n"
    )
    with pytest.raises(CustodyError, match="signature"):
        CustodyLog(folder).record(EventKind.READ, ["cd"])


def test_a_signing_cut_off_between_its_two_files_is_completed(tmp_path: Path) -> None:
    log = made(tmp_path)
    old = (tmp_path / "custody" / "head.txt").read_bytes()
    log.record(EventKind.READ, ["ab"])
    log.close()
    (tmp_path / "custody" / "head.txt").rename(tmp_path / "custody" / ".head.txt")
    (tmp_path / "custody" / "head.txt").write_bytes(old)
    CustodyLog(tmp_path / "custody").record(EventKind.READ, ["cd"])
    assert kinds(tmp_path) == ["begun", "read", "opened", "read"]


def test_threads_and_programs_share_one_chain(tmp_path: Path) -> None:
    made(tmp_path)
    logs = [CustodyLog(tmp_path / "custody") for _ in range(4)]

    def work(log: CustodyLog) -> None:
        for number in range(50):
            log.record(EventKind.READ, [f"{number:064x}"])
        log.close()

    threads = [threading.Thread(target=work, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kinds(tmp_path).count(EventKind.READ) == 200


KEEP = """
import sys
from pathlib import Path
from firsthand.casebook.store import CasebookStore
book = CasebookStore.open(Path(sys.argv[1]))
for number in range(100_000):
    book.keep(b"%d" % number, "", "")
    print(number, flush=True)
"""


def test_kill_9_leaves_no_exhibit_on_file_without_its_event(tmp_path: Path) -> None:
    CasebookStore.create(tmp_path / "book").close()
    for after in (1, 5, 9):
        command = [sys.executable, "-c", KEEP, str(tmp_path / "book")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(after):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        with CasebookStore.open(tmp_path / "book") as book:
            on_file = {exhibit.sha256 for exhibit in book.exhibits()}
        told = {sha256 for event in events(tmp_path / "book") for sha256 in event.hashes}
        assert on_file
        assert on_file <= told


def test_a_read_only_casebook_is_read_without_a_word_in_the_log(tmp_path: Path) -> None:
    with CasebookStore.create(tmp_path / "book") as book:
        sha256 = book.keep(b"x", "", "").sha256
    before = lines(tmp_path / "book")
    custody = CustodyLog(tmp_path / "nowhere")
    custody.record(EventKind.READ, [sha256])
    custody.close()
    assert not custody.writable
    assert not (tmp_path / "nowhere").exists()
    assert lines(tmp_path / "book") == before
