"""Which answers of a person would tell most? Voices of unknown place, and concluded speakers, by what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from firsthand.checks.sourcing_rows import UNITS, Row, audited, fullest, groups, passages_of, rows_of
from firsthand.checks.sourcing_says import Says, sentence
from firsthand.record.attributions import Attribution, Inferred
from firsthand.record.audits import Ask, QueueItem, Unit
from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Basis
from firsthand.record.where import Where

SHOWN = 10
"""Passages that are shown with a question."""


def review_queue(articles: Sequence[ArticleVoices], about: Where, k: int = 20) -> tuple[QueueItem, ...]:
    """The k questions on which most quotations hang, then most words.

    A named voice of unknown place is asked about once for all its articles; a concluded speaker once an article.
    """
    counted = audited(articles)
    rows = rows_of(counted)
    totals = [fsum(row.weights[place] for row in rows) for place in range(len(UNITS))]
    items = [*_places(counted, rows, about, totals), *_speakers(counted, rows, totals)]
    return tuple(sorted(items, key=_rank)[: max(0, k)])


def _rank(item: QueueItem) -> tuple[float, float, str, str, tuple[str, ...]]:
    return -item.quotations, -item.words, item.ask, item.name, item.articles


def _places(
    articles: Sequence[ArticleVoices], rows: Sequence[Row], about: Where, totals: Sequence[float]
) -> Iterator[QueueItem]:
    for held in groups(row for row in rows if row.voice.basis is Basis.UNKNOWN):
        name, names = fullest(held), tuple(dict.fromkeys(articles[row.article].name for row in held))
        said = [fsum(row.weights[place] for row in held) for place in range(len(UNITS))]
        yield QueueItem(
            ask=Ask.PLACE,
            question=sentence(Says.ASK_PLACE, name=name, place=str(about), articles=len(names)),
            name=name,
            subject=held[0].voice.subject,
            voices=len(held),
            articles=names,
            passages=tuple(_first_passages(articles, held)),
            narrows=_narrows(said, totals),
            quotations=said[UNITS.index(Unit.QUOTATION)],
            words=said[UNITS.index(Unit.WORD)],
            candidates=_candidates(held),
        )


def _first_passages(articles: Sequence[ArticleVoices], rows: Sequence[Row]) -> Iterator[tuple[str, Passage]]:
    for row in rows[:SHOWN]:
        article = articles[row.article]
        stands = passages_of(article, row.voice)
        if stands:
            yield article.name, stands[0]


def _candidates(rows: Sequence[Row]) -> tuple[str, ...]:
    """The places that the texts name without settling which is meant, or whether the place asked about holds them."""
    grounds = (ground for row in rows for ground in row.voice.grounds if ground.fits is None)
    return tuple(dict.fromkeys(str(where) for ground in grounds for where in ground.places))[:SHOWN]


def _speakers(articles: Sequence[ArticleVoices], rows: Sequence[Row], totals: Sequence[float]) -> Iterator[QueueItem]:
    for row in rows:
        concluded = _concluded(articles[row.article], row)
        if not concluded:
            continue
        part = min(1.0, len(concluded) / row.voice.quotations) if row.voice.quotations > 0 else 0.0
        said = [weight * part for weight in row.weights]
        name = articles[row.article].name
        yield QueueItem(
            ask=Ask.SPEAKER,
            question=sentence(Says.ASK_SPEAKER, name=row.voice.name, quotations=len(concluded), article=name),
            name=row.voice.name,
            subject=row.voice.subject,
            voices=1,
            articles=(name,),
            passages=tuple((name, words) for one in concluded[:SHOWN] for words in _shown(one)),
            narrows=_narrows(said, totals),
            quotations=said[UNITS.index(Unit.QUOTATION)],
            words=said[UNITS.index(Unit.WORD)],
        )


def _concluded(article: ArticleVoices, row: Row) -> list[Attribution]:
    """The quotations of a voice whose speaker was concluded."""
    held = (article.attributions[place] for place in row.voice.attributions if 0 <= place < len(article.attributions))
    return [one for one in held if one.inferred is not Inferred.NO]


def _shown(attribution: Attribution) -> tuple[Passage, ...]:
    return attribution.content[:1] or ((attribution.source,) if attribution.source else ())


def _narrows(said: Sequence[float], totals: Sequence[float]) -> tuple[tuple[Unit, float], ...]:
    pairs = zip(UNITS, said, totals, strict=True)
    return tuple((unit, min(1.0, amount / total)) for unit, amount, total in pairs if total > 0)
