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
from typing import Any

from firsthand.matching.bends import SUGGESTS, Bend, Bends
from firsthand.matching.exchanged import exchange
from firsthand.matching.folding import digest, sentences
from firsthand.matching.grounds import FEATURES
from firsthand.matching.grounds_against import FEW_TOLD, FEW_WORDS
from firsthand.matching.lacking import apart
from firsthand.matching.pairs import Ground, Pair, paired
from firsthand.matching.terms import word_list
from firsthand.matching.texts import told
from firsthand.matching.weighing_rivals import Standing
from firsthand.record.cases import Claim, Wording
from firsthand.record.findings import Match, Reason
from firsthand.record.leads import ClaimLead
from firsthand.record.passages import Passage

__all__ = ["FEATURES", "SUGGESTS", "bends", "coefficients", "compared", "weigh_claim", "weigh_text"]

TOLD = 0.15
"""Grounds that moved the log-odds by less than this are not shown as reasons."""
SAME = 0.97
"""The same words are the same claim at least so surely, however few they are; so is the whole claim amid other words, where
nothing makes it unsure."""
DEEDS = 0.5
"""Where names are shared, so much of what a claim says besides them may be lacking: the same people do many things."""
EXCHANGED = 0.5
"""Where so many of the claim's names are others in ours, it is somebody else's claim."""
LITTLE = 3.0
"""Where both share less than three telling words, or as much of common ones, it may be any text on the subject."""
HELD = 0.45
"""So it may where our passage holds less of what the claim says."""
SOME = 0.3
"""From here on two texts are laid side by side, word by word, to see whether one thing stands in place of another."""
QUOTED = 80
"""Characters of a sentence that are quoted in a reason."""
FAINT = 0.02
"""A lead less likely than this gets no reasons: nobody is shown it."""


@cache
def coefficients(meaning: bool = False) -> Mapping[str, float]:
    """What each ground adds to the log-odds when it holds fully; `bias` is what is there without any.

    There are two sets: one for leads that a sentence model has compared, one for those that none has.
    """
    return {name: float(value) for name, value in _tables()[_set(meaning)].items()}


@cache
def bends(meaning: bool = False) -> Bends:
    """The last two lines of weighing, through the knots of the same set."""
    knots = (_tables()[f"{_set(meaning)}-{kind}"] for kind in ("sure", "unsure"))
    return Bends(*(Bend(tuple(line["said"]), tuple(line["was"])) for line in knots))


def _set(meaning: bool) -> str:
    return "with-model" if meaning else "without-model"


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(files("firsthand.matching").joinpath("coefficients.toml").read_text(encoding="utf-8"))


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
    whole = grounds["whole-claim"].value
    because = why_not_sure(pair, grounds) or (another_thing(pair) if probability > SOME or whole else "")
    probability = bends(pair.likeness is not None)(probability, bool(because))
    probability = max(probability, SAME * grounds["same-words"].value, 0.0 if because else SAME * whole)
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
    if pair.told < LITTLE or pair.held[1] < HELD:
        return "What both say is too little to be sure."
    if grounds["numbers-differ"].value == 1.0:
        return "With another number it may be another claim."
    if grounds["negation-differs"].value == 1.0:
        return "One of the two denies it."
    if grounds["another-name"].value >= EXCHANGED:
        return "With another name it may be another claim."
    other = grounds["names-shared"].value and grounds["deeds-lacking"].value > DEEDS
    return "Our passage names the same, and says something else of it." if other else ""


def another_thing(pair: Pair) -> str:
    """Whether ours asks, calls something untrue, or says one thing in place of another or beside it, in words; else empty."""
    if pair.ours.folded == pair.theirs.folded:
        return ""
    ours, theirs = pair.ours.text.rstrip("\"'»”’) "), pair.theirs.text
    if ours.endswith(("?", "\u037e")) and "?" not in theirs and len(list(sentences(ours))) == 1:
        return "Our passage asks."
    untrue = [word for word in pair.ours.folded if word in word_list("untrue")]
    if untrue and not word_list("untrue").intersection(pair.theirs.folded):
        return f"Our passage calls something untrue: “{untrue[0]}”."
    if FEATURES["whole-claim"](pair).value and FEATURES["negation-differs"](pair).value:
        return "A denial stands beside the claim."
    found = exchange(pair)
    if found is None:
        return _another_part(pair)
    return f"Ours says “{pair.ours.text[slice(*found.ours)]}” where theirs says “{theirs[slice(*found.theirs)]}”."


def _another_part(pair: Pair) -> str:
    found = apart(pair)
    if found is None:
        return ""
    ours, theirs = pair.ours.text[slice(*found.ours)], pair.theirs.text[slice(*found.theirs)]
    return f"Only a part is shared: ours lacks “{_short(theirs)}”, theirs “{_short(ours)}”."


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rstrip()} …"


def _reason(passage: Passage, pair: Pair, name: str, ground: Ground, weight: float) -> Reason:
    mine = yours = None
    if ground.ours:
        start, end = ground.ours
        mine = Passage(passage.text_sha256, passage.start + start, passage.start + end, passage.exact[start:end])
    if ground.theirs:
        start, end = ground.theirs
        yours = Passage(digest(pair.theirs.text), start, end, pair.theirs.text[start:end])
    return Reason(name, ground.words(), round(weight, 3), mine, yours)
