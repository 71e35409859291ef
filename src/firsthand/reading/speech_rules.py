"""Which cues of a sentence say that somebody says something, who does, and what? One code path for all languages.

Each rule is named; the names stand in `Attribution.rule`:

    before-quote   "...," she said            before-clause   ..., she said           inside       A, she said, B
    after-clause   she said (that) ...        after-quote     she said: "..."         object       she condemned the raid
    according      according to her, ...      impersonal      it is reported that     points-back  this was said by her
    label          Mayor: ...                 introduces      She continued: (next paragraph)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.reading.speech_contents import Found
from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_phrases import main_source
from firsthand.reading.speech_side_rules import SideRules
from firsthand.reading.speech_tokens import Sentence

_SPEAKER = re.compile(r"Dn?[RNr]")
CUES = frozenset("VvBGOubAoKkjlZ")


class SentenceReader(SideRules):
    """Reads the cues of one sentence from left to right."""

    def read(self) -> list[Found]:
        at = 0
        while at < self.size:
            if self.codes[at] in CUES or self.codes[at] in "nI":
                one = self.cue(at)
                if one:
                    self.found.append(one)
                    self.free = max(self.free, one.next)
                    at = max(at + 1, one.next)
                    continue
            at += 1
        return self.found

    def cue(self, at: int) -> Found | None:
        code = self.codes[at]
        if code == "n":
            return self.beside(at)
        if code == "A" or (code == "I" and self.means_according(at)):
            return self.according(at)
        if code == "I":
            return None
        if code == "Z":
            return self.points_back(at) or self.placed(at) or self.impersonal(at)
        if code in "Gok":
            return self.participle(at)
        if code in "Bbj" and not self.is_finite_base(at):
            return self.infinitive(at)
        if code in "vu" and self.is_noun(at):
            return None
        if self.is_passive(at) or (at and self.codes[at - 1] in "Dpg" and not self.words.drops):
            return None
        return self.points_back(at) or self.finite(at)

    def means_according(self, at: int) -> bool:
        """Greek κατά: "according to" before somebody who speaks, "during" and "against" before all else."""
        if self.tokens[at].folded not in self.words.maybe_according:
            return False
        return bool(_SPEAKER.match(self.codes, at + 1)) and (at == 0 or self.codes[at - 1] in ",.")

    def finite(self, at: int) -> Found | None:
        left = self.left(at)
        source, border = self.source_before(left)
        if source is None:
            return self.without_source_before(at, left)
        quote = self.quote_before(border)
        if quote is not None:
            return self.with_quotes("before-quote", at, source, quote)
        if self.words.drops and self.codes[left] == "," and self._source_closes(at):
            return self.without_source_before(at, left)
        kind, start = self.right(at)
        open_left = (border >= 0 and self.codes[border] in ",-(") or (border >= 0 and self.codes[border] == "e")
        if kind in ("end", "comma") and border >= 0 and open_left and self.codes[at] not in "Ou":
            return self.parenthesis(at, source, border, start)
        if kind == "end" and border >= 0 and self.codes[border] == "e":
            return self.parenthesis(at, source, border, start)
        return self.after(at, source, kind, start)

    def _source_closes(self, at: int) -> bool:
        """Does a source stand behind the cue with the end after it: "..., пояснюють автори"?"""
        source = self.source_after(at)
        if source is None or not any(code in "RNP" for code in self.codes[slice(*source)]):
            return False
        return self.right(source[1] - 1)[0] in ("comma", "end")

    def without_source_before(self, at: int, left: int) -> Found | None:
        quote = self.quote_before(left)
        if quote is not None:
            return self.with_quotes("before-quote", at, self.source_after(at), quote)
        if left >= 0 and self.codes[left] == "C":
            source = self.found[-1].source if self.found else main_source(self.codes, self.free, left)
            kind, start = self.right(at)
            return self.after(at, source, kind, start, inherited=True) if source else None
        within = self.speaks_within(at, left)
        kind, start = self.right(at)
        if within and kind in ("that", "wh", "quote"):
            return self.after(at, within, kind, start)
        source = self.source_after(at) if self.codes[at] not in "Ou" else None
        if source is not None:
            if left >= 0 and self.codes[left] in ",-":
                kind, start = self.right(source[1] - 1)
                if kind in ("end", "comma") or self.codes[source[1] : source[1] + 1] in ("", ",", "."):
                    return self.parenthesis(at, source, left, start)
            if left < 0 or self.codes[left] in "ea,":
                inverted = self.inverted(at, source, left)
                if inverted is not None:
                    return inverted
        return self.dropped(at, left)

    def dropped(self, at: int, left: int) -> Found | None:
        """A cue whose source stands further off, or is left out as in Greek and Slavic languages: "Also added that ..."."""
        if not self.words.drops:
            return None
        kind, start = self.right(at)
        if (
            kind == "end"
            and left > self.free
            and self.codes[left] in ",-"
            and self.codes[at] == "V"
            and start == at + 1
        ):
            return Found("before-clause", (at, at + 1), None, [(self.free, left)], carried=True, next=start)
        if kind not in ("that", "quote", "colon", "wh", "inf"):
            return None
        source = main_source(self.codes, self.free, left + 1) if left > self.free else None
        if source and not any(code in "NRPd" for code in self.codes[slice(*source)]):
            source = None
        found = self.after(at, source, kind, start, inherited=True)
        if found is not None and source is None:
            found.carried = True
        return found


def read_sentence(sentence: Sentence, words: Lexicon) -> Iterator[Found]:
    """The attributions of one sentence in order of their cues."""
    yield from SentenceReader(sentence, words).read()
