"""Do two outlets differ in how many of their voices are there or from there? Only where there are articles enough to ask.

One question, settled beforehand: the mean over articles of the share of voices there or from there. To try several and tell
of the one that differs would find a difference anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from firsthand.checks.sourcing_chance import PERMUTATIONS, SEED, TIMES, Floats, percentiles, permutation_test, ratio
from firsthand.checks.sourcing_rows import UNITS, audited, rows_of
from firsthand.checks.sourcing_says import Says, comparison_sentences, sentence
from firsthand.checks.sourcing_shares import BASES, FEW, LOCAL_BASES, BasisColumns, Columns, add_bases, by_basis
from firsthand.record.audits import LOCAL, Interval, OutletComparison, Refusal, Resampled, Side, Unit
from firsthand.record.voices import ArticleVoices, Basis
from firsthand.record.where import Where

LEAST = 50
"""Audited articles with a voice that either outlet must have."""
LEAST_P = 0.05
"""At or under this p a difference is told of."""
Drawn = tuple[Columns, BasisColumns]
"""An outlet's articles, drawn again and again."""
_ARTICLE = UNITS.index(Unit.ARTICLE)


def compare_outlets(
    one: Sequence[ArticleVoices],
    other: Sequence[ArticleVoices],
    about: Where,
    *,
    times: int = TIMES,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> OutletComparison | Refusal:
    """The difference of two outlets with its interval, the test by permutation, and what the unknown voices leave possible.

    Raises ValueError without draws: a difference is never told without its interval.
    """
    if times < 1 or permutations < 1:
        raise ValueError("A comparison needs draws and permutations.")
    names = _outlet(one), _outlet(other)
    sums = _by_article(one), _by_article(other)
    fewest = min(len(sums[0]), len(sums[1]))
    if fewest < LEAST:
        return Refusal(sentence(Says.TOO_FEW_TO_COMPARE, fewest=fewest, least=LEAST, one=names[0], other=names[1]))
    if names[0] == names[1]:
        return Refusal(sentence(Says.SAME_OUTLET, one=names[0]))
    drawn = _drawn(sums[0], times, seed), _drawn(sums[1], times, seed + 1)
    mine, theirs = (_side(name, columns) for name, columns in zip(names, drawn, strict=True))
    p, exact, tried = permutation_test(_local(sums[0]), _local(sums[1]), permutations, seed)
    found = OutletComparison(
        about=about,
        one=mine,
        other=theirs,
        difference=mine.local.share - theirs.local.share,
        bounds=(mine.local.bounds[0] - theirs.local.bounds[1], mine.local.bounds[1] - theirs.local.bounds[0]),
        interval=_interval(*drawn),
        p=p,
        exact=exact,
        permutations=tried,
        resampled=Resampled(times, seed, FEW),
        sentences=(),
    )
    return replace(found, sentences=comparison_sentences(found, LEAST_P))


def _outlet(articles: Sequence[ArticleVoices]) -> str:
    """The outlet that most of them are from."""
    counts = Counter(article.outlet for article in audited(articles))
    return min(counts, key=lambda name: (-counts[name], name), default="")


def _by_article(articles: Sequence[ArticleVoices]) -> Floats:
    """(articles with a voice, bases): the shares of each article's own voices."""
    counted = [article for article in audited(articles) if article.voices]
    return by_basis(rows_of(counted), len(counted))


def _local(sums: Floats) -> Floats:
    local: Floats = sums[:, _ARTICLE, [BASES.index(basis) for basis in LOCAL_BASES]].sum(axis=1)
    return local


def _drawn(sums: Floats, times: int, seed: int) -> Drawn:
    columns = Columns(len(sums))
    places = add_bases(columns, sums)[_ARTICLE]
    columns.draw(times, seed)
    return columns, places


def _side(name: str, drawn: Drawn) -> Side:
    columns, places = drawn
    shares = {share.what: share for share in places.shares(columns)}
    return Side(name, columns.articles, shares[LOCAL], shares[Basis.UNKNOWN])


def _interval(mine: Drawn, theirs: Drawn) -> Interval:
    """Of the difference: the articles of either side are drawn on their own."""
    one, other = (_resampled(drawn) for drawn in (mine, theirs))
    return percentiles(one - other, min(mine[0].articles, theirs[0].articles))


def _resampled(drawn: Drawn) -> Floats:
    columns, places = drawn
    local = columns.resampled([places.places[BASES.index(basis)] for basis in LOCAL_BASES])
    total = columns.resampled(places.places)
    assert local is not None, "there are articles enough"
    assert total is not None, "there are articles enough"
    return ratio(local, total)
