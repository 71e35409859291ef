"""Is a WACZ what the specification says, does its index lead to every record, and is damage told before anything is written?"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bundles import AT, PAGE, URL, exchange, png, warc

from firsthand.errors import CaptureError
from firsthand.evidence.wacz import WaczPage, Warc, write_wacz
from firsthand.evidence.wacz_index import key_of, lines, members
from firsthand.evidence.warc import Made

ABOUT = {"title": "A case", "created": "2026-11-27T07:00:00Z", "software": "firsthand"}
VIEW = f"urn:view:{URL}"


def whole() -> bytes:
    """Two pages, a picture, an answer without a page, and a screenshot."""
    exchanges = (
        exchange(),
        exchange("https://www.example.org/p.png", png(), "image/png"),
        exchange("http://news.example:8080/%D0%BD%D0%BE", PAGE),
        exchange("https://example.org/gone", b"", "text/plain", 404),
    )
    return warc(*exchanges, made=(Made(VIEW, "image/png", png(), AT),))


def wacz(*warcs: Warc, pages: tuple[WaczPage, ...] = (), about: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    write_wacz(out, warcs or (("a.warc.gz", whole()),), pages, ABOUT if about is None else about)
    return out.getvalue()


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def index(data: bytes) -> list[tuple[str, str, dict[str, Any]]]:
    rows = (line.split(" ", 2) for line in opened(data).read("indexes/index.cdx").decode("ascii").splitlines())
    return [(key, stamp, json.loads(rest)) for key, stamp, rest in rows]


def listed(data: bytes) -> list[dict[str, Any]]:
    return list(map(json.loads, opened(data).read("pages/pages.jsonl").decode("ascii").splitlines()))


# What the specification asks for


def test_every_file_is_named_with_its_sum_and_size() -> None:
    file = opened(wacz(("a.warc.gz", whole()), ("b.warc.gz", warc())))
    package = json.loads(file.read("datapackage.json"))
    assert (package["profile"], package["wacz_version"], package["title"]) == ("data-package", "1.1.1", "A case")
    told = {row["path"]: (row["hash"], row["bytes"]) for row in package["resources"]}
    held = {name: file.read(name) for name in file.namelist() if not name.startswith("datapackage")}
    assert told == {name: (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)) for name, data in held.items()}
    assert set(told) == {"archive/a.warc.gz", "archive/b.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"}
    digest = json.loads(file.read("datapackage-digest.json"))
    summed = hashlib.sha256(file.read("datapackage.json")).hexdigest()
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{summed}"}


def test_all_stands_unpacked_so_that_a_player_can_read_any_part_of_it() -> None:
    assert {info.compress_type for info in opened(wacz()).infolist()} == {zipfile.ZIP_STORED}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    held = whole()
    (tmp_path / "x").write_bytes(held)
    page = WaczPage("1", URL, AT, "Title", "words")
    assert wacz(("a.warc.gz", held), pages=(page,)) == wacz(("a.warc.gz", tmp_path / "x"), pages=(page,))


def test_each_line_of_the_index_leads_to_its_record() -> None:
    data = wacz(("a.warc.gz", whole()), ("b.warc.gz", warc()))
    rows = index(data)
    assert rows == sorted(rows, key=lambda row: f"{row[0]} {row[1]}")
    for key, stamp, row in rows:
        archive = opened(data).read(f"archive/{row['filename']}")
        start = int(row["offset"])
        packed = archive[start : start + int(row["length"])]
        record = gzip.decompress(packed)
        assert f"WARC-Target-URI: {row['url']}\r\n".encode() in record
        assert row["recordDigest"] == f"sha256:{hashlib.sha256(packed).hexdigest()}"
        assert f"WARC-Payload-Digest: {row['digest']}\r\n".encode() in record
        assert (key, stamp) == (key_of(row["url"]), "20261127070000123")
    told = {row["url"]: (row["mime"], row.get("status")) for _, _, row in rows}
    assert len(rows) == 6
    assert told[URL] == ("text/html", "200")
    assert told["https://example.org/gone"] == ("text/plain", "404")
    assert told[VIEW] == ("image/png", None)


KEYS = [
    ("https://www.example.org/News?b=2&a=1", "org,example)/news?a=1&b=2", "host turned round, query sorted"),
    ("http://example.org", "org,example)/", "no path"),
    ("https://example.org:443/a", "org,example)/a", "the port of the scheme"),
    ("http://example.org:8080/a", "org,example:8080)/a", "another port"),
    ("http://www2.example.org/a#b", "org,example)/a", "www2, and a fragment"),
    ("HTTPS://User@Example.org/", "org,example)/", "a user"),
    ("https://example.org/новини", "org,example)/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8", "letters beyond ASCII"),
    ("https://example.org/a b\n{}", "org,example)/a%20b{}", "what would divide or begin a line of the index"),
    ("urn:view:https://example.org/A", "urn:view:https://example.org/A", "no address of the web"),
    ("https://[::1", "https://[::1", "no address at all"),
]


@pytest.mark.parametrize(("url", "key", "why"), KEYS, ids=[why for _, _, why in KEYS])
def test_the_key_under_which_an_address_is_looked_up(url: str, key: str, why: str) -> None:
    assert key_of(url) == key, why


@given(st.text(), st.sampled_from(["", "https://example.org/", "http://", "urn:"]))
def test_no_address_divides_a_line_of_the_index(text: str, before: str) -> None:
    key = key_of(before + text)
    assert key.isascii()
    assert not any(letter.isspace() or not letter.isprintable() for letter in key)


def test_pages_are_listed_with_what_was_read_of_them() -> None:
    at = datetime(2026, 11, 27, 9, 0, tzinfo=timezone(timedelta(hours=2)))
    pages = (WaczPage("1", URL, at, "Новини", "Слова"), WaczPage("2", "https://example.org/", AT))
    head, one, two = listed(wacz(pages=pages))
    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "All pages", "hasText": True}
    expected = {"id": "1", "url": URL, "ts": "2026-11-27T07:00:00.000Z", "title": "Новини", "text": "Слова"}
    assert (one, two["title"]) == (expected, "https://example.org/")


def test_hostile_titles_stay_in_their_line() -> None:
    page = WaczPage("1", URL, AT, '</script>"\n{"id":"2"}\u2028', "half \ud800 a letter")
    rows = listed(wacz(pages=(page,)))
    assert [row.get("title") for row in rows[1:]] == [page.title]
    assert rows[1]["text"] == "half \ufffd a letter"


def test_words_about_it_cannot_stand_in_for_the_list_of_files() -> None:
    about = {"resources": "none", "wacz_version": "9", "profile": "x", "title": "half \ud800"}
    package = json.loads(opened(wacz(about=about)).read("datapackage.json"))
    assert (len(package["resources"]), package["wacz_version"], package["profile"]) == (3, "1.1.1", "data-package")
    assert package["title"] == "half \ufffd"


def _record(kind: str, url: str, media: str, block: bytes, at: str = "2026-11-27T07:00:00Z") -> bytes:
    head = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": at, "Content-Type": media}
    told = "".join(f"{name}: {value}\r\n" for name, value in {**head, "Content-Length": str(len(block))}.items())
    return gzip.compress(f"WARC/1.1\r\n{told}\r\n".encode() + block + b"\r\n\r\n")


def test_what_others_wrote_is_listed_too() -> None:
    """A revisit, and a record of metadata that a player shows; requests and metadata of the crawler are not listed."""
    unchanged = b"HTTP/1.1 304 Not Modified\r\nContent-Type: text/html\r\n\r\n"
    held = _record("revisit", URL, "application/http; msgtype=response", unchanged)
    held += _record("metadata", "urn:pageinfo:x", "application/json", b"{}")
    held += _record("metadata", URL, "application/warc-fields", b"a: b\r\n")
    held += _record("request", URL, "application/http; msgtype=request", b"")
    rows = [(row["url"], row["mime"], row.get("status")) for _, _, row in index(wacz(("a.warc.gz", held)))]
    assert rows == [(URL, "warc/revisit", "304"), ("urn:pageinfo:x", "application/json", None)]


# Damage


def _flipped(at: float) -> bytes:
    held = bytearray(whole())
    held[int(len(held) * at)] ^= 1
    return bytes(held)


def _lying() -> bytes:
    plain = gzip.decompress(warc())
    return b"".join(gzip.compress(part) for part in (plain.replace(b"Content-Length: ", b"Content-Length: 1", 1),))


DAMAGE = {
    "one flipped bit": (lambda: _flipped(0.5), "damaged at byte"),
    "one flipped bit in a check sum": (lambda: _flipped(1 - 6 / len(whole())), "damaged at byte"),
    "cut off": (lambda: whole()[:-7], "in the middle of a record"),
    "not packed": (lambda: gzip.decompress(whole()), "damaged at byte 0"),
    "all in one member": (lambda: gzip.compress(gzip.decompress(whole())), "not one gzip member"),
    "a length that lies": (_lying, "not one gzip member of the length"),
    "empty": (lambda: b"", "is empty"),
    "no WARC": (lambda: gzip.compress(b"Hello\r\n\r\n"), "no headers that can be read"),
    "a record without an address": (
        lambda: _record("resource", "", "text/plain", b"x"),
        "has no address",
    ),
    "a record without a moment": (
        lambda: _record("resource", URL, "text/plain", b"x", at="yesterday"),
        "states no moment: 'yesterday'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_told_and_nothing_is_written(name: str) -> None:
    make, said = DAMAGE[name]
    out = io.BytesIO()
    with pytest.raises(CaptureError, match=said):
        write_wacz(out, [("good.warc.gz", warc()), ("bad.warc.gz", make())], [], ABOUT)
    assert out.getvalue() == b""


@pytest.mark.parametrize(
    "names",
    [("../a.warc.gz",), ("a.warc",), ("A b.warc.gz",), ("a.warc.gz", "a.warc.gz"), (".warc.gz",), ("a/b.warc.gz",)],
)
def test_names_that_cannot_stand_in_a_wacz(names: tuple[str, ...]) -> None:
    with pytest.raises(CaptureError, match="cannot stand in a WACZ"):
        wacz(*((name, warc()) for name in names))


def test_nothing_makes_no_wacz() -> None:
    with pytest.raises(CaptureError, match="no WARC to make a WACZ of"):
        write_wacz(io.BytesIO(), [], [], ABOUT)


def test_a_bomb_is_indexed_without_being_held() -> None:
    size = 30_000_000
    packed = warc(exchange(body=b"\0" * size))
    assert len(packed) < size / 200
    tracemalloc.start()
    try:
        (row,) = lines("a", io.BytesIO(packed))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert '"status": "200"' in row
    assert peak < size / 10


def test_members_meet_without_a_gap() -> None:
    held = whole()
    found = list(members("a", io.BytesIO(held)))
    assert [one.offset for one in found[1:]] == [one.offset + one.length for one in found[:-1]]
    assert found[-1].offset + found[-1].length == len(held)


# The tools of others

_PLACES = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


def tool(name: str) -> str:
    found = shutil.which(name, path=_PLACES)
    if not found:
        pytest.skip(f"`{name}` is not installed: pip install -r requirements-dev.lock")
    return found


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_validator_of_the_webrecorder_project_finds_it_valid(tmp_path: Path) -> None:
    validate = tool("wacz")
    good, bad = tmp_path / "good.wacz", tmp_path / "bad.wacz"
    made = wacz(("a.warc.gz", whole()), ("b.warc.gz", warc()), pages=(WaczPage("1", URL, AT, "Новини", "Words"),))
    good.write_bytes(made)
    bad.write_bytes(made.replace(b'"title": "All pages"', b'"title": "All paged"'))
    done = _run(validate, "validate", "-f", good)
    assert (done.returncode, "is valid" in done.stdout + done.stderr) == (0, True), done.stdout + done.stderr
    refused = _run(validate, "validate", "-f", bad)
    assert "is valid" not in refused.stdout + refused.stderr


def test_the_indexer_of_the_webrecorder_project_finds_the_same_records(tmp_path: Path) -> None:
    place = tmp_path / "a.warc.gz"
    held = whole()
    place.write_bytes(held)
    done = _run(tool("cdxj-indexer"), place)
    theirs = [line.split(" ", 2) for line in done.stdout.splitlines() if "{" in line]
    asked = {_place(key, json.loads(rest)) for key, _, rest in theirs}
    found = {_place(key, row) for key, _, row in index(wacz(("a.warc.gz", held)))}
    assert (len(found), found) == (5, asked)


def _place(key: str, row: dict[str, Any]) -> tuple[str, str, str, str]:
    """Addresses that are none of the web have another key here: the players take them as they stand."""
    return key if row["url"].startswith("http") else "", row["url"], row["offset"], row["length"]


def test_times_are_written_in_utc() -> None:
    assert AT.tzinfo is UTC
    assert listed(wacz(pages=(WaczPage("1", URL, AT),)))[1]["ts"] == "2026-11-27T07:00:00.123Z"
