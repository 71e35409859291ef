"""Of what time does a sentence of the tip speak, and whom on file does it name?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firsthand.checks.caption import narrowest, readable
from firsthand.checks.caption_date import meant
from firsthand.checks.table import Question
from firsthand.matching.folding import digest
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.leads import SHORTENED, Leads
from firsthand.record.passages import Passage
from firsthand.record.readings import DateMention, Stance
from firsthand.record.when import Bound, When, parse

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
"""A year in figures, as no number beside other digits is."""

Bearers = list[tuple[Case, Subject]]
"""Subjects that a name may mean, each with its case."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One text of the tip: its main text or a caption. `dates` stand in order of place.

    `times` are all that they mean, each once, also those that the text only compares with, and `years` (place, year) those in
    figures that no date took in: the text may speak of any of these.
    """

    text: str
    sha256: str
    lang: str
    published: When | None
    dates: tuple[DateMention, ...]
    times: tuple[When, ...] = ()
    years: tuple[tuple[int, str], ...] = ()


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
        yield voice_of(reading.text, reading.lang, reading.published, reading.dates)
    seen = {reading.text_sha256}
    for picture in reading.pictures:
        caption = picture.caption
        if caption and caption.text and caption.sha256 not in seen:
            seen.add(caption.sha256)
            yield voice_of(caption.text, caption.lang, caption.published or reading.published, caption.dates)


def voice_of(text: str, lang: str, published: When | None, dates: Iterable[DateMention]) -> Voice:
    """A text with its dates in order, and all times that it may speak of."""
    ordered = tuple(sorted(dates, key=_start))
    starts = [mention.passage.start for mention in ordered]
    years = tuple((y.start(), y.group()) for y in YEAR.finditer(text) if not _covered(y.start(), ordered, starts))
    times = [mention.when for mention in ordered if mention.when and mention.stance is not Stance.CREDIT]
    times += [parse(year) for year in dict.fromkeys(year for _, year in years)]
    return Voice(
        text, digest(text), lang, published, ordered, tuple({_days(one): one for one in times}.values()), years
    )


def _covered(at: int, dates: tuple[DateMention, ...], starts: list[int]) -> bool:
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < dates[before].passage.end


def _days(when: When) -> tuple[Bound, Bound]:
    return when.early, when.late


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


def shortened(leads: Leads, voice: Voice) -> frozenset[Passage]:
    """Where the text names somebody by less than the name: by initials, a surname or an abbreviation."""
    mine = (lead for lead in leads.subjects if lead.passage.text_sha256 == voice.sha256)
    return frozenset(lead.passage for lead in mine if lead.road in SHORTENED)


def times_of(voice: Voice, sentence: Passage) -> Times:
    """The times of one sentence."""
    own = [m for m in dates_within(voice, sentence) if m.stance in (Stance.ASSERTED, Stance.LOOSE)]
    read = narrowest([m.when for m in own if m.when], lambda one, other: one.holds(other))
    settled = all(m.when for m in own) and not unread_year(voice, sentence)
    return Times(tuple(read), _beside(voice, own), voice.published, settled)


def _beside(voice: Voice, own: Iterable[DateMention]) -> tuple[When, ...]:
    """The other times of the text."""
    mine = {_days(mention.when) for mention in own if mention.when}
    return tuple(one for one in voice.times if _days(one) not in mine)


def dates_within(voice: Voice, sentence: Passage) -> tuple[DateMention, ...]:
    """The dates that stand in a sentence; those of a text come in order."""
    first = bisect_left(voice.dates, sentence.start, key=_start)
    return voice.dates[first : bisect_left(voice.dates, sentence.end, key=_start)]


def _start(mention: DateMention) -> int:
    return mention.passage.start


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
    first = bisect_left(voice.years, (sentence.start, ""))
    return first < len(voice.years) and voice.years[first][0] < sentence.end


def precedes(one: When, other: When) -> bool:
    """Does all of the one, approximate ends widened, lie before all of the other?"""
    return one.late is not None and other.early is not None and one.late < other.early
