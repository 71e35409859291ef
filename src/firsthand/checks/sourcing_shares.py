"""Which share of the voices speaks from where, between which bounds, and how sure is it?

Every figure is a sum over articles divided by another, so that one set of draws of articles gives the intervals of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from firsthand.checks.sourcing_chance import SEED, TIMES, Floats, all_or_none, percentiles, ratio, resample
from firsthand.checks.sourcing_rows import UNITS, Row
from firsthand.record.audits import LOCAL, Interval, Share, Unit
from firsthand.record.voices import Basis

FEW = 10
"""Articles under which a figure has no interval, and is not said in per cent."""
BASES = tuple(Basis)
LOCAL_BASES = (Basis.THERE, Basis.FROM_THERE)
_UNKNOWN = BASES.index(Basis.UNKNOWN)
_ALL = 1 - 1e-12


@dataclass(slots=True)
class Columns:
    """Sums by article that are resampled together. `add` gives the places of new columns."""

    articles: int
    held: list[Floats] = field(default_factory=list)
    _drawn: Floats | None = None

    def add(self, columns: Floats) -> list[int]:
        """Columns (articles, k): the places of the k columns."""
        start = len(self.held)
        self.held.extend(columns.T)
        return list(range(start, len(self.held)))

    def draw(self, times: int = TIMES, seed: int = SEED) -> None:
        """Draw articles; without it, or with too few of them, no share has an interval."""
        if times and self.articles >= FEW and self.held:
            self._drawn = resample(np.column_stack(self.held), times, seed)

    def total(self, places: Sequence[int]) -> float:
        return float(sum(self.held[place].sum() for place in places))

    def resampled(self, places: Sequence[int]) -> Floats | None:
        if self._drawn is None:
            return None
        summed: Floats = self._drawn[:, list(places)].sum(axis=1)
        return summed

    def share(
        self, what: str, unit: Unit, places: Sequence[int], of: Sequence[int], unknown: Sequence[int]
    ) -> Share | None:
        """`places` of `of`, where `unknown` may belong to it too; None where there is nothing to take a share of."""
        total = self.total(of)
        if total <= 0:
            return None
        amount = self.total(places)
        low = min(1.0, amount / total)
        high = min(1.0, (amount + self.total(unknown)) / total)
        interval, above = self._interval(places, of, low), self._interval([*places, *unknown], of, high)
        outer = (interval[0], above[1]) if interval and above else None
        return Share(what, unit, amount, total, low, (low, high), interval, outer)

    def _interval(self, places: Sequence[int], of: Sequence[int], share: float) -> Interval | None:
        part, whole = self.resampled(places), self.resampled(of)
        if part is None or whole is None:
            return None
        counted = int(np.count_nonzero(np.sum([self.held[place] for place in of], axis=0) > 0))
        if counted < FEW:
            return None
        if share <= 0:
            return 0.0, all_or_none(counted)
        if share >= _ALL:
            return 1 - all_or_none(counted), 1.0
        low, high = percentiles(ratio(part, whole), counted)
        return min(low, share), max(min(1.0, high), share)


def by_basis(rows: Iterable[Row], articles: int) -> Floats:
    """(articles, units, bases): the weight of the voices of each article."""
    sums = np.zeros((articles, len(UNITS), len(BASES)))
    places = {basis: place for place, basis in enumerate(BASES)}
    for row in rows:
        sums[row.article, :, places[row.voice.basis]] += row.weights
    return sums


@dataclass(frozen=True, slots=True)
class BasisColumns:
    """The places of the five columns of one unit, in the order of BASES."""

    unit: Unit
    places: tuple[int, ...]

    def shares(self, columns: Columns) -> Iterator[Share]:
        """There or from there together, then each basis; nothing where no voice weighs anything by this unit."""
        unknown = self.places[_UNKNOWN]
        for what, bases in [(LOCAL, LOCAL_BASES), *((basis.value, (basis,)) for basis in BASES)]:
            places = [self.places[BASES.index(basis)] for basis in bases]
            rest = [] if unknown in places else [unknown]
            share = columns.share(what, self.unit, places, self.places, rest)
            if share:
                yield _unknown_bounds(share) if not rest else share


def _unknown_bounds(share: Share) -> Share:
    """Of what is unknown nothing may remain so, or all of it."""
    interval = (0.0, share.interval[1]) if share.interval else None
    return Share(
        share.what, share.unit, share.amount, share.of, share.share, (0.0, share.share), share.interval, interval
    )


def add_bases(columns: Columns, sums: Floats) -> list[BasisColumns]:
    """Put the sums of `by_basis` among the columns."""
    return [BasisColumns(unit, tuple(columns.add(sums[:, place, :]))) for place, unit in enumerate(UNITS)]
