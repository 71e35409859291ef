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

from firsthand.matching.folding import digest
from firsthand.matching.passages import Span
from firsthand.matching.texts import Run, Told, is_year, longest_run, neighbours, told
from firsthand.record.cases import Claim, Wording
from firsthand.record.findings import Match, Reason
from firsthand.record.leads import ClaimLead
from firsthand.record.passages import Passage

FEW_WORDS = 8
"""A passage of fewer words can only suggest, unless its words are the claim's own and no others."""
FEW_TOLD = 3
"""So can a claim on file that holds fewer words that say what it is about."""
SUGGESTS = 0.85
"""The highest probability of what can only suggest: below `Settings.alert`."""
TOLD = 0.15
"""Grounds that moved the log-odds by less than this are not shown as reasons."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared. `rare` as in ClaimLead; `lead` is how far the rivals are behind, as a share of the score."""

    ours: Told
    theirs: Told
    rare: tuple[float, float]
    lead: float
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


def rare_held(pair: Pair) -> Ground:
    """The share of the claim's words that our passage has too, each counted by how rare it is in the casebook."""
    shared = [stem for stem in pair.theirs.content if stem in pair.ours.content]
    if not shared:
        return NONE
    shown = max(shared, key=len)
    words = f"Our passage has {pair.rare[1]:.0%} of the claim's words by rarity: {_listed(pair.theirs, shared)}."
    return Ground(pair.rare[1], words, pair.ours.content[shown], pair.theirs.content[shown])


def rare_ours(pair: Pair) -> Ground:
    """The share of our passage's words that the claim has too, by rarity: the rest is what we say beside it."""
    return Ground(pair.rare[0], f"The claim has {pair.rare[0]:.0%} of our words by rarity.")


def words_both_ways(pair: Pair) -> Ground:
    """The words that say what it is about, counted alike: how many are shared, of ours and of theirs together."""
    ours, theirs = pair.ours.content.keys(), pair.theirs.content.keys()
    shared = len(ours & theirs)
    value = 2 * shared / max(1, len(ours) + len(theirs))
    return Ground(value, f"{shared} of our {len(ours)} and their {len(theirs)} telling words are shared.")


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
    """The share of the claim's capitalised words, inside its sentences, that our passage lacks."""
    lacking = [stem for stem in pair.theirs.names if stem not in pair.ours.content]
    if not lacking:
        return NONE
    words = f"Our passage does not name: {_listed(pair.theirs, lacking)}."
    return Ground(len(lacking) / len(pair.theirs.names), words, None, pair.theirs.names[lacking[0]])


def little_told(pair: Pair) -> Ground:
    """The claim or our passage holds fewer than six words that say what it is about: it may fit by chance."""
    fewest = min(len(pair.theirs.content), len(pair.ours.content))
    return Ground(max(0.0, 1 - fewest / 6), f"Only {fewest} telling words on one side.")


def negation_differs(pair: Pair) -> Ground:
    """One of the two denies (not, never, false), the other does not."""
    ours, theirs = pair.ours.denials, pair.theirs.denials
    if bool(ours) == bool(theirs):
        return NONE
    place, side = (next(iter((ours or theirs).values())), "Ours" if ours else "Theirs")
    words = f"{side} denies: “{next(iter(ours or theirs))}”."
    return Ground(1.0, words, place if ours else None, None if ours else place)


def ahead(pair: Pair) -> Ground:
    """How far the next claim on file is behind this one for the same passage; a near rival means a common subject.

    It counts as far as the claim's words are there: in a small casebook the best of strangers has no rival either.
    """
    value = pair.lead * min(1.0, max(0.0, 2 * pair.rare[1] - 0.2))
    return Ground(value, f"The next claim on file scores {1 - pair.lead:.0%} of this one.")


FEATURES: Mapping[str, Feature] = {
    "same-words": same_words,
    "rare-held": rare_held,
    "rare-ours": rare_ours,
    "words-both-ways": words_both_ways,
    "shared-passage": shared_passage,
    "numbers-agree": numbers_agree,
    "numbers-differ": numbers_differ,
    "names-shared": names_shared,
    "names-lacking": names_lacking,
    "little-told": little_told,
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


def weigh_claim(lead: ClaimLead, claim: Claim, runner_up: float) -> tuple[float, tuple[Reason, ...]]:
    """The probability that a lead's passage makes the claim, with its reasons, strongest first.

    `runner_up` is the best score that another claim reached for the same passage, 0 where there is none.
    """
    wordings = claim.all_wordings()
    found = wordings[lead.wording] if lead.wording < len(wordings) else wordings[0]
    return _weigh(lead.passage, found, _margin(lead.score, runner_up), lead.rare)


def weigh_text(passage: Passage, wordings: tuple[Wording, ...], score: float, runner_up: float) -> Match:
    """The best of several wordings of one claim, the rarity of words being unknown. `item` of the match is empty."""
    weighed = [_weigh(passage, wording, _margin(score, runner_up), None) for wording in wordings]
    probability, reasons = max(weighed, key=lambda row: row[0], default=(0.0, ()))
    return Match("", probability, reasons)


def _margin(score: float, runner_up: float) -> float:
    return min(1.0, max(0.0, 1 - runner_up / score)) if score > 0 else 0.0


def _weigh(
    passage: Passage, wording: Wording, lead: float, rare: tuple[float, float] | None
) -> tuple[float, tuple[Reason, ...]]:
    ours, theirs = told(passage.exact), told(wording.text)
    if not _anything(ours, theirs):
        return 0.0, ()
    pair = Pair(ours, theirs, rare or _counted(ours, theirs), lead, longest_run(ours, theirs))
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
    """The shares of shared words, all telling words counted alike."""
    shared = len(ours.content.keys() & theirs.content.keys())
    return shared / max(1, len(ours.content)), shared / max(1, len(theirs.content))


def _capped(
    pair: Pair, grounds: Mapping[str, Ground], probability: float, reasons: Sequence[Reason]
) -> tuple[float, tuple[Reason, ...]]:
    """What speaks against being sure holds the probability down to what can only suggest, and says so."""
    because = _why_not_sure(pair, grounds)
    if not because or probability <= SUGGESTS or pair.ours.folded == pair.theirs.folded:
        return probability, tuple(reasons)
    return SUGGESTS, (*reasons, Reason("not-sure", because))


def _why_not_sure(pair: Pair, grounds: Mapping[str, Ground]) -> str:
    if len(pair.ours.words) < FEW_WORDS:
        return "Our passage is too short to be sure."
    if len(pair.theirs.content) < FEW_TOLD:
        return "The claim on file is too short to be sure."
    if grounds["numbers-differ"].value == 1.0:
        return "With another number it may be another claim."
    return "One of the two denies it." if grounds["negation-differs"].value else ""


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
