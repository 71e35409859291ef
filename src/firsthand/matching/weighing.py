"""Is this passage the claim on file? A table of small grounds, each with its reason, put together as a probability.

The probability is logistic in the sum of the grounds (after nomenklatura's `logic_v2`: a table of small functions whose
docstrings users read). Their coefficients, and where they come from, stand in `coefficients.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from firsthand.matching.doubts import denial, doubt, shared_weight, unnamed, weight
from firsthand.matching.folding import digest
from firsthand.matching.passages import Span
from firsthand.matching.texts import Run, Told, is_year, longest_run, neighbours, told
from firsthand.record.cases import Claim, Wording
from firsthand.record.findings import Match, Reason
from firsthand.record.leads import ClaimLead
from firsthand.record.passages import Passage

SUGGESTS = 0.85
"""The highest probability of what can only suggest: below `Settings.alert`."""
TOLD = 0.15
"""Grounds that moved the log-odds by less than this are not shown as reasons."""
FAR = 0.12
"""A claim of which we hold less than this share by rarity is far from possible, and is not weighed."""
MUCH = 8.0
"""So many telling words and numbers shared are as much as can be asked."""
RIVALS = 10
"""So many rivals must there be before being ahead of them says all that it can."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared.

    `rare` as in ClaimLead; `lead` is how far the next rival is behind, as a share of the score, and `rivals` counts them.
    """

    ours: Told
    theirs: Told
    rare: tuple[float, float]
    lead: float
    rivals: int
    run: Run | None


@dataclass(frozen=True, slots=True)
class Ground:
    """How much one ground holds (0 to 1), in words, with the places it rests on."""

    value: float
    words: str = ""
    ours: Span | None = None
    theirs: Span | None = None


Feature = Callable[[Pair], Ground]
NONE = Ground(0.0)


def same_words(pair: Pair) -> Ground:
    """Both say the same words in the same order, case, marks and punctuation aside."""
    if not pair.ours.words or pair.ours.folded != pair.theirs.folded:
        return NONE
    return Ground(1.0, "The words are the same.", _whole(pair.ours), _whole(pair.theirs))


def both_ways(pair: Pair) -> Ground:
    """How much of the claim our passage holds, and how much of our passage the claim: the geometric mean of both shares.

    Words count by rarity in the casebook and by whether any text may hold them, half and half: few cases know little of rarity.
    """
    shared = [stem for stem in pair.theirs.content if stem in pair.ours.content]
    if not shared:
        return NONE
    counted = _counted(pair.ours, pair.theirs)
    mine, yours = ((by_rarity + alike) / 2 for by_rarity, alike in zip(pair.rare, counted, strict=True))
    shown = max(shared, key=len)
    words = f"We have {yours:.0%} of what the claim says, and it has {mine:.0%} of what we say: {_listed(pair.theirs, shared)}."
    return Ground((mine * yours) ** 0.5, words, pair.ours.content[shown], pair.theirs.content[shown])


def much_told(pair: Pair) -> Ground:
    """How many telling words and numbers are shared, eight being all that can be asked; common words count a quarter."""
    value = shared_weight(pair.ours, pair.theirs)
    shared = [
        pair.theirs.content.keys() & pair.ours.content.keys(),
        pair.theirs.numbers.keys() & pair.ours.numbers.keys(),
    ]
    return Ground(min(1.0, value / MUCH), f"{sum(map(len, shared))} telling words and numbers are shared.")


def shared_passage(pair: Pair) -> Ground:
    """The longest run of words that both hold, as a share of the claim; runs of two to four words count for little."""
    if pair.run is None or pair.run.words < 3:
        return NONE
    value = min(1.0, (pair.run.words - 2) / max(6, len(pair.theirs.words) - 2))
    return Ground(value, f"{pair.run.words} words in a row are the same.", pair.run.ours, pair.run.theirs)


def numbers_agree(pair: Pair) -> Ground:
    """The share of the claim's numbers that our passage gives too."""
    shared = [number for number in pair.theirs.numbers if number in pair.ours.numbers]
    if not shared:
        return NONE
    ours, theirs = pair.ours.numbers[shared[0]], pair.theirs.numbers[shared[0]]
    words = f"The same numbers: {', '.join(shared)}."
    return Ground(len(shared) / len(pair.theirs.numbers), words, ours, theirs)


def numbers_differ(pair: Pair) -> Ground:
    """Where the claim gives a number or a year, our passage gives another: fully beside the same word, else for a third."""
    ours = [number for number in pair.ours.numbers if number not in pair.theirs.numbers]
    theirs = [number for number in pair.theirs.numbers if number not in pair.ours.numbers]
    found = [(mine, yours) for mine in ours for yours in theirs if is_year(mine) == is_year(yours)]
    if not found:
        return NONE
    beside = [pair_of for pair_of in found if _beside_one_word(pair, *pair_of)]
    mine, yours = (beside or found)[0]
    words = f"Another {'year' if is_year(mine) else 'number'}: ours {mine}, theirs {yours}."
    return Ground(1.0 if beside else 1 / 3, words, pair.ours.numbers[mine], pair.theirs.numbers[yours])


def _beside_one_word(pair: Pair, mine: str, yours: str) -> bool:
    ours, theirs = neighbours(pair.ours, pair.ours.numbers[mine]), neighbours(pair.theirs, pair.theirs.numbers[yours])
    return bool(ours & theirs)


def names_shared(pair: Pair) -> Ground:
    """The share of the claim's capitalised words, inside its sentences, that our passage has too; one of one is a third."""
    shared = [stem for stem in pair.theirs.names if stem in pair.ours.content]
    if not shared:
        return NONE
    words = f"The same names: {_listed(pair.theirs, shared)}."
    value = len(shared) / max(3, len(pair.theirs.names))
    return Ground(value, words, pair.ours.content[shared[0]], pair.theirs.names[shared[0]])


def names_lacking(pair: Pair) -> Ground:
    """The share of the claim's names that our passage lacks."""
    lacking = unnamed(pair.ours, pair.theirs)
    if not lacking:
        return NONE
    places = [pair.theirs.titles[name] for name in lacking[:6]]
    words = f"Our passage does not name: {', '.join(pair.theirs.text[start:end] for start, end in places)}."
    return Ground(len(lacking) / len(pair.theirs.titles), words, None, places[0])


def negation_differs(pair: Pair) -> Ground:
    """One of the two denies (not, never, false) within four words of what both say, the other does not."""
    ours, theirs = denial(pair.ours, pair.theirs), denial(pair.theirs, pair.ours)
    place = ours or theirs
    if place is None or (ours and theirs):
        return NONE
    side, text = ("Ours", pair.ours.text) if ours else ("Theirs", pair.theirs.text)
    return Ground(1.0, f"{side} denies: “{text[slice(*place)]}”.", ours, theirs)


def ahead(pair: Pair) -> Ground:
    """How far the next claim on file is behind this one; a near rival means a common subject.

    It counts as far as there are rivals, ten being enough: in a casebook of a few cases the best of strangers is far ahead too.
    """
    words = f"The next of {pair.rivals} other claims on file scores {1 - pair.lead:.0%} of this one."
    return Ground(pair.lead * min(1.0, pair.rivals / RIVALS), words)


FEATURES: Mapping[str, Feature] = {
    "same-words": same_words,
    "both-ways": both_ways,
    "much-told": much_told,
    "shared-passage": shared_passage,
    "numbers-agree": numbers_agree,
    "numbers-differ": numbers_differ,
    "names-shared": names_shared,
    "names-lacking": names_lacking,
    "negation-differs": negation_differs,
    "ahead": ahead,
}
"""The table of grounds: name in reasons, function. Its docstrings are the help page on how claims are weighed."""


def _whole(side: Told) -> Span:
    return side.words[0].start, side.words[-1].end


def _listed(side: Told, stems: Sequence[str]) -> str:
    """Up to six of the stems, as their text writes them."""
    shown = [side.text[slice(*side.content[stem])] for stem in stems[:6] if stem in side.content]
    return ", ".join(shown) + (" …" if len(stems) > 6 else "")


@cache
def coefficients() -> Mapping[str, float]:
    """What each ground adds to the log-odds when it holds fully; `bias` is what is there without any."""
    source = files("firsthand.matching").joinpath("coefficients.toml").read_text(encoding="utf-8")
    return {name: float(value) for name, value in tomllib.loads(source)["coefficients"].items()}


def weigh_claim(lead: ClaimLead, claim: Claim, runner_up: float, rivals: int = 0) -> tuple[float, tuple[Reason, ...]]:
    """The probability that a lead's passage makes the claim, with its reasons, strongest first.

    `runner_up` is the best score that another claim reached for the same passage, 0 where there is none; `rivals` is the
    number of other claims that reach `least_rival`.
    """
    wordings = claim.all_wordings()
    found = wordings[lead.wording] if lead.wording < len(wordings) else wordings[0]
    if lead.rare and lead.rare[1] < FAR:
        return 0.0, ()
    return _weigh(lead.passage, found, Standing(_margin(lead.score, runner_up), rivals), lead.rare)


def least_rival(score: float) -> float:
    """The score from which another claim counts as a rival: a fifth, for less is reached by small words alone."""
    return score / 5


def weigh_text(
    passage: Passage, wordings: tuple[Wording, ...], score: float, runner_up: float, rivals: int = 0
) -> Match:
    """The best of several wordings of one claim, the rarity of words being unknown. `item` of the match is empty."""
    stands = Standing(_margin(score, runner_up), rivals)
    weighed = [_weigh(passage, wording, stands, None) for wording in wordings]
    probability, reasons = max(weighed, key=lambda row: row[0], default=(0.0, ()))
    return Match("", probability, reasons)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a lead stands among its rivals: see Pair."""

    lead: float
    rivals: int


def _margin(score: float, runner_up: float) -> float:
    return min(1.0, max(0.0, 1 - runner_up / score)) if score > 0 else 0.0


def _weigh(
    passage: Passage, wording: Wording, stands: Standing, rare: tuple[float, float] | None
) -> tuple[float, tuple[Reason, ...]]:
    ours, theirs = told(passage.exact), told(wording.text)
    if not _anything(ours, theirs):
        return 0.0, ()
    shares = rare or _counted(ours, theirs)
    pair = Pair(ours, theirs, shares, stands.lead, stands.rivals, longest_run(ours, theirs))
    grounds = {name: feature(pair) for name, feature in FEATURES.items()}
    held = coefficients()
    weights = {name: held[name] * ground.value for name, ground in grounds.items()}
    total = held["bias"] + sum(weights.values())
    telling = sorted((name for name in weights if abs(weights[name]) >= TOLD), key=lambda n: (-abs(weights[n]), n))
    shown = [_reason(passage, theirs, name, grounds[name]) for name in telling]
    return _capped(pair, grounds, 1 / (1 + exp(-total)), shown)


def _anything(ours: Told, theirs: Told) -> bool:
    """Do the texts share a word that says what they are about, or all their words?"""
    return bool(ours.content.keys() & theirs.content.keys()) or (bool(ours.words) and ours.folded == theirs.folded)


def _counted(ours: Told, theirs: Told) -> tuple[float, float]:
    """The shares of what is shared in ours and in theirs: a telling word or a number counts 1, a common word a quarter."""
    mine, yours = (weight(side, side.content) + len(side.numbers) for side in (ours, theirs))
    return shared_weight(theirs, ours) / (mine or 1.0), shared_weight(ours, theirs) / (yours or 1.0)


def _capped(
    pair: Pair, grounds: Mapping[str, Ground], probability: float, reasons: Sequence[Reason]
) -> tuple[float, tuple[Reason, ...]]:
    """What speaks against being sure holds the probability down to what can only suggest, and says so."""
    if probability <= SUGGESTS or pair.ours.folded == pair.theirs.folded:
        return probability, tuple(reasons)
    because = _why_not_sure(pair, grounds)
    return (SUGGESTS, (*reasons, Reason("not-sure", because))) if because else (probability, tuple(reasons))


def _why_not_sure(pair: Pair, grounds: Mapping[str, Ground]) -> str:
    if grounds["numbers-differ"].value == 1.0:
        return "With another number it may be another claim."
    if grounds["negation-differs"].value:
        return "One of the two denies it."
    return doubt(pair.ours, pair.theirs)


def _reason(passage: Passage, theirs: Told, name: str, ground: Ground) -> Reason:
    weight = coefficients()[name] * ground.value
    mine = yours = None
    if ground.ours:
        start, end = ground.ours
        mine = Passage(passage.text_sha256, passage.start + start, passage.start + end, passage.exact[start:end])
    if ground.theirs:
        start, end = ground.theirs
        yours = Passage(digest(theirs.text), start, end, theirs.text[start:end])
    return Reason(name, ground.words, round(weight, 3), mine, yours)
