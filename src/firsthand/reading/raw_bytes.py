"""What are these bytes, and which characters do they hold? What was lost on the way is said as problems."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

BINARY_SHARE = 0.1
"""A text with more control characters than this share of it is taken for a binary file."""

BROKEN_SHARE = 0.01
"""Up to this share of unreadable characters the declared encoding is kept, and they are replaced."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text holds: controls but tab and line break, halves of pairs, non-characters."""

_LINE_ENDS = re.compile(r"\r\n?|\x0c|\x85")

_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

WEB_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
}
"""Python's encoding names and what the web means by them (WHATWG Encoding Standard, section 4.2)."""

_NOT_FOR_TEXT = re.compile(r"utf-7|.*escape|punycode|idna|undefined|mbcs|oem|charmap")

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\x7fELF", "application/octet-stream"),
    (b"MZ", "application/octet-stream"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1a\x45\xdf\xa3", "video/x-matroska"),
)
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"qt  ": "video/quicktime",
}
_OPEN_BRANDS = (b"mif1", b"msf1")
"""Brands of pictures that do not say how they are coded; the compatible brands after them do (ISO/IEC 23008-12)."""
_MOVIE_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip")
"""What a QuickTime film of the time before brands begins with."""
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|section|main|div|p|h[1-6]|table|span|img|figure|a)[\s>/]",
    re.I,
)


def media_of(data: bytes) -> str:
    """The media type of bytes as found in them, never as claimed; "" where nothing is known (empty, unknown binary)."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return _branded(data)
    if data[4:8] in _MOVIE_BOXES and data[:1] == b"\0":
        return "video/quicktime"
    if data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:64]:
        return "video/webm"
    found = next((media for magic, media in _MAGIC if data.startswith(magic) and _long_enough(magic, data)), "")
    return found or _text_media(data)


def _branded(data: bytes) -> str:
    if data[8:12] not in _OPEN_BRANDS:
        return _BRANDS.get(data[8:12], "video/mp4")
    length = min(int.from_bytes(data[:4], "big"), 400)
    brands = [data[at : at + 4] for at in range(16, length, 4)]
    return "image/avif" if b"avif" in brands or b"avis" in brands else "image/heic"


def _long_enough(magic: bytes, data: bytes) -> bool:
    """A two-letter mark may also begin a sentence ("BMW ..."); a binary file has a NUL near it."""
    return len(magic) > 2 or b"\0" in data[:64]


def _text_media(data: bytes) -> str:
    if not data.strip():
        return ""
    head = data[:4096]
    encoding = bom(data) or _wide(data)
    if not encoding and len(head) - len(head.translate(None, _CONTROL_BYTES)) > len(head) * BINARY_SHARE:
        return ""
    narrow = (
        data[: 1 << 18].decode(encoding, "replace").encode("utf-8", "replace") if encoding else data[: 1 << 18]
    ).lstrip(b"\xef\xbb\xbf \t\r\n")
    if narrow[:1] in (b"{", b"["):
        return "application/json"
    if re.match(rb"(?:<\?xml[^>]*>|<!--.*?-->|<!doctype svg[^>]*>|\s)*<svg[\s>]", narrow[:4096], re.I | re.S):
        return "image/svg+xml"
    if _MARKUP.search(narrow):
        return "text/html"
    return "application/xml" if narrow.startswith(b"<?xml") else "text/plain"


def bom(data: bytes) -> str:
    """The encoding that a byte order mark names; "" without one."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), "")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte is NUL, as in any text that holds Latin letters or markup."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and max(even, odd) * 10 >= len(head) * 3 and min(even, odd) * 20 <= len(head):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def decode(data: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """(text, problems): by byte order mark, as declared, as UTF-8, else the likeliest encoding. Never raises.

    A declared encoding that does not fit is a problem sentence, not an error.
    """
    if marked := bom(data):
        return _loosely(data, marked)
    problems = []
    if charset:
        name = codec(charset)
        if not name:
            problems.append(f"The declared encoding {charset[:40]!r} is not one for text; it was not used.")
        elif (wide := _wide(data)) and not name.startswith("utf-16"):
            text, more = _loosely(data, wide)
            return text, (f"The text is declared as {charset} but written as UTF-16.", *more)
        elif (kept := _declared(data, name)) is not None:
            return kept
        else:
            problems.append(f"The text is declared as {charset}, but cannot be read so; its encoding was guessed.")
    text, more = _undeclared(data)
    return text, (*problems, *more)


def _undeclared(data: bytes) -> tuple[str, tuple[str, ...]]:
    if wide := _wide(data):
        return _loosely(data, wide)
    if (kept := _declared(data, "utf-8")) is not None:
        return kept
    best = from_bytes(data[:200_000]).best()
    name = codec(best.encoding) if best else ""
    text, problems = _loosely(data, name or "cp1252")
    return text, (f"The text does not say its encoding; it was read as {name or 'cp1252'}.", *problems)


def _declared(data: bytes, name: str) -> tuple[str, tuple[str, ...]] | None:
    """Read as declared; None where too much of it does not fit."""
    try:
        return data.decode(name), ()
    except UnicodeDecodeError:
        text, problems = _loosely(data, name)
        foreign = sum(1 for char in text if char > "\x7f")
        fits = text.count("\ufffd") <= max(1, foreign * BROKEN_SHARE) and foreign > 10 * text.count("\ufffd")
        return (text, problems) if fits else None


def _loosely(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(name, "replace").removeprefix("\ufeff")
    lost = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return text, (f"{lost} characters could not be read as {name} and were replaced.",) if lost > 0 else ()


def codec(charset: str) -> str:
    """Python's name of an encoding that the web may declare; "" where it is unknown or is not one for text."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'").lower()).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    name = WEB_NAMES.get(name, name)
    if _NOT_FOR_TEXT.fullmatch(name):
        return ""
    try:
        b"a".decode(name, "replace")
    except LookupError:  # a codec from bytes to bytes, such as zlib
        return ""
    return name


def clean(text: str, limit: int) -> tuple[str, tuple[str, ...]]:
    """(text, problems): control characters dropped, line ends made one, cut at `limit` characters."""
    problems = []
    if len(text) > limit:
        problems.append(f"The text has {len(text):,} characters; only the first {limit:,} were read.")
        text = text[:limit]
    text, dropped = CONTROL.subn("", _LINE_ENDS.sub("\n", text))
    if dropped:
        problems.append(f"{dropped:,} control characters in the text were left out.")
    return text, tuple(problems)
