"""What are the parts of an audit's page? Values ready to be shown; the template adds nothing but their order and their tags."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.rendering.audit_map import MapView
from firsthand.rendering.audit_marking import MarkedPiece
from firsthand.rendering.view import Date


@dataclass(frozen=True, slots=True)
class BasisMark:
    """A basis in words, with the sign that stands for it beside its pattern: neither colour nor pattern is needed to tell."""

    code: str
    words: str
    sign: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many voices (or what else) of one basis."""

    basis: BasisMark
    number: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar, in per cent of it. `sign` is empty where there is no room for it."""

    basis: BasisMark
    start: float
    width: float
    sign: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A share in a table: itself, its bounds and its interval, in words; empty where there is none."""

    basis: BasisMark
    amount: str
    share: str
    bounds: str
    interval: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The shares by one unit. `bounds`, `outer` and `point` are of voices there or from there, in per cent; None: not drawn."""

    unit: str
    note: str
    alt: str
    parts: tuple[Part, ...]
    bounds: tuple[float, float]
    outer: tuple[float, float] | None
    point: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GroundView:
    """One answer with its evidence. `entry` names a line of the casebook, `words` are words of the article."""

    question: str
    answer: str
    places: str
    tier: str
    words: str
    source: str
    entry: str


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One voice of an article. `places` are the numbers of the quotations in the article's text in which it speaks."""

    number: int
    name: str
    kind: str
    basis: BasisMark
    said: str
    inferred: str
    subject: str
    via: tuple[str, ...]
    grounds: tuple[GroundView, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article. `pieces` are empty where its text is not shown here."""

    number: int
    name: str
    title: str
    href: str
    outlet: str
    published: Date
    lang: str
    counts: tuple[Count, ...]
    voices: tuple[VoiceView, ...]
    pieces: tuple[MarkedPiece, ...]
    told: tuple[tuple[str, str], ...] = ()
    more_voices: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table in words; `lang` is that of its first cell where it is not the page's."""

    cells: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a heading. `more` is how many lines are not shown."""

    id: str
    heading: str
    note: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class AskView:
    """A question of the review queue, why it matters, where to look, and the command that files the answer."""

    question: str
    narrows: str
    seen: tuple[tuple[str, str], ...]
    candidates: str
    command: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """All that one page of an audit shows."""

    lang: str
    title: str
    headline: str
    given: str
    sentences: tuple[str, ...]
    bars: tuple[Bar, ...]
    few: str
    map: MapView | None
    map_note: str
    tables: tuple[Table, ...]
    places: Table
    articles: tuple[ArticleView, ...]
    rows: tuple[ArticleView, ...]
    more_articles: int
    queue: tuple[AskView, ...]
    left_out: Table
    notes: tuple[str, ...]
    made_at: str
    version: str
    settings_digest: str
    single: bool
