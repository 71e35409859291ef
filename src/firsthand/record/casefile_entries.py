"""How does an entry stand in a casefile: who says so, from when until when, and in which words?"""

from __future__ import annotations

from typing import Any

from firsthand.record.casefile_wire import Spot
from firsthand.record.entries import UNNAMED, WHEN_FIELDS, Entry
from firsthand.record.when import When

ENTRY_FIELDS = ("field", "value", "source", "from", "until", "within", "words", "lang", "url", "capture", "note")

SAME_SOURCE = frozenset({"the same", "той самий"})
"""As the source of an entry, in letters of any size: the source of the entry before it in its list."""


def read_entries(spot: Spot, subject: str) -> tuple[Entry, ...]:
    """The entries of a picture, subject or criterion; what is wrong with one is complained of at its field."""
    found: list[Entry] = []
    for member in spot.items("entries"):
        if member.fields(ENTRY_FIELDS):
            found.append(_entry(member, subject, _source(member, found[-1] if found else None)))
    return tuple(found)


def _source(spot: Spot, before: Entry | None) -> str:
    """Who says so. The record holds the name itself: an entry must be whole when it is shown by itself."""
    said = spot.text("source")
    if said.strip().casefold() not in SAME_SOURCE:
        return said or UNNAMED
    if before is None:
        spot.complain(f"No entry stands before this one, so {said!r} names nobody.", "Name the source.", key="source")
    return before.source if before else UNNAMED


def _entry(spot: Spot, subject: str, source: str) -> Entry:
    field = spot.text("field", required=True)
    value = spot.text("value", required=True)
    if field in WHEN_FIELDS and value:
        spot.when("value")
    since, until = _times(spot)
    return Entry(
        subject=subject,
        field=field,
        value=value,
        source=source,
        since=since,
        until=until,
        within=spot.texts("within"),
        words=spot.text("words"),
        lang=spot.lang(),
        url=spot.text("url"),
        capture=spot.text("capture"),
        note=spot.text("note"),
    )


def _times(spot: Spot) -> tuple[When | None, When | None]:
    since, until = spot.when("from"), spot.when("until")
    if since and until and since.early and until.late and since.early > until.late:
        spot.complain(f"It ends ({until}) before it begins ({since}).", "Swap from and until.", key="until")
    return since, until


def entry_fields(entry: Entry) -> dict[str, Any]:
    """An entry under the names of the casefile (`from` for `since`), without its subject."""
    said = {"field": entry.field, "value": entry.value, "source": entry.source if entry.source != UNNAMED else ""}
    times = {"from": str(entry.since or ""), "until": str(entry.until or ""), "within": list(entry.within)}
    rest = {name: getattr(entry, name) for name in ("words", "lang", "url", "capture", "note")}
    return {name: value for name, value in {**said, **times, **rest}.items() if value}
