"""How far does something meet a list of criteria, and who says so? A checklist is no verdict: it weighs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.record.entries import Entry

ANSWER_FIELD = "answer"
"""The field of an entry of a criterion by which a source answers the criterion itself: its value is a `Met`."""

NO_SOURCE = "no source on file"
"""What stands for the source of an answer that no entry bears."""


class Met(StrEnum):
    """Whether a criterion is met, as the desk answers it."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of a checklist, what the desk answers, and the entries that the answer rests on.

    The subject of these entries is `CHECKLIST/CRITERION`, which no claim, picture or subject can bear as its id.
    """

    id: str
    text: str
    answer: Met = Met.UNKNOWN
    note: str = ""
    entries: tuple[Entry, ...] = ()

    def said(self) -> dict[Met, tuple[Entry, ...]]:
        """The entries by the answer that they bear: the desk's own first, then each other one that a source gives.

        An entry that answers otherwise is one of another row: its source must not be named for the desk's answer.
        """
        rows: dict[Met, tuple[Entry, ...]] = {self.answer: ()}
        for entry in self.entries:
            answer = self._answer_of(entry)
            rows[answer] = (*rows.get(answer, ()), entry)
        return rows

    def _answer_of(self, entry: Entry) -> Met:
        given = entry.value if entry.field == ANSWER_FIELD else ""
        return Met(given) if given in {met.value for met in Met} else self.answer


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of criteria for one matter of a case. `of` is the id of the claim, picture or subject that it is about, if any.

    `template` names the shipped template that it follows, or is empty. Texts stand in the record whole, whatever they came from.
    """

    id: str
    template: str = ""
    title: str = ""
    note: str = ""
    of: str = ""
    criteria: tuple[Criterion, ...] = ()

    def subject(self, criterion: str) -> str:
        """The subject of the entries of a criterion."""
        return f"{self.id}/{criterion}"
