"""Do the words let somebody act, lead or belong at a time at which, by the record, that had lapsed or was yet to come?

Slow to accuse. A contradiction needs a sentence that says it plainly, and every entry on file to exclude every time that the
sentence can mean. The four things that can lapse have a file each: links, deeds of persons and of bodies (lives), offices.
"""

from __future__ import annotations

from firsthand.checks.standing_links import CODE, linked
from firsthand.checks.standing_lives import lives
from firsthand.checks.standing_offices import held_offices
from firsthand.checks.standing_times import voices
from firsthand.checks.table import Answer, Question
from firsthand.record.findings import NotChecked, Why


def run(question: Question) -> tuple[Answer, ...]:
    """One answer for each link, office and deed of somebody on file that a sentence speaks of."""
    answers: list[Answer] = []
    for voice in voices(question):
        for read in (linked, held_offices, lives):
            answers += read(question.leads, voice)
    if answers:
        return tuple(answers)
    reason = "No sentence speaks plainly of a link, an office or a deed on whose times the casebook has an entry."
    return (NotChecked(CODE, Why.NO_RECORD, reason),)
