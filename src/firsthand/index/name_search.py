"""Which names stand in this text? The longest at each place, and what a text says of them once it has named them whole.

What is asked is a `Held`: names on file, in memory or in segments. It says where a name may stand; whether it does is told by
`name_fits`, and what follows from it by `name_later` and `name_short`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from firsthand.index.name_fits import PERSON, Stand, fits_person, fits_spelling, fits_stems
from firsthand.index.name_later import Introduced, followed
from firsthand.index.name_short import shortened
from firsthand.index.name_tokens import Tokens
from firsthand.reading.name_parts import ROADS, is_patronymic, parts, word_fits
from firsthand.record.ports import NameDoc, NameHit

BEARERS = 100
"""Subjects given for one name at one place: a name that a hundred bear tells nothing of any."""
STEMS = -1
"""Instead of the number of an order of words: the name is held against the text by stems."""

Row = tuple[int, int]
"""By what a holder knows a name: the segment, and the number of the name in it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a text, by their places, that may say a name in one of its orders."""

    name: str
    kind: str
    order: int
    at: Sequence[int]
    row: Row


class Held(Protocol):
    """Names on file."""

    def spots(self, tokens: Tokens) -> Iterable[Spot]:
        """Where names may stand; every place where one does is among them."""

    def bearers(self, row: Row) -> Iterable[NameDoc]:
        """The documents of one name, in the order of filing."""

    def names_of(self, doc: NameDoc) -> Sequence[str]:
        """All names of the subject of a document."""

    def sharing(self, word: str) -> Iterable[tuple[str, Row]]:
        """The names of persons whose surname may be a plain word."""


@dataclass(slots=True)
class _Found:
    """The plainest way in which one name stands at some words, and where its documents lie."""

    stand: Stand
    rows: set[Row]


Choice = tuple[Stand, tuple[NameDoc, ...]]
Places = dict[int, dict[int, dict[tuple[str, str], _Found]]]


def search(held: Held, text: str, lang: str) -> list[NameHit]:
    """Every name that stands in the text, the longest at each place, in order of place."""
    tokens = Tokens(text)
    if not len(tokens):
        return []
    chosen = list(_longest(held, tokens, _standing(held, tokens)))
    whole = _each_once(_hits(tokens, chosen), lang)
    known = [Introduced(stand.first, stand.last, docs, not stand.doubtful) for stand, docs in chosen]
    short = _each_once(shortened(tokens, known, held.names_of), lang)
    after = _each_once(followed(tokens, known, held), lang)
    return sorted(_apart([whole, short, after]), key=lambda hit: (hit.start, hit.doc.item))


def _standing(held: Held, tokens: Tokens) -> Places:
    """First word -> last word -> (name, kind) -> how it stands there."""
    at: Places = {}
    for spot in held.spots(tokens):
        stand = _fitting(tokens, spot)
        if stand:
            here = at.setdefault(stand.first, {}).setdefault(stand.last, {})
            found = here.setdefault((spot.name, spot.kind), _Found(stand, set()))
            found.stand = min(found.stand, stand, key=lambda one: (one.doubtful, ROADS.index(one.road)))
            found.rows.add(spot.row)
    return at


def _fitting(tokens: Tokens, spot: Spot) -> Stand | None:
    if spot.order == STEMS:
        return fits_stems(tokens, spot.at[0], spot.name)
    taken = parts(spot.name, spot.kind == PERSON)
    if spot.kind == PERSON:
        return fits_person(tokens, spot.at, taken, taken.orders()[spot.order])
    return fits_spelling(tokens, spot.at, taken)


def _longest(held: Held, tokens: Tokens, at: Places) -> Iterator[Choice]:
    """The longest names at each place, from left to right, none within another."""
    free = 0
    kept: dict[tuple[Row, ...], tuple[NameDoc, ...]] = {}
    for first in sorted(at):
        for last in sorted(at[first], reverse=True) if first >= free else ():
            named = [
                (found.stand, _documents(held, tokens, found, kept))
                for _, found in sorted(at[first][last].items(), key=_name)
            ]
            told = [(stand, docs) for stand, docs in named if docs]
            if told:
                yield from told
                free = last + 1
                break


def _name(found: tuple[tuple[str, str], _Found]) -> tuple[str, str]:
    return found[0]


def _documents(
    held: Held, tokens: Tokens, found: _Found, kept: dict[tuple[Row, ...], tuple[NameDoc, ...]]
) -> tuple[NameDoc, ...]:
    """The bearers of a name, without those whose patronymic is another one than the text's; `kept` are those read before."""
    rows = tuple(sorted(found.rows))
    docs = kept.get(rows)
    if docs is None:
        docs = kept[rows] = tuple(islice((doc for row in rows for doc in held.bearers(row)), BEARERS))
    if found.stand.patronymic < 0:
        return docs
    token = tokens.plain(found.stand.patronymic)
    return tuple(doc for doc in docs if _may_be(token, held.names_of(doc)))


def _may_be(token: str, names: Sequence[str]) -> bool:
    taken = (parts(name, True) for name in names)
    known = [one.words[one.patronymic] for one in taken if one.patronymic >= 0]
    return not known or any(word_fits(word, token, False)[0] for word in known if is_patronymic(word))


def _hits(tokens: Tokens, chosen: Sequence[Choice]) -> Iterator[NameHit]:
    """A doubtful name counts if its bearer was named before without doubt."""
    known: set[str] = set()
    for stand, docs in chosen:
        for doc in docs:
            if not stand.doubtful or doc.item in known:
                known.add(doc.item)
                yield NameHit(doc, tokens.starts[stand.first], tokens.ends[stand.last], stand.road)


def _each_once(hits: Iterable[NameHit], lang: str) -> list[NameHit]:
    """One hit for each item at each place; of its equal names the plainest, in the text's language, else the first."""
    best: dict[tuple[int, str], NameHit] = {}
    for hit in sorted(hits, key=lambda h: (h.start, h.doc.item, h.doc.lang != lang, h.doc.lang, h.doc.name)):
        known = best.setdefault((hit.start, hit.doc.item), hit)
        if _rank(hit) < _rank(known):
            best[hit.start, hit.doc.item] = hit
    return list(best.values())


def _rank(hit: NameHit) -> int:
    return ROADS.index(hit.road) if hit.road in ROADS else 0


def _apart(groups: Sequence[Sequence[NameHit]]) -> Iterator[NameHit]:
    """The hits of all groups, those left out that overlap with one of a group before theirs."""
    taken: set[int] = set()
    for group in groups:
        free = [hit for hit in group if taken.isdisjoint(range(hit.start, hit.end))]
        yield from free
        for hit in free:
            taken.update(range(hit.start, hit.end))
