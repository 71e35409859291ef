"""Is what a tip shares with a claim no more than what other claims on file say too, such as the foot of every page?"""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.checks.claim_leads import WeighedLead
from firsthand.matching.folding import fold
from firsthand.matching.texts import told
from firsthand.record.findings import Reason

LEAST = 5
"""Fewer shared telling words are not looked at: any subject shares as many."""
HELD = 0.6
"""Where the tip holds so much of what the claim says, it is more than a foot."""
ALIKE = 0.8
"""The share of what is shared that another claim must hold too."""
CLAIMS = 2
"""So many other claims must hold it: two on one matter may well say the same."""


def common_words(found: WeighedLead, others: Iterable[WeighedLead]) -> Reason | None:
    """Why the match is not sure; None where what is shared is the claim's own.

    That is so where two other claims of other words hold nearly all that is shared, and the tip lacks much of the rest.
    """
    ours, theirs = told(found.lead.passage.exact), told(found.claim.text)
    shared = ours.content.keys() & theirs.content.keys()
    if len(shared) < LEAST or len(shared) >= HELD * len(theirs.content):
        return None
    texts = {fold(other.claim.text): other.claim.text for other in others if other.item != found.item}
    texts.pop(fold(found.claim.text), None)
    alike = sum(len(shared & told(text).content.keys()) >= ALIKE * len(shared) for text in texts.values())
    if alike < CLAIMS:
        return None
    return Reason("not-sure", f"What the two share stands in {alike} other claims on file too.")
