"""How long does the audit of 10,000 articles take, beside a bare count, and do its intervals hold? `python -m bench sourcing`.

The articles are made, so that the truth is known: their own shares scatter around one, and so the voices of one article hang
together. Intervals by voice, as if voices stood alone, are computed in the same run: they promise too much.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import numpy as np

from bench.data import table
from firsthand.checks.sourcing import audit, compare_outlets, review_queue
from firsthand.checks.sourcing_hand import draw
from firsthand.checks.sourcing_rows import audited, rows_of
from firsthand.record.audits import LOCAL, Audit, OutletComparison, Unit
from firsthand.record.voices import ArticleVoices, Audited, Basis, Voice, VoiceKind
from firsthand.record.where import Level, Where

COUNT = 10_000
RUNS = 400
PAIRS = 1_000
SIZES = (10, 20, 30, 50, 100, 300)
TRUTH = 0.3
KNOWN = 0.8
"""Voices whose place the machine tells."""
HERE = Where("iso:UA", Level.COUNTRY, "Ukraine")
KINDS = tuple(VoiceKind)


def run(data: Path) -> str:
    """Print how long and how well; the figure is seconds for 10,000 articles and the coverage at a hundred."""
    rng = np.random.default_rng(1)
    made = [articles(rng, COUNT, TRUTH, KNOWN, outlet) for outlet in ("One", "Other")]
    spent, found = _timed(made)
    print(f"{COUNT:,} made articles, {len(found.voices):,} voices, {found.resampled.times:,} draws\n")
    print(table(["what", "seconds"], [[what, f"{seconds:.2f}"] for what, seconds in spent.items()]) + "\n")
    rows = [[size, *(f"{held:.3f}" for held in coverage(size))] for size in SIZES]
    print(f"How often 95 % intervals hold a true share of {TRUTH}, {RUNS} corpora each\n")
    print(
        table(["articles", "by article, articles drawn", "by quotation, articles drawn", "voices drawn"], rows) + "\n"
    )
    refused = _rejected()
    print(f"Two outlets of 60 articles that do not differ: told to differ in {refused:.3f} of {PAIRS:,} pairs.\n")
    at_hundred = rows[SIZES.index(100)][1]
    shown = f"{spent['audit']:.2f} s for {COUNT:,} articles"
    return f"{shown}, a bare count {spent['bare count']:.2f} s; coverage {at_hundred} at 100"


def articles(
    rng: np.random.Generator, count: int, share: float, known: float, outlet: str = "One"
) -> list[ArticleVoices]:
    """Articles of 1 to 6 voices; the own share of each is drawn from a beta distribution around `share`."""
    found = []
    for number in range(count):
        own = rng.beta(4 * share, 4 * (1 - share))
        size = int(rng.integers(1, 7))
        here, told, said = rng.random(size) < own, rng.random(size) < known, rng.integers(1, 5, size)
        voices = tuple(
            _voice(rng, bool(one), bool(two), int(three)) for one, two, three in zip(here, told, said, strict=True)
        )
        found.append(ArticleVoices(f"{outlet} {number}", Audited.AUDITED, outlet=outlet, lang="en", voices=voices))
    return found


def _voice(rng: np.random.Generator, here: bool, told: bool, said: int) -> Voice:
    basis = (Basis.THERE if here else Basis.THIRD_PLACE) if told else Basis.UNKNOWN
    name = f"Given{rng.integers(300)} Surname{rng.integers(3000)}"
    kind = KINDS[int(rng.integers(len(KINDS)))]
    return Voice(name, kind, basis, quotations=said, words=20.0 * said, country="UA" if here else "")


def _timed(made: list[list[ArticleVoices]]) -> tuple[dict[str, float], Audit]:
    one, other = made
    spent = {}
    began = time.perf_counter()
    counts = Counter(voice.basis for article in one for voice in article.voices)
    assert sum(counts.values())
    spent["bare count"] = time.perf_counter() - began
    for what, work in {
        "audit": lambda: audit(one, HERE),
        "audit without intervals": lambda: audit(one, HERE, times=0),
        "comparison of two outlets": lambda: compare_outlets(one, other, HERE),
        "review queue of 20": lambda: review_queue(one, HERE),
        "draw 240 voices to check": lambda: draw(one, HERE),
    }.items():
        began = time.perf_counter()
        work()
        spent[what] = time.perf_counter() - began
    return spent, audit(one, HERE)


def coverage(size: int) -> tuple[float, float, float]:
    """How often an interval holds the truth: by article and by quotation with articles drawn, and with voices drawn."""
    rng = np.random.default_rng(size)
    hits = np.zeros(3)
    for run in range(RUNS):
        made = articles(rng, size, TRUTH, known=1.0)
        found = audit(made, HERE, seed=run, times=1000)
        shares = [found.share(LOCAL, unit) for unit in (Unit.ARTICLE, Unit.QUOTATION)]
        intervals = [share.interval for share in shares if share]
        held = [*intervals, _by_voice(rng, made)]
        hits += [bool(interval and interval[0] <= TRUTH <= interval[1]) for interval in held]
    return tuple(hits / RUNS)


def _by_voice(rng: np.random.Generator, made: list[ArticleVoices]) -> tuple[float, float]:
    """The yardstick: voices drawn as if they stood alone."""
    here = np.array([row.voice.basis is Basis.THERE for row in rows_of(audited(made))], float)
    means = here[rng.integers(len(here), size=(1000, len(here)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _rejected() -> float:
    rng = np.random.default_rng(2)
    told = 0
    for run in range(PAIRS):
        pair = [articles(rng, 60, TRUTH, known=1.0, outlet=outlet) for outlet in ("One", "Other")]
        found = compare_outlets(*pair, HERE, times=20, permutations=199, seed=run)
        assert isinstance(found, OutletComparison)
        told += found.p <= 0.05
    return told / PAIRS
