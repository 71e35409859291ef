"""What was found, on what grounds, and what was not looked at?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.record.differences import Differences
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Passage, Region
from firsthand.record.tips import Capture, Tip


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for or against a match. `feature` is its row in the table of `matching/weighing.py`.

    `weight` is what it added to the log-odds. Words are compared by `ours`/`theirs`, pictures by their regions.
    """

    feature: str
    words: str
    weight: float = 0.0
    ours: Passage | None = None
    theirs: Passage | None = None
    our_region: Region | None = None
    their_region: Region | None = None

    @property
    def against(self) -> bool:
        """Does it speak against the match? A likeness of 0.99 takes something off the odds and is no ground against it."""
        return self.weight < -LITTLE and not self.feature.endswith("-most")


LITTLE = 0.1
"""Log-odds that nobody needs to weigh."""


@dataclass(frozen=True, slots=True)
class Match:
    """A weighed lead: a calibrated probability (0 to 1) that it is the same, with its reasons.

    `item` is `CASE/ID`; `tip` names our side in decisions (`picture:SHA256` or `text:SHA256`). `differences` say how our
    picture was made of the one on file; None for words, and where nobody laid the two upon each other.
    """

    item: str
    probability: float
    reasons: tuple[Reason, ...] = ()
    tip: str = ""
    differences: Differences | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of the table: what the tip says, what the record holds, who says so, and the answer for these two alone."""

    what: str
    said: str
    held: str
    source: str
    outcome: Outcome
    passage: Passage | None = None
    entry: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question. `headline` is one plain sentence; `case` the id of the case it rests on, if any.

    `picture` and `claim` name the item on file; `tip_picture` the position of our picture (from 0) in the reading.
    """

    code: str
    outcome: Outcome
    headline: str
    case: str = ""
    match: Match | None = None
    passages: tuple[Passage, ...] = ()
    compared: tuple[Comparison, ...] = ()
    hint: str = ""
    tip_picture: int | None = None


class Why(StrEnum):
    """Why a question was not answered. Only `failed` is a defect of this run and leads to exit status 3."""

    ABSENT = "absent"
    """The tip carries nothing of the kind: a text has no picture to look up."""
    NO_RECORD = "no-record"
    """The casebook holds nothing to compare with."""
    NOT_SET_UP = "not-set-up"
    """What it takes is not installed here, or is switched off: no defect of this run."""
    FAILED = "failed"
    """It is there, but could not be read, fetched or looked up."""


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A question that was not answered, the reason as a sentence, and what to do about it."""

    code: str
    why: Why
    reason: str
    hint: str = ""
    outcome: Outcome = Outcome.NOT_CHECKED


@dataclass(frozen=True, slots=True)
class Report:
    """All answers to one tip. It can be computed again from its reading, its leads and the settings of the digest.

    `notes` are plain sentences on how it was searched that a reader should know; they are no failures.
    """

    tip: Tip
    capture: Capture | None
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    version: str
    settings_digest: str
    made_at: datetime
    notes: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 nothing contradicted; 1 something contradicted; 3 something could not be checked, nothing contradicted."""
        if any(finding.outcome is Outcome.CONTRADICTED for finding in self.findings):
            return 1
        return 3 if any(gap.why is Why.FAILED for gap in self.not_checked) else 0

    def by_code(self, code: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.code == code)
