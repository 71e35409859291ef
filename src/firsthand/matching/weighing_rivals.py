"""Which other claims are rivals of a lead, and how far are they behind? A claim that is told twice is no rival of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from firsthand.matching.texts import Told, told

RIVALS = 10
"""So many rivals must there be before being ahead of them says all that it can."""
TWINS = 0.8
"""Claims each of which holds so much of the other's telling words, with the same numbers and denials, are one claim."""
TELLING = 3
"""Texts of fewer telling words are never taken for twins by their words: any two on one matter share as many."""


@dataclass(frozen=True, slots=True)
class Runner:
    """A claim in the running: the texts of its wordings, its best score, its largest likeness (None without a model)."""

    texts: tuple[str, ...]
    score: float
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a lead stands among its rivals.

    `ahead`: how far the next of them is behind, and `above` how far their mean is, as a share of the lead's score (0 to 1).
    `rivals`: how many there are, at most `RIVALS`. `apart`: by how much the lead is more alike in meaning than the most alike
    of them (-2 to 2); None without a model.
    """

    ahead: float = 0.0
    above: float = 0.0
    rivals: int = 0
    apart: float | None = None


def least_rival(score: float) -> float:
    """The score from which another claim counts as a rival: a fifth, for less is reached by small words alone."""
    return score / 5


def standing(lead: Runner, others: Iterable[Runner], everywhere: Iterable[Runner], floor: float = 0.0) -> Standing:
    """How a claim stands among the others that were found for its passage; those for the whole tip, best first, are counted.

    `floor`: the next score where none of the others is a rival; what recall did not keep scores no higher.
    """
    rivals = [other for other in others if not twins(lead.texts, other.texts)]
    scores = [rival.score for rival in rivals] or [floor]
    alike = [rival.likeness for rival in rivals if rival.likeness is not None]
    return Standing(
        margin(lead.score, max(scores)),
        margin(lead.score, sum(scores) / len(scores)),
        _count(lead, everywhere),
        lead.likeness - max(alike, default=0.0) if lead.likeness is not None else None,
    )


def _count(lead: Runner, everywhere: Iterable[Runner]) -> int:
    least = least_rival(lead.score)
    near = takewhile(lambda other: other.score >= least, everywhere)
    return sum(1 for _ in islice((other for other in near if not twins(lead.texts, other.texts)), RIVALS))


def margin(score: float, runner_up: float) -> float:
    """How far a runner-up is behind, as a share of the score: 0 to 1."""
    return min(1.0, max(0.0, 1 - runner_up / score)) if score > 0 else 0.0


@lru_cache(maxsize=65536)
def twins(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Are these wordings of one claim and of another the same claim told twice? Another number or a denial makes another one."""
    return any(_same(told(one), told(other)) for one in ours for other in theirs)


def _same(one: Told, other: Told) -> bool:
    if one.folded == other.folded:
        return bool(one.folded)
    if one.numbers.keys() != other.numbers.keys() or bool(one.denials) != bool(other.denials):
        return False
    fewer, more = sorted((len(one.content), len(other.content)))
    if fewer < TELLING or fewer < TWINS * more:
        return False
    apart = one.content.keys() ^ other.content.keys()
    if apart & (one.names.keys() | other.names.keys()):
        return False
    return len(one.content.keys() & other.content.keys()) >= TWINS * more
