"""Which of several places of one name does the text mean? What it names as their container decides, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from firsthand.reading.inflection import name_key
from firsthand.reading.place_cues import Span
from firsthand.reading.place_words import Tokens, word_set
from firsthand.reading.wordlists import table
from firsthand.record.where import Area, Level, Where

_STATE_CODE = 2


def settle(tokens: Tokens, spans: list[Span]) -> list[Span]:
    """Spans in order, each container that stands right beside a name joined to it, and homonyms settled by it."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before and span.first < before.last:
            continue
        last = _with_state(tokens, span)
        union = _union(tokens, before, last) if before else None
        if union:
            joined[-1] = union
        else:
            joined.append(last)
    named = Counter(key for span in joined for key in _holding(span))
    return [_country(span, named) for span in joined]


def _with_state(tokens: Tokens, span: Span) -> Span:
    """ "Portland, ME": a code of two capitals after a comma is the state that one of the places lies in."""
    if span.last >= len(tokens) or tokens.gap(span.last).strip() != ",":
        return span
    token = tokens[span.last]
    written = tokens.text[token.start : token.end]
    key = f"adm:US.{written}"
    inside = tuple(place for place in span.candidates if any(area.key == key for area in place.chain))
    if len(written) == _STATE_CODE and written.isupper() and inside:
        return Span(span.first, span.last + 1, inside, settled=True)
    return span


def _union(tokens: Tokens, one: Span, other: Span) -> Span | None:
    """Two neighbours as one mention where the one contains the other; None where they are two."""
    if not _adjacent(tokens, one, other):
        return None
    inner = _lying_in(one.candidates, other.candidates)
    if inner and (not _country_named(one) or any(place.level is not Level.SETTLEMENT for place in inner)):
        return Span(one.first, other.last, inner, settled=True)
    outer = _lying_in(other.candidates, one.candidates)
    if outer and _wide(one) and "(" not in tokens.gap(other.first):
        return Span(one.first, other.last, outer, settled=True)
    return _elsewhere(tokens, one, other)


def _adjacent(tokens: Tokens, one: Span, other: Span) -> bool:
    between = tokens.all[one.last : other.first]
    gap = tokens.text[tokens[one.last - 1].end : tokens[other.first].start]
    if any(mark in gap for mark in "\n.;:!?"):
        return False
    if not between:
        return gap.strip() in (",", "(") or (gap.isspace() and _named_as_region(tokens, other))
    return len(between) == 1 and gap.lstrip().startswith((",", "(")) and between[0].folded in word_set("between")


def _named_as_region(tokens: Tokens, span: Span) -> bool:
    """ "в Ірпені Київської області": a region that says that it is one needs no comma."""
    return tokens[span.last - 1].folded in word_set("features") and not tokens[span.last - 1].capital


def _elsewhere(tokens: Tokens, one: Span, other: Span) -> Span | None:
    """ "Mati, Greece" where only a Mati in another country is known: it may be one that nobody knows, in Greece.

    The known places stay candidates, so that a list of places ("Kyiv, Poland and Moldova") excludes nothing.
    """
    country = [place for place in other.candidates if place.level in (Level.COUNTRY, Level.REGION)]
    if len(country) != 1 or any(place.level is not Level.SETTLEMENT for place in one.candidates):
        return None
    if one.settled or (other.last < len(tokens) and tokens[other.last].folded in word_set("and")):
        return None
    claimed = tuple(place for place in one.candidates if claims(country[0], place))
    if claimed:
        return Span(one.first, other.last, claimed, settled=True)
    name = tokens.text[tokens[one.first].start : tokens[one.last - 1].end]
    chain = (Area(country[0].key, country[0].level, country[0].name), *country[0].chain)
    unknown = Where(f"name:{name_key(name)}", Level.SETTLEMENT, name, chain)
    return Span(one.first, other.last, (*one.candidates, unknown), settled=True)


def _country_named(span: Span) -> bool:
    """In "Kosovo, Belarus" two countries stand in a list, though a village in Belarus bears the first one's name."""
    return any(place.key.startswith("iso:") for place in span.candidates)


def _wide(span: Span) -> bool:
    return any(place.level in (Level.COUNTRY, Level.REGION, Level.DISTRICT) for place in span.candidates)


def _lying_in(inner: Iterable[Where], outer: Iterable[Where]) -> tuple[Where, ...]:
    containers = list(outer)
    keys = {place.key for place in containers}
    found = [place for place in inner if keys & {area.key for area in place.chain}]
    if found:
        found += [p for p in inner if p not in found and any(claims(state, p) for state in containers)]
    return tuple(found)


def claims(state: Where, place: Where) -> bool:
    """Does an occupier call the region of the place his own? Then his name does not tell it from a namesake."""
    return not place.areas().isdisjoint(_claimed().get(state.key, ()))


@cache
def _claimed() -> dict[str, set[str]]:
    regions: dict[str, set[str]] = {}
    for row in table("regions")["regions"]:
        for state in row.get("claimed", ()):
            regions.setdefault(state, set()).add(row["key"])
    return regions


def _holding(span: Span) -> set[str]:
    """The keys of all that holds what a name may mean."""
    return {area.key for place in span.candidates for area in place.chain}


def _country(span: Span, named: Counter[str]) -> Span:
    """A name of a country and of towns ("Greece", a town in New York) is the country where the text names a place in it.

    `named` counts the names of the text that may lie in each area.

    The other way round nothing is settled: a country named apart ("the president of Ukraine in Athens") contains nobody.
    """
    countries = tuple(place for place in span.candidates if place.level is Level.COUNTRY)
    own = _holding(span) if countries else set()
    inside = tuple(country for country in countries if named[country.key] > (country.key in own))
    return replace(span, candidates=inside) if inside else span
