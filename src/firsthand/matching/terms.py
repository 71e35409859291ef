"""Which words of a text say what it is about? Addresses left out; tags, handles and hyphens taken apart."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from firsthand.matching.folding import WORD, Word, fold, stem, words

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S*", re.IGNORECASE)
_MARKED = re.compile(rf"[#@]?{WORD}")
_SEAM = re.compile(
    r"[-'’ʼ`_]|(?<=[^\W\d_])(?=\d)|(?<=[a-zа-яіїєґα-ω])(?=[A-ZА-ЯІЇЄҐΑ-Ω])"
    r"|(?<=[A-ZА-ЯІЇЄҐΑ-Ω])(?=[A-ZА-ЯІЇЄҐΑ-Ω][a-zа-яіїєґα-ω])"
)
_HYPHEN = re.compile(r"-")


def terms(text: str) -> list[Word]:
    """The words of a text in order, without addresses; `#OneTag`, `@OneName` and `ten-year` are two words each.

    Offsets are those of the text as given: `text[word.start:word.end]` is the word as written.
    """
    return list(_terms(_without_addresses(text)))


def marked_words(text: str) -> list[str]:
    """The words as written, each with the # or @ before it: the terms of each, one after another, are those of the text."""
    return _MARKED.findall(_without_addresses(text))


def marked_spans(text: str) -> Iterator[re.Match[str]]:
    """The words of a text where they stand, each with the # or @ before it, as `marked_words`."""
    return _MARKED.finditer(_without_addresses(text))


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(_blank, text) if "/" in text or "www" in text.lower() else text


def _terms(text: str) -> Iterator[Word]:
    for word in words(text):
        written = text[word.start : word.end]
        if written.isalpha() and not _is_tag(text, word.start):
            yield word
        else:
            yield from _parts(word, written, _SEAM if _is_tag(text, word.start) else _HYPHEN)


def _is_tag(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in "#@"


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _parts(word: Word, written: str, seam: re.Pattern[str]) -> Iterator[Word]:
    """A word taken apart at its seams. An empty part, as between two hyphens, is none."""
    start = 0
    for found in seam.finditer(written):
        if found.start() > start:
            yield Word(fold(written[start : found.start()]), word.start + start, word.start + found.start())
        start = found.end()
    if start == 0:
        yield word
    elif start < len(written):
        yield Word(fold(written[start:]), word.start + start, word.end)


def term_stem(folded: str) -> str:
    """The stem under which a folded word is looked up: the same whatever language the text is said to be in."""
    return stem(folded)


@cache
def _table(name: str) -> dict[str, str]:
    source = files("firsthand.matching").joinpath("words.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(source)[name])


@cache
def word_list(name: str) -> frozenset[str]:
    """The folded words of one table of `words.toml` (`little`, `common`, `negation`, `article`), all languages together."""
    return frozenset(fold(word) for line in _table(name).values() for word in line.split())


@cache
def word_values(name: str) -> Mapping[str, str]:
    """Folded word -> what it stands for (`two` -> `2`), from a table of `words.toml` (`spelled`, `months`), all languages."""
    pairs = (pair.split("=") for line in _table(name).values() for pair in line.split())
    return {fold(word): value for value, word in pairs}


@lru_cache(maxsize=65536)
def says_little(folded: str) -> bool:
    """Is it a word that any text may hold: an article, a preposition, a pronoun?"""
    return folded in word_list("little")


@lru_cache(maxsize=65536)
def is_common(folded: str) -> bool:
    """Is it a word of every second news text, whatever the subject: `people`, `year`, `schools`, a month?"""
    return term_stem(folded) in _common_stems()


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(term_stem(word) for word in word_list("common"))
