"""Which names must be found in which sentences? Reads `name_rows.txt` for the tests and for `bench names`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.record.ports import NameDoc

FILE = Path(__file__).with_name("name_rows.txt")
_MARK = re.compile(r"\{([\w-]+):([^{}]*)\}|<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence. `wanted` are (item, start, end) of all that is to be found; `alike` the spans that look like names."""

    lang: str
    text: str
    why: str
    found: bool
    wanted: frozenset[tuple[str, int, int]]
    alike: tuple[tuple[int, int], ...]


def docs() -> list[NameDoc]:
    """All names on file; the item is `c/ID`."""
    return [doc for line in _lines() if line.startswith("@ ") for doc in _docs(line)]


def _docs(line: str) -> Iterator[NameDoc]:
    _, id, kind, rest = line.split(" ", 3)
    for one in rest.split(" / "):
        lang, _, names = one.partition(": ")
        for name in names.split("; "):
            yield NameDoc("c", f"c/{id}", name.strip(), lang.strip(), kind)


def rows() -> list[Row]:
    """All sentences."""
    return [_row(line) for line in _lines() if line[:2] in ("+ ", "- ")]


def _row(line: str) -> Row:
    lang, marked, why = (part.strip() for part in line[2:].split("|"))
    text, wanted, alike, at = "", set(), [], 0
    marked = marked.replace("\\n", "\n")
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        inside = mark[2] if mark[1] else mark[3]
        span = len(text), len(text) + len(inside)
        if mark[1]:
            wanted.add((f"c/{mark[1]}", *span))
        else:
            alike.append(span)
        text += inside
        at = mark.end()
    return Row(lang, text + marked[at:], why, line[0] == "+", frozenset(wanted), tuple(alike))


def _lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").splitlines()
