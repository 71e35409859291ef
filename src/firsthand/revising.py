"""How does a person change the record? Cases filed anew by those who saw what stood there; joined, parted, brought back.

Nothing is overwritten: each of these is a new revision, and what a person decided on a claim or picture goes where it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.casebook.store import Besides, CasebookStore, Filed, Incoming, Kept, RevisionLine
from firsthand.errors import OvertakenError, UsageError
from firsthand.filed import named
from firsthand.record.case_joins import Joined, gone, joined, merged_into, parted, split_from
from firsthand.record.casefile_write import check_case
from firsthand.record.cases import Case, item
from firsthand.record.decisions import Decision

Seen = Mapping[str, int]
"""Case id -> the number of the newest revision that the person saw; 0: there was no such case."""


HOPS = 10
"""Merges and splits that are followed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a merge or a split did, so far as it can be taken back: `before` is the one case that it changed, as it was, where
    it changed it."""

    other: str
    back: Case
    before: Case | None
    names: Mapping[str, str]


class Revising:
    """The writing of cases by people. Each call raises OvertakenError where a revision came that they had not seen."""

    def __init__(self, book: CasebookStore, now: Callable[[], datetime]) -> None:
        self._book, self._now = book, now

    def file(self, case: Case, seen: int, *, who: str, kept: tuple[Kept, ...] = ()) -> Filed:
        """File a case, with the exhibits that it brings."""
        incoming = Incoming(check_case(case), kept=kept)
        return self._filed([incoming], Besides({case.id: seen}), who)[0]

    def joined(self, kept: str, other: str) -> Joined:
        """What the first case would be with the second one in it. Raises UsageError."""
        if kept == other:
            raise UsageError("A case cannot be merged with itself.", hint="Name another one.")
        return joined(self._whole(kept), self._whole(other))

    def merge(self, kept: str, other: str, seen: Seen, *, who: str) -> Joined:
        """Put all of the second case into the first; of the second its earlier revisions remain, and where it went."""
        found = self.joined(kept, other)
        self._both(found.case, gone(self._whole(other), kept), seen, _moved(other, kept, found.names), who)
        return found

    def split(self, case: str, chosen: Collection[str], new: Case, seen: int, *, who: str) -> Case:
        """Put what is chosen into a new case, of which `new` gives the id and the title. Raises UsageError."""
        parts = parted(self._whole(case), chosen, new.id, new.title)
        if not any((parts.part.claims, parts.part.pictures, parts.part.appearances, parts.part.reviews)):
            raise UsageError("Nothing was chosen.", hint="Choose what goes into the new case.")
        if not any((parts.rest.claims, parts.rest.pictures)):
            raise UsageError("No claim and no picture would stay.", hint="Leave something in this case.")
        moved = {item(case, id): item(new, id) for id in parts.moved}
        self._both(parts.rest, parts.part, {case: seen, new.id: 0}, moved, who)
        return parts.part

    def step(self, id: str) -> Step | None:
        """The merge or split that made this case what it is; None where there was none, or it was filed anew since."""
        case, lines = self._book.case(id), self._book.revisions(id)
        other = (merged_into(case) or split_from(case)) if case else ""
        theirs = self._book.revisions(other) if other else []
        if case is None or not theirs or theirs[-1].at > lines[-1].at:
            return None
        before = self._before(other, theirs) if theirs[-1].at == lines[-1].at else None
        if merged_into(case):
            back = self._before(id, lines)
            held = before or self._book.case(other)
            names = joined(held, back).names if held and back else {}
            return Step(other, back, before, names) if back else None
        whole = len(lines) == 1 and before is not None
        return Step(other, gone(case, other), before, {id: id for id in _items(case)}) if whole else None

    def undo(self, id: str, seen: Seen, *, who: str) -> Step:
        """Take back the merge or split that made this case what it is. Raises OvertakenError where that cannot be done."""
        step = self.step(id)
        if step is None:
            raise OvertakenError(
                f"What made the case {id!r} what it is cannot be taken back.",
                hint="One of the two cases was filed anew since. Split it instead, or bring back an earlier revision.",
            )
        names = {item(id, theirs): item(step.other, ours) for theirs, ours in step.names.items()}
        back = {ours: theirs for theirs, ours in names.items()} if merged_into(self._whole(id)) else names
        self._both(step.before or self._whole(step.other), step.back, seen, back, who)
        return step

    def whereabouts(self, name: str) -> str:
        """The name that a claim or picture bears now, if merges and splits gave it another; else the one that is asked for."""
        case_id, _, id = name.partition("/")
        for _ in range(HOPS):
            case = self._book.case(case_id)
            if case is None or case.claim(id) or case.picture(id):
                break
            into = merged_into(case)
            case_id, id = (into, self._names(case_id, into).get(id, "")) if into else (self._split_off(case_id, id), id)
        held = self._book.case(case_id)
        return item(case_id, id) if held and (held.claim(id) or held.picture(id)) else name

    def _names(self, other: str, kept: str) -> Mapping[str, str]:
        """The names that a merge gave to what the other case held."""
        lines, theirs = self._book.revisions(other), self._book.revisions(kept)
        before = [line for line in theirs if line.at < lines[-1].at]
        held = self._book.history.case(kept, before[-1].number) if before else None
        came = self._before(other, lines)
        return joined(held, came).names if held and came else {}

    def _split_off(self, case: str, id: str) -> str:
        """The case into which a claim or picture was split off from this one; empty where it was withdrawn."""
        after = None
        for line in reversed(self._book.revisions(case)):
            held = self._book.history.case(case, line.number)
            if held and (held.claim(id) or held.picture(id)):
                break
            after = line
        ids = self._book.history.together(after.at) if after else []
        found = self._book.some(one for one in ids if one != case)
        return next((one.id for one in found.values() if split_from(one) == case), "")

    def _both(self, one: Case, other: Case, seen: Seen, names: Mapping[str, str], who: str) -> None:
        """File two cases at one moment, and what was decided on items of new names."""
        carried = tuple(_carried(self._book.decisions(), names, named(who)))
        self._filed([Incoming(check_case(one)), Incoming(check_case(other))], Besides(seen, carried), who)

    def _filed(self, incoming: list[Incoming], besides: Besides, who: str) -> list[Filed]:
        return self._book.file_all(incoming, who=named(who), at=self._now(), besides=besides)

    def _whole(self, id: str) -> Case:
        case = self._book.case(id)
        if case is None:
            raise UsageError(f"The casebook holds no case {id!r}.", hint="Look at its id once more.")
        return case

    def _before(self, id: str, lines: list[RevisionLine]) -> Case | None:
        return self._book.history.case(id, lines[-2].number) if len(lines) > 1 else None


def _items(case: Case) -> list[str]:
    return [*(one.id for one in case.claims), *(one.id for one in case.pictures)]


def _moved(other: str, kept: str, names: Mapping[str, str]) -> dict[str, str]:
    return {item(other, theirs): item(kept, ours) for theirs, ours in names.items()}


def _carried(rows: Iterable[Decision], names: Mapping[str, str], who: str) -> Iterator[Decision]:
    """The newest decision on each pair whose item goes by another name now: its person's, of its time, and who carried it."""
    newest: dict[tuple[str, str], Decision] = {}
    there = set()
    for row in rows:
        there.add((row.pair, row.at, row.answer))
        if row.item in names and (row.pair not in newest or row.at >= newest[row.pair].at):
            newest[row.pair] = row
    for row in newest.values():
        why = f"{row.why} [decided on {row.item}; carried here by {who}]".strip()
        here = replace(row, item=names[row.item], why=why)
        if (here.pair, here.at, here.answer) not in there:
            yield here
