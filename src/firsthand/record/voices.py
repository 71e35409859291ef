"""Whose voices does an article rest on, and where does each of them speak from?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from firsthand.record.attributions import Attribution, Interview
from firsthand.record.passages import Passage
from firsthand.record.when import When
from firsthand.record.where import Where


class Basis(StrEnum):
    """Where a voice speaks from, seen from the place that is asked about, at the article's date.

    The first that holds: it is in the place; it is from there (and elsewhere now, or nobody knows where); it is, or is from,
    elsewhere in the country that the place lies in; it is in another country. `unknown` is normal and no reproach.
    """

    THERE = "there"
    FROM_THERE = "from-there"
    SAME_COUNTRY = "same-country"
    THIRD_PLACE = "third-place"
    UNKNOWN = "unknown"


class Tier(IntEnum):
    """On what evidence a voice is placed, the best first. A better tier wins; the others are kept and shown."""

    DESK_RECORD = 1
    """`based-in`, `seat` or `from` of a subject of the casebook, valid at the article's date."""
    SELF_DESCRIPTION = 2
    """What the voice says of itself in the text."""
    ROLE = 3
    """The text calls it a resident or the mayor of X, or X-based."""
    SEAT = 4
    """The seat of a body, the capital of a state whose official speaks."""
    DATELINE = 5
    """The dateline of the report, for unnamed locals only."""
    DEMONYM = 6
    """A Ukrainian activist: says where somebody is from, never where somebody is."""
    PROPOSAL = 7
    """Proposed by a catalogue such as Wikidata; counts only once a person accepted it, as a desk record."""


class VoiceKind(StrEnum):
    """What speaks. `unnamed` is `anonymous` only where the text withholds the name; `person` where nothing more is told."""

    RESIDENT = "resident"
    PARTICIPANT = "participant"
    WORKER = "worker"
    OFFICIAL = "official"
    ARMED_FORCE = "armed-force"
    EXPERT = "expert"
    OUTLET = "outlet"
    DOCUMENT = "document"
    BODY = "body"
    PERSON = "person"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Ground:
    """One answer to one of the two questions, with its evidence.

    `question` is `there` (is it there?) or `from` (is it from there?). `places` are the candidates of the place named
    (homonyms that the text does not settle). `words` is the passage it rests on, None where an entry of the casebook says
    so; then `entry` is that entry's id and `source` whom it names. `fits` holds `places` against the place asked about:
    True it lies inside, False it lies outside, None it cannot be told.
    """

    question: str
    places: tuple[Where, ...]
    tier: Tier
    fits: bool | None
    words: Passage | None = None
    entry: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Via:
    """Through whom the article has the words ("told TASS", "as UNIAN writes", a link): one edge article -> outlet -> source."""

    name: str
    passage: Passage
    places: tuple[Where, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One source of one article.

    `attributions` are places in `ArticleVoices.attributions`, `turns` places in the interview's turns. `quotations` and
    `words` count what it says; of a joint answer each of n people has 1/n. `inferred` counts the quotations whose speaker
    was concluded. `subject` is CASE/ID where the casebook knows it. `grounds` are best first; `basis` follows from them.
    `country` is the ISO code of the country in which it is or from which it is, empty where nobody knows.
    """

    name: str
    kind: VoiceKind
    basis: Basis
    grounds: tuple[Ground, ...] = ()
    mentions: tuple[Passage, ...] = ()
    attributions: tuple[int, ...] = ()
    turns: tuple[int, ...] = ()
    quotations: float = 0.0
    words: float = 0.0
    inferred: int = 0
    named: bool = True
    subject: str = ""
    via: tuple[Via, ...] = ()
    country: str = ""


class Audited(StrEnum):
    """What became of an article. Only `audited` ones count; all others are named with their reason."""

    AUDITED = "audited"
    TOO_SHORT = "too-short"
    NO_LANGUAGE = "language-not-supported"
    COPY = "copy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ArticleVoices:
    """One article and its voices. `name` is its path or address. `copy_of` is the name of the article that it copies.

    `refuted` are places in `attributions` of what is quoted to be refuted; no voice rests on them.
    """

    name: str
    state: Audited
    text: str = ""
    text_sha256: str = ""
    title: str = ""
    outlet: str = ""
    url: str = ""
    lang: str = ""
    published: When | None = None
    words: int = 0
    attributions: tuple[Attribution, ...] = ()
    interview: Interview | None = None
    voices: tuple[Voice, ...] = ()
    copy_of: str = ""
    problem: str = ""
