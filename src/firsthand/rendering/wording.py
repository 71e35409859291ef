"""How do page and terminal name the same things? Outcomes, checks, probabilities, moments, problems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from firsthand.record.findings import Report
from firsthand.record.outcome import Outcome, Verdict
from firsthand.record.readings import Reading
from firsthand.rendering.gravity import Tone
from firsthand.rendering.words import Words

ROW_TONES = {Outcome.CONTRADICTED: Tone.BAD, Outcome.SUPPORTED: Tone.OK, Outcome.NOT_CHECKED: Tone.WARN}


def check_name(code: str, words: Words) -> str:
    """The name of a check in the reader's language; the code itself for a check from outside."""
    return words.get(f"check.{code}", code)


def compared_name(what: str, words: Words) -> str:
    """What is compared, in the reader's language (`link (works-with)` is `what.link-works-with`); else as it stands."""
    return words.get("what." + re.sub(r"\W+", "-", what.lower()).strip("-"), what)


def answer_name(answer: str, words: Words) -> str:
    """The answer to a criterion of a checklist, in the reader's language."""
    return words.get("answer." + answer.replace(" ", "-"), answer)


def badge_words(label: str, rated: Sequence[Verdict], words: Words) -> str:
    """An outcome with the verdicts on what was seen before: `Seen before: misleading`."""
    said = ", ".join(words[f"verdict.{verdict.value}"].lower() for verdict in rated)
    return f"{words[label]}: {said}" if said else words[label]


def percent(probability: float) -> str:
    """A probability in whole per cent; never rounded up to certainty."""
    if 0.995 <= probability < 1:
        return "> 99 %"
    return "< 1 %" if 0 < probability < 0.005 else f"{probability * 100:.0f} %"


def moment(made_at: datetime) -> str:
    """A moment of a report, to the minute, in UTC."""
    return made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def notes(report: Report, reading: Reading) -> tuple[str, ...]:
    """How it was searched, less what stands among the tip's problems already."""
    said = problems(report, reading)
    return tuple(note for note in report.notes if note not in said)


def problems(report: Report, reading: Reading) -> tuple[str, ...]:
    """What went wrong with the tip on its way in, each sentence once."""
    return tuple(dict.fromkeys((*(report.capture.problems if report.capture else ()), *reading.problems)))
