"""What would the shares be, had people placed every voice? The machine's shares, put right by what people found among some.

Machine's share + mean of (people's answer - machine's answer) over the checked voices: the difference estimator of survey
sampling, now known as prediction-powered inference (Angelopoulos and others, Science 382, 2023). To invert the matrix of
confusions would multiply its errors; this adds them, holds whatever the machine gets wrong, and can be done by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.checks.sourcing_chance import Floats, all_or_none, percentiles, ratio, resample
from firsthand.checks.sourcing_hand import NO_VOICE, HandChecked, corpus_id, rows_by_id
from firsthand.checks.sourcing_rows import UNITS, Row
from firsthand.checks.sourcing_shares import BASES, FEW, LOCAL_BASES, by_basis
from firsthand.record.audits import LOCAL, Correction, Held, Interval, Resampled, Share, Unit
from firsthand.record.voices import ArticleVoices, Basis
from firsthand.record.where import Where

LEAST = 200
"""Checked voices under which nothing is corrected."""

Checked = Sequence[tuple[Row, str]]
"""Rows with what people answered."""


def correct(
    articles: Sequence[ArticleVoices], rows: Sequence[Row], about: Where, hand: HandChecked, resampled: Resampled
) -> Correction:
    """The corrected shares, or why there are none. `articles` and `rows` are those that the audit counted."""
    ids = rows_by_id(articles, rows)
    checked = [(ids[id], answer) for id, answer in hand.answers if id in ids]
    confusion = Counter((row.voice.basis.value, answer) for row, answer in checked)
    state = _state(hand, len(checked), corpus_id(((id, row.voice) for id, row in ids.items()), about))
    applied = state is Held.APPLIED
    return Correction(
        state=state,
        checked=len(checked),
        shares=tuple(_shares(len(articles), rows, checked, resampled)) if applied else (),
        confusion=tuple((*pair, count) for pair, count in sorted(confusion.items())),
        missing=len(hand.answers) - len(checked),
    )


def _state(hand: HandChecked, checked: int, corpus: str) -> Held:
    """Reasons that no number of answers mends come first."""
    if not hand.corpus:
        return Held.NOT_RANDOM
    if hand.corpus != corpus:
        return Held.OTHER_CORPUS
    if hand.skipped:
        return Held.SKIPPED
    return Held.APPLIED if checked >= LEAST else Held.TOO_FEW


def _shares(articles: int, rows: Sequence[Row], checked: Checked, resampled: Resampled) -> Iterator[Share]:
    """By each unit: there or from there, then each basis.

    An article is drawn with its voices and with those of them that were checked, so that the interval holds what comes of the
    choice of articles, what comes of the choice of voices to check, and what both have in common.
    """
    machine, put_right = by_basis(rows, articles), _put_right(articles, checked)
    counts = _counts(articles, rows, checked)
    held = np.hstack([counts, machine.reshape(articles, -1), put_right.reshape(articles, -1)])
    amounts = _estimate(held.sum(axis=0, keepdims=True))[0]
    where = int(np.count_nonzero(counts[:, 1]))
    enough = resampled.times > 0 and where >= FEW
    drawn = _estimate(resample(held, resampled.times, resampled.seed)) if enough else None
    for place, unit in enumerate(UNITS):
        if amounts[place].sum() > 0:
            yield from _of_unit(unit, amounts[place], None if drawn is None else Drawn(drawn[:, place, :], where))


def _counts(articles: int, rows: Sequence[Row], checked: Checked) -> Floats:
    """(articles, 2): voices, and checked voices."""
    held = np.zeros((articles, 2))
    for row in rows:
        held[row.article, 0] += 1
    for row, _ in checked:
        held[row.article, 1] += 1
    return held


def _put_right(articles: int, checked: Checked) -> Floats:
    """(articles, units, bases): people's answers less the machine's, by weight."""
    sums = np.zeros((articles, len(UNITS), len(BASES)))
    for row, answer in checked:
        sums[row.article, :, BASES.index(row.voice.basis)] -= row.weights
        if answer != NO_VOICE:
            sums[row.article, :, BASES.index(Basis(answer))] += row.weights
    return sums


def _estimate(sums: Floats) -> Floats:
    """(draws, units, bases): the machine's amount + voices / checked x what was put right; less by what is no voice."""
    voices, checked, rest = sums[:, 0], sums[:, 1], sums[:, 2:].reshape(len(sums), 2, len(UNITS), len(BASES))
    times = ratio(voices, checked)[:, None, None]
    estimated: Floats = rest[:, 0] + times * rest[:, 1]
    return estimated


def _of_unit(unit: Unit, amounts: Floats, drawn: Drawn | None) -> Iterator[Share]:
    total = float(amounts.sum())
    for what, bases in [(LOCAL, LOCAL_BASES), *((basis.value, (basis,)) for basis in BASES)]:
        share = _share(amounts, bases)
        # Of what is unknown nothing may remain so: its lower bound is nought.
        fixed = Basis.UNKNOWN not in bases
        most = _share(amounts, (*bases, Basis.UNKNOWN)) if fixed else share
        interval = drawn.interval(bases, share) if drawn else None
        widest = drawn.interval((*bases, Basis.UNKNOWN), most) if drawn and fixed else interval
        outer = (interval[0] if fixed else 0.0, widest[1]) if interval and widest else None
        yield Share(
            what, unit, share * total, total, share, (share if fixed else 0.0, max(share, most)), interval, outer
        )


def _share(amounts: Floats, bases: Sequence[Basis]) -> float:
    """Clipped: what is put right may lead below nought or above one by chance."""
    part = sum(float(amounts[BASES.index(basis)]) for basis in bases)
    return min(1.0, max(0.0, part / float(amounts.sum())))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The amounts of one unit in each draw (draws, bases), and how many articles have a checked voice."""

    amounts: Floats
    articles: int

    def interval(self, bases: Sequence[Basis], share: float) -> Interval:
        part = self.amounts[:, [BASES.index(basis) for basis in bases]].sum(axis=1)
        shares = np.clip(ratio(part, self.amounts.sum(axis=1)), 0.0, 1.0)
        low, high = percentiles(shares, self.articles)
        off = all_or_none(self.articles)
        return (1 - off if low >= 1 else min(low, share)), (off if high <= 0 else max(high, share))
