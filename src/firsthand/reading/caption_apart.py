"""Which dates and places of a caption belong to a word beside them, a quotation or a report, and not to the picture?

"A station opened in 1960", "the war of 2014", "a 2014 uniform", "KYIV (AP) —": seen by the nearest words alone. Which
words do it is data (`words/*.toml`, `[asides]`).
"""

from __future__ import annotations

import re
from collections.abc import Container

from firsthand.reading.caption_scopes import Layout
from firsthand.reading.phrases import pattern

HEAD_WORDS = 2
"""Words that may lead to a noun at the head of its clause: "the great fire of 1996" there is what the caption is about."""

LONGEST_CLAUSE = 200
"""Words beyond which nothing in a clause bears on a date or place in it: a caption may be one endless line."""

_SMALL = "pPoOQf~"
_WORDS = "_^"
_YEARS = frozenset("YZRuwfgtTpPoOQ&-")
_QUOTES = re.compile(r"«[^«»\n]*»|“[^“”\n]*”|„[^„“”\n]*[“”]|\"[^\"\n]*\"")
_REPORT = re.compile(
    r"\A[^\n(]{2,60}\((?:AP|AFP|Reuters|REUTERS|EPA|UPI|dpa|CNN|BBC|TASS|Interfax|Xinhua|Ukrinform|ТАСС|РИА Новости|"
    r"Интерфакс|Укрінформ|УНІАН|ΑΠΕ-ΜΠΕ|ΑΠΕ)\)\s*[-–—]"
)


def listed(layout: Layout, i: int, name: str) -> bool:
    """Is the word at token i in a list of `[asides]`?"""
    return bool(pattern(layout.context.lang, "asides", name).fullmatch(layout.context.folded(i)))


def quotations(text: str) -> list[tuple[int, int]]:
    """What a caption quotes, as (start, end); nothing where all of it stands in quotation marks."""
    spans = [found.span() for found in _QUOTES.finditer(text)]
    outside = "".join(
        text[a:b] for a, b in zip([0, *(e for _, e in spans)], [*(s for s, _ in spans), len(text)], strict=True)
    )
    return spans if any(letter.isalpha() for letter in outside) else []


def report_head(text: str) -> int:
    """The end of an agency's dateline, which tells where the report was written; 0 where there is none."""
    found = _REPORT.match(text)
    return found.end() if found else 0


def date_apart(layout: Layout, first: int, after: int, places: Container[int]) -> bool:
    """Is the date at tokens `first` up to `after` that of a word beside it? `places` are the tokens of places."""
    context = layout.context
    # "на прошлой неделе" is a time; "на 2014 год" is a plan.
    if listed(layout, first - 1, "before_date") and context.code(first) not in tuple("Jix"):
        return True
    if context.among(first - 1, "street") or _made_then(layout, first):
        return True
    if context.code(first - 1) == "." and not context.opens(first - 1) and _shortened(layout, first - 2):
        return True
    bare = set(context.codes[first:after]) <= _YEARS
    if listed(layout, after, "after_date") or (bare and context.code(first - 1) == '"'):
        return True
    near = _back(layout, first - 1, ())
    if _dated_word(layout, near, bare) or _dated_word(layout, _back(layout, first - 1, places), bare):
        return True
    if bare and _told(layout, first):
        return True
    if context.code(first) not in tuple("YZ") or near in places:
        return False
    return _of_a_noun(layout, first, near) or _before_a_noun(layout, first, after)


def _made_then(layout: Layout, i: int) -> bool:
    """Does the clause of token i tell, behind a comma, when what stands before it was made: "a tank, built there in 1987"?"""
    start = _clause_start(layout, i)
    return start > 0 and layout.context.code(start - 1) == "," and start < i and _participle(layout, start)


def place_apart(layout: Layout, first: int, dates: Container[int]) -> bool:
    """Is the place at token `first` where somebody's sister lives, or where a thing was made? `dates`: tokens of dates."""
    near = _back(layout, first - 1, dates)
    led = layout.context.code(near - 1) == "," and _participle(layout, near)
    return led or listed(layout, near, "relations") or meanwhile(layout, first)


def _told(layout: Layout, i: int) -> bool:
    """Does the clause of token i tell a story of the past, with nothing said of taking the picture?"""
    words = range(_clause_start(layout, i), _clause_end(layout, i))
    past = any(
        len(layout.context.folded(k)) > 2 and listed(layout, k, "told") and not listed(layout, k, "not_told")
        for k in words
    )
    return past and not any(listed(layout, k, "taken") or listed(layout, k, "seen") for k in words)


def meanwhile(layout: Layout, i: int) -> bool:
    """Does token i stand in a clause such as "While leaders met in Brussels," that leads to another one?"""
    start, end = _clause_start(layout, i), _clause_end(layout, i)
    leads = layout.context.code(end) == "," and layout.sentence_of(layout.token_starts[end]) == layout.sentence_of(
        layout.token_starts[i]
    )
    return leads and layout.context.opens(start) and listed(layout, start, "meanwhile")


def _shortened(layout: Layout, i: int) -> bool:
    """ "No. 2014", "b. 1998"."""
    return layout.context.among(i, "number_nouns") or layout.context.folded(i) in ("b", "нар", "род", "γεν")


def _back(layout: Layout, i: int, over: Container[int]) -> int:
    """The nearest token at or before i that is no small word, nor one of `over`."""
    while i >= 0 and (layout.context.code(i) in _SMALL or i in over):
        i -= 1
    return i


def _dated_word(layout: Layout, i: int, bare: bool) -> bool:
    """ "opened", "said", "killed"; after a comma, or before a mere year, any participle but "seen" and the like."""
    led = bare or layout.context.code(i - 1) == ","
    own = listed(layout, i, "dated") or listed(layout, i, "relations")
    return own or (led and _participle(layout, i))


def _participle(layout: Layout, i: int) -> bool:
    word = layout.context.code(i) in tuple(_WORDS) and listed(layout, i, "participles")
    return word and not listed(layout, i, "seen")


def _clause_start(layout: Layout, i: int) -> int:
    least = max(0, i - LONGEST_CLAUSE)
    while i > least and layout.context.code(i - 1) not in ".,:;-()|" and not layout.context.tokens[i].opens_line:
        i -= 1
    return i


def _clause_end(layout: Layout, i: int) -> int:
    codes = layout.context.codes
    most = min(len(codes), i + LONGEST_CLAUSE)
    while i < most and codes[i] not in ".,:;-()|":
        i += 1
    return i


def _of_a_noun(layout: Layout, first: int, noun: int) -> bool:
    """ "the victims of the war of 2014", "після подій 2014 року", "Олимпиада-2014": not at the head of the clause."""
    context = layout.context
    glued = context.code(first - 1) == "-" and context.tokens[first - 1].start == context.tokens[first - 2].end
    if glued and context.code(first - 2) in tuple(_WORDS):
        return True
    lead = [context.folded(i) for i in range(noun + 1, first)]
    tied = "".join(lead) in layout.context.lists["of_year"]
    if not tied or context.code(noun) not in tuple(_WORDS) or listed(layout, noun, "picture_nouns"):
        return False
    return not (listed(layout, noun, "happenings") and noun - _clause_start(layout, noun) < HEAD_WORDS)


def _before_a_noun(layout: Layout, first: int, after: int) -> bool:
    """ "in a 2014 uniform", "recalls the 2014 revolution"; but not "the 2014 protests" at the head, nor "at the 2014 ..."."""
    context = layout.context
    if context.lang != "en" or after != first + 1 or context.code(after) not in tuple(_WORDS):
        return False
    gap = layout.text[context.tokens[first].end : context.tokens[after].start]
    if not gap.isspace() or listed(layout, after, "goes_on") or listed(layout, first - 2, "picture_nouns"):
        return False
    framed = context.folded(first - 1) == "the" and listed(layout, first - 2, "frames")
    if context.folded(first - 1) in ("a", "an", "the") and not framed:
        return not (listed(layout, after, "happenings") and first - _clause_start(layout, first) < HEAD_WORDS)
    return not framed and first - _clause_start(layout, first) >= HEAD_WORDS
