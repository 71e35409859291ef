"""What do the words in a picture say? Lines that readers of several languages read, put together in reading order.

Every line is read once for each language, because letters of one alphabet look like letters of another: a Greek line is
always something in Latin letters too. The lines of one banner are of one language: that whose reader is surest of them all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial

import numpy as np
from numpy.typing import NDArray

from firsthand.reading.inscription_places import Line
from firsthand.reading.inscription_spelling import Sized, cased, spelled
from firsthand.reading.letters import bits
from firsthand.record.passages import Region
from firsthand.record.readings import Inscription, PictureReading

CODE = "picture-words"
"""The check of the words in a picture."""
INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-ukr tesseract-ocr-rus tesseract-ocr-ell tesseract-ocr-eng"
"""What to do where the reader of words, or one of its languages, is not at hand."""
SOURCE = "read from the picture"
"""The source of entries made of them."""
LEAST_SURE = 0.5
"""Words of which the reader is less sure are not reported: below it, texture is read as letters."""
LEAST_BESIDE = 0.3
"""A line among others that are surer on the whole belongs to them."""
LEAST_LETTERS = 3
"""A block of fewer letters says nothing by itself and is mostly texture."""
LONG, SHORT_SURE = 12, 0.4
"""Blocks of fewer letters must be read the surer: by so much where they had none, evenly less up to so many letters."""
AGREED, AGREED_MOST = 0.7, 0.7
"""Likeness of two looks' letters from which they bear each other out, and how sure a read can become by that."""
ORDINARY, STEEP = 3.6, 0.6
"""Bits a letter of ordinary words, and how fast a read loses by being stranger."""
GIBBERISH, PLAIN = 5.8, 0.85
"""Letters as strange as this are reported only from a reader as sure as this: a name or a brand, no texture."""
MIRRORED = "mirrored"

_SPACE = re.compile(r"\s+")
_FRINGE = re.compile(r"^(?:_|[^\w«“„\"'(№#$€₴£+-])+|(?:_|[^\w»”\"')!?.,:;…%°-])+$")
_ODD = re.compile(r"[^\W\d_](?=[\d=<>{}\[\]\\|~^*@$%&/])|[\d=<>{}\[\]\\|~^*@$%&/](?=[^\W\d_])|[=<>{}\[\]\\|~^*_]")
_CASE = re.compile(r"(?<=[a-zа-яёіїєґα-ωά-ώ])[A-ZА-ЯЁІЇЄҐΑ-ΩΆ-Ώ]")
_SAME = {"µ": "μ", "ϐ": "β", "ϑ": "θ", "ϕ": "φ", "ϱ": "ρ", "ﬁ": "fi", "ﬂ": "fl", "|": "I"}
_LETTER = re.compile(r"[^\W\d_]")

Words = Sequence[tuple[str, float]]
"""Words in their order, each with how sure its reader is (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one reader made of a line, and how sure it is (0 to 1)."""

    text: str = ""
    confidence: float = 0.0
    strange: float = 0.0
    """Bits a letter by which its letters are unlikely in the reader's language (`reading/letters.py`)."""
    heights: tuple[float, ...] = ()
    """The height of the ink of each word, in pixels of the picture; empty where it is not known."""

    @property
    def words(self) -> tuple[Sized, ...]:
        """Its words with their heights."""
        words = self.text.split(" ")
        known = self.heights if len(self.heights) == len(words) else (0.0,) * len(words)
        return tuple(map(Sized, words, known))

    @property
    def letters(self) -> int:
        return len(_LETTER.findall(self.text))

    @property
    def worth(self) -> float:
        """The confidence less what is odd about the letters: signs and capitals in the middle of words."""
        odd = len(_ODD.findall(self.text)) + len(_CASE.findall(self.text))
        return self.confidence * max(0.0, 1.0 - 2.0 * odd / max(1, len(self.text)))

    @property
    def likely(self) -> float:
        """The worth, less where no words of the language run so: what tells the reader of the right language."""
        return self.worth * math.exp(-STEEP * max(0.0, self.strange - ORDINARY))


@dataclass(frozen=True, slots=True)
class Seen:
    """A line with what the reader of each language made of it."""

    line: Line
    reads: Mapping[str, Read]


def read_of(words: Words, lang: str, heights: Sequence[float] = ()) -> Read:
    """The words as one line, cleaned; its confidence is that of its letters on the whole. `heights` are those of the words."""
    sized = heights if len(heights) == len(words) else (0.0,) * len(words)
    kept = [(text, sure, high) for (word, sure), high in zip(words, sized, strict=True) if (text := cleaned(word))]
    if not kept:
        return Read()
    length, line = sum(len(text) for text, _, _ in kept), " ".join(text for text, _, _ in kept)
    sure = sum(len(text) * sure for text, sure, _ in kept) / length
    return Read(line, sure, bits(line, lang), tuple(high for _, _, high in kept))


def cleaned(text: str) -> str:
    """One spelling for one letter, and no stray strokes at the ends; empty where nothing is left that is a letter or digit."""
    plain = unicodedata.normalize("NFC", "".join(_SAME.get(sign, sign) for sign in text if sign.isprintable()))
    plain = _FRINGE.sub("", _SPACE.sub(" ", plain).strip())
    return plain if any(sign.isalnum() for sign in plain) else ""


def language_of(lines: Iterable[Mapping[str, Read]]) -> str:
    """The language whose reader is surest of these lines on the whole; longer lines count more. Empty where none read any."""
    total: dict[str, float] = {}
    for reads in lines:
        long = max((len(read.text) for read in reads.values()), default=0)
        for lang, read in reads.items():
            total[lang] = total.get(lang, 0.0) + read.likely * long
    best = max(total, key=lambda lang: total[lang], default="")
    return best if best and total[best] > 0 else ""


def better(one: Mapping[str, Read], other: Mapping[str, Read]) -> dict[str, Read]:
    """The better read of each language, of two looks at one line: sure, likely, and not sure by leaving out letters."""
    found: dict[str, Read] = {}
    for lang in sorted({**one, **other}):
        reads = [reads[lang] for reads in (one, other) if lang in reads]
        longest = max([1, *(read.letters for read in reads)])
        best = max(reads, key=partial(_merit, longest))
        found[lang] = _borne_out(best, next((read for read in reads if read is not best), Read()))
    return found


def _borne_out(best: Read, other: Read) -> Read:
    """The read, surer where another look at the line gave nearly the same letters; never so sure that it counts as firm."""
    if best.confidence >= AGREED_MOST or best.letters < LONG:
        return best
    same = SequenceMatcher(None, best.text.casefold(), other.text.casefold(), autojunk=False).ratio()
    agree = max(0.0, (same - AGREED) / (1 - AGREED))
    sure = 1 - (1 - best.confidence) * (1 - agree * other.confidence)
    return replace(best, confidence=min(AGREED_MOST, sure))


def _merit(longest: int, read: Read) -> tuple[float, int]:
    return read.likely * math.sqrt(read.letters / longest), read.letters


def blocks(lines: Sequence[Line]) -> list[list[int]]:
    """The positions of the lines that belong together, in reading order: down the picture, and across each row."""
    group = list(range(len(lines)))
    for i, one in enumerate(lines):
        for j in range(i):
            if _together(one, lines[j]):
                old, new = group[i], group[j]
                group = [new if name == old else name for name in group]
    found = [[i for i, name in enumerate(group) if name == wanted] for wanted in dict.fromkeys(group)]
    return sorted((_ordered(block, lines) for block in found), key=lambda block: _top(lines[block[0]]))


def _together(one: Line, other: Line) -> bool:
    """Lines of like height and slope that touch, one below the other or side by side."""
    low, high = sorted((one.height, other.height))
    if high > 1.9 * low or abs(_slope(one) - _slope(other)) > 0.25:
        return False
    (x0, y0, w0), (x1, y1, w1) = _laid(one, _slope(one)), _laid(other, _slope(one))
    down, across = abs(y0 - y1), abs(x0 - x1)
    below = down < 1.5 * high and across < 0.5 * (w0 + w1)
    beside = down < 0.5 * low and across - 0.5 * (w0 + w1) < 1.2 * high
    return below or beside


def _slope(line: Line) -> float:
    first, last = line.edges.mean(axis=0)[[0, -1]]
    return float(np.arctan2(last[1] - first[1], last[0] - first[0]))


def _laid(line: Line, slope: float) -> tuple[float, float, float]:
    """(x, y, width) of a line's middle when the picture is turned by a slope."""
    x, y = line.edges.reshape(-1, 2).mean(axis=0)
    cos, sin = np.cos(slope), np.sin(slope)
    return float(x * cos + y * sin), float(y * cos - x * sin), line.width


def _ordered(block: Sequence[int], lines: Sequence[Line]) -> list[int]:
    slope = float(np.median([_slope(lines[i]) for i in block]))
    height = float(np.median([lines[i].height for i in block]))
    placed = {i: _laid(lines[i], slope) for i in block}
    rows: list[list[int]] = []
    for i in sorted(block, key=lambda i: placed[i][1]):
        if rows and placed[i][1] - np.mean([placed[j][1] for j in rows[-1]]) < 0.5 * height:
            rows[-1].append(i)
        else:
            rows.append([i])
    return [i for row in rows for i in sorted(row, key=lambda i: placed[i][0])]


def _top(line: Line) -> tuple[float, float]:
    y, x = line.edges[..., 1].min(), line.edges[..., 0].min()
    return float(y), float(x)


def inscriptions(seen: Sequence[Seen], size: tuple[int, int], turned: str = "as is") -> tuple[Inscription, ...]:
    """The blocks of words in a picture of `size` (width, height), in reading order; what is too unsure is left out.

    `turned` is how the picture was turned before it was looked at; places are those in the picture as it came.
    """
    found = []
    for block in blocks([one.line for one in seen]):
        lang = language_of([seen[i].reads for i in block])
        kept = [i for i in block if seen[i].reads.get(lang, Read()).worth >= LEAST_BESIDE]
        if _block_read(seen, kept, lang).confidence < LEAST_SURE:
            kept = [i for i in kept if seen[i].reads[lang].worth >= LEAST_SURE]
        read = _block_read(seen, kept, lang)
        if (
            read.letters >= LEAST_LETTERS
            and read.confidence >= _least(read.letters)
            and (read.strange < GIBBERISH or read.confidence >= PLAIN)
        ):
            place = region([seen[i].line for i in kept], size, turned)
            found.append(Inscription(read.text, lang, round(read.confidence, 3), place))
    return tuple(found)


def _least(letters: int) -> float:
    """How sure a reader must be of a block of so many letters: a few are soon read off a texture."""
    return LEAST_SURE + SHORT_SURE * max(0.0, 1 - letters / LONG)


def _block_read(seen: Sequence[Seen], kept: Sequence[int], lang: str) -> Read:
    """The lines as one text, each letter as it was meant."""
    reads = [seen[i].reads[lang] for i in kept]
    words = cased([word for read in reads for word in read.words])
    sure = [read.confidence for read in reads for _ in read.words]
    whole = read_of(list(zip(words, sure, strict=True)), lang)
    return replace(whole, text=spelled(whole.text, lang))


def region(lines: Sequence[Line], size: tuple[int, int], turned: str = "as is") -> Region:
    """The slanted box about some lines, in fractions of the picture as it came."""
    slope = float(np.median([_slope(line) for line in lines]))
    points = np.concatenate([line.edges.reshape(-1, 2) for line in lines])
    turn = np.array([[np.cos(slope), np.sin(slope)], [-np.sin(slope), np.cos(slope)]])
    laid = points @ turn.T
    (left, top), (right, bottom) = laid.min(axis=0), laid.max(axis=0)
    corners: NDArray[np.float64] = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ turn
    shares = (corners / np.array(size)).clip(0.0, 1.0).round(4)
    if turned == MIRRORED:
        shares[:, 0] = 1.0 - shares[:, 0]
    low, high = shares.min(axis=0), shares.max(axis=0)
    outline = tuple((float(x), float(y)) for x, y in shares)
    return Region(float(low[0]), float(low[1]), float(high[0]), float(high[1]), turned, outline)


def spoken(picture: PictureReading, least: float = LEAST_SURE) -> tuple[Inscription, ...]:
    """The inscriptions of a picture that are sure enough to be looked up; empty where nobody looked."""
    return tuple(one for one in picture.inscriptions or () if one.confidence >= least)
