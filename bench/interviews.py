"""Are interviews read as such, turn by turn, and ordinary articles not? The real one, our own texts, and pages of all kinds."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.data import lines, need, table
from firsthand.errors import ReadingError
from firsthand.index.gazetteer import open_gazetteer
from firsthand.reading.interviews import read_interview
from firsthand.reading.language import guess
from firsthand.reading.pages import read_page
from firsthand.record.attributions import Interview
from firsthand.settings import Settings

OWN = Path(__file__).resolve().parents[1] / "tests"
QUOTES = ("polnear_speech", "hand_uk", "hand_el")


@dataclass(frozen=True)
class Written:
    """A text of our own: how many turns it has (0: it is no interview), who asks and who answers."""

    lang: str
    turns: int
    askers: tuple[str, ...]
    answerers: tuple[str, ...]
    note: str
    text: str

    def right(self, interview: Interview | None) -> bool:
        if interview is None or not self.turns:
            return interview is None and not self.turns
        people = interview.participants
        askers = {person.name for person in people if person.asker} - {""}
        answerers = {person.name for person in people if not person.asker} - {""}
        return (len(interview.turns), askers, answerers) == (self.turns, set(self.askers), set(self.answerers))


def written() -> Iterator[Written]:
    """The interviews that we wrote, then the texts that only look like some."""
    for head, text in _records(OWN / "interviews_written.txt"):
        lang, turns, askers, answerers, note = (field.strip() for field in head.split("|"))
        yield Written(lang, int(turns), _names(askers), _names(answerers), note, text)
    for head, text in _records(OWN / "no_interviews_written.txt"):
        lang, note = (field.strip() for field in head.split("|"))
        yield Written(lang, 0, (), (), note, text)


def _names(field: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in field.split(";") if name.strip())


def _records(path: Path) -> Iterator[tuple[str, str]]:
    for record in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, text = record.partition("\n")
        yield head, text


def articles(data: Path) -> Iterator[tuple[str, str, str]]:
    """(name, language, text) of every page as the product reads it, as it was marked by hand, and of the quoted articles."""
    pages, gazetteer = need(data / "pages"), open_gazetteer()
    for path in sorted((pages / "html").iterdir()):
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        try:
            reading = read_page(raw, gazetteer=gazetteer, settings=Settings())
        except ReadingError:
            continue
        yield path.name, reading.lang, reading.text
    for name, truth in json.loads((pages / "ground-truth.json").read_text(encoding="utf-8")).items():
        yield f"{name} (by hand)", guess(truth["articleBody"]), truth["articleBody"]
    for folder in QUOTES:
        for row in lines(data / "quotes" / folder / "dev.jsonl"):
            yield row["id"], row["lang"], row["text"]


def run(data: Path) -> str:
    text = need(data / "interviews" / "interview-2022-10-04.txt").read_text(encoding="utf-8")
    real = read_interview(text, "en", gazetteer=open_gazetteer())
    joint = sum(len(turn.speakers) > 1 for turn in real.turns) if real else 0
    rows: list[list[object]] = [
        ["turns of the real interview", len(real.turns) if real else 0],
        ["on its roster", len(real.participants) if real else 0],
        ["joint turns", joint],
        ["letters of its colophon", len(real.colophon.exact) if real and real.colophon else 0],
        ["told of themselves", len(real.told) if real else 0],
    ]
    own = list(written())
    wrong = [one for one in own if not one.right(read_interview(one.text, one.lang))]
    rows.append(["our own texts right", f"{len(own) - len(wrong)} of {len(own)}"])
    texts = list(articles(data))
    began = time.perf_counter()
    called = [name for name, lang, said in texts if read_interview(said, lang)]
    speed = sum(len(said) for _, _, said in texts) / (time.perf_counter() - began)
    rows += [["articles", len(texts)], ["called an interview", len(called)], ["letters a second", f"{speed:,.0f}"]]
    print(table(["what", "how many"], rows))
    print(*[f"wrong: {one.lang} {one.note}" for one in wrong], *[f"called: {name}" for name in called], sep="\n")
    if real:
        print(
            *[
                f"{s.speaker}: {s.entry.field} {s.entry.value} {s.entry.since or ''}..{s.entry.until or ''}"
                for s in real.told
            ],
            sep="\n",
        )
    share = (len(own) - len(wrong)) / len(own)
    return f"{share:.3f} of our own texts right, {len(called)} of {len(texts)} articles called an interview"
