"""When did it turn up? What the record holds about the cases in question, and this tip, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date as Day

from firsthand.errors import WhenError
from firsthand.record.cases import Appearance, Case
from firsthand.record.entries import WHEN_FIELDS
from firsthand.record.findings import Finding
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome
from firsthand.record.readings import Reading
from firsthand.record.states import NOT_SEEN
from firsthand.record.when import When, parse
from firsthand.rendering.casefolder import verdict_tone
from firsthand.rendering.gravity import Tone
from firsthand.rendering.safe import language, web_address
from firsthand.rendering.view import Badge, Date, Moment
from firsthand.rendering.words import Words

SHOWN = 30
"""Lines shown; the rest is counted."""

Dated = tuple[Day, Moment]


def moments(
    reading: Reading, findings: Sequence[Finding], leads: Leads, say: Callable[[When | None], Date], words: Words
) -> tuple[Moment, ...]:
    """Earliest first, what has no date last. Empty where no case stands beside the tip."""
    ids = dict.fromkeys(f.case for f in findings if f.case and (f.match or f.outcome is not Outcome.UNRESOLVED))
    told = [row for id in ids if (case := leads.case(id)) for row in _of_case(case, say, words)]
    if not told:
        return ()
    told.append(_dated(reading.published, Moment(say(reading.published), words["timeline.tip"])))
    return tuple(moment for _, moment in sorted(told, key=lambda row: row[0]))


def _of_case(case: Case, say: Callable[[When | None], Date], words: Words) -> Iterator[Dated]:
    yield from _pictures(case, say, words)
    for seen in case.appearances:
        when = seen.published or seen.seen
        yield _dated(when, _appearance(seen, say(when), words))
    for review in case.reviews:
        badge = Badge(review.rating, verdict_tone(review.verdict))
        said = words["timeline.reviewed"].format(publisher=review.publisher or words["source.unnamed"])
        shown = Moment(say(review.published), said, href=web_address(review.url), badge=badge)
        yield _dated(review.published, shown)


def _pictures(case: Case, say: Callable[[When | None], Date], words: Words) -> Iterator[Dated]:
    """When a picture was taken or first seen, each value once however many sources say so."""
    lines = dict.fromkeys((e.field, e.value) for p in case.pictures for e in p.entries if e.field in WHEN_FIELDS)
    for field, value in lines:
        try:
            when = parse(value)
        except WhenError:
            continue
        said = words["timeline.picture"].format(field=words.get(f"field.{field}", field).lower())
        yield _dated(when, Moment(say(when), said))


def _appearance(seen: Appearance, date: Date, words: Words) -> Moment:
    said = seen.outlet or words["timeline.appeared"]
    if seen.status in NOT_SEEN and not seen.published:
        said = words["timeline.looked"].format(outlet=seen.outlet) if seen.outlet else words["timeline.looked-there"]
    status = Badge(words.get(f"state.{_key(seen.status)}", seen.status), Tone.NEUTRAL) if seen.status else None
    return Moment(date, said, seen.caption, language(seen.lang), web_address(seen.url), status)


def _key(status: str) -> str:
    return status.replace(" ", "-")


def _dated(when: When | None, moment: Moment) -> Dated:
    """A moment with the days between which it lies, and the day by which it is put in order."""
    return _first(when), replace(moment, first=when.first, last=when.last) if when else moment


def _first(when: When | None) -> Day:
    return (when.first or when.last or Day.max) if when else Day.max
