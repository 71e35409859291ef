"""Is this date or place said plainly enough to be held against the caption?

Running prose tells of many times and places. Plain are only these, each without a verb that tells of the past or looks ahead
before it (`told`, `not_told` and `future` of the word lists): a sentence that is little more than a label ("Crowds in
Kyiv, 2014"), a date or place that opens the caption or closes it behind a comma or in brackets, one that follows the first
few words of the caption ("Refugees at the border of Poland"), a word such as "today" at an edge, and a sentence that says
when the picture was taken. All else may bear the caption out, but is not held against it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from firsthand.reading.caption_apart import listed
from firsthand.reading.caption_scopes import Layout
from firsthand.record.readings import DateMention, PlaceMention

LABEL_WORDS = 7
"""Words beside dates and places up to which a sentence is a label."""
WORDS_BEFORE = 9
"""Words before a date or place up to which it belongs to the head of its clause."""
WORDS_OF_ACTORS = 2
"""Words before the place of those of whom something is told: "Deputies in Kyiv voted"."""
_EDGES = frozenset(",;:()|—-–")
_SMALL = frozenset("pPoOQf~.")
_PARTS = frozenset(":|—–-.")

Mention = DateMention | PlaceMention


class Firm:
    """Which mentions of one caption are plain. `mentions` are all its dates and places, whatever their stance."""

    def __init__(self, layout: Layout, mentions: Sequence[Mention]) -> None:
        self._layout = layout
        self._covered = {i for mention in mentions for i in layout.tokens_of(mention.passage)}
        found = {first: self._of_picture(first, after) for first, after in layout.phrases.find("asides", "taken")}
        self._taken = {layout.sentence_of(layout.token_starts[first]) for first, ours in found.items() if ours}
        self._other = {layout.sentence_of(layout.token_starts[first]) for first in found} - self._taken

    def __call__(self, mention: Mention) -> bool:
        """Is it plain?"""
        layout = self._layout
        sentence = layout.sentence_of(mention.passage.start)
        if sentence in self._taken or sentence in self._other:
            return sentence in self._taken
        start, end = layout.sentences[sentence]
        first, last = layout.token_of(start), layout.token_of(end - 1)
        inside = layout.tokens_of(mention.passage)
        if self._words(first, last) <= LABEL_WORDS and not self._told(first, last):
            return True
        return self._opens((first, last), inside) or self._closes(last, inside) or self._heads(first, inside)

    def _of_picture(self, taken: int, after: int) -> bool:
        """Is it the picture that was taken, and not a decision? Its noun stands in it or just before, or nothing does."""
        before = range(max(0, taken - 3), after)
        opens = self._layout.sentences[self._layout.sentence_of(self._layout.token_starts[taken])][0]
        return self._layout.token_starts[taken] == opens or any(
            listed(self._layout, i, "picture_nouns") for i in before
        )

    def _word(self, i: int) -> bool:
        return i not in self._covered and self._layout.context.folded(i)[:1].isalpha()

    def _words(self, first: int, last: int) -> int:
        return self._between(self._counted, first, last)

    def _told(self, first: int, last: int) -> bool:
        """Does a verb of the past or of the future stand there? Then it is a story, unless it tells of taking the picture."""
        return self._between(self._telling, first, last) > 0

    def _between(self, sums: list[int], first: int, last: int) -> int:
        """How many tokens from `first` to `last` count, by sums up to each token: a caption may have ten thousand words."""
        count = len(self._layout.token_starts)
        return max(0, sums[min(last + 1, count)] - sums[max(0, min(first, count))]) if last >= first else 0

    @cached_property
    def _counted(self) -> list[int]:
        return list(accumulate(map(self._word, range(len(self._layout.token_starts))), initial=0))

    @cached_property
    def _telling(self) -> list[int]:
        return list(accumulate(map(self._tells, range(len(self._layout.token_starts))), initial=0))

    @cached_property
    def _edges(self) -> list[int]:
        """The tokens that are edges, in order."""
        return [i for i in range(len(self._layout.token_starts)) if self._edge(i)]

    def _tells(self, i: int) -> bool:
        layout = self._layout
        if (
            i >= len(layout.token_starts)
            or not self._word(i)
            or any(listed(layout, i, name) for name in ("taken", "seen", "happenings", "not_told"))
        ):
            return False
        if listed(layout, i, "past") or (layout.context.among(i, "future") and not self._capital(i)):
            return True
        return len(layout.context.folded(i)) > 2 and listed(layout, i, "told") and not self._describes(i)

    def _describes(self, i: int) -> bool:
        """Is it a participle before its noun: "destroyed houses", "past burned cars"? A verb stands behind its noun."""
        context = self._layout.context
        begins = i == 0 or self._edge(i - 1) or context.tokens[i].opens_line or context.code(i - 1) in _SMALL
        return (begins or listed(self._layout, i - 1, "leads")) and context.code(i + 1) == "_" and self._word(i + 1)

    def _capital(self, i: int) -> bool:
        return self._layout.text[self._layout.token_starts[i]].isupper()

    def _opens(self, sentence: tuple[int, int], inside: range) -> bool:
        """Nothing but a small word ("In Kyiv, ...") and other dates and places stand before it."""
        first, last = sentence
        if self._words(first, inside.start - 1) > 1:
            return False
        if self._told(first, last):
            return inside.start == first and self._label_ends(inside.stop)
        return (
            inside.start == first
            or self._edge(inside.stop)
            or inside.stop in self._covered
            or inside.start - first <= 2
        )

    def _label_ends(self, i: int) -> bool:
        """Does a sign part a label from what is told: "Kyiv, 2014: ..."? Other dates and places may come before it."""
        while i in self._covered or (self._edge(i) and self._layout.context.tokens[i].folded not in _PARTS):
            i += 1
        return 0 <= i < len(self._layout.token_starts) and self._layout.context.tokens[i].folded in _PARTS

    def _closes(self, last: int, inside: range) -> bool:
        """Behind it stand only dates and places up to the end, before it an edge, or what stands so itself."""
        if self._words(inside.stop, last):
            return False
        i = inside.start - 1
        while i >= 0 and (i in self._covered or (self._word(i) and self._layout.context.code(i) in tuple("pPoOQ"))):
            i -= 1
        return self._edge(i)

    def _heads(self, first: int, inside: range) -> bool:
        """It follows the first few words of its clause, none of which tells of the past.

        Where the clause then tells a story, its verb has to follow at once: "Deputies in Kyiv voted", not "the Kyiv metro was".
        """
        before = bisect_left(self._edges, inside.start)
        if before and self._edges[before - 1] >= first:
            return False
        if self._words(first, inside.start - 1) > WORDS_BEFORE or self._told(first, inside.start - 1):
            return False
        after = bisect_left(self._edges, inside.stop)
        end = self._edges[after] if after < len(self._edges) else len(self._layout.token_starts)
        if not self._told(inside.stop, end - 1):
            return True
        return self._tells(inside.stop) and self._words(first, inside.start - 1) <= WORDS_OF_ACTORS

    def _edge(self, i: int) -> bool:
        tokens = self._layout.context.tokens
        return 0 <= i < len(tokens) and tokens[i].folded in _EDGES
