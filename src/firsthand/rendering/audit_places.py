"""At which places do the voices of an audit speak, as far as it is known? One spot a place, with who speaks there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from firsthand.record.audit_reports import World, place_of
from firsthand.record.voices import ArticleVoices, Audited, Basis, Voice
from firsthand.record.where import Level, Where

At = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place and the voices that speak there, each article's own. `at` is None where nobody knows its point.

    `exact`: it is a settlement; a country or region is drawn at its middle, and means somewhere in it.
    """

    key: str
    name: str
    at: At | None
    exact: bool
    voices: int
    quotations: float
    bases: Mapping[Basis, int]


def spots(articles: Iterable[ArticleVoices], world: World) -> tuple[tuple[Spot, ...], int]:
    """(places with the most voices first, voices of which no place is known)."""
    places: dict[str, Where] = {}
    voices: Counter[str] = Counter()
    quoted: dict[str, float] = {}
    bases: dict[str, Counter[Basis]] = {}
    unplaced = 0
    for voice in _voices(articles):
        place = place_of(voice)
        if place is None:
            unplaced += 1
            continue
        places.setdefault(place.key, place)
        voices[place.key] += 1
        quoted[place.key] = quoted.get(place.key, 0.0) + voice.quotations
        bases.setdefault(place.key, Counter())[voice.basis] += 1
    found = [
        Spot(key, str(place), at_of(place, world), _exact(place), voices[key], quoted[key], dict(bases[key]))
        for key, place in places.items()
    ]
    return tuple(sorted(found, key=lambda spot: (-spot.voices, spot.name))), unplaced


def _voices(articles: Iterable[ArticleVoices]) -> Iterator[Voice]:
    return (voice for article in articles if article.state is Audited.AUDITED for voice in article.voices)


def _exact(place: Where) -> bool:
    return place.level is Level.SETTLEMENT and place.at is not None


def at_of(place: Where, world: World) -> At | None:
    """Its own point, else its middle, else the middle of the nearest of its containers that is no wider than a country."""
    narrow = [area.key for area in place.chain if area.level >= Level.COUNTRY]
    return place.at or next((world.middles[key] for key in (place.key, *narrow) if key in world.middles), None)
