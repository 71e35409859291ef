"""Where do the words of a text stand, and how are they written? They are those of `matching.terms`, each looked at once."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from firsthand.index.postings import Keys, stable_key
from firsthand.matching.folding import fold
from firsthand.matching.name_keys import name_key
from firsthand.matching.terms import marked_spans, term_stem, terms
from firsthand.reading.name_forms import listed, plain
from firsthand.reading.name_parts import is_patronymic

REACH = 3
"""Words in small letters that may stand in a row inside a name in another script."""

LONGEST = 100
"""Letters of a word that are looked at."""

_BETWEEN = re.compile(r"(?!.*\n\s*\n)[\s.'’ʼ\"«»“”„#_–-]{0,6}", re.DOTALL)
"""What may stand between two words of one name: never a comma or the end of a paragraph."""
_STOP = re.compile(r"\.[\s»”\"]")
ABBREVIATED = 4
"""Letters of a word after which a full stop does not end a sentence: an initial, a title."""
_QUOTES = "\"«»“”„‘’'"
_OPENING = re.compile(r"[.!?…:;\n•|]|[—–-]\s")

Piece = tuple[int, int, int]


class Tokens:
    """The words of one text. `written` are the different ones; word i is `written[ids[i]]` at `starts[i]` to `ends[i]`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.written: list[str] = []
        ids, starts, ends = _read(text, self.written)
        self.ids = np.frombuffer(ids, np.int32) if ids else np.empty(0, np.int32)
        self.starts, self.ends = starts, ends

    def __len__(self) -> int:
        return len(self.ids)

    def word(self, i: int) -> str:
        """Word i as written, a very long one cut."""
        return self.written[self.ids.item(i)]

    def plain(self, i: int) -> str:
        return plain(self.word(i))

    def capital(self, i: int) -> bool:
        return self.text[self.starts[i]].isupper()

    @cached_property
    def capitals(self) -> NDArray[np.bool_]:
        """Which words begin with a capital."""
        return np.array([word[0].isupper() for word in self.written], bool)[self.ids]

    @cached_property
    def caseless(self) -> bool:
        """Is there no capital in the text? Then small letters say nothing."""
        return not self.capitals.any()

    @cached_property
    def small(self) -> frozenset[str]:
        """The folded words that stand in small letters somewhere in the text."""
        return frozenset(fold(word) for word in self.written if word.islower())

    @cached_property
    def stem_keys(self) -> Keys:
        """The key of each word's stem."""
        return self._each(lambda word: stable_key(term_stem(fold(word))), range(len(self.written)))

    @cached_property
    def name_keys(self) -> Keys:
        """The key of each word's consonants; 0 for those that no name has: in small letters, far from a capital."""
        wanted = np.unique(self.ids[self.reached])
        return np.where(self.reached, self._each(lambda word: stable_key(name_key(plain(word))), wanted.tolist()), 0)

    @cached_property
    def reached(self) -> NDArray[np.bool_]:
        """Which words have a capital, or come at most so many words after one that has."""
        if self.caseless:
            return np.ones(len(self), bool)
        places = np.arange(len(self))
        last = np.maximum.accumulate(np.where(self.capitals, places, -REACH - 1))
        return places - last <= REACH

    def _each(self, key: Callable[[str], int], numbers: range | list[int]) -> Keys:
        keys = np.zeros(len(self.written), np.uint64)
        for number in numbers:
            keys[number] = key(self.written[number])
        return keys[self.ids]

    @cached_property
    def passed_over(self) -> NDArray[np.bool_]:
        """Which words may stand between the words of a person's name: titles, patronymics."""
        titles = listed("around", "titles")
        ids = np.unique(self.ids[self.capitals])
        found = np.array([plain(word) in titles for word in self.written], bool)
        found[ids] |= np.array([is_patronymic(plain(self.written[number])) for number in ids.tolist()], bool)
        return found[self.ids]

    @cached_property
    def parted(self) -> NDArray[np.int32]:
        """At each word, how many places before it part a name."""
        text, spans = self.text, zip(self.starts, self.ends, self.starts[1:], strict=False)
        apart = [
            not (text[end] == " " and after - end == 1) and _parts(text[end:after], end - start)
            for start, end, after in spans
        ]
        return np.concatenate([np.zeros(1, np.int32), np.cumsum(apart, dtype=np.int32)])

    def together(self, first: int, last: int) -> bool:
        """Do the words from one place to another stand beside each other, with nothing between them that parts a name?"""
        return self.parted.item(first) == self.parted.item(last)

    def gap(self, i: int) -> str:
        """What stands between word i and the next; empty at the ends of the text."""
        return self.text[self.ends[i] : self.starts[i + 1]] if 0 <= i < len(self) - 1 else ""

    def beside(self, i: int) -> bool:
        """Does nothing but white space inside a line stand between word i and the next?"""
        gap = self.gap(i)
        return gap.isspace() and "\n" not in gap

    def before(self, i: int) -> str:
        """The sign right before word i; empty at the beginning."""
        return self.text[self.starts[i] - 1] if self.starts[i] else ""

    def after(self, i: int) -> str:
        """The sign right after word i; empty at the end."""
        return self.text[self.ends[i] : self.ends[i] + 1]

    def shows(self, first: int, last: int) -> bool:
        """Does the capital of one of these words show that a name stands here, because no sentence begins with it?

        A sentence that begins with a quotation mark does not end with the last of the words.
        """
        around = self.before(first) + self.after(last)
        quoted = len(around) == 2 and not around.strip(_QUOTES)
        return any(self.capital(i) and (quoted or not self.opens(i)) for i in range(first, last + 1))

    def opens(self, i: int) -> bool:
        """Does a sentence, a line or a quotation begin with word i?"""
        before = self.text[max(0, self.ends[i - 1]) : self.starts[i]] if i else ""
        return not i or bool(_OPENING.search(before)) or before.rstrip(" ") != before.rstrip(' "«“„([')


def _parts(gap: str, length: int) -> bool:
    """Does this part a name, after a word of so many letters?"""
    return not _BETWEEN.fullmatch(gap) or (length > ABBREVIATED and bool(_STOP.search(gap)))


def _read(text: str, written: list[str]) -> tuple[array[int], array[int], array[int]]:
    """(number, start, end) of each word; `written` takes the different words."""
    known: dict[str, tuple[Piece, ...]] = {}
    numbers: dict[str, int] = {}
    ids, starts, ends = array("i"), array("i"), array("i")
    for found in marked_spans(text):
        word, at = found.group(), found.start()
        pieces = known.get(word)
        if pieces is None:
            pieces = known[word] = tuple(_pieces(word, numbers))
        for number, start, end in pieces:
            ids.append(number)
            starts.append(at + start)
            ends.append(at + end)
    written.extend(numbers)
    return ids, starts, ends


def _pieces(word: str, numbers: dict[str, int]) -> list[Piece]:
    spans = [(0, len(word))] if word.isalpha() else [(one.start, one.end) for one in terms(word)]
    return [(numbers.setdefault(word[start:end][:LONGEST], len(numbers)), start, end) for start, end in spans]
