"""What do the rows of `tests/voice_rows.txt` say, and what becomes of them?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.checks.voices import VoicesAsked, voices_of
from firsthand.matching.folding import digest, passage
from firsthand.reading.places import resolve
from firsthand.record.attributions import Attributed, Attribution, Speaker, Speech
from firsthand.record.ports import Gazetteer
from firsthand.record.voices import Basis, Voice
from firsthand.record.when import parse

ROWS = Path(__file__).resolve().parents[1] / "tests" / "voice_rows.txt"
_MARKED = re.compile(r"[\[{](.*?)[\]}]")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence in which the mention of a speaker stands in {} (a name) or [] (no name), and what is expected of it."""

    lang: str
    about: str
    basis: str
    tier: str
    kind: str
    text: str
    mention: tuple[int, int]
    named: bool
    dateline: str = ""


def rows() -> Iterator[Row]:
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield row(line)


def row(line: str) -> Row:
    lang, about, basis, tier, kind, marked = (part.strip() for part in line.split(" | ", 5))
    dateline, _, marked = marked.rpartition(" // ")
    found = _MARKED.search(marked)
    assert found, line
    text = marked[: found.start()] + found[1] + marked[found.end() :]
    where = (found.start(), found.start() + len(found[1]))
    return Row(lang, about, basis, tier, kind, text, where, found.group().startswith("{"), dateline)


def voice(row: Row, gazetteer: Gazetteer) -> Voice:
    """The voice of a row. The speech itself is not looked at: it is the whole sentence."""
    return voices_of(asked([row], gazetteer))[0]


def asked(several: Sequence[Row], gazetteer: Gazetteer, most_words: int = 1000) -> VoicesAsked:
    """The sentences of rows of one language, up to so many words, as one article about the place of the first."""
    text, speakers, said = "", [], []
    for one in several:
        if text and len(text.split()) > most_words:
            break
        start = len(text) + (2 if text else 0)
        text += f"\n\n{one.text}" if text else one.text
        speakers.append((start + one.mention[0], start + one.mention[1], one.named))
        said.append((start, start + len(one.text)))
    sha256 = digest(text)
    mentions = [passage(text, *span[:2], sha256) for span in speakers]
    rows = tuple(
        Attribution((passage(text, *span, sha256),), Speech.INDIRECT, mention, None, "SVC", "by hand", i)
        for i, (span, mention) in enumerate(zip(said, mentions, strict=True))
    )
    found = tuple(Speaker(m.exact, (m,), named) for m, (_, _, named) in zip(mentions, speakers, strict=True))
    attributed = Attributed(sha256, several[0].lang, rows, found)
    name, *within = (part.strip() for part in several[0].about.split(","))
    about = resolve(name, within, gazetteer)[0]
    when = parse("2022-06-01")
    return VoicesAsked(text, several[0].lang, when, attributed, about, gazetteer, dateline=several[0].dateline)


def tier(voice: Voice) -> str:
    return voice.grounds[0].tier.name.lower() if voice.grounds else "-"


def judge(row: Row, voice: Voice) -> str:
    """`right`; `unknown` where less is told than there is; `wrong placing` for any other basis than the one expected."""
    if voice.basis == row.basis:
        return "right"
    return "unknown" if voice.basis is Basis.UNKNOWN else "wrong placing"
