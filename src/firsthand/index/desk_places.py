"""Which places has the desk put on file, and where are they? The desk's own places first, then those of the gazetteer.

A subject of the kind `place` means what its entries `place` (or `within`) say. Where such an entry names the subject itself
("Bakhmut, within Donetsk Oblast"), it tells which place of that name is meant; where it names another, what contains it: a
square, a mine, a checkpoint that no gazetteer knows. A subject without such an entry is the place that all its names share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from firsthand.index.names import NameEngine, pack_names
from firsthand.index.segments import Segment
from firsthand.reading.inflection import base_forms, name_key
from firsthand.reading.places import resolve
from firsthand.record.cases import Case, Kind, Subject, item
from firsthand.record.ports import Gazetteer, NameDoc, NameHit, PlaceHit, WrittenNames
from firsthand.record.where import Area, Level, Where

SAYS_WHERE = ("place", "within")
"""Fields of a place that say where it lies, or which place it is."""
DEEPEST = 4
"""Places of the desk that may lie in each other; beyond it somebody filed a circle."""

_KEPT = 10_000

Find = Callable[[str], Iterable[NameHit]]

Lies = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of the desk: the subject CASE/ID, a name to show, all names as (language, name), and where it lies."""

    item: str
    shown: str
    names: tuple[tuple[str, str], ...]
    lies: tuple[Lies, ...] = ()


def place_rows(case: Case) -> list[PlaceRow]:
    """The places that a case puts on file."""
    return [_row(case, subject) for subject in case.subjects if subject.kind is Kind.PLACE]


def _row(case: Case, subject: Subject) -> PlaceRow:
    names = tuple((lang, name) for lang, names in subject.names.items() for name in names)
    lies = tuple((entry.value, tuple(entry.within)) for entry in subject.entries if entry.field in SAYS_WHERE)
    return PlaceRow(item(case, subject.id), subject.name, names, tuple(dict.fromkeys(lies)))


class DeskPlaces:
    """The port `record.ports.Gazetteer` over the places of the desk and, behind them, a gazetteer of the world.

    `find` gives the names of subjects on file that stand in a text, of places among others: a desk has an index of them. Without
    it one is made of the rows.
    """

    def __init__(self, world: Gazetteer, rows: Iterable[PlaceRow] = (), find: Find | None = None) -> None:
        self.world = world
        self._rows: dict[str, PlaceRow] = {}
        self._keys: dict[str, list[str]] = {}
        self._find = find
        self._engine: NameEngine | None = None
        self.meaning = lru_cache(maxsize=_KEPT)(self._meaning)
        self.look_up = lru_cache(maxsize=_KEPT)(self._look_up)
        self.put(rows)

    def put(self, rows: Iterable[PlaceRow], gone: Iterable[str] = ()) -> None:
        """Take up rows in the place of what stood under their items, and forget those of `gone`."""
        for forgotten in gone:
            self._rows.pop(forgotten, None)
        for row in rows:
            self._rows[row.item] = row
            for _, name in row.names:
                # Names that a row no longer bears stay here; `_bears` tells them.
                held = self._keys.setdefault(name_key(name), [])
                if row.item not in held:
                    held.append(row.item)
        self._engine = None
        self.meaning.cache_clear()
        self.look_up.cache_clear()

    def __len__(self) -> int:
        """The number of places on file."""
        return len(self._rows)

    def _look_up(self, name: str) -> tuple[Where, ...]:
        """All places of a name as written or inflected, the desk's first."""
        return _each_once([*self._on_file(name, 0), *self.world.look_up(name)])

    def as_written(self, name: str) -> tuple[Where, ...]:
        """The places of a name as written alone."""
        world = self.world.as_written if isinstance(self.world, WrittenNames) else self.world.look_up
        ours = (place for held in self._bearing(name_key(name)) for place in self.meaning(held))
        return _each_once([*ours, *world(name)])

    def standing_in(self, text: str) -> Sequence[PlaceHit]:
        """The names of the desk's places in a text, in whatever case, inflection or language the desk knows them."""
        if not self._rows:
            return ()
        spans: dict[tuple[int, int], dict[str, None]] = {}
        for hit in self._find(text) if self._find else self._own().find(text, ""):
            if self._bears(hit.doc.item, hit.doc.name):
                spans.setdefault((hit.start, hit.end), {})[hit.doc.item] = None
        found = ((span, _each_once([p for held in items for p in self.meaning(held)])) for span, items in spans.items())
        return [PlaceHit(*span, places) for span, places in found]

    def _own(self) -> NameEngine:
        """An index of the names of all rows."""
        if self._engine is None:
            docs = [
                NameDoc(row.item.partition("/")[0], row.item, name, lang, Kind.PLACE.value)
                for row in self._rows.values()
                for lang, name in row.names
            ]
            self._engine = NameEngine([Segment(pack_names(docs), np.ones(len(docs), bool))])
        return self._engine

    def _bears(self, held: str, name: str) -> bool:
        row = self._rows.get(held)
        return row is not None and any(name == known for _, known in row.names)

    def _bearing(self, key: str) -> Iterator[str]:
        for held in self._keys.get(key, ()):
            row = self._rows.get(held)
            if row and any(name_key(name) == key for _, name in row.names):
                yield held

    def _on_file(self, name: str, depth: int, but: str = "") -> list[Where]:
        if not self._rows or depth >= DEEPEST:
            return []
        key = name_key(name)
        items = list(self._bearing(key)) or [held for form in base_forms(key) for held in self._bearing(form)]
        return [place for held in dict.fromkeys(items) if held != but for place in self._placed(held, depth + 1)]

    def _meaning(self, held: str) -> tuple[Where, ...]:
        return tuple(self._placed(held, 0))

    def _placed(self, held: str, depth: int) -> list[Where]:
        row = self._rows[held]
        if not row.lies:
            return _by_names(row, [self.world.look_up(name) for _, name in row.names])
        around = _Around(self, held, depth)
        own = {name_key(name) for _, name in row.names}
        same = {place.key for _, name in row.names for place in self.world.look_up(name)}
        found: list[Where] = []
        for value, within in row.lies:
            places = resolve(value, within, around)
            found += [_it(row, p) if p.key in same or name_key(value) in own else _inside(row, p) for p in places]
        return found


@dataclass(frozen=True, slots=True)
class _Around:
    """What the containers of one place of the desk may mean: other places of the desk, then those of the world."""

    desk: DeskPlaces
    held: str
    depth: int

    def look_up(self, name: str) -> tuple[Where, ...]:
        ours = self.desk._on_file(name, self.depth, but=self.held)
        return _each_once([*ours, *self.desk.world.look_up(name)])


def _it(row: PlaceRow, place: Where) -> Where:
    """The place itself; under a key of its own where no gazetteer knows it."""
    if place.known:
        return replace(place, desk=row.item)
    return Where(f"desk:{row.item}", Level.SETTLEMENT, row.shown, place.chain, desk=row.item)


def _inside(row: PlaceRow, place: Where) -> Where:
    """A place in another. In a town it is as far from the next one as the town is."""
    chain = (Area(place.key, place.level, place.name), *place.chain)
    at = place.at if place.level is Level.SETTLEMENT else None
    return Where(f"desk:{row.item}", Level.SETTLEMENT, row.shown, chain, at, desk=row.item)


def _by_names(row: PlaceRow, known: Sequence[Sequence[Where]]) -> list[Where]:
    """A place of which the desk says only how it is called: what all its known names share, else any of them."""
    sets = [{place.key: place for place in places} for places in known if places]
    if not sets:
        return [Where(f"desk:{row.item}", Level.SETTLEMENT, row.shown, desk=row.item)]
    shared = set(sets[0]).intersection(*sets[1:])
    every: Mapping[str, Where] = {key: place for places in sets for key, place in places.items()}
    return [replace(place, desk=row.item) for key, place in every.items() if key in shared or not shared]


def _each_once(places: Iterable[Where]) -> tuple[Where, ...]:
    """Places without those that came before; a place of the desk in two containers is two rows, for either may be right."""
    found: dict[tuple[str, tuple[str, ...]], Where] = {}
    for place in places:
        chain = tuple(area.key for area in place.chain) if place.key.startswith("desk:") else ()
        found.setdefault((place.key, chain), place)
    return tuple(found.values())
