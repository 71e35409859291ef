"""How many attributions are found as people marked them? The criteria of the scorer beside the data, for sets of our own too.

An attribution is found where content found and content marked share at least half of the characters of both together, one to
one; jointly where the source is right besides. What people marked to be passed over neither helps nor hurts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

HALF = 0.5
PASSED_OVER = 0.3
_STRIP = " \t\n\r\"'“”„«»‘’‟.,;:!?…—–-()[]"

Row = Mapping[str, Any]
Reader = Callable[[str, str], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over documents: marked, found, spans right, span and source right; the same of direct speech."""

    marked: int
    found: int
    spans: int
    joint: int
    direct_marked: int
    direct_found: int
    direct_right: int

    @property
    def precision(self) -> float:
        """Of attributions, by span."""
        return self.spans / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.spans / self.marked if self.marked else 0.0

    @property
    def joint_f(self) -> float:
        return _f(self.joint, self.found, self.marked)

    @property
    def direct_f(self) -> float:
        return _f(self.direct_right, self.direct_found, self.direct_marked)


def _f(right: int, found: int, marked: int) -> float:
    return 2 * right / (found + marked) if found + marked else 0.0


def score(records: Iterable[Row], read: Reader) -> Score:
    """The score of a reader on records with `text`, `lang` and `quotes`."""
    counts: Counter[str] = Counter()
    for record in records:
        counts.update(_document(record, read(record["text"], record["lang"])))
    names = ("marked", "found", "spans", "joint", "direct_marked", "direct_found", "direct_right")
    return Score(**{name: counts[name] for name in names})


def _document(record: Row, rows: Sequence[Row]) -> Counter[str]:
    text = record["text"]
    live = [(quote, chars(text, quote["spans"])) for quote in record["quotes"] if not _passed_over(quote)]
    live = [(quote, held) for quote, held in live if held]
    dead = [chars(text, quote["spans"]) for quote in record["quotes"] if _passed_over(quote)]
    found = [(row, held) for row in rows if (held := chars(text, row["spans"]))]
    found = [(row, held) for row, held in found if not _fits_dead(held, dead, [marked for _, marked in live])]
    pairs = _pairs([held for _, held in live], [held for _, held in found])
    joint = sum(_same_source(live[i][0], found[j][0]) for i, j in pairs)
    counts = Counter(marked=len(live), found=len(found), spans=len(pairs), joint=joint)
    return counts + _direct(live, found)


def _direct(live: Sequence[tuple[Row, set[int]]], found: Sequence[tuple[Row, set[int]]]) -> Counter[str]:
    marked = [held for quote, held in live if quote["type"] == "direct"]
    others = [held for quote, held in live if quote["type"] != "direct"]
    said = [held for row, held in found if row["type"] == "direct"]
    pairs = _pairs(marked, said)
    used = {j for _, j in pairs}
    wrong = sum(
        j not in used and not any(likeness(other, held) >= HALF for other in others) for j, held in enumerate(said)
    )
    return Counter(direct_marked=len(marked), direct_found=len(pairs) + wrong, direct_right=len(pairs))


def _passed_over(quote: Row) -> bool:
    return bool(quote.get("ignore") or quote.get("nested"))


def chars(text: str, spans: Iterable[Sequence[int]]) -> set[int]:
    """The places of the letters of spans, without marks and spaces at their ends."""
    held: set[int] = set()
    for start, end in spans:
        while start < end and text[start] in _STRIP:
            start += 1
        while end > start and text[end - 1] in _STRIP:
            end -= 1
        held.update(place for place in range(start, end) if not text[place].isspace())
    return held


def likeness(one: set[int], other: set[int]) -> float:
    """Shared places as a part of all places of both."""
    return len(one & other) / len(one | other) if one | other else 0.0


def _fits_dead(held: set[int], dead: Sequence[set[int]], live: Sequence[set[int]]) -> bool:
    worst = max((likeness(other, held) for other in dead), default=0.0)
    return worst >= PASSED_OVER and worst > max((likeness(other, held) for other in live), default=0.0)


def _pairs(marked: Sequence[set[int]], found: Sequence[set[int]]) -> list[tuple[int, int]]:
    scores = [(likeness(one, other), -i, -j) for i, one in enumerate(marked) for j, other in enumerate(found)]
    taken: list[tuple[int, int]] = []
    left, right = set(range(len(marked))), set(range(len(found)))
    for value, i, j in sorted(scores, reverse=True):
        if value >= HALF and -i in left and -j in right:
            taken.append((-i, -j))
            left.discard(-i)
            right.discard(-j)
    return taken


def _same_source(quote: Row, row: Row) -> bool:
    if not quote.get("speaker"):
        return row.get("speaker_span") is None
    span = row.get("speaker_span")
    return span is not None and any(span[0] < end and start < span[1] for start, end in quote["speaker"])
