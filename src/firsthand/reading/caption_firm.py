"""Is this date or place said plainly enough to be held against the caption?

Running prose tells of many times and places. Plain are only these: a sentence that is little more than a label ("Crowds in
Kyiv, 2014"), a date or place that opens the caption or closes it behind a comma or in brackets, one that follows the first
few words of the caption ("Refugees at the border of Poland"), a word such as "today" at an edge, and a sentence that says
when the picture was taken. All else may bear the caption out, but is not held against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.reading.caption_apart import listed
from firsthand.reading.caption_scopes import Layout
from firsthand.record.readings import DateMention, PlaceMention

LABEL_WORDS = 7
"""Words beside dates and places up to which a sentence is a label."""
WORDS_BEFORE = 9
"""Words before a date or place up to which it belongs to the head of its clause."""
_EDGES = frozenset(",;:()|—-–")

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
        return self._opens(first, inside) or self._closes(last, inside) or self._heads(first, inside)

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
        return sum(map(self._word, range(first, last + 1)))

    def _told(self, first: int, last: int) -> bool:
        """Does a verb of the past stand there? Then it is a story."""
        return any(self._word(i) and listed(self._layout, i, "past") for i in range(first, last + 1))

    def _opens(self, first: int, inside: range) -> bool:
        """Nothing but a small word ("In Kyiv, ...") and other dates and places stand before it."""
        return self._words(first, inside.start - 1) <= 1 and (
            inside.start == first
            or self._edge(inside.stop)
            or inside.stop in self._covered
            or inside.start - first <= 2
        )

    def _closes(self, last: int, inside: range) -> bool:
        """Behind it stand only dates and places up to the end, before it an edge, or what stands so itself."""
        if self._words(inside.stop, last):
            return False
        i = inside.start - 1
        while i >= 0 and (i in self._covered or (self._word(i) and self._layout.context.code(i) in tuple("pPoOQ"))):
            i -= 1
        return self._edge(i)

    def _heads(self, first: int, inside: range) -> bool:
        """It follows the first few words of its clause, none of which tells of the past."""
        begin = inside.start - 1
        while begin >= first and not self._edge(begin):
            begin -= 1
        return (
            begin < first
            and self._words(begin + 1, inside.start - 1) <= WORDS_BEFORE
            and not self._told(begin + 1, inside.start - 1)
        )

    def _edge(self, i: int) -> bool:
        tokens = self._layout.context.tokens
        return 0 <= i < len(tokens) and tokens[i].folded in _EDGES
