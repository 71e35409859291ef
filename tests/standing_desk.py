"""How is a text put to the check `standing` as the program puts it? Names, dates and leads by the path of every tip."""

from __future__ import annotations

from typing import Any

from bench.captions import shelf

from firsthand.checks.standing import run
from firsthand.checks.table import Question
from firsthand.index.recall import recall
from firsthand.matching.folding import digest
from firsthand.reading.dates import read_dates
from firsthand.record.findings import Finding
from firsthand.record.outcome import Outcome
from firsthand.record.readings import Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.record.when import parse
from firsthand.record.where import Where
from firsthand.settings import Settings

ORDER = (Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED)


class NoPlaces:
    """A gazetteer that knows nothing."""

    def look_up(self, name: str) -> tuple[Where, ...]:
        return ()


def put(text: str, lang: str, published: str | None, subjects: list[dict[str, Any]]) -> tuple[Finding, ...]:
    """The findings of `standing` on a text of a day, with these subjects on file (written as in a casefile)."""
    when = parse(published) if published else None
    dates = read_dates(text, lang, when)
    reading = Reading(ReadingKind.TEXT, text, digest(text), lang, published=when, dates=dates)
    book = shelf({"picture": {"id": "pic"}, "subjects": subjects})
    leads = recall(reading, book, book, NoPlaces(), Settings())
    answers = run(Question(Tip(), reading, leads, Settings()))
    return tuple(answer for answer in answers if isinstance(answer, Finding))


def gravest(findings: tuple[Finding, ...]) -> Outcome | None:
    """The gravest answer; None where nothing was asked."""
    return min((finding.outcome for finding in findings), key=ORDER.index, default=None)


def entry(field: str, value: str, source: str = "the register", **more: str) -> dict[str, str]:
    return {"field": field, "value": value, "source": source, **more}


def subject(id: str, kind: str, names: dict[str, list[str]], *entries: dict[str, str]) -> dict[str, Any]:
    return {"id": id, "kind": kind, "names": names, "entries": list(entries)}
