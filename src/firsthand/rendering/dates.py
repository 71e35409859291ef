"""How is a date said to a reader of one language? `When` in words, by Babel."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date, format_skeleton

from firsthand.record.when import When
from firsthand.rendering.words import Words

_LOCALES = {"en": "en_GB", "uk": "uk", "ru": "ru", "el": "el"}
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)\S*?(Z|[+-]\d\d:?\d\d|[+-]\d\d)?")
_FORMS = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "day"),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "month"),
    (re.compile(r"\d{4}"), "year"),
)


def say(when: When | None, lang: str, words: Words) -> str:
    """The date in words: `1 May 2012`, `about 2012`, `May 2012 – June 2012`. A form without words stays EDTF."""
    if when is None:
        return ""
    if clock := _CLOCK.fullmatch(when.edtf):
        zone = {"Z": " UTC", None: ""}.get(clock[3], f" UTC{clock[3]}")
        return f"{_day(date.fromisoformat(clock[1]), lang)}, {clock[2]}{zone}"
    start, slash, end = when.edtf.partition("/")
    if not slash:
        return _single(when.edtf, when.first, lang, words)
    first, last = _single(start, when.first, lang, words), _single(end, when.last, lang, words)
    if not when.first or not when.last:
        return words["when.until"].format(date=last) if when.last else words["when.from"].format(date=first)
    return f"{first} – {last}"


def _single(edtf: str, bound: date | None, lang: str, words: Words) -> str:
    bare = edtf.rstrip("~?%")
    form = next((name for pattern, name in _FORMS if pattern.fullmatch(bare)), "")
    if bound is None or not form:
        return edtf
    said = bare if form == "year" else _day(bound, lang) if form == "day" else _month(bound, lang)
    return said if bare == edtf else words["when.about"].format(date=said)


def _day(value: date, lang: str) -> str:
    return str(format_date(value, "long", locale=_LOCALES[lang]))


def _month(value: date, lang: str) -> str:
    return str(format_skeleton("yMMMM", value, locale=_LOCALES[lang]))
