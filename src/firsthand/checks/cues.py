"""Which words tie a person to a body, hold a sentence back, or name an event without showing it?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from firsthand.matching.folding import fold

Cues = tuple[frozenset[str], tuple[str, ...]]
"""Whole words, and beginnings of words."""


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("firsthand.reading").joinpath("words", "roles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def cues(group: str, lang: str = "") -> Cues:
    """One group of `roles.toml`, folded, of one language; of all of them where the language is not known or has no table."""
    tables = _tables()
    chosen = [tables[lang]] if lang in tables else list(tables.values())
    words = [fold(word) for table in chosen for word in table[group]]
    return frozenset(w for w in words if not w.endswith("*")), tuple(w[:-1] for w in words if w.endswith("*"))


def is_cue(word: str, group: str, lang: str = "") -> bool:
    """Does a folded word belong to the group?"""
    whole, heads = cues(group, lang)
    return word in whole or word.startswith(heads)


def any_cue(words: Iterable[str], group: str, lang: str = "") -> bool:
    return any(is_cue(word, group, lang) for word in words)
