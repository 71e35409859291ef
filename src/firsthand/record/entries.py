"""What does the record say, and who says so? One line of it, and how lines are put together.

After followthemoney's statements: a line's id is a hash of what it says, so that loading it twice is harmless, and two
lines that disagree are two lines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firsthand.record.when import When

UNNAMED = "unnamed"
"""The source of a line whose author gave none. It is shown as such."""

WHEN_FIELDS = frozenset({"taken", "seen", "period", "founded", "dissolved", "born", "died"})
"""Fields whose value is a date or an interval (EDTF)."""

WHERE_FIELDS = frozenset({"place", "seat", "based-in", "from"})
"""Fields whose value is a place."""

LINK_FIELDS = frozenset({"member-of", "works-with", "leads", "holds"})
"""Fields that tie a person to a body (or an office) for a time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """According to `source`, `field` of `subject` is `value`, from `since` until `until`.

    `subject` is the id of a picture or subject inside its case, or `CHECKLIST/CRITERION`. `within` settles which of several
    places of one name.
    """

    subject: str
    field: str
    value: str
    source: str = UNNAMED
    since: When | None = None
    until: When | None = None
    within: tuple[str, ...] = ()
    words: str = ""
    lang: str = ""
    url: str = ""
    capture: str = ""
    note: str = ""

    @property
    def id(self) -> str:
        """32 hex digits of the SHA-256 over everything it says."""
        return hashlib.sha256(json.dumps(self._said(), ensure_ascii=False).encode()).hexdigest()[:32]

    def _said(self) -> list[object]:
        times = [str(t) if t else "" for t in (self.since, self.until)]
        rest = [self.words, self.lang, self.url, self.capture, self.note]
        return [self.subject, self.field, self.value, self.source, *times, list(self.within), *rest]


def assemble(entries: Iterable[Entry]) -> Mapping[str, Mapping[str, tuple[Entry, ...]]]:
    """Entries by subject, then by field, in their order, equal lines once. Neither of two that disagree is dropped."""
    book: dict[str, dict[str, dict[str, Entry]]] = {}
    for entry in entries:
        book.setdefault(entry.subject, {}).setdefault(entry.field, {}).setdefault(entry.id, entry)
    return {
        subject: {field: tuple(rows.values()) for field, rows in fields.items()} for subject, fields in book.items()
    }
