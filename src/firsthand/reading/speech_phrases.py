"""Which words are the source that a cue names: before it, after it, or further off where a clause stands between?

All functions work on the codes of one sentence (see `speech_lexicon.py`) and give places of tokens; -1 or None where there
is none.
"""

from __future__ import annotations

import re

Span = tuple[int, int]
"""First token, and the token after the last."""

LONGEST = 24
"""Tokens that a source may have."""
NOUNS = re.compile(
    r"(?:P(?![DNR])|[DdpgNnRrq#]+(?:F[DdpgNnRrq#]+)*(?:C[DpNR][NnRg]*(?=[,.:;\-(ItVvOX]|$))?(?:\([^()]{0,8}\))?)"
)


def before(codes: str, last: int, first: int = 0, strict: bool = False) -> Span | None:
    """The source that ends with token `last`; not before `first`. `strict`: what a preposition leads is no source."""
    if last < first:
        return None
    if codes[last] in "PH":
        return last, last + 1
    if codes[last] == "d" and (last == first or codes[last - 1] not in "DdpgFNRn"):
        return last, last + 1
    end = last + 1
    if codes[last] == ")":
        opening = codes.rfind("(", max(first, last - LONGEST), last)
        if opening <= first:
            return None
        last = opening - 1
    if last < first or codes[last] not in "NnRrgq#)p":
        return None
    start = _walk(codes, last, first)
    if strict and codes[start] == "I" and _inner_start(codes, start + 1, last) < 0:
        return None
    start = _trimmed(codes, start, last)
    return (start, end) if start <= last else None


def _walk(codes: str, last: int, first: int) -> int:
    at = last
    stop = max(first, last - LONGEST)
    while at > stop:
        if codes[at - 1] == ")" and (opening := codes.rfind("(", stop, at - 1)) > stop:
            at = opening
        elif _belongs(codes, at, stop):
            at -= 1
        else:
            break
    return at


def _belongs(codes: str, at: int, stop: int) -> bool:
    """Is the token before `at` part of the noun phrase that goes on there?"""
    code = codes[at - 1]
    behind = codes[at - 2] if at - 2 >= stop else ""
    if code == "C":
        return behind != "" and behind in "NRn)" and codes[at] in "NRDdp"
    if code == "a":
        return behind != "" and behind in "Ddp"
    return code in "DdpgNnRrq#F" or (code == "I" and at - 1 > stop)


def _trimmed(codes: str, start: int, last: int) -> int:
    """Without a phrase of time or place in front: "In a statement the mayor", "in New York Trump"."""
    while start <= last and codes[start] in "FIC":
        inner = _inner_start(codes, start + 1, last)
        if inner < 0:
            start += 1
        else:
            return inner
    return start


def _inner_start(codes: str, start: int, last: int) -> int:
    """The last noun phrase that begins anew within the tokens: an article, or a capital after another word."""
    for at in range(last, start, -1):
        behind = codes[at - 1]
        if codes[at] in "Ddp" and behind not in "FIDdC":
            return at
        if codes[at] == "N" and behind in "n#" and codes[last] == "N":
            return at
        if codes[at] == "R" and behind in "nN#t":
            return at
    return -1


def after(codes: str, first: int) -> Span | None:
    """The source that begins with token `first`, or after an adverb or a word of time there."""
    at = first
    while at < len(codes) and codes[at] in "atX":
        at += 1
    found = NOUNS.match(codes, at, min(len(codes), at + LONGEST))
    if not found or found.end() == at or not any(code in "NnRrPq#pd" for code in found.group()):
        return None
    return at, found.end()


def aside(codes: str, last: int, first: int = 0) -> int:
    """The mark that opens the insertion which the mark `last` closes ("Blair, director of AROS, said"); -1 where there is none.

    Of several commas the one counts before which a source stands alone: after a quotation, or at the beginning.
    """
    mark = codes[last]
    nearest = -1
    opening = last
    while True:
        opening = codes.rfind(mark, max(first, last - 2 * LONGEST), opening)
        if opening <= first or codes[opening - 1] not in "NnRrg)Pd#q":
            break
        if not _inserted(codes, opening + 1, last):
            break
        nearest = opening if nearest < 0 else nearest
        source = before(codes, opening - 1, first)
        if source and (source[0] == first or codes[source[0] - 1] in "QqC"):
            return opening
    return nearest


def _inserted(codes: str, start: int, end: int) -> bool:
    inside = codes[start:end]
    if not inside or inside[0] in "CTWPVBQS":
        return False
    return inside[0] == "H" or "H" in inside or not any(code in "VOPZ" for code in inside)


def main_source(codes: str, first: int, last: int) -> Span | None:
    """The source that a sentence, or the part of it from `first` to `last`, begins with; what introduces it is passed over."""
    at = first
    while at < last:
        if codes[at] in "CatX-":
            at += 1
        elif codes[at] in "IFSeG#oy":
            comma = codes.find(",", at, last)
            if comma < 0:
                return None
            at = comma + 1
        else:
            break
    found = NOUNS.match(codes, at, last)
    if not found or found.end() == at:
        return None
    return at, found.end()
