"""Where does a text name somebody, and in which words? Names with what stands beside them; sources as cues give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from firsthand.matching.folding import fold
from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_phrases import Span
from firsthand.reading.speech_tokens import Sentence

LONGEST_ASIDE = 28
_BEFORE_MOST = 10
_NAME = re.compile(r"(?:(?<=[DRnp])N|N)(?:N|FN|R(?=N))*")
_CLOSERS = frozenset(",.;:)-VvOGBK")


class Kind(Enum):
    """What a mention is."""

    NAME = auto()
    PRONOUN = auto()
    COMMON = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: its characters, the characters of its name, the folded words of that name, and what is said beside it.

    `head` are the folded plain words of the noun phrase outside the name ("mayor", "longtime pollster"); `first` the number of
    its first token in the sentence; `definite`: an article or possessive points to somebody named before; `body`: an article
    right before the name, as no person's has it in English.
    """

    kind: Kind
    sentence: int
    first: int
    start: int
    end: int
    name: tuple[str, ...] = ()
    name_at: tuple[int, int] = (0, 0)
    head: tuple[str, ...] = ()
    described: tuple[tuple[int, int], ...] = ()
    word: str = ""
    definite: bool = False
    body: bool = False


def names(whole: Sequence[Sentence], words: Lexicon) -> Iterator[Mention]:
    """All names of a text outside quotations, in order, headlines left out where they are in capitals throughout."""
    common = common_words(whole)
    for number, sentence in enumerate(whole):
        if sentence.headline:
            continue
        for found in _NAME.finditer(sentence.codes):
            if found.end() == 1 and sentence.tokens[0].folded in common:
                continue
            mention = _named(sentence, number, (found.start(), found.end()), words)
            if mention is not None:
                yield mention


def common_words(whole: Sequence[Sentence]) -> frozenset[str]:
    """Folded words that open a sentence with a capital, and stand in small letters or nowhere else: they are no names."""
    inside = {t.folded for s in whole if not s.headline for t in s.tokens[1:] if t.code in "Ng"}
    return frozenset(s.tokens[0].folded for s in whole) - inside


def source_mention(sentence: Sentence, number: int, source: Span, words: Lexicon) -> Mention:
    """The mention that a cue names."""
    first, last = source
    tokens, codes = sentence.tokens[first:last], sentence.codes[first:last]
    if codes in ("P", "H", "d") or (codes == "p"):
        kind = Kind.PRONOUN
        return Mention(kind, number, first, tokens[0].start, tokens[-1].end, word=tokens[0].folded)
    if "N" in codes and _ends_with_name(codes):
        mention = _named(sentence, number, source, words)
        if mention is not None:
            return mention
    head = tuple(t.folded for t in tokens if t.code in "nRrgv")
    definite = bool(tokens) and tokens[0].code in "Dp" and tokens[0].folded not in words.indefinite
    beside = ((tokens[0].start, tokens[-1].end), *_aside(sentence, last))
    return Mention(
        Kind.COMMON, number, first, tokens[0].start, tokens[-1].end, head=head, described=beside, definite=definite
    )


def _ends_with_name(codes: str) -> bool:
    """Is the last word that of a name? "The Clinton campaign" and "the mayor of Izmail" are not named so."""
    phrase = re.split("[(FI]", codes)[0].rstrip("#")
    return phrase.endswith("N") or not phrase


def _named(sentence: Sentence, number: int, span: Span, words: Lexicon) -> Mention | None:
    first, last = span
    tokens = sentence.tokens
    bracket = sentence.codes.find("(", first + 1, last)
    run = [k for k in range(first, bracket if bracket > 0 else last) if sentence.codes[k] == "N"]
    core = [k for k in run if tokens[k].folded not in words.titles]
    if not core:
        return None
    name = _run_of(sentence.codes, core, first)
    start = _phrase_start(sentence, name[0], words)
    folded = tuple(tokens[k].folded for k in name)
    head = tuple(t.folded for t in tokens[start : name[0]] if t.code in "nRrg" or t.folded in words.titles)
    before = ((tokens[start].start, tokens[name[0] - 1].end),) if start < name[0] else ()
    after = _aside(sentence, last)
    at = (tokens[name[0]].start, tokens[name[-1]].end)
    body = words.lang == "en" and name[0] > 0 and sentence.codes[name[0] - 1] == "D"
    return Mention(
        Kind.NAME,
        number,
        start,
        tokens[min(start, first)].start,
        tokens[last - 1].end,
        name=folded,
        name_at=at,
        head=head,
        described=(*before, *after),
        body=body,
    )


def _run_of(codes: str, core: list[int], first: int) -> list[int]:
    """The last run of capitals that follows no "of": in "aide of Stein Melezia Figueroa" the name comes last."""
    runs: list[list[int]] = []
    for k in core:
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    plain = [run for run in runs if run[0] == first or codes[run[0] - 1] not in "FI"]
    if plain:
        return plain[-1]
    last = runs[-1]
    return last[1:] if len(last) > 2 else last  # "Secretary of State Mike Pompeo"


def _phrase_start(sentence: Sentence, at: int, words: Lexicon) -> int:
    """The first token of what stands before a name and tells who it is; the name itself where nothing does."""
    codes, tokens = sentence.codes, sentence.tokens
    titled = at
    while titled and tokens[titled - 1].folded in words.titles:
        titled -= 1
    start = titled
    while start and at - start < _BEFORE_MOST and codes[start - 1] in "DnRrgp#NF":
        if start == titled and codes[start - 1] == "n" and codes[start - 2 : start - 1] == "N":
            break  # a verb between two names
        start -= 1
        if codes[start] in "Dp" and (not start or codes[start - 1] != "F"):
            break
    while start < titled and codes[start] in "F":
        start += 1
    # Words of unknown kind alone may be the verb of another clause: "she spotted Stein".
    return start if any(code in "RDdp" for code in codes[start:titled]) else titled


def _aside(sentence: Sentence, last: int) -> tuple[tuple[int, int], ...]:
    """What stands in brackets and after a comma behind a mention: "(D-Mass.)", ", a miner from Donetsk,"."""
    codes, found = sentence.codes, []
    for opening in "(,":
        if last < len(codes) and codes[last] == opening:
            end = last + 1
            closing = ")" if opening == "(" else ",;.:-"
            while (
                end < len(codes) and end - last < LONGEST_ASIDE and codes[end] not in closing and codes[end] not in "Qq"
            ):
                end += 1
            inside = codes[last + 1 : end]
            if _tells_who(inside):
                found.append((sentence.tokens[last + 1].start, sentence.tokens[end - 1].end))
            last = end + 1 if opening == "(" else end
    return tuple(found)


def _tells_who(inside: str) -> bool:
    return bool(inside) and inside[0] in "DnRNg#HGdpI" and ("V" not in inside or inside[0] == "H")


def key(word: str) -> str:
    """The part of a folded word that inflection leaves alone: names of Slavic languages and Greek change their ends."""
    if word.isascii() or len(word) < 5:
        return word.removesuffix("'s").rstrip("'")
    return word[: max(4, len(word) - 2)]


def same_word(one: str, other: str) -> bool:
    """May two folded words be forms of one name?"""
    if one == other:
        return True
    if one.isascii() or other.isascii():
        return one.removesuffix("'s").rstrip("'") == other.removesuffix("'s").rstrip("'")
    short, long = sorted((one, other), key=len)
    stem = max(3, len(short) - 2)
    return len(long) - len(short) <= 3 and short[:stem] == long[:stem]


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a name as written."""
    return tuple(fold(word) for word in text.split() if fold(word))
