"""What of the casebook stands beside the tip? The cases that the findings rest on, with their reviews and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from firsthand.matching.folding import digest
from firsthand.record.cases import Case, Claim, Review, item
from firsthand.record.checklists import ANSWER_FIELD
from firsthand.record.entries import Entry
from firsthand.record.findings import Finding
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, Verdict
from firsthand.record.passages import Passage
from firsthand.record.when import When
from firsthand.rendering import PictureData
from firsthand.rendering.figures import met, theirs
from firsthand.rendering.gravity import LIES, Tone
from firsthand.rendering.safe import language, web_address
from firsthand.rendering.view import Badge, CaseView, ClaimView, Date, EntryView, PictureView, ReviewView
from firsthand.rendering.wording import answer_name
from firsthand.rendering.words import Words

SayDate = Callable[[When | None], Date]

CASES = 5
"""Cases shown in full."""

ENTRIES = 24
"""Entries shown of one case: those that a comparison names always, then the others in their order."""


def cases(
    pictures: PictureData, date: SayDate, words: Words, findings: Sequence[Finding], leads: Leads
) -> tuple[CaseView, ...]:
    """The cases of what is known or contradicted, gravest first; where there is none, of what may be the same."""
    shown = [case for id in _ids(findings) if (case := leads.case(id))][:CASES]
    return tuple(
        CaseView(
            id=case.id,
            title=case.title,
            note=case.note,
            reviews=tuple(review_view(review, date, words) for review in case.reviews),
            claims=tuple(claim_view(claim, date) for claim in _claims(case, findings)),
            pictures=tuple(_pictures(case, findings, pictures, words)),
            entries=tuple(entry_view(entry, case, date, words) for entry in chosen(case, findings)),
            more_entries=max(0, len(list(case.entries())) - ENTRIES),
        )
        for case in shown
    )


def _ids(findings: Sequence[Finding]) -> list[str]:
    sure = [f.case for f in findings if f.outcome in (Outcome.CONTRADICTED, Outcome.SUPPORTED) and f.case]
    return list(dict.fromkeys(sure or [f.case for f in findings if f.match and f.case]))


def chosen(case: Case, findings: Sequence[Finding]) -> list[Entry]:
    """At most ENTRIES entries of a case, those that findings compare with before the others."""
    named = {row.entry for finding in findings for row in finding.compared}
    return sorted(case.entries(), key=lambda entry: entry.id not in named)[:ENTRIES]


def _matched(case: Case, findings: Sequence[Finding]) -> set[str]:
    return {finding.match.item for finding in findings if finding.match and finding.case == case.id}


def _claims(case: Case, findings: Sequence[Finding]) -> tuple[Claim, ...]:
    """The claims that were met; where only a picture was, the first claim tells what the case is about."""
    met = _matched(case, findings)
    return tuple(claim for claim in case.claims if item(case, claim.id) in met) or case.claims[:1]


def _pictures(case: Case, findings: Sequence[Finding], data: PictureData, words: Words) -> Iterator[PictureView]:
    matched, of = _matched(case, findings), met(findings)
    for picture in case.pictures:
        if item(case, picture.id) in matched:
            yield theirs(case, picture, of, data, words)


def verdict_tone(verdict: Verdict) -> Tone:
    if verdict in LIES:
        return Tone.BAD
    return {Verdict.TRUE: Tone.OK, Verdict.NONE: Tone.NEUTRAL}.get(verdict, Tone.WARN)


def review_view(review: Review, date: SayDate, words: Words) -> ReviewView:
    common = words[f"verdict.{review.verdict.value}"] if review.verdict else words["verdict.none"]
    return ReviewView(
        badge=Badge(common, verdict_tone(review.verdict)),
        rating=review.rating,
        publisher=review.publisher,
        href=web_address(review.url),
        published=date(review.published),
        summary=review.summary,
        lang=language(review.lang),
    )


def claim_view(claim: Claim, date: SayDate) -> ClaimView:
    return ClaimView(claim.text, language(claim.lang), claim.claimant, date(claim.made))


def entry_view(entry: Entry, case: Case, date: SayDate, words: Words) -> EntryView:
    since, until = date(entry.since).words, date(entry.until).words
    span = [words["when.from"].format(date=since)] if since else []
    span += [words["when.until"].format(date=until)] if until else []
    return EntryView(
        anchor=f"entry-{entry.id}",
        field=words.get(f"field.{entry.field}", entry.field),
        value=", ".join([_value(entry, case, words), *entry.within]),
        lang=language(entry.lang),
        words=entry.words,
        source=entry.source,
        href=web_address(entry.url),
        span=", ".join(span),
    )


def _value(entry: Entry, case: Case, words: Words) -> str:
    """The value, a subject of the case by its name, with the subject or criterion that it is said of, but for pictures."""
    other, of, criterion = case.subject(entry.value), case.subject(entry.subject), case.criterion(entry.subject)
    value = other.name if other else entry.value
    if criterion:
        return f"{answer_name(value, words) if entry.field == ANSWER_FIELD else value} ({criterion.text})"
    return f"{value} ({of.name})" if of else value


def language_of(theirs: Passage, name: str, leads: Leads) -> str:
    """The language of the wording of claim `CASE/ID` that a passage stands in; nothing where it is not to be seen."""
    case_id, _, id = name.rpartition("/")
    case = leads.case(case_id)
    claim = case.claim(id) if case else None
    wordings = claim.all_wordings() if claim else ()
    return next((one.lang for one in wordings if digest(one.text) == theirs.text_sha256), "")


def evidence(entry: str, shown: Sequence[CaseView]) -> tuple[str, int]:
    """Where the page shows an entry: its anchor and its number in the list, or nothing and 0."""
    for case in shown:
        for place, view in enumerate(case.entries, 1):
            if entry and view.anchor == f"entry-{entry}":
                return view.anchor, place
    return "", 0
