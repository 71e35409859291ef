"""Which places does a text name, and what may each of them mean? And what may a place of the record mean?

A name of several places keeps all of them as candidates. Only the text itself settles which is meant: "Seattle, Washington"
is one mention, of Seattle in the state. The size of a town never decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from firsthand.matching.folding import digest, passage
from firsthand.matching.terms import says_little
from firsthand.reading.inflection import name_key
from firsthand.reading.place_context import claims, settle
from firsthand.reading.place_cues import Cue, Span, cue
from firsthand.reading.place_words import Tokens, word_set
from firsthand.reading.wordlists import LANGUAGES, primary
from firsthand.record.ports import DeskNames, Gazetteer, WrittenNames
from firsthand.record.readings import PlaceMention
from firsthand.record.where import Area, Level, Where

LONGEST_NAME = 5
"""Words of the longest name that is looked up."""

_INITIAL = 2


def read_places(text: str, lang: str, gazetteer: Gazetteer, text_sha256: str = "") -> tuple[PlaceMention, ...]:
    """The places that a text names, in its order; empty for a language other than `LANGUAGES` (an empty tag: any of them).

    A mention with several candidates is a name that the text does not settle. `text_sha256` saves computing the digest.
    """
    if lang and primary(lang) not in LANGUAGES:
        return ()
    tokens = Tokens(text)
    sha256 = text_sha256 or digest(text)
    return tuple(
        PlaceMention(passage(text, tokens[span.first].start, tokens[span.last - 1].end, sha256), span.candidates)
        for span in _cued(tokens, settle(tokens, list(_named(tokens, gazetteer))))
    )


def _named(tokens: Tokens, gazetteer: Gazetteer) -> Iterator[Span]:
    """Every name that the gazetteer knows, the longest at each place; of two as long those of both, the desk's first."""
    desk, names = _of_the_desk(tokens, gazetteer), _names(gazetteer)
    i = 0
    while i < len(tokens):
        span = _longest(tokens, i, names) if tokens[i].capital else None
        if i in desk and (span is None or span.last <= desk[i].last):
            span = _both(desk[i], span)
        if span:
            yield span
        i = span.last if span else i + 1


LookUp = Callable[[str], tuple[Where, ...]]


def _names(gazetteer: Gazetteer) -> tuple[LookUp, LookUp]:
    """How names are looked up: with those of which they may be an inflected form, and as written."""
    return gazetteer.look_up, gazetteer.as_written if isinstance(gazetteer, WrittenNames) else gazetteer.look_up


def _of_the_desk(tokens: Tokens, gazetteer: Gazetteer) -> dict[int, Span]:
    """The names of the desk's own places by their first token; they may begin with a small letter ("the Zasyadko mine")."""
    hits = gazetteer.standing_in(tokens.text) if isinstance(gazetteer, DeskNames) else ()
    if not hits:
        return {}
    starts = {token.start: i for i, token in enumerate(tokens.all)}
    ends = {token.end: i + 1 for i, token in enumerate(tokens.all)}
    found = ((starts.get(hit.start), ends.get(hit.end), hit.candidates) for hit in hits)
    return {first: Span(first, last, places) for first, last, places in found if first is not None and last is not None}


def _both(desk: Span, world: Span | None) -> Span:
    """The desk's places first, then the namesakes of the same words that the world knows."""
    if world is None or world.last != desk.last:
        return desk
    known = {place.key for place in desk.candidates}
    others = tuple(place for place in world.candidates if place.key not in known)
    return replace(desk, candidates=(*desk.candidates, *others))


def _longest(tokens: Tokens, first: int, names: tuple[LookUp, LookUp]) -> Span | None:
    if tokens[first].folded in word_set("never"):
        return None
    for last in range(_reach(tokens, first), first, -1):
        if not _may_end(tokens, first, last - 1):
            continue
        name = " ".join(token.folded for token in tokens.all[first:last])
        alone = last == first + 1
        candidates = _of_one_word(tokens, first, names) if alone else names[0](name)
        if candidates:
            return Span(first, last, candidates)
    return None


def _of_one_word(tokens: Tokens, i: int, names: tuple[LookUp, LookUp]) -> tuple[Where, ...]:
    """What a single word may mean. It must be no word of every text; where it opens a sentence, its capital tells nothing,
    and only a name as written counts: what stands there as a label stands in the nominative.
    """
    word = tokens[i].folded
    if word in word_set("never_alone"):
        return ()
    candidates = names[1 if tokens.opens(i) else 0](word)
    towns = all(place.level is Level.SETTLEMENT for place in candidates)
    return () if towns and says_little(word) else candidates


def _reach(tokens: Tokens, first: int) -> int:
    """The end of the longest sequence of words from `first` that could be one name."""
    last = first + 1
    while last < len(tokens) and last - first < LONGEST_NAME and _continues(tokens, last):
        last += 1
    return last


def _continues(tokens: Tokens, i: int) -> bool:
    token, gap = tokens[i], tokens.gap(i)
    if token.capital and token.end - token.start <= _INITIAL and gap.strip() in ("", ",", "."):
        return True
    tight = gap.isspace() or (gap.strip() == "." and tokens[i - 1].end - tokens[i - 1].start <= _INITIAL)
    return tight and (token.capital or token.folded in word_set("inner") or token.folded in word_set("features"))


def _may_end(tokens: Tokens, first: int, i: int) -> bool:
    return i == first or tokens[i].capital or tokens[i].folded in word_set("features")


def _cued(tokens: Tokens, spans: list[Span]) -> Iterator[Span]:
    """The spans that a cue makes places, with the candidates that the cue admits."""
    before: Span | None = None
    starts = {span.first for span in spans}
    routes = {span for pair in pairwise(spans) if _route(tokens, *pair) for span in pair}
    for span in spans:
        if span in routes:
            before = None
            continue
        joined = before is not None and _joined(tokens, before, span)
        found = cue(tokens, span, joined, listed=span.last in starts)
        before = span if found is not Cue.NONE else None
        candidates = span.candidates
        if found is Cue.WIDE:
            candidates = tuple(place for place in candidates if place.level is not Level.SETTLEMENT or _a_spot(place))
        if found is not Cue.NONE and candidates:
            yield replace(span, candidates=candidates)


def _a_spot(place: Where) -> bool:
    """A square, a mine, a checkpoint: what only the desk knows, and what one is "on" in Ukrainian and Russian."""
    return place.key.startswith("desk:")


def _route(tokens: Tokens, one: Span, other: Span) -> bool:
    """ "the Kyiv–Warsaw train": two towns with a dash between them are the ends of a way."""
    towns = all(place.level is Level.SETTLEMENT for span in (one, other) for place in span.candidates)
    return towns and one.last == other.first and tokens.gap(one.last).strip() in tuple("-–—")


def _joined(tokens: Tokens, before: Span, span: Span) -> bool:
    return span.first == before.last + 1 and tokens[before.last].folded in word_set("and")


def resolve(name: str, within: Sequence[str], gazetteer: Gazetteer) -> tuple[Where, ...]:
    """What a place of the record may mean: the places of that name that lie in everything named by `within`.

    Where there is none, one place with the key `name:KEY` inside what `within` means, as far as that is known: it can still
    be told apart from places elsewhere.
    """
    containers = [gazetteer.look_up(outer) for outer in within]
    places = gazetteer.look_up(name)
    rows = list(zip(within, containers, strict=True))
    found = tuple(place for place in places if all(_lies_in(place, outer, known) for outer, known in rows))
    found = found or tuple(place for place in places if all(_claimed(place, outer, known) for outer, known in rows))
    return found or (_unknown(name, within, containers),)


def _lies_in(place: Where, outer: str, known: Sequence[Where]) -> bool:
    keys = {area.key for area in place.chain}
    names = {name_key(area.name) for area in place.chain}
    return name_key(outer) in names or any(container.key in keys for container in known)


def _claimed(place: Where, outer: str, known: Sequence[Where]) -> bool:
    """ "Sevastopol, within Russia" is no other place than the Sevastopol within Ukraine."""
    return _lies_in(place, outer, known) or any(claims(container, place) for container in known)


def _unknown(name: str, within: Sequence[str], containers: Sequence[tuple[Where, ...]]) -> Where:
    """A place that the gazetteer does not know, with the chain of the nearest container that it does know."""
    areas: list[Area] = []
    for i, outer in enumerate(within):
        rest = within[i + 1 :], containers[i + 1 :]
        fits = [p for p in containers[i] if all(_claimed(p, o, k) for o, k in zip(*rest, strict=True))]
        broad = [p for p in fits if p.level is not Level.SETTLEMENT] or fits
        if len(broad) == 1:
            areas += [Area(broad[0].key, broad[0].level, broad[0].name), *broad[0].chain]
            break
        areas.append(Area(f"name:{name_key(outer)}", Level.AREA, outer))
    return Where(f"name:{name_key(name)}", Level.SETTLEMENT, name, tuple(areas))
