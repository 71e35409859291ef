"""How fast is a casebook verified and its log written? `python -m bench evidence`; nothing of the development data is needed.

Exhibits are random bytes; `sha256sum` reads the same files in the same run, each after one reading of all, so that both read from
memory. Events are written as the program writes them: forced to the disk after 64, and when a tenth of a second has passed.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from bench.data import table
from firsthand.casebook.custody_log import BATCH, WAIT, CustodyLog
from firsthand.casebook.store import CasebookStore
from firsthand.evidence.custody import check_heads, read_chain
from firsthand.evidence.sound import Expected, check_exhibits
from firsthand.record.custody import PUBLIC, EventKind
from firsthand.record.tips import Exhibit

SETS = (("pictures of 300 kB", 1000, 300_000), ("small files of 5 kB", 4000, 5_000), ("films of 40 MB", 10, 40_000_000))
EVENTS = 100_000
ROUNDS = 3


def _best(work: object) -> float:
    assert callable(work)
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def _beside(count: int, size: int) -> tuple[float, float]:
    """(seconds of our verifying, of sha256sum) for the same files."""
    with tempfile.TemporaryDirectory() as folder, CasebookStore.create(Path(folder) / "book") as book:
        rows: list[Exhibit] = [book.put(os.urandom(size), "", "image/jpeg").exhibit for _ in range(count)]
        place = book.path / "exhibits"
        expected = Expected(rows, {row.sha256 for row in rows})
        files = "\0".join(map(str, sorted(place.glob("*/*")))).encode()
        command = ["xargs", "-0", "sha256sum"]
        theirs = _best(lambda: subprocess.run(command, input=files, check=True, stdout=subprocess.DEVNULL))
        found: list[object] = []
        ours = _best(lambda: found.extend(check_exhibits(place, expected)))
        assert not found
    return ours, theirs


def run(data: Path) -> str:
    """Print the tables; the figure is the worst ratio, the events a second and the seconds of the chain."""
    rows, worst = [], 0.0
    for name, count, size in SETS:
        ours, theirs = _beside(count, size)
        worst = max(worst, ours / theirs)
        mine, other = (f"{count * size / seconds / 1e6:,.0f}" for seconds in (ours, theirs))
        rows.append([name, f"{count:,}", mine, other, f"{ours / theirs:.2f}"])
    print(table(["exhibits", "files", "verify, MB/s", "sha256sum, MB/s", "of its time"], rows))
    with tempfile.TemporaryDirectory() as folder:
        log = CustodyLog(Path(folder) / "custody")
        log.begin()
        start = time.perf_counter()
        for number in range(EVENTS):
            log.record(EventKind.READ, [f"{number:064x}"], source="bench")
        log.close()
        rate = EVENTS / (time.perf_counter() - start)
        start = time.perf_counter()
        chain = read_chain(log.folder)
        assert not [*chain.damages, *check_heads(log.folder, chain, log.folder / PUBLIC)]
        seconds = time.perf_counter() - start
        size = (log.folder / "log.txt").stat().st_size / EVENTS
    forced = f"forced to the disk after {BATCH} or {WAIT} s"
    print(f"{EVENTS:,} events of {size:.0f} bytes: {rate:,.0f} a second ({forced}); verified in {seconds:.1f} s")
    speed = f"{rate:,.0f} events/s, chain of {EVENTS:,} in {seconds:.1f} s"
    return f"evidence: verify takes at most {worst:.2f} of sha256sum's time, {speed}"
