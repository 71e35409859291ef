"""Which voices should people check by hand, and what did they find? A CSV file that is drawn, filled in, and read again.

Voices are drawn one by one, without regard to their articles: each has the same chance, so that what the machine got wrong
among them tells what it got wrong among all. The file does not show the machine's answer, or people would follow it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.checks.sourcing_chance import SEED, shuffled
from firsthand.checks.sourcing_finding import sentence_of
from firsthand.checks.sourcing_rows import Row, audited, passages_of, rows_of
from firsthand.matching.folding import digest
from firsthand.record.voices import ArticleVoices, Basis, Tier, Voice
from firsthand.record.where import Where

DRAW = 240
"""Voices that are drawn unless another number is given: two hundred are needed, and few files are filled in to their end."""
NO_VOICE = "no-voice"
"""The answer for words that are no voice at all: a false alarm of the reader."""
ANSWERS = (*(basis.value for basis in Basis), NO_VOICE)
COLUMNS = ("number", "id", "drawn", "place", "article", "voice", "sentence", "answer", "note")
LONGEST = 20_000_000
"""Characters of a file that is read; those of a hundred thousand voices are fewer."""

_NEEDED = ("id", "drawn", "answer")
_DRAWN = re.compile(r"random seed=[0-9]{1,20} corpus=([0-9a-f]{16})")
_ID = re.compile(r"v[0-9a-f]{16}")
_FORMULA = tuple("=+-@\t\r|%")
_SHOWN = 600
_NAMED = 40


@dataclass(frozen=True, slots=True)
class HandChecked:
    """What people answered: (id of the voice, answer) in the order of the file.

    `corpus` names the voices among which they were drawn at random, empty where somebody chose them. `skipped` are rows
    without a good answer that stand before the last answered one. `problems` are sentences on rows that cannot be read.
    """

    answers: tuple[tuple[str, str], ...] = ()
    corpus: str = ""
    skipped: int = 0
    problems: tuple[str, ...] = ()


def voice_id(article: ArticleVoices, row: Row) -> str:
    """A letter and 16 hex digits that name a voice of an article, from one audit to the next, wherever the article lies then.

    The letter keeps spreadsheets from taking it for a number: 12e45 would come back as another one.
    """
    stands = passages_of(article, row.voice)
    start = stands[0].start if stands else -1
    said = [article.text_sha256 or article.name, row.voice.name, str(start), str(row.place)]
    return "v" + digest("\n".join(said))[:16]


def rows_by_id(articles: Sequence[ArticleVoices], rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by the ids of their voices. A text that stands there twice, unnoticed, is checked once."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(voice_id(articles[row.article], row), row)
    return found


def corpus_id(held: Iterable[tuple[str, Voice]], about: Where) -> str:
    """16 hex digits that name all the voices of an audit by their ids, the place from which they are seen, and what is on file.

    What the desk filed is part of it: whoever files answers for checked voices alone makes these right and leaves the others as
    they were, and then the mistakes among the checked tell nothing of the rest.
    """
    named = sorted(f"{id} {voice.basis.value}" if _on_file(voice) else id for id, voice in held)
    return digest("\n".join([about.key, *named]))[:16]


def _on_file(voice: Voice) -> bool:
    return any(ground.tier is Tier.DESK_RECORD for ground in voice.grounds)


def draw(articles: Sequence[ArticleVoices], about: Where, count: int = DRAW, seed: int = SEED) -> str:
    """A CSV file of `count` voices in the order in which they were drawn; all of them where there are no more."""
    counted = audited(articles)
    held = sorted(rows_by_id(counted, rows_of(counted)).items(), key=lambda pair: pair[0])
    drawn = f"random seed={seed} corpus={corpus_id(((id, row.voice) for id, row in held), about)}"
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, place in enumerate(shuffled(len(held), seed)[: max(0, count)], 1):
        id, row = held[place]
        article = counted[row.article]
        stands = passages_of(article, row.voice)
        words = sentence_of(article, stands[0]).exact if stands else ""
        shown = (str(about), article.name, row.voice.name, " ".join(words.split())[:_SHOWN])
        writer.writerow([number, id, drawn, *map(_harmless, shown), "", ""])
    return written.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: names and sentences come from outside."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def read_hand(text: str) -> HandChecked:
    """The answers of a filled-in file, in whatever of `,` `;` and tabs its spreadsheet wrote. What is wrong is told by row."""
    if len(text) > LONGEST:
        return HandChecked(
            problems=(f"The file has more than {LONGEST:,} characters; that is no file of checked voices.",)
        )
    lines = text.removeprefix("\ufeff")
    head = lines.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(lines, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        named = [name.strip().lower() for name in reader.fieldnames or ()]
        missing = [name for name in _NEEDED if name not in named]
        if missing:
            return HandChecked(problems=(f"The first row names no column {missing[0]!r}; leave the columns as drawn.",))
        reader.fieldnames = named
        return _read([(reader.line_num, row) for row in reader])
    except csv.Error as error:
        return HandChecked(problems=(f"Line {reader.line_num}: this is no CSV ({error}).",))


@dataclass(frozen=True, slots=True)
class _Checked:
    """One row: what is answered (empty where nothing is), how it was drawn, what is wrong."""

    id: str
    answer: str
    corpus: str
    problem: str = ""


def _read(rows: Sequence[tuple[int, Mapping[str, object]]]) -> HandChecked:
    checked = list(_checked(rows))
    last = max((place for place, one in enumerate(checked, 1) if one.answer), default=0)
    used = checked[:last]
    corpora = {one.corpus for one in used}
    return HandChecked(
        answers=tuple((one.id, one.answer) for one in used if one.answer),
        corpus=corpora.pop() if len(corpora) == 1 else "",
        skipped=sum(not one.answer for one in used),
        problems=tuple(one.problem for one in checked if one.problem),
    )


def _checked(rows: Sequence[tuple[int, Mapping[str, object]]]) -> Iterator[_Checked]:
    seen: set[str] = set()
    for line, row in rows:
        id, drawn, answer = (str(row.get(name) or "").strip() for name in _NEEDED)
        if not (id or drawn or answer):
            continue
        found = _DRAWN.fullmatch(drawn)
        answer = "-".join(answer.lower().replace("_", " ").replace("-", " ").split())
        problem = _problem(line, id, answer, seen)
        seen.add(id)
        yield _Checked(id, "" if problem else answer, found[1] if found else "", problem)


def _problem(line: int, id: str, answer: str, seen: set[str]) -> str:
    if not _ID.fullmatch(id):
        return f"Line {line}: {id[:_NAMED]!r} names no voice; the column 'id' must stay as it was drawn."
    if id in seen:
        return f"Line {line}: the voice {id} stands in the file twice."
    if answer and answer not in ANSWERS:
        return f"Line {line}: the answer {answer[:_NAMED]!r} is none of {', '.join(ANSWERS)}."
    return ""
