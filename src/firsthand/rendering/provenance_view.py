"""What are the parts of a provenance page? Values ready to be shown; the template adds nothing but their order and their tags."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.rendering.view import Badge

Pairs = tuple[tuple[str, str], ...]
"""(what, its value)."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step; `lang` of the problems is English, as the program says them."""

    name: str
    state: Badge
    tool: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """One file; `href` is empty where it is not in the folder."""

    what: str
    sha256: str
    size: str
    media: str
    origin: str
    href: str


@dataclass(frozen=True, slots=True)
class ShotView:
    """A picture made small: a data: URI, or nothing."""

    caption: str
    src: str


@dataclass(frozen=True, slots=True)
class CaptureView:
    """One capture. `href` is its address if a browser may follow it, `record` where its record lies."""

    number: int
    heading: str
    href: str
    badge: Badge
    pairs: Pairs
    steps: tuple[StepView, ...]
    files: tuple[FileView, ...]
    shots: tuple[ShotView, ...]
    id: str
    record: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One event of the custody log."""

    number: str
    at: str
    what: str
    exhibits: str
    who: str
    tool: str
    source: str


@dataclass(frozen=True, slots=True)
class ProvenancePage:
    """The page, top to bottom. `commands` are (what the command shows, the command)."""

    lang: str
    headline: str
    title: str
    counts: str
    problems: tuple[str, ...]
    captures: tuple[CaptureView, ...]
    pictures: tuple[FileView, ...]
    shots: tuple[ShotView, ...]
    stamps: tuple[str, ...]
    reads: str
    events: tuple[EventView, ...]
    commands: Pairs
    no_wacz: bool
    key: str
    made_at: str
    version: str
