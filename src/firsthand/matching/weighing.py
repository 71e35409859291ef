"""Is this passage the claim on file? The grounds of `matching/grounds.py`, put together as a calibrated probability.

The probability is logistic in the sum of the grounds (after nomenklatura's `logic_v2`: a table of small functions whose
docstrings users read). Their coefficients, and what they were fitted on, stand in `coefficients.toml`; `python -m bench.fit`
makes them anew.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp

from firsthand.matching.folding import digest
from firsthand.matching.grounds import FEATURES
from firsthand.matching.grounds_against import FEW_TOLD, FEW_WORDS
from firsthand.matching.pairs import Ground, Pair, paired
from firsthand.matching.texts import told
from firsthand.matching.weighing_rivals import Standing
from firsthand.record.cases import Claim, Wording
from firsthand.record.findings import Match, Reason
from firsthand.record.leads import ClaimLead
from firsthand.record.passages import Passage

__all__ = ["FEATURES", "SUGGESTS", "coefficients", "compared", "weigh_claim", "weigh_text"]

SUGGESTS = 0.85
"""What can only suggest has a probability below this: below `Settings.alert`."""
TOLD = 0.15
"""Grounds that moved the log-odds by less than this are not shown as reasons."""
SAME = 0.97
"""The same words are the same claim at least so surely, however few they are."""
DEEDS = 0.5
"""Where names are shared, so much of what a claim says besides them may be lacking: the same people do many things."""
EXCHANGED = 0.5
"""Where so many of the claim's names are others in ours, it is somebody else's claim."""
LITTLE = 2.0
"""Where both share less than two telling words, or as much of common ones, it may be any text on the subject."""
FAINT = 0.02
"""A lead less likely than this gets no reasons: nobody is shown it."""


@cache
def coefficients(meaning: bool = False) -> Mapping[str, float]:
    """What each ground adds to the log-odds when it holds fully; `bias` is what is there without any.

    There are two sets: one for leads that a sentence model has compared, one for those that none has.
    """
    source = files("firsthand.matching").joinpath("coefficients.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)["with-model" if meaning else "without-model"]
    return {name: float(value) for name, value in table.items()}


def weigh_claim(lead: ClaimLead, claim: Claim, stands: Standing) -> tuple[float, tuple[Reason, ...]]:
    """The probability that a lead's passage makes the claim, with its reasons, strongest first."""
    return _weigh(lead.passage, compared(lead, claim, stands))


def compared(lead: ClaimLead, claim: Claim, stands: Standing) -> Pair:
    """The lead's passage and the wording that it found, taken apart; see `weigh_claim`."""
    wordings = claim.all_wordings()
    found = wordings[lead.wording] if lead.wording < len(wordings) else wordings[0]
    return paired(told(lead.passage.exact), told(found.text), stands, lead.rare, lead.likeness, lead.glosses)


def weigh_text(passage: Passage, wordings: tuple[Wording, ...], stands: Standing) -> Match:
    """The best of several wordings of one claim, the rarity of words being unknown. `item` of the match is empty."""
    pairs = [paired(told(passage.exact), told(wording.text), stands) for wording in wordings]
    probability, reasons = max((_weigh(passage, pair) for pair in pairs), key=lambda row: row[0], default=(0.0, ()))
    return Match("", probability, reasons)


def _weigh(passage: Passage, pair: Pair) -> tuple[float, tuple[Reason, ...]]:
    if not _anything(pair):
        return 0.0, ()
    grounds = {name: feature(pair) for name, feature in FEATURES.items()}
    held = coefficients(pair.likeness is not None)
    weights = {name: held[name] * ground.value for name, ground in grounds.items() if ground.value}
    probability = 1 / (1 + exp(-held["bias"] - sum(weights.values())))
    because = why_not_sure(pair, grounds)
    probability = max(probability * (SUGGESTS if because else 1.0), SAME * grounds["same-words"].value)
    if probability < FAINT:
        return probability, ()
    telling = sorted((name for name in weights if abs(weights[name]) >= TOLD), key=lambda n: (-abs(weights[n]), n))
    reasons = [_reason(passage, pair, name, grounds[name], weights[name]) for name in telling]
    return probability, (*reasons, *([Reason("not-sure", because)] if because else []))


def _anything(pair: Pair) -> bool:
    """Do the texts share a word that says what they are about, or all their words, or their meaning?"""
    return (
        bool(pair.shared) or bool(pair.likeness) or (bool(pair.ours.words) and pair.ours.folded == pair.theirs.folded)
    )


def why_not_sure(pair: Pair, grounds: Mapping[str, Ground]) -> str:
    """What holds a match down to a suggestion, whatever else speaks for it, as a sentence; empty where nothing does."""
    if pair.ours.folded == pair.theirs.folded:
        return ""
    if len(pair.ours.words) < FEW_WORDS:
        return "Our passage is too short to be sure."
    if len(pair.theirs.content) < FEW_TOLD:
        return "The claim on file is too short to be sure."
    if pair.told < LITTLE:
        return "What both say is too little to be sure."
    if grounds["numbers-differ"].value == 1.0:
        return "With another number it may be another claim."
    if grounds["negation-differs"].value == 1.0:
        return "One of the two denies it."
    if grounds["another-name"].value >= EXCHANGED:
        return "With another name it may be another claim."
    other = grounds["names-shared"].value and grounds["deeds-lacking"].value > DEEDS
    return "Our passage names the same, and says something else of it." if other else ""


def _reason(passage: Passage, pair: Pair, name: str, ground: Ground, weight: float) -> Reason:
    mine = yours = None
    if ground.ours:
        start, end = ground.ours
        mine = Passage(passage.text_sha256, passage.start + start, passage.start + end, passage.exact[start:end])
    if ground.theirs:
        start, end = ground.theirs
        yours = Passage(digest(pair.theirs.text), start, end, pair.theirs.text[start:end])
    return Reason(name, ground.words(), round(weight, 3), mine, yours)
