"""What does a text say, for comparing it with another? Its stems, numbers, names and denials, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from firsthand.matching.folding import Word
from firsthand.matching.passages import Span, shared_runs
from firsthand.matching.terms import says_little, term_stem, terms, word_list

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,  ]\d{3})*(?:[.,]\d+)?(?![\w])")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?…:\n])[\s\"'«“„‘(\[—-]*$")


@dataclass(frozen=True, slots=True)
class Told:
    """A text taken apart. `stems` are those of all words in order; the mappings give the first place of each thing.

    `content`: stems that say what it is about. `names`: stems of capitalised words inside a sentence. `numbers`: without
    their thousands marks. `denials`: folded words of negation.
    """

    text: str
    words: tuple[Word, ...]
    content: Mapping[str, Span]
    names: Mapping[str, Span]
    numbers: Mapping[str, Span]
    denials: Mapping[str, Span]

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)


@lru_cache(maxsize=4096)
def told(text: str) -> Told:
    """Take a text apart."""
    words = tuple(terms(text))
    content: dict[str, Span] = {}
    names: dict[str, Span] = {}
    denials: dict[str, Span] = {}
    for word in words:
        place = word.start, word.end
        if word.folded in word_list("negation"):
            denials.setdefault(word.folded, place)
        if not says_little(word.folded) and not word.folded.isdigit():
            stem = term_stem(word.folded)
            content.setdefault(stem, place)
            if text[word.start].isupper() and not _SENTENCE_HEAD.search(text, max(0, word.start - 8), word.start):
                names.setdefault(stem, place)
    return Told(text, words, content, names, _numbers(text), denials)


def _numbers(text: str) -> dict[str, Span]:
    """Numbers in digits: `1,000`, `1.000` and `1000` are one; `3,5` and `3.5` are one."""
    found: dict[str, Span] = {}
    for match in _NUMBER.finditer(text):
        found.setdefault(_plain(match.group()), match.span())
    return found


def _plain(written: str) -> str:
    whole = re.sub(r"[.,  ](?=\d{3}(?!\d))", "", written)
    return whole.replace(",", ".").lstrip("0") or "0"


def is_year(number: str) -> bool:
    return bool(_YEAR.match(number))


def neighbours(side: Told, place: Span) -> frozenset[str]:
    """The stems of the telling words next to a place, one on either side."""
    before = [word for word in side.words if word.end <= place[0]]
    after = [word for word in side.words if word.start >= place[1]]
    return frozenset(_telling(reversed(before)) + _telling(after))


def _telling(found: Iterable[Word]) -> list[str]:
    stems = (term_stem(w.folded) for w in found if not says_little(w.folded) and not w.folded.isdigit())
    return list(islice(stems, 1))


@dataclass(frozen=True, slots=True)
class Run:
    """The longest run of words that both texts hold: its places, and its number of words."""

    ours: Span
    theirs: Span
    words: int


def longest_run(ours: Told, theirs: Told) -> Run | None:
    """The longest shared run of at least two words; the first of equal ones."""
    best = max(shared_runs(ours.words, theirs.words, 2), key=lambda run: run[2], default=None)
    if best is None:
        return None
    i, j, size = best
    return Run(_span(ours, i, size), _span(theirs, j, size), size)


def _span(side: Told, first: int, size: int) -> Span:
    return side.words[first].start, side.words[first + size - 1].end
