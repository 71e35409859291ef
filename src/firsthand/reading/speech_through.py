"""Through whom did words reach the article: "she told TASS", "he said in an interview with CNN", "..., UNIAN writes"?"""

from __future__ import annotations

import re

from firsthand.reading.speech_contents import Found
from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_phrases import Span
from firsthand.reading.speech_tokens import Sentence

_TOLD = re.compile(r"[at]*([DdR]*(?:N+#?|q))")
_IN_REPORT = re.compile(r"[^.;:TQ]{0,6}?I[Dpdn]{0,2}r(?:[tn]{0,2}[IF])?([DdnRNqg]*[Nq][Nq]*)")
_PASSED_ON = re.compile(r"[,-]+(?:e)?[VvZ][at]*(?:I)?([DdR]*[NqR][NqR]*)[.]?$")
_MOST = 8


def through(sentence: Sentence, found: Found, words: Lexicon) -> Span | None:
    """Tokens that name an outlet or agency between the source and the article; None where the text tells of none.

    An addressee counts where it is a name ("told Reuters") and not people ("told reporters"); at the end of the sentence the
    one who passes on, where what it passes on is somebody else's ("..., said the mayor, TASS reports").
    """
    codes, tokens = sentence.codes, sentence.tokens
    at = found.cue[1] - 1
    first = found.source[1] if found.source and found.source[0] > at else at + 1
    if (
        tokens[at].folded in words.told
        and (told := _TOLD.match(codes, first))
        and _outlet(sentence, told.span(1), words)
    ):
        return told.span(1)
    if (report := _IN_REPORT.match(codes, first, first + 2 * _MOST)) and _outlet(sentence, report.span(1), words):
        return report.span(1)
    last = max(at, found.source[1] - 1 if found.source else at, *(stop - 1 for _, stop in found.content))
    passed = _PASSED_ON.search(codes, last + 1) if last + 1 < len(codes) else None
    return passed.span(1) if passed and passed.start() <= last + 1 + _MOST and _named(codes, passed.span(1)) else None


def _named(codes: str, span: Span) -> bool:
    named = codes[slice(*span)]
    return span[1] - span[0] <= _MOST and ("N" in named or "q" in named)


def _outlet(sentence: Sentence, span: Span, words: Lexicon) -> bool:
    """Is one of its words that of an outlet? "Told Congress" goes through nobody."""
    return _named(sentence.codes, span) and any(t.folded in words.outlets for t in sentence.tokens[slice(*span)])
