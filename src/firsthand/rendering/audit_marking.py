"""Who says what, by which words, in the article's own text? The text cut into pieces, each with its part in a quotation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices
from firsthand.rendering.marking import AROUND


class Part(StrEnum):
    """The part of words in a quotation."""

    SAID = "said"
    WHO = "who"
    CUE = "cue"
    REFUTED = "refuted"
    """What is quoted in order to be refuted; no voice rests on it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage, its part, and the numbers (from 1) of the voices that it belongs to; none where nobody is known to speak."""

    passage: Passage
    part: Part
    voices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A stretch of an article. `ends`: the numbers of the voices whose words end with it; -1 where nobody is known to speak.

    `begins` is the number of the quotation whose words begin here, 0 where none does. `gap`: text left out before it.
    """

    text: str
    parts: tuple[Part, ...] = ()
    ends: tuple[int, ...] = ()
    begins: int = 0
    gap: bool = False


def marks(article: ArticleVoices) -> tuple[Mark, ...]:
    """All marks of an article, in order of place, those alone that stand in its text."""
    return tuple(
        sorted(
            (mark for mark in dict.fromkeys(_marks(article)) if _stands(mark.passage, article.text)),
            key=lambda mark: (mark.passage.start, -mark.passage.end, mark.part),
        )
    )


def _stands(passage: Passage, text: str) -> bool:
    return passage.start < passage.end and passage.stands_in(text)


def _marks(article: ArticleVoices) -> Iterator[Mark]:
    speaking: dict[int, list[int]] = {}
    turning: dict[int, list[int]] = {}
    for number, voice in enumerate(article.voices, 1):
        for place in voice.attributions:
            speaking.setdefault(place, []).append(number)
        for place in voice.turns:
            turning.setdefault(place, []).append(number)
        # A mention that is no source of a quotation is not marked: the text would be a pattern of names.
    for place, one in enumerate(article.attributions):
        voices = tuple(speaking.get(place, ()))
        part = Part.REFUTED if one.refuted else Part.SAID
        yield from (Mark(passage, part, voices) for passage in one.content)
        if one.source:
            yield Mark(one.source, Part.WHO, voices)
        if one.cue:
            yield Mark(one.cue, Part.CUE, voices)
    yield from _turns(article, turning)


def _turns(article: ArticleVoices, turning: Mapping[int, Sequence[int]]) -> Iterator[Mark]:
    for place, turn in enumerate(article.interview.turns if article.interview else ()):
        voices = tuple(turning.get(place, ()))
        if voices:
            yield from (Mark(passage, Part.SAID, voices) for passage in turn.content)
            if turn.label:
                yield Mark(turn.label, Part.WHO, voices)


def pieces(article: ArticleVoices, *, whole: bool = False) -> tuple[MarkedPiece, ...]:
    """The pieces of the article's text. Joined without gaps they are the text; long unmarked stretches are shortened.

    `whole`: nothing is left out.
    """
    found = list(_pieces(article.text, marks(article)))
    return tuple(found if whole else _shortened(found))


def _pieces(text: str, found: Sequence[Mark]) -> Iterator[MarkedPiece]:
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in found:
        starts.setdefault(mark.passage.start, []).append(mark)
        ends.setdefault(mark.passage.end, []).append(mark)
    numbers = _numbers(found)
    active: Counter[Part] = Counter()
    cuts = sorted({0, len(text), *starts, *ends})
    for start, end in pairwise(cuts):
        active.update(mark.part for mark in starts.get(start, ()))
        active.subtract(mark.part for mark in ends.get(start, ()))
        begun = [numbers[mark] for mark in starts.get(start, ()) if mark in numbers]
        parts = tuple(part for part in Part if active[part] > 0)
        yield MarkedPiece(text[start:end], parts, _ending(ends.get(end, ())), begun[0] if begun else 0)


def _numbers(found: Sequence[Mark]) -> dict[Mark, int]:
    """What is said, numbered in order of place: the anchors to which a list of voices leads."""
    return {mark: number for number, mark in enumerate((m for m in found if m.part in _SPOKEN), 1)}


_SPOKEN = (Part.SAID, Part.REFUTED)


def _ending(found: Sequence[Mark]) -> tuple[int, ...]:
    said = [mark for mark in found if mark.part is Part.SAID]
    return tuple(sorted({number for mark in said for number in mark.voices or (-1,)}))


def places_of(article: ArticleVoices) -> Mapping[int, tuple[int, ...]]:
    """Voice (number from 1) -> the numbers of the quotations in which it speaks, as `MarkedPiece.begins` gives them.

    Of quotations that begin at one letter the text bears the number of the longest alone.
    """
    found = marks(article)
    first: dict[int, int] = {}
    spoken: dict[int, list[int]] = {}
    for mark, number in _numbers(found).items():
        anchor = first.setdefault(mark.passage.start, number)
        for voice in mark.voices:
            spoken.setdefault(voice, []).append(anchor)
    return {voice: tuple(dict.fromkeys(numbers)) for voice, numbers in spoken.items()}


def _shortened(found: Sequence[MarkedPiece]) -> Iterator[MarkedPiece]:
    """Long unmarked stretches cut down to what stands beside a mark; without any mark, the beginning."""
    last = len(found) - 1
    for place, piece in enumerate(found):
        if piece.parts or len(piece.text) <= 2 * AROUND:
            yield piece
            continue
        if place > 0 or last == 0:
            yield MarkedPiece(_head(piece.text))
        yield MarkedPiece(_tail(piece.text) if place < last else "", gap=True)


def _head(text: str) -> str:
    """The beginning of a stretch, to the end of a word."""
    return text[:AROUND].rpartition(" ")[0] or text[:AROUND]


def _tail(text: str) -> str:
    """The end of a stretch, from the beginning of a word."""
    return text[-AROUND:].partition(" ")[2] or text[-AROUND:]
