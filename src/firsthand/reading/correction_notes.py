"""Does a page say that it was corrected or taken away, by whom, and does a correction concern our passage?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firsthand.matching.folding import WORD, digest, fold, passage, stem
from firsthand.matching.terms import says_little, word_values
from firsthand.reading.flat_words import any_of, flat
from firsthand.reading.walls import MIDDLING, SHORT
from firsthand.reading.wordlists import LANGUAGES, table
from firsthand.record.passages import Passage
from firsthand.record.states import PageSeen

HEAD = 6
"""Words at the beginning of a line within which the name of a note stands."""

NEXT = 6
"""Words that the line below a bare "Correction" must have to be its text; below a link in a footer stand shorter ones."""

ENOUGH, SHARE = 2, 0.4
"""A note concerns a passage with which it shares so many words that say something, and so great a share of them."""

AT_HEAD = 2
"""Words before a notice at the head of its line, such as "Retracted:"."""

SPECIFIC = 3
"""Words beyond those of all notes from which on a note says what it corrects."""

_AFTER_HEAD = re.compile(r"\s*(?:[:–—.-]|\(|\[|\d|,\s|$)")


class Concerns(StrEnum):
    """What a note of correction is about."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that the text was taken away. `platform`: by whoever runs the place, not by who published there.

    `at_head`: a line begins with it, so that it speaks of the page itself also where the text still stands.
    """

    words: str
    platform: bool
    at_head: bool


def correction_notes(text: str) -> tuple[Passage, ...]:
    """The lines of a page (one line a block) in which it says that it corrected itself, in their order."""
    return tuple(passage(text, start, end, digest(text)) for start, end in dict.fromkeys(_notes(text)))


def _notes(text: str) -> Iterator[tuple[int, int]]:
    lines = list(re.finditer(r"[^\n]+", text))
    for i, line in enumerate(lines):
        rest = _behind_head(line.group())
        if rest is None:
            if _list("says").search(flat(line.group())):
                yield line.span()
        elif len(rest.split()) >= 3:
            yield line.span()
        elif i + 1 < len(lines) and len(lines[i + 1].group().split()) >= NEXT:
            yield line.start(), lines[i + 1].end()


def _behind_head(line: str) -> str | None:
    """What follows the name of a note at the beginning of a line; None where there is none."""
    pieces = list(re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", line[:200]))[:HEAD]
    for size in range(min(len(pieces), 4), 0, -1):
        head = line[pieces[0].start() : pieces[size - 1].end()]
        rest = line[pieces[size - 1].end() :]
        named = _list("heads").search(flat(head))
        if named and named.group() == flat(head).strip() and _AFTER_HEAD.match(rest):
            return rest
    return None


def _list(name: str) -> re.Pattern[str]:
    return any_of(tuple(phrase for lang in LANGUAGES for phrase in table("corrections")[lang][name]))


def concerns(note: str, before: str, after: str, others: Sequence[str] = ()) -> Concerns:
    """What the note is about: our passage as it stood `before` and stands `after` ("" where it is absent), or another.

    `others` are the sentences of the page that changed apart from ours: a note that fits one of them better is theirs.
    """
    said = _telling(note) - _plain()
    ours = max(_fit(said, _telling(before), note, before), _fit(said, _telling(after), note, after))
    ours = max(ours, _changed_fit(said, before, after))
    theirs = max((_fit(said, _telling(other), note, other) for other in others), default=0.0)
    if ours and ours >= theirs:
        return Concerns.OURS
    return Concerns.ELSEWHERE if theirs or len(said - _dates()) >= SPECIFIC else Concerns.UNCLEAR


def _fit(said: frozenset[str], held: frozenset[str], note: str, words: str) -> float:
    """How well a note fits a passage, 0 where it does not: the share of the passage's words that it names."""
    if not held or not words:
        return 0.0
    shared = said & held
    share = len(shared) / len(held)
    if flat(words).strip() and flat(words) in flat(note):
        return 1.0
    return share if len(shared) >= min(ENOUGH, len(held)) and share >= SHARE else 0.0


def _changed_fit(said: frozenset[str], before: str, after: str) -> float:
    """A note that names what left our passage or came into it, and one word beside it, speaks of it."""
    if not before or not after:
        return 0.0
    left, came = _telling(before), _telling(after)
    return 0.9 if (left ^ came) & said and left & came & said else 0.0


def _telling(text: str) -> frozenset[str]:
    """The stems of words that say something, and all numbers."""
    words = flat(text).split()
    return frozenset(stem(word) for word in words if word.isdigit() or (len(word) > 2 and not says_little(word)))


def _plain() -> frozenset[str]:
    return frozenset(stem(fold(word)) for lang in LANGUAGES for word in table("corrections")[lang]["plain"])


def _dates() -> frozenset[str]:
    """When it was corrected is not what was corrected."""
    return frozenset({*map(str, range(32)), *map(str, range(1990, 2100)), *map(stem, word_values("months"))})


def removal(page: PageSeen) -> Notice | None:
    """Does the page say that its text was taken away? Only a short page, or a heading, speaks of itself so.

    "May have been removed", "removed or moved" tell nothing and are no notice.
    """
    reach = [*page.headings] if len(page.whole) <= MIDDLING else []
    reach += page.whole.split("\n") if len(page.whole) <= SHORT else []
    for name in ("platform", "removed"):
        for line in reach:
            if notice := _firm(line, name):
                return notice
    return None


def _firm(line: str, name: str) -> Notice | None:
    """The notice in a line that does not take it back."""
    words = flat(line)
    # Not folded: without its accent the Greek "or" is an article.
    written = [piece.casefold() for piece in re.findall(WORD, line)]
    for lang in LANGUAGES:
        lists = table("corrections")[lang]
        found = any_of(tuple(lists[name])).search(words)
        if found is None:
            continue
        first, last = len(words[: found.start()].split()), len(words[: found.end()].split())
        if not {*written[max(0, first - 4) : first], *written[last : last + 2]} & set(lists["maybe"]):
            return Notice(line[:300], platform=name == "platform", at_head=first <= AT_HEAD)
    return None
