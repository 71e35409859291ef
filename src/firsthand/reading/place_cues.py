"""Does a name in a text say where something is? Only what stands around it can tell a place from a person or a body.

Nothing counts as a place without a cue: a preposition, standing by itself between boundaries, the name of a happening
beside it, or a genitive. Whatever has no cue is left out, because a wrong mention can become a wrong accusation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from firsthand.reading.place_words import Tokens, word_set
from firsthand.record.where import Level, Where

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


def cue(tokens: Tokens, span: Span, joined: bool = False, listed: bool = False) -> Cue:
    """The cue of a span. `joined`: an "and" ties it to a name before that has a cue; `listed`: a name follows its comma."""
    if _small_word(tokens, span) or _part_of_a_name(tokens, span) or _quoted(tokens, span) or _a_thing(tokens, span):
        return Cue.NONE
    found = Cue.LOCATED if joined else _before(tokens, span, listed)
    if _doubtful(tokens, span):
        return found if found in (Cue.LOCATED, Cue.WIDE) else Cue.NONE
    return Cue.HAPPENING if found is Cue.NONE and _happening(tokens, span) else found


def _small_word(tokens: Tokens, span: Span) -> bool:
    return span.last - span.first == 1 and _grammatical(tokens, span.first)


def _a_thing(tokens: Tokens, span: Span) -> bool:
    """ "the West", "the Wall": no town bears an article, unless it is that of a word behind it ("the Kyiv region")."""
    the = span.first > 0 and tokens[span.first - 1].folded == "the" and tokens.beside(span.first)
    towns = all(place.level is Level.SETTLEMENT for place in span.candidates)
    return the and towns and not (tokens.beside(span.last) and tokens[span.last].folded in word_set("happenings"))


def _doubtful(tokens: Tokens, span: Span) -> bool:
    words = [tokens[i].folded for i in range(span.first, span.last)]
    return not span.settled and len(words) == 1 and words[0] in word_set("doubtful")


def _part_of_a_name(tokens: Tokens, span: Span) -> bool:
    """Does a capital word stand right before or after it, as in "Jack London" and "Washington Post"?"""
    before, after = span.first - 1, span.last
    if tokens.beside(span.first) and tokens[before].capital and not _leads(tokens, before):
        return True
    if not tokens.beside(after):
        return False
    follows = tokens[after]
    if follows.capital:
        return not (tokens.is_time(after) or _grammatical(tokens, after))
    return follows.folded in word_set("not_a_place") or follows.folded == "of"


def _grammatical(tokens: Tokens, i: int) -> bool:
    word = tokens[i].folded
    lists = ("located", "located_wide", "elsewhere", "of", "and", "moments")
    return tokens.is_time(i) or any(word in word_set(name) for name in lists)


def _leads(tokens: Tokens, i: int) -> bool:
    word = tokens[i].folded
    return _grammatical(tokens, i) or word in word_set("between") or word in word_set("whereabouts")


def _quoted(tokens: Tokens, span: Span) -> bool:
    """In quotation marks of its own it is a hotel, a film or a ship."""
    before, after = tokens.gap(span.first), tokens.gap(span.last).lstrip(",.")
    return before[-1:] in tuple('«"“„') and after[:1] in tuple('»"”“')


def _before(tokens: Tokens, span: Span, listed: bool) -> Cue:
    i = _leading(tokens, span)
    if i < 0 or tokens.boundary(i + 1) or tokens.is_year(i):
        return Cue.HEAD if _alone(tokens, span, i < 0, listed) else Cue.NONE
    word = tokens[i].folded
    if word in word_set("elsewhere"):
        return Cue.NONE
    if word in word_set("located"):
        return Cue.LOCATED
    if word in word_set("located_wide"):
        return Cue.WIDE
    owns = tokens.gap(span.last)[:2] in ("'s", "’s")
    return Cue.GENITIVE if word in word_set("whereabouts") and not owns else Cue.NONE


def _leading(tokens: Tokens, span: Span) -> int:
    """The token before the name and the small words that belong to it."""
    i = span.first - 1
    while i >= 0 and span.first - i <= _MOST_BETWEEN and not tokens.boundary(i + 1):
        word = tokens[i].folded
        if word not in word_set("between") or word in word_set("elsewhere"):
            break
        i -= 1
    return i


def _alone(tokens: Tokens, span: Span, opens: bool, listed: bool) -> bool:
    """Does the name end its part of the text, or does only a time follow it? `opens`: the text begins with it.

    In running text a sentence begins with anybody's name; only at the head of a caption a looser form counts.
    """
    after = span.last
    gap = tokens.gap(after)
    if not tokens.boundary(after):
        moment = opens and tokens[after].folded in word_set("moments")
        return gap.isspace() and (moment or tokens.is_date(after))
    if after >= len(tokens) or gap.strip() != ",":
        return not any(mark in gap for mark in '»"”“')
    if tokens.is_time(after):
        return not _age(tokens, after)
    return listed or (opens and tokens[after].folded not in word_set("of_persons"))


def _age(tokens: Tokens, i: int) -> bool:
    """ "Victoria, 23, weeps": a number between commas after a name is somebody's age."""
    if not tokens[i].folded.isdecimal():
        return False
    next_ends = tokens.boundary(i + 1) and "," in tokens.gap(i + 1)
    return int(tokens[i].folded[:4]) <= _OLDEST and next_ends


def _happening(tokens: Tokens, span: Span) -> bool:
    """ "Evia wildfires": and not "from Evia wildfires" or "the army of Evia protests"."""
    i = _leading(tokens, span)
    led = i >= 0 and not tokens.boundary(i + 1) and tokens[i].folded in word_set("elsewhere")
    owned = span.first > 0 and tokens[span.first - 1].folded in word_set("of")
    return tokens.beside(span.last) and tokens[span.last].folded in word_set("happenings") and not led and not owned
