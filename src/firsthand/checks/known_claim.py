"""Does the casebook know this claim? Every sentence of the tip against every wording on file that shares its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.checks.claim_leads import WeighedLead, weigh_leads
from firsthand.checks.common_words import common_words
from firsthand.checks.decided import Standing, set_aside, weighed
from firsthand.checks.on_file import named, reviewed
from firsthand.checks.picture_text import misread, read_from
from firsthand.checks.table import Answer, Question
from firsthand.matching.calibration import curve, log_odds
from firsthand.matching.folding import digest, fold
from firsthand.matching.weighing import SUGGESTS
from firsthand.record.cases import Claim, Wording
from firsthand.record.decisions import standing
from firsthand.record.findings import Finding, Match, Reason
from firsthand.record.leads import ClaimLead, Leads
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Passage

CODE = "known-claim"
POSSIBLE = 3
"""Possible matches shown where nothing is sure."""
NAMED = 5
"""Further items named in a sentence."""
QUOTED = 300
"""Characters of a passage that are quoted to show what was found beside what."""

ROADS = {
    "words": "Found by shared words.",
    "passages": "Found by words in a row that both hold.",
    "spelling": "Found by likeness of spelling, letter by letter.",
    "names": "Found by names that both bear.",
    "translation": "Found by words translated with the word lists.",
    "meaning": "Found by likeness of meaning, as the sentence model sees it; the words may be quite other.",
}
"""By which road recall found a lead, in plain words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A weighed lead after calibration and decisions; `also` are further items that say the same with the same reviews."""

    found: WeighedLead
    match: Match
    also: tuple[str, ...] = ()


def run(question: Question) -> tuple[Answer, ...]:
    """The claims on file that the tip repeats, each once with its best passage; or that none was found.

    Where nothing is sure, up to three that may be meant, likeliest first.
    """
    decided = standing(question.leads.decisions)
    rows = _together(_best(_rows(question, decided)))
    sure = [row for row in rows if row.match.probability >= question.settings.alert]
    if sure:
        return tuple(_finding(row, f"{_who(question, row)} a claim on file: {_told(row)}", True) for row in sure)
    likely = [row for row in rows if row.match.probability >= question.settings.suggest]
    if likely:
        return tuple(_possible(likely))
    hint = set_aside(frozenset(lead.tip for lead in question.leads.claims), decided)
    return (Finding(CODE, Outcome.UNRESOLVED, "No claim in the casebook says this.", hint=hint),)


def matched_claims(question: Question) -> tuple[str, ...]:
    """The claims on file (`CASE/ID`) that the tip is held to repeat, likeliest first.

    Held by weight (probability at least `settings.alert`) or by a person's standing yes; never against a standing no.
    """
    rows = _best(_rows(question, standing(question.leads.decisions)))
    return tuple(row.match.item for row in rows if row.match.probability >= question.settings.alert)


def _who(question: Question, row: Row) -> str:
    """Which words of the tip say it."""
    return "The words in the picture repeat" if read_from(question, row.found.lead.passage) else "The tip repeats"


def calibrated(leads: Leads) -> tuple[str, ...]:
    """The note that claims were weighed by the casebook's own calibration; none where it was not asked."""
    used = leads.calibration
    if used is None or not leads.claims:
        return ()
    return (
        f"Claims were weighed by this casebook's own calibration of {used.at:%Y-%m-%d} by {used.who}, "
        f"from {used.decisions} decisions.",
    )


def _rows(question: Question, decided: Standing) -> Iterator[Row]:
    own = curve(question.leads.calibration)
    every = tuple(weigh_leads(question.leads))
    for one in every:
        found, probability = one, own(one.probability, capped=one.capped)
        doubt = common_words(one, every) if probability >= question.settings.alert else None
        if doubt:
            found = replace(one, reasons=(*one.reasons, doubt))
            probability = min(probability, SUGGESTS)
        blurred = misread(question, found.lead.passage)
        if blurred:
            found = replace(found, reasons=(*found.reasons, blurred))
            probability = min(probability, SUGGESTS)
        match = weighed(found.lead.tip, found.item, probability, found.reasons, decided)
        if match:
            yield Row(found, match)


def _best(rows: Iterator[Row]) -> list[Row]:
    """One row an item, its likeliest; likeliest first."""
    best: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (-row.match.probability, row.match.item, row.found.lead.passage.start)):
        best.setdefault(row.match.item, row)
    return list(best.values())


def _together(rows: Sequence[Row]) -> list[Row]:
    """Items that say the same in the same words, with the same reviews and the same probability, as one row."""
    held: dict[tuple[str, str, float], Row] = {}
    for row in rows:
        key = (fold(row.found.claim.text), reviewed(row.found.case, row.found.claim.id), row.match.probability)
        first = held.get(key)
        held[key] = replace(first, also=(*first.also, row.match.item)) if first else row
    return list(held.values())


def _possible(likely: Sequence[Row]) -> Iterator[Finding]:
    """The likeliest few; each says that none is sure, the last how many more there are."""
    shown, more = likely[:POSSIBLE], len(likely) - POSSIBLE
    for place, row in enumerate(shown, 1):
        which = f" (possibility {place} of {len(shown)}, none of them sure)" if len(shown) > 1 else ""
        finding = _finding(row, f"The tip may repeat a claim on file{which}: {_told(row)}", False)
        last = place == len(shown) and more > 0
        yield (
            replace(finding, hint=f"{finding.hint} Others, no likelier, that are not shown: {more}.")
            if last
            else finding
        )


def _told(row: Row) -> str:
    return f"“{row.found.claim.text}”, in {named(row.found.case)}."


def _finding(row: Row, headline: str, sure: bool) -> Finding:
    found = row.found
    hint = [reviewed(found.case, found.claim.id), _elsewhere(row.also)]
    hint.append("" if sure else "Read both, then record yes or no with `firsthand decide`.")
    return Finding(
        CODE,
        Outcome.SUPPORTED if sure else Outcome.UNRESOLVED,
        headline,
        case=found.lead.case,
        match=replace(row.match, reasons=(*row.match.reasons, *_moved(row), _road(found.lead, found.claim))),
        passages=(found.lead.passage,),
        hint=" ".join(sentence for sentence in hint if sentence),
    )


def _elsewhere(also: Sequence[str]) -> str:
    if not also:
        return ""
    more = f" and {len(also) - NAMED} more" if len(also) > NAMED else ""
    return f"The same words are on file as {', '.join(also[:NAMED])}{more} too."


def _moved(row: Row) -> tuple[Reason, ...]:
    """What the casebook's calibration did to this match, where it did anything and no decision settled it."""
    before, after = row.found.probability, row.match.probability
    if before == after or after in (0.0, 1.0) or before in (0.0, 1.0):
        return ()
    words = f"This casebook's own calibration makes {before:.0%} {after:.0%}."
    return (Reason("calibration", words, round(log_odds(after) - log_odds(before), 3)),)


def _road(lead: ClaimLead, claim: Claim) -> Reason:
    """By which road it was found, with the beginning of the words on both sides."""
    wordings: Sequence[Wording] = claim.all_wordings()
    theirs = wordings[lead.wording if lead.wording < len(wordings) else 0].text
    ours = lead.passage
    mine = Passage(ours.text_sha256, ours.start, min(ours.end, ours.start + QUOTED), ours.exact[:QUOTED])
    words = ROADS.get(lead.road, f"Found by {lead.road}.")
    return Reason("road", words, 0.0, mine, Passage(digest(theirs), 0, min(len(theirs), QUOTED), theirs[:QUOTED]))
