"""What is said around a cue whose source is known: after it, before it, on both sides, in quotation marks, as an object?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_phrases import Span
from firsthand.reading.speech_sources import Sources
from firsthand.reading.speech_tokens import Sentence

_APPOSED = re.compile(r"[Dd]?[nN]{0,2}R")
"""How an insertion begins that says who the source is: ", head of the committee"."""


@dataclass(slots=True)
class Found:
    """A cue with its source and content as places of tokens in one sentence.

    `inherited`: the source stands by another cue or further off. `ahead`: the content is the paragraph that follows; `back`:
    the sentence before. `carried`: the source is left out, and that of the attribution before goes on. `next` is the token at
    which reading goes on.
    """

    rule: str
    cue: Span
    source: Span | None
    content: list[Span] = field(default_factory=list)
    inherited: bool = False
    ahead: bool = False
    back: bool = False
    carried: bool = False
    next: int = 0


class Contents(Sources):
    """Finds what is said. `found` are the attributions read so far."""

    def __init__(self, sentence: Sentence, words: Lexicon) -> None:
        super().__init__(sentence, words)
        self.opens = sentence.opens
        self.found: list[Found] = []

    def after(self, at: int, source: Span | None, kind: str, start: int, inherited: bool = False) -> Found | None:
        code = self.codes[at]
        if kind in ("end", "comma"):
            return None
        if code in "Kkjl" and kind not in ("quote", "colon"):
            return None
        if self.words.drops and kind in ("clause", "inf"):
            return self.quoted_object(at, source, start, inherited)
        if kind == "colon":
            if start >= self.size:
                return Found("introduces", (at, at + 1), source, [], inherited, ahead=True, next=self.size)
            stop = self.size if self.codes[start] not in "Qq" else self.quote_run(start)
            if stop < self.size and self.codes[stop] not in ".,;-:C":
                stop = self.content_end(stop)
            return Found("after-quote", (at, at + 1), source, [(start, stop)], inherited, next=stop)
        if kind == "quote" and self.codes[start] == "Q":
            stop = self.content_end(self.quote_run(start))
            return Found("after-quote", (at, at + 1), source, [(start, stop)], inherited, next=stop)
        if code in "Oubo" and not self.takes_object(at, source, start, inherited):
            return None
        stop = self.object_end(start) if code in "Oubo" and kind == "clause" else self.content_end(start)
        if stop <= start:
            return None
        rule = "object" if code in "Oubo" else "after-clause"
        return Found(rule, (at, at + 1), source, [(start, stop)], inherited, next=stop)

    def takes_object(self, at: int, source: Span | None, start: int, inherited: bool) -> bool:
        """Is it somebody who names, blames or asks, and not "a stream called Miracle Run" or "she called in"?"""
        if self.codes[start] in "IC":
            return False
        return source is None or any(code in "NRPHdg" for code in self.codes[source[0] : source[1]])

    def quoted_object(self, at: int, source: Span | None, start: int, inherited: bool) -> Found | None:
        """Where a clause needs its "that", a cue without one still names a quotation: "called them «traitors»"."""
        stop = self.object_end(start)
        quote = next((k for k in range(start, stop) if self.codes[k] in "Qq"), -1)
        if quote >= 0 and not any(code in ",VTH" for code in self.codes[start:quote]):
            end = self.quote_run(quote)
            return Found("object", (at, at + 1), source, [(quote, end)], inherited, next=end)
        if self.codes[at] not in "Oubo" or source is None or not self.takes_object(at, source, start, inherited):
            return None
        return Found("object", (at, at + 1), source, [(start, stop)], inherited, next=stop) if stop > start else None

    def with_quotes(self, rule: str, at: int, source: Span | None, quote: int) -> Found | None:
        if source is None and (self.codes[at] not in "VvKZ" or not self.words.drops):
            return None
        first = quote
        while first - 1 >= self.free and self.codes[first - 1] in "Qq":
            first -= 1
        content: list[Span] = []
        begins = self.clause_start(first)
        content.append((begins, quote + 1))
        end = max(at + 1, source[1] if source else 0)
        kind, start = self.right(end - 1)
        stop = end
        if kind == "quote":
            content.append((start, start + 1))
            stop = start + 1
        return Found(rule, (at, at + 1), source, content, carried=source is None, next=stop)

    def clause_start(self, quote: int) -> int:
        """Words of the same sentence before a quotation belong to what is said ("A worker who “steals” is held, Warren said")."""
        begun = self.tokens[quote].folded[:1]
        if quote == self.free or (self.codes[quote] == "Q" and not begun.islower()):
            return quote
        if self.codes[quote - 1] in "C,-:" and self.codes[self.free : quote].strip("C,-:aS") == "":
            return quote
        return self.free

    def parenthesis(self, at: int, source: Span, border: int, start: int) -> Found | None:
        """..., she said; A, she said, B."""
        begin = self.free
        while begin < border and self.codes[begin] in ",;-":
            begin += 1
        end = border
        if self.codes[border] == "e":
            end = border - 1 if border and self.codes[border - 1] in ",-" else border
        if end <= begin or (end - begin == 1 and self.codes[begin] in "CSat"):
            if start < self.size and self.codes[start] in ",-":
                stop = self.content_end(start + 1)
                return Found("after-clause", (at, at + 1), source, [(start + 1, stop)], next=stop)
            return None
        content = [(begin, end)]
        stop = min(start, self.size)
        tight = start == max(at + 1, source[1])
        told_more = source[0] > at and _APPOSED.match(self.codes, start + 1)
        if start < self.size and self.codes[start] in ",-" and not told_more and not self.new_clause(start + 1, tight):
            stop = self.content_end(start + 1)
            if stop > start + 1:
                content.append((start + 1, stop))
        rule = "inside" if len(content) > 1 else "before-clause"
        return Found(rule, (at, at + 1), source, content, next=stop)
