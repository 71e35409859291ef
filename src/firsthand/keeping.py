"""In which order does a capture come on file, so that nothing half is ever there?

Everything is made first, in memory, and the WARC read back. Then each part is kept: its bytes, its event in the custody log, its
row. The record that names them all comes last. Cut off at any point, parts may lie there that no capture names; a capture that
names a part which is not there cannot be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec

import firsthand
from firsthand.casebook.captures import FiledCapture
from firsthand.casebook.store import CasebookStore
from firsthand.errors import ReadingError
from firsthand.evidence.loose import Loose
from firsthand.reading.texts import decode, read_text
from firsthand.record.captures import Captured, Part, Role
from firsthand.record.readings import Reading, ReadingKind
from firsthand.settings import Settings

TOOL = f"firsthand {firsthand.__version__}"

READ = "reading.json"

LONGEST = 1_000
"""Characters of what is told of a page, and of the name of an exhibit."""


def put_on_file(book: CasebookStore, captured: Captured, loose: Iterable[Loose]) -> FiledCapture:
    """Keep the parts, then file the capture that names them. Raises CasebookError where the disk refuses; then none is filed."""
    parts = tuple(_kept(book, one) for one in loose)
    return book.captures.file(_written(replace(captured, parts=parts)))


def _kept(book: CasebookStore, loose: Loose) -> Part:
    exhibit = book.keep(loose.data, words(loose.name)[:LONGEST], loose.media, loose.prints)
    return Part(loose.role, exhibit, words(loose.address)[:LONGEST])


def _written(captured: Captured) -> Captured:
    """The capture with its words in characters that can be written."""
    told = {name: words(getattr(captured, name)) for name in ("address", "final_address", "who", "source", "note")}
    steps = tuple(replace(one, problems=tuple(map(words, one.problems))) for one in captured.steps)
    said = tuple((name, words(value)[:LONGEST]) for name, value in captured.told)
    changed: dict[str, Any] = {**told, "steps": steps, "told": said}
    return replace(captured, **changed)


def words(text: str) -> str:
    """A text in characters that can be written: halves of pairs, as hostile names hold them, are spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


def read_parts(reading: Reading) -> tuple[Loose, ...]:
    """The reading as it is kept, and its text beside it, so that it can be read without any program."""
    text = reading.text.encode("utf-8", "backslashreplace")
    bare = (Loose(Role.TEXT, text, "text/plain", "text.txt"),) if text else ()
    return (*bare, Loose(Role.READING, msgspec.json.encode(reading), "application/json", READ))


def told_of(reading: Reading | None) -> tuple[tuple[str, str], ...]:
    """What a page says of itself, by name, as it says it."""
    if reading is None:
        return ()
    names = ("title", "lang", "published", "byline", "author", "dateline")
    return tuple((name, str(said)) for name in names if (said := getattr(reading, name)))


def read_words(data: bytes, charset: str, settings: Settings) -> Reading:
    """The reading of a plain text. What cannot be read stands in its problems."""
    text, problems = decode(data, charset)
    try:
        reading = read_text(text, settings=settings)
    except ReadingError as error:
        return Reading(ReadingKind.TEXT, problems=(*problems, str(error)))
    return replace(reading, problems=(*problems, *reading.problems))


def clock() -> datetime:
    return datetime.now(UTC)
