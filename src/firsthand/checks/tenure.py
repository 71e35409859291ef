"""From when until when did an entry's tie or office hold, and does that leave out a time?

An end that is open or not on file excludes nothing. An entry that ends before it begins errs in one of the two, and nobody knows
in which: it excludes nothing, and bears nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.checks.standing_times import precedes
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison
from firsthand.record.when import When


def ended(tie: Entry, time: When) -> bool:
    return tie.until is not None and not muddled(tie) and precedes(tie.until, time)


def not_begun(tie: Entry, time: When) -> bool:
    return tie.since is not None and not muddled(tie) and precedes(time, tie.since)


def apart(tie: Entry, time: When) -> bool:
    return ended(tie, time) or not_begun(tie, time)


def covers(tie: Entry, time: When) -> bool:
    """Does it hold on every day that the time can be? Both its ends have to be known."""
    if tie.since is None or tie.until is None or muddled(tie):
        return False
    start, end = tie.since.late, tie.until.early
    return None not in (start, end, time.early, time.late) and start <= time.early and time.late <= end  # type: ignore[operator]


def muddled(tie: Entry) -> bool:
    return tie.since is not None and tie.until is not None and precedes(tie.until, tie.since)


def term(tie: Entry) -> str:
    return f"from {tie.since or 'a time not on file'} until {tie.until or 'a time not on file'}"


def by_source(rows: Iterable[Comparison]) -> str:
    """The terms of some rows, each with its source: "from 1994 until 1998 according to the minutes, and from ..."."""
    return ", and ".join(dict.fromkeys(f"{line.held} according to {line.source}" for line in rows))
