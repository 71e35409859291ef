"""Where are the sentences of a text, with each quotation as one token? The ground on which attributions are read.

Codes of tokens besides those of `speech_lexicon.py`: Q a quotation, q a short one that may be a title or scare quotes, N a
word with a capital, n another word, # a number, g a possessive ("Clinton's"), . the end of a sentence; , ; : - ( ) stand as
they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from firsthand.matching.folding import fold
from firsthand.reading.name_forms import script
from firsthand.reading.quotation_marks import Quoted
from firsthand.reading.speech_lexicon import Lexicon

_WORD = r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*['’]?"
_TOKEN = re.compile(
    rf"(?P<dotted>(?:[^\W\d_]\.){{2,}})|(?P<word>{_WORD})|(?P<number>\d+(?:[.,:]\d+)*(?:-?[^\W\d_]+)?)"
    r"|(?P<end>\.{2,}|[.!?…]+)|(?P<dash>--+|[—–―−])|(?P<hyphen>-)|(?P<sign>[^\s\w])"
)
_FEW_WORDS = 4
LONGEST = 400
"""Tokens of a sentence; a list or a table without points is cut."""
GOES_ON = "~"
"""In place of the last letter of a quotation that the next paragraph continues."""
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_ENDS = frozenset(".!?…")
_SIGNS = {**{sign: sign for sign in ",;:()"}, "[": "(", "]": ")"}
_STRAY = frozenset("\"'“”„«»‘’`")
"""Quotation marks that belong to no quotation."""


class Token(NamedTuple):
    """`text[start:end]`, folded, and its code; of a quotation `folded` is its first and its last letter."""

    start: int
    end: int
    folded: str
    code: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence, their codes as one string; `paragraph` counts from 0; `opens`: the first of its paragraph.

    `headline`: most of its words begin with a capital.
    """

    tokens: Sequence[Token]
    codes: str
    paragraph: int
    opens: bool
    headline: bool = False


def sentences(text: str, quotes: Sequence[Quoted], words: Lexicon) -> Iterator[Sentence]:
    """The sentences of a text, in order, without empty ones."""
    starts = [quote.start for quote in quotes]
    for number, (start, end) in enumerate(_paragraphs(text, quotes)):
        inside = quotes[bisect_left(starts, start) : bisect_left(starts, end)]
        tokens = list(_tokens(text, start, end, inside, words))
        opens = True
        parts = list(_split(tokens))
        for part in parts:
            alone = len(parts) == 1 and (number == 0 or part[-1].code != ".")
            headline = alone and _in_capitals(part, text)
            named = _names(part, text, headline)
            yield Sentence(named, "".join(token.code for token in named), number, opens, headline)
            opens = False


def _paragraphs(text: str, quotes: Sequence[Quoted]) -> Iterator[tuple[int, int]]:
    """Lines of a text; a quotation that runs over lines keeps them together."""
    at, quote = 0, 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        while quote < len(quotes) and quotes[quote].start < end:
            if quotes[quote].end > end:
                end = text.find("\n", quotes[quote].end)
                end = len(text) if end < 0 else end
            quote += 1
        if text[at:end].strip():
            yield at, end
        at = end + 1


_NAMES = frozenset("VvBGOubAoKkjlXSCarI")


def _names(part: list[Token], text: str, headline: bool) -> list[Token]:
    """A word with a capital inside a sentence is part of a name, whatever it means in small letters; but for headlines."""
    if headline:
        return part
    fixed = part[:1]
    if part and part[0].code == "t" and script(part[0].folded) == "cyrillic" and _capital(part, 1, text):
        fixed = [part[0]._replace(code="N")]  # Марта Ільвес, and not a day in March
    for place, (behind, token) in enumerate(pairwise(part), 1):
        capital = text[token.start].isupper() and behind.code not in ".:Qq"
        named = capital and (token.code in _NAMES or (token.code == "t" and script(token.folded) == "cyrillic"))
        fixed.append(token._replace(code="N") if named or _of_a_body(part, fixed, place, text) else token)
    return fixed


def _of_a_body(part: list[Token], fixed: list[Token], place: int, text: str) -> bool:
    """Is a word for somebody the last of a body's name: "the Electoral Commission said", and not "Prime Minister May"?"""
    token = part[place]
    if token.code != "R" or not text[token.start].isupper() or fixed[-1].code != "N":
        return False
    return not _capital(part, place + 1, text)


def _capital(part: list[Token], place: int, text: str) -> bool:
    return place < len(part) and text[part[place].start].isupper()


def _in_capitals(part: list[Token], text: str) -> bool:
    """Do most words begin with a capital, as in English headlines?"""
    letters = [token for token in part if token.code.isalpha() and token.code not in "Qq#"]
    return len(letters) > 3 and sum(text[token.start].isupper() for token in letters) * 10 > len(letters) * 6


def _tokens(text: str, start: int, end: int, quotes: Sequence[Quoted], words: Lexicon) -> Iterator[Token]:
    at = start
    for quote in quotes:
        yield from _merged(list(_words(text, at, quote.start, words)), words)
        yield _quotation(text, quote)
        at = quote.end
    yield from _merged(list(_words(text, at, end, words)), words)


def _quotation(text: str, quote: Quoted) -> Token:
    first, last = quote.inner
    inner = text[first:last].strip()
    ended = inner[-1:] in _ENDS or inner[-1:] == ","
    spoken = not quote.closed or (len(inner.split()) >= _FEW_WORDS and (ended or inner[:1].isupper())) or ended
    return Token(quote.start, quote.end, inner[:1] + (inner[-1:] if quote.closed else GOES_ON), "Q" if spoken else "q")


def _words(text: str, start: int, end: int, words: Lexicon) -> Iterator[Token]:
    matches = _TOKEN.finditer(text, start, end)
    for found in matches:
        kind, exact, first, last = found.lastgroup, found.group(), found.start(), found.end()
        if kind == "word":
            folded = fold(exact)
            if text[last : last + 1] == "." and last < end and _abbreviated(text, found, folded, words):
                next(matches, None)
                yield Token(first, last + 1, folded, "N" if exact[0].isupper() else "n")
            else:
                yield Token(first, last, folded, _code(exact, folded, words))
        elif exact not in _STRAY:
            sign = "." if exact in words.ends else _SIGNS.get(exact, "n")
            code = _mark(text, found, end, start) if kind != "sign" else sign
            yield Token(first, last, fold(exact) if kind == "dotted" else "-" if code == "-" else exact, code)


def _mark(text: str, found: re.Match[str], end: int, start: int) -> str:
    """The code of a number, an abbreviation with points, an end mark or a dash."""
    kind, exact = found.lastgroup, found.group()
    if kind == "end":
        return "." if _ends(text, found.end(), end, exact) else "n"
    if kind == "hyphen":
        return "-" if text[found.start() - 1 : found.start()].isspace() or found.start() == start else "n"
    if kind == "dotted":
        return "N" if exact[0].isupper() else "n"
    return "#" if kind == "number" else "-"


def _abbreviated(text: str, found: re.Match[str], folded: str, words: Lexicon) -> bool:
    exact = found.group()
    if folded in words.numbered:
        return text[found.end() + 1 : found.end() + 4].strip()[:1].isdigit()
    return folded in words.abbreviations or (len(exact) == 1 and exact.isupper())


def _ends(text: str, last: int, end: int, exact: str) -> bool:
    if exact[0] in "….":
        following = text[last:end].lstrip()[:1]
        return not (following and (following.islower() or following in ",;"))
    return True


def _code(exact: str, folded: str, words: Lexicon) -> str:
    code = words.code(folded)
    if code:
        return code
    if exact[0].isupper():
        return "g" if words.lang == "en" and _POSSESSIVE.search(exact) else "N"
    if words.lang == "en" and _POSSESSIVE.search(exact):
        return "g"
    if words.lang == "en" and folded.endswith("ly"):
        return "a"
    return "n"


def _merged(tokens: list[Token], words: Lexicon) -> Iterator[Token]:
    """The same tokens, with those of a phrase put into one."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        for parts, code in words.phrases.get(token.folded, ()):
            if tuple(t.folded for t in tokens[at : at + len(parts)]) == parts:
                last = tokens[at + len(parts) - 1]
                if code == "E":
                    yield from _own(tokens[at : at + len(parts)])
                else:
                    yield Token(token.start, last.end, " ".join(parts), "n" if code == "x" else code)
                at += len(parts)
                break
        else:
            yield token
            at += 1


def _own(tokens: list[Token]) -> Iterator[Token]:
    """ "За його словами": a cue with its source, a possessive, inside."""
    yield tokens[0]._replace(code="A")
    for token in tokens[1:]:
        yield token._replace(code="p" if token.code == "p" else "a")


def _split(tokens: list[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for at, token in enumerate(tokens):
        part.append(token)
        if len(part) >= LONGEST:
            yield part
            part = []
        if token.code == "." or (token.code in "Qq" and _quote_ends(tokens, at)):
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            if token.code == "." and following and following.code in ")":
                continue
            if any(t.code not in ".,;:" for t in part):
                yield part
            part = []
    if any(t.code not in ".,;:" for t in part):
        yield part


def _quote_ends(tokens: list[Token], at: int) -> bool:
    """Does a sentence end with the quotation at this place?"""
    token = tokens[at]
    ending = token.folded[-1:]
    if ending not in _ENDS or not ending or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if following.code in "Qq":
        return True
    return not (following.code in ",;:-.)" or _said_after(tokens, at + 1, ending))


def _said_after(tokens: list[Token], at: int, ending: str) -> bool:
    """Is the quotation followed by who said it: a cue, or a source and a cue that end there?"""
    codes = "".join(token.code for token in tokens[at : at + 12])
    if re.match(r"a?[VKvBO]", codes):
        return True
    pattern = r"(?:P|[DdpgNnRqF#I]{1,8}(?:\([^)]*\))?)[aX]{0,2}[VvKBjO][at]{0,3}(?:[DpP][nNR]{0,3})?(?:$|[.,:QI-])"
    return bool(ending != "." or codes[:1] in "nRa") and bool(re.match(pattern, codes))
