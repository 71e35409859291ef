"""How are many tips checked in one run? One line in, one line out, in order; a bad line becomes a line that says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TextIO

import msgspec

from firsthand import api, render
from firsthand.commands.common import Bar, published_by_now
from firsthand.errors import FirsthandError, UsageError

MAX_LINE = 64_000_000
"""Bytes; a longer line is refused before it is parsed."""


def check_lines(desk: api.Desk, lines: Iterable[bytes], out: TextIO) -> int:
    """Check one tip a line; write one report (or `{"line", "id", "error"}`) a line. Empty lines are passed over.

    Returns the exit status: 1 if any tip was contradicted, else 2 if a line was no tip, else 3 if something could not
    be checked, else 0.
    """
    seen: set[int] = set()
    bar = Bar("tips checked")
    for number, line in enumerate(lines, 1):
        if line.strip():
            status, answer = _one(desk, number, line)
            seen.add(status)
            out.write(answer + "\n")
            out.flush()
        bar.at(number)
    bar.end()
    return next((status for status in (1, 2, 3) if status in seen), 0)


def bounded(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file, of a line that is too long only as much as shows that it is: memory stays small."""
    while line := file.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE + 1)


def _one(desk: api.Desk, number: int, line: bytes) -> tuple[int, str]:
    id = ""
    try:
        fields = _fields(line)
        id = fields.get("id", "")
        report = desk.check(published_by_now(api.make_tip(**fields)))
    except FirsthandError as error:
        return 2, msgspec.json.encode({"line": number, "id": id, "error": str(error)}).decode()
    return report.exit_status, render.to_json(report)


def _fields(line: bytes) -> dict[str, str]:
    """The fields of one tip. Null and missing are the same; every other value is text."""
    if len(line) > MAX_LINE:
        raise UsageError(
            f"The line has more than {MAX_LINE:,} bytes.", hint="Give long texts as html or picture files."
        )
    try:
        fields = msgspec.json.decode(line, type=dict[str, str | None])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"This line is not a tip: {error}.", hint='Write {"id": "1", "text": "..."}.') from error
    return {name: value for name, value in fields.items() if value is not None}
