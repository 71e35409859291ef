"""How often is a caption held rightly against what the record knows of its picture, and how often is one accused wrongly?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import captions_clock
from bench.data import lines, table
from firsthand.checks import CHECKS
from firsthand.checks.table import Question, run_checks
from firsthand.index.desk_places import DeskPlaces, place_rows
from firsthand.index.gazetteer import open_gazetteer
from firsthand.index.names import MemoryNames
from firsthand.index.recall import recall
from firsthand.reading.captions import read_caption
from firsthand.record.casefile import read_line
from firsthand.record.cases import Case, item
from firsthand.record.decisions import Answer, Decision
from firsthand.record.findings import Finding
from firsthand.record.outcome import Outcome
from firsthand.record.passages import WHOLE
from firsthand.record.ports import Gazetteer, NameDoc, PictureHit, TextHit
from firsthand.record.readings import PictureReading, Print, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.record.when import parse
from firsthand.settings import Settings

CODES = ("caption-date", "caption-place", "caption-event")
LETTER = {Outcome.CONTRADICTED: "C", Outcome.SUPPORTED: "S"}
PRINT = Print(WHOLE, "0" * 64, 100)
SHA = "0" * 64
CAPTIONS = [check for check in CHECKS if check.code in CODES]


@dataclass(frozen=True)
class Shelf:
    """A casebook and an index of one case, whose picture a person held to be the picture of the tip."""

    one: Case
    names: MemoryNames

    @property
    def texts(self) -> Shelf:
        return self

    @property
    def pictures(self) -> Sees:
        return Sees(self.one)

    def find(self, text: str, lang: str, k: int, names: Sequence[tuple[str, str]] = ()) -> Sequence[TextHit]:
        return ()

    def notes(self, lang: str) -> tuple[str, ...]:
        return ()

    def case(self, id: str) -> Case | None:
        return self.one if id == self.one.id else None

    def some(self, ids: Iterable[str]) -> dict[str, Case]:
        return {id: self.one for id in ids if id == self.one.id}

    def cases(self) -> Iterator[Case]:
        yield self.one

    def mark(self, number: int) -> str:
        return "1" if number == 1 else ""

    def last_change(self) -> int:
        return 1

    def changes(self, since: int) -> Iterator[tuple[int, Case]]:
        yield 1, self.one

    def prints(self, sha256: str) -> tuple[Print, ...]:
        return (PRINT,)

    def decisions(self, tips: Iterable[str] | None = None) -> Iterable[Decision]:
        key = PictureReading("", SHA).key
        yield Decision(key, _picture(self.one), Answer.YES, "the benchmark", datetime(2024, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Sees:
    """A picture index that knows the one picture of the case in any print."""

    one: Case

    def find(self, prints: Sequence[Print], k: int) -> Sequence[PictureHit]:
        return (PictureHit(self.one.id, _picture(self.one), 0, PRINT.quality, WHOLE, WHOLE),)


def _picture(case: Case) -> str:
    return item(case, case.pictures[0].id)


def shelf(row: dict[str, Any]) -> Shelf:
    """The record of one row, read as a casefile is."""
    line = {
        "firsthand": 1,
        "case": {"id": "bench", "title": "A row of the benchmark"},
        "pictures": [{"sha256": SHA, **row["picture"]}],
        "subjects": row["subjects"],
    }
    document = read_line(json.dumps(line, ensure_ascii=False), "captions", 1)
    case = document.content
    if not isinstance(case, Case):
        raise ValueError(f"The record of the row {row['caption']!r} cannot be read: {document.problems}")
    names = MemoryNames()
    names.add(
        NameDoc(case.id, item(case, subject.id), name, lang)
        for subject in case.subjects
        for lang, spoken in subject.names.items()
        for name in spoken
    )
    return Shelf(case, names)


def answers(row: dict[str, Any], gazetteer: Gazetteer) -> tuple[Finding, ...]:
    """The findings of the caption checks on one row, by the path of every tip from the caption's words on."""
    published = parse(row["published"]) if row.get("published") else None
    book, settings = shelf(row), Settings()
    gazetteer = DeskPlaces(gazetteer, place_rows(book.one))
    said = read_caption(row["caption"], row.get("lang") or "", published, gazetteer)
    picture = PictureReading("row.jpg", SHA, prints=(PRINT,), caption=said)
    reading = Reading(ReadingKind.PICTURE, lang=said.lang, published=published, pictures=(picture,))
    leads = recall(reading, book, book, gazetteer, settings)
    tip = Tip(caption=row["caption"], published=published, lang=row.get("lang") or "")
    findings, _ = run_checks(Question(tip, reading, leads, settings), CAPTIONS)
    return findings


def judge(row: dict[str, Any], gazetteer: Gazetteer) -> dict[str, str]:
    """Code -> `C` (contradicted), `S` (supported) or `-` (unresolved, or not checked) for a row of `captions/dev.jsonl`."""
    found = {finding.code: LETTER.get(finding.outcome, "-") for finding in answers(row, gazetteer)}
    return {code: found.get(code, "-") for code in CODES}


def run(data: Path) -> str:
    """Every row; right, wrong and abstained by field and language, and each wrong accusation by itself."""
    gazetteer = open_gazetteer()
    marks: Counter[tuple[str, str, str]] = Counter()
    misses: list[str] = []
    rows = list(lines(data / "captions" / "dev.jsonl"))
    for row in rows:
        got = judge(row, gazetteer)
        for code, wanted in row["expect"].items():
            mark = _mark(wanted, got[code])
            marks[code, row["lang"], mark] += 1
            if mark != "right":
                misses.append(f"{mark}: {code}, expected {wanted}, got {got[code]}: {row['caption']}")
    print(_table(marks))
    print(*sorted(misses), sep="\n")
    clock = captions_clock.run(rows, gazetteer)
    total = {mark: sum(n for (_, _, m), n in marks.items() if m == mark) for mark in MARKS}
    shares = ", ".join(f"{count} {mark}" for mark, count in total.items())
    return f"captions: {total['right'] / max(1, sum(total.values())):.3f} right ({shares}), {clock}"


MARKS = ("right", "abstained", "wrong support", "wrong accusation")


def _mark(wanted: str, got: str) -> str:
    if wanted == got:
        return "right"
    return {"-": "abstained", "S": "wrong support", "C": "wrong accusation"}[got]


def _table(marks: Counter[tuple[str, str, str]]) -> str:
    rows: list[list[object]] = []
    for code in CODES:
        langs = sorted({lang for c, lang, _ in marks if c == code})
        for lang in langs:
            rows.append([code, lang, *(marks[code, lang, mark] for mark in MARKS)])
    return table(["check", "language", *MARKS], rows)
