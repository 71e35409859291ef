"""On what grounds is a passage taken for a claim on file? A table of small functions, whose docstrings readers see.

Each gives a value from 0 to 1, a sentence, and the places that it rests on; `matching/weighing.py` adds them up. The page
docs/matching.md is made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from firsthand.matching.grounds_against import AGAINST, FEW_TOLD, FEW_WORDS
from firsthand.matching.pairs import COMMON, NONE, Feature, Ground, Pair, listed, weight
from firsthand.matching.passages import Span, shared_runs
from firsthand.matching.texts import Told
from firsthand.matching.weighing_rivals import RIVALS

MUCH = 8.0
"""So many telling words and numbers shared are as much as can be asked."""
FAR = 0.6
"""A rival that is behind by so much of the score is as far behind as can be asked."""
FARTHEST = 0.8
"""So is the mean of all rivals."""
APART = 0.3
"""A cosine that is higher by so much is as much higher as can be asked."""
ALIKE = (0.2, 0.9)
"""Likenesses (cosines) up to the first say nothing, from the second all that they can."""
HELD = (0.4, 0.8)
"""What two texts hold of each other, up to the first, says nothing where there are no rivals; from the second all that it can."""
QUOTED = 4
"""So many words in a row are said word for word; fewer stand together in any two texts on a subject."""
PREFIX = 5
"""Two words that begin with so many equal letters may be one word in two spellings."""


def same_words(pair: Pair) -> Ground:
    """Both say the same words in the same order, case, marks and punctuation aside."""
    if not pair.ours.words or pair.ours.folded != pair.theirs.folded:
        return NONE
    return Ground(1.0, lambda: "The words are the same.", _whole(pair.ours), _whole(pair.theirs))


def both_ways(pair: Pair) -> Ground:
    """How much of the claim our passage holds, and how much of our passage the claim: the geometric mean of both shares.

    Words count by rarity in the casebook and by whether any text may hold them, half and half.
    """
    if not pair.shared:
        return NONE
    mine, yours = pair.held
    shown = max(pair.shared, key=len)
    return Ground(
        (mine * yours) ** 0.5,
        lambda: (
            f"We have {yours:.0%} of what the claim says, and it has {mine:.0%} of what we say: "
            f"{listed(pair.theirs, list(pair.shared))}."
        ),
        pair.ours.content[pair.shared[shown]],
        pair.theirs.content[shown],
    )


def claim_held(pair: Pair) -> Ground:
    """How much of what the claim says our passage holds: nothing up to half of it, all of it at the most."""
    yours = pair.held[1]
    return Ground(max(0.0, 2 * yours - 1), lambda: f"Our passage holds {yours:.0%} of what the claim says.")


def much_told(pair: Pair) -> Ground:
    """How many telling words and numbers are shared, eight being all that can be asked; common words count a quarter."""
    count = len(pair.shared) + len(pair.numbers)
    return Ground(min(1.0, pair.told / MUCH), lambda: f"{count} telling words and numbers are shared.")


def whole_claim(pair: Pair) -> Ground:
    """Our passage holds the claim word for word amid other words: eight words and more, three of them telling."""
    ours, theirs = pair.ours, pair.theirs
    size = len(theirs.folded)
    if not FEW_WORDS <= size < len(ours.folded) or weight(theirs) < FEW_TOLD or theirs.folded[0] not in ours.at:
        return NONE
    starts = (n for n, word in enumerate(ours.folded) if word == theirs.folded[0])
    first = next((n for n in starts if ours.folded[n : n + size] == theirs.folded), None)
    if first is None:
        return NONE
    return Ground(1.0, lambda: "Our passage holds the claim word for word.", _run(ours, first, size), _whole(theirs))


def shared_passage(pair: Pair) -> Ground:
    """How much of what the claim says stands in ours word for word, in runs of four words and more: nothing up to half of it."""
    runs = list(shared_runs(pair.ours.words, pair.theirs.words, QUOTED)) if len(pair.shared) > 1 else []
    if not runs:
        return NONE
    first, theirs, size = max(runs, key=lambda run: run[2])
    quoted = {place for _, start, count in runs for place in range(start, start + count)}
    return Ground(
        min(1.0, max(0.0, 2 * _weight_of(pair.theirs, quoted) / (weight(pair.theirs) or 1.0) - 1)),
        lambda: f"{size} words in a row are the same.",
        _run(pair.ours, first, size),
        _run(pair.theirs, theirs, size),
    )


def near_spelling(pair: Pair) -> Ground:
    """The share of the claim's words that our passage has in nearly the same spelling: the same first five letters."""
    lacking = [stem for stem in pair.theirs.content if len(stem) > PREFIX and stem not in pair.shared]
    if not lacking:
        return NONE
    begins = {stem[:PREFIX]: stem for stem in pair.ours.content if len(stem) >= PREFIX}
    near = [stem for stem in lacking if stem[:PREFIX] in begins]
    if not near:
        return NONE
    ours = pair.ours.content[begins[near[0][:PREFIX]]]
    return Ground(
        len(near) / len(pair.theirs.content),
        lambda: f"Nearly the same spelling: {listed(pair.theirs, near)}.",
        ours,
        pair.theirs.content[near[0]],
    )


def taken_as_same(pair: Pair) -> Ground:
    """The share of the claim's words that we have in another language or spelling: by word lists, names on file or likeness."""
    found = [theirs for theirs, mine in pair.shared.items() if theirs != mine]
    if not found:
        return NONE
    ours, theirs = pair.ours.content[pair.shared[found[0]]], pair.theirs.content[found[0]]
    return Ground(
        len(found) / len(pair.theirs.content),
        lambda: f"Taken as the same word: {listed(pair.theirs, found)}.",
        ours,
        theirs,
    )


def numbers_agree(pair: Pair) -> Ground:
    """The share of the claim's numbers, in digits or in words, that our passage gives too."""
    if not pair.numbers:
        return NONE
    first = pair.numbers[0]
    value = len(pair.numbers) / len(pair.theirs.numbers)
    return Ground(
        value,
        lambda: f"The same numbers: {', '.join(pair.numbers)}.",
        pair.ours.numbers[first],
        pair.theirs.numbers[first],
    )


def dates_agree(pair: Pair) -> Ground:
    """Both name the same month beside a number."""
    same = next((month for month in pair.theirs.months if month in pair.ours.months), None)
    if same is None:
        return NONE
    return Ground(1.0, lambda: "The same month is named.", pair.ours.months[same], pair.theirs.months[same])


def names_shared(pair: Pair) -> Ground:
    """The share of the claim's capitalised words, inside its sentences, that our passage has too; one of one is a third."""
    shared = [stem for stem in pair.theirs.names if stem in pair.shared]
    if not shared:
        return NONE
    value = len(shared) / max(3, len(pair.theirs.names))
    return Ground(
        value,
        lambda: f"The same names: {listed(pair.theirs, shared)}.",
        pair.ours.content[pair.shared[shared[0]]],
        pair.theirs.names[shared[0]],
    )


def meaning(pair: Pair) -> Ground:
    """How alike the sentence model finds both texts (the cosine of their vectors); nothing without a model."""
    if pair.likeness is None:
        return NONE
    low, high = ALIKE
    value = min(1.0, max(0.0, (pair.likeness - low) / (high - low)))
    return Ground(value, lambda: f"The sentence model finds them {pair.likeness:.0%} alike.")


def ahead(pair: Pair) -> Ground:
    """How far the next claim on file is behind this one, six tenths being enough; a near rival means a common subject.

    It counts as far as there are rivals, ten being enough: in a casebook of a few cases the best of strangers is far ahead too.
    A claim that is told twice is no rival of itself.
    """
    behind = pair.stands.ahead
    return Ground(
        min(1.0, behind / FAR) * _field(pair),
        lambda: f"The next claim on file{_of(pair)} scores {1 - behind:.0%} of this one.",
    )


def above_the_rest(pair: Pair) -> Ground:
    """How far the mean of the other claims that were found is behind this one, eight tenths being enough; counted as `ahead`."""
    above = pair.stands.above
    return Ground(
        min(1.0, above / FARTHEST) * _field(pair),
        lambda: f"Other claims on file score {1 - above:.0%} of this one in the mean.",
    )


def nearest_in_meaning(pair: Pair) -> Ground:
    """By how much the model finds this claim more alike than any other, three tenths of a cosine being enough; as `ahead`."""
    apart = pair.stands.apart
    if apart is None or apart <= 0:
        return NONE
    return Ground(
        min(1.0, apart / APART) * _field(pair),
        lambda: f"The sentence model finds no other claim on file nearer than {apart:.0%} less alike.",
    )


def without_rivals(pair: Pair) -> Ground:
    """Where there are few rivals to be ahead of, how much both hold of each other counts for more: from 40 %, up to 80 %."""
    both = both_ways(pair).value
    low, high = HELD
    return Ground(
        min(1.0, max(0.0, (both - low) / (high - low))) * (1 - _field(pair)),
        lambda: f"{_few(pair)}; both hold {both:.0%} of each other.",
    )


def _field(pair: Pair) -> float:
    return pair.stands.rivals / RIVALS


def _few(pair: Pair) -> str:
    """How many claims come near, in words."""
    rivals = pair.stands.rivals
    if not rivals:
        return "No other claim on file comes near"
    return "Only one other claim on file comes near" if rivals == 1 else f"Only {rivals} other claims on file come near"


def _of(pair: Pair) -> str:
    rivals = pair.stands.rivals
    if rivals <= 1:
        return ""
    return f", of {rivals}{' or more' if rivals == RIVALS else ''} that come near,"


FEATURES: Mapping[str, Feature] = {
    "same-words": same_words,
    "whole-claim": whole_claim,
    "both-ways": both_ways,
    "claim-held": claim_held,
    "much-told": much_told,
    "shared-passage": shared_passage,
    "near-spelling": near_spelling,
    "taken-as-same": taken_as_same,
    "numbers-agree": numbers_agree,
    "dates-agree": dates_agree,
    "names-shared": names_shared,
    "meaning": meaning,
    "ahead": ahead,
    "above-the-rest": above_the_rest,
    "nearest-in-meaning": nearest_in_meaning,
    "without-rivals": without_rivals,
    **AGAINST,
}
"""The table of grounds: name in reasons, function. Its docstrings are the help page on how claims are weighed."""


def _whole(side: Told) -> Span:
    return _run(side, 0, len(side.words))


def _run(side: Told, first: int, size: int) -> Span:
    return side.words[first].start, side.words[first + size - 1].end


def _weight_of(side: Told, places: Set[int]) -> float:
    """How much the words at some places tell, each stem once; numbers in figures or words count as in `pairs.weight`."""
    figures = {start for start, _ in side.numbers.values()}
    stems = {side.stems[place] for place in places} & side.content.keys()
    numbers = sum(side.words[place].start in figures for place in places)
    return len(stems) - (1 - COMMON) * len(stems & side.common) + numbers
