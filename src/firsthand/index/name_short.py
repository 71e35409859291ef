"""Which body is meant by an abbreviation, once the text gave it beside the body's name: "the Drivers' League (DL)"?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firsthand.index.name_fits import PERSON
from firsthand.index.name_later import Introduced
from firsthand.index.name_tokens import Tokens
from firsthand.matching.folding import fold
from firsthand.matching.terms import says_little, terms
from firsthand.reading.name_forms import listed
from firsthand.record.ports import NameDoc, NameHit

ABBREVIATION = "abbreviation"
_LETTERS = r"[^\W\d_](?:\.?[^\W\d_]){1,9}\.?"
_AFTER = re.compile(rf"\s?[(\[]\s?(?:(\w+)[\s,:–—-]{{1,3}})?[\"«“]?({_LETTERS})[\"»”]?\s?[)\];,]")
_BEFORE = re.compile(rf"(?<![\w.])({_LETTERS})\s?[(\[–—]\s?[\"«“]?(?:\w{{1,3}}\s)?$")
WIDE = 24
"""Letters before a name in which its abbreviation is looked for."""


def shortened(
    tokens: Tokens, introduced: Sequence[Introduced], names_of: Callable[[NameDoc], Sequence[str]]
) -> Iterator[NameHit]:
    """Every later place of an abbreviation that the text itself gave to one body, in no order."""
    told: dict[str, list[tuple[Introduced, int]]] = {}
    for one in introduced:
        if one.docs[0].kind != PERSON and one.last > one.first:
            short, end = _given(tokens, one)
            if short and any(_abbreviates(short, name) for doc in one.docs for name in names_of(doc)):
                told.setdefault(short, []).append((one, end))
    for short, bodies in told.items():
        if len({frozenset(doc.item for doc in one.docs) for one, _ in bodies}) == 1:
            yield from _hits(tokens.text, short, *bodies[0])


def _given(tokens: Tokens, one: Introduced) -> tuple[str, int]:
    """The abbreviation in brackets after a name, or before a name in brackets, without full stops; and from where it counts."""
    text, start, end = tokens.text, tokens.starts[one.first], tokens.ends[one.last]
    after = _AFTER.match(text, end)
    if after and (after[1] is None or fold(after[1]) in listed("around", "short_for")):
        return _bare(after[2]), after.end()
    before = _BEFORE.search(text, max(0, start - WIDE), start)
    return (_bare(before[1]), end) if before else ("", end)


def _bare(letters: str) -> str:
    short = letters.replace(".", "")
    return short if short.isupper() else ""


def _abbreviates(short: str, name: str) -> bool:
    """Are its letters the first letters of the words of the name, little words counted or not?"""
    words = [word.folded for word in terms(name)]
    telling = "".join(word[0] for word in words if not says_little(word))
    return fold(short) in (telling, "".join(word[0] for word in words))


def _hits(text: str, short: str, body: Introduced, since: int) -> Iterator[NameHit]:
    letters = r"\.?".join(short)
    for found in re.finditer(rf"(?<![\w.@-]){letters}(?![\w@]|\.[^\W\d_])\.?", text[since:]):
        dotted = "." in found[0][:-1]
        end = found.end() - (found[0].endswith(".") and not dotted)
        for doc in body.docs:
            yield NameHit(doc, since + found.start(), since + end, ABBREVIATION)
