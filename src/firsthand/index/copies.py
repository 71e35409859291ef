"""Which of these articles are copies of another? Equal texts, and reprints most of whose own words stand in their source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.index.reprints import reprints
from firsthand.matching.folding import digest, words
from firsthand.matching.reprints import is_source, moments

SURE = 0.9
"""Probability from which a reprint is taken for one."""

RUN = 5
OWN = 0.6
"""The share of a copy's own runs of five words that stand in its source. A report that takes up an agency's text and adds as
much of its own has voices of its own, and counts."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text by its name; `published` is EDTF, empty where nobody knows."""

    name: str
    text: str
    published: str = ""


def copies(texts: Sequence[Text]) -> Mapping[str, str]:
    """Name of each copy -> name of the text that it goes back to, which is itself no copy. The earliest is the source."""
    found = dict(_equal(texts))
    left = [text for text in texts if text.name not in found]
    held = {text.name: text for text in left}
    rows = ({"id": text.name, "text": text.text, "published": text.published or None} for text in left)
    for copy, source, likely in reprints(rows):
        if likely >= SURE and copy not in found and _mostly(held[copy].text, held[source].text):
            found[copy] = source
    return {copy: root for copy in found if (root := _root(copy, found)) != copy}


def _equal(texts: Iterable[Text]) -> Iterable[tuple[str, str]]:
    """Texts that say the same word for word: the surely earliest stays, else the first."""
    first: dict[str, Text] = {}
    for text in texts:
        key = digest(" ".join(word.folded for word in words(text.text)))
        held = first.setdefault(key, text)
        if held is text:
            continue
        if is_source(moments(text.published), moments(held.published), longer=False):
            first[key] = text
            yield held.name, text.name
        else:
            yield text.name, held.name


def _root(copy: str, found: Mapping[str, str]) -> str:
    """The end of the chain of sources; a chain that runs in a circle ends where it began."""
    seen = {copy}
    name = copy
    while name in found and found[name] not in seen:
        name = found[name]
        seen.add(name)
    return name if name not in found else copy


def _mostly(copy: str, source: str) -> bool:
    own, theirs = _runs(copy), _runs(source)
    return bool(own) and len(own & theirs) >= OWN * len(own)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = [word.folded for word in words(text)]
    return frozenset(tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1))
