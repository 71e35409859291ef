"""What does the inbox say of a report in one line?"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.api import Checked
from firsthand.rendering import gravity


@dataclass(frozen=True, slots=True)
class Headline:
    """The gravest sentence of a report, in English as reports are, and its tone (`bad`, `warn`, `ok`, `neutral`)."""

    sentence: str
    outcome: str


def headline(checked: Checked) -> Headline:
    """The line of a report: that of its banner."""
    found = gravity.banner(checked.report, checked.leads)
    return Headline(found.sentence, found.tone.value)
