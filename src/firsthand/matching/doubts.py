"""What speaks against being sure that a passage makes a claim? One doubt holds a match down to a suggestion."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.matching.passages import Span
from firsthand.matching.terms import term_stem
from firsthand.matching.texts import Told

FEW_WORDS = 8
"""A passage of fewer words can only suggest, unless its words are the claim's own and no others."""
FEW_TOLD = 3
"""So can a claim on file that holds fewer words that say what it is about."""
WHOLE = 0.65
"""So can a passage that holds less of what the claim says, close together."""
NAMELESS = 0.75
"""Where a claim shows no names, as in a headline in capitals, so much must be held: nobody can tell who from what was done."""
DEEDS = 0.65
"""So can one that holds less of what the claim says besides names: the same people do many things."""
NEAR = 4
"""A denial further than so many words from what both say denies something else."""
COMMON = 0.25
"""What a word that stands in texts on any subject counts, where another counts 1."""


def doubt(ours: Told, theirs: Told) -> str:
    """Why nobody can be sure of it, as one sentence; empty where nothing speaks against it."""
    if len(ours.words) < FEW_WORDS:
        return "Our passage is too short to be sure."
    if len(theirs.content) < FEW_TOLD:
        return "The claim on file is too short to be sure."
    return _lacking(ours, theirs) or _too_little(ours, theirs)


def _lacking(ours: Told, theirs: Told) -> str:
    """Who did it, and how many or when: without its names and numbers it is another claim.

    Of three names or more, a third may be left out, but not the first.
    """
    names = unnamed(ours, theirs)
    if names and (names[0] == next(iter(theirs.titles)) or len(names) > len(theirs.titles) / 3):
        return f"Our passage does not name {theirs.text[slice(*theirs.titles[names[0]])]}."
    numbers = [number for number in theirs.numbers if number not in ours.numbers]
    return f"Our passage does not give the number {numbers[0]}." if numbers else ""


def _too_little(ours: Told, theirs: Told) -> str:
    near = _close_together(ours, theirs)
    numbers = sum(1 for number in theirs.numbers if number in ours.numbers)
    held = (weight(theirs, near) + numbers) / (weight(theirs, theirs.content) + len(theirs.numbers))
    if held < (WHOLE if theirs.titles else NAMELESS):
        return f"Our passage holds only {held:.0%} of what the claim says."
    deeds = [stem for stem in theirs.content if stem not in theirs.names]
    held = weight(theirs, [stem for stem in deeds if stem in near]) / (weight(theirs, deeds) or 1.0)
    return "Our passage names the same, and says something else of it." if deeds and held < DEEDS else ""


def weight(side: Told, stems: Mapping[str, object] | list[str] | frozenset[str]) -> float:
    """How much these stems of a text tell: 1 each, common ones a quarter."""
    return sum(COMMON if stem in side.common else 1.0 for stem in stems)


def shared_weight(ours: Told, theirs: Told) -> float:
    """How much the telling words and numbers that both hold tell; a number counts 1."""
    stems = [stem for stem in theirs.content if stem in ours.content]
    return weight(theirs, stems) + len(theirs.numbers.keys() & ours.numbers.keys())


def unnamed(ours: Told, theirs: Told) -> list[tuple[str, ...]]:
    """The claim's names that our passage does not give: their last word, and half of all, must be there."""
    return [name for name in theirs.titles if not _named(ours, theirs, name)]


def _named(ours: Told, theirs: Told, name: tuple[str, ...]) -> bool:
    telling = [stem for stem in name if stem not in theirs.common]
    return telling[-1] in ours.content and 2 * sum(stem in ours.content for stem in telling) >= len(telling)


def _close_together(ours: Told, theirs: Told) -> frozenset[str]:
    """The claim's stems in that stretch of ours, of some twice the claim's length, which holds most of them."""
    places = [(number, term_stem(word.folded)) for number, word in enumerate(ours.words)]
    places = [(number, stem) for number, stem in places if stem in theirs.content]
    longest = 2 * len(theirs.words) + 4
    if not places or places[-1][0] - places[0][0] < longest:
        return frozenset(stem for _, stem in places)
    stretches = [
        frozenset(stem for number, stem in places[first:] if number < start + longest)
        for first, (start, _) in enumerate(places)
    ]
    return max(stretches, key=lambda stems: weight(theirs, stems))


def denial(side: Told, other: Told) -> Span | None:
    """Where the first side denies, if it does so near a telling word that the other holds too."""
    if not side.denials:
        return None
    shared = [number for number, word in enumerate(side.words) if term_stem(word.folded) in other.content]
    for number, word in enumerate(side.words):
        if word.folded in side.denials and any(abs(number - place) <= NEAR for place in shared):
            return word.start, word.end
    return None
