"""How long does a check take against 10,000 cases? Cold and warm, words and pictures, each beside a yardstick."""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from bench.data import lines, need, table
from firsthand import api
from firsthand.evidence.taking import take
from firsthand.index.recall import recall
from firsthand.reading.tips import Lens, read_tip
from firsthand.record.tips import Tip

CASES = 10_000
PICTURES = 300
TIPS = 200
STARTS = 5


def run(data: Path) -> str:
    """Prints the table; the figure is the median of a warm text check in milliseconds."""
    claims = lines(data / "claims" / "euvsdisinfo" / "claims.jsonl")[:CASES]
    photos = sorted(need(data / "pictures" / "photos").glob("*.jpg"))
    texts = [row["text"] for row in lines(data / "claims" / "ct22_en" / "queries.dev.jsonl")][:TIPS]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "casebook"
        rows = [_importing(Path(folder), book, claims, photos[:PICTURES])]
        rows += _cold(book, texts[0])
        with api.open(book) as desk:
            text_row, figure = _warm_texts(desk, texts, _fts5(claims))
            rows += [text_row, *_warm_pictures(desk, photos[:: len(photos) // 60])]
    print(table(["what", "p50", "p99", "yardstick", "its p50", "ratio of p50"], rows))
    return f"check: {figure:.2f} ms a warm text check (p50) at {len(claims):,} cases"


def _importing(folder: Path, book: Path, claims: list[dict[str, Any]], photos: list[Path]) -> list[object]:
    """Import rate from JSONL, beside writing the same lines into a bare SQLite table one transaction in all."""
    file = folder / "cases.jsonl"
    file.write_text("".join(json.dumps(_case(i, row)) + "\n" for i, row in enumerate(claims)), encoding="utf-8")
    with api.init(book) as desk:
        spent = _timed(lambda: _imported(desk, file, len(claims)))
        pictures = folder / "pictures.jsonl"
        pictures.write_text(
            "".join(json.dumps(_picture_case(path, folder)) + "\n" for path in photos), encoding="utf-8"
        )
        with_pictures = _timed(lambda: _imported(desk, pictures, len(photos)))
    bare = _timed(lambda: _bare_insert(folder / "bare.sqlite3", file))
    print(
        f"Import: {len(claims) / spent:,.0f} cases/s with words, {len(photos) / with_pictures:,.1f} cases/s with a picture each."
    )
    return [
        "import, cases/s",
        f"{len(claims) / spent:,.0f}",
        "",
        "json.loads + bare SQLite",
        f"{len(claims) / bare:,.0f}",
        f"{spent / bare:.1f} x the time",
    ]


def _imported(desk: api.Desk, file: Path, cases: int) -> None:
    summary = desk.import_cases([file], who="bench")
    if summary.new != cases:
        raise SystemExit(f"{summary.new} of {cases} cases of {file.name} were imported: {summary.problems[:3]}")


def _case(number: int, row: dict[str, Any]) -> dict[str, Any]:
    claim = {"text": row["text"], "lang": row["lang"] or "en", "made": row["date"]}
    review = {"rating": "Disinformation", "publisher": "a desk", "published": row["date"]}
    return {
        "firsthand": 1,
        "case": {"id": f"case-{number}", "title": row["text"][:200]},
        "claims": [claim],
        "reviews": [review],
    }


def _picture_case(photo: Path, folder: Path) -> dict[str, Any]:
    (folder / photo.name).write_bytes(photo.read_bytes())
    entry = {"field": "taken", "value": "2016-06-05", "source": "the photographer"}
    return {
        "firsthand": 1,
        "case": {"id": f"photo-{photo.stem}", "title": photo.stem},
        "pictures": [{"id": "p", "file": photo.name, "entries": [entry]}],
    }


def _bare_insert(path: Path, file: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table cases (id text primary key, body text)")
        rows = ((json.loads(line)["case"]["id"], line) for line in file.read_text(encoding="utf-8").splitlines())
        connection.executemany("insert or ignore into cases values (?, ?)", rows)
    connection.close()


def _cold(book: Path, text: str) -> Iterable[list[object]]:
    """Whole processes, from start to exit, beside a bare Python and a bare Django start."""
    base = [sys.executable, "-c"]
    django = "import django; from django.conf import settings; settings.configure(); django.setup()"
    program = [sys.executable, "-m", "firsthand"]
    cases = [
        (
            "cold `check --text`",
            [*program, "check", "--casebook", str(book), "--text", text],
            "Django",
            [*base, django],
        ),
        ("cold `--help`", [*program, "--help"], "Python", [*base, "pass"]),
    ]
    for name, command, yard, yardstick in cases:
        subprocess.run(command, capture_output=True, check=False)
        ours, theirs = zip(*((_process(command), _process(yardstick)) for _ in range(STARTS)), strict=True)
        p50, base_p50 = statistics.median(ours), statistics.median(theirs)
        yield [
            name,
            f"{p50:.2f} s",
            f"{max(ours):.2f} s (max of {STARTS})",
            yard,
            f"{base_p50:.2f} s",
            f"{p50 / base_p50:.1f}",
        ]


def _process(command: list[str]) -> float:
    return _timed(lambda: subprocess.run(command, capture_output=True, check=False))


def _fts5(claims: list[dict[str, Any]]) -> Callable[[str], Any]:
    """The yardstick for words: SQLite's own full-text search over the same claims, the same 20 best by BM25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table claims using fts5(text)")
    connection.executemany("insert into claims values (?)", [(row["text"],) for row in claims])

    def ask(text: str) -> Any:
        terms = " OR ".join(f'"{word}"' for word in text.replace('"', " ").split())
        return connection.execute(
            "select rowid from claims where claims match ? order by rank limit 20", [terms]
        ).fetchall()

    return ask


def _warm_texts(desk: api.Desk, texts: list[str], yardstick: Callable[[str], Any]) -> tuple[list[object], float]:
    for text in texts[:5]:
        desk.check(text=text, lang="en")
    ours, theirs = [], []
    for text in texts:
        ours.append(1000 * _timed(partial(desk.check, text=text, lang="en")))
        theirs.append(1000 * _timed(partial(yardstick, text)))
    return _row("warm text check, whole", ours, "SQLite FTS5, search alone", theirs), statistics.median(ours)


def _warm_pictures(desk: api.Desk, photos: list[Path]) -> Iterable[list[object]]:
    """The check without decoding, beside decoding and fingerprinting; then the search alone among 10,000 pictures."""
    reading, checking = _picture_times(desk, photos)
    yield _row(
        f"warm picture check, decoding apart ({PICTURES} on file)",
        checking,
        "decoding + prints and points of the tip",
        reading,
    )


def _picture_times(desk: api.Desk, photos: list[Path]) -> tuple[list[float], list[float]]:
    reading, checking = [], []
    lens = Lens(desk.gazetteer, desk.settings)
    for photo in photos:
        tip = Tip(picture=str(photo), caption="Zaporizhzhia, June 2016", lang="en")
        started = time.perf_counter()
        taken = take(tip, desk.settings, api._now)
        read = read_tip(tip, taken.body, taken.charset, lens)
        middle = time.perf_counter()
        leads = recall(read, desk.book, desk.index, desk.gazetteer, desk.settings)
        api.judge(tip, taken.capture, read, leads, settings=desk.settings, checks=desk.checks)
        reading.append(1000 * (middle - started))
        checking.append(1000 * (time.perf_counter() - middle))
    return reading, checking


def _row(name: str, ours: list[float], yard: str, theirs: list[float]) -> list[object]:
    p50, base = statistics.median(ours), statistics.median(theirs)
    return [name, f"{p50:.2f} ms", f"{_p99(ours):.2f} ms", yard, f"{base:.2f} ms", f"{p50 / base:.1f}"]


def _p99(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.99 * len(values)))]


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
