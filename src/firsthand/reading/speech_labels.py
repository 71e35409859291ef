"""Which words are said by whom without any cue: "Mayor: no money left", a transcript's labels, a quotation signed below?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from firsthand.matching.folding import fold
from firsthand.reading.name_forms import listed
from firsthand.reading.speech_contents import Found
from firsthand.reading.speech_tokens import Sentence

_PLAIN_LABEL = re.compile(r"[Dd]*[NR#][NR#()]*")
_DASH_SOURCE = re.compile(r"(?<=[NnRq#QXa])-((?:[NnR]{0,2}R[NnR]{0,2}))$")
LONGEST = 9
"""Tokens that a label or a signature may have."""
_SIGNED_MOST = 16
_LABEL = re.compile(r"[Dd]*[NR#q](?:[NR#qntF]|\([NRnDF]{1,4}\)){0,6}")


def labelled(whole: Sequence[Sentence], text: str, known: frozenset[str]) -> Iterator[tuple[int, Found]]:
    """(number of the sentence, attribution) of each label and signature, in order.

    `known` are the folded last words of sources that the text names elsewhere: a headline's "Kyiv: ..." tells where, "Poll: ..."
    and "Obama: ..." who. Labels in capitals that come again are those of a transcript.
    """
    labels = {
        number: end for number, sentence in enumerate(whole) if sentence.opens and (end := _label_end(sentence)) > 0
    }
    capitals = Counter(_words(whole[number], end, text) for number, end in labels.items())
    if whole and (headline := _headline_source(whole[0])):
        yield 0, headline
    for number, sentence in enumerate(whole):
        signed = _signed(sentence)
        if signed is not None:
            yield number, signed
        end = labels.get(number, 0)
        if not end:
            continue
        words = _words(sentence, end, text)
        transcript = words.isupper() and capitals[words] > 1
        named = fold(text[sentence.tokens[end - 1].start : sentence.tokens[end - 1].end]) in known
        given = number == 0 and end > 1 and fold(words.split()[0]) in listed("given", "frequent")
        quoted = sentence.codes[end + 1] in "Qq"
        if not quoted and not _PLAIN_LABEL.fullmatch(sentence.codes[:end]):
            continue
        full = quoted and number > 0 and ("R" in sentence.codes[:end] or sentence.codes[:end].count("N") > 1)
        person = given or full or (sentence.codes[:end].strip("Dd").startswith("R") and "R" in sentence.codes[:end])
        if transcript or ((named or person) and (number == 0 or quoted)):
            yield number, Found("label", (end, end + 1), (0, end), [(end + 1, len(sentence.codes))])


def _headline_source(sentence: Sentence) -> Found | None:
    """A headline that ends with who says it: "Trams will run less often – operator"."""
    found = _DASH_SOURCE.search(sentence.codes)
    if not found or not sentence.opens or not found.start():
        return None
    return Found(
        "label", (found.start(), found.start() + 1), found.span(1), [(0, found.start())], next=len(sentence.codes)
    )


def _label_end(sentence: Sentence) -> int:
    """The place of the colon after a name at the beginning; 0 where there is none."""
    colon = sentence.codes.find(":", 0, LONGEST + 1)
    if colon <= 0 or colon + 1 >= len(sentence.codes):
        return 0
    return colon if _LABEL.fullmatch(sentence.codes[:colon]) else 0


def _words(sentence: Sentence, end: int, text: str) -> str:
    return text[sentence.tokens[0].start : sentence.tokens[end - 1].end]


def _signed(sentence: Sentence) -> Found | None:
    """“...” — Name Surname, town."""
    codes = sentence.codes.rstrip(".")
    quote = 0
    while quote < len(codes) and codes[quote] in "Qq":
        quote += 1
    if not quote or not sentence.opens or codes[quote : quote + 1] != "-":
        return None
    name = codes[quote + 1 :]
    main = name.split(",")[0]
    if not main or len(name) > _SIGNED_MOST or "N" not in main or main.strip("NRgq#FD") or main[0] not in "NR":
        return None
    last = quote + 1 + len(main)
    return Found("signed", (quote, quote + 1), (quote + 1, last), [(0, quote)], next=len(sentence.codes))
