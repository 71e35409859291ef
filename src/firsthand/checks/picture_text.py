"""Which words of a tip were read from a picture, and how far can they be trusted?"""

from __future__ import annotations

from firsthand.checks.table import Question
from firsthand.matching.folding import digest
from firsthand.record.findings import Reason
from firsthand.record.passages import Passage
from firsthand.record.readings import Inscription

FIRM = 0.75
"""How sure the reader must be of words before they can be held to repeat a claim: one misread word can turn its sense."""


def read_from(question: Question, passage: Passage) -> Inscription | None:
    """The inscription in which a passage stands; None where its words came as text, whether or not they were read too."""
    reading = question.reading
    came = {reading.text_sha256} | {picture.caption.sha256 for picture in reading.pictures if picture.caption}
    if passage.text_sha256 in came:
        return None
    read = (one for picture in reading.pictures for one in picture.inscriptions or ())
    return next((one for one in read if digest(one.text) == passage.text_sha256), None)


def misread(question: Question, passage: Passage) -> Reason | None:
    """The reason why words that may be misread only suggest a claim; None where they came as text or are firm."""
    found = read_from(question, passage)
    if found is None or found.confidence >= FIRM:
        return None
    words = f"The words were read from the picture, and the reader is sure of them by {found.confidence:.0%} only."
    return Reason("misread", words)
