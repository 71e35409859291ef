"""What do two texts share, before anything is made of it? The pair that the grounds look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.matching.passages import Span
from firsthand.matching.texts import Told
from firsthand.matching.weighing_rivals import Standing

COMMON = 0.25
"""What a word that stands in texts on any subject counts, where another counts 1."""
GLOSS = 0.8
"""What a word counts that is shared by translation or by a likeness of spelling."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared: both texts taken apart, what they share, and how the lead stands among its rivals.

    `shared`: each telling stem of theirs that ours has too, and our stem for it (another one where it is translated);
    `numbers` that both give. `told` is how much that is: a telling word or a number 1, a common word a quarter, a translated
    one a little less. `held`: the shares of ours, then of theirs, that the other side has. `likeness` as in ClaimLead.
    """

    ours: Told
    theirs: Told
    shared: Mapping[str, str]
    numbers: Sequence[str]
    told: float
    held: tuple[float, float]
    stands: Standing
    likeness: float | None


def paired(
    ours: Told,
    theirs: Told,
    stands: Standing,
    rare: tuple[float, float] | None = None,
    likeness: float | None = None,
    glosses: Sequence[tuple[str, str]] = (),
) -> Pair:
    """Put two texts side by side; `rare`, `likeness` and `glosses` as in ClaimLead."""
    shared = {stem: stem for stem in theirs.content if stem in ours.content}
    for mine, stem in glosses:
        if stem in theirs.content and mine in ours.content:
            shared.setdefault(stem, mine)
    numbers = [number for number in theirs.numbers if number in ours.numbers]
    told = float(len(numbers))
    for stem, mine in shared.items():
        told += (COMMON if stem in theirs.common else 1.0) * (1.0 if stem == mine else GLOSS)
    return Pair(ours, theirs, shared, numbers, told, _held(ours, theirs, told, rare, bool(glosses)), stands, likeness)


def _held(
    ours: Told, theirs: Told, told: float, rare: tuple[float, float] | None, glossed: bool
) -> tuple[float, float]:
    """By rarity on file and by kind of word, half and half: a casebook of few cases knows little of rarity.

    Where words are shared by translation, rarity may not have counted them: then the larger share holds.
    """
    mine, yours = (min(1.0, told / (weight(side) or 1.0)) for side in (ours, theirs))
    if rare is None:
        return mine, yours
    if glossed:
        rare = max(rare[0], mine), max(rare[1], yours)
    return (rare[0] + mine) / 2, (rare[1] + yours) / 2


def weight(side: Told) -> float:
    """How much a text tells: a telling word or a number 1, a common word a quarter."""
    return len(side.content) - (1 - COMMON) * len(side.common) + len(side.numbers)


@dataclass(frozen=True, slots=True)
class Ground:
    """How much one ground holds (0 to 1), the places it rests on, and what makes its sentence: few grounds are ever shown."""

    value: float
    words: Callable[[], str] = str
    ours: Span | None = None
    theirs: Span | None = None


Feature = Callable[[Pair], Ground]
NONE = Ground(0.0)


def listed(side: Told, stems: Sequence[str]) -> str:
    """Up to six of the stems, as their text writes them."""
    shown = [side.text[slice(*side.content[stem])] for stem in stems[:6] if stem in side.content]
    return ", ".join(shown) + (" …" if len(stems) > 6 else "")
