"""Does a name in a text say where something is? Only what stands around it can tell a place from a person or a body.

Nothing counts as a place without a cue: a preposition, standing by itself between boundaries, the name of a happening
beside it, or a genitive. Whatever has no cue is left out, because a wrong mention can become a wrong accusation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from firsthand.matching.terms import word_list
from firsthand.reading.place_words import Tokens, word_set
from firsthand.record.where import Level, Where

_CAPITALS = re.compile(r"[A-ZΑ-ΩА-ЯІЇЄҐ]{2,3}[а-яіїє]{0,2}")
_CLOSED_QUOTE = re.compile(r"[»”\"] ")
_SETTLED_BY_NAME = frozenset(f"iso:{code}" for code in ("US", "GB", "CA", "AU", "NZ", "IE", "ZA"))
"""Countries where many a town bears a surname."""
_LABELS = frozenset(":—–|")
_MOST_BETWEEN = 6
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

    @property
    def desk(self) -> bool:
        """Did the desk put a place of this name on file? Then it needs less to be told from an ordinary word."""
        return any(place.desk for place in self.candidates)


def cue(tokens: Tokens, span: Span, joined: bool = False, listed: bool = False) -> Cue:
    """The cue of a span. `joined`: an "and" ties it to a name before that has a cue; `listed`: a name follows its comma."""
    apart = [_small_word, _part_of_a_name, _named_after, _a_river]
    if not span.desk:
        apart += [_quoted, _a_thing, _abbreviation]
    if any(is_apart(tokens, span) for is_apart in apart):
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


def _abbreviation(tokens: Tokens, span: Span) -> bool:
    """ "CIS", "ОДА", "МИДе": two or three capitals stand for a body, though somewhere a village is called so."""
    towns = all(place.level is Level.SETTLEMENT for place in span.candidates)
    if span.settled or span.last - span.first > 1 or not towns:
        return False
    token = tokens[span.first]
    short = bool(_CAPITALS.fullmatch(tokens.text[token.start : token.end]))
    return short and token.folded not in word_set("abbreviated")


def _doubtful(tokens: Tokens, span: Span) -> bool:
    words = [tokens[i].folded for i in range(span.first, span.last)]
    if span.settled or span.desk or len(words) > 1:
        return False
    return any(words[0] in listed for listed in (word_set("doubtful"), word_set("first_names"), word_list("common")))


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
    names = ("between", "whereabouts", "pointing")
    return _grammatical(tokens, i) or any(word in word_set(name) for name in names)


def _quoted(tokens: Tokens, span: Span) -> bool:
    """In quotation marks of its own it is a hotel, a film or a ship."""
    before, after = tokens.gap(span.first), tokens.gap(span.last).lstrip(",.")
    return before[-1:] in tuple('«"“„') and after[:1] in tuple('»"”“')


def _named_after(tokens: Tokens, span: Span) -> bool:
    """ "площадь Победы", "οδός Πατρών", "«Динамо» Киев": one street, or a team, bears the name of a place."""
    street = tokens.beside(span.first) and tokens[span.first - 1].folded in word_set("streets")
    return street or (span.first > 0 and bool(_CLOSED_QUOTE.fullmatch(tokens.gap(span.first))))


def _a_river(tokens: Tokens, span: Span) -> bool:
    """Where the text speaks of water, Dnipro may be the river."""
    river = any(place.name in word_set("rivers") for place in span.candidates)
    return river and any(token.folded in word_set("waters") for token in tokens.all)


def _before(tokens: Tokens, span: Span, listed: bool) -> Cue:
    i = _leading(tokens, span)
    if i < 0 or tokens.boundary(i + 1) or tokens.is_year(i):
        return Cue.HEAD if _alone(tokens, span, i < 0, listed) else Cue.NONE
    word = tokens[i].folded
    if word in word_set("elsewhere"):
        return Cue.LOCATED if _fought_for(tokens, i, span) or _pictured_from(tokens, i, span.last) else Cue.NONE
    if _pointed_at(tokens, span):
        return Cue.HEAD
    if word in word_set("located"):
        return Cue.LOCATED
    if word in word_set("located_wide"):
        return Cue.WIDE
    owns = tokens.gap(span.last)[:2] in ("'s", "’s")
    return Cue.GENITIVE if word in word_set("whereabouts") and not owns else Cue.NONE


def _fought_for(tokens: Tokens, i: int, span: Span) -> bool:
    """ "The battle for Bakhmut" is there; a fight against Russia, or for Ukraine, may be anywhere."""
    towns = all(place.level > Level.COUNTRY for place in span.candidates)
    fought = i > 0 and tokens[i - 1].folded in word_set("fights") and tokens.beside(i)
    return fought and towns and tokens[i].folded in word_set("fought_for")


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
    # What follows a colon or a dash is a label of its own: "The strike: Hong Kong in autumn 2014".
    opens = opens or any(mark in _LABELS for mark in tokens.gap(span.first))
    if not tokens.boundary(after):
        return gap.isspace() and (tokens.is_date(after) or (opens and _moment(tokens, span)))
    if after >= len(tokens) or gap.strip() != ",":
        return not any(mark in gap for mark in '»"”“')
    part = tokens[after].folded in word_set("parts") and tokens.is_time(after + 1)
    if tokens.is_time(after) or part or tokens[after].folded in word_set("now"):
        return not _age(tokens, after)
    return listed or (opens and tokens[after].folded not in word_set("of_persons"))


def _moment(tokens: Tokens, span: Span) -> bool:
    """ "Zaporizhzhia this morning", "Tel Aviv under fire": not "Merkel during a visit", though a town of Texas is called so."""
    word = tokens[span.last].folded
    if word in word_set("moments"):
        return True
    if word in word_set("moments_at"):
        return tokens.is_date(span.last + 1)
    surname = span.last - span.first == 1 and all(_bears_surnames(place) for place in span.candidates)
    return word in word_set("moments_of") and not surname


def _bears_surnames(place: Where) -> bool:
    return place.level is Level.SETTLEMENT and place.at_level(Level.COUNTRY) in _SETTLED_BY_NAME


def _pictured_from(tokens: Tokens, i: int, after: int) -> bool:
    """ "Photo from Odesa", "фото 2014 року з Одеси"."""
    before = i - 1
    while before > 0 and tokens.is_time(before):
        before -= 1
    closed = tokens.boundary(after) or tokens.is_date(after)
    return (
        closed
        and tokens[i].folded in word_set("out_of")
        and before >= 0
        and tokens[before].folded in word_set("pictures")
    )


def _pointed_at(tokens: Tokens, span: Span) -> bool:
    """ "This is Kyiv": the words that open a part of the text, and a name that ends it or leads to a time."""
    i = span.first
    while i > 0 and span.first - i <= _MOST_BETWEEN and not tokens.boundary(i):
        i -= 1
    if not tokens.boundary(i):
        return False
    before = " ".join(token.folded for token in tokens.all[i : span.first])
    closed = tokens.boundary(span.last) or tokens.is_date(span.last) or _moment(tokens, span)
    return (
        closed
        and tokens.text[tokens[i].start : tokens[span.first].start].count("\n") == 0
        and before in word_set("pointing")
    )


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
