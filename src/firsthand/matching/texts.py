"""What does a text say, for comparing it with another? Its stems, numbers, names and denials, each at its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from firsthand.matching.folding import Word
from firsthand.matching.passages import Span
from firsthand.matching.terms import is_common, says_little, term_stem, terms, word_list, word_values

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,  ]\d{3})*(?:[.,]\d+)?(?![\w])")
_SIGNATURE = re.compile(r"[—–-] [^\n—–]{1,80} \(@\w{1,20}\)(?: \w+ \d{1,2}, \d{4})?")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_SENTENCE_HEAD = re.compile(r"[.!?…:\n][\s\"'«“„‘(\[—-]*\Z")

PLACES = 32
"""Places of one word in a text that are looked at; a refrain repeated more often is not followed further."""
NEAR = 4
"""A denial further than so many words from what both say denies something else."""
HEADLINE = 4
"""A sentence of so many telling words, most of them capitalised, is a headline: its capitals mark no names."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text taken apart. `stems` and `folded` are those of all words in order; the mappings give the first place of each thing.

    `content`: stems that say what it is about; `common` are those of them that stand in texts on any subject. `names`: stems
    of capitalised words inside a sentence, and `titles` the runs of them, each one name (`Steppe Labour Confederation`) at its
    place; a run of common words alone (`January`, `President`) names nobody.
    `numbers`: without their thousands marks, those in words (`thirty`) too; `beside`: the telling stems next to each.
    `months`: `1` to `12`, of months that stand beside a number. `denials`: folded words of negation, `denied` the telling
    stems within four words of one, `amid` the nearest of them on either side of each place. `at`: the numbers of the words (32 at
    most) that each folded word is.
    """

    text: str
    words: tuple[Word, ...]
    folded: tuple[str, ...]
    stems: tuple[str, ...]
    content: Mapping[str, Span]
    common: frozenset[str]
    names: Mapping[str, Span]
    titles: Mapping[tuple[str, ...], Span]
    numbers: Mapping[str, Span]
    beside: Mapping[str, frozenset[str]]
    months: Mapping[str, Span]
    denials: Mapping[str, Span]
    denied: Mapping[str, Span]
    amid: Mapping[Span, tuple[str, ...]]
    at: Mapping[str, Sequence[int]]


@lru_cache(maxsize=8192)
def told(text: str) -> Told:
    """Take a text apart. Who signed a quoted post, and when (`— Name (@handle) May 1, 2012`), is no part of what it says."""
    said = _SIGNATURE.sub(lambda found: " " * len(found.group()), text) if "(@" in text else text
    words = tuple(terms(said))
    stems = tuple(term_stem(word.folded) for word in words)
    content: dict[str, Span] = {}
    common: set[str] = set()
    at: dict[str, list[int]] = {}
    for number, (word, stem) in enumerate(zip(words, stems, strict=True)):
        places = at.setdefault(word.folded, [])
        if len(places) < PLACES:
            places.append(number)
        if _tells(word) and word.folded not in word_values("spelled"):
            content.setdefault(stem, (word.start, word.end))
            if is_common(word.folded):
                common.add(stem)
    names, titles = _named(said, words, common)
    numbers = _numbers(said, words)
    return Told(
        text,
        words,
        tuple(word.folded for word in words),
        stems,
        content,
        frozenset(common),
        names,
        titles,
        numbers,
        _beside(words, stems, numbers),
        _months(words),
        *_denials(words, stems, content),
        at,
    )


def _named(text: str, words: Sequence[Word], common: set[str]) -> tuple[dict[str, Span], dict[tuple[str, ...], Span]]:
    names: dict[str, Span] = {}
    titles: dict[tuple[str, ...], Span] = {}
    for run in _runs_of_names(text, words):
        stems = tuple(term_stem(word.folded) for word in run)
        for stem, word in zip(stems, run, strict=True):
            names.setdefault(stem, (word.start, word.end))
        if not common.issuperset(stems):
            titles.setdefault(stems, (run[0].start, run[-1].end))
    return names, titles


def _denials(
    words: Sequence[Word], stems: Sequence[str], content: Mapping[str, Span]
) -> tuple[dict[str, Span], dict[str, Span], dict[Span, tuple[str, ...]]]:
    """`denials`, `denied` and `amid` of Told."""
    denials: dict[str, Span] = {}
    denied: dict[str, Span] = {}
    amid: dict[Span, tuple[str, ...]] = {}
    denying = {stem for word, stem in zip(words, stems, strict=True) if word.folded in word_list("negation")}
    for number, word in enumerate(words):
        if word.folded in word_list("negation"):
            place = (word.start, word.end)
            denials.setdefault(word.folded, place)
            before, after = stems[max(0, number - NEAR) : number], stems[number + 1 : number + NEAR + 1]
            for stem in (*before, *after):
                if stem in content:
                    denied.setdefault(stem, place)
            sides = (next((s for s in side if s in content and s not in denying), "") for side in (before[::-1], after))
            amid[place] = tuple(filter(None, sides))
    return denials, denied, amid


def _months(words: Sequence[Word]) -> dict[str, Span]:
    """Months beside a number: `5 May`, `March 2020`; alone they may be a verb or a name."""
    found: dict[str, Span] = {}
    for number, word in enumerate(words):
        month = word_values("months").get(word.folded)
        if month and any(w.folded.isdigit() for w in words[max(0, number - 1) : number + 2]):
            found.setdefault(month, (word.start, word.end))
    return found


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


def _numbers(text: str, words: Sequence[Word]) -> dict[str, Span]:
    """Numbers in digits and in words: `1,000`, `1.000` and `1000` are one; so are `3,5` and `3.5`, `thirty` and `30`."""
    found: dict[str, Span] = {}
    for match in _NUMBER.finditer(text):
        found.setdefault(_plain(match.group()), match.span())
    for word in words:
        value = word_values("spelled").get(word.folded)
        if value:
            found.setdefault(value, (word.start, word.end))
    return found


def _plain(written: str) -> str:
    whole = re.sub(r"[.,  ](?=\d{3}(?!\d))", "", written)
    return whole.replace(",", ".").lstrip("0") or "0"


def is_year(number: str) -> bool:
    return bool(_YEAR.match(number))


def _beside(words: Sequence[Word], stems: Sequence[str], numbers: Mapping[str, Span]) -> dict[str, frozenset[str]]:
    """The stems of the telling words next to each number, one on either side."""
    telling = [(word.start, word.end, stem) for word, stem in zip(words, stems, strict=True) if _tells(word)]
    starts, ends = [row[0] for row in telling], [row[1] for row in telling]
    found = {}
    for number, (start, end) in numbers.items():
        before, after = bisect_right(ends, start), bisect_left(starts, end)
        found[number] = frozenset(row[2] for row in telling[max(0, before - 1) : before] + telling[after : after + 1])
    return found
