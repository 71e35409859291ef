"""Where does a text name somebody, and in which words? Names with what stands beside them; sources as cues give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from firsthand.matching.folding import fold
from firsthand.reading.place_words import word_set
from firsthand.reading.speech_lexicon import Lexicon
from firsthand.reading.speech_phrases import Span
from firsthand.reading.speech_tokens import Sentence
from firsthand.reading.voice_words import marks

LONGEST_ASIDE = 28
_BEFORE_MOST = 10
_NAME = re.compile(r"(?:(?<=[DRnp])N|N)(?:N|FN|R(?=N))*")
_OFFICE = re.compile(r"D?n*Rn*[Fm]?D?N+")
_APPOSED = re.compile(r",(N{2,4})(?=,|$)")
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
    mention = _apposed(sentence, number, source, words)
    if mention is None and "N" in codes and (_ends_with_name(codes) or _whole(sentence, last) or _longer(codes)):
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


def _longer(codes: str) -> bool:
    """Do three capitals end it? "The president of Ukraine Ostap Verba" is named; "the mayor of New York" is not."""
    return codes.endswith("NNN")


def _apposed(sentence: Sentence, number: int, source: Span, words: Lexicon) -> Mention | None:
    """ "The mayor of Izmail, Petro Havrysh, said": the name follows the office between commas."""
    first, last = source
    found = _APPOSED.match(sentence.codes, last) if _OFFICE.fullmatch(sentence.codes, first, last) else None
    if found is None:
        return None
    mention = _named(sentence, number, found.span(1), words)
    office = (sentence.tokens[first].start, sentence.tokens[last - 1].end)
    return mention and replace(mention, start=office[0], described=(office, *mention.described))


def _whole(sentence: Sentence, last: int) -> Span | None:
    """The tokens of a body that is named by the whole of its name: "the University of Leeds", "Мерія Афін"."""
    codes, tokens = sentence.codes, sentence.tokens
    run = last
    while run and codes[run - 1] == "N":
        run -= 1
    noun = run
    while noun and codes[noun - 1] in "FDn":
        noun -= 1
    led = 0 < noun < last > run and tokens[noun - 1].folded in marks("whole_names")
    if not led or tokens[run].folded in word_set("first_names"):
        return None
    first = noun - 1
    while first and codes[first - 1] == "N":
        first -= 1
    before = codes[max(0, first - 3) : first].removesuffix("D")
    return None if re.search("[nR]$|[NR][FIm]$", before) else (first, last)


def _body(sentence: Sentence, number: int, span: Span) -> Mention:
    """The mention of a body: its name counts as one word, so that no town is taken for it."""
    first, last = span
    tokens = sentence.tokens[first:last]
    at = (tokens[0].start, tokens[-1].end)
    name = " ".join(key(token.folded) for token in tokens)
    return Mention(Kind.NAME, number, first, *at, name=(name,), name_at=at, described=(at,), body=True)


def _named(sentence: Sentence, number: int, span: Span, words: Lexicon) -> Mention | None:
    first, last = span
    tokens = sentence.tokens
    whole = _whole(sentence, last)
    if whole is not None:
        return _body(sentence, number, whole)
    bracket = sentence.codes.find("(", first + 1, last)
    run = [k for k in range(first, bracket if bracket > 0 else last) if sentence.codes[k] == "N"]
    core = [k for k in run if tokens[k].folded not in words.titles]
    if not core:
        return None
    name = _run_of(sentence, core, first, words)
    start = _phrase_start(sentence, name[0], words)
    folded = tuple(tokens[k].folded for k in name)
    if name[0] and len(name) == 1 and sentence.codes[name[0] - 1] in "FI" and start < name[0]:
        start = name[0]  # "Protesters in Tbilisi": who they are is not said of the town
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


def _run_of(sentence: Sentence, core: list[int], first: int, words: Lexicon) -> list[int]:
    """The last run of capitals that follows no "of": in "aide of Stein Melezia Figueroa" the name comes last."""
    codes = sentence.codes
    runs: list[list[int]] = []
    for k in core:
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    plain = [run for run in runs if not (_led(codes, run[0]) if run[0] > first else _led_by_office(codes, run[0]))]
    if len(runs[-1]) > 2 and _led_by_office(codes, runs[-1][0]):
        plain = []
    last = plain[-1] if plain else runs[-1]
    known = [k for k in last if sentence.tokens[k].folded in word_set("first_names")]
    led = last[0] > 0 and codes[last[0] - 1] in "RnN"
    if known and last[0] < known[0] < last[-1] and (not plain or (led and words.lang != "en")):
        return list(range(known[0], last[-1] + 1))  # "мер Краматорська Андрій Голуб"
    return last[1:] if not plain and len(last) > 2 else last  # "Secretary of State Mike Pompeo"


def _led(codes: str, at: int) -> bool:
    return at > 0 and codes[at - 1] in "FIm"


def _led_by_office(codes: str, at: int) -> bool:
    """ "The president of", "ambassador to": a place comes first, and then perhaps the name."""
    return at > 1 and codes[at - 1] in "Fm" and codes[at - 2] in "RN"


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
