"""Which words of a caption speak of another time or place than the picture's? Marks on tokens, clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firsthand.matching.folding import sentences
from firsthand.reading.dates_context import Context
from firsthand.reading.phrases import Phrases, Span
from firsthand.record.passages import Passage
from firsthand.record.readings import Stance

_INITIAL = re.compile(r"(?:^|[\s.(])[^\W\d_]\.$")
_CLAUSE_ENDS = frozenset(",;:()|—")


@dataclass(frozen=True, slots=True)
class Layout:
    """A caption by tokens and sentences. `sentences` are (start, end) in characters, `token_starts` likewise.

    `is_state` tells whether a word is the name of a country or more.
    """

    text: str
    context: Context
    phrases: Phrases
    sentences: tuple[tuple[int, int], ...]
    token_starts: tuple[int, ...]
    is_state: Callable[[str], bool]

    def sentence_of(self, at: int) -> int:
        """The number of the sentence that holds a character."""
        return max(0, bisect_right(self.sentences, (at, len(self.text) + 1)) - 1)

    def token_of(self, at: int) -> int:
        """The token that holds a character, or the last before it."""
        return max(0, bisect_right(self.token_starts, at) - 1)

    def tokens_of(self, where: Passage) -> range:
        return range(self.token_of(where.start), self.token_of(where.end - 1) + 1)


def lay_out(text: str, context: Context, mentions: Sequence[Passage], is_state: Callable[[str], bool]) -> Layout:
    """Cut a caption into sentences, none of which ends inside a mention or after an initial ("J. Smith")."""
    cuts = _joined(text, list(sentences(text)), mentions)
    starts = tuple(token.start for token in context.tokens)
    return Layout(text, context, Phrases(context.tokens, context.lang), tuple(cuts), starts, is_state)


def _joined(text: str, cuts: list[tuple[int, int]], mentions: Sequence[Passage]) -> list[tuple[int, int]]:
    inside = sorted((m.start, m.end) for m in mentions)
    out: list[tuple[int, int]] = []
    for start, end in cuts:
        if out and (
            _inside(inside, start)
            or (
                "\n" not in text[out[-1][1] : start]
                and _INITIAL.search(text[max(out[-1][0], out[-1][1] - 3) : out[-1][1]])
            )
        ):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    i = bisect_right(spans, (at, -1)) - 1
    return i >= 0 and spans[i][0] < at < spans[i][1]


def scopes(
    layout: Layout, starts_of_dates: frozenset[int], place_starts: frozenset[int], place_ends: frozenset[int]
) -> list[Stance | None]:
    """For each token the stance that a phrase before it forces on what it names; None where none does.

    `starts_of_dates` are the tokens at which a date begins, `place_starts` those at which a
    place begins, `place_ends` those after a place's last. A credit reaches to
    the end of its sentence or bracket, anything else to the end of its clause; "as in Kyiv, 2014" is one clause.
    """
    marks: list[Stance | None] = [None] * len(layout.context.tokens)
    find = layout.phrases.find
    against = frozenset(find("asides", "against"))
    asides = [*find("asides", "opens"), *find("asides", "relative_anywhere"), *against]
    asides += [span for span in find("asides", "relative") if layout.context.code(span[0] - 1) == ","]
    compared = list(find("comparison", "opens"))
    compared += [span for span in find("comparison", "opens_unless_date") if span[0] not in starts_of_dates]
    code = layout.context.code
    names = {at for at in range(1, len(marks)) if code(at) == "," and code(at - 1) == "^"}
    commas_inside = frozenset(at for at in names | place_ends if at + 1 in starts_of_dates)
    hedged = {i for kind in ("old", "unlike") for first, after in find("hedges", kind) for i in range(first, after)}
    credits = [span for span in find("credit", "opens") if span[0] not in hedged]
    opposed = {after for _, after in against}
    _mark(marks, sorted(asides), Stance.OTHER, lambda after: _aside_end(layout, after, after in opposed, place_starts))
    _mark(marks, sorted(compared), Stance.COMPARED, lambda after: _clause_end(layout, after, commas_inside))
    _mark(marks, credits, Stance.CREDIT, lambda after: _credit_end(layout, after))
    return marks


def _mark(marks: list[Stance | None], spans: list[Span], stance: Stance, end_of: Callable[[int], int]) -> None:
    """Mark from each phrase to the end that `end_of` gives; a phrase inside a stretch already marked ends where that does."""
    reached = 0
    for first, after in spans:
        if after > reached:
            reached = end_of(after)
            marks[first:reached] = [stance] * (reached - first)


def _aside_end(layout: Layout, at: int, opposed: bool, place_starts: frozenset[int]) -> int:
    """The token that ends an aside: the end of the clause, or of a name of one or two words that a place follows.

    "Rally against Maidan in Donetsk" is a rally in Donetsk; "against the war in Iraq" and "against Russia in Syria" tell
    where the war is, not the rally.
    """
    end = _clause_end(layout, at, frozenset())
    if not opposed:
        return end
    code, name = layout.context.code, at
    tokens = layout.context.tokens
    while name < end and code(name) in "oOQ":
        name += 1
    after = name
    while after < min(end, name + 2) and code(after) == "^" and after not in place_starts:
        if layout.is_state(layout.text[tokens[after].start : tokens[after].end]):
            return end
        after += 1
    led_to = {after + 1, after + 2} & place_starts
    return after if after > name and led_to and code(after) not in "^_" else end


def _clause_end(layout: Layout, at: int, commas_inside: frozenset[int]) -> int:
    """The token that ends the clause: a comma and the like, but none of `commas_inside`."""
    tokens, end = layout.context.tokens, _sentence_end(layout, at)
    while at < end and (tokens[at].folded not in _CLAUSE_ENDS or at in commas_inside):
        at += 1
    return at


def _credit_end(layout: Layout, at: int) -> int:
    tokens, end = layout.context.tokens, _sentence_end(layout, at)
    while at < end and tokens[at].folded != ")":
        at += 1
    return at


def _sentence_end(layout: Layout, at: int) -> int:
    if at >= len(layout.token_starts):
        return len(layout.token_starts)
    return layout.token_of(layout.sentences[layout.sentence_of(layout.token_starts[at])][1] - 1) + 1
