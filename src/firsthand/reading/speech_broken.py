"""Where does a cue stand within a quotation («..., — said X. — ...»), and which lines of dialogue begin with a dash?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.matching.folding import fold
from firsthand.reading.quotation_marks import Quoted
from firsthand.reading.speech_lexicon import Lexicon

CUE_WITHIN = 4
"""Words of an insertion among which the cue stands."""
_INSERTED = re.compile(
    r"[,!?…»]['\"”]?\s{0,2}[—–-]\s((?:[^—–«»\n]|«[^«»\n]{1,40}»){3,170}?)(?:[.,!:;][ \u00a0]{0,2}[—–-]\s|$|\.(?=\s*$)|(?=\n))"
)
_COMMA_CUE = re.compile(r"[,!?;…]\s([^\W\d_]+)\s[^—–«»\n,.]{2,60}(?:[.:]\s|[.]?$)", re.MULTILINE)
"""In lines of dialogue Greek needs no second dash: "— Δώδεκα, διορθώνει η γυναίκα του."."""
_DASH_LINE = re.compile(r"^[—–-]\s+", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")


def broken(text: str, quotes: Sequence[Quoted], words: Lexicon) -> list[Quoted]:
    """The quotations of a text, each parted where a cue breaks it, with lines of dialogue among them; in order."""
    if not words.drops:
        return list(quotes)
    lines = list(_dialogue(text, words))
    kept = [quote for quote in quotes if not any(line.start <= quote.start and quote.end <= line.end for line in lines)]
    lines = [line for line in lines if not any(quote.start < line.end and line.start < quote.end for quote in kept)]
    parts = [part for quote in kept for part in _parts(text, quote, words)]
    return sorted([*parts, *lines], key=lambda quote: quote.start)


def _parts(text: str, quote: Quoted, words: Lexicon) -> Iterator[Quoted]:
    start, last = quote.start, quote.inner[1]
    for found in _INSERTED.finditer(text, quote.inner[0], last):
        if not _has_cue(found.group(1), words):
            continue
        yield Quoted(start, found.start() + 1, quote.mark if start == quote.start else "", closed=True, parted=True)
        start = found.end()
    if start == quote.start:
        yield quote
    elif start < quote.end and text[start : quote.end].strip(' .,»"”'):
        yield Quoted(start, quote.end, "", closed=True, parted=True)


def _dialogue(text: str, words: Lexicon) -> Iterator[Quoted]:
    for dash in _DASH_LINE.finditer(text):
        start = dash.end()
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        pieces = list(_parts(text, Quoted(start, end, "", closed=True, parted=True), words))
        if len(pieces) > 1 or (pieces and pieces[0].end < end):
            yield from pieces
        elif (found := _COMMA_CUE.search(text, start, end)) and words.code(fold(found.group(1))) in ("V", "K"):
            yield Quoted(start, found.start() + 1, "", parted=True)
            if text[found.end() : end].strip():
                yield Quoted(found.end(), end, "", parted=True)


def _has_cue(inserted: str, words: Lexicon) -> bool:
    """Does a cue stand among the first words of an insertion?"""
    for count, found in enumerate(_WORD.finditer(inserted)):
        word = fold(found.group())
        if count >= CUE_WITHIN:
            return False
        if words.code(word) in ("V", "K", "G", "O") or (count < 2 and found.group().islower() and words.is_verb(word)):
            return True
    return False
