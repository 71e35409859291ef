"""How likely is it the same picture? A lead on a picture, weighed with reasons.

Distances were measured on edited copies of photographs, on held-out photographs and on other pictures in the same page
layouts (docs/decisions/0003-pictures-by-pdq.md): up to 33 bits no answer was wrong, and from 34 on two frames of one
broadcaster's layout appear. Alert begins at 28, below PDQ's customary 31, because a wrong match is worse than a missed one.
"""

from __future__ import annotations

from math import exp, log

from firsthand.record.findings import Reason
from firsthand.record.leads import PictureLead
from firsthand.record.passages import WHOLE, Region

PLAIN = 50
"""PDQ's own bound of quality: a picture plainer than this has too few edges to be told from others."""

SURE_BITS = 28
"""Prints no farther apart than this are held to be of the same picture, unless one of them is plain."""

_EVEN_BITS = 42
_ODDS_A_BIT = 0.158
_MOST_WHEN_PLAIN = 0.85
_NEARLY_ALL = 0.97
_SAME_FILE = 0.9999


def weigh_picture(lead: PictureLead, *, same_file: bool = False) -> tuple[float, tuple[Reason, ...]]:
    """The probability that both are the same picture, and the reasons, whose weights add up to its log-odds.

    `same_file`: both files have the same SHA-256. Then nothing else is asked, however plain the picture is.
    """
    if same_file:
        words = "the same file: both have the same SHA-256"
        weight = log(_SAME_FILE / (1 - _SAME_FILE))
        return _SAME_FILE, (Reason("same-file", words, weight, our_region=WHOLE, their_region=WHOLE),)
    reasons = [_distance(lead)]
    if lead.quality < PLAIN:
        reasons.append(_plainness(lead, reasons[0].weight))
    odds = sum(reason.weight for reason in reasons)
    return 1 / (1 + exp(-odds)), tuple(reasons)


def _distance(lead: PictureLead) -> Reason:
    words = f"{_which(lead.ours, lead.theirs)}: {lead.distance} of 256 bits differ"
    weight = _ODDS_A_BIT * (_EVEN_BITS - lead.distance)
    return Reason("picture-distance", words, weight, our_region=lead.ours, their_region=lead.theirs)


def _plainness(lead: PictureLead, odds: float) -> Reason:
    """As much as brings a plain picture below alert, however near it is."""
    words = f"too plain to be sure: {lead.quality} of 100 for detail, {PLAIN} are needed"
    return Reason("picture-quality", words, min(0.0, log(_MOST_WHEN_PLAIN / (1 - _MOST_WHEN_PLAIN)) - odds))


def _which(ours: Region, theirs: Region) -> str:
    """Which part of which picture was compared, and how ours was turned."""
    turned = f", {ours.turned}" if ours.turned != "as is" else ""
    mine = "" if ours.share >= _NEARLY_ALL else f"{_part(ours)} of our picture"
    held = "" if theirs.share >= _NEARLY_ALL else f"{_part(theirs)} of the picture on file"
    return (" against ".join(part for part in (mine, held) if part) or "the whole picture") + turned


def _part(region: Region) -> str:
    across = _third((region.left + region.right) / 2, region.right - region.left, "left", "right")
    down = _third((region.top + region.bottom) / 2, region.bottom - region.top, "upper", "lower")
    place = " ".join(word for word in (down, across) if word) or "middle"
    return f"the {place} {region.share:.0%}"


def _third(centre: float, length: float, low: str, high: str) -> str:
    """Where a part lies along one axis: named only if it touches one end far more than the other."""
    if length >= _NEARLY_ALL or abs(centre - 0.5) < (1 - length) / 4:
        return ""
    return low if centre < 0.5 else high
