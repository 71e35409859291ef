"""What did somebody send in to be checked, and in what state did it arrive?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from firsthand.record.when import When


@dataclass(frozen=True, slots=True)
class Tip:
    """One thing to check: exactly one of `url`, `text`, `html` (a path), `picture` (a path), `post` (a path to its JSON).

    `caption` is the words it came with, `published` when they were published, `lang` their language if the sender knows.
    """

    id: str = ""
    url: str = ""
    text: str = ""
    html: str = ""
    picture: str = ""
    post: str = ""
    caption: str = ""
    published: When | None = None
    lang: str = ""


class CaptureState(StrEnum):
    """The honest end state of one fetch."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Bytes kept as evidence, named by their SHA-256 (64 hex digits). `media` is their type as found, not as claimed."""

    sha256: str
    size: int
    media: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """One fetch of one address (or one read of one file) at one moment. `problems` are sentences."""

    address: str
    at: datetime
    state: CaptureState
    exhibits: tuple[Exhibit, ...] = ()
    final_address: str = ""
    problems: tuple[str, ...] = field(default_factory=tuple)
