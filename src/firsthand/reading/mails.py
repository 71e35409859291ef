"""What does an e-mail say, in its head, its words and its attachments? Read within bounds, from a hostile file.

The standard library's parser takes any nesting and headers of any length, and some of what it does with them grows with the
square of their length. So headers are cut as they are read, and a message of too many parts is read as far as the limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.feedparser import BytesFeedParser
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import Any

from firsthand.reading.raw_bytes import CONTROL, decode

MOST_PARTS = 200
"""Parts of one message, with all that it holds; the rest are not taken apart."""

MOST_HEADERS = 200
"""Header lines of one part."""

LONGEST_HEADER = 4_000
"""Characters of one header."""

DEEPEST = 3
"""Messages within messages that are opened."""

LONGEST_NAME = 150

TOLD = ("From", "To", "Cc", "Date", "Subject", "Message-ID")
"""Headers that are kept with the capture, as the message says them: anybody can write anything there."""

_CHUNK = 1 << 16
_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, MessageError)
"""What the standard library was seen to raise on headers and bodies that break its own rules."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `name` is the last part of what the message calls it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it was read. `text` is empty where it has words only as a page; `page` and `charset` are that page.

    `told` are headers by their names in small letters; `problems` are sentences.
    """

    told: tuple[tuple[str, str], ...] = ()
    text: str = ""
    page: bytes = b""
    charset: str = ""
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = ()


def read_mail(data: bytes) -> Mail:
    """Read a message. Nothing is raised for what it holds."""
    message, problems = _parsed(data)
    told = tuple(_told(message))
    found = _Found(problems)
    for part, inside in _leaves(message, found):
        found.take(part, inside)
    if not told and not found.attachments:
        found.say("The file does not begin as an e-mail does; all of it is kept.")
    text = "\n\n".join(one for one in found.texts if one.strip())
    said = tuple(dict.fromkeys(found.problems))
    return Mail(told, text, found.page, found.charset, tuple(found.attachments), said)


class _FullError(Exception):
    """The message holds more parts than are read."""


class _Cut(Compat32):
    """The parser's own rules, with an end to the length of a header."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        # Each line that goes on has two characters at least.
        held = [line[: LONGEST_NAME + LONGEST_HEADER + 2] for line in sourcelines[:LONGEST_HEADER]]
        name, value = super().header_source_parse(held)
        return name[:LONGEST_NAME], value[:LONGEST_HEADER]


class _Part(Message):
    """A part that keeps no more than so many headers."""

    def set_raw(self, name: str, value: Any) -> None:
        if len(self) < MOST_HEADERS:
            super().set_raw(name, value)


def _parsed(data: bytes) -> tuple[Message, list[str]]:
    """(the message, problems): what came before the limit, where there are too many parts."""
    made: list[_Part] = []

    def part(policy: Any = None) -> _Part:
        if len(made) > MOST_PARTS:
            raise _FullError
        made.append(_Part(policy=policy))
        return made[-1]

    problems: list[str] = []
    parser = BytesFeedParser(part, policy=_Cut())
    made.clear()  # the parser tries its factory once
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except (_FullError, RecursionError):
        problems.append(f"The message holds more than {MOST_PARTS} parts; only those were taken apart.")
    return (made[0] if made else _Part()), problems


def _leaves(message: Message, found: _Found) -> Iterator[tuple[Message, int]]:
    """(a part that holds no others, how many messages it lies within), in their order."""
    left: list[tuple[Message, int]] = [(message, 0)]
    while left:
        part, inside = left.pop()
        found.damaged(part)
        if not part.is_multipart():
            yield part, inside
            continue
        held = [one for one in part.get_payload() if isinstance(one, Message)]
        nested = part.get_content_type() == "message/rfc822"
        if nested and inside >= DEEPEST:
            found.say(f"Messages lie within messages; those deeper than {DEEPEST} were not opened.")
            continue
        if nested:
            found.texts.append("\n".join(f"{name}: {value}" for one in held for name, value in _told(one)))
        left += [(one, inside + nested) for one in reversed(held)]


@dataclass(slots=True)
class _Found:
    """What came of the parts so far."""

    problems: list[str]
    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    page: bytes = b""
    charset: str = ""

    def say(self, problem: str) -> None:
        self.problems.append(problem)

    def damaged(self, part: Message) -> None:
        kinds = dict.fromkeys(type(one).__name__.removesuffix("Defect") for one in part.defects)
        self.problems += [f"The message is not built as it should be: {_spelled(kind)}." for kind in kinds]
        if len(part) >= MOST_HEADERS:
            self.say(f"A part of the message has more than {MOST_HEADERS - 1} headers; the rest were not read.")
        if any(len(str(value)) >= LONGEST_HEADER for _, value in part.raw_items()):
            self.say(f"A header has {LONGEST_HEADER:,} characters or more; the rest of it was not read.")

    def take(self, part: Message, inside: int) -> None:
        try:
            data = part.get_payload(decode=True)
            name, kind = _name(part), part.get_content_type()
            charset = _charset(part)
            apart = part.get_content_disposition() == "attachment"
        except _DAMAGED:
            self.say("A part of the message is broken and could not be read; it stands in the file.")
            return
        body = data if isinstance(data, bytes) else b""
        if not name and not apart and not kind.startswith(("text/", "multipart/")) and not body.strip():
            return
        if name or apart or not kind.startswith(("text/", "multipart/")):
            self.attachments.append(Attachment(name or f"attachment-{len(self.attachments) + 1}", body))
        elif kind == "text/html":
            self.page, self.charset = (body, charset) if not self.page else (self.page, self.charset)
        else:
            text, problems = decode(body, charset)
            self.texts.append(text)
            self.problems += problems


def _told(message: Message) -> Iterator[tuple[str, str]]:
    """The headers that are kept, the first of each name."""
    held: dict[str, str] = {}
    charset = _charset(message)
    for name, value in message.raw_items():
        held.setdefault(name.lower(), str(value))
    for name in TOLD:
        if said := _said(held.get(name.lower(), ""), charset):
            yield name.lower(), said


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset("") or ""
    except _DAMAGED:
        return ""


def _said(raw: str, charset: str = "") -> str:
    """A header's words, its encoded parts decoded; letters that stand there bare are in the encoding of the words below."""
    bare = " ".join(raw.split())
    if not bare.isascii():
        return CONTROL.sub("", decode(bare.encode("utf-8", "surrogateescape"), charset)[0])
    try:
        pieces = decode_header(bare)
    except (HeaderParseError, ValueError):
        return bare
    text = "".join(one if isinstance(one, str) else decode(one, kind or "")[0] for one, kind in pieces)
    return CONTROL.sub("", " ".join(text.split()))


def _name(part: Message) -> str:
    """The last part of an attachment's name: it is a word of the message, never a path."""
    last = re.split(r"[/\\]", _said(part.get_filename("") or ""))[-1].strip()
    return "" if last in (".", "..") else last[-LONGEST_NAME:]


def _spelled(kind: str) -> str:
    """`StartBoundaryNotFound`: start boundary not found."""
    return " ".join(re.findall(r"[A-Z][a-z0-9]*|[a-z]+", kind)).lower()
