"""What did a person decide on a lead, and what stands now? A ledger in which nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answer(StrEnum):
    """`yes`: the same. `no`: not the same. `unsure`: looked, could not tell. `withdrawn`: the earlier answer is taken back."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decision:
    """`who` answered at `at` whether the tip `tip` is the item `item`, and `why`.

    `tip` is the key of what came in (see `Reading.key`): `picture:SHA256` or `text:SHA256` of the folded words; `item` is
    `CASE/ID` of a claim or picture in the casebook. `at` carries its zone.
    """

    tip: str
    item: str
    answer: Answer
    who: str
    at: datetime
    why: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        return self.tip, self.item


def standing(decisions: Iterable[Decision]) -> Mapping[tuple[str, str], Decision]:
    """The decision that stands on each pair: the latest by time, of two at one time the later row.

    A pair whose latest row is a withdrawal has none.
    """
    latest: dict[tuple[str, str], Decision] = {}
    for row in decisions:
        if row.pair not in latest or row.at >= latest[row.pair].at:
            latest[row.pair] = row
    return {pair: row for pair, row in latest.items() if row.answer is not Answer.WITHDRAWN}
