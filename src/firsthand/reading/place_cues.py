"""Does a name in a text say where something is? Only what stands around it can tell a place from a person or a body.

Nothing counts as a place without a cue: a preposition, standing by itself between boundaries, the name of a happening
beside it, or a genitive. Whatever has no cue is left out, because a wrong mention can become a wrong accusation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from firsthand.reading.place_words import Tokens, word_set
from firsthand.record.where import Where

_MOST_BETWEEN = 4
_OLDEST = 120


class Cue(IntEnum):
    """How a name is said to be a place, weakest first. `WIDE` admits only what is wider than a settlement."""

    NONE = 0
    GENITIVE = 1
    HAPPENING = 2
    HEAD = 3
    WIDE = 4
    LOCATED = 5


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first` up to and without `last` that bear a name, and what they may mean. `settled`: a container agreed."""

    first: int
    last: int
    candidates: tuple[Where, ...]
    settled: bool = False


def cue(tokens: Tokens, span: Span, joined: bool = False) -> Cue:
    """The cue of a span. `joined`: an "and" before it ties it to a name that has a cue."""
    if _part_of_a_name(tokens, span) or _quoted(tokens, span):
        return Cue.NONE
    found = Cue.LOCATED if joined else _before(tokens, span)
    doubtful = _doubtful(tokens, span)
    if found is Cue.NONE and not _spoken_of(tokens, span) and not doubtful:
        return Cue.HAPPENING if _happening(tokens, span) else Cue.NONE
    if doubtful and found not in (Cue.LOCATED, Cue.WIDE):
        return Cue.NONE
    return found


def _doubtful(tokens: Tokens, span: Span) -> bool:
    words = [tokens[i].folded for i in range(span.first, span.last)]
    return not span.settled and len(words) == 1 and words[0] in word_set("doubtful")


def _part_of_a_name(tokens: Tokens, span: Span) -> bool:
    """Does a capital word stand right before or after it, as in "Jack London" and "Washington Post"?"""
    before, after = span.first - 1, span.last
    if tokens.beside(span.first) and tokens[before].capital and not _grammatical(tokens, before):
        return True
    if not tokens.beside(after):
        return False
    follows = tokens[after]
    if follows.capital:
        return not (tokens.is_time(after) or _grammatical(tokens, after))
    return follows.folded in word_set("not_a_place")


def _grammatical(tokens: Tokens, i: int) -> bool:
    word = tokens[i].folded
    lists = ("located", "located_wide", "elsewhere", "between", "of", "and", "moments", "whereabouts")
    return tokens.is_time(i) or any(word in word_set(name) for name in lists)


def _quoted(tokens: Tokens, span: Span) -> bool:
    """In quotation marks of its own it is a hotel, a film or a ship."""
    before, after = tokens.gap(span.first), tokens.gap(span.last)
    return before[-1:] in tuple('«"“„') and after[:1] in tuple('»"”“')


def _before(tokens: Tokens, span: Span) -> Cue:
    i, genitive = _leading(tokens, span)
    if i < 0 or tokens.boundary(i + 1) or tokens.is_time(i):
        return Cue.HEAD if _alone(tokens, span.last) else Cue.NONE
    word = tokens[i].folded
    if word in word_set("elsewhere"):
        return Cue.NONE
    if word in word_set("located"):
        return Cue.LOCATED
    if word in word_set("located_wide"):
        return Cue.WIDE
    if word in word_set("of_whom") or (tokens[i].capital and not tokens.boundary(i)):
        return Cue.NONE
    return Cue.GENITIVE if genitive or word in word_set("whereabouts") else Cue.NONE


def _leading(tokens: Tokens, span: Span) -> tuple[int, bool]:
    """The token before the name and the small words that belong to it, and whether one of these makes a genitive."""
    i, genitive = span.first - 1, False
    while i >= 0 and span.first - i <= _MOST_BETWEEN and not tokens.boundary(i + 1):
        word = tokens[i].folded
        if word not in word_set("between") or word in word_set("elsewhere"):
            break
        genitive = genitive or word in word_set("of")
        i -= 1
    return i, genitive


def _alone(tokens: Tokens, after: int) -> bool:
    """Does the name end its part of the text, or does only a time follow it?"""
    if tokens.boundary(after):
        return not _age(tokens, after)
    return (
        tokens.is_time(after) or tokens[after].folded in word_set("moments") or tokens[after].folded in word_set("and")
    )


def _age(tokens: Tokens, i: int) -> bool:
    """ "Victoria, 23, weeps": a number between commas after a name is somebody's age."""
    if i >= len(tokens) or "," not in tokens.gap(i) or not tokens[i].folded.isdecimal():
        return False
    next_ends = tokens.boundary(i + 1) and "," in tokens.gap(i + 1)
    return int(tokens[i].folded[:4]) <= _OLDEST and next_ends


def _spoken_of(tokens: Tokens, span: Span) -> bool:
    i, _ = _leading(tokens, span)
    if i < 0 or tokens.boundary(i + 1):
        return False
    return tokens[i].folded in word_set("elsewhere") or tokens[i].folded in word_set("of_whom")


def _happening(tokens: Tokens, span: Span) -> bool:
    return tokens.beside(span.last) and tokens[span.last].folded in word_set("happenings")
