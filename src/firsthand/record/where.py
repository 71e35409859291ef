"""Where can something have been? A place with what contains it, and whether two places can be one.

A `Where` is resolved as far as somebody knew: its key says by whom (`geo:709717` a gazetteer, `iso:UA` a country,
`desk:CASE/ID` a subject of the casebook, `name:donetsk` a bare name that nobody resolved).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import asin, cos, radians, sin, sqrt

from firsthand.record.outcome import Outcome

FAR_KM = 40.0
"""Two settlements nearer than this may be loosely called by one name (a suburb, a district); they never contradict."""


class Level(IntEnum):
    """How wide a place is. Areas (Donbas, the Balkans) overlap others, so they can only contain, never exclude."""

    AREA = 0
    CONTINENT = 1
    COUNTRY = 2
    REGION = 3
    DISTRICT = 4
    SETTLEMENT = 5


EXCLUSIVE = (Level.CONTINENT, Level.COUNTRY, Level.REGION, Level.DISTRICT)
"""Levels at which two different known keys cannot share a point."""


@dataclass(frozen=True, slots=True)
class Area:
    """One container of a place: its key, its level, and a name to show."""

    key: str
    level: Level
    name: str


@dataclass(frozen=True, slots=True)
class Where:
    """A place. `chain` lists what contains it, nearest first; `at` is (latitude, longitude) in degrees, if known.

    `desk` names the subject of the casebook (CASE/ID) by which a desk put this place on file; empty where none did.
    """

    key: str
    level: Level
    name: str
    chain: tuple[Area, ...] = ()
    at: tuple[float, float] | None = None
    words: str = ""
    desk: str = ""

    @property
    def known(self) -> bool:
        """Did somebody resolve it, so that a different key means a different place?"""
        return not self.key.startswith("name:")

    def areas(self) -> frozenset[str]:
        return frozenset([self.key, *(area.key for area in self.chain)])

    def at_level(self, level: Level) -> str | None:
        """The known key of this place, or of its container, at a level; None where nobody said."""
        if self.level == level:
            return self.key if self.known else None
        return next((a.key for a in self.chain if a.level == level and not a.key.startswith("name:")), None)

    def __str__(self) -> str:
        shown = (area.name for area in self.chain if area.level not in (Level.CONTINENT, Level.AREA))
        return ", ".join([self.name, *shown])


def compare(said: Where, held: Where) -> Outcome:
    """Hold a place that is said against one that the record holds.

    supported: the record's place lies inside the one said. contradicted: neither contains the other, and they, or what
    is known to contain them, differ at a level whose places share no point. unresolved: anything else, also two
    settlements close together, and a bare name of which nothing is known. The laws that it obeys, and a small world in which
    it is held against sets of points, are in `tests/test_where_laws.py`.
    """
    if said.key in held.areas() and (said.known or not _apart(said, held)):
        return Outcome.SUPPORTED
    if held.key in said.areas():
        return Outcome.UNRESOLVED
    return Outcome.CONTRADICTED if _apart(said, held) else Outcome.UNRESOLVED


def compare_any(said: Iterable[Where], held: Iterable[Where]) -> Outcome:
    """The same where a name may mean several places: supported if one reading is, contradicted only if all are.

    Where the desk has a place of that name on file, that is the place which is meant: no namesake of it can support. The
    namesakes still speak against a contradiction, because the words may be those of somebody who never heard of it.
    """
    ours, theirs = list(said), list(held)
    if any(compare(one, other) is Outcome.SUPPORTED for one in meant(ours) for other in meant(theirs)):
        return Outcome.SUPPORTED
    answers = {compare(one, other) for one in ours for other in theirs}
    return Outcome.CONTRADICTED if answers == {Outcome.CONTRADICTED} else Outcome.UNRESOLVED


def meant(candidates: Sequence[Where]) -> Sequence[Where]:
    """Of places of one name those that the desk put on file; all of them where it put none."""
    return [place for place in candidates if place.desk] or candidates


def _apart(one: Where, other: Where) -> bool:
    distance = kilometres(one.at, other.at) if one.at and other.at else None
    if distance is not None and distance < FAR_KM:
        return False
    for level in EXCLUSIVE:
        left, right = one.at_level(level), other.at_level(level)
        if left and right and left != right and _authority(left) == _authority(right):
            return True
    return distance is not None and one.level == other.level == Level.SETTLEMENT


def _authority(key: str) -> str:
    """Who gave the key. Two authorities may know one region by two keys; only keys of one of them tell regions apart."""
    return key.partition(":")[0]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula, radius 6,371 km."""
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(half)))
