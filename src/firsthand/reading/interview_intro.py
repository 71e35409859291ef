"""Whom does the introduction of an interview, or its colophon, name as the one who asks and the one who answers?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.reading.interview_people import LONGEST_INTRO, names_in
from firsthand.reading.interview_words import spans
from firsthand.reading.name_forms import NOMINATIVE, bases, listed, plain, script

Span = tuple[int, int]

LONGEST_LINE = 5000
"""Letters of a line that is looked through for names."""

NEAR = 160
"""Letters between the words that lead to a name and the name."""


def named(text: str, before: int, after: int, lang: str) -> tuple[Span | None, Span | None]:
    """Where the asker and the answerer are named in `text[:before]` or `text[after:]`; None where it cannot be told."""
    asker: Span | None = None
    answerer: Span | None = None
    for start, end in (
        *_lines(text, max(0, before - LONGEST_INTRO), before),
        *_lines(text, after, after + LONGEST_INTRO),
    ):
        names = names_in(text, start, end)
        line = text[start:end] if names else ""
        for cue, past in spans(line, "asks", lang):
            asker = asker or _first(name for name in names if name[1] <= start + cue)
            answerer = answerer or _after(names, start + past)
        for _, past in spans(line, "with", lang):
            answerer = answerer or _after(names, start + past)
        for _, past in spans(line, "by", lang):
            asker = asker or _after(names, start + past)
    return asker, answerer


def _lines(text: str, start: int, end: int) -> Iterable[Span]:
    end = min(end, len(text))
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if 0 < stop - start <= LONGEST_LINE:
            yield start, stop
        start = stop + 1


def _first(names: Iterable[Span]) -> Span | None:
    return next(iter(names), None)


def _after(names: Sequence[Span], place: int) -> Span | None:
    return _first(name for name in names if place <= name[0] <= place + NEAR)


def nominative(name: str) -> str:
    """A name after "with" or "of" as one would list it: "Оленою Гнатюк" is Олена Гнатюк. As written where that is in doubt.

    It is sure only where the first name is a frequent one and one surname alone has such a form.
    """
    words = name.split()
    if len(words) != 2 or script(plain(words[0])) == "latin":
        return name
    given = {base: bits for base, bits in bases(plain(words[0]), True).items() if base in listed("given", "frequent")}
    if len(given) != 1 or plain(words[0]) in given:
        return name
    [(first, cases)] = given.items()
    ends = tuple(listed("surname", "endings"))
    known = [base for base, bits in bases(plain(words[1]), False).items() if bits & cases and _may_be(base, cases)]
    likely = [base for base in known if base.endswith(ends)] or known
    if len(likely) != 1:
        return name
    last = words[1] if likely[0] == plain(words[1]) else likely[0].capitalize()
    return f"{first.capitalize()} {last}"


def _may_be(base: str, cases: int) -> bool:
    """Is it a nominative of the gender in which the first name stands?"""
    own = bases(base, False).get(base, 0)
    women = bool(cases >> 7)
    return bool(own & (NOMINATIVE & ~0x7F if women else NOMINATIVE & 0x7F))
