"""How do exchanges become a WARC file, and is a WARC still what its digests say?

WARC 1.1 (ISO 28500:2017), one gzip member a record, written by warcio. Each record carries SHA-256 digests of its block
and its payload. A body of which the framing `chunked` was taken off has that header under the name X-Orig-Transfer-Encoding.
"""

from __future__ import annotations

import hashlib
import io
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from firsthand.errors import CaptureError
from firsthand.evidence.exchange import Exchange, Headers
from firsthand.evidence.warc_digests import Sums
from firsthand.evidence.warc_members import Members

MEDIA = "application/warc"

MOST_RECORDS = 100_000
"""Records of one file that are verified."""

MOST_BYTES = 20_000_000_000
"""Unpacked bytes of one file that are verified: a small gzip file may hold far more."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BREAKS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SPACE = re.compile(r"[\x00-\x20\x7f]")
_CHUNK = 1 << 16
_BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was made of a page and is kept beside it: its picture, its DOM. `uri` names it within the file."""

    uri: str
    media: str
    data: bytes
    at: datetime


def write_warc(out: IO[bytes], exchanges: Iterable[Exchange], made: Iterable[Made], about: Mapping[str, str]) -> None:
    """Write a whole WARC: `warcinfo` with the lines of `about`, each exchange as response and request, then what was made.

    Raises CaptureError where a header, an address or a line would break the file: then nothing of that record is written.
    """
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    for name, value in about.items():
        _whole(f"the line {name} of the file's own record", value)
    writer.write_record(writer.create_warcinfo_record("", dict(about)))
    for exchange in exchanges:
        for record in _records(exchange):
            writer.write_record(record)
    for thing in made:
        writer.write_record(_resource(thing))


def check_exchange(exchange: Exchange) -> None:
    """Raises CaptureError where an exchange cannot be written: what came over the line would forge lines of the file."""
    where = f"the exchange with {exchange.url[:200]!r}"
    if not exchange.url or _SPACE.search(exchange.url):
        raise CaptureError(f"The address {exchange.url[:200]!r} cannot stand in a WARC.", hint=_REFUSED)
    if not _NAME.fullmatch(exchange.method):
        raise CaptureError(f"In {where}, {exchange.method[:40]!r} is no method.", hint=_REFUSED)
    _on_the_line(f"the status line of {where}", exchange.reason)
    _on_the_line(f"the address of {where}", exchange.url)
    _whole(f"the IP of {where}", exchange.ip)
    for name, value in (*exchange.request_headers, *exchange.headers):
        if not _NAME.fullmatch(name):
            raise CaptureError(f"In {where}, {name[:80]!r} is no name of a header.", hint=_REFUSED)
        _on_the_line(f"the header {name} of {where}", value)


def check_made(thing: Made) -> None:
    """Raises CaptureError where what was made of a page cannot be written."""
    if _SPACE.search(thing.uri):
        raise CaptureError(f"The address {thing.uri[:200]!r} cannot stand in a WARC.", hint=_REFUSED)
    _whole("the media type of what was made", thing.media)


_REFUSED = "It is left out of the WARC; look at who sends it."


def _whole(what: str, value: str) -> None:
    if _BREAKS.search(value):
        raise CaptureError(f"A line break or control character stands in {what}.", hint=_REFUSED)


def _on_the_line(what: str, value: str) -> None:
    """Bytes are read as Latin-1: a letter beyond it never went over a line."""
    _whole(what, value)
    if not value.isascii() and max(value) > "\xff":
        raise CaptureError(f"A letter that HTTP cannot carry stands in {what}.", hint=_REFUSED)


def _records(exchange: Exchange) -> Iterator[Any]:
    check_exchange(exchange)
    answered = exchange.status > 0
    response = _response(exchange) if answered else None
    if response is not None:
        yield response
    request = _request(exchange)
    if response is not None:
        request.rec_headers.add_header("WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID"))
    yield request
    if exchange.problem:
        about = response if response is not None else request
        yield _problem(exchange, about.rec_headers.get_header("WARC-Record-ID"))


def _response(exchange: Exchange) -> Any:
    head = _head(f"HTTP/1.1 {exchange.status} {exchange.reason}", _unframed(exchange.headers))
    more = {"WARC-Truncated": "unspecified"} if exchange.problem else {}
    if exchange.ip:
        more["WARC-IP-Address"] = exchange.ip
    media = "application/http; msgtype=response"
    return _record("response", Made(exchange.url, media, exchange.body, exchange.started), more, head)


def _request(exchange: Exchange) -> Any:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = _head(f"{exchange.method} {target} HTTP/1.1", exchange.request_headers)
    made = Made(exchange.url, "application/http; msgtype=request", exchange.request_body, exchange.started)
    return _record("request", made, {}, head)


def _head(first: str, headers: Headers) -> bytes:
    """Status line and headers with the very bytes that went over the line; warcio would write them anew in ASCII."""
    return "\r\n".join((first, *(f"{name}: {value}" for name, value in headers), "", "")).encode("latin-1")


def _problem(exchange: Exchange, about: str) -> Any:
    """What is missing from an exchange, as a record of its own: the answer itself cannot say it."""
    line = f"problem: {_BREAKS.sub(' ', exchange.problem)}\r\n".encode()
    made = Made(exchange.url, "application/warc-fields", line, exchange.ended)
    return _record("metadata", made, {"WARC-Concurrent-To": about})


def _resource(thing: Made) -> Any:
    check_made(thing)
    return _record("resource", thing, {})


def _record(kind: str, made: Made, more: dict[str, str], head: bytes = b"") -> Any:
    """One record: `head` are the lines of HTTP before the payload."""
    block = head + made.data
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Target-URI": made.uri,
        "WARC-Date": warc_date(made.at),
        "WARC-Block-Digest": digest(block),
        "WARC-Payload-Digest": digest(made.data),
        **more,
    }
    lines = StatusAndHeaders("", list(headers.items()), protocol="WARC/1.1")
    return ArcWarcRecord("warc", kind, lines, io.BytesIO(block), None, made.media, len(block))


def _unframed(headers: Headers) -> Headers:
    framing = "transfer-encoding"
    return tuple(("X-Orig-Transfer-Encoding" if name.lower() == framing else name, value) for name, value in headers)


def warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def verify_warc(path: Path) -> tuple[str, ...]:
    """What is wrong with a WARC file, each a sentence that names the record; empty where every digest holds.

    Every digest is computed anew. A record without any digest, a file that ends in the middle or holds no records, and a
    file beyond the limits are problems too. Nothing is raised for what the file holds.
    """
    try:
        with path.open("rb") as file:
            return verify_stream(file)
    except OSError as error:
        return (f"The WARC {path} cannot be read: {error.strerror}.",)


def verify_stream(file: IO[bytes], most_bytes: int = MOST_BYTES) -> tuple[str, ...]:
    """As `verify_warc`, of an open file."""
    problems: list[str] = []
    records, left = 0, most_bytes
    try:
        walk = _Walk(_unpacked(file), no_record_parse=True, block_size=_CHUNK)
        for record in walk:
            records += 1
            name = _named(record, records)
            found, size = _verified(record, left)
            problems += [f"{name}: {what}" for what in found]
            left -= size
            if left < 0 or records >= MOST_RECORDS:
                problems.append(f"{name}: the file holds more than is verified; what follows was not looked at.")
                break
        if walk.err_count and not problems:
            problems.append("A record of the file is longer or shorter than it says.")
    except _BROKEN as error:
        where = f"After record {records}" if records else "The file holds no record of a WARC"
        problems.append(f"{where}: it is broken here: {str(error).strip()[:200]}")
    if not records and not problems:
        problems.append("The file holds no record of a WARC.")
    return tuple(problems)


def _unpacked(file: IO[bytes]) -> Any:
    """The content of the file, packed or not."""
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    return Members(file) if packed else file


class _Walk(ArchiveIterator):  # type: ignore[misc]
    """warcio's walk through a file; what stands between two records and should not is counted, not printed."""

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        empty, first = 0, True
        while line := self.reader.readline():
            if line.strip() and not first:
                return line, empty
            self.err_count += bool(line.strip())
            empty, first = empty + len(line), False
        return None, empty


def _named(record: Any, number: int) -> str:
    kind, uri = record.rec_type or "?", record.rec_headers.get_header("WARC-Target-URI") or ""
    return f"Record {number} ({' '.join(f'{kind} {uri}'.split())[:300]})"


def _verified(record: Any, most: int) -> tuple[list[str], int]:
    """(what is wrong with one record, its bytes). It is read in pieces: a bomb never stands in memory."""
    stated = record.rec_headers.get_header("Content-Length") or ""
    block, payload = record.rec_headers.get_header("WARC-Block-Digest"), None
    if record.rec_type in ("response", "request", "resource", "metadata"):
        payload = record.rec_headers.get_header("WARC-Payload-Digest")
    sums = Sums(block, payload, http=record.rec_type in ("response", "request"))
    if not stated.isdigit():
        return ["its length is not stated."], 0
    size = 0
    while size <= most and (piece := record.raw_stream.read(_CHUNK)):
        sums.update(piece)
        size += len(piece)
    if size > most:
        return [], size
    if size != int(stated):
        return [f"it is cut off: it states {stated[:20]} bytes and has {size:,}."], size
    return sums.problems(), size
