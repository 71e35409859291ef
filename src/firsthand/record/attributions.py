"""Who says what in a text, by which words? Attributions, the people they come from, and the turns of an interview."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.record.entries import Entry
from firsthand.record.passages import Passage


class Speech(StrEnum):
    """How words are given: all between quotation marks, partly, or told in the writer's own."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Inferred(StrEnum):
    """Why a speaker is not read but concluded; a person should look at these first."""

    NO = ""
    PRONOUN = "pronoun"
    """The mention is a pronoun or a bare description, and the nearest fitting person is meant."""
    CARRIED = "carried"
    """The quotation has no cue of its own; the speaker of the one before goes on."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source + cue + content at their exact places.

    `content` are the parts of what is said, in order: a quotation broken by its cue has two. `source` is the mention as it
    stands at the cue ("he", "the mayor of Izmail"), without what follows a comma; None where nobody is named. `shape` tells
    the order by letters: Q a quotation mark, C content, S source, V cue (so `QCQSV` is: "...," she said), after the
    GenderGapTracker. `rule` names what read it. `speaker` is the number of the speaker in `Attributed.speakers`, -1 where
    nobody can be named. `refuted`: it is quoted in order to be refuted, so that it is no source of the article. `via` is the
    outlet or body through which it was said ("told TASS").
    """

    content: tuple[Passage, ...]
    speech: Speech
    source: Passage | None
    cue: Passage | None
    shape: str
    rule: str
    speaker: int = -1
    inferred: Inferred = Inferred.NO
    refuted: bool = False
    via: Passage | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """All mentions of one source in one text that were taken for the same.

    `name` is the fullest name, or the description where nobody is named. `mentions` are all of them in order, pronouns
    left out; `named`: a proper name is among them. `described` are the words that say who it is, as they stand beside a mention
    ("longtime Democratic pollster", "the mayor of Izmail", ", a miner from Donetsk").
    """

    name: str
    mentions: tuple[Passage, ...]
    named: bool
    described: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Attributed:
    """All attributions of one text, in order of place. `supported_lang` is False where no cue words exist for the language."""

    text_sha256: str
    lang: str
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    supported_lang: bool = True


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part in an interview: the name as the roster or the text gives it, the label of the turns."""

    name: str
    label: str
    passage: Passage
    asker: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: whose (places in `Interview.participants`; several answer jointly) and the parts of what they say.

    `label` is what stands before it ("A.D. and S.Sh.:"), None where only its form tells who speaks.
    """

    speakers: tuple[int, ...]
    content: tuple[Passage, ...]
    label: Passage | None = None
    asker: bool = False


@dataclass(frozen=True, slots=True)
class SelfTold:
    """What somebody tells of himself, as an entry that a person may accept. `entry.words` is `passage.exact`."""

    speaker: str
    entry: Entry
    passage: Passage


@dataclass(frozen=True, slots=True)
class Interview:
    """A text in questions and answers. `colophon` tells where it was printed and reprinted; no turn holds any of it."""

    participants: tuple[Participant, ...]
    turns: tuple[Turn, ...]
    colophon: Passage | None = None
    told: tuple[SelfTold, ...] = ()
