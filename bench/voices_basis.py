"""How many voices of own sentences are placed as they are meant, how many wrongly, how many not at all, and how fast?"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.data import table
from bench.voices_rows import Row, asked, judge, rows, voice
from firsthand.checks.voices import VoicesAsked, voices_of
from firsthand.index.gazetteer import PlaceBook, open_gazetteer

KINDS = ("right", "wrong placing", "unknown")
WORDS = 800
"""Words of an ordinary article, as which sentences of the table are put together to be timed."""
SPEAKERS = 10
"""Speakers of an ordinary article."""


def run(data: Path) -> str:
    """A row for each language, each sentence that is placed otherwise, and the time that an article takes."""
    gazetteer = open_gazetteer()
    held = list(rows())
    marks = [(row, judge(row, voice(row, gazetteer))) for row in held]
    langs = sorted({row.lang for row in held})
    counts = {lang: Counter(mark for row, mark in marks if row.lang == lang) for lang in langs}
    counts["all"] = sum(counts.values(), Counter())
    print(table(["language", *KINDS], [[lang, *(c[kind] for kind in KINDS)] for lang, c in counts.items()]))
    print(*(f"{mark}: {row.lang}: {row.about}: {row.text}" for row, mark in marks if mark != "right"), sep="\n")
    print(table(["what", "figure"], [["an article of a language's sentences, ms", _ms(held, gazetteer)]]))
    total = counts["all"]
    return f"voices: {total['right']} of {len(held)} right, {total['wrong placing']} placed wrongly, {total['unknown']} unknown"


def _ms(held: Sequence[Row], gazetteer: PlaceBook) -> float:
    """The median over the languages, each the best of five; the reading of attributions is not in it."""
    spent = []
    for lang in sorted({row.lang for row in held}):
        article = _ordinary(asked([row for row in held if row.lang == lang], gazetteer, WORDS))
        times = []
        for _ in range(5):
            start = time.perf_counter()
            voices_of(article)
            times.append(1000 * (time.perf_counter() - start))
        spent.append(min(times))
    return round(sorted(spent)[len(spent) // 2], 2)


def _ordinary(article: VoicesAsked) -> VoicesAsked:
    """The same with the speakers of its first sentences only."""
    first = replace(
        article.attributed,
        attributions=article.attributed.attributions[:SPEAKERS],
        speakers=article.attributed.speakers[:SPEAKERS],
    )
    return replace(article, attributed=first)
