"""Which records does a WARC hold, where does each begin and end, and under which key is it looked up?

CDXJ as WACZ 1.1.1 and the players read it. The key is made by the rule of warcio.js, which is what replayweb.page looks up;
the library `surt`, which makes others, is under the AGPL and asks servers of names about some of them.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from firsthand.errors import CaptureError

MOST_RECORDS = 1_000_000
"""Records of one file that are listed."""

_CHUNK = 1 << 16
_HEAD = 1 << 20
"""Bytes of a record in which its headers, and those of HTTP, must end."""
_LISTED = ("response", "revisit", "resource", "metadata")
_WARC = StatusAndHeadersParser(["WARC/1.0", "WARC/1.1", "WARC/1.2", "WARC/0.17", "WARC/0.18"])
_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0", "HTTP/3"], verify=False)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?Z")


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a gzip file: where it stands, the hash of its packed bytes, its unpacked length and its beginning."""

    offset: int
    length: int
    sha256: str
    size: int
    head: bytes


def lines(name: str, warc: IO[bytes]) -> Iterator[str]:
    """The lines of CDXJ of one WARC, unsorted, without line ends. `name` is that of the file in the folder `archive`.

    Raises CaptureError where the file is damaged, or is not one gzip member a record: then no player could open it.
    """
    count = 0
    for count, member in enumerate(members(name, warc), start=1):
        if count > MOST_RECORDS:
            raise CaptureError(f"The WARC {name} holds more than {MOST_RECORDS:,} records.", hint=_LEFT)
        yield from _line(name, count, member)
    if not count:
        raise CaptureError(f"The WARC {name} is empty.", hint=_LEFT)


_LEFT = "`firsthand verify` says more of the damage."


def members(name: str, file: IO[bytes]) -> Iterator[Member]:
    """The members of a gzip file, each with its check sum tested. Raises CaptureError where one is broken or cut off."""
    offset, waiting = 0, file.read(_CHUNK)
    while waiting:
        try:
            member, waiting = _member(offset, waiting, file)
        except (zlib.error, EOFError) as error:
            raise CaptureError(f"The WARC {name} is damaged at byte {offset:,}: {error}.", hint=_LEFT) from error
        yield member
        offset += member.length
        waiting = waiting or file.read(_CHUNK)


def _member(offset: int, waiting: bytes, file: IO[bytes]) -> tuple[Member, bytes]:
    """(one member, the bytes read beyond it). Only its beginning is kept: a bomb never stands in memory."""
    unpacking, digest = zlib.decompressobj(wbits=31), hashlib.sha256()
    head, size, length = bytearray(), 0, 0
    while True:
        taken = waiting
        while waiting and not unpacking.eof:
            plain = unpacking.decompress(waiting, _CHUNK)
            waiting = unpacking.unconsumed_tail
            size += len(plain)
            head += plain[: _HEAD - len(head)]
        waiting = unpacking.unused_data
        used = taken[: len(taken) - len(waiting)]
        digest.update(used)
        length += len(used)
        if unpacking.eof:
            return Member(offset, length, digest.hexdigest(), size, bytes(head)), waiting
        waiting = file.read(_CHUNK)
        if not waiting:
            raise EOFError("it ends in the middle of a record")


def _line(name: str, number: int, member: Member) -> Iterator[str]:
    rest = io.BytesIO(member.head)
    where = f"Record {number} of the WARC {name}"
    headers = _parsed(where, _WARC, rest)
    stated = headers.get_header("Content-Length") or ""
    if not stated.isdigit() or rest.tell() + int(stated) + 4 != member.size:
        raise CaptureError(f"{where} is not one gzip member of the length that it states.", hint=_LEFT)
    kind, media = headers.get_header("WARC-Type"), headers.get_header("Content-Type") or ""
    if kind not in _LISTED or (kind == "metadata" and media.startswith("application/warc-fields")):
        return
    url, moment = (headers.get_header("WARC-Target-URI") or "").strip("<>"), headers.get_header("WARC-Date") or ""
    if not url:
        raise CaptureError(f"{where} has no address.", hint=_LEFT)
    entry: dict[str, Any] = {"url": url, **_seen(where, kind, media, rest)}
    digest = headers.get_header("WARC-Payload-Digest") or headers.get_header("WARC-Block-Digest") or ""
    entry |= {"digest": digest, "length": str(member.length), "offset": str(member.offset), "filename": name}
    entry["recordDigest"] = f"sha256:{member.sha256}"
    yield f"{key_of(url)} {_stamp(where, moment)} {json.dumps(entry)}"


def _seen(where: str, kind: str, media: str, rest: io.BytesIO) -> dict[str, str]:
    """Media type and status: those of the answer, where there was one."""
    if kind not in ("response", "revisit") or not media.startswith("application/http"):
        return {"mime": _plain(media)}
    answer = _parsed(where, _HTTP, rest)
    status = answer.get_statuscode()
    mime = "warc/revisit" if kind == "revisit" else _plain(answer.get_header("Content-Type") or "")
    return {"mime": mime, **({"status": status} if status.isdigit() else {})}


def _plain(media: str) -> str:
    return re.split(r"[;\s]", media.strip(), maxsplit=1)[0]


def _parsed(where: str, parser: StatusAndHeadersParser, rest: io.BytesIO) -> StatusAndHeaders:
    try:
        return parser.parse(rest)
    except (StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise CaptureError(f"{where} has no headers that can be read.", hint=_LEFT) from error


def _stamp(where: str, moment: str) -> str:
    found = _DATE.fullmatch(moment)
    if not found:
        raise CaptureError(f"{where} states no moment: {moment[:40]!r}.", hint=_LEFT)
    *whole, part = found.groups()
    return "".join(whole) + (part or "").ljust(3, "0")[:3]


def key_of(url: str) -> str:
    """The searchable form of an address: `https://www.example.org/a?c&b` is `org,example)/a?b&c`; others stay as they are."""
    if not url.lower().startswith(("http:", "https:")):
        return _unbroken(url)
    low = re.sub(r"^(https?://)www\d*\.", r"\1", url.lower())
    try:
        parts = urlsplit(low)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return _unbroken(url)
    standard = {"http": 80, "https": 443}[parts.scheme]
    query = "&".join(sorted(parts.query.split("&")))
    shown = ",".join(reversed(host.split("."))) + (f":{port}" if port not in (None, standard) else "")
    return _unbroken(f"{shown}){parts.path or '/'}{'?' + query if query else ''}")


def _unbroken(key: str) -> str:
    """No blank or control character divides a line of the index, or begins another."""
    return quote(key.encode("utf-8", "replace"), safe="".join(map(chr, range(0x21, 0x7F))))
