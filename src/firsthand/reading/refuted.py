"""Is this quoted in order to be refuted? Told by the words around a quotation alone, and only where they leave no doubt.

"With the false caption: '...'" repeats a lie; "He called it a lie: '...'" quotes the one who refutes it. So a word such as "lie"
counts only in few, fixed places, and silence is the answer in all others.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from firsthand.matching.folding import WORD, fold, sentences
from firsthand.reading.wordlists import LANGUAGES, primary, table

REACH = 400
"""Letters before and after the quotation that are looked at."""

_PIECE = re.compile(WORD)
_MARKS = " \t\n\xa0\"'«»“”„‘’,:—–-([)]"
_CLAUSE_ENDS = (".", ",", "!", ";", "", "…", ":")


def refuted(text: str, span: tuple[int, int], lang: str) -> bool:
    """Is `text[start:end]`, with or without its quotation marks, quoted to be refuted? False in a language without lists."""
    language = primary(lang)
    if language not in LANGUAGES:
        return False
    window = text[max(0, span[0] - REACH) : span[0]].rstrip(_MARKS)
    said = [window[start:end] for start, end in sentences(window)] or [""]
    head, past = _flat(said[-1]), _flat(said[-2]) if len(said) > 1 else " "
    after = text[span[1] : span[1] + REACH].lstrip(_MARKS)
    return _before(head, language) or _after(after, language) or _example(head, past, language)


@cache
def signs(lang: str) -> tuple[str, ...]:
    """Beginnings of folded words, one of which stands by every quotation that is refuted: without any, nobody need look."""
    lists = table("refuted")[lang]
    phrases = [phrase for name in ("before", "after", "example_of_lie", "lies") for phrase in lists[name]]
    return tuple({max((fold(word.rstrip("*")) for word in phrase.split()), key=len) for phrase in phrases})


def _flat(text: str) -> str:
    return f" {' '.join(fold(piece) for piece in _PIECE.findall(text))} "


@cache
def _phrases(lang: str, name: str) -> str:
    """The phrases of a list as one expression over flat words."""
    listed = sorted(table("refuted")[lang][name], key=len, reverse=True)
    return f"(?<= )(?:{'|'.join(map(_phrase, listed))})(?= )"


def _phrase(written: str) -> str:
    return " ".join(re.escape(fold(word.rstrip("*"))) + r"[^ ]*" * word.endswith("*") for word in written.split())


def _before(head: str, lang: str) -> bool:
    found = re.search(_phrases(lang, "before") + "(?: что| що| ότι| that)? $", head)
    return found is not None and not _denied(head[: found.start() + 1], lang)


def _after(written: str, lang: str) -> bool:
    """ "..., a lie detector showed" refutes nothing: the clause ends with the words that refute."""
    found = re.match(" " + _phrases(lang, "after"), _flat(written))
    if found is None:
        return False
    last = list(islice(re.finditer(WORD, written), len(found.group().split())))[-1]
    return written[last.end() : last.end() + 1] in _CLAUSE_ENDS or written[last.end() : last.end() + 2] in (
        " —",
        " –",
        " -",
    )


def _example(head: str, past: str, lang: str) -> bool:
    """ "It holds nothing but lies. For example, a picture with the caption: ..."; "Another example of a clear lie: ..."."""
    if found := re.search(_phrases(lang, "example_of_lie"), head):
        return head.count(" ", 0, found.start()) <= 4 and not _denied(head[: found.start() + 1], lang)
    given = re.match(" " + _phrases(lang, "examples"), head) and re.search(_phrases(lang, "heads") + " $", head)
    return bool(given and re.search(_phrases(lang, "lies"), past) and not _denied(past, lang))


def _denied(said: str, lang: str) -> bool:
    return re.search(_phrases(lang, "denied"), said) is not None
