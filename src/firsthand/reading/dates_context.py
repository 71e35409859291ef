"""Does a lone year, month, decade or weekday stand where a date stands? Seen by its neighbours alone.

`1984` may be a book, `May` a name, `2000` a number of euros: without a sign of time beside them they are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.reading.dates_tokens import Token, folded_set, tokens
from firsthand.reading.wordlists import words_of

NUMBERS = "nYIRrdD"


Match = re.Match[str]
"""A match of a rule over the code letters of a context."""


@dataclass(frozen=True, slots=True)
class Context:
    """The tokens of one text, their code letters as a string, the word lists of its language, and which sentences look ahead."""

    lang: str
    tokens: list[Token]
    codes: str
    lists: Mapping[str, Any]
    ahead: bytes

    def code(self, i: int) -> str:
        """The code letter at a position; empty before the first and after the last."""
        return self.codes[i] if 0 <= i < len(self.codes) else ""

    def folded(self, i: int) -> str:
        return self.tokens[i].folded if 0 <= i < len(self.tokens) else ""

    def among(self, i: int, name: str) -> bool:
        return self.folded(i) in folded_set(self.lang, name)

    def unit(self, i: int) -> str:
        return self.tokens[i].value or "year"

    def opens(self, i: int) -> bool:
        """Does a sentence or line begin here?"""
        return self.code(i - 1) in ("", ".", "|") or self.tokens[i].opens_line

    def closes(self, i: int) -> bool:
        """Has the text, line or sentence ended before token i?"""
        return self.code(i) in ("", ".", "|") or self.tokens[i].opens_line

    def looks_ahead(self, i: int) -> bool:
        """Does the sentence around token i speak of what is to come?"""
        return self.ahead[i] == 1


def context_of(text: str, lang: str) -> Context:
    """The tokens of a text with the word lists of one of `LANGUAGES`."""
    read = tokens(text, lang)
    return Context(lang, read, "".join(token.code for token in read), words_of(lang)["dates"], _ahead(read, lang))


def _ahead(read: list[Token], lang: str) -> bytes:
    """1 for each token of a sentence with a word such as "will"; one pass."""
    out = bytearray(len(read))
    first = 0
    for i, token in enumerate(read):
        if token.code in ".|":
            first = i + 1
        elif token.folded in folded_set(lang, "future") and _means_future(read, i, first, lang):
            end = i
            while end < len(read) and read[end].code not in ".|" and not out[end]:
                out[end] = 1
                end += 1
            out[first:i] = b"\1" * (i - first)
            first = i
    return bytes(out)


def _means_future(read: list[Token], i: int, first: int, lang: str) -> bool:
    if read[i].code == "M" or (read[i].code == "^" and i > first):
        return False  # May is the month; Will, inside a sentence, a name
    past = i + 1 < len(read) and read[i + 1].folded in folded_set(lang, "perfect")
    return not (past and read[i].folded in ("may", "might"))


def value(found: Match, group: str, context: Context) -> int:
    """The number of the token at which a group of the match begins."""
    return int(context.tokens[found.start(group)].value)


def has(found: Match, group: str) -> bool:
    """Does the pattern have such a group, and did it take part?"""
    return group in found.re.groupindex and found[group] is not None


def bare_year(context: Context, i: int) -> bool:
    """Is the number at i, of four digits and with no word for year, a year?"""
    year, before, after = int(context.tokens[i].value), context.code(i - 1), context.code(i + 1)
    if context.code(i + 1) == "w":
        return True
    if not 1500 <= year <= 2100 or before in tuple("$nIRrdDY") or after in tuple("$nIRrdDYU%"):
        return False
    if (before == '"' and after == '"') or context.among(i - 1, "number_nouns") or context.among(i + 1, "quantities"):
        return False
    if year % 100 == 0 and after in ("_", "^", "v") and before not in ("M", "u"):
        return False
    return _beside_time(context, i, before, after) or _set_apart(context, i, before, after)


def _beside_time(context: Context, i: int, before: str, after: str) -> bool:
    if before in tuple("pPOfTtazq~guJixbme") or (before == "o" and after != "v"):
        return True
    if before == "-" and context.code(i - 2) in ("b", "m", "e"):
        return True
    return before == "&" and context.code(i - 2) in ("Y", "Z", "u")


def _set_apart(context: Context, i: int, before: str, after: str) -> bool:
    """Between punctuation as in `Kyiv, 2016`, in brackets, at the head of a line, or last in a line without a stop."""
    ends = context.closes(i + 1) or after in (",", ";", ":", "-", ")", "(")
    if before in ("(", ",", "-", ":", ";") or context.opens(i):
        return ends or (context.opens(i) and after == "^")
    if before == "^" or before == ")":
        return ends
    return before == "_" and after in ("", "|")


def round_count(context: Context, end: int, first: int, last: int) -> bool:
    """Are two numbers before token `end` rather a range of counts, as in "1500–2000 people"?"""
    return context.among(end, "quantities") or (first % 50 == 0 and last % 50 == 0 and context.code(end) in ("_", "$"))


def bare_month(context: Context, i: int, which: str) -> bool:
    """Is the month word at i, with neither day nor year, a month? `which` is the word for last, this or next before it."""
    if context.lists["month_first"] and context.code(i + 1) in tuple("dD") and not which and context.code(i - 1) != "p":
        return False
    before = context.code(i - 1)
    part = context.code(i - 2) if before in ("-", "o", "O", "Q") else before
    if which or part in ("b", "m", "e"):
        return True
    if context.among(i, "also_names"):
        return before in ("p", "P")
    return before in tuple("pPOfTtazq~g")


def bare_decade(context: Context, start: int, end: int) -> bool:
    """Is `80s` a decade, not an age? Its article, a preposition of time, or a word for years says so."""
    before = context.code(start - 1)
    return context.tokens[start].value is not None and (
        before in tuple("oOQpbme&") or context.code(end) == "v" or (before == "-" and context.code(start - 2) in "bme")
    )


def bare_weekday(context: Context, i: int) -> bool:
    """Is the day's name at i a day near publication? It needs its preposition or article, or a place between punctuation."""
    before = context.code(i - 1)
    if context.lang == "el":
        return before in ("O", "Q")
    if before in ("p", "P"):
        return True
    return (before == "," or context.opens(i)) and (context.closes(i + 1) or context.code(i + 1) in (",", ":"))


def street(context: Context, start: int, end: int) -> bool:
    """Is a day and month without a year the name of a street or square?"""
    return context.among(start - 1, "street") or (context.lang == "en" and context.among(end, "street"))
