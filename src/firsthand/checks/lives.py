"""Can somebody or something have been there at a time, by all that the record says of the beginning and the end?

A life is that of a person (`born`, `died`) or of a body (`founded`, `dissolved`). A body may be founded again. Every entry has
to exclude the time; one that cannot be read as a date, or that agrees with none of the others, excludes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from firsthand.checks.caption import when_of
from firsthand.checks.standing_times import precedes
from firsthand.record.cases import Kind, Subject
from firsthand.record.entries import Entry
from firsthand.record.when import When

ENDS = {Kind.PERSON: ("born", "died"), Kind.BODY: ("founded", "dissolved")}
"""The fields that tell of the beginning and of the end, by the kind of subject."""

Dated = tuple[Entry, When | None]


@dataclass(frozen=True, slots=True)
class Life:
    """The entries on a beginning and on an end, each with its date; None where it is no date. `again`: it may begin anew."""

    starts: tuple[Dated, ...]
    ends: tuple[Dated, ...]
    again: bool

    def __bool__(self) -> bool:
        return bool(self.starts or self.ends)

    def over(self, time: When, margin: timedelta = timedelta(0)) -> bool:
        """Had it ended before the time, by every entry, at least `margin` before it? And had it not begun anew by then?"""
        ends = [when for _, when in self.ends]
        if not ends or self.muddled or not all(end and _precedes(end, time, margin) for end in ends):
            return False
        return not any(_between(start, ends, time) for _, start in self.starts)

    def to_come(self, time: When) -> bool:
        """Was it yet to begin, by every entry? An end before its beginning tells of an earlier life, which had to be over too."""
        starts = [when for _, when in self.starts]
        if not starts or self.muddled or not all(start and precedes(time, start) for start in starts):
            return False
        earlier = [end for _, end in self.ends if end is None or any(s and not precedes(s, end) for s in starts)]
        return all(end is not None and precedes(end, time) for end in earlier)

    def excludes(self, time: When, margin: timedelta = timedelta(0)) -> bool:
        return self.over(time, margin) or self.to_come(time)

    @property
    def muddled(self) -> bool:
        """Does the record let somebody die before birth? Then it errs in one of the two, and nobody knows in which."""
        pairs = [(start, end) for _, start in self.starts for _, end in self.ends]
        return not self.again and any(start and end and precedes(end, start) for start, end in pairs)


def life_of(subject: Subject) -> Life:
    """What the record says of its beginning and end; empty for what has neither."""
    fields = ENDS.get(subject.kind)
    if fields is None:
        return Life((), (), again=False)
    starts, ends = (
        tuple((entry, when_of(entry)) for entry in subject.entries if entry.field == field) for field in fields
    )
    return Life(starts, ends, again=subject.kind is Kind.BODY)


def _precedes(end: When, time: When, margin: timedelta) -> bool:
    if end.late is None or time.early is None:
        return False
    return time.early - end.late > margin


def _between(start: When | None, ends: list[When | None], time: When) -> bool:
    """May this beginning be a second one, after one of the ends and not after the time?"""
    if start is None:
        return True
    if precedes(time, start):
        return False
    return not all(_first(start, end) for end in ends)


def _first(start: When, end: When | None) -> bool:
    """Does a beginning go with an end as its own? It must not be later than the end can have been."""
    if end is None or start.late is None:
        return False
    return end.late is None or start.late <= end.late
