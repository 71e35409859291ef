"""Who says what, and from where: how much of it is read as people read it? Real sets, articles of our own, interviews, places.

`python -m bench voices` prints the figures of the issue; another reader is measured by the same criteria with
FIRSTHAND_READER=module:function.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import interviews, voices_basis
from bench.data import NoData, lines, table
from bench.hooks import quotes
from bench.voices_score import Reader, Row, Score, score
from firsthand.attributing import reader_of
from firsthand.record.attributions import Attributed

OWN = Path(__file__).resolve().parents[1] / "tests"
REAL = (("polnear_speech", "en"), ("hand_uk", "uk"), ("hand_el", "el"))
WRITTEN = "attributions_written.jsonl"
UNSEEN = "attributions_unseen.jsonl"
"""Articles by writers who knew no rule. Rules were mended on the first set, and, once it had been measured, on the second."""
LANGS = ("en", "uk", "ru", "el")
HEAD = ["set", "attributions", "precision", "recall", "joint F", "direct F"]


def run(data: Path) -> str:
    """Tables of all figures; the closing line has the joint F-scores."""
    read = _reader()
    closing = []
    rows: list[list[object]] = []
    for name, held in _sets(data):
        found = score(held, read)
        rows.append(
            [name, found.marked, *(f"{v:.3f}" for v in (found.precision, found.recall, found.joint_f, found.direct_f))]
        )
        closing.append(f"{name} {found.joint_f:.3f}")
    print(table(HEAD, rows))
    print(_shared(data))
    print(_speed(data, read))
    for other in (interviews, voices_basis):
        try:
            print(other.run(data))
        except NoData as error:
            print(f"skipped. {error}")
    return "voices: joint F " + ", ".join(closing)


def _sets(data: Path) -> Iterator[tuple[str, Sequence[Row]]]:
    for name, lang in REAL:
        try:
            yield f"{name} ({lang}, development half)", lines(data / "quotes" / name / "dev.jsonl")
        except NoData as error:
            print(f"{name}: skipped. {error}")
    for name, told in ((WRITTEN, "own"), (UNSEEN, "own, second batch")):
        held = lines(OWN / name)
        for lang in LANGS:
            yield f"{told} ({lang})", [record for record in held if record["lang"] == lang]


def _reader() -> Reader:
    """Our own, or the one that the environment names, both by way of our own values."""
    named = os.environ.get("FIRSTHAND_READER", "")
    if not named:
        return quotes
    given = reader_of(named)
    return lambda text, lang: _rows(given(text, lang, ""))


def _rows(found: Attributed) -> list[Row]:
    return [
        {
            "spans": [[part.start, part.end] for part in one.content],
            "type": one.speech.value,
            "speaker_span": [one.source.start, one.source.end] if one.source else None,
        }
        for one in found.attributions
    ]


def _shared(data: Path) -> str:
    """The figures of the scorer beside the data, which also counts named sources."""
    path = data / "quotes" / "measure.py"
    if not path.exists():
        return f"{path} is not here."
    loaded = importlib.util.spec_from_file_location("shared_measure", path)
    assert loaded is not None
    assert loaded.loader is not None
    scorer = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(scorer)
    rows: list[list[object]] = []
    for name, lang in REAL:
        held = lines(data / "quotes" / name / "dev.jsonl")
        told = scorer.report([scorer.score_doc(record, quotes(record["text"], lang)) for record in held])
        rows.append([name, *(told[what]["F"] for what in ("joint", "direct", "named_sources")), told["spk@iou0.5"]])
    return table(["by the shared scorer", "joint F", "direct F", "named sources F", "right speaker of found, %"], rows)


def _speed(data: Path, read: Reader) -> str:
    try:
        held = lines(data / "quotes" / "polnear_speech" / "dev.jsonl")
    except NoData:
        held = lines(OWN / WRITTEN)
    began = time.process_time()
    for record in held:
        read(record["text"], record["lang"])
    took = time.process_time() - began
    began = time.process_time()
    for record in held:
        record["text"].split()
    bare = time.process_time() - began
    letters = sum(len(record["text"]) for record in held)
    return table(
        ["what", "figure"],
        [
            ["documents a second, one core", round(len(held) / took)],
            ["thousand letters a second", round(letters / took / 1000)],
            ["yardstick: times as long as splitting at spaces", round(took / bare)],
        ],
    )


def measured(held: Sequence[Row]) -> Score:
    """The score of our own reader on records of one language."""
    return score(held, quotes)
