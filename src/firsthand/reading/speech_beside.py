"""Which word beside a quotation tells who spoke, though it is no word of saying: "...," she sobbed; «...», — сміється він?"""

from __future__ import annotations

import re

from firsthand.reading.speech_contents import Contents, Found
from firsthand.reading.speech_phrases import Span, after

_ANNOUNCED = re.compile(r"[pP]?a?:Q")
_NEAR = 12
"""Tokens after a quotation within which such a word stands."""
_AFTER_IT = frozenset(",.:;-aIt#SGC(Q")


class Beside(Contents):
    """Any verb may stand beside a quotation; it is known by its ending and by the source next to it."""

    def beside(self, at: int) -> Found | None:
        """The attribution of the word at this place, if a quotation ends before it or before its source."""
        if self.codes[at] != "n" or not self.words.is_verb(self.tokens[at].folded):
            return None
        how = (
            at > 1
            and self.codes[at - 1] == "n"
            and self.tokens[at - 1].folded.endswith(self.words.adverb_endings or ("ly",))
        )
        quote = self.quote_before(at - 2 if how else at - 1)
        if quote is not None:
            source = self._person(after(self.codes, at + 1))
            if source is None or not self._closes(source[1]) or not self._spoken(quote):
                return None
            return self.with_quotes("before-quote", at, source, quote)
        if announced := _ANNOUNCED.match(self.codes, at + 1):
            return self._announced(at, announced.end() - 1)
        if not any(code in "Qq" for code in self.codes[max(self.free, at - _NEAR) : at]):
            return None
        found, border = self.source_before(self.left(at))
        quote = self.quote_before(border) if found else None
        if quote is None or not self._closes(at + 1) or not self._spoken(quote):
            return None
        return self.with_quotes("before-quote", at, found, quote)

    def _announced(self, at: int, start: int) -> Found | None:
        """The senator scolded him: "..."."""
        source, _ = self.source_before(self.left(at))
        if source is None or not any(code in "NRP" for code in self.codes[slice(*source)]):
            return None
        return self.after(at, source, "colon", start)

    def _person(self, source: Span | None) -> Span | None:
        """Without what a verb takes before its subject: "махнула рукою Марта"."""
        if source is None:
            return None
        first = next((k for k in range(*source) if self.codes[k] in "DRNPdq"), source[0])
        return first, source[1]

    def _closes(self, at: int) -> bool:
        return at >= self.size or self.codes[at] in _AFTER_IT

    def _spoken(self, quote: int) -> bool:
        """Does the quotation end as speech does, and not as a title or a word in quotation marks?"""
        ended = self.tokens[quote].folded[-1:] in ",!?…"
        return self.codes[quote] == "Q" and (ended or self.codes[quote + 1 : quote + 2] in (",", "-"))
