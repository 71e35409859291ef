"""What answers can a check give, and what do a publisher's words mean on the desk's own scale?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """The answer to one question. `unresolved`: looked and found nothing sure; `not-checked`: could not look."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNRESOLVED = "unresolved"
    NOT_CHECKED = "not-checked"


class Verdict(StrEnum):
    """The desk's small common scale. Empty where the table of ratings is silent; never guessed."""

    FALSE = "false"
    MISLEADING = "misleading"
    MISSING_CONTEXT = "missing-context"
    ALTERED = "altered"
    SATIRE = "satire"
    UNPROVEN = "unproven"
    TRUE = "true"
    NONE = ""


def agree(outcomes: Iterable[Outcome]) -> Outcome:
    """Join the answers of several entries on one question: sure only where all of them say the same.

    No answers give `unresolved`. Entries that disagree give `unresolved`: the finding then shows every row.
    """
    seen = set(outcomes)
    return seen.pop() if len(seen) == 1 else Outcome.UNRESOLVED
