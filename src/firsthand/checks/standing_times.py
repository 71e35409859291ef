"""Of what time does a sentence of the tip speak, and whom on file does it name?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firsthand.checks.caption import narrowest, readable
from firsthand.checks.caption_date import meant
from firsthand.checks.table import Question
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.leads import Leads
from firsthand.record.passages import Passage
from firsthand.record.readings import DateMention, Stance
from firsthand.record.when import When, parse

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
"""A year in figures, as no number beside other digits is."""

Bearers = list[tuple[Case, Subject]]
"""Subjects that a name may mean, each with its case."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One text of the tip: its main text or a caption."""

    text: str
    sha256: str
    lang: str
    published: When | None
    dates: tuple[DateMention, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """What a sentence may speak of. `own`: the dates that it asserts; `others`: all other dates of its text.

    `settled` is False where a date of the sentence could not be read; then nothing can be held against it. `loosely`: its own
    dates as loosely as their words are used ("on Friday"), where that is wider than what they say.
    """

    own: tuple[When, ...]
    others: tuple[When, ...]
    published: When | None
    settled: bool = True
    loosely: tuple[When, ...] = ()

    @property
    def spoken(self) -> tuple[When, ...]:
        """The time of the sentence: its own dates, else the day of publication."""
        return self.own or ((self.published,) if self.published else ())

    @property
    def meant(self) -> tuple[When, ...]:
        """Every time that the sentence can mean, since a text of today may tell of the past as if it were present."""
        return (*self.told, *self.others, *((self.published,) if self.published else ()))

    @property
    def told(self) -> tuple[When, ...]:
        """Its own dates with all that they may mean."""
        return self.loosely or self.own

    def shown(self, time: When) -> str:
        """A time as a row says it, with the day on which the tip said it where that is another."""
        if not self.own or self.published is None:
            return readable(time)
        return f"{readable(time)} (published {readable(self.published)})"


def voices(question: Question) -> Iterator[Voice]:
    """The texts of the tip, each once."""
    reading = question.reading
    if reading.text:
        yield Voice(reading.text, reading.text_sha256, reading.lang, reading.published, reading.dates)
    seen = {reading.text_sha256}
    for picture in reading.pictures:
        caption = picture.caption
        if caption and caption.text and caption.sha256 not in seen:
            seen.add(caption.sha256)
            published = caption.published or reading.published
            yield Voice(caption.text, caption.sha256, caption.lang, published, caption.dates)


def named(leads: Leads, voice: Voice, kind: Kind | None = None) -> dict[Passage, Bearers]:
    """The subjects of one kind, or of any, by the passage that names them."""
    found: dict[Passage, Bearers] = {}
    for lead in leads.subjects:
        case = leads.case(lead.case)
        subject = case.subject(lead.subject) if case else None
        if case and subject and kind in (None, subject.kind) and lead.passage.text_sha256 == voice.sha256:
            rows = found.setdefault(lead.passage, [])
            if (case, subject) not in rows:
                rows.append((case, subject))
    return found


def times_of(voice: Voice, sentence: Passage) -> Times:
    """The times of one sentence."""
    asserted = asserted_dates(voice)
    own = [m for m in asserted if sentence.start <= m.passage.start < sentence.end]
    read = narrowest([m.when for m in own if m.when], lambda one, other: one.holds(other))
    settled = all(m.when for m in own) and not unread_year(voice, sentence)
    return Times(tuple(read), _beside(voice, own), voice.published, settled)


def _beside(voice: Voice, own: Iterable[DateMention]) -> tuple[When, ...]:
    """All other dates of the text, also those that it only compares with, and years that no date took in: it may mean those."""
    mine = list(own)
    told = [m.when for m in voice.dates if m.when and m not in mine and m.stance is not Stance.CREDIT]
    return (*told, *(parse(year) for year in dict.fromkeys(_bare_years(voice))))


def _bare_years(voice: Voice, start: int = 0, end: int | None = None) -> Iterator[str]:
    """The years in figures that no date of the text took in."""
    dated = [mention.passage for mention in voice.dates]
    for found in YEAR.finditer(voice.text, start, len(voice.text) if end is None else end):
        if not any(one.start <= found.start() < one.end for one in dated):
            yield found.group()


def asserted_dates(voice: Voice) -> list[DateMention]:
    return [mention for mention in voice.dates if mention.stance in (Stance.ASSERTED, Stance.LOOSE)]


def deed_times(voice: Voice, sentence: Passage, dates: tuple[DateMention, ...]) -> Times:
    """The times of a deed that bears its own dates.

    A date with its year in figures stands by itself. Any other ("on Friday", "on 3 May") is counted out from the day of
    publication or from a year named elsewhere, so that these have to be excluded along with it.
    """
    whole = times_of(voice, sentence)
    own = tuple(mention.when for mention in dates if mention.when)
    loosely = tuple(when for mention in dates if (when := meant(mention)))
    settled = whole.settled and len(own) == len(dates)
    if dates and all(YEAR.search(mention.passage.exact) for mention in dates):
        return Times(own, (), None, settled, loosely)
    return Times(own, _beside(voice, dates), voice.published, settled and voice.published is not None, loosely)


def unread_year(voice: Voice, sentence: Passage) -> bool:
    """Does the sentence have a year that no date took in, as in "a 1996 interview"?"""
    return any(_bare_years(voice, sentence.start, sentence.end))


def precedes(one: When, other: When) -> bool:
    """Does all of the one, approximate ends widened, lie before all of the other?"""
    return one.late is not None and other.early is not None and one.late < other.early
