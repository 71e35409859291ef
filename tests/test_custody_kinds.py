"""Is each kind of event that docs/verify-by-hand.md names written by the command that it names?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from click.testing import CliRunner
from PIL import Image
from tests.custody_forgotten import forget
from tests.stamping import make_authority, serving, trust

from firsthand.cli import firsthand
from firsthand.record.custody import Event, EventKind, event_of

ROOT = Path(__file__).resolve().parents[1]


def events(book: Path) -> list[Event]:
    lines = (book / "custody" / "log.txt").read_bytes().splitlines(keepends=True)
    return [event_of(line[:-1]) for line in lines if line.endswith(b"\n")]


def test_the_page_names_each_kind() -> None:
    page = (ROOT / "docs" / "verify-by-hand.md").read_text("utf-8").partition("## The kinds of events")[2]
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [kind.value for kind in EventKind]


def test_each_kind_is_written_by_a_command(tmp_path: Path) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    seen: set[EventKind] = set()

    def run(*arguments: str | Path) -> set[EventKind]:
        """The kinds of the events that a command wrote."""
        before = len(events(book)) if (book / "custody").exists() else 0
        done = CliRunner().invoke(firsthand, [str(one) for one in arguments], env={"FIRSTHAND_CASEBOOK": str(book)})
        assert done.exit_code == 0, done.output
        kinds = {event.kind for event in events(book)[before:]}
        seen.update(kinds)
        return kinds

    Image.new("RGB", (40, 30), "red").save(tmp_path / "p.jpg")
    casefile = tmp_path / "a.yaml"
    casefile.write_text("firsthand: 1\ncase: {id: a, title: A}\npictures:\n  - {id: p, file: p.jpg}\n")
    assert run("init", book) == {EventKind.BEGUN}
    assert run("import", "--who", "E", casefile) == {EventKind.OPENED, EventKind.CAPTURED, EventKind.FILED}
    (kept,) = (event.hashes for event in events(book) if event.kind is EventKind.CAPTURED)
    assert run("export", "--custody", out) >= {EventKind.OPENED, EventKind.READ, EventKind.EXPORTED, EventKind.SHARED}
    for kind in (EventKind.READ, EventKind.EXPORTED):
        assert [event.hashes for event in events(book) if event.kind is kind] == [kept]
    assert run("verify") == {EventKind.OPENED, EventKind.VERIFIED}
    root = make_authority(tmp_path / "one")
    with serving(tmp_path / "one") as address:
        trust(book, "one", address, root)
        assert EventKind.STAMPED in run("verify", "--stamp", "--allow-network", "127.0.0.1")
    with (book / "custody" / "log.txt").open("ab") as log:
        log.write(b'{"at":')
    assert EventKind.CUT in run("verify")
    shutil.rmtree(book / "custody")
    forget(book)
    assert run("index", "rebuild") >= {EventKind.BEGUN, EventKind.MIGRATED}
    assert seen == set(EventKind)
