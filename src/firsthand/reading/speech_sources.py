"""Which source belongs to a cue: the one before it, behind an insertion, after it, or at the head of the sentence?"""

from __future__ import annotations

import re

from firsthand.reading.speech_phrases import Span, after, aside, before, main_source
from firsthand.reading.speech_reach import Reach

_TOLD_BY = re.compile(r"I?[DF]?(?:[Nq]{1,2}|n)(R[RnNF]*N)")
"""Whom it was told, and who told it: "розповів УНІАН речник управління Мирон Гладишко"."""

_TITLE_MOST = 40
"""Letters that a title in quotation marks may have."""
_PLACE = re.compile(r"I[DdF]?[nNrtq#]{1,3}(?=[DR])")
"""Where it was said, before who said it: "написав у фейсбуці мер"."""


class Sources(Reach):
    """Looks for sources, and tells cues from nouns and passives of the same form."""

    def left(self, at: int) -> int:
        """The token before the cue and its auxiliaries, adverbs and words of time."""
        k = at - 1
        skipped = "Xatm" if self.words.drops else "Xat"
        if self.words.drops and k > 0 and self.codes[k] in "pDF" and self.codes[k - 1] not in "IF":
            k -= 1  # an object before its verb: "μας δήλωσε"
        while k >= 0 and self.codes[k] in skipped:
            if self.codes[k] == "t" and k and self.codes[k - 1] in "I":
                k -= 1
            k -= 1
        return k

    def source_before(self, left: int) -> tuple[Span | None, int]:
        """The source that ends at a place, and the token before it."""
        if left < self.free:
            return None, left
        last = left
        for _ in range(3):
            if last > self.free and self.codes[last] in ",-":
                opening = aside(self.codes, last, self.free)
                if opening < 0:
                    return None, left
                last = opening - 1
        if self.codes[last] == "H" and self.words.drops:
            last = self.antecedent_of(last)
        found = before(self.codes, last, self.free, self.words.drops) if last >= 0 else None
        if found is None:
            return None, left
        if self.codes[found[0] : found[1]] == "q" and found[1] - found[0] == 1:
            return None, left
        return found, found[0] - 1

    def antecedent_of(self, relative: int) -> int:
        """The last token of the source that a relative pronoun takes up: "the USA, which said"; -1 where there is none."""
        k = relative - 1
        while k >= self.free and self.codes[k] in "D,I":
            k -= 1
        return k if k >= self.free and k < relative - 1 + (self.codes[relative - 1] not in "D,I") else -1

    def quote_before(self, border: int) -> int | None:
        """The place of the quotation that ends right before a source or cue, with a comma or dash between."""
        k = border
        while k >= 0 and self.codes[k] in ",-" and border - k < 3:
            k -= 1
        return k if k >= self.free and k >= 0 and self.codes[k] in "Qq" and not self._title(k) else None

    def _title(self, quote: int) -> bool:
        """Is it the name of a programme or a song: 'on CBS's "Face the Nation," the Speaker said'?"""
        token = self.tokens[quote]
        led = quote > self.free and self.codes[quote - 1] in "IgnD"
        return led and token.folded[:1].isupper() and token.end - token.start <= _TITLE_MOST

    def source_after(self, at: int) -> Span | None:
        """The source behind a cue, also after a preposition where bodies speak so: "повідомили в поліції"."""
        if self.codes[at + 1 : at + 2] == "I" and self.tokens[at + 1].folded in self.words.within:
            plural = bool(self.words.plural_endings) and self.tokens[at].folded.endswith(self.words.plural_endings)
            placed = self.placed_after(at, "RrNnq" if self.codes[at] == "Z" else "RN" if plural else "R")
            if placed or self.codes[at] == "Z":
                return placed
        told = (
            _TOLD_BY.match(self.codes, at + 1)
            if self.words.drops and self.tokens[at].folded in self.words.told
            else None
        )
        if told:
            return told.span(1)
        if self.words.drops and self.codes[at + 1 : at + 2] == "I":
            place = _PLACE.match(self.codes, at + 1)
            return after(self.codes, place.end()) if place else None
        return after(self.codes, at + 1) if self.codes[at] != "Z" else None

    def placed_after(self, at: int, codes: str) -> Span | None:
        """The source behind a cue and a preposition, if it begins with one of these codes."""
        first = at + 2
        if self.codes[at + 1 : first] != "I" or self.tokens[at + 1].folded not in self.words.within:
            return None
        return after(self.codes, first) if first < self.size and self.codes[first] in codes else None

    def leading(self, left: int, codes: str = "Rr") -> Span | None:
        """The source at the head of a sentence that a preposition leads: "In the statement it is stressed that".

        `codes` are those of which it must have one.
        """
        if left < 1 or self.codes[0] != "I" or self.tokens[0].folded not in self.words.within:
            return None
        found = before(self.codes, left, 1)
        return found if found and found[0] == 1 and any(code in codes for code in self.codes[slice(*found)]) else None

    def speaks_within(self, at: int, left: int) -> Span | None:
        """Who speaks where bodies do so in the plural: "у поліції кажуть", "в Кремле заявили"."""
        plural = self.tokens[at].folded.endswith(self.words.plural_endings) if self.words.plural_endings else False
        return self.leading(left, "RN") if plural else None

    def later_source(self, at: int) -> Span | None:
        comma = self.codes.find(",", at)
        return main_source(self.codes, comma + 1, self.size) if comma >= 0 else None

    def is_noun(self, at: int) -> bool:
        if at == 0:
            return True
        behind = self.codes[at - 1]
        if behind in "DdpgIF#A":
            return True
        return at + 1 < self.size and self.codes[at + 1] in "FVX"

    def is_finite_base(self, at: int) -> bool:
        left = self.left(at)
        if left < 0:
            return False
        behind = self.codes[left]
        if behind == "m" or (at and self.codes[at - 1] == "m"):
            return False
        if any(self.codes[k] == "X" for k in range(left + 1, at)):
            return True
        if behind in "PHd)":
            return True
        if behind == ",":
            source, _ = self.source_before(left)
            return source is not None and self.is_plural(source[1] - 1)
        return behind in "NRnC" and self.is_plural(left)

    def is_plural(self, last: int) -> bool:
        """Does the source that ends here speak for several: "officials", "police", "A and B"?"""
        span = before(self.codes, last, self.free)
        joint = span is not None and "C" in self.codes[span[0] : span[1]]
        word = self.tokens[last].folded
        ended = word.endswith("s") and not word.endswith("ss")
        return joint or self.codes[last] == "C" or ended or word in self.words.plural
