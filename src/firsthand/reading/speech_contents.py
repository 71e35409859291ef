"""What is said around a cue whose source is known: after it, before it, on both sides, in quotation marks, as an object?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_phrases import Span
from firsthand.reading.speech_sources import Sources
from firsthand.reading.speech_tokens import Sentence

_ABOUT_THAT = re.compile(r"I[ndDpP]{1,2},T")
_CLAUSE_WITHIN = 14
APPOSED = re.compile(r"[Dd]?[nN]{0,2}R|N{1,3}(?=[,.])")
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

    def holds(self, rule: str, start: int, stop: int) -> Found | None:
        """The same with this content, at whose end reading goes on; None where there is no content."""
        if stop <= start:
            return None
        self.rule, self.content, self.next = rule, [(start, stop)], stop
        return self


class Contents(Sources):
    """Finds what is said. `found` are the attributions read so far."""

    def __init__(self, sentence: Sentence, words: Lexicon) -> None:
        super().__init__(sentence, words)
        self.opens = sentence.opens
        self.found: list[Found] = []

    def after(self, at: int, source: Span | None, kind: str, start: int, inherited: bool = False) -> Found | None:
        """The attribution whose content follows its cue; `kind` and `start` as `right` tells them."""
        found = Found("", (at, at + 1), source, inherited=inherited)
        if kind in ("end", "comma") or (self.codes[at] in "Kkjl" and kind not in ("quote", "colon")):
            return None
        if kind == "colon":
            return self._after_colon(found, start)
        if kind in ("clause", "that") and self.tokens[start].folded in self.words.nothing:
            return None
        if kind == "inf" and self.words.drops and source and self.codes[source[1] - 1] not in "RNPd":
            return None  # a thing promises nothing
        named = kind == "quote" and self.is_name(start)
        if kind == "quote" and self.codes[start] == "Q" and not named:
            return found.holds("after-quote", start, self.content_end(self.quote_run(start)))
        if self.words.drops and (kind == "clause" or named):
            return self._without_that(found, start)
        if kind == "clause" and self.tokens[at].folded in self.words.strict and not self.is_clause(start):
            return None
        if self.codes[at] in "Oubo":
            stop = self.object_end(start) if kind == "clause" else self.content_end(start)
            return found.holds("object", start, stop) if self.takes_object(found, start) else None
        return found.holds("after-clause", start, self.content_end(start))

    def is_clause(self, start: int) -> bool:
        """Has what follows a subject and a verb of its own ("claimed he was ill"), or is it a thing ("added three goals")?"""
        return any(code in "PXVB" for code in self.codes[start : start + _CLAUSE_WITHIN])

    def _after_colon(self, found: Found, start: int) -> Found | None:
        if start >= self.size:
            found.rule, found.ahead, found.next = "introduces", True, self.size
            return found
        stop = self.size if self.codes[start] not in "Qq" else self.quote_run(start)
        if stop < self.size and self.codes[stop] not in ".,;-:C":
            stop = self.content_end(stop)
        return found.holds("after-quote", start, stop)

    def _without_that(self, found: Found, start: int) -> Found | None:
        """Where a clause needs its "that", a cue without one still names a topic, a quotation, or whom it blames."""
        at = found.cue[0]
        stop = self.object_end(start)
        if self.codes[start] == "I" and self.tokens[start].folded in self.words.about:
            return self._about(found, start, stop)
        if any(self.codes[k] == "q" and self.is_name(k) for k in range(start, stop)):
            return None
        quote = next((k for k in range(start, stop) if self.codes[k] in "Qq"), -1)
        if quote >= 0 and not any(code in ",VTH" for code in self.codes[start:quote]):
            return found.holds("object", quote, self.quote_run(quote))
        if self.codes[at] not in "Oubo" or found.source is None or not self.takes_object(found, start):
            return None
        return found.holds("object", start, stop)

    def _about(self, found: Found, start: int, stop: int) -> Found | None:
        """Declared about the fact that ...; declared about a strike."""
        if _ABOUT_THAT.match(self.codes, start):
            return found.holds("after-clause", start, self.content_end(start))
        if self.tokens[found.cue[0]].folded not in self.words.topics:
            return None
        comma = self.codes.find(",", start, stop)
        return found.holds("object", start, comma if comma > 0 else stop)

    def takes_object(self, found: Found, start: int) -> bool:
        """Is it somebody who names, blames or asks, and not "a stream called Miracle Run" or "she called in"?"""
        if self.codes[start] in "IC":
            return False
        if found.source is None or any(code in "NRPHdg" for code in self.codes[slice(*found.source)]):
            return True
        return self.codes[found.cue[0]] in "ub" or self.codes[start] in "PDpQ"

    def is_name(self, quote: int) -> bool:
        """Is a short quotation the name of a paper or an operation, and nothing that was said?"""
        return self.codes[quote] == "q" and self.codes[quote - 1] != ":" and self.tokens[quote].folded[:1].isupper()

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
        begin = max(self.free, self.codes.rfind(":", self.free, border) + 1)
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
        told_more = source[0] > at and APPOSED.match(self.codes, start + 1)
        if start < self.size and self.codes[start] in ",-" and not told_more and not self.new_clause(start + 1, tight):
            stop = self.content_end(start + 1)
            if stop > start + 1:
                content.append((start + 1, stop))
        rule = "inside" if len(content) > 1 else "before-clause"
        return Found(rule, (at, at + 1), source, content, next=stop)
