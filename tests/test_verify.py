"""Is each damage to exhibits, log, heads and time stamps named, and can others verify an export with their own tools?"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from tests.custody_forgotten import forget
from tests.stamping import make_authority, serving, trust

from firsthand.casebook.custody_log import CustodyLog
from firsthand.casebook.exhibits import ExhibitFolder
from firsthand.casebook.store import CasebookStore
from firsthand.cli import firsthand
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.warc import MEDIA, write_warc
from firsthand.record.custody import EventKind
from firsthand.settings import Settings
from firsthand.verifying import Trust, Verified, stamp, verify

ROOT = Path(__file__).resolve().parents[1]
NOON = datetime(2022, 9, 12, 12, tzinfo=UTC)
LOCAL = Settings(allow_networks=("127.0.0.1",))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "book"
    with CasebookStore.create(place) as made:
        for number in range(3):
            made.exhibit(made.keep(b"picture %d" % number, f"{number}.jpg", "image/jpeg").sha256)
    return place


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    """A casebook of three exhibits and seven events."""
    return Path(shutil.copytree(made, tmp_path / "book"))


def harm(book: Path, **how: Trust) -> list[str]:
    return [f"{one.kind}: {one.what}" for one in verify(book, **how, everything=True).damages if not one.explained]  # type: ignore[arg-type]


def test_a_sound_casebook_is_whole_and_its_verifying_is_an_event(book: Path) -> None:
    done = verify(book)
    assert (done.whole, done.damages, done.exhibits, done.events) == (True, [], 3, 7)
    assert '"kind":"verified"' in (book / "custody" / "log.txt").read_text()
    assert verify(book).whole


def _log(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    def apply(book: Path) -> None:
        path = book / "custody" / "log.txt"
        path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))

    return apply


def _one_bit(line: bytes) -> bytes:
    return line.replace(b"account", b"accounu", 1)


def _exhibit(change: Callable[[Path], object]) -> Callable[[Path], None]:
    return lambda book: (change(sorted((book / "exhibits").glob("*/*"))[0]), None)[1]


def _flip(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def _past_the_log(book: Path) -> None:
    with CasebookStore.open(book) as opened:
        opened.custody = CustodyLog(book / "nowhere")
        opened.keep(b"smuggled", "", "")


def _wrong_warc(book: Path) -> None:
    """Its own name fits; a digest within it does not."""
    out = io.BytesIO()
    page = Exchange("https://a.example/", "", "GET", (), 200, "OK", (), b"words", NOON, NOON)
    write_warc(out, (page,), (), {"software": "Firsthand"})
    changed = gzip.decompress(out.getvalue()).replace(b"words", b"sword")
    with CasebookStore.open(book) as opened:
        opened.keep(gzip.compress(changed), "", MEDIA)


def _sound_warc(book: Path) -> Path:
    """The file of a WARC that was kept."""
    out = io.BytesIO()
    write_warc(out, (), (), {"software": "Firsthand"})
    with CasebookStore.open(book) as opened:
        kept = opened.keep(out.getvalue(), "", MEDIA).sha256
    return book / "exhibits" / kept[:2] / kept


def _edited_head(book: Path) -> None:
    head = book / "custody" / "head.txt"
    head.write_bytes(head.read_bytes().replace(b"firsthand 0", b"firsthand 9"))


GAP = "log: Event 4 stands here; event 3 is missing"
DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "exhibit: one bit": (_exhibit(_flip), "exhibit: It has been changed"),
    "exhibit: missing": (_exhibit(Path.unlink), "exhibit: Its file is missing"),
    "exhibit: no file": (_exhibit(lambda path: (path.unlink(), path.mkdir())), "exhibit: It cannot be read: Is a directory"),
    "a WARC that was wrong when kept": (_wrong_warc, "exhibit: Record 2 (response https://a.example/): its payload digest"),
    "an exhibit put in past the log": (_past_the_log, "exhibit: It is on file, and the custody log does not tell"),
    "log: one bit": (_log(lambda rows: [*rows[:2], _one_bit(rows[2]), *rows[3:]]), "log: Event 4 was written after another line"),
    "log: one bit of the form": (_log(lambda rows: [*rows[:2], rows[2].replace(b":", b"; ", 1), *rows[3:]]), "log: It is not"),
    "log: one bit of the last event": (_log(lambda rows: [*rows[:-1], _one_bit(rows[-1])]), "head: Event 7 is not the one"),
    "log: swapped pair": (_log(lambda rows: [*rows[:2], rows[3], rows[2], *rows[4:]]), GAP),
    "log: a line taken out": (_log(lambda rows: [*rows[:2], *rows[3:]]), GAP),
    "log: a line twice": (_log(lambda rows: [*rows[:3], *rows[2:]]), "log: Event 3 stands here after event 3"),
    "log: truncated": (_log(lambda rows: rows[:-3]), "head: 7 events were signed"),
    "log: gone": (lambda book: (book / "custody" / "log.txt").unlink(), "log: The custody log"),
    "head: changed": (_edited_head, "head: Its signature does not hold"),
    "head: unsigned": (lambda book: (book / "custody" / "head.txt.minisig").unlink(), "head: "),
    "key: gone": (lambda book: (book / "custody" / "key.pub").unlink(), "log: The key"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_named(book: Path, name: str) -> None:
    change, said = DAMAGES[name]
    change(book)
    found = harm(book)
    assert any(line.startswith(said) for line in found), found
    assert CliRunner().invoke(firsthand, ["verify", "--all", "--casebook", str(book)]).exit_code == 1


def test_without_all_it_stops_at_the_first_kind(book: Path) -> None:
    _flip(sorted((book / "exhibits").glob("*/*"))[0])
    _edited_head(book)
    assert verify(book).stopped
    assert len(harm(book)) == 2


def test_a_head_kept_elsewhere_shows_a_removed_end(book: Path, tmp_path: Path) -> None:
    early = tmp_path / "early"
    again = tmp_path / "again"
    for copy in (early, again):
        shutil.copytree(book, copy)
    with CasebookStore.open(book) as opened:
        opened.keep(b"unwelcome", "", "")
    for name in ("head.txt", "head.txt.minisig"):
        shutil.copyfile(book / "custody" / name, tmp_path / name)
    assert harm(early) == [], "a whole house of yesterday cannot know of today"
    (found,) = harm(again, trust=Trust([tmp_path / "head.txt"]))
    assert "its end was taken off" in found


def test_a_key_kept_elsewhere_shows_a_log_made_anew(book: Path, tmp_path: Path) -> None:
    shutil.copyfile(book / "custody" / "key.pub", tmp_path / "key.pub")
    shutil.rmtree(book / "custody")
    forget(book)
    CasebookStore.open(book).close()
    assert harm(book) == []
    assert any("signature does not hold" in line for line in harm(book, trust=Trust(key=tmp_path / "key.pub")))


def test_what_a_cut_off_program_leaves_is_explained(book: Path) -> None:
    ExhibitFolder(book / "exhibits").put(b"kept, and then the power went")
    CustodyLog(book / "custody").record(EventKind.READ, ["ab"])  # never closed, so never signed
    with (book / "custody" / "log.txt").open("ab") as file:
        file.write(b'{"at":')
    done = verify(book)
    assert done.whole
    assert sorted(one.kind for one in done.damages) == ["exhibit", "head", "log"]


def _by_hand() -> list[str]:
    text = (ROOT / "docs" / "verify-by-hand.md").read_text(encoding="utf-8")
    part = text.partition("## The commands")[2].partition("## Having")[0]
    return re.findall(r"```sh\n(.*?)```", part, re.DOTALL)


def _run(folder: Path, script: str) -> str:
    done = subprocess.run(["bash", "-c", f"set -e\n{script}"], cwd=folder, capture_output=True, text=True, check=False)
    return f"{done.returncode} {done.stdout} {done.stderr}"


@pytest.mark.skipif(not shutil.which("minisign"), reason="Debian's minisign is not installed: apt-get install minisign")
def test_a_third_party_verifies_an_export_by_hand(book: Path, tmp_path: Path) -> None:
    root = make_authority(tmp_path / "one")
    with serving(tmp_path / "one") as address:
        trust(book, "one", address, root)
        stamp(book, LOCAL)
    casefile = tmp_path / "a.yaml"
    Image.new("RGB", (40, 30), "red").save(tmp_path / "p.jpg")
    casefile.write_text("firsthand: 1\ncase: {id: a, title: A}\npictures:\n  - {id: p, file: p.jpg}\n")
    out, page = tmp_path / "out", _sound_warc(book)
    for arguments in (
        ["import", "--casebook", str(book), "--who", "E", str(casefile)],
        ["export", "--casebook", str(book), "--custody", str(out)],
    ):
        done = CliRunner().invoke(firsthand, arguments)
        assert done.exit_code == 0, done.output
    assert not (out / "custody" / "key.secret").exists()
    sums, chain, told, warc, stamps = _by_hand()
    told, warc = told.replace("PICTURE", "p.jpg"), warc.replace("=WARC", f"={page.name}.warc.gz")
    name = f"{page.name}.warc.gz"  # as a bundle has it
    shutil.copyfile(page, out / name)
    for script, word in (
        (sums, "p.jpg: OK"),
        (chain, "ends where the head says"),
        (told, "captured"),
        (warc, "the WARC is whole"),
        (stamps, "one: "),
    ):
        said = _run(out, script)
        assert said.startswith("0 "), said
        assert word in said
        assert "BROKEN" not in said
    _flip(out / "p.jpg")
    assert _run(out, sums).startswith("1 ")
    _flip(out / name)
    assert "the WARC is whole" not in _run(out, warc)
    log = out / "custody" / "log.txt"
    log.write_bytes(log.read_bytes().replace(b"account", b"accounu", 1))
    assert "BROKEN" in _run(out, chain)


def test_an_export_names_what_is_damaged_of_the_log_that_goes_along(book: Path, tmp_path: Path) -> None:
    place = book / "custody" / "heads" / "0123456789abcdef"
    place.mkdir(parents=True)
    (place / "head.txt").write_bytes(b"no head\n")
    (place / "head.txt.minisig").write_bytes(b"no signature\n")
    (place / "key.secret").write_bytes(b"a secret that somebody laid here\n")
    out = tmp_path / "out"
    done = CliRunner().invoke(firsthand, ["export", "--casebook", str(book), "--custody", str(out)])
    assert done.exit_code == 1, done.output
    assert "The custody log, head.txt: Its signature does not hold" in done.output
    assert f"written to {out}." in done.output
    assert (out / "custody" / "SHA256SUMS.minisig").exists()
    assert not list(out.rglob("key.secret")), "what is not named is not given"


def test_a_damaged_log_leaves_no_half_export_of_it(book: Path, tmp_path: Path) -> None:
    _flip(book / "custody" / "head.txt")
    done = CliRunner().invoke(firsthand, ["export", "--casebook", str(book), "--custody", str(tmp_path / "out")])
    assert done.exit_code != 0
    assert not (tmp_path / "out" / "custody").exists()


def test_the_command_says_what_it_found(book: Path) -> None:
    done = CliRunner().invoke(firsthand, ["verify", "--casebook", str(book)])
    assert done.exit_code == 0
    assert "not time-stamped" in done.output
    assert "7 events, 3 exhibits, 0 captures read. All is whole." in done.output
    assert isinstance(verify(book), Verified)
