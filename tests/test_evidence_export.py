"""Can others verify and look at the evidence of a case without us, and is what is missing or hostile told and made harmless?"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import html
from tests.bundles import AT, PAGE, URL, capture, exhibit_place, filled, png
from tests.stamping import make_authority, serving
from tests.test_render_page import CHROMIUM, FLAGS

from firsthand import api, render
from firsthand.bundling_parts import captures_of, suffix
from firsthand.cli import firsthand
from firsthand.commands.evidence import LANGUAGES
from firsthand.errors import UsageError
from firsthand.record.captures import Role, capture_id, capture_json
from firsthand.record.cases import Appearance, Case, Picture, Review
from firsthand.record.entries import Entry
from firsthand.record.provenance import BundledCapture, Copied, Provenance
from firsthand.rendering import words
from firsthand.settings import Settings
from firsthand.verifying import stamp, verify

NEEDS_MINISIGN = pytest.mark.skipif(
    not shutil.which("minisign"), reason="Debian's minisign is not installed: apt-get install minisign"
)


def export(book: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(firsthand, ["evidence", "export", "--casebook", str(book), *map(str, arguments)])


def run(folder: Path, script: str) -> tuple[int, str]:
    done = subprocess.run(["bash", "-c", f"set -e\n{script}"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def page(folder: Path) -> Any:
    return html.document_fromstring((folder / "provenance.html").read_text("utf-8"))


def said(element: Any) -> str:
    return " ".join(element.text_content().split())


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Made:
    """A casebook, the bundle of its case, and the name of its capture."""

    book: Path
    out: Path
    capture: str
    printed: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A bundle that is time-stamped; it is only read."""
    path = tmp_path_factory.mktemp("bundle")
    book, out = path / "book", path / "out"
    filed = filled(book)
    root = make_authority(path / "notary")
    with serving(path / "notary") as address:
        shutil.copyfile(root, book / "custody" / "notary.pem")
        (book / "custody" / "authorities.toml").write_text(
            f'[[authority]]\nname = "notary"\nurl = "{address}"\nroots = "notary.pem"\n'
        )
        assert stamp(book, Settings(allow_networks=("127.0.0.1",))) == ["notary: stamped."]
    done = export(book, "--bundle", out, "may")
    assert done.exit_code == 0, done.output
    return Made(book, out, filed.id, done.output)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A bundle that may be harmed."""
    return Path(shutil.copytree(made.out, tmp_path / "copy"))


# What others find


def test_everything_that_belongs_to_the_case_is_there(made: Made) -> None:
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


def test_the_secret_key_stays(made: Made) -> None:
    secret = (made.book / "custody" / "key.secret").read_bytes().split(b"\n")[1]
    held = {path.name: path.read_bytes() for path in made.out.rglob("*") if path.is_file()}
    assert not [name for name, data in held.items() if name == "key.secret" or secret in data]
    custody = {path.name for path in (made.out / "custody").iterdir()}
    assert custody == {"log.txt", "head.txt", "head.txt.minisig", "key.pub", "notary.pem", "heads"}


def test_no_name_lets_a_browser_run_what_was_captured(made: Made) -> None:
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


def test_the_casefile_can_be_imported_from_the_bundle(made: Made, tmp_path: Path) -> None:
    with api.init(tmp_path / "other"):
        pass
    given = ["import", "--casebook", str(tmp_path / "other"), "--who", "E", str(made.out / "case.yaml")]
    done = CliRunner().invoke(firsthand, given)
    assert (done.exit_code, "Pictures kept: 1" in done.output) == (0, True), done.output


def test_the_export_stands_in_the_log_and_the_casebook_is_whole(made: Made) -> None:
    events = list(map(json.loads, (made.book / "custody" / "log.txt").read_text().splitlines()))
    (exported,) = [one for one in events if one["kind"] == "exported"]
    left = {one.name.partition(".")[0] for one in (made.out / "exhibits").iterdir()}
    assert set(exported["hashes"]) == {*left, made.capture, sha256(made.out / "case.wacz")}
    assert exported["source"] == str(made.out)
    (shared,) = [one for one in events if one["kind"] == "shared"]
    assert shared["hashes"] == [sha256(made.out / "SHA256SUMS")]
    assert '"kind":"exported"' in (made.out / "custody" / "log.txt").read_text()
    assert verify(made.book).whole


# By hand


def commands(folder: Path) -> list[str]:
    """The commands as the page gives them."""
    shown = [one.text_content() for one in page(folder).xpath("//section[@id='verify']//pre")]
    return [one for one in shown if re.search("minisign|sha256sum|openssl", one)]


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
        (table,) = rows.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND name LIKE '%capture%'"
        ).fetchone()
        rows.execute(f"UPDATE {table} SET body = replace(body, 'A desk', 'A dask')")
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
    assert "is damaged, and nothing is added to it" in str(done.exception)
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


# The page


HOSTILE = '<script>alert(1)</script><img src="https://x.example/a.png" onerror=alert(1)>\u202e"'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of which title and address come from somebody who means harm."""
    path = tmp_path_factory.mktemp("hostile")
    url = f"https://www.example.org/\n\nWARC/1.1\r\n{HOSTILE}"
    filled(path / "book", url, HOSTILE)
    with api.open(path / "book") as desk:
        one = capture(desk.book, URL, title=HOSTILE, note=HOSTILE, source=HOSTILE)
        capture(desk.book, "javascript:alert(1)", title="", final_address=URL)
        assert one.captured.note == HOSTILE
    done = export(path / "book", "--bundle", path / "out", "may")
    assert done.exit_code == 0, done.output
    return path / "out"


def loads(root: Any) -> list[Any]:
    return list(root.xpath("//script | //link | //iframe | //object | //embed | //form | //base"))


def test_hostile_words_stay_words(hostile: Path) -> None:
    root = page(hostile)
    assert loads(root) == []
    names = {name for element in root.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert all(one.get("src").startswith("data:image/jpeg;base64,") for one in root.xpath("//img"))
    links = {one.get("href") for one in root.xpath("//a") if not one.get("href").startswith("#")}
    assert all(re.match("https://www.example.org/|(exhibits|captures)/[0-9a-f]{64}[.]", link) for link in links), links
    assert "<script>alert(1)</script>" in said(root)
    assert "\u202e" not in said(root), "a mark that turns writing round"
    assert run(hostile, "sha256sum --check --strict --quiet SHA256SUMS") == (0, "")


def test_the_policy_allows_this_style_and_nothing_else(made: Made) -> None:
    written = (made.out / "provenance.html").read_text("utf-8")
    found = re.search("<style>(.*?)</style>", written, re.S)
    assert found
    hashed = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    policy = page(made.out).xpath("//meta[@http-equiv]/@content")[0]
    assert f"style-src 'sha256-{hashed}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy


def test_the_page_tells_who_when_whence_with_what_and_what_was_blocked(made: Made) -> None:
    root = page(made.out)
    told = said(root.xpath("//section[@id='captures']")[0])
    for word in (
        "A desk", "2026-11-27 07:00:00 UTC", "93.184.216.34", "200", "firsthand 0.1", "Chromium 130.0", "in part", "fetch",
        "2 requests to private addresses were blocked.", made.capture, URL, "application/warc",
    ):  # fmt: skip
        assert word in told, word
    held = {one.name.partition(".")[0]: f"{one.stat().st_size:,}" for one in (made.out / "exhibits").iterdir()}
    rows = {row.xpath("string(.//a[@class='hash'])"): said(row.xpath("td")[0]) for row in root.xpath("//tr[.//a]")}
    assert rows == held
    custody = said(root.xpath("//section[@id='custody']")[0])
    assert "captured" in custody
    assert "exported" in custody
    assert "time-stamped by notary on 2" in said(root)
    assert "not time-stamped" not in said(root)
    assert len(root.xpath("//section[@id='captures']//img")) == 1
    (shot,) = root.xpath("//section[@id='captures']//img/@src")
    assert base64.b64decode(shot.partition(",")[2])[:3] == b"\xff\xd8\xff", "encoded anew"
    assert base64.b64encode(png()).decode()[:60] not in (made.out / "provenance.html").read_text()


def test_a_log_without_stamps_says_so(hostile: Path) -> None:
    assert "The log is not time-stamped" in said(page(hostile))
    assert len(commands(hostile)) == 4, "no command for stamps"


def provenance(**more: Any) -> Provenance:
    fields: dict[str, Any] = {
        "case": "may", "title": "May", "captures": (), "files": {}, "pictures": (), "problems": (), "events": (), "reads": 0,
        "last_read": "", "stamps": (), "key": "RW", "wacz": "", "made_at": AT, "version": "0.1",
    }  # fmt: skip
    return Provenance(**{**fields, **more})


def test_the_command_offers_the_languages_that_there_are() -> None:
    assert set(LANGUAGES) == set(words.LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_says_all_of_it(made: Made, tmp_path: Path, lang: str) -> None:
    with api.open(made.book) as desk:
        (filed,) = desk.book.captures.all()
    files = {part.exhibit.sha256: Copied(part.exhibit.sha256, 1, "x") for part in filed.captured.parts}
    one = BundledCapture(filed.id, filed.captured)
    written = render.provenance_html(provenance(captures=(one,), files=files), pictures={}, lang=lang)
    root = html.document_fromstring(written)
    catalogue = words.words(lang)
    assert root.get("lang") == lang
    for key in ("unstamped", "cannot", "harmless", "no-wacz", "role-warc", "missing", "verify-sums"):
        assert " ".join(catalogue[f"provenance.{key}"].split()) in said(root), key
    assert not re.search(r"[{}]", said(root.xpath("//main/div")[0]))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UsageError):
        render.provenance_html(provenance(), pictures={}, lang="xx")


def test_a_record_is_named_by_its_own_bytes(made: Made) -> None:
    data = (made.out / "captures" / f"{made.capture}.json").read_bytes()
    with api.open(made.book) as desk:
        (filed,) = desk.book.captures.all()
    assert data == capture_json(filed.captured)
    assert capture_id(filed.captured) == made.capture
    assert PAGE in [one.read_bytes() for one in (made.out / "exhibits").iterdir()]


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed; apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


LOOKS = [("made", 1280, "light"), ("made", 1280, "dark"), ("made", 390, "light"), ("made", 390, "dark")]


@pytest.mark.parametrize(("which", "width", "scheme"), [*LOOKS, ("hostile", 1280, "dark"), ("hostile", 390, "light")])
def test_the_page_can_be_read_by_everybody(
    browser: Any, request: pytest.FixtureRequest, which: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    given = request.getfixturevalue(which)
    folder = given.out if isinstance(given, Made) else given
    tab = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints, asked = list[str](), list[str]()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("request", lambda sent: asked.append(sent.url))
    tab.goto((folder / "provenance.html").as_uri())
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(tab, options={"runOnly": tags})
    assert found.violations_count == 0, found.generate_report()
    assert {"color-contrast", "valid-lang", "link-name"} & {rule["id"] for rule in found.response["passes"]}
    tab.close()


def test_an_exhibit_that_is_opened_runs_nothing(browser: Any, made: Made) -> None:
    """The page as it was captured holds a script."""
    (place,) = [one for one in (made.out / "exhibits").iterdir() if b"<script>" in one.read_bytes()]
    tab = browser.new_page()
    alerts = list[str]()
    tab.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    tab.goto(place.as_uri())
    assert alerts == []
    assert "<script>alert(1)</script>" in tab.inner_text("body")
    tab.close()
