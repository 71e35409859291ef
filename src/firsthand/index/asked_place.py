"""Which place does a person mean who types its name? One place, or a sentence that says how to write which of several."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from firsthand.errors import UsageError
from firsthand.index.gazetteer import PlaceBook
from firsthand.index.segments import unpack_string
from firsthand.matching.romanise import romanise
from firsthand.reading.inflection import name_key
from firsthand.reading.places import resolve
from firsthand.record.ports import Gazetteer
from firsthand.record.where import Level, Where

LISTED = 8
"""Places of one name that are listed."""

LONGEST = 60
"""Letters of a name for which near ones are looked for."""

NEAR = 4
"""Names that are offered for one that nobody knows."""

_KEY = re.compile(r"[a-z]{3,5}:\S+")


def asked_place(said: str, gazetteer: Gazetteer, world: PlaceBook) -> Where:
    """The place that `said` means: "Kyiv", "Donetsk, Ukraine", or "Ivanivka, geo:709717" by its key.

    Of several that bear the name a country is meant if nothing but settlements are called so beside it; the size of a town
    never decides. Raises UsageError that names what to write, for a name of several and for one that is unknown.
    """
    name, *within = [part.strip() for part in said.split(",") if part.strip()] or [""]
    keys = [part for part in within if _KEY.fullmatch(part)]
    outer = tuple(part for part in within if part not in keys)
    found: Sequence[Where] = [place for place in resolve(name, outer, gazetteer) if place.known] if name else []
    found = _called(name, [place for place in found if not keys or place.key in keys])
    if not found:
        near = " or ".join(_near(name, world))
        hint = f"Did you mean {near}?" if near else "Write it as maps do, with its country: Donetsk, Ukraine."
        raise UsageError(f"The place {said[:100]!r} is not known.", hint=hint)
    chosen = found[0] if len(found) == 1 else _plain(name, found)
    if chosen:
        return chosen
    ways = "; ".join(_way(place, name, found, gazetteer) for place in found[:LISTED])
    more = f"; and {len(found) - LISTED} more" if len(found) > LISTED else ""
    raise UsageError(f"{len(found)} places are called {name!r}.", hint=f"Write one of: {ways}{more}.")


def _called(name: str, found: Sequence[Where]) -> Sequence[Where]:
    """Where some are called so by their own name, the settlements of which it is only a byname are not meant."""
    key = name_key(name)
    own = {place.key for place in found if name_key(place.name) == key}
    return [place for place in found if place.key in own or place.level < Level.SETTLEMENT] if own else found


def _plain(name: str, found: Sequence[Where]) -> Where | None:
    """The country that is called so by its own name, unless another country, region or area is called so too.

    "Mexico" is the country and not the town in Missouri; "Georgia" may be the country or the state.
    """
    key = name_key(name)
    own = [place for place in found if name_key(place.name) == key]
    wide = [place for place in found if place.level < Level.SETTLEMENT]
    return wide[0] if len(wide) == 1 and wide[0] in own and wide[0].level is Level.COUNTRY else None


def _way(place: Where, name: str, found: Sequence[Where], gazetteer: Gazetteer) -> str:
    """What to write so that this place alone is meant: with the nearest container that tells it apart, else by its key."""
    if _means(place.name, (), place, gazetteer):
        return place.name
    areas = sorted(place.chain, key=lambda area: area.level is not Level.COUNTRY)
    for area in areas:
        if sum(area.key in other.areas() for other in found) == 1 and _means(name, (area.name,), place, gazetteer):
            return f"{name}, {area.name}"
    return f"{name}, {place.key} ({place})"


def _means(name: str, within: tuple[str, ...], place: Where, gazetteer: Gazetteer) -> bool:
    found = _called(name, [other for other in resolve(name, within, gazetteer) if other.known])
    return (found[0] if len(found) == 1 else _plain(name, found)) == place


def _near(name: str, world: PlaceBook) -> list[str]:
    """Names of places that look like this one, in Latin letters: those that begin alike and are about as long."""
    key = name_key(name)
    wanted = key if key.isascii() else romanise(key)
    if not 3 <= len(wanted) <= LONGEST:
        return []
    names = {name_key(one): one for one in _names(world, wanted)}
    return [names[key] for key in difflib.get_close_matches(wanted, list(names), NEAR, 0.75)]


def _names(world: PlaceBook, wanted: str) -> Iterator[str]:
    blob, at = world.arrays["name_blob"], world.arrays["name_at"]
    for row in range(len(world)):
        name = unpack_string(blob, at, row)
        if name[:1].lower() == wanted[:1] and abs(len(name) - len(wanted)) <= 3:
            yield name
