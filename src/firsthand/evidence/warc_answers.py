"""Which character set did a server declare for a page, by the answer kept in a WARC?"""

from __future__ import annotations

import io
import zlib
from email.message import Message

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

RECORDS = 60
"""Records that are looked through: the answers on the way to a page stand first in its file."""

_BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, OSError, EOFError, zlib.error)


def declared_charset(warc: bytes, url: str) -> str:
    """The character set in the Content-Type of the first answer of `url`; "" where there is none, or the file is broken."""
    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(warc))):
            if number >= RECORDS:
                break
            if record.rec_type == "response" and record.rec_headers.get_header("WARC-Target-URI") == url:
                return charset_of(record.http_headers.get_header("Content-Type") or "") if record.http_headers else ""
    except _BROKEN:
        return ""  # a page is read without it too; `firsthand verify` names the damage
    return ""


def charset_of(content_type: str) -> str:
    """The character set that a Content-Type names, or ""."""
    message = Message()
    message["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    return message.get_content_charset("") or ""
