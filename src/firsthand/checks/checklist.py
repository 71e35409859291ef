"""Which criteria does the matter meet that the case holds it to, and who says so?

Never a verdict: it counts what a desk has answered, names the sources of each answer, and leaves the rest to the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from firsthand.checks.caption import quoted
from firsthand.checks.known_claim import matched_claims
from firsthand.checks.known_picture import matched_pictures
from firsthand.checks.table import Answer, Question
from firsthand.record.cases import Case
from firsthand.record.checklists import NO_SOURCE, Checklist, Criterion, Met
from firsthand.record.entries import UNNAMED, Entry
from firsthand.record.findings import Comparison, Finding, NotChecked, Why
from firsthand.record.outcome import Outcome

CODE = "checklist"
NAMED = 5
"""Sources that a headline names."""

U = Outcome.UNRESOLVED


def run(question: Question) -> tuple[Answer, ...]:
    """One answer for each checklist of each case that the tip is held to be about, by a claim, a picture or a person's yes."""
    if not (question.reading.text.strip() or question.reading.pictures):
        return (NotChecked(CODE, Why.ABSENT, "The tip carries neither text nor picture."),)
    # A casebook of a newer version may hold a checklist whose template this one does not know: nothing to tell of it.
    held = [(case, one) for case in question.leads.cases for one in case.checklists if one.criteria]
    about = _about(question) if held else frozenset()  # weighing is not for nothing: most casebooks hold no checklist
    found = tuple(_finding(case, checklist) for case, checklist in held if case.id in about)
    return found or (NotChecked(CODE, Why.NO_RECORD, "No case that the tip is held to be about has a checklist."),)


def _about(question: Question) -> frozenset[str]:
    """The cases that the tip is held to be about."""
    claims = (name.rpartition("/")[0] for name in matched_claims(question))
    return frozenset([*claims, *(lead.case for _, lead, _ in matched_pictures(question))])


def _finding(case: Case, checklist: Checklist) -> Finding:
    rows = tuple(row for criterion in checklist.criteria for row in _rows(criterion))
    hint = [_of(case, checklist), "A checklist is no verdict: read the sources of its rows."]
    return Finding(CODE, U, _headline(case, checklist), case.id, compared=rows, hint=" ".join(filter(None, hint)))


def _rows(criterion: Criterion) -> Iterator[Comparison]:
    """A row for the desk's answer with the sources that bear it, and one for each other answer that a source gives."""
    for answer, entries in criterion.said().items():
        entry, url = (entries[0].id, next((one.url for one in entries if one.url), "")) if entries else ("", "")
        yield Comparison(criterion.text, "", answer.value, _by(entries), U, None, entry, url)


def _by(entries: Sequence[Entry]) -> str:
    """Who says so, as a cell of the table holds it."""
    sources = list(dict.fromkeys(entry.source for entry in entries))
    if not sources:
        return NO_SOURCE
    return UNNAMED if sources == [UNNAMED] else _listed(_spoken(sources))


def _headline(case: Case, checklist: Checklist) -> str:
    """How many criteria have which answer, and according to whom; an answer without a source is not laid on others."""
    criteria = checklist.criteria
    counts = (
        (sum(1 for one in criteria if one.answer is answer), answer) for answer in (Met.NOT_MET, Met.MET, Met.UNKNOWN)
    )
    told = _listed(f"{count} {'is' if count == 1 else 'are'} {answer.value}" for count, answer in counts if count)
    many = "1 criterion" if len(criteria) == 1 else f"{len(criteria)} criteria"
    tail = "".join(f"; {said}" for said in (_bare(criteria), _disputed(criteria)) if said)
    return f"Of {many} of {quoted(checklist.title)} in case {case.id}, {told}{_according(criteria)}{tail}."


def _according(criteria: Sequence[Criterion]) -> str:
    entries = (entry for one in criteria for entry in one.said()[one.answer])
    sources = _spoken(list(dict.fromkeys(entry.source for entry in entries)))
    if len(sources) > NAMED:
        sources = [*sources[: NAMED - 1], f"{len(sources) - NAMED + 1} more"]
    return f", according to {_listed(sources)}" if sources else ""


def _bare(criteria: Sequence[Criterion]) -> str:
    """The answers that no entry bears."""
    bare = sum(1 for one in criteria if one.answer is not Met.UNKNOWN and not one.said()[one.answer])
    return f"{bare} of the answers {'has' if bare == 1 else 'have'} no source on file" if bare else ""


def _disputed(criteria: Sequence[Criterion]) -> str:
    """The criteria that a source answers otherwise than the desk."""
    count = sum(1 for one in criteria if len(one.said()) > 1)
    return f"on {count} of them a source says otherwise" if count else ""


def _of(case: Case, checklist: Checklist) -> str:
    """What of the case it is about, where it says so."""
    claim, subject = case.claim(checklist.of), case.subject(checklist.of)
    about = quoted(claim.text) if claim else quoted(subject.name) if subject else checklist.of
    return f"It is about {about}." if about else ""


def _spoken(sources: Sequence[str]) -> list[str]:
    return ["an unnamed source" if source == UNNAMED else source for source in sources]


def _listed(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
