"""Which questions does Firsthand put to a tip? One table; outside packages add theirs by an entry point.

A check is pure: it consults a `Question` and nothing else, so that a report can be computed again years later.
"""

from __future__ import annotations

from importlib.metadata import entry_points

from firsthand.checks import caption_date, caption_event, caption_place, known_claim, known_picture, standing
from firsthand.checks.table import GROUP, Check, outside

_CAPTIONED = frozenset({"picture", "caption"})

CHECKS: tuple[Check, ...] = (
    Check("known-claim", "Does the casebook know this claim?", frozenset({"text"}), known_claim.run),
    Check("known-picture", "Does the casebook know this picture?", frozenset({"picture"}), known_picture.run),
    Check("caption-date", "Can the picture be from the time that its caption says?", _CAPTIONED, caption_date.run),
    Check("caption-place", "Can the picture be from the place that its caption says?", _CAPTIONED, caption_place.run),
    Check("caption-event", "Can the picture show the event that its caption names?", _CAPTIONED, caption_event.run),
    Check(
        "standing",
        "Did the link between a person and a body, which the words speak of as present, stand at that time?",
        frozenset({"text"}),
        standing.run,
    ),
)
"""The questions in the order in which a report answers them."""


def all_checks() -> tuple[Check, ...]:
    """The table, then the checks of installed packages (entry point group `firsthand.checks`)."""
    return CHECKS + outside(entry_points(group=GROUP), CHECKS)
