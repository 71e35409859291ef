"""Which questions does Firsthand put to a tip? One table; outside packages add theirs by an entry point.

A check is pure: it consults a `Question` and nothing else, so that a report can be computed again years later.
"""

from __future__ import annotations

from importlib.metadata import entry_points

from firsthand.checks.caption_date import run as ask_caption_date
from firsthand.checks.caption_event import run as ask_caption_event
from firsthand.checks.caption_place import run as ask_caption_place
from firsthand.checks.checklist import run as ask_checklist
from firsthand.checks.known_claim import run as ask_known_claim
from firsthand.checks.known_picture import run as ask_known_picture
from firsthand.checks.picture_words import run as ask_picture_words
from firsthand.checks.standing import run as ask_standing
from firsthand.checks.table import GROUP, Check, outside

_CAPTIONED = frozenset({"picture", "caption"})

CHECKS: tuple[Check, ...] = (
    Check("known-claim", "Does the casebook know this claim?", frozenset({"text"}), ask_known_claim),
    Check("known-picture", "Does the casebook know this picture?", frozenset({"picture"}), ask_known_picture),
    Check("caption-date", "Can the picture be from the time that its caption says?", _CAPTIONED, ask_caption_date),
    Check("caption-place", "Can the picture be from the place that its caption says?", _CAPTIONED, ask_caption_place),
    Check("caption-event", "Can the picture show the event that its caption names?", _CAPTIONED, ask_caption_event),
    Check(
        "picture-words",
        "Which words stand in the picture, and do they name another time or event than its caption?",
        frozenset({"picture"}),
        ask_picture_words,
    ),
    Check(
        "standing",
        "Did the link, the office, the person or the body of which the words speak stand at that time?",
        frozenset({"text"}),
        ask_standing,
    ),
    Check("checklist", "Which criteria does the matter meet that the case holds it to?", frozenset(), ask_checklist),
)
"""The questions in the order in which a report answers them."""


def all_checks() -> tuple[Check, ...]:
    """The table, then the checks of installed packages (entry point group `firsthand.checks`)."""
    return CHECKS + outside(entry_points(group=GROUP), CHECKS)
