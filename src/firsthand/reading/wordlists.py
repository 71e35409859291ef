"""Which words does a language use for dates, doubts and comparisons? The data of the package, read once.

The one place in `reading/` that reads package data: a language is a file `words/LANG.toml`, never a copied module.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "uk", "ru", "el")
"""The languages whose dates and captions Firsthand reads, as BCP 47 primary tags."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """The tables of `words/NAME.toml`. Raises FileNotFoundError where the package holds no such file."""
    return tomllib.loads(files("firsthand.reading").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))


def words_of(lang: str) -> Mapping[str, Any]:
    """The word lists of one of `LANGUAGES`, by section. Raises KeyError for another language."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    return table(lang)


def primary(lang: str) -> str:
    """The primary tag of a language tag: `en-GB` and `EN` are `en`."""
    return lang.replace("_", "-").split("-")[0].lower()
