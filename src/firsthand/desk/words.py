"""How does the room say it? Its words by language, with those of the reports beneath them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from firsthand.rendering.words import LANGUAGES
from firsthand.rendering.words import words as of_reports

NAMES = {"en": "English", "uk": "Українська", "ru": "Русский", "el": "Ελληνικά"}
"""Each language as its own readers call it."""


@cache
def own(lang: str) -> Mapping[str, str]:
    """The room's own words by dotted keys."""
    text = files("firsthand.desk").joinpath("catalogues", f"{lang}.toml").read_text("utf-8")
    return {f"{group}.{key}": word for group, row in tomllib.loads(text).items() for key, word in row.items()}


@cache
def words(lang: str) -> Mapping[str, str]:
    """All words of a language; the room's keys begin with groups that reports do not have."""
    # What a catalogue lacks is said in English: a page with one foreign sentence is better than none.
    return MappingProxyType({**of_reports(lang), **own(LANGUAGES[0]), **own(lang)})


def chosen(person: str, cookie: str, header: str) -> str:
    """The language of a page: what the person has set, else what this browser has, else what it asks for, else English."""
    for wish in (person, cookie, *(part.split(";")[0].strip()[:2].lower() for part in header[:200].split(","))):
        if wish in LANGUAGES:
            return wish
    return LANGUAGES[0]
