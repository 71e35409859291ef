"""What does an audit of voices give? Shares with their bounds and intervals, lists, tables, and sentences still without words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.record.passages import Passage
from firsthand.record.voices import Audited, Basis, VoiceKind
from firsthand.record.where import Where

Interval = tuple[float, float]
"""From, to; both belong to it."""

LOCAL = "there-or-from-there"
"""`Share.what` of voices that are there or from there, taken together."""
SECOND_HAND = "second-hand"
"""`Share.what` of voices whose words came through somebody else."""


class Unit(StrEnum):
    """What is counted. Every share says by which of them."""

    ARTICLE = "article"
    """The mean of the articles' own shares of voices: an article with one voice counts as much as one with twenty."""
    VOICE = "voice"
    """Distinct voices: a named voice counts once, in however many articles of its outlet it speaks."""
    QUOTATION = "quotation"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be said by a catalogue: its key (docs/audit.md), and the values of its placeholders by name.

    Numbers stay numbers; shares are fractions (0 to 1).
    """

    key: str
    values: tuple[tuple[str, str | int | float], ...] = ()

    def value(self, name: str) -> str | int | float:
        """Raises KeyError where there is no such placeholder."""
        return dict(self.values)[name]


@dataclass(frozen=True, slots=True)
class Share:
    """`amount` of `of`, by a unit. `what` is a basis, LOCAL or SECOND_HAND.

    `bounds`: if none of the unknown voices belonged to it, and if all of them did. `interval`: 95 %, by resampling articles;
    `outer`: from the interval's lower end for the lower bound to its upper end for the upper bound, so that it holds for
    both reasons of doubt. None where there are too few articles to resample.
    """

    what: str
    unit: Unit
    amount: float
    of: float
    share: float
    bounds: Interval
    interval: Interval | None = None
    outer: Interval | None = None


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """One voice of one article, as a line of a list. `place` is its place in `ArticleVoices.voices`."""

    article: str
    place: int
    name: str
    kind: VoiceKind
    basis: Basis
    country: str = ""
    quotations: float = 0.0
    words: float = 0.0
    inferred: int = 0
    named: bool = True
    subject: str = ""
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that was not audited, and why; `reason` is the name of what it copies, or the problem."""

    name: str
    state: Audited
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FirstVoice:
    """The voice that speaks first in an article."""

    article: str
    name: str
    basis: Basis
    country: str = ""


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """How many voices of one kind are in, or from, one country (ISO code, empty where unknown); each article's own voices."""

    country: str
    kind: VoiceKind
    voices: int
    quotations: float


@dataclass(frozen=True, slots=True)
class SecondHand:
    """Voices whose words came through somebody else. `countries` are those of the intermediaries, empty where unknown.

    A voice that came through two of them counts half for each.
    """

    share: Share | None
    countries: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Concentration:
    """How few carry how much, by quotations. None of it says whether that is too few.

    `effective` is exp of Shannon's entropy: as many equally frequent ones would be as varied. `simpson` (1 - Simpson) is the
    chance that two quotations, drawn with replacement, are not from the same. `top` are the ten most quoted.
    """

    names: int
    quotations: float
    effective: float
    simpson: float
    top_five: float
    top: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class MeasuredLang:
    """How well voices are found in one language: fractions on `n` attributions of the set `of`.

    `precision` and `recall` are those of attributions, `joint` the F-score of span and speaker together.
    """

    lang: str
    precision: float
    recall: float
    joint: float
    of: str
    n: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The measured error of the reader of voices, by language."""

    langs: tuple[MeasuredLang, ...] = ()

    def lang(self, lang: str) -> MeasuredLang | None:
        return next((one for one in self.langs if one.lang == lang), None)


class Held(StrEnum):
    """Was the correction from hand-checked voices applied, or why not?"""

    APPLIED = "applied"
    TOO_FEW = "too-few"
    NOT_RANDOM = "not-random"
    """Somebody chose which voices to check."""
    SKIPPED = "skipped"
    """Voices were left out between those that were answered: what is hard is skipped, and the rest flatters."""
    OTHER_CORPUS = "other-corpus"
    """They were drawn from other articles, for another place, or before the desk filed something on these voices."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The shares corrected by what people found. `confusion` counts (machine's answer, person's answer, voices).

    `missing` voices of the file are not among those of the audit any more.
    """

    state: Held
    checked: int
    shares: tuple[Share, ...] = ()
    confusion: tuple[tuple[str, str, int], ...] = ()
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Resampled:
    """How intervals were made: so many times, from this seed. `least`: articles under which there is no interval."""

    times: int
    seed: int
    least: int


@dataclass(frozen=True, slots=True)
class Audit:
    """Whose voices many articles rest on, seen from the place `about`.

    Of `articles` given, `audited` count and `voiced` of these have a voice; `left_out` are the others with their reasons.
    For a single audited article there are no shares, only `voices`. `without` are the articles with no voice there or from
    there in which every voice is known; `none_known` those with none known, and unknown ones among their voices.
    `with_local` is the share of audited articles that have at least one voice there or from there.
    """

    about: Where
    articles: int
    audited: int
    voiced: int
    voices: tuple[VoiceLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    shares: tuple[Share, ...] = ()
    with_local: Share | None = None
    without: tuple[str, ...] = ()
    none_known: tuple[str, ...] = ()
    first: tuple[FirstVoice, ...] = ()
    first_shares: tuple[Share, ...] = ()
    by_place: tuple[PlaceKind, ...] = ()
    second_hand: SecondHand = SecondHand(None)
    voices_concentration: Concentration | None = None
    intermediaries_concentration: Concentration | None = None
    langs: tuple[tuple[str, int], ...] = ()
    measured: Measured = Measured()
    correction: Correction | None = None
    resampled: Resampled = Resampled(0, 0, 0)
    sentences: tuple[Sentence, ...] = ()

    def share(self, what: str, unit: Unit) -> Share | None:
        return next((one for one in self.shares if one.what == what and one.unit == unit), None)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two outlets that are compared: mean shares over its articles that have a voice."""

    outlet: str
    articles: int
    local: Share
    unknown: Share


@dataclass(frozen=True, slots=True)
class OutletComparison:
    """The difference (one less the other) of the mean share of voices there or from there.

    `bounds`: the least and the greatest that the unknown voices leave possible. `p` is that of a permutation test by
    article, two-sided; `exact` where all `permutations` were tried, else so many were drawn.
    """

    about: Where
    one: Side
    other: Side
    difference: float
    bounds: Interval
    interval: Interval
    p: float
    exact: bool
    permutations: int
    resampled: Resampled
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Two outlets that are not compared, and why."""

    reason: Sentence


class Ask(StrEnum):
    """What a person is asked about a voice."""

    PLACE = "place"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A question whose answer would tell most. `passages` are (article, passage), where to look.

    `narrows` tells by unit how much of the whole hangs on it: with a place, by so much the bounds draw together; with a
    speaker, so much at most would move. `candidates` are the places that the text leaves open.
    """

    ask: Ask
    question: Sentence
    name: str
    subject: str
    voices: int
    articles: tuple[str, ...]
    passages: tuple[tuple[str, Passage], ...]
    narrows: tuple[tuple[Unit, float], ...]
    quotations: float
    words: float
    candidates: tuple[str, ...] = ()
