"""Do both texts share one sentence, and each say something else in another? A foot, a head or a call to share makes no claim."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass

from firsthand.matching.folding import sentences
from firsthand.matching.pairs import COMMON, Pair
from firsthand.matching.passages import Span
from firsthand.matching.texts import Told

TELLS = 2.0
"""A sentence says something of its own where it holds two telling words that no sentence before it held."""
SHARED = 0.4
"""Where so little of them is shared, the other text does not say it."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A sentence of ours that theirs does not say, and one of theirs that ours does not: the places of both."""

    ours: Span
    theirs: Span


def apart(pair: Pair) -> Apart | None:
    """The first sentence of each that the other text does not say; None where either says all that the other does."""
    theirs = next(_alone(pair.theirs, pair.shared.keys()), None)
    ours = next(_alone(pair.ours, set(pair.shared.values())), None) if theirs else None
    return Apart(ours, theirs) if ours and theirs else None


def _alone(side: Told, shared: Set[str]) -> Iterator[Span]:
    spans = list(sentences(side.text))
    held: dict[int, list[str]] = {}
    for stem, place in side.content.items():
        held.setdefault(bisect_right(spans, place[0], key=lambda span: span[0]) - 1, []).append(stem)
    for number, (start, end) in enumerate(spans):
        own = held.get(number, [])
        if _weight(side, own) >= max(TELLS, _weight(side, [stem for stem in own if stem in shared]) / SHARED):
            yield start, end


def _weight(side: Told, stems: list[str]) -> float:
    return sum(COMMON if stem in side.common else 1.0 for stem in stems)
