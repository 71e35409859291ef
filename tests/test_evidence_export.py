"""Can others verify and look at the evidence of a case without us, and is what is missing or hostile told and made harmless?"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.bundles import (
    AT,
    PAGE,
    URL,
    Bundled,
    capture,
    commands,
    exhibit_place,
    export,
    filled,
    page,
    run,
    said,
    sha256,
    stamped_bundle,
)

from firsthand import api
from firsthand.bundling_parts import captures_of, suffix
from firsthand.cli import firsthand
from firsthand.record.captures import Role, capture_id, capture_json
from firsthand.record.cases import Appearance, Case, Picture, Review
from firsthand.record.entries import Entry
from firsthand.verifying import verify

NEEDS_MINISIGN = pytest.mark.skipif(
    not shutil.which("minisign"), reason="Debian's minisign is not installed: apt-get install minisign"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bundled:
    return stamped_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def copy(made: Bundled, tmp_path: Path) -> Path:
    """A bundle that may be harmed."""
    return Path(shutil.copytree(made.out, tmp_path / "copy"))


# What others find


def test_everything_that_belongs_to_the_case_is_there(made: Bundled) -> None:
    assert made.printed == f"1 capture, 6 exhibits written to {made.out}.\n"
    names = {path.relative_to(made.out).as_posix() for path in made.out.iterdir()}
    assert names == {
        "SHA256SUMS", "SHA256SUMS.minisig", "captures", "case.wacz", "case.yaml", "custody", "exhibits", "provenance.html",
    }  # fmt: skip
    assert len(list((made.out / "exhibits").iterdir())) == 6
    for one in (made.out / "exhibits").iterdir():
        assert sha256(one) == one.name.partition(".")[0]
    (record,) = (made.out / "captures").iterdir()
    assert (record.name, sha256(record)) == (f"{made.capture}.json", made.capture)
    with zipfile.ZipFile(made.out / "case.wacz") as wacz:
        rows = [json.loads(line) for line in wacz.read("pages/pages.jsonl").splitlines()]
    assert [row["url"] for row in rows[1:]] == [URL]
    assert rows[1]["text"] == "Words of the page"


def test_the_secret_key_stays(made: Bundled) -> None:
    secret = (made.book / "custody" / "key.secret").read_bytes().split(b"\n")[1]
    held = {path.name: path.read_bytes() for path in made.out.rglob("*") if path.is_file()}
    assert not [name for name, data in held.items() if name == "key.secret" or secret in data]
    custody = {path.name for path in (made.out / "custody").iterdir()}
    assert custody == {"log.txt", "head.txt", "head.txt.minisig", "key.pub", "notary.pem", "heads"}


def test_no_name_lets_a_browser_run_what_was_captured(made: Bundled) -> None:
    endings = {one.name.partition(".")[2] for one in (made.out / "exhibits").iterdir()}
    assert endings == {"warc.gz", "txt", "png"}
    hostile = (
        "text/html",
        "TEXT/HTML; charset=x",
        "image/svg+xml",
        "application/xhtml+xml",
        "text/javascript",
        "text/xml",
    )
    assert {suffix(media) for media in hostile} == {".txt"}
    assert {suffix(media) for media in ("", "application/x-shockwave-flash", "../x", "multipart/related")} == {".bin"}


def test_the_casefile_can_be_imported_from_the_bundle(made: Bundled, tmp_path: Path) -> None:
    with api.init(tmp_path / "other"):
        pass
    given = ["import", "--casebook", str(tmp_path / "other"), "--who", "E", str(made.out / "case.yaml")]
    done = CliRunner().invoke(firsthand, given)
    assert (done.exit_code, "Pictures kept: 1" in done.output) == (0, True), done.output


def test_the_export_stands_in_the_log_and_the_casebook_is_whole(made: Bundled) -> None:
    events = list(map(json.loads, (made.book / "custody" / "log.txt").read_text().splitlines()))
    (exported,) = [one for one in events if one["kind"] == "exported"]
    left = {one.name.partition(".")[0] for one in (made.out / "exhibits").iterdir()}
    assert set(exported["hashes"]) == {*left, made.capture, sha256(made.out / "case.wacz")}
    assert exported["source"] == str(made.out)
    (shared,) = [one for one in events if one["kind"] == "shared"]
    assert shared["hashes"] == [sha256(made.out / "SHA256SUMS")]
    assert '"kind":"exported"' in (made.out / "custody" / "log.txt").read_text()
    assert verify(made.book).whole


def test_a_record_is_named_by_its_own_bytes(made: Bundled) -> None:
    data = (made.out / "captures" / f"{made.capture}.json").read_bytes()
    with api.open(made.book) as desk:
        (filed,) = desk.book.captures.all()
    assert data == capture_json(filed.captured)
    assert capture_id(filed.captured) == made.capture
    assert PAGE in [one.read_bytes() for one in (made.out / "exhibits").iterdir()]


# By hand


@NEEDS_MINISIGN
def test_the_commands_on_the_page_verify_the_bundle(copy: Path) -> None:
    signature, sums, head, chain, stamps = commands(copy)
    for script, word in (
        (signature, "the evidence of case may"),
        (sums, ""),
        (head, "Signature and comment signature verified"),
        (chain, "the line that was signed is in the log"),
        (stamps, "notary: "),
    ):
        code, told = run(copy, script)
        assert (code, word in told, "BROKEN" in told) == (0, True, False), told
    assert "UNLISTED" not in run(copy, sums)[1]


@NEEDS_MINISIGN
@pytest.mark.parametrize(
    "pattern", ["exhibits/*.png", "captures/*.json", "case.yaml", "provenance.html", "custody/log.txt"]
)
def test_a_changed_file_shows_in_the_sums(copy: Path, pattern: str) -> None:
    file = next(iter(sorted(copy.glob(pattern))))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    code, told = run(copy, commands(copy)[1] if pattern != "provenance.html" else "sha256sum --check SHA256SUMS")
    assert (code, file.name in told) == (1, True), told


@NEEDS_MINISIGN
def test_changed_sums_a_changed_head_and_a_changed_log_show(copy: Path) -> None:
    signature, _, head, chain, _ = commands(copy)
    for name, script in (("SHA256SUMS", signature), ("custody/head.txt", head)):
        with (copy / name).open("a") as file:
            file.write(" ")
        assert run(copy, script)[0] == 1
    log = copy / "custody" / "log.txt"
    log.write_bytes(log.read_bytes().replace(b"account", b"accounu", 1))
    assert "BROKEN" in run(copy, chain)[1]
    log.write_bytes(b"")
    assert "is in the log" not in run(copy, chain)[1]


# Which captures


def test_which_captures_belong_to_a_case(tmp_path: Path) -> None:
    named = ("appearance", "review", "entry", "subject", "final", "by-name", "picture", "other")
    at = {name: f"https://www.example.org/{name}" for name in named}
    with api.init(tmp_path / "book") as desk:
        filed = {name: capture(desk.book, url) for name, url in at.items() if name != "final"}
        filed["final"] = capture(desk.book, "https://short.example/", final_address=at["final"])
        shown = desk.book.keep(b"a picture of that page", "", "image/png")
        one = filed["picture"].captured
        parts = (replace(one.parts[0], role=Role.PICTURE, exhibit=shown),)
        filed["picture"] = desk.book.captures.file(replace(one, parts=parts))
        case = Case(
            "a",
            "A",
            appearances=(Appearance(at["appearance"]), Appearance(at["final"])),
            reviews=(Review("False", url=at["review"]),),
            pictures=(
                Picture("p", sha256=shown.sha256, entries=(Entry("p", "seen", "2012", url=at["entry"]),)),
                Picture("q", entries=(Entry("q", "place", "x", capture=filed["by-name"].id[:10]),)),
            ),
        )
        found, problems = captures_of(desk.book, case)
        lacking = replace(case, pictures=(Picture("q", entries=(Entry("q", "place", "x", capture="0" * 12),)),))
        _, told = captures_of(desk.book, lacking)
    expected = {filed[name].id for name in ("appearance", "review", "entry", "final", "by-name", "picture")}
    assert ({one.id for one in found}, problems) == (expected, [])
    assert [one.captured.at for one in found] == sorted(one.captured.at for one in found)
    assert len(told) == 1
    assert "'000000000000', and it is not here" in told[0]


def test_a_case_without_captures_has_a_page_that_says_so(tmp_path: Path) -> None:
    with api.init(tmp_path / "book") as desk:
        desk.book.file(Case("a", "A"), who="E", at=AT)
    done = export(tmp_path / "book", "--bundle", tmp_path / "out", "a")
    assert (done.exit_code, done.output) == (0, f"0 captures, 0 exhibits written to {tmp_path / 'out'}.\n")
    told = said(page(tmp_path / "out"))
    assert "No capture belongs to this case." in told
    assert "There is no WACZ" in told
    assert not (tmp_path / "out" / "case.wacz").exists()


# What is missing or damaged


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [_flip, _gone])
@pytest.mark.parametrize("role", [Role.WARC, Role.SCREENSHOT, Role.TEXT], ids=str)
def test_what_is_missing_or_damaged_is_named_and_the_rest_is_written(
    tmp_path: Path, role: Role, harm: Callable[[Path], None]
) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    filed = filled(book)
    name = filed.captured.parts_of(role)[0].exhibit.sha256
    harm(exhibit_place(book, name))
    done = export(book, "--bundle", out, "may")
    assert done.exit_code == 1
    assert name in done.output
    root = page(out)
    assert name in said(root.xpath("//div[@class='verdict t-bad']")[0])
    assert root.xpath("//span[@class='badge t-bad'][contains(., 'missing or damaged')]")
    assert not list(out.glob(f"*/{name}*"))
    assert not root.xpath(f"//a[contains(@href, '{name}')]")
    assert len(list((out / "exhibits").iterdir())) == 5
    assert (out / "case.wacz").exists() == (role is not Role.WARC)
    assert run(out, "sha256sum --check --strict --quiet SHA256SUMS") == (0, "")


@pytest.mark.parametrize("harm", [_flip, _gone])
def test_a_record_that_is_damaged_is_named_and_written_from_its_row(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    filed = filled(book)
    harm(exhibit_place(book, filed.id))
    done = export(book, "--bundle", out, "may")
    assert (done.exit_code, f"The record of the capture {filed.id}" in done.output) == (1, True)
    assert f"The record of the capture {filed.id}" in said(page(out))
    assert sha256(out / "captures" / f"{filed.id}.json") == filed.id


def test_a_record_of_which_the_row_was_changed_too_is_not_written(tmp_path: Path) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    filed = filled(book)
    with closing(sqlite3.connect(book / "casebook.sqlite3")) as rows, rows:
        rows.execute("DROP TRIGGER capture_no_update")
        rows.execute("UPDATE capture SET body = replace(body, 'A desk', 'A dask')")
    assert export(book, "--bundle", tmp_path / "whole", "may").exit_code == 0, "the record is believed, not its row"
    assert "A dask" not in said(page(tmp_path / "whole"))
    _gone(exhibit_place(book, filed.id))
    done = export(book, "--bundle", out, "may")
    assert (done.exit_code, "was changed too" in done.output) == (1, True)
    assert not list((out / "captures").iterdir())
    assert page(out).xpath("//dd/span[@class='badge t-bad']")


def test_a_warc_that_no_player_opens_is_left_out_of_the_wacz_and_named(tmp_path: Path) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    filed = filled(book)
    with api.open(book) as desk:
        broken = desk.book.keep(b"\x1f\x8bno gzip", "", "application/warc")
        part = replace(filed.captured.parts[0], exhibit=broken)
        desk.book.captures.file(replace(filed.captured, parts=(part,), note="another"))
    done = export(book, "--bundle", out, "may")
    assert (done.exit_code, "is damaged at byte 0" in done.output) == (1, True)
    with zipfile.ZipFile(out / "case.wacz") as wacz:
        assert len([name for name in wacz.namelist() if name.startswith("archive/")]) == 1
    assert (out / "exhibits" / f"{broken.sha256}.warc.gz").exists()


def test_damage_to_the_log_is_named(tmp_path: Path) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    filled(book)
    log = book / "custody" / "log.txt"
    log.write_bytes(log.read_bytes().replace(b"account", b"accounu", 1))
    done = export(book, "--bundle", out, "may")
    assert (done.exit_code, "The custody log, line 2:" in done.output) == (1, True), done.output
    assert "The custody log, line 2:" in said(page(out))


def test_a_log_that_is_not_what_was_signed_lets_nothing_leave(tmp_path: Path) -> None:
    book, out = tmp_path / "book", tmp_path / "out"
    filled(book)
    log = book / "custody" / "log.txt"
    log.write_bytes(log.read_bytes()[:-3] + b"x}\n")
    done = export(book, "--bundle", out, "may")
    assert "Nothing is added to the one in" in str(done.exception)
    assert not out.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["book"]


# What is refused


REFUSED: dict[str, tuple[Callable[[Path], list[str | Path]], str]] = {
    "no such case": (lambda path: ["--bundle", path / "new", "june"], "june"),
    "nothing asked for": (lambda path: ["may"], "Nothing was asked for"),
    "a folder with something in it": (lambda path: ["--bundle", path / "full", "may"], "is already there"),
    "a file": (lambda path: ["--bundle", path / "full" / "a.wacz", "may"], "is already there"),
    "a link to nowhere": (lambda path: ["--bundle", path / "link", "may"], "is already there"),
    "a WACZ that is there": (lambda path: ["--wacz", path / "full" / "a.wacz", "may"], "is already there"),
    "a WACZ that no player would open": (lambda path: ["--wacz", path / "a.zip", "may"], "does not end in .wacz"),
    "below a file": (lambda path: ["--bundle", path / "full" / "a.wacz" / "b", "may"], "failed: File exists"),
    "a name that is too long": (lambda path: ["--bundle", path / ("x" * 300), "may"], "failed: File name too long"),
    "a case without traffic": (lambda path: ["--wacz", path / "b.wacz", "bare"], "No sound WARC belongs"),
}  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shelf")
    filled(path / "book")
    with api.open(path / "book") as desk:
        desk.book.file(Case("bare", "Bare"), who="E", at=AT)
    (path / "full").mkdir()
    (path / "full" / "a.wacz").write_bytes(b"held")
    (path / "link").symlink_to(path / "nowhere")
    return path


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_leaves_nothing(shelf: Path, name: str) -> None:
    arguments, word = REFUSED[name]
    done = export(shelf / "book", *arguments(shelf))
    error = done.exception
    assert error is not None
    assert word in f"{error} {done.output}"
    assert not isinstance(error, OSError | KeyError | AttributeError)
    assert sorted(path for path in shelf.iterdir()) == sorted({shelf / "book", shelf / "full", shelf / "link"})
    assert (shelf / "full" / "a.wacz").read_bytes() == b"held"


def test_a_full_disk_leaves_nothing_half(tmp_path: Path) -> None:
    """No file may grow over a size: the system refuses as a full disk does."""
    book = tmp_path / "book"
    filled(book)
    with api.open(book) as desk:
        large = desk.book.keep(os.urandom(4_000_000), "large.png", "image/png")
        case = desk.case("may")
        pictures = (*case.pictures, Picture("large", sha256=large.sha256))
        desk.book.file(replace(case, pictures=pictures), who="E", at=AT)
    child = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000,) * 2);"
        "from firsthand.cli import main; sys.argv[0] = 'firsthand'; main()"
    )
    command = [
        sys.executable,
        "-c",
        child,
        "evidence",
        "export",
        "--casebook",
        book,
        "--bundle",
        tmp_path / "out",
        "may",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "failed: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["book"]
    assert verify(book).whole


# The WACZ alone


def test_a_wacz_alone(tmp_path: Path) -> None:
    filled(tmp_path / "book")
    done = export(tmp_path / "book", "--wacz", tmp_path / "may.wacz", "may")
    assert (done.exit_code, done.output) == (0, f"1 capture, 2 exhibits written to {tmp_path / 'may.wacz'}.\n")
    with zipfile.ZipFile(tmp_path / "may.wacz") as wacz:
        assert json.loads(wacz.read("datapackage.json"))["title"] == "A May Day picture"
    log = (tmp_path / "book" / "custody" / "log.txt").read_text()
    assert f'"{sha256(tmp_path / "may.wacz")}"' in log
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "may.wacz"]
