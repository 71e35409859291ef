"""How likely is it the same picture? A lead on a picture, weighed with reasons.

Prints: distances were measured on edited copies of photographs, on held-out photographs and on other pictures in the same
page layouts (docs/decisions/0003-pictures-by-pdq.md): up to 33 bits no answer was wrong, and from 34 on two frames of one
broadcaster's layout appear. Alert begins at 28, below PDQ's customary 31, because a wrong match is worse than a missed one.
Points: what counts are features that lie alike, look the same in both, and belong to no frame or lettering that other
pictures on file share (docs/decisions/0014-pictures-in-pictures.md).
"""

from __future__ import annotations

from math import exp, log
from typing import Protocol

from firsthand.record.findings import Reason
from firsthand.record.leads import Overlap
from firsthand.record.passages import WHOLE, Region

PLAIN = 50
"""PDQ's own bound of quality: a picture plainer than this has too few edges to be told from others."""

SURE_BITS = 28
"""Prints no farther apart than this are held to be of the same picture, unless one of them is plain."""

FIRM = 0.97
"""Gray values around an agreeing feature that correlate by as much look the same in both pictures."""

RELATED = 15
"""So many agreeing features of a view that is not held to be the same picture may still be of the same scene."""

_EVEN_BITS = 42
_ODDS_A_BIT = 0.158
_MOST_WHEN_PLAIN = 0.85
_NEARLY_ALL = 0.97
_SAME_FILE = 0.9999
_MOST_ODDS = 9.0
_EVEN_POINTS = 2.6
_POINTS_SLOPE = log(9) / log(2)
_OWN_POWER, _WHOLE_POWER, _FIRM_POWER = 8.0, 0.25, 0.5
_FEWEST = 0.3
_COVERED, _STREWN, _ALIKE = 0.75, 0.6, 0.9
_MOST_UNCOVERED, _STILL = 0.85, 0.049
_MANY = 20
_LETTERED = 0.6
_WHOLLY_ALIKE, _QUITE_ALIKE, _LEAST_SPREAD = 0.93, 0.95, 0.25
_SUGGESTED = log(0.6 / 0.4)
_LETTERS = "most of what agrees are letters or signs: another picture may stand behind them"


class Looked(Protocol):
    """What is weighed: a hit of the index, or the lead made of it. The fields are told in `record.leads.PictureLead`."""

    @property
    def distance(self) -> int: ...
    @property
    def quality(self) -> int: ...
    @property
    def ours(self) -> Region: ...
    @property
    def theirs(self) -> Region: ...
    @property
    def overlap(self) -> Overlap | None: ...


def weigh_picture(lead: Looked, *, same_file: bool = False) -> tuple[float, tuple[Reason, ...]]:
    """The probability that both are the same picture, and the reasons, whose weights add up to its log-odds.

    `same_file`: both files have the same SHA-256. Then nothing else is asked, however plain the picture is.
    """
    if same_file:
        words = "the same file: both have the same SHA-256"
        weight = _odds(_SAME_FILE)
        return _SAME_FILE, (Reason("same-file", words, weight, our_region=WHOLE, their_region=WHOLE),)
    by_prints, by_points = _by_prints(lead), _by_points(lead)
    reasons = max((by_points, by_prints), key=lambda some: sum(one.weight for one in some) if some else float("-inf"))
    odds = sum(reason.weight for reason in reasons)
    return 1 / (1 + exp(-odds)), tuple(reasons)


def odds(lead: Looked) -> float:
    """The log-odds that both are the same picture."""
    return sum(reason.weight for reason in weigh_picture(lead)[1])


def may_be_related(overlap: Overlap | None) -> bool:
    """May both show one scene, though they are not held to be one picture? Many points of its own, but unlike tones."""
    return overlap is not None and overlap.agreeing >= RELATED and overlap.own >= _STREWN and overlap.spread >= _FEWEST


def _by_prints(lead: Looked) -> list[Reason]:
    reasons = [_distance(lead)]
    if lead.quality < PLAIN:
        reasons.append(_plainness(lead, reasons[0].weight))
    elif lead.overlap is not None and _lettered(lead.overlap):
        reasons.append(Reason("picture-letters", _LETTERS, min(0.0, _odds(_MOST_WHEN_PLAIN) - reasons[0].weight)))
    return reasons


def _distance(lead: Looked) -> Reason:
    words = f"{_which(lead.ours, lead.theirs)}: {lead.distance} of 256 bits differ"
    weight = _ODDS_A_BIT * (_EVEN_BITS - lead.distance)
    return Reason("picture-distance", words, weight, our_region=lead.ours, their_region=lead.theirs)


def _plainness(lead: Looked, odds: float) -> Reason:
    """As much as brings a plain picture below alert, however near it is."""
    words = f"too plain to be sure: {lead.quality} of 100 for detail, {PLAIN} are needed"
    return Reason("picture-quality", words, min(0.0, _odds(_MOST_WHEN_PLAIN) - odds))


def _by_points(lead: Looked) -> list[Reason]:
    overlap = lead.overlap
    if overlap is None:
        return []
    reasons = [_points(lead, overlap)]
    if overlap.own < 1:
        shared = overlap.agreeing - round(overlap.own * overlap.agreeing)
        words = f"{shared} of these points also agree with pictures on file that look different: a frame or lettering"
        reasons.append(Reason("picture-frame", words, _POINTS_SLOPE * _OWN_POWER * log(max(overlap.own, 0.05))))
    if overlap.whole is not None:
        words = f"laid upon each other, both look alike by {max(overlap.whole, 0):.2f} of 1"
        reasons.append(Reason("picture-likeness", words, _POINTS_SLOPE * _WHOLE_POWER * log(max(overlap.whole, 0.01))))
    return [*reasons, *_bounded(overlap, sum(reason.weight for reason in reasons))]


def _bounded(overlap: Overlap, total: float) -> list[Reason]:
    """What brings the odds of a view within their bounds, and why."""
    if total < _SUGGESTED and _wholly_alike(overlap):
        words = "all of the common part looks alike, though what agrees may be letters or signs: look at both"
        return [Reason("picture-alike", words, _SUGGESTED - total)]
    most = _most(overlap, total)
    if most >= total:
        return []
    if total > _MOST_ODDS and most == _MOST_ODDS:
        feature, words = "picture-most", "the odds are never taken to be higher than this"
    elif _lettered(overlap):
        feature, words = "picture-letters", _LETTERS
    else:
        feature, words = "picture-other", "much of the common part differs: another picture may stand in the same frame"
    return [Reason(feature, words, most - total)]


def _points(lead: Looked, overlap: Overlap) -> Reason:
    own = max(1, round(overlap.own * overlap.agreeing * (1 - overlap.drawn)))
    firm = max(_FEWEST, overlap.firm)
    weight = _POINTS_SLOPE * (log(firm) + _FIRM_POWER * log(min(1.0, firm / own)) - log(_EVEN_POINTS))
    words = (
        f"{_which(lead.ours, lead.theirs)}: {overlap.agreeing} points lie in the same places; "
        f"{overlap.firm} of them look the same and are neither letters nor signs"
    )
    return Reason("picture-points", words, weight, our_region=lead.ours, their_region=lead.theirs)


def _most(overlap: Overlap, odds: float) -> float:
    """The highest log-odds that a view may have. Where it may be a frame it stays below alert, and keeps its order there."""
    if odds <= 0 or (_covers(overlap) and not _lettered(overlap)):
        return min(odds, _MOST_ODDS)
    return min(odds, _odds(_MOST_UNCOVERED + _STILL / (1 + exp(-odds))))


def _odds(probability: float) -> float:
    return log(probability / (1 - probability))


def _covers(overlap: Overlap) -> bool:
    """Do both look alike over all that they have in common, or over most of it within the agreeing points, or at many points?"""
    if overlap.whole is None or overlap.likeness is None:
        return False
    if overlap.firm >= _MANY:
        return True
    return overlap.whole >= _COVERED or (overlap.likeness >= _ALIKE and overlap.spread >= _STREWN)


def _lettered(overlap: Overlap) -> bool:
    """Do mostly letters and signs agree, few other points, and not all of the rest? Other posts look alike by up to 0.93."""
    quite = overlap.whole is not None and overlap.whole >= _QUITE_ALIKE
    # Small letters blur, and some then pass for firm: the more letters agree, the more other points it takes.
    few = overlap.firm < max(_MANY, overlap.drawn * overlap.agreeing / 2)
    return overlap.drawn >= _LETTERED and few and not quite


def _wholly_alike(overlap: Overlap) -> bool:
    """Does all that both show look alike at many points of their own? So do copies of a page, not other pages of its layout."""
    if overlap.whole is None or overlap.whole < _WHOLLY_ALIKE or overlap.spread < _LEAST_SPREAD:
        return False
    return overlap.own * overlap.agreeing >= RELATED


def _which(ours: Region, theirs: Region) -> str:
    """Which part of which picture was compared, and how ours was turned."""
    turned = f", {ours.turned}" if ours.turned != "as is" else ""
    mine = "" if ours.share >= _NEARLY_ALL else f"{part_in_words(ours)} of our picture"
    held = "" if theirs.share >= _NEARLY_ALL else f"{part_in_words(theirs)} of the picture on file"
    return (" against ".join(part for part in (mine, held) if part) or "the whole picture") + turned


def part_in_words(region: Region) -> str:
    """Where a part lies in its picture, and its share: "the upper left 24%"."""
    across = _third((region.left + region.right) / 2, region.right - region.left, "left", "right")
    down = _third((region.top + region.bottom) / 2, region.bottom - region.top, "upper", "lower")
    place = " ".join(word for word in (down, across) if word) or "middle"
    return f"the {place} {region.share:.0%}"


def _third(centre: float, length: float, low: str, high: str) -> str:
    """Where a part lies along one axis: named only if it touches one end far more than the other."""
    if length >= _NEARLY_ALL or abs(centre - 0.5) < (1 - length) / 4:
        return ""
    return low if centre < 0.5 else high
