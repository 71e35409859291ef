"""What stands to the right of a cue, and where does what is said end? Asked of the codes of one sentence."""

from __future__ import annotations

import re

from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_phrases import NOUNS
from firsthand.reading.speech_tokens import Sentence, Token

_TAIL_MOST = 30
"""Tokens between a cue and what is said."""
_INSERTED_MOST = 10
_PHRASE_MOST = 12
_REQUEST_WITHIN = 6
_SUBJECT_MOST = 14
_OBJECT_THAT = re.compile(r"[NRnDdFpqg#][NRnDdFpqg#It]{0,7},[TW]")
_PLAIN = {"T": "that", "W": "wh", "m": "inf", "Q": "quote", "q": "quote", ":": "colon", ".": "end", ";": "end"}


class Reach:
    """One sentence, asked from the places of its cues. `free` is the first token that no attribution has taken."""

    def __init__(self, sentence: Sentence, words: Lexicon) -> None:
        self.tokens: list[Token] = list(sentence.tokens)
        self.codes = sentence.codes
        self.words = words
        self.size = len(self.codes)
        self.free = 0

    def right(self, at: int) -> tuple[str, int]:
        """What follows a cue or its source, past words of time, of place and of whom it was said to: its kind and its place.

        Kinds: `that`, `wh`, `inf`, `quote`, `colon`, `clause`; `comma` and `end` where nothing that is said follows at once.
        """
        k = at + 1
        asked = self.tokens[at].folded in self.words.to
        told = asked or self.tokens[at].folded in self.words.told
        while k < self.size and k - at < _TAIL_MOST:
            code = self.codes[k]
            if code in "at" or self._firm(at, k):
                k += 1
            elif code in _PLAIN:
                return self._plain(at, k)
            elif code in ",-":
                further = self._past_comma(k)
                if further < 0:
                    return "comma", k
                k = further
            elif code in "Ie" and self.codes[at] not in "Oubo":
                kind, k = self._past_phrase(k, asked)
                if kind:
                    return kind, k
                told = told and self.words.drops
            elif told and code in ("NRPp" if asked and self.words.drops else "NRnDdpPgr#v"):
                k, told = self.addressee(k), False
            else:
                return self._object(k, asked)
        return "end", min(k, self.size)

    def _firm(self, at: int, k: int) -> bool:
        """Is a short quotation the name of a firm or paper, part of the words before it?"""
        if self.codes[k] != "q" or k <= at + 1 or self.codes[k - 1] not in "nRNF":
            return False
        return self.tokens[k].folded[:1].isupper()

    def _past_phrase(self, k: int, asked: bool) -> tuple[str, int]:
        """What a preposition begins: what is said, with its kind; "" and the token after it where it only tells where or when."""
        if self.codes[k] == "I" and self.tokens[k].folded in self.words.about:
            return "clause", k
        if self.codes[k] == "I" and asked and self._asks_later(k):
            return "inf", k
        stop, passed = self.phrase(k)
        return ("", stop) if passed else ("clause", k)

    def _asks_later(self, k: int) -> bool:
        """Does a request begin with a preposition: "просить замість квітів приносити"?"""
        last = min(self.size, k + _REQUEST_WITHIN)
        return any(self.asks(m) for m in range(k + 1, last) if not set(self.codes[k:m]) & set(",.;:"))

    def _object(self, k: int, asked: bool) -> tuple[str, int]:
        """What begins with this word: a request, a "that" behind whom it was said to, or a clause."""
        if asked and self.asks(k):
            return "inf", k
        if self.words.drops and (found := _OBJECT_THAT.match(self.codes, k)):
            return "that", found.end() - 1
        return "clause", k

    def asks(self, k: int) -> bool:
        """Does an infinitive begin here, with or without a "not" before it?"""
        k += self.codes[k] == "X" and k + 1 < self.size
        return self.codes[k] == "n" and self.words.is_infinitive(self.tokens[k].folded)

    def _plain(self, at: int, k: int) -> tuple[str, int]:
        code = self.codes[k]
        if code == "q" and self.codes[k + 1 : k + 3] == ",T":
            return "that", k + 2  # to whom it was said: "сообщил «Интерфаксу», что"
        if code == "m":
            return ("inf" if self.tokens[at].folded in self.words.to else "end"), k
        return _PLAIN[code], k + 1 if code == ":" else k

    def _past_comma(self, k: int) -> int:
        """Where what is said begins after a comma: at a "that" or quotation, past an adverb or an insertion; -1 if nowhere."""
        if self.codes[k + 1 : k + 2] in ("T", "W", "Q", "q"):
            return k + 1
        if self.codes[k + 1 : k + 3] in ("a,", "aT", "t,"):
            return k + 2
        closing = self.codes.find(",T", k + 1, k + _INSERTED_MOST)
        return closing + 1 if closing > 0 else -1

    def addressee(self, k: int) -> int:
        """The token after those that say whom somebody told it."""
        if self.codes[k] in "pP" and self.codes[k + 1 : k + 2] not in ("n", "R", "N"):
            return k + 1
        start = k
        while k < self.size and k - start < _PHRASE_MOST and self.codes[k] in "DdNRnpgrF#v":
            if k > start and self.codes[k] == "n" and self.words.is_infinitive(self.tokens[k].folded):
                break
            if k > start and (self.codes[k] == "p" or (self.codes[k] == "D" and self.codes[k - 1] != "F")):
                break
            k += 1
        return k

    def phrase(self, k: int) -> tuple[int, bool]:
        """The end of a phrase that begins with a preposition, and whether it only tells where or when it was said."""
        stop = k + 1
        while stop < self.size and stop - k < _PHRASE_MOST and self.codes[stop] in "DdpgNnRr#tF":
            ended = self.codes[stop + 1 : stop + 2] in ("T", ",", ":")  # a possessive, and no article that begins anew
            if stop > k + 1 and self.codes[stop] in "Dp" and self.codes[stop - 1] != "F" and not ended:
                break
            stop += 1
        inside = self.codes[k:stop]
        if stop >= self.size or self.codes[stop] in "TWQ:,.;tmIea":
            return stop, True
        return stop, "r" in inside or "t" in inside[1:2]

    def content_end(self, start: int) -> int:
        """Where what is said ends: with the sentence, or before a clause that has a cue of its own."""
        end = self.size
        while end > start and self.codes[end - 1] in ".":
            end -= 1
        for k in range(start + 1, end):
            code = self.codes[k]
            if code in ",;" and self.own_clause(k + 1, end):
                return k
            if code in "CS" and self.own_clause(k, end):
                return k
        return end

    def own_clause(self, at: int, end: int) -> bool:
        """Does a clause with a cue of its own begin here, beside and not within what is said?"""
        joined = False
        while at < end and self.codes[at] in "CSa":
            joined = joined or self.codes[at] in "CS"
            at += 1
        if at >= end:
            return False
        code = self.codes[at]
        if code in "GoA" or (joined and code in "VO"):
            return True
        if not joined and code not in "PNRDdnpe":
            return False
        return self._subject_and_cue(at + 1 if code == "e" else at, end)

    def _subject_and_cue(self, at: int, end: int) -> bool:
        subject = NOUNS.match(self.codes, at, min(end, at + _SUBJECT_MOST))
        if not subject or subject.end() == at:
            return False
        k = subject.end()
        while k < end and self.codes[k] in "Xa":
            k += 1
        if k >= end or self.codes[k] not in "VO" or self.is_passive(k):
            return False
        return not self.words.drops or self.right(k)[0] in ("that", "quote", "colon")

    def new_clause(self, at: int, tight: bool = False) -> bool:
        """Does what follows a comma belong to the writer again: "and ...", "adding ...", "who ..."?

        `tight`: the comma follows the cue or source without words of time or place between.
        """
        if at >= self.size or self.codes[at] in "GoHke":
            return True
        if tight:
            return self.own_clause(at, self.size)
        return self.codes[at] in "CSIaty"

    def object_end(self, start: int) -> int:
        """The object of a cue ends before words that tell when and where it was said."""
        end = self.content_end(start)
        for k in range(start + 1, end):
            code = self.codes[k]
            if code in "-S;" or (code == "," and self.codes[k + 1 : k + 2] in ("H", "I", "S", "P", "e")):
                return k
            if code == "I" and (self.tokens[k].folded in self.words.during or "r" in self.codes[k + 1 : k + 3]):
                return k
        return end

    def quote_run(self, start: int) -> int:
        stop = start + 1
        while stop < self.size and self.codes[stop] in "Qq":
            stop += 1
        return stop

    def is_passive(self, at: int) -> bool:
        for k in range(at - 1, max(-1, at - 4), -1):
            if self.codes[k] == "X" and self.tokens[k].folded in self.words.passive:
                return True
            if self.codes[k] not in "aX":
                return False
        return False
