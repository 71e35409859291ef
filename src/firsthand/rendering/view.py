"""What are the parts of the page? Values ready to be shown; the template adds nothing but their order and their tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day

from firsthand.rendering.gravity import Tone
from firsthand.rendering.marking import Piece


@dataclass(frozen=True, slots=True)
class Badge:
    """An outcome or verdict in words, with its colour."""

    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Date:
    """A date in words, and its ISO form for machines where it is one day."""

    words: str
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a part of a picture (points in per cent of its sides), its letter, and what it says in words.

    The letter stands at `corner`. `added`: something was added there; its outline is broken.
    """

    letter: str
    colour: int
    points: tuple[tuple[float, float], ...]
    corner: tuple[float, float]
    words: str
    added: bool = False

    @property
    def path(self) -> str:
        """The outline as the points of an SVG polygon."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture with its frames; `src` is a data: URI, or empty where the picture was not given."""

    name: str
    src: str
    alt: str
    frames: tuple[Frame, ...] = ()
    caption: tuple[Piece, ...] = ()
    lang: str = ""
    credit: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One ground, for or against; `both`: the words of either side are the same and stand in `ours` alone."""

    words: str
    against: bool = False
    both: bool = False
    ours: str = ""
    ours_lang: str = ""
    theirs: str = ""
    theirs_lang: str = ""


@dataclass(frozen=True, slots=True)
class MatchView:
    """Why it is or may be the same; `tip` and `item` are what `firsthand decide` takes.

    `made` says how our picture was made of the one on file, in the reader's language.
    """

    item: str
    tip: str
    probability: str
    reasons: tuple[ReasonView, ...]
    made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchesView:
    """Matches under one heading; `note` says what holds for all of them."""

    heading: str
    note: str
    matches: tuple[MatchView, ...]


@dataclass(frozen=True, slots=True)
class TipView:
    kind: str
    title: str
    author: str
    outlet: str
    published: Date
    address: str
    text: tuple[Piece, ...]
    lang: str
    pictures: tuple[PictureView, ...]
    more_pictures: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    badge: Badge
    rating: str
    publisher: str
    href: str
    published: Date
    summary: str
    lang: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    text: str
    lang: str
    claimant: str
    made: Date


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of evidence on file; `anchor` is where the table of contradictions points to."""

    anchor: str
    field: str
    value: str
    lang: str
    words: str
    source: str
    href: str
    span: str


@dataclass(frozen=True, slots=True)
class CaseView:
    id: str
    title: str
    note: str
    reviews: tuple[ReviewView, ...]
    claims: tuple[ClaimView, ...]
    pictures: tuple[PictureView, ...]
    entries: tuple[EntryView, ...]
    more_entries: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of "what the caption says against what the record says"."""

    what: str
    said: str
    said_lang: str
    number: int
    held: str
    source: str
    href: str
    evidence: int
    anchor: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion of a checklist with one answer to it, and who gives it."""

    text: str
    answer: str
    source: str
    href: str
    evidence: int
    anchor: str


@dataclass(frozen=True, slots=True)
class ChecklistView:
    headline: str
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """`name` is what `firsthand explain` takes."""

    code: str
    badge: Badge
    headline: str
    hint: str
    case: str
    numbers: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class GapView:
    code: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. `first` and `last`: the days between which it lies, None at an end that is not known."""

    date: Date
    words: str
    quote: str = ""
    lang: str = ""
    href: str = ""
    badge: Badge | None = None
    first: Day | None = None
    last: Day | None = None


@dataclass(frozen=True, slots=True)
class BannerView:
    tone: Tone
    label: str
    sentence: str
    also: tuple[str, ...]
    tally: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that one page shows. `failed` and `no_record` were not checked; `absent` names what the tip does not carry.

    `brief` names what few cases have on file, and the case of this tip neither.
    """

    lang: str
    banner: BannerView
    tip: TipView
    cases: tuple[CaseView, ...]
    matches: tuple[MatchesView, ...]
    rows: tuple[Row, ...]
    of_caption: bool
    findings: tuple[FindingView, ...]
    failed: tuple[GapView, ...]
    no_record: tuple[GapView, ...]
    absent: tuple[str, ...]
    timeline: tuple[Moment, ...]
    more_moments: int
    made_at: str
    version: str
    settings_digest: str
    notes: tuple[str, ...] = ()
    checklists: tuple[ChecklistView, ...] = ()
    brief: tuple[str, ...] = ()
