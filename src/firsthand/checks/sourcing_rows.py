"""Which voices count, how much does each weigh, and which of them are one and the same?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from firsthand.matching.folding import fold
from firsthand.reading.name_parts import parts
from firsthand.record.audits import Unit
from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Audited, Basis, Voice, VoiceKind
from firsthand.record.where import Level, Where

UNITS = tuple(Unit)
NO_PERSONS = frozenset({VoiceKind.BODY, VoiceKind.OUTLET, VoiceKind.DOCUMENT})
"""Kinds that one word can name: "UNIAN" is one body in every article, "Smith" may be many people."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One voice of one article. `article` is its place among the audited ones, `place` that of the voice in it.

    `weights` by the order of UNITS. Rows of one `key` are one voice; `once` is 1 divided by their number.
    """

    article: int
    place: int
    voice: Voice
    key: Key
    weights: tuple[float, float, float, float]
    once: float


def audited(articles: Iterable[ArticleVoices]) -> list[ArticleVoices]:
    """Those that count, in an order of their own, so that no figure depends on the order in which they came."""
    return sorted((one for one in articles if one.state is Audited.AUDITED), key=_order)


def left_out(articles: Iterable[ArticleVoices]) -> list[ArticleVoices]:
    return sorted((one for one in articles if one.state is not Audited.AUDITED), key=_order)


def _order(article: ArticleVoices) -> Key:
    return article.outlet, article.name, article.url, article.text_sha256


def rows_of(articles: Sequence[ArticleVoices]) -> list[Row]:
    """A row for each voice of audited articles, with its weight by each unit.

    By article 1/n for each of the n voices of an article. By voice the k rows of one voice weigh 1/k each; where some of
    its articles tell where it speaks from and others do not, only those that tell count.
    """
    keyed = [
        (number, place, voice, key_of(article, number, place))
        for number, article in enumerate(articles)
        for place, voice in enumerate(article.voices)
    ]
    every = Counter(key for *_, key in keyed)
    known = Counter(key for _, _, voice, key in keyed if voice.basis is not Basis.UNKNOWN)
    return [
        Row(
            number,
            place,
            voice,
            key,
            _weights(voice, len(articles[number].voices), known[key], every[key]),
            1 / every[key],
        )
        for number, place, voice, key in keyed
    ]


def _weights(voice: Voice, beside: int, known: int, every: int) -> tuple[float, float, float, float]:
    return 1 / beside, _once(voice, known, every), max(0.0, voice.quotations), max(0.0, voice.words)


def _once(voice: Voice, known: int, every: int) -> float:
    if not known:
        return 1 / every
    return 0.0 if voice.basis is Basis.UNKNOWN else 1 / known


def key_of(article: ArticleVoices, number: int, place: int) -> Key:
    """By what a voice is known again: its subject on file, else its name within its outlet; else it stands for itself."""
    voice = article.voices[place]
    if voice.subject:
        return "subject", voice.subject
    name = name_key(voice)
    return ("name", fold(article.outlet), *name) if name else ("here", str(number), str(place))


def name_key(voice: Voice) -> Key:
    """Surname and given name, folded, in one order; empty where a name is no more than one word, and a person may bear it."""
    if not voice.named:
        return ()
    if voice.kind in NO_PERSONS:
        return parts(voice.name, False).words
    found = parts(voice.name, True)
    told = (*found.surname, found.given) if found.surname and found.given >= 0 else range(len(found.words))
    kept = sorted(found.words[place] for place in told if place != found.patronymic)
    return tuple(kept) if len(kept) > 1 else ()


def groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows of each voice together, voices in the order of their keys."""
    for _, held in groupby(sorted(rows, key=lambda row: (row.key, row.article, row.place)), key=lambda row: row.key):
        yield list(held)


def fullest(rows: Iterable[Row]) -> str:
    """The longest name among the rows of one voice."""
    return min((row.voice.name for row in rows), key=lambda name: (-len(name), name))


def country(places: Iterable[Where]) -> str:
    """The ISO code of the country in which all of these places lie; empty where that is not known of every one."""
    keys = {where.at_level(Level.COUNTRY) or "" for where in places}
    return keys.pop().removeprefix("iso:") if len(keys) == 1 else ""


def passages_of(article: ArticleVoices, voice: Voice) -> list[Passage]:
    """Where a voice stands in its article: what it says, its turns, its mentions; in the order of the text."""
    held = [article.attributions[place] for place in voice.attributions if 0 <= place < len(article.attributions)]
    turns = article.interview.turns if article.interview else ()
    spoken = [turns[place] for place in voice.turns if 0 <= place < len(turns)]
    said = [*(part for one in held for part in one.content), *(part for one in spoken for part in one.content)]
    sources = [one.source for one in held if one.source]
    return sorted([*said, *sources, *voice.mentions], key=lambda passage: (passage.start, passage.end))


def first_place(article: ArticleVoices, place: int) -> tuple[int, int]:
    """By what voices of one article are ordered: where each first speaks. One that stands nowhere comes last."""
    stands = passages_of(article, article.voices[place])
    return (stands[0].start if stands else len(article.text) + 1), place
