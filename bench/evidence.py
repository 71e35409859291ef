"""How fast is a casebook verified and its log written? `python -m bench evidence`; nothing of the development data is needed.

Exhibits are random bytes; `sha256sum` reads the same files in the same run, each after one reading of all, so that both read from
memory. WARCs hold pages of drawn words and pictures of random bytes, packed as captures pack them; `gzip -t` and `sha256sum` read
them beside us, one file after another, and the rate of each is that of the bytes unpacked. Events are written as the program
writes them: forced to the disk after 64, and when a tenth of a second has passed.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.data import table
from firsthand.casebook.custody_log import BATCH, WAIT, CustodyLog
from firsthand.casebook.store import CasebookStore
from firsthand.evidence.custody import check_heads, read_chain
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.sound import Expected, check_exhibits
from firsthand.evidence.warc import MEDIA, write_warc
from firsthand.record.custody import PUBLIC, EventKind
from firsthand.record.tips import Exhibit

SETS = (("pictures of 300 kB", 1000, 300_000), ("small files of 5 kB", 4000, 5_000), ("films of 40 MB", 10, 40_000_000))
EVENTS = 100_000
ROUNDS = 3

NOON = datetime(2022, 9, 12, 12, tzinfo=UTC)
PAGE, PICTURE = 90_000, 300_000
"""Bytes of a page and of a picture within a WARC."""

WARCS = (("one WARC of 58 MB", 1, 150, 0), ("four of 29 MB", 4, 75, 0), ("two among 4,000 small files", 2, 150, 4000))
"""(name, how many, pages and pictures in each, exhibits of 5 kB beside them)."""


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


def _page(drawn: random.Random, words: list[str]) -> bytes:
    lines, size = [], 0
    while size < PAGE:
        lines.append(f'<p class="c{drawn.randint(1, 9)}">{" ".join(drawn.choices(words, k=60))}</p>\n')
        size += len(lines[-1])
    return "".join(lines).encode()


def _warc(drawn: random.Random, pages: int) -> tuple[bytes, int]:
    """(a WARC, the bytes of the bodies in it)."""
    letters = "abcdefghijklmnoprstuvwy"
    words = ["".join(drawn.choices(letters, k=drawn.randint(2, 11))) for _ in range(4000)]
    out = io.BytesIO()
    bodies = [body for _ in range(pages) for body in (_page(drawn, words), drawn.randbytes(PICTURE))]
    size = sum(map(len, bodies))
    asked = (("Host", "news.example"),)
    exchanges = [
        Exchange(f"https://news.example/{n}", "93.184.215.14", "GET", asked, 200, "OK", asked, body, NOON, NOON)
        for n, body in enumerate(bodies)
    ]
    write_warc(out, exchanges, (), {"software": "bench"})
    return out.getvalue(), size


def _warcs(count: int, pages: int, small: int) -> list[str]:
    """The cells of one row: MB packed and unpacked, then MB/s by us, by gzip -t and by sha256sum."""
    drawn = random.Random(7)
    with tempfile.TemporaryDirectory() as folder, CasebookStore.create(Path(folder) / "book") as book:
        made = [_warc(drawn, pages) for _ in range(count)]
        rows = [book.put(data, "", MEDIA).exhibit for data, _ in made]
        rows += [book.put(os.urandom(5_000), "", "image/jpeg").exhibit for _ in range(small)]
        place = book.path / "exhibits"
        expected = Expected(rows, {row.sha256 for row in rows})
        paths = "\0".join(str(place / row.sha256[:2] / row.sha256) for row in rows[:count]).encode()
        found: list[object] = []
        spent = [_best(lambda: found.extend(check_exhibits(place, expected)))]
        for command in ("gzip -t", "sha256sum"):
            asked = ["xargs", "-0", "-n1", "sh", "-c", f'{command} < "$0" > /dev/null']
            spent.append(_best(lambda asked=asked: subprocess.run(asked, input=paths, check=True)))
        assert not found
    packed, unpacked = sum(len(data) for data, _ in made) / 1e6, sum(size for _, size in made) / 1e6
    return [f"{packed:,.0f}", f"{unpacked:,.0f}", *(f"{unpacked / seconds:,.0f}" for seconds in spent)]


def _log() -> tuple[float, float]:
    """(events a second, seconds in which the chain is verified)."""
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
    return rate, seconds


def run(data: Path) -> str:
    """Print the tables; the figure holds the worst ratio, the slowest rate of WARCs, events a second, seconds of the chain."""
    rows, worst = [], 0.0
    for name, count, size in SETS:
        ours, theirs = _beside(count, size)
        worst = max(worst, ours / theirs)
        mine, other = (f"{count * size / seconds / 1e6:,.0f}" for seconds in (ours, theirs))
        rows.append([name, f"{count:,}", mine, other, f"{ours / theirs:.2f}"])
    print(table(["exhibits", "files", "verify, MB/s", "sha256sum, MB/s", "of its time"], rows))
    warcs = [[name, *_warcs(*how)] for name, *how in WARCS]
    print(table(["WARCs", "MB packed", "MB unpacked", "verify, MB/s", "gzip -t, MB/s", "sha256sum, MB/s"], warcs))
    slowest = min(int(row[3]) for row in warcs)
    rate, seconds = _log()
    speed = f"{rate:,.0f} events/s, chain of {EVENTS:,} in {seconds:.1f} s"
    return f"evidence: verify takes at most {worst:.2f} of sha256sum's time, WARCs at {slowest} MB/s or more, {speed}"
