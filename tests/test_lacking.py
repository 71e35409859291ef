"""Is it seen that two texts share one sentence and each say something else in another?"""

from __future__ import annotations

import pytest

from firsthand.matching.lacking import apart
from firsthand.matching.pairs import paired
from firsthand.matching.texts import told
from firsthand.matching.weighing_rivals import Standing

CALL = "Share this message with your friends before the censors delete it."
DROWNED = "The mayor of Exampleville drowned in the well."
BREAD = "Bread costs twice as much in the harbour shops."


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "why"),
    [
        (f"{BREAD} {CALL}", f"{DROWNED} {CALL}", (BREAD, DROWNED), "a call to share"),
        (f"{CALL} {BREAD}", f"{DROWNED} {CALL}", (BREAD, DROWNED), "in another place"),
        (f"{DROWNED} {CALL}", f"{DROWNED} {CALL}", None, "the same"),
        (f"{BREAD} {DROWNED} {CALL}", DROWNED, None, "ours says more, and all of theirs"),
        (CALL, f"{DROWNED} {CALL}", None, "ours says nothing else"),
        (
            "In the well of Exampleville the mayor drowned, they say. " + BREAD,
            f"{DROWNED} So it was.",
            None,
            "told otherwise",
        ),
        ("", DROWNED, None, "no words"),
    ],
)
def test_sentences_apart(ours: str, theirs: str, expected: tuple[str, str] | None, why: str) -> None:
    found = apart(paired(told(ours), told(theirs), Standing()))
    assert (found and (ours[slice(*found.ours)], theirs[slice(*found.theirs)])) == expected, why
