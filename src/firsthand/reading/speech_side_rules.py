"""Which attributions have no finite cue with a source before it: "according to", participles, "it is reported", "as X said"?"""

from __future__ import annotations

from firsthand.reading.speech_beside import Beside
from firsthand.reading.speech_contents import APPOSED, Found
from firsthand.reading.speech_phrases import Span, after, before, main_source

_SOURCE_MOST = 30
_SOURCE_LONG = 9
"""Tokens after which a source without a comma behind it has gone over into what is said."""
_APPOSED_MOST = 9
_REPORT_WITHIN = 6
_INTRODUCED = 4
"""Tokens that may lead to "as X said" without being what X said."""


class SideRules(Beside):
    """The rules for all cues but finite verbs with a source before them."""

    def participle(self, at: int) -> Found | None:
        if at and self.codes[at - 1] in "DpgF":
            return None
        left = self.left(at)
        if (
            left >= 0
            and left < at - 1
            and self.codes[left] in "PNRnHg)"
            and any(self.codes[k] == "X" for k in range(left + 1, at))
        ):
            source, _ = self.source_before(left)
            inherited = False
        else:
            source = self.found[-1].source if self.found else main_source(self.codes, 0, at)
            inherited = True
            if at == 0 or self.codes[at - 1] == "I":
                source = self.later_source(at)
        if source is None:
            return None
        kind, start = self.right(at)
        if at == 0 or (self.codes[at - 1] == "I" and at == 1):
            comma = self.codes.find(",", start)
            if comma < 0 or comma <= start:
                return None
            return Found("object", (at, at + 1), source, [(start, comma)], True, next=comma)
        return self.after(at, source, kind, start, inherited)

    def infinitive(self, at: int) -> Found | None:
        if not at or self.codes[at - 1] != "m":
            return None
        kind, start = self.right(at)
        if kind not in ("that", "wh", "quote", "colon"):
            return None
        source = self.found[-1].source if self.found else main_source(self.codes, self.free, at)
        return self.after(at, source, kind, start, True) if source else None

    def impersonal(self, at: int) -> Found | None:
        kind, start = self.right(at)
        if kind not in ("that", "quote", "colon"):
            return None
        stop = self.content_end(start)
        return Found("impersonal", (at, at + 1), None, [(start, stop)], next=stop)

    def placed(self, at: int) -> Found | None:
        """An impersonal cue whose source is told by a preposition: "it says in the order"."""
        left = self.left(at)
        source = self.source_after(at) or self.leading(left)
        if source is None:
            return None
        if source[1] <= at:
            kind, start = self.right(at)
            return self.after(at, source, kind, start) if kind in ("that", "quote", "colon") else None
        quote = self.quote_before(left)
        if quote is not None:
            return self.with_quotes("before-quote", at, source, quote)
        kind, start = self.right(source[1] - 1)
        if left >= 0 and self.codes[left] in ",-" and kind in ("end", "comma"):
            return self.parenthesis(at, source, left, start)
        return self.inverted(at, source, left)

    def according(self, at: int) -> Found | None:
        """According to X, ...; ..., according to X; A, according to X, B."""
        stop = self._source_stop(at)
        if stop == at + 1:
            return None
        begin, end = self.free, at
        while begin < at and self.codes[begin] in ",;-":
            begin += 1
        while end > begin and self.codes[end - 1] in ",-a":
            end -= 1
        apart = self.codes[at - 1 : at] in (",", "-")
        relative = end > begin and self.codes[end - 1] == "H" and apart
        content: list[Span] = []
        if end > begin and not relative and not (end - begin == 1 and self.codes[begin] in "CaS"):
            content.append((begin, end))
            more = stop < self.size and self.codes[stop] == "," and apart and not self.new_clause(stop + 1)
        else:
            more = stop < self.size
        source = (at + 1, stop)
        if self.codes[at + 1] == "p":
            while stop < self.size and self.codes[stop] == "a":
                stop += 1
            apart_after = self.codes[stop : stop + 1] == ","
            more = stop < self.size and (not content or (apart_after and apart and not self.new_clause(stop + 1)))
        if more:
            first = self._past_apposition(stop + 1) if self.codes[stop] in ",-" else stop
            stop = self.content_end(first)
            content.append((first, stop))
        return Found("according", (at, at + 1), source, content, next=stop) if content else None

    def _past_apposition(self, first: int) -> int:
        """Past what says who the source is: "according to Pavlo Fabel, an analyst from Kyiv, ..."."""
        comma = self.codes.find(",", first, first + _APPOSED_MOST)
        return comma + 1 if comma > 0 and APPOSED.match(self.codes, first) else first

    def _source_stop(self, at: int) -> int:
        stop = at + 1
        if self.codes[stop : stop + 1] == "p" and self.codes[stop + 1 : stop + 2] in ("a", ",", ""):
            return stop + 1
        while stop < self.size and stop - at < _SOURCE_MOST and self.codes[stop] not in ",.;:-TVQHX":
            if self.codes[stop] == "D" and stop > at + 2 and self.codes[stop - 1] in "nRNrq":
                break  # an article begins what is said
            stop += 1
        if self.words.drops and stop - at > _SOURCE_LONG:
            return next((k for k in range(at + 2, stop) if self.codes[k] in "It#"), stop)
        return stop

    def points_back(self, at: int) -> Found | None:
        """This was said by her: what was said is the sentence before."""
        pointing = next((k for k in range(min(at, 2)) if self.tokens[k].folded in self.words.report), -1)
        led = pointing == 1 and self.codes[0] == "I"
        if not (led or (pointing == 0 and at == 1)) or at - pointing > _REPORT_WITHIN or not self.words.drops:
            return None
        kind, start = self.right(at)
        if kind in ("that", "colon") or (kind == "quote" and self.codes[start] == "Q"):
            return None
        source = before(self.codes, at - 1, pointing + 1) if at - 1 > pointing else None
        if source is None or self.codes[at + 1 : at + 3] == "IR" or self.codes[at] == "Z":
            wanted = "RrNnq" if self.codes[at] == "Z" else "R" if source else "RNnq"
            source = self.placed_after(at, wanted) or source
        if source is None and self.codes[at] != "Z":
            source = after(self.codes, at + 1)
        return Found("points-back", (at, at + 1), source, [], back=True, next=self.size) if source else None

    def inverted(self, at: int, source: Span, left: int) -> Found | None:
        """Said X that ...; as X said, ...; ..., as X said."""
        kind, start = self.right(source[1] - 1)
        if kind in ("that", "quote", "colon", "wh"):
            return self.after(at, source, kind, start)
        if left < 0 or self.codes[left] != "e" or kind not in ("comma", "end"):
            return None
        if left - self.free > _INTRODUCED and self.parted(left):
            return self.parenthesis(at, source, left, start)
        return self.after(at, source, "that", start + 1) if kind == "comma" else None

    def parted(self, left: int) -> bool:
        """Is what stands before "as" a clause of its own, and not only words that lead to it ("In this way, as ...")?"""
        return any(code in "XVHTPQC" for code in self.codes[self.free : left]) or left - self.free > 2 * _INTRODUCED
