"""Which words stand in the picture, and do they name another time or event than its caption, or other words than on file?

Never an accusation: a banner may be older than the day, and a machine read it. It names both sides for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from firsthand.checks.caption import quoted
from firsthand.checks.known_picture import matched_pictures
from firsthand.checks.picture_text import FIRM
from firsthand.checks.table import Answer, Question
from firsthand.matching.folding import digest, fold
from firsthand.reading.dates import read_dates
from firsthand.reading.inscriptions import CODE, INSTALL, SOURCE
from firsthand.record.cases import Kind, Subject
from firsthand.record.findings import Comparison, Finding, NotChecked, Why
from firsthand.record.outcome import Outcome
from firsthand.record.readings import Inscription, PictureReading
from firsthand.record.when import When

SHOWN = 240
"""Characters of the words that a headline quotes."""
OTHER = 0.6
"""Likeness (0 to 1) of the words read to those on file below which they are other words: a misread letter or two is less."""

U = Outcome.UNRESOLVED


def run(question: Question) -> tuple[Answer, ...]:
    """One answer for each picture that could be looked at: its words, and where they part from its caption or from the file."""
    answers: list[Answer] = []
    for place, picture in enumerate(question.reading.pictures):
        if picture.inscriptions is not None:
            answers.append(_answer(question, place, picture, picture.inscriptions))
    unread = any(one.sha256 and not one.problem and one.inscriptions is None for one in question.reading.pictures)
    if unread and not any(lack.code == CODE for lack in question.leads.lacking):
        answers.append(_not_set_up(question))
    return tuple(answers)


def _not_set_up(question: Question) -> NotChecked:
    if not question.settings.read_words:
        return NotChecked(CODE, Why.NOT_SET_UP, "The words in the picture were not read: that is switched off.")
    reason = "The words in the picture were not read: Tesseract, which reads them, or its languages, were not at hand."
    return NotChecked(CODE, Why.NOT_SET_UP, reason, f"Install it: {INSTALL}.")


def _answer(question: Question, place: int, picture: PictureReading, read: tuple[Inscription, ...]) -> Finding:
    if not read:
        return Finding(CODE, U, f"No words were read in {picture.name or 'the picture'}.", tip_picture=place)
    rows = tuple(
        dict.fromkeys((*_dates(picture, read), *_events(question, picture, read), *_on_file(question, place, read)))
    )
    words = quoted(" / ".join(one.text for one in read))
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…”"
    headline = f"The words in the picture, read by machine: {shown}."
    if rows:
        first = rows[0]
        other = "the record" if first.what == "banner" else "the caption"
        theirs, ours = (first.held, first.said) if first.what == "banner" else (first.said, first.held)
        headline = f"The words in the picture say {quoted(ours)}, {other} says {quoted(theirs)}."
    unsure = any(one.confidence < FIRM for one in read)
    mirror = any(one.region.turned != "as is" for one in read)
    hint = [
        "They were read mirrored: the picture is the wrong way round." if mirror else "",
        "Some are blurred or small and may be misread." if unsure else "",
        "Look at the picture before you rely on them." if rows or unsure else "",
    ]
    return Finding(CODE, U, headline, compared=rows, hint=" ".join(filter(None, hint)), tip_picture=place)


def _dates(picture: PictureReading, read: tuple[Inscription, ...]) -> Iterator[Comparison]:
    """Each date in the words that no date of the caption meets, beside the first of the caption."""
    caption = picture.caption
    said = [(date, date.when) for date in caption.dates if date.when] if caption else []
    for one in read:
        for date in read_dates(one.text, one.lang):
            if date.when and said and one.confidence >= FIRM and not any(_meets(when, date.when) for _, when in said):
                mention = said[0][0]
                yield Comparison("date", mention.passage.exact, date.passage.exact, SOURCE, U, mention.passage)


def _meets(one: When, other: When) -> bool:
    return one.meets(other)


def _events(question: Question, picture: PictureReading, read: tuple[Inscription, ...]) -> Iterator[Comparison]:
    """Each event on file that the words name, beside one that the caption names instead."""
    caption = picture.caption
    if caption is None:
        return
    named = dict(_named(question, caption.sha256))
    for one in read:
        for name, subject in _named(question, digest(one.text)):
            others = [said for said, about in named.items() if about.id != subject.id]
            if one.confidence >= FIRM and others and subject.id not in {about.id for about in named.values()}:
                yield Comparison("event", others[0], name, SOURCE, U)


def _named(question: Question, sha256: str) -> Iterator[tuple[str, Subject]]:
    for lead in question.leads.subjects:
        case = question.leads.case(lead.case)
        subject = case.subject(lead.subject) if case and lead.passage.text_sha256 == sha256 else None
        if subject and subject.kind is Kind.EVENT:
            yield lead.passage.exact, subject


def _on_file(question: Question, place: int, read: tuple[Inscription, ...]) -> Iterator[Comparison]:
    """Words on file for the very picture, where none that were read are like them."""
    firm = [one for one in read if one.confidence >= FIRM]
    for ours, lead, _ in matched_pictures(question):
        case = question.leads.case(lead.case) if ours == place else None
        picture = case.picture(lead.picture) if case else None
        for entry in picture.entries if picture and firm else ():
            if entry.field == "banner" and not any(_alike(one.text, entry.value) for one in firm):
                words = " / ".join(one.text for one in firm)
                yield Comparison("banner", words, entry.value, entry.source, U, entry=entry.id, url=entry.url)


def _alike(ours: str, theirs: str) -> bool:
    one, other = fold(ours), fold(theirs)
    match = SequenceMatcher(None, one, other, autojunk=False)
    held = sum(block.size for block in match.get_matching_blocks())
    return held >= OTHER * max(1, min(len(one), len(other)))
