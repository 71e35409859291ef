"""Is this text a copy of that one? What they share, weighed by a few plain grounds; and which of the two came first.

A copy is a text that keeps a third of a source or more, or half of whose own words are the source's. Two reports that quote
the same speech are none: words inside quotation marks count a quarter, and what stands in very many texts does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from math import exp

from firsthand.errors import WhenError
from firsthand.record.when import parse

SCRAP = 8
"""A passage of fewer equal words counts for nothing: reports on one event share as much by chance."""
KEPT, OWN = 1 / 3, 1 / 2
"""The share of a source's words, and of the copy's own words, from which on a text is called a copy."""
QUOTED = 0.25
"""What a word inside quotation marks counts, beside 1 for a word outside."""

Moments = tuple[datetime, datetime]
"""The first and the last moment at which a text may have been published."""
UNKNOWN: Moments = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Taken:
    """What one text has from another. Words are weighed: a quarter for each inside quotation marks, nothing for boilerplate.

    `copy` and `source`: words of either text inside shared passages; `copy_all`, `source_all`: all of them. `equal`: the share
    of equal words inside the passages. `longest`: words of the longest passage; `block`: the same, weighed. `rare`: shared runs
    of five words that few texts hold. `new`: the share of these words that no likelier source explains.
    """

    copy: float
    copy_all: float
    source: float
    source_all: float
    equal: float
    longest: int
    block: float
    rare: int
    new: float = 1.0


def measure(taken: Taken) -> float:
    """How far the measure of a copy (a third of the source, or half of the own words) is reached: 1 is reached, at most 1.25.

    Of the words kept of the source, half of the longest passage does not count: one statement in two reports is no reprint.
    """
    kept = (taken.source - taken.block / 2) / max(1.0, taken.source_all)
    return min(1.25, max(kept / KEPT, taken.copy / max(1.0, taken.copy_all) / OWN))


def amount(taken: Taken) -> float:
    """How many words are shared: 40 and more are 1."""
    return min(1.0, taken.copy / 40)


def rarity(taken: Taken) -> float:
    """How many runs of five words are shared that few texts hold: 20 and more are 1."""
    return min(1.0, taken.rare / 20)


def length(taken: Taken) -> float:
    """How long the longest passage is: 40 words and more are 1."""
    return min(1.0, taken.longest / 40)


def edits(taken: Taken) -> float:
    """The share of words inside the passages that were changed."""
    return 1.0 - taken.equal


def explained(taken: Taken) -> float:
    """The share of the words that a likelier source explains: an earlier copy, or the text that both go back to."""
    return 1.0 - taken.new


GROUNDS: tuple[tuple[Callable[[Taken], float], float], ...] = (
    (measure, 16.0),
    (amount, 8.0),
    (rarity, 3.0),
    (length, 2.0),
    (edits, -4.0),
    (explained, -16.0),
)
"""What each ground adds to the log-odds where it is 1."""
BIAS = -22.5


def probability(taken: Taken) -> float:
    """The probability that the one text is a copy of the other, and took it from there: a logistic of the grounds."""
    return 1.0 / (1.0 + exp(-BIAS - sum(weight * ground(taken) for ground, weight in GROUNDS)))


def moments(published: str | None) -> Moments:
    """When a text may have been published. What is missing, or no date that we read, may have been at any time.

    A time of day without a zone is taken for UTC: a day's difference tells before and after, a few hours may not.
    """
    said = (published or "").strip()
    try:
        if len(said) > len("2022-09-10"):
            moment = datetime.fromisoformat(said)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return moment, moment
    except ValueError:
        pass  # not a moment; it may be an interval
    try:
        when = parse(said)
    except WhenError:
        return UNKNOWN
    first = datetime.combine(when.early, time.min, UTC) if when.early else UNKNOWN[0]
    last = datetime.combine(when.late, time.max, UTC) if when.late else UNKNOWN[1]
    return first, last


def is_source(one: Moments, other: Moments, longer: bool) -> bool:
    """Is the one the source of the other? The surely earlier one is; where dates do not tell, the longer one."""
    if one[1] < other[0] or other[1] < one[0]:
        return one[1] < other[0]
    return longer


def nearest_first(equal: Sequence[float]) -> list[int]:
    """The order in which sources, given from the earliest on by the words that they explain, are believed.

    The one that explains the most comes first; of those that explain as much, within three words and three in a hundred, the
    earliest.
    """
    left, order = list(range(len(equal))), []
    while left:
        most = max(equal[i] for i in left)
        best = next(i for i in left if equal[i] >= 0.97 * most - 3)
        order.append(best)
        left.remove(best)
    return order
