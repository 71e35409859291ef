"""Which words stand in these pixels? A detector finds the lines, each is laid straight, and Tesseract reads it.

Without the detector Tesseract looks for the lines itself, which works for words on a plain ground and seldom elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import cv2
import numpy as np

from firsthand.engines.tesseract import LANGUAGES, LINE, SPARSE, Pixels, Tesseract, Word
from firsthand.errors import WordsError
from firsthand.reading.inscription_places import HEIGHT, MARGIN, Line, Look, mirrored, straight
from firsthand.reading.inscription_waves import flattened
from firsthand.reading.inscriptions import (
    INSTALL,
    MIRRORED,
    Read,
    Seen,
    better,
    blocks,
    inscriptions,
    language_of,
    read_of,
)
from firsthand.record.readings import Inscription

if TYPE_CHECKING:
    from firsthand.engines.text_detector import TextDetector

SURE = 0.88
"""Lines whose reader is less sure are looked at again, by other rules of what is a letter."""
AGAIN = 2
"""Languages, the likeliest, in which they are read again."""
HOPELESS = 0.5
"""Where no reader is surer than this, they are read again in all of them."""
POOR = 0.6
"""Where the readers are less sure of all lines on the whole, the picture is also looked at mirrored."""
PLAIN = 1.35
"""By so much surer they must be of the mirrored picture to say that it is mirrored."""
LARGEST = 2000
"""A picture whose longer side has more pixels is reduced first; places are shares of it and stay."""
LOOKS = ((Look.OUTLINED, HEIGHT), (Look.TONE, HEIGHT), (Look.EVEN, 64))
"""The other looks at a line, and the height to which it is brought for each."""

WITHOUT_DETECTOR = (
    "Words in pictures were sought by Tesseract alone, which misses most that are not on a plain ground: "
    "no detector of words is installed (pip install 'firsthand[pictures-words]')."
)

LANGUAGE_NAMES = {"uk": "Ukrainian", "ru": "Russian", "el": "Greek", "en": "English"}

Reads = dict[str, Read]


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads the words of pictures in the languages that Tesseract has here. `note` says what it does without."""

    tesseract: Tesseract
    detector: TextDetector | None
    note: str = ""

    def read(self, pixels: Pixels, seconds: float) -> tuple[Inscription, ...]:
        """The words in a picture (H x W x 3, RGB, 8 bits), in reading order. Raises WordsError after `seconds`."""
        clock = _Clock(time.monotonic() + seconds)
        pixels = _reduced(pixels)
        if self.detector is None:
            return self._alone(pixels, clock)
        lines = [flattened(pixels, line) for line in self.detector.lines(pixels)]
        if not lines:
            return ()
        size = (pixels.shape[1], pixels.shape[0])
        seen = self._looked(pixels, lines, clock)
        if _worth(seen) < POOR:
            turned = self._looked(np.ascontiguousarray(pixels[:, ::-1]), mirrored(lines, size[0]), clock)
            if _worth(turned) > max(POOR, PLAIN * _worth(seen)):
                return inscriptions(turned, size, MIRRORED)
        return inscriptions(seen, size)

    def _looked(self, pixels: Pixels, lines: Sequence[Line], clock: _Clock) -> list[Seen]:
        """Each line read in every language, and once more by other looks where the surest reader is not sure."""
        looks = [straight(pixels, line, Look.SHARP) for line in lines]
        reads = self._read(looks, lines, self.tesseract.languages, clock)
        for look, high in LOOKS:
            weak = _weak(lines, reads)
            for lang in self.tesseract.languages:
                mine = [i for i, langs in weak if lang in langs]
                again = [straight(pixels, lines[i], look, high) for i in mine]
                for i, read in zip(mine, self._read(again, [lines[i] for i in mine], (lang,), clock), strict=True):
                    reads[i] = better(reads[i], read)
        return [Seen(line, read) for line, read in zip(lines, reads, strict=True)]

    def _read(
        self, images: Sequence[Pixels], lines: Sequence[Line], langs: Sequence[str], clock: _Clock
    ) -> list[Reads]:
        """What the readers make of looks at lines, each image beside the line that it shows."""
        found: list[Reads] = [{} for _ in images]
        scales = [line.height / (len(image) - 2 * MARGIN) for line, image in zip(lines, images, strict=True)]
        for lang in langs:
            for place, words in enumerate(self.tesseract.read(images, lang, clock.left(), LINE)):
                found[place][lang] = _joined(words, lang, scales[place])
        return found

    def _alone(self, pixels: Pixels, clock: _Clock) -> tuple[Inscription, ...]:
        """The lines that Tesseract finds by itself, each language for itself; the places of all are those of the surest."""
        gray, size = np.asarray(pixels.mean(axis=2), np.uint8), (pixels.shape[1], pixels.shape[0])
        found = []
        for lang in self.tesseract.languages:
            (words,) = self.tesseract.read([gray], lang, clock.left(), SPARSE)
            rows: dict[tuple[int, int, int], list[Word]] = {}
            for word in words:
                rows.setdefault(word.line, []).append(word)
            found.append([Seen(_boxed(row), {lang: _joined(row, lang)}) for row in rows.values()])
        return inscriptions(max(found, key=_worth), size)


@dataclass(frozen=True, slots=True)
class _Clock:
    """When the reading must be over."""

    end: float

    def left(self) -> float:
        """Seconds left; raises WordsError where there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise WordsError("The words in the picture were not all read: the time for it was over.")
        return left


def _reduced(pixels: Pixels) -> Pixels:
    """A picture whose longer side has at most LARGEST pixels."""
    scale = LARGEST / max(pixels.shape[:2])
    return (
        pixels if scale >= 1 else np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    )


def _weak(lines: Sequence[Line], reads: Sequence[Reads]) -> list[tuple[int, tuple[str, ...]]]:
    """The lines of whose words no reader is sure yet, each with the languages in which to read it again."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for block in blocks(lines):
        langs = _likeliest([reads[i] for i in block])
        found += [(i, langs) for i in block if langs and reads[i][langs[0]].worth < SURE]
    return found


def _likeliest(block: Sequence[Reads]) -> tuple[str, ...]:
    """The languages of a block in which to look again, surest first: a few, or all where none is any good."""
    if max((read.likely for reads in block for read in reads.values()), default=0.0) < HOPELESS:
        return tuple(dict.fromkeys(lang for reads in block for lang in reads))
    rest = [dict(reads) for reads in block]
    found: list[str] = []
    while len(found) < AGAIN and (lang := language_of(rest)):
        found.append(lang)
        rest = [{name: read for name, read in reads.items() if name != lang} for reads in rest]
    return tuple(found)


def _worth(seen: Sequence[Seen]) -> float:
    """How sure the readers are of all lines on the whole, in the language of each block; longer lines count more."""
    total = length = 0.0
    for block in blocks([one.line for one in seen]):
        lang = language_of([seen[i].reads for i in block])
        for i in block:
            read = seen[i].reads.get(lang, Read())
            total, length = total + read.worth * len(read.text), length + max(3, len(read.text))
    return total / length if length else 0.0


def _joined(words: Sequence[Word], lang: str, scale: float = 1.0) -> Read:
    heights = [scale * (word.box[3] - word.box[1]) for word in words]
    return read_of([(word.text, word.confidence) for word in words], lang, heights)


def _boxed(words: Sequence[Word]) -> Line:
    left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
    right, bottom = max(word.box[2] for word in words), max(word.box[3] for word in words)
    return Line(np.array([[[left, top], [right, top]], [[left, bottom], [right, bottom]]], np.float32), 1.0)


@cache
def find_reader() -> WordReader | WordsError:
    """The reader of words on this machine, one for the whole program; where there is none, what to install."""
    try:
        tesseract = Tesseract()
    except WordsError as error:
        return error
    missing = _missing(tesseract.languages)
    if find_spec("onnxruntime") is None:
        return WordReader(tesseract, None, f"{missing} {WITHOUT_DETECTOR}".strip())
    # Late: the runtime of the detector takes a fifth of a second to load.
    from firsthand.engines.text_detector import find_detector

    detector = find_detector()
    return WordReader(tesseract, detector, missing if detector else f"{missing} {WITHOUT_DETECTOR}".strip())


def rest() -> None:
    """Give back the memory that the detector holds, where one was loaded; it is loaded anew when it is needed."""
    found = find_reader() if find_reader.cache_info().currsize else None
    if isinstance(found, WordReader) and found.detector:
        found.detector.rest()


def _missing(has: Sequence[str]) -> str:
    """Which of the languages Tesseract lacks here, and what to install; empty where it has them all."""
    lacks = [LANGUAGE_NAMES[lang] for lang in LANGUAGES if lang not in has]
    if not lacks:
        return ""
    return f"Words in pictures were not read in {', '.join(lacks)}: Tesseract lacks them here. Install them: {INSTALL}."
