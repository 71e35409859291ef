"""How many dates are read as they are meant, how many missed or misread, and what is taken for a date that is none?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.data import lines, table
from firsthand.reading.dates import read_dates
from firsthand.record.when import parse

KINDS = ("exact", "missed", "wrong", "false hit")


def read(text: str, lang: str, published: str | None) -> list[tuple[str, str]]:
    """(words, EDTF) of each date that could be settled."""
    when = parse(published) if published else None
    return [(m.passage.exact, m.when.edtf) for m in read_dates(text, lang, when) if m.when]


def judge(expected: Iterable[tuple[str, str]], got: Iterable[tuple[str, str]]) -> Counter[str]:
    """Each expected date: exact (words and EDTF), wrong (a date read from overlapping words), or missed.

    Each date read that overlaps none expected is a false hit. Words overlap where one contains the other.
    """
    counts: Counter[str] = Counter()
    left = list(got)
    for one in expected:
        near = [other for other in left if one[0] in other[0] or other[0] in one[0]]
        best = one if one in near else next(iter(near), None)
        counts["exact" if best == one else "wrong" if best else "missed"] += 1
        if best:
            left.remove(best)
    counts["false hit"] += len(left)
    return counts


def run(data: Path) -> str:
    """Print a row for each language over `dates/dev.jsonl`; return the last line's figure."""
    rows = lines(data / "dates" / "dev.jsonl")
    by_lang: dict[str, Counter[str]] = {}
    for row in rows:
        by_lang.setdefault(row["lang"], Counter()).update(_row(row))
    total = sum(by_lang.values(), Counter())
    print(
        table(["language", *KINDS], [[lang, *(c[k] for k in KINDS)] for lang, c in [*by_lang.items(), ("all", total)]])
    )
    return f"{total['exact']} of {sum(total[kind] for kind in KINDS[:3])} exact, {total['false hit']} false hits"


def _row(row: dict[str, Any]) -> Counter[str]:
    expected = [(date["words"], date["edtf"]) for date in row["dates"]]
    return judge(expected, read(row["text"], row["lang"], row["published"]))
