"""Who speaks first, from which countries do which kinds of voices come, through whom, and how few carry how much?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, fsum, log

import numpy as np

from firsthand.checks.sourcing_chance import Floats
from firsthand.checks.sourcing_rows import Row, country, first_place, fullest, groups
from firsthand.checks.sourcing_shares import BASES, LOCAL_BASES
from firsthand.matching.folding import fold
from firsthand.record.audits import Concentration, FirstVoice, PlaceKind, VoiceLine
from firsthand.record.voices import ArticleVoices, Basis, Voice, VoiceKind

TOP = 10
_FIVE = 5


def voice_line(article: ArticleVoices, place: int, voice: Voice) -> VoiceLine:
    return VoiceLine(
        article.name, place, voice.name, voice.kind, voice.basis, voice.country, voice.quotations, voice.words,
        voice.inferred, voice.named, voice.subject, tuple(via.name for via in voice.via),
    )  # fmt: skip


def first_voices(articles: Iterable[ArticleVoices]) -> tuple[FirstVoice, ...]:
    """The first voice of each article that has one."""
    found = []
    for article in articles:
        if article.voices:
            place = min(range(len(article.voices)), key=lambda one: first_place(article, one))
            voice = article.voices[place]
            found.append(FirstVoice(article.name, voice.name, voice.basis, voice.country))
    return tuple(found)


def first_columns(articles: Sequence[ArticleVoices]) -> Floats:
    """(articles, bases): 1 at the basis of the first voice; nothing for an article without voices."""
    held = np.zeros((len(articles), len(BASES)))
    told = iter(first_voices(articles))
    for number, article in enumerate(articles):
        if article.voices:
            held[number, BASES.index(next(told).basis)] = 1
    return held


def local_columns(articles: Sequence[ArticleVoices]) -> Floats:
    """(articles, 3): has a voice there or from there; has none known, but unknown ones; has none."""
    held = np.zeros((len(articles), 3))
    for number, article in enumerate(articles):
        bases = {voice.basis for voice in article.voices}
        held[number, 0 if bases & set(LOCAL_BASES) else 1 if Basis.UNKNOWN in bases else 2] = 1
    return held


def second_hand_columns(rows: Iterable[Row], articles: int) -> Floats:
    """(articles, 2): distinct voices whose words came through somebody else, and the others; a voice of k articles 1/k each."""
    held = np.zeros((articles, 2))
    for row in rows:
        held[row.article, 0 if row.voice.via else 1] += row.once
    return held


def by_place(rows: Iterable[Row]) -> tuple[PlaceKind, ...]:
    """Voices by country and kind, most first."""
    held: dict[tuple[str, VoiceKind], list[float]] = defaultdict(list)
    for row in rows:
        held[row.voice.country, row.voice.kind].append(max(0.0, row.voice.quotations))
    lines = [PlaceKind(*key, len(said), fsum(said)) for key, said in held.items()]
    return tuple(sorted(lines, key=lambda line: (-line.voices, line.country, line.kind)))


def intermediary_countries(rows: Iterable[Row]) -> tuple[tuple[str, float], ...]:
    """Distinct second-hand voices by the country of whom they came through, most first."""
    held: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for via in row.voice.via:
            held[country(via.places)].append(row.once / len(row.voice.via))
    return tuple(sorted(((code, fsum(parts)) for code, parts in held.items()), key=lambda pair: (-pair[1], pair[0])))


def voices_concentration(rows: Iterable[Row]) -> Concentration | None:
    """Over distinct named voices. None where none of them is quoted."""
    named = groups(row for row in rows if row.voice.named)
    return concentration([(fullest(held), fsum(max(0.0, row.voice.quotations) for row in held)) for held in named])


def intermediaries_concentration(rows: Iterable[Row]) -> Concentration | None:
    """Over those through whom words came; what came through two of them counts half for each."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    said: Mapping[str, list[float]] = defaultdict(list)
    for row in rows:
        for via in row.voice.via:
            names[fold(via.name)][via.name] += 1
            said[fold(via.name)].append(max(0.0, row.voice.quotations) / len(row.voice.via))
    shown = {key: min(counts, key=lambda name: (-counts[name], name)) for key, counts in names.items()}
    return concentration([(shown[key], fsum(parts)) for key, parts in sorted(said.items())])


def concentration(quoted: Iterable[tuple[str, float]]) -> Concentration | None:
    """Of (name, quotations): exp of Shannon's entropy, 1 - Simpson's index, the five and the ten most quoted."""
    ranked = sorted(((name, said) for name, said in quoted if said > 0), key=lambda pair: (-pair[1], pair[0]))
    total = fsum(said for _, said in ranked)
    if not total:
        return None
    shares = [said / total for _, said in ranked]
    return Concentration(
        names=len(ranked),
        quotations=total,
        effective=exp(-fsum(share * log(share) for share in shares)),
        simpson=max(0.0, 1 - fsum(share * share for share in shares)),
        top_five=min(1.0, fsum(shares[:_FIVE])),
        top=tuple(ranked[:TOP]),
    )
