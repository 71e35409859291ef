"""Which captioned pictures of the tip are on file, what does each caption name, and how are answers joined?

What the three caption checks share. Each of them judges one `Held` at a time.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import dist
from typing import TypeVar

from firsthand.checks.known_picture import matched_pictures
from firsthand.checks.table import Answer, Question
from firsthand.errors import WhenError
from firsthand.record.cases import Case, Picture, item
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison, Finding, Match, NotChecked, Why
from firsthand.record.leads import PictureLead
from firsthand.record.outcome import Outcome
from firsthand.record.passages import Passage
from firsthand.record.readings import FILE_SOURCE, CaptionReading, PictureReading
from firsthand.record.when import When, parse

T = TypeVar("T")

_APART = 0.2
"""Pictures on file whose middles lie farther apart than this share of ours stand in different places of it."""

RANK = {Outcome.CONTRADICTED: 0, Outcome.SUPPORTED: 1, Outcome.UNRESOLVED: 2, Outcome.NOT_CHECKED: 3}
"""Which row a headline quotes first."""


@dataclass(frozen=True, slots=True)
class Held:
    """A picture of the tip that is held to be a picture on file, with the caption to be judged.

    `place` is its position in the reading (from 0).
    """

    question: Question
    place: int
    ours: PictureReading
    caption: CaptionReading
    case: Case
    picture: Picture
    match: Match

    def entries(self, field: str) -> tuple[Entry, ...]:
        """The entries that can settle something: not those that only repeat what the file on file says of itself."""
        return tuple(e for e in self.picture.entries if e.field == field and e.source != FILE_SOURCE)


Judge = Callable[[Held], Answer]


def judged(question: Question, code: str, judge: Judge) -> tuple[Answer, ...]:
    """The judge's answer for each captioned picture on file; where nothing can be judged, why not."""
    gaps = list(_unseen(question, code))
    matched = matched_pictures(question)
    if not matched:
        reason = "No picture of the tip is known to be on file, so there is nothing to hold its caption against."
        return (*gaps, *([] if gaps else [NotChecked(code, Why.NO_RECORD, reason)]))
    rows = list(_held(question))
    answers = _of_several([_unread(held, code) or judge(held) for held in rows], matched)
    if not rows:
        gaps.append(NotChecked(code, Why.ABSENT, "The picture that is on file carries no caption in this tip."))
    return (*answers, *gaps)


def _of_several(answers: list[Answer], matched: Sequence[tuple[int, PictureLead, Match]]) -> list[Answer]:
    """The answers; where ours is made of several pictures on file, one of them is contradicted only if all of them are."""
    middles: dict[int, list[tuple[float, float]]] = {}
    for place, lead, _ in matched:
        middle = (lead.ours.left + lead.ours.right) / 2, (lead.ours.top + lead.ours.bottom) / 2
        middles.setdefault(place, []).append(middle)
    several = {place for place, held in middles.items() if any(dist(held[0], other) > _APART for other in held)}
    return [
        _doubted(one, answers) if isinstance(one, Finding) and one.tip_picture in several else one for one in answers
    ]


def _doubted(one: Finding, answers: Sequence[Answer]) -> Finding:
    beside = [other for other in answers if isinstance(other, Finding) and other.tip_picture == one.tip_picture]
    if one.outcome is not Outcome.CONTRADICTED or all(other.outcome is Outcome.CONTRADICTED for other in beside):
        return one
    return replace(
        one,
        outcome=Outcome.UNRESOLVED,
        headline=f"{one.headline} But ours is made of several pictures, and the caption may speak of another of them.",
        hint="Look at which part the caption speaks of.",
    )


def _held(question: Question) -> Iterator[Held]:
    for place, lead, match in matched_pictures(question):
        ours, case = question.reading.pictures[place], question.leads.case(lead.case)
        picture = case.picture(lead.picture) if case else None
        if ours.caption and ours.caption.text.strip() and case and picture:
            yield Held(question, place, ours, ours.caption, case, picture, match)


def _unseen(question: Question, code: str) -> Iterator[NotChecked]:
    """One line for all captioned pictures that could not be looked up."""
    blind = [p for p in question.reading.pictures if p.caption and p.caption.text.strip() and not p.prints]
    matched = {place for place, _, _ in matched_pictures(question)}
    blind = [p for p in blind if question.reading.pictures.index(p) not in matched]
    if blind:
        why = blind[0].problem or "it was not fetched"
        many = f"{len(blind)} captions were" if len(blind) > 1 else "The caption was"
        yield NotChecked(code, Why.FAILED, f"{many} not judged, because the picture could not be looked up: {why}")


def _unread(held: Held, code: str) -> NotChecked | None:
    if held.caption.supported_lang:
        return None
    reason = f"The caption could not be read: there are no rules for its language ({held.caption.lang or 'unknown'})."
    return NotChecked(code, Why.FAILED, reason, "Give --lang if the language was taken wrongly; else read it yourself.")


def no_record(held: Held, code: str, what: str) -> NotChecked:
    reason = f"The record does not say {what} of {item(held.case, held.picture.id)}."
    return NotChecked(code, Why.NO_RECORD, reason, "Add an entry to the case once somebody knows.")


def finding(held: Held, code: str, outcome: Outcome, headline: str, rows: Iterable[Comparison] = ()) -> Finding:
    """A finding on one picture; rows that bear its outcome come first."""
    compared = tuple(sorted(rows, key=lambda row: (row.outcome is not outcome, RANK[row.outcome])))
    passages = tuple(dict.fromkeys(row.passage for row in compared if row.passage))
    return Finding(code, outcome, headline, held.case.id, held.match, passages, compared, _hint(outcome), held.place)


def _hint(outcome: Outcome) -> str:
    return "Read the sources of the rows before you publish." if outcome is Outcome.CONTRADICTED else ""


def held_back(held: Held, outcome: Outcome) -> Outcome:
    """Words that hold the whole caption back ("archive picture") take a contradiction away, and nothing else."""
    return Outcome.UNRESOLVED if held.caption.hedges and outcome is Outcome.CONTRADICTED else outcome


def hedge_of(held: Held) -> str:
    """The hedge as a headline begins with it."""
    return f"The caption holds itself back ({quoted(held.caption.hedges[0].exact)})"


def row(what: str, said: str, held: str, entry: Entry, outcome: Outcome) -> Comparison:
    """A row of the table that rests on one entry; `passage` is added by `at`."""
    return Comparison(what, said, held, entry.source, outcome, None, entry.id, entry.url)


def at(line: Comparison, passage: Passage) -> Comparison:
    return Comparison(line.what, line.said, line.held, line.source, line.outcome, passage, line.entry, line.url)


def narrowest(items: Sequence[T], wider: Callable[[T, T], bool]) -> list[T]:
    """The items without those that only hold another one: `wider(a, b)` says that a says no more than b does."""
    return [
        one
        for i, one in enumerate(items)
        if not any(wider(one, other) and (not wider(other, one) or j < i) for j, other in enumerate(items) if j != i)
    ]


def when_of(entry: Entry) -> When | None:
    """The value of a date entry; None where it is no date that Firsthand reads."""
    try:
        return parse(entry.value)
    except WhenError:
        return None


def readable(when: When) -> str:
    """A date as a sentence says it: "on 1 May 2012", "in May 2012", "in 2012"; any other form as it is written on file."""
    first, last, text = when.first, when.last, when.edtf
    if first is None or last is None or when.approximate:
        return f"({text})"
    if first == last:
        return f"on {first.day} {month_name[first.month]} {first.year}"
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text):
        return f"in {month_name[first.month]} {first.year}" if len(text) == 7 else f"in {text}"
    return f"({text})"


def inside(inner: Passage, outer: Passage) -> bool:
    return inner.text_sha256 == outer.text_sha256 and outer.start <= inner.start and inner.end <= outer.end


def quoted(words: str) -> str:
    return f"“{' '.join(words.split())}”"
