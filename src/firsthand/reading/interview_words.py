"""Which words does an interview use? The lists of `words/interviews.toml`, as sets and as tests over folded words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from firsthand.matching.folding import fold
from firsthand.reading.wordlists import LANGUAGES, table

_PIECES = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*|[:&-]")
_QUOTED = re.compile(r"«[^«»]{0,2000}»|“[^“”]{0,2000}”|\"[^\"]{0,2000}\"|„[^„“”]{0,2000}[“”]")


def flat(text: str) -> str:
    """Folded words with one space between and around them; of the signs only `:`, `&` and `-` are kept."""
    return f" {' '.join(fold(piece) for piece in _PIECES.findall(text))} "


def flat_unquoted(text: str) -> str:
    """The same without what stands in quotation marks: whose "I" that is nobody knows."""
    return flat(_QUOTED.sub(" ", text))


@cache
def listed(name: str) -> frozenset[str]:
    """One list in all languages, flat and without the spaces around."""
    return frozenset(flat(word).strip() for lang in LANGUAGES for word in table("interviews")[lang][name])


@cache
def _pattern(name: str, lang: str) -> re.Pattern[str]:
    langs = (lang,) if lang else LANGUAGES
    phrases = sorted((word for one in langs for word in table("interviews")[one][name]), key=len, reverse=True)
    return re.compile(f"(?<= )(?:{'|'.join(map(_phrase, phrases))})(?= )")


def _phrase(written: str) -> str:
    stem = re.escape(flat(written.rstrip("*")).strip())
    return stem + (r"[^ ]*" if written.endswith("*") else "")


def holds(folded: str, name: str, lang: str = "") -> bool:
    """Does a flat text hold a phrase of a list (of one language, or of all)?"""
    return _pattern(name, lang).search(folded) is not None


def count(folded: str, name: str, lang: str = "") -> int:
    return len(_pattern(name, lang).findall(folded))


def begins(folded: str, name: str) -> bool:
    """Does a flat text begin with a phrase of a list?"""
    return _pattern(name, "").match(folded, 1) is not None


@lru_cache(maxsize=4096)
def spans(text: str, name: str, lang: str) -> Sequence[tuple[int, int]]:
    """Where the phrases of a list stand in a text as written."""
    pieces = [(fold(found.group()), found.start(), found.end()) for found in _PIECES.finditer(text)]
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 1
    for word, start, end in pieces:
        starts[at], ends[at + len(word)] = start, end
        at += len(word) + 1
    joined = f" {' '.join(word for word, _, _ in pieces)} "
    return [(starts[one.start()], ends[one.end()]) for one in _pattern(name, lang).finditer(joined)]
