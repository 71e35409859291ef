"""How grave is what was found? The tone and the name of each finding, their order, and the one sentence on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from firsthand.record.findings import Finding, Match, NotChecked, Report, Why
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, Verdict

KNOWN = frozenset({"known-claim", "known-picture"})
"""Checks whose `supported` means: it is on file. What that is worth, the verdict of the case says."""

LIES = frozenset({Verdict.FALSE, Verdict.MISLEADING, Verdict.ALTERED})
"""Verdicts on which a thing seen before is a known lie, and never shown as good news."""


SILENT = 5
"""The rank of a finding that looked and found nothing."""


class Tone(StrEnum):
    """How it is coloured. Words always say the same."""

    BAD = "bad"
    WARN = "warn"
    OK = "ok"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Banner:
    """The gravest outcome in one sentence. `sentence` is empty where nothing is known; `label` is a key of the catalogue.

    `rated` are the verdicts on what was seen before; `also` further sentences that a reader must not miss.
    """

    tone: Tone
    label: str
    sentence: str = ""
    also: tuple[str, ...] = ()
    rated: tuple[Verdict, ...] = ()


def known(finding: Finding) -> bool:
    return finding.code in KNOWN and finding.outcome is Outcome.SUPPORTED


def verdicts(finding: Finding, leads: Leads) -> frozenset[Verdict]:
    """What was said on the desk's scale of anything in the finding's case."""
    case = leads.case(finding.case)
    return frozenset(review.verdict for review in case.reviews) - {Verdict.NONE} if case else frozenset()


def rated(finding: Finding, leads: Leads) -> tuple[Verdict, ...]:
    """The verdicts to name beside "seen before", in their order on the scale; none for any other finding."""
    said = verdicts(finding, leads) if known(finding) else frozenset()
    return tuple(verdict for verdict in Verdict if verdict in said)


def known_lie(finding: Finding, leads: Leads) -> bool:
    return known(finding) and bool(verdicts(finding, leads) & LIES)


def possible(finding: Finding) -> bool:
    """A match too weak to stand alone: a person should look. (Other checks carry the match that led them to a case.)"""
    return finding.code in KNOWN and finding.outcome is Outcome.UNRESOLVED and finding.match is not None


def tone(finding: Finding, leads: Leads) -> Tone:
    if finding.outcome is Outcome.CONTRADICTED or known_lie(finding, leads):
        return Tone.BAD
    if known(finding):
        said = verdicts(finding, leads)
        return Tone.NEUTRAL if not said else Tone.OK if said == {Verdict.TRUE} else Tone.WARN
    if possible(finding) or finding.outcome is Outcome.NOT_CHECKED:
        return Tone.WARN
    return Tone.OK if finding.outcome is Outcome.SUPPORTED else Tone.NEUTRAL


def label(finding: Finding) -> str:
    """The key of the word for its outcome. A thing on file is "seen before": "supported" would sound like praise."""
    if known(finding):
        return "outcome.seen-before"
    return "outcome.possible" if possible(finding) else f"outcome.{finding.outcome.value}"


def ordered(findings: tuple[Finding, ...], leads: Leads) -> tuple[Finding, ...]:
    """Gravest first; findings of equal gravity in the order in which they were made."""
    return tuple(sorted(findings, key=lambda finding: _rank(finding, leads)))


def _rank(finding: Finding, leads: Leads) -> int:
    steps = (
        finding.outcome is Outcome.CONTRADICTED,
        known_lie(finding, leads),
        possible(finding),
        known(finding),
        finding.outcome is Outcome.SUPPORTED,
    )
    return steps.index(True) if True in steps else SILENT


def matches(findings: Iterable[Finding]) -> tuple[Match, ...]:
    """The matches that findings rest on, each once; the reasons of each by weight, what speaks against it last."""
    found: dict[tuple[str, str], Match] = {}
    for match in (finding.match for finding in findings if finding.match):
        found.setdefault((match.item, match.tip), match)
    return tuple(replace(one, reasons=tuple(sorted(one.reasons, key=lambda r: -r.weight))) for one in found.values())


def grouped(findings: Iterable[Finding]) -> tuple[tuple[str, tuple[Match, ...]], ...]:
    """The matches under the key of their heading: those that count as the same, then those that may be."""
    held = tuple(findings)
    sure = {(f.match.item, f.match.tip) for f in held if f.match and f.outcome is not Outcome.UNRESOLVED}
    unsure = {(f.match.item, f.match.tip) for f in held if f.match and possible(f)}
    groups: dict[str, list[Match]] = {"match.heading": [], "match.heading-possible": []}
    for match in matches(held):
        key = (match.item, match.tip)
        groups["match.heading" if key in sure - unsure else "match.heading-possible"].append(match)
    return tuple((heading, tuple(found)) for heading, found in groups.items() if found)


def failed(report: Report) -> tuple[NotChecked, ...]:
    return tuple(gap for gap in report.not_checked if gap.why is Why.FAILED)


def banner(report: Report, leads: Leads) -> Banner:
    """What stands on top. Green only where something is supported, nothing speaks against it and nothing failed."""
    telling = tuple(one for one in ordered(report.findings, leads) if _rank(one, leads) < SILENT)
    gaps = failed(report)
    top = _top(telling, leads)
    if gaps and top is not Tone.BAD:
        return Banner(Tone.WARN, "outcome.not-checked", gaps[0].reason, _also(telling))
    if not telling:
        return Banner(Tone.NEUTRAL, "outcome.nothing-known" if report.findings else "outcome.not-checked")
    first = next((one for one in telling if tone(one, leads) is top), telling[0])
    also = (*_also(telling, first), *(gap.reason for gap in gaps[:1]))
    return Banner(top, label(first), first.headline, also, rated(first, leads))


def _also(findings: tuple[Finding, ...], first: Finding | None = None) -> tuple[str, ...]:
    """What a reader must not miss beside the first sentence: what else contradicts, what was seen before, what fits.

    What fits is left out where something contradicts, lest it soften that.
    """
    weigh = (
        {Outcome.CONTRADICTED} if any(one.outcome is Outcome.CONTRADICTED for one in findings) else {Outcome.SUPPORTED}
    )
    rest = [one for one in findings if one is not first]
    weighty = [one.headline for one in rest if known(one) or one.outcome in weigh]
    return tuple(dict.fromkeys(weighty))[:3]


def _top(telling: tuple[Finding, ...], leads: Leads) -> Tone:
    """The gravest tone among what was found; green only where the case of everything known is there to be seen."""
    tones = {tone(one, leads) for one in telling}
    if Tone.BAD in tones:
        return Tone.WARN if _told_rightly(telling, leads) else Tone.BAD
    if Tone.WARN in tones:
        return Tone.WARN
    seen = all(leads.case(one.case) for one in telling if known(one))
    return Tone.OK if Tone.OK in tones and seen else Tone.NEUTRAL


def _told_rightly(telling: tuple[Finding, ...], leads: Leads) -> bool:
    """A picture that was misused before, under words that agree with the record this time; not so an altered picture."""
    bad = [one for one in telling if tone(one, leads) is Tone.BAD]
    agreed = any(one.outcome is Outcome.SUPPORTED and one.code not in KNOWN for one in telling)
    return agreed and all(
        one.code == "known-picture" and known(one) and Verdict.ALTERED not in verdicts(one, leads) for one in bad
    )


def tally(report: Report) -> Mapping[str, int]:
    """How many answers of each kind, by catalogue key, in the order of a report; kinds without any left out."""
    counts = Counter(label(finding) for finding in report.findings)
    counts["outcome.not-checked"] += len(report.not_checked)
    order = ("contradicted", "seen-before", "possible", "supported", "unresolved", "not-checked")
    return {key: counts[key] for key in (f"outcome.{name}" for name in order) if counts[key]}
