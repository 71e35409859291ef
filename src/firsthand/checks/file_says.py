"""What does the picture file say of itself (EXIF, IPTC, XMP), and does that raise a question?

Anybody can write such words, and platforms strip them. They are shown as rows that settle nothing, and where they do not fit
the caption or the record, a hint says so: that is a reason to ask for the original, and never a ground for an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from firsthand.checks.caption import Held, quoted, row, when_of
from firsthand.checks.table import Answer
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison
from firsthand.record.outcome import Outcome
from firsthand.record.readings import FILE_SOURCE
from firsthand.record.when import When
from firsthand.record.where import Where, kilometres

U = Outcome.UNRESOLVED
AWAY_KM = 100.0
"""A position in the file so far from every place that is said or on file does not fit them."""


def own_words(held: Held, field: str) -> tuple[Entry, ...]:
    """What our file says, and what the record has of the file on file: as weak."""
    ours = [entry for entry in held.ours.entries if entry.field == field and entry.source == FILE_SOURCE]
    theirs = [entry for entry in held.picture.entries if entry.field == field and entry.source == FILE_SOURCE]
    return tuple(dict.fromkeys([*ours, *theirs]))


def file_rows(held: Held, field: str, said: str) -> list[Comparison]:
    what = "date in the file" if field == "taken" else "place in the file"
    return [row(what, said, ", ".join([e.value, *e.within]), e, U) for e in own_words(held, field)]


def asking(answer: Answer, question: str) -> Answer:
    """The answer with a question of the file's added to its hint; the answer itself stays."""
    hint = f"{answer.hint} {question}".strip() if question else answer.hint
    return replace(answer, hint=hint)


def other_date(held: Held, times: Iterable[When]) -> str:
    """The hint where the file's date fits none of the times said and on file, or leaves one of them out."""
    known = list(times)
    for entry in own_words(held, "taken"):
        when = when_of(entry)
        if when and any(not when.meets(time) for time in known):
            return _question(entry)
    return ""


def other_place(held: Held, places: Iterable[Sequence[Where]]) -> str:
    """The hint where the file's position is far from all that one of the places can mean."""
    known = list(places)
    for entry in own_words(held, "place"):
        at = _position(entry.value)
        if at and any(_away(at, candidates) for candidates in known):
            return _question(entry)
    return ""


def _away(at: tuple[float, float], candidates: Sequence[Where]) -> bool:
    """A place without a position, as a country is, may be anywhere."""
    return bool(candidates) and all(one.at and kilometres(at, one.at) > AWAY_KM for one in candidates)


def _position(value: str) -> tuple[float, float] | None:
    parts = value.split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _question(entry: Entry) -> str:
    tag = f" ({entry.note})" if entry.note else ""
    return f"The file itself says {quoted(entry.value)}{tag}. Anybody can write that: ask for the original."
