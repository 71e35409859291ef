"""When was the picture on file seen, by its entries and by the addresses at which it appeared?

A picture cannot show anything later than the day on which it was seen. An appearance of that very picture is a sighting too: by
the earlier of the day that its page bears and the day on which the desk saw it. A look that did not see it is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firsthand.checks.caption import Held, row, when_of
from firsthand.record.cases import Appearance
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison
from firsthand.record.outcome import Outcome
from firsthand.record.states import NOT_SEEN
from firsthand.record.when import When


@dataclass(frozen=True, slots=True)
class Sighting:
    """A day on which the picture was seen, and who says so; `entry` is empty where an appearance says it."""

    when: When
    source: str
    url: str
    entry: str = ""

    def before(self, other: When) -> bool:
        """Does all of the other time lie after the last day on which this can have been?"""
        return self.when.late is not None and other.early is not None and self.when.late < other.early

    def compared(self, what: str, said: str, outcome: Outcome) -> Comparison:
        line = row(what, said, str(self.when), Entry("", "seen", str(self.when), self.source, url=self.url), outcome)
        return Comparison(line.what, line.said, line.held, line.source, line.outcome, None, self.entry, line.url)


def sightings(held: Held) -> tuple[Sighting, ...]:
    """All of them, the entries first."""
    entries = [(entry, when) for entry in held.entries("seen") if (when := when_of(entry))]
    filed = [Sighting(when, entry.source, entry.url, entry.id) for entry, when in entries]
    worn = [one for one in held.case.appearances if one.of == held.picture.id]
    shown = [Sighting(when, one.outlet or "an appearance on file", one.url) for one in worn if (when := _first(one))]
    return (*filed, *shown)


def _first(appearance: Appearance) -> When | None:
    """The earlier of its days, by the last day that each allows. A look that saw nothing there has no day of its own."""
    looked = None if appearance.status in NOT_SEEN else appearance.seen
    days = [when for when in (appearance.published, looked) if when]
    return min(days, key=lambda when: when.late or date.max, default=None)
