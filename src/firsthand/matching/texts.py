"""What does a text say, for comparing it with another? Its stems, numbers, names and denials, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from firsthand.matching.folding import Word
from firsthand.matching.passages import Span, shared_runs
from firsthand.matching.terms import is_common, says_little, term_stem, terms, word_list

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,  ]\d{3})*(?:[.,]\d+)?(?![\w])")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_SENTENCE_HEAD = re.compile(r"[.!?…:\n][\s\"'«“„‘(\[—-]*\Z")

HEADLINE = 4
"""A sentence of so many telling words, most of them capitalised, is a headline: its capitals mark no names."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text taken apart. `stems` are those of all words in order; the mappings give the first place of each thing.

    `content`: stems that say what it is about; `common` are those of them that stand in texts on any subject. `names`: stems
    of capitalised words inside a sentence, and `titles` the runs of them, each one name (`Steppe Labour Confederation`) at its
    place; a run of common words alone (`January`, `President`) names nobody.
    `numbers`: without their thousands marks. `denials`: folded words of negation.
    """

    text: str
    words: tuple[Word, ...]
    content: Mapping[str, Span]
    common: frozenset[str]
    names: Mapping[str, Span]
    titles: Mapping[tuple[str, ...], Span]
    numbers: Mapping[str, Span]
    denials: Mapping[str, Span]
    folded: tuple[str, ...]


@lru_cache(maxsize=4096)
def told(text: str) -> Told:
    """Take a text apart."""
    words = tuple(terms(text))
    content: dict[str, Span] = {}
    common: set[str] = set()
    denials: dict[str, Span] = {}
    for word in words:
        if word.folded in word_list("negation"):
            denials.setdefault(word.folded, (word.start, word.end))
        if _tells(word):
            stem = term_stem(word.folded)
            content.setdefault(stem, (word.start, word.end))
            if is_common(word.folded):
                common.add(stem)
    names: dict[str, Span] = {}
    titles: dict[tuple[str, ...], Span] = {}
    for run in _runs_of_names(text, words):
        stems = tuple(term_stem(word.folded) for word in run)
        for stem, word in zip(stems, run, strict=True):
            names.setdefault(stem, (word.start, word.end))
        if not common.issuperset(stems):
            titles.setdefault(stems, (run[0].start, run[-1].end))
    return Told(
        text, words, content, frozenset(common), names, titles, _numbers(text), denials, tuple(w.folded for w in words)
    )


def _tells(word: Word) -> bool:
    """Does a word say what the text is about? Not a small word, a number, or a letter of `U.S.`"""
    return len(word.folded) > 1 and not says_little(word.folded) and not word.folded.isdigit()


def _runs_of_names(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    """Capitalised words side by side, inside a sentence. A headline in capitals has none to tell."""
    for line in _lines(text, words):
        telling = [word for word in line if _tells(word)]
        high = [word for word in telling if text[word.start].isupper()]
        if len(telling) >= HEADLINE and len(high) >= len(telling) * 0.85:
            continue
        run: list[Word] = []
        for before, word in pairwise(line):
            if run and not (word in high and text[before.end : word.start] == " "):
                yield run
                run = []
            if word in high:
                run.append(word)
        if run:
            yield run


def _lines(text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of each sentence, or of what follows a colon."""
    line: list[Word] = []
    for word in words:
        if line and _SENTENCE_HEAD.search(text, line[-1].end, word.start):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


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
    stems = (term_stem(word.folded) for word in found if _tells(word))
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
