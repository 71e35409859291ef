"""Which words tie a person to a body, tell of a deed, hold a sentence back, or name an event without showing it?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from firsthand.matching.folding import fold
from firsthand.reading.wordlists import primary, table

Cues = tuple[frozenset[str], tuple[str, ...]]
"""Whole words, and beginnings of words."""

ACTS = "acts"
"""The file of deeds (`words/acts.toml`), beside that of roles (`words/roles.toml`)."""


@cache
def cues(group: str, lang: str = "", book: str = "roles") -> Cues:
    """One group of a file, folded, of one language; of all of them where the language is not known or has no table."""
    tables, tag = table(book), primary(lang)
    chosen = [tables[tag]] if tag in tables else list(tables.values())
    words = [fold(word) for lists in chosen for word in lists[group]]
    return frozenset(w for w in words if not w.endswith("*")), tuple(w[:-1] for w in words if w.endswith("*"))


def is_cue(word: str, group: str, lang: str = "", book: str = "roles") -> bool:
    """Does a folded word belong to the group?"""
    whole, heads = cues(group, lang, book)
    return word in whole or word.startswith(heads)


def any_cue(words: Iterable[str], group: str, lang: str = "", book: str = "roles") -> bool:
    return any(is_cue(word, group, lang, book) for word in words)
