"""By which rule does each check answer, and what would change each of its answers? Sentences, one table by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LIMIT = "which of the two errs, and why, this does not say"


class Turn(StrEnum):
    """How an answer turned out. `unresolved` is two things: something was found that settles nothing, or nothing was."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    OPEN = "open"
    NOTHING = "nothing"
    BLIND = "blind"


MEANS = {
    Turn.SUPPORTED: "So the answer is supported: all that the record allows lies inside what is said.",
    Turn.CONTRADICTED: f"So the answer is contradicted: nothing that the record allows satisfies the words; {LIMIT}.",
    Turn.OPEN: "So the answer is unresolved: it was looked into, and what was found settles nothing.",
    Turn.NOTHING: "So the answer is unresolved: it was looked into, and nothing that counts was found; that is neither a yes "
    "nor a no.",
    Turn.BLIND: "So the answer is not checked: it could not be looked into, and that says nothing either way.",
}
"""What an answer says, and no more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a check goes by. `voice`: whose exact words it judges; `item`: what its match is of.

    `changes` says what would change each answer; `means` stands in place of MEANS where an answer means something else.
    """

    voice: str
    item: str
    rule: str
    changes: Mapping[Turn, str]
    means: Mapping[Turn, str] = field(default_factory=dict)


_ON_FILE = "So the answer is supported, which means here that the casebook knows it, and not that it is true."
_AGAIN = "or that a decision which set one aside is withdrawn"
_NOT_IT = "or that the picture is not the one on file"

RULES: Mapping[str, Rule] = {
    "known-claim": Rule(
        "The words of the tip",
        "the claim",
        "a claim counts as on file where the grounds for and against it, weighed together, leave it likely enough, or where "
        "a person decided so; what is less likely is only suggested, and what a review says of the claim is not weighed",
        {
            Turn.SUPPORTED: "a person's decision that the two do not say the same, or other words on either side",
            Turn.OPEN: "a person's decision, yes or no, or other words on either side",
            Turn.NOTHING: f"a claim on file that says this, in any of its wordings, {_AGAIN}",
            Turn.BLIND: "words that can be read, or looked up",
        },
        {Turn.SUPPORTED: _ON_FILE},
    ),
    "known-picture": Rule(
        "The words of the tip",
        "the picture",
        "a picture counts as on file where what both pictures have in common, weighed together, leaves it likely enough, or "
        "where a person decided so; what is less likely is only suggested, and what came with the picture is not weighed",
        {
            Turn.SUPPORTED: "a person's decision that the two are not the same picture",
            Turn.OPEN: "a person's decision, yes or no, or a larger or clearer copy of the picture",
            Turn.NOTHING: f"this picture, or the one that it was made of, put on file, {_AGAIN}",
            Turn.BLIND: "a picture that can be opened, or looked up",
        },
        {Turn.SUPPORTED: _ON_FILE},
    ),
    "caption-date": Rule(
        "The exact words of the caption",
        "the picture",
        "a date is contradicted only where no day that the record allows can be a day that the caption says, approximate "
        "dates widened first, and supported only where all that the record allows lies inside what the caption says; a day "
        "on which the picture was seen can exclude a later date and supports none",
        {
            Turn.SUPPORTED: f"a source that puts the picture at another time, {_NOT_IT}",
            Turn.CONTRADICTED: "a source by which the picture can be from the time that the caption says, a caption that says "
            f"another time or was read wrongly, {_NOT_IT}",
            Turn.OPEN: "a source that tells the time more narrowly or settles what sources dispute, or a caption that says "
            "the time of the picture more plainly",
            Turn.NOTHING: "a caption that says plainly when the picture was taken",
            Turn.BLIND: "a picture, a caption and an entry on the time that can all be read",
        },
    ),
    "caption-place": Rule(
        "The exact words of the caption",
        "the picture",
        "one place named that holds the place on file is enough to support the caption; it is contradicted only where every "
        "place that it asserts is excluded, and of several only where they are in another country; two settlements less than "
        "40 km apart never contradict",
        {
            Turn.SUPPORTED: f"a source that puts the picture in another place, {_NOT_IT}",
            Turn.CONTRADICTED: "a source by which the picture can be from the place that the caption says, a caption that "
            f"says another place or was read wrongly, {_NOT_IT}",
            Turn.OPEN: "a source that tells the place more narrowly or settles what sources dispute, or a caption that says "
            "the place of the picture more plainly",
            Turn.NOTHING: "a caption that says plainly where the picture was taken",
            Turn.BLIND: "a picture, a caption and an entry on the place that can all be read",
        },
        {
            Turn.SUPPORTED: "So the answer is supported: all that the record allows lies inside a place that the caption says."
        },
    ),
    "caption-event": Rule(
        "The exact words of the caption",
        "the picture",
        "the picture's own event supports the caption; another event is excluded only where the picture was taken before it "
        "began, more than a year after it ended, outside its time and in another place, or, where the picture's own event is "
        "on file, in another country; an event that is spoken of but not said to be shown is left open",
        {
            Turn.SUPPORTED: f"a source that says that the picture shows another event, {_NOT_IT}",
            Turn.CONTRADICTED: "a source by which the picture can show the event named, another time or place on file for "
            f"that event, a caption that was read wrongly, {_NOT_IT}",
            Turn.OPEN: "a source that says which event the picture shows, or when and where it was taken, or a caption that "
            "names the event plainly as what the picture shows",
            Turn.NOTHING: "an event on file by the name that the caption uses",
            Turn.BLIND: "a picture, a caption and an entry on the event, the time or the place that can all be read",
        },
        {
            Turn.SUPPORTED: "So the answer is supported: the event on file is one that the caption names.",
            Turn.CONTRADICTED: f"So the answer is contradicted: by the record it cannot show the event named; {LIMIT}.",
        },
    ),
    "picture-words": Rule(
        "The exact words of the caption",
        "the picture",
        "words that a machine read in the picture are set beside the caption and the record, and are never more than "
        "unresolved, since a banner may be older than the day on which it was carried and a machine may misread it",
        {
            Turn.OPEN: "nothing that a machine reads; only a person who looks at the picture can settle it",
            Turn.NOTHING: "a clearer copy in which other words can be read; it would stay unresolved even then, until a person "
            "has looked at the picture",
            Turn.BLIND: "a picture that can be opened, and a reader of words that is installed",
        },
        {
            Turn.OPEN: "So the answer is unresolved: the words differ, and which of them fits the picture is not settled.",
            Turn.NOTHING: "So the answer is unresolved: nothing was found that does not fit, and that bears nothing out.",
        },
    ),
    "standing": Rule(
        "The exact words",
        "it",
        "a link or an office that is spoken of as present is contradicted only where every entry on it ended before the time "
        "spoken of or began after it, or where the body did not exist then by every entry on its beginning or end, and where "
        "the day of publication and all other dates of the text are excluded too; it is supported where an entry with both "
        "its ends on file covers that time and no other source excludes it; a deed is contradicted only where, by every entry, "
        "its doer was dead or gone on its day, or yet to be born or founded, and it is never supported",
        {
            Turn.SUPPORTED: "a source by which the link had ended before that time, or had not begun",
            Turn.CONTRADICTED: "a source by which the link stood at that time, words that speak of another time, or that another "
            "person or body of that name is meant",
            Turn.OPEN: "entries with both ends of the link on file, or words that say plainly of what time they speak",
            Turn.NOTHING: "entries on from when until when it stood",
            Turn.BLIND: "words that can be read, and that say plainly of somebody on file what the record has times for",
        },
        {
            Turn.SUPPORTED: "So the answer is supported: the record has it at the time spoken of.",
            Turn.CONTRADICTED: f"So the answer is contradicted: the record allows no such thing at the time spoken of; {LIMIT}.",
        },
    ),
    "checklist": Rule(
        "The exact words",
        "it",
        "a checklist tells which criteria the desk answers as met, as not met or not at all, and who says so; it weighs "
        "nothing, is no verdict, and is never more than unresolved",
        dict.fromkeys(
            (Turn.OPEN, Turn.NOTHING),
            "nothing that is counted here: it stays unresolved; what is counted changes with the desk's answers on file and the "
            "entries that bear them",
        ),
        {Turn.OPEN: "So the answer is unresolved: criteria were counted, and nothing was judged."},
    ),
}
"""The checks that Firsthand brings. Their rules are told at length in docs/checks.md."""

_THEIRS = "another tip or another record, judged by that check again; the finding itself names nothing more"

OTHER = Rule(
    "The exact words",
    "it",
    "that of the check “{code}”, which this version of Firsthand does not know; those who made that check can say it",
    dict.fromkeys((Turn.SUPPORTED, Turn.CONTRADICTED, Turn.OPEN, Turn.NOTHING), _THEIRS)
    | {Turn.BLIND: "whatever hindered that check; the finding itself names nothing more"},
    {
        Turn.SUPPORTED: "So the answer of that check is supported.",
        Turn.CONTRADICTED: f"So the answer of that check is contradicted; {LIMIT}.",
        Turn.NOTHING: MEANS[Turn.OPEN].replace("what was found", "what was found, if anything,"),
    },
)
"""A check of another package. What its answers rest on is not known here, so nothing is said of it."""
