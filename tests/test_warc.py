"""Does a WARC hold what went over the line, and is every change to it named?"""

from __future__ import annotations

import gzip
import io
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from firsthand.errors import CaptureError
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.warc import Made, verify_stream, verify_warc, write_warc
from firsthand.evidence.warc_members import Members

NOON = datetime(2022, 9, 12, 12, tzinfo=UTC)
BODY = "Мітинг на площі".encode()
PAGE = Exchange(
    "http://news.example/rally?lang=uk",
    "93.184.215.14",
    "GET",
    (("Host", "news.example"), ("Accept", "*/*")),
    200,
    "OK",
    (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("X-Title", "Площа".encode().decode("latin-1"))),
    BODY,
    NOON,
    NOON,
)
SHOT = Made("urn:fullPage:http://news.example/rally", "image/png", b"\x89PNG", NOON)


def written(*exchanges: Exchange) -> bytes:
    out = io.BytesIO()
    write_warc(out, exchanges, (SHOT,), {"software": "Firsthand", "format": "WARC File Format 1.1"})
    return out.getvalue()


def checked(data: bytes) -> tuple[str, ...]:
    return verify_stream(io.BytesIO(data))


def test_a_warc_holds_the_answer_the_request_and_what_was_made() -> None:
    rows = []
    for record in ArchiveIterator(io.BytesIO(written(PAGE)), check_digests="raise"):
        rows.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.raw_stream.read()))
    assert rows[1:] == [
        ("response", PAGE.url, BODY),
        ("request", PAGE.url, b""),
        ("resource", SHOT.uri, SHOT.data),
    ]
    assert rows[0][0] == "warcinfo"
    assert checked(written(PAGE)) == ()


def test_headers_are_the_bytes_that_came_and_framing_that_was_taken_off_is_renamed() -> None:
    lines = gzip.decompress(written(PAGE))
    assert "X-Title: Площа\r\n".encode() in lines
    assert b"\r\nX-Orig-Transfer-Encoding: chunked\r\n" in lines
    assert b"\r\nTransfer-Encoding:" not in lines
    assert b"GET /rally?lang=uk HTTP/1.1\r\nHost: news.example\r\n" in lines
    assert b"WARC-IP-Address: 93.184.215.14\r\n" in lines
    assert b"WARC-Date: 2022-09-12T12:00:00.000000Z" in lines


def test_an_answer_that_was_cut_off_says_so_in_the_file() -> None:
    lines = gzip.decompress(written(replace(PAGE, problem="Only 5 bytes came\r\nbefore the line broke.")))
    assert b"WARC-Truncated: unspecified" in lines
    assert b"problem: Only 5 bytes came  before the line broke.\r\n" in lines


def test_an_address_that_did_not_answer_leaves_its_request_and_the_reason() -> None:
    silent = replace(PAGE, status=0, reason="", headers=(), body=b"", problem="It did not answer.")
    kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(written(silent)))]
    assert kinds == ["warcinfo", "request", "metadata", "resource"]


FORGED = "a\r\n\r\nWARC/1.1\r\nWARC-Type: response"


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        (replace(PAGE, headers=(("X-Evil", FORGED),)), "X-Evil"),
        (replace(PAGE, headers=(("X-Evil", "bare\rreturn"),)), "X-Evil"),
        (replace(PAGE, headers=(("X-Evil", "bare\nline"),)), "X-Evil"),
        (replace(PAGE, headers=(("X\r\nEvil", "a"),)), "no name of a header"),
        (replace(PAGE, headers=(("", "a"),)), "no name of a header"),
        (replace(PAGE, request_headers=(("Cookie", "a\r\nb: c"),)), "Cookie"),
        (replace(PAGE, reason=FORGED), "status line"),
        (replace(PAGE, url="http://news.example/\r\nWARC-Type: x"), "cannot stand in a WARC"),
        (replace(PAGE, url="http://news.example/a b"), "cannot stand in a WARC"),
        (replace(PAGE, url=""), "cannot stand in a WARC"),
        (replace(PAGE, method="GET / HTTP/1.1\r\nX: y"), "method"),
        (replace(PAGE, ip="1.2.3.4\r\nX: y"), "IP"),
    ],
)
def test_a_header_that_would_forge_a_record_is_refused(forged: Exchange, said: str) -> None:
    out = io.BytesIO()
    with pytest.raises(CaptureError, match=said):
        write_warc(out, (forged,), (), {"software": "Firsthand"})
    assert [record.rec_type for record in ArchiveIterator(io.BytesIO(out.getvalue()))] == ["warcinfo"]


def test_what_is_made_and_said_of_the_file_cannot_forge_lines_either() -> None:
    for made in (replace(SHOT, uri="urn:x\r\nX: y"), replace(SHOT, media="image/png\r\nX: y")):
        with pytest.raises(CaptureError):
            write_warc(io.BytesIO(), (), (made,), {})
    with pytest.raises(CaptureError, match="operator"):
        write_warc(io.BytesIO(), (), (), {"operator": "A\r\nB"})


def plain(data: bytes) -> bytes:
    return gzip.decompress(data)


def flipped(data: bytes, at: bytes, by: bytes) -> bytes:
    """One place changed, the lengths and the packing sound: only a digest shows it."""
    assert at in data
    assert len(at) == len(by)
    return data.replace(at, by, 1)


def body_changed(data: bytes) -> bytes:
    return flipped(plain(data), BODY, BODY.replace("М".encode(), "м".encode(), 1))


def header_changed(data: bytes) -> bytes:
    return flipped(plain(data), b"Content-Type: text/html", b"Content-Type: text/evil")


def digest_lies(data: bytes) -> bytes:
    place = plain(data).index(b"WARC-Payload-Digest: sha256:") + len(b"WARC-Payload-Digest: sha256:")
    lines = bytearray(plain(data))
    lines[place] = ord("0") if lines[place] != ord("0") else ord("1")
    return bytes(lines)


def shot_changed(data: bytes) -> bytes:
    return flipped(plain(data), b"\x89PNG", b"\x89PNH")


def undigested(data: bytes) -> bytes:
    lines = plain(data)
    return b"\r\n".join(line for line in lines.split(b"\r\n") if not line.startswith(b"WARC-Block-Digest: sha1"))


def unknown_kind(data: bytes) -> bytes:
    return flipped(plain(data), b"WARC-Payload-Digest: sha256:", b"WARC-Payload-Digest: sha999:")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (body_changed, "Record 2 (response http://news.example/rally?lang=uk): its payload digest does not hold"),
        (header_changed, "Record 2 (response http://news.example/rally?lang=uk): its block digest does not hold"),
        (digest_lies, "its payload digest does not hold"),
        (shot_changed, "Record 4 (resource urn:fullPage:http://news.example/rally): its block digest does not hold"),
        (undigested, "Record 1 (warcinfo): it carries no digest"),
        (unknown_kind, "not known here, 'sha999'"),
        (lambda data: data[:-40], "ends in the middle"),
        (lambda data: plain(data)[:-8], "cut off"),
        (lambda data: plain(data)[:700], "Record 2"),
        (lambda data: plain(data).replace(b"\r\n\r\nWARC/1.1", b"junk\r\n\r\nWARC/1.1", 1), "longer or shorter"),
        (lambda data: b"", "no record"),
        (lambda data: b"<html>not a WARC</html>", "broken"),
        (lambda data: flipped(plain(data), b"Content-Length: 4\r\n", b"Content-Length: 3\r\n"), "digest does not hold"),
        (lambda data: flipped(plain(data), b"Content-Length: 4\r\n", b"Content-Length: x\r\n"), "length is not stated"),
    ],
)
def test_damage_is_named(damage: Callable[[bytes], bytes], said: str) -> None:
    found = checked(damage(written(PAGE)))
    assert any(said in problem for problem in found), found


def content(data: bytes) -> bytes | None:
    try:
        return plain(data)
    except (OSError, EOFError, zlib.error):
        return None


def test_any_flipped_bit_is_seen() -> None:
    """Each byte of the packed file; the few bits of gzip that say nothing of the content leave it as it was."""
    data = written(PAGE)
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
        assert checked(changed) or content(changed) == plain(data), at


def test_a_bomb_is_given_up() -> None:
    bomb = replace(PAGE, body=bytes(30_000_000))
    data = written(bomb)
    assert len(data) < 100_000
    assert "holds more than is verified" in verify_stream(io.BytesIO(data), most_bytes=1_000_000)[0]


def test_no_more_of_one_record_is_read_than_is_verified() -> None:
    file = io.BytesIO(written(replace(PAGE, body=random.Random(7).randbytes(5_000_000))))
    assert "holds more than is verified" in verify_stream(file, most_bytes=1_000_000)[0]
    assert file.tell() < 1_500_000


def test_digests_of_other_tools_hold(tmp_path: Path) -> None:
    """SHA-1 in base 32, as most crawlers write it."""
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "other.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out)
        writer.write_record(writer.create_warc_record("urn:x", "resource", payload=io.BytesIO(b"abc"), length=3))
    assert verify_warc(path) == ()


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "cannot be read" in verify_warc(tmp_path / "none")[0]


def test_members_are_read_as_they_were_packed() -> None:
    """Whatever is asked for at once; empty members and the zeros that fill a block of a disk between two are nothing."""
    whole = [bytes([number % 251]) * (number * 977) for number in range(120)]
    data = b"".join(gzip.compress(part) + bytes(number % 3) for number, part in enumerate(whole))
    for size in (1 << 16, 1000):
        members, read = Members(io.BytesIO(data)), []
        while piece := members.read(size):
            assert len(piece) <= size
            read.append(piece)
        assert b"".join(read) == b"".join(whole)
        assert members.tell() == sum(map(len, whole))


@pytest.mark.parametrize("cut", [1, 8, 9, 500])
def test_a_file_that_ends_within_a_member_has_no_quiet_end(cut: int) -> None:
    data = gzip.compress(BODY) + gzip.compress(random.Random(7).randbytes(5000))
    members = Members(io.BytesIO(data[:-cut]))
    with pytest.raises(OSError, match="ends in the middle"):
        list(iter(lambda: members.read(1000), b""))


@pytest.mark.parametrize("behind", [b"junk", b"\x1f\x8b junk", bytes(70_000) + b"junk"])
def test_what_stands_behind_the_last_member_is_named(behind: bytes) -> None:
    assert any("broken" in said or "middle" in said for said in checked(written(PAGE) + behind))
    assert checked(written(PAGE) + bytes(70_000)) == ()
