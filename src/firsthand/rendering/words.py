"""How does the interface say it? The words of the page by language, one small catalogue a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from firsthand.errors import UsageError

LANGUAGES = ("en", "uk", "ru", "el")
"""Languages with a catalogue. All four hold the same keys."""

Words = Mapping[str, str]


@cache
def words(lang: str) -> Words:
    """The catalogue of a language by dotted keys (`outcome.contradicted`). Raises UsageError where there is none."""
    code = lang.lower().split("-")[0]
    if code not in LANGUAGES:
        raise UsageError(f"There are no interface words in {lang!r}.", hint=f"Choose one of {', '.join(LANGUAGES)}.")
    text = files("firsthand.rendering").joinpath("catalogues", f"{code}.toml").read_text("utf-8")
    return MappingProxyType(
        {f"{group}.{key}": word for group, row in tomllib.loads(text).items() for key, word in row.items()}
    )
