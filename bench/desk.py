"""How fast and how heavy is the desk with 10,000 cases? `python -m bench desk`; nothing of the development data is needed.

Sixteen connections ask one worker in turn, each as soon as it has its answer. The bare page is one line of Django under the same
server, asked in the same way in the same run: what is above it is ours.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from bench.data import table
from bench.desk_made import drawn, made

AT_ONCE, ASKED = 16, 400
AIMS = {"p95": 150.0, "page": 150_000, "scripts": 60_000, "memory": 250_000_000}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def run(data: Path) -> str:
    """Print the tables; the figure is the slowest page's p95 beside the bare page's, the weights and the memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made(folder)
        with _served([sys.executable, "-m", "firsthand", "desk", str(folder / "casebook"), "--port", "0"]) as room:
            client = _entered(*_said(room))
            pages = _pages(client)
            rows = [(page, *_times(client, paths)) for page, paths in pages.items()]
            weights, memory = _weights(client), _memory(room.pid)
    bare = ("bare Django page", *_bare())
    print(
        table(
            ["page", "p50", "p95", "pages a second"],
            [[n, f"{a:.0f} ms", f"{b:.0f} ms", f"{c:,.0f}"] for n, a, b, c in [*rows, bare]],
        )
    )
    print(
        table(
            ["what a first visit loads", "bytes, compressed"], [[name, f"{size:,}"] for name, size in weights.items()]
        )
    )
    worst, whole = max(row[2] for row in rows), sum(weights.values())
    scripts = sum(size for name, size in weights.items() if name.endswith(".js"))
    met = worst < AIMS["p95"] and whole < AIMS["page"] and scripts < AIMS["scripts"] and memory < AIMS["memory"]
    weight = f"first page {whole / 1000:.0f} kB, scripts {scripts / 1000:.0f} kB, memory {memory / 1e6:.0f} MB"
    return f"desk: p95 {worst:.0f} ms (bare page {bare[2]:.0f} ms), {weight}; aims {'met' if met else 'NOT met'}"


@contextmanager
def _served(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def _said(room: subprocess.Popen[str]) -> tuple[str, str]:
    """The address of the room and the way in, as it says them."""
    base = ""
    for line in room.stdout or ():
        base = found[1] if (found := re.search(r"open at (http://\S+)/ ", line)) else base
        if found := re.search(r"http://\S+(/join/\S+)", line):
            return base, found[1]
    raise RuntimeError("the desk did not open")


def _entered(base: str, way_in: str) -> httpx.Client:
    client = httpx.Client(base_url=base, timeout=60)
    given = {"login": "bench", "name": "The benchmark", "password": "a password of the bench"}
    assert _post(client, way_in, given).status_code == 302
    return client


def _post(client: httpx.Client, path: str, data: dict[str, str], **more: Any) -> httpx.Response:
    token = _TOKEN.search(client.get(path).text)
    assert token, f"no form on {path}"
    return client.post(
        path,
        data={"csrfmiddlewaretoken": token[1], **data},
        headers={"Origin": str(client.base_url).rstrip("/")},
        **more,
    )


def _pages(client: httpx.Client) -> dict[str, list[str]]:
    """The pages that are asked for; each list is gone through in turn."""
    reports = []
    for number in (7, 70, 700):
        file = {"picture": ("sent.jpg", drawn(number), "image/jpeg")}
        sent = _post(client, "/check", {"words": "A march in Lviv in 2031", "lang": "en"}, files=file)
        reports.append(sent.headers["Location"])
    for path in reports:
        while not client.get(f"{path}/progress").headers.get("HX-Refresh"):
            time.sleep(0.2)
        assert "case-0" in client.get(path).text, "the report names the case that it met"
    # So many that none is in memory when it comes round again.
    words = [f"{word} {n}" for n in range(8) for word in ("flood", "марш", "πλημμύρα", "наводнение мост", "harbour")]
    return {
        "list of cases": [f"/cases?page={n}" for n in (1, 2, 3, 100)],
        "search": [f"/cases?q={word}" for word in words],
        "one case": [f"/cases/case-{n:05}" for n in range(0, 4000, 40)],
        "inbox": ["/inbox"],
        "report": reports,
    }


def _times(client: httpx.Client, paths: Sequence[str]) -> tuple[float, float, float]:
    """(p50, p95) in milliseconds, and pages a second, of some hundred requests by sixteen connections."""
    return asyncio.run(_asked(str(client.base_url), dict(client.cookies), paths))


async def _asked(base: str, cookies: dict[str, str], paths: Sequence[str]) -> tuple[float, float, float]:
    spent: list[float] = []
    left = iter([paths[n % len(paths)] for n in range(ASKED)])
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=base, cookies=cookies, timeout=60, limits=limits) as client:

        async def one() -> None:
            for path in left:
                began = time.perf_counter()
                answer = await client.get(path)
                spent.append(1000 * (time.perf_counter() - began))
                assert answer.status_code == 200, answer.text

        for path in paths[:8]:  # as a desk that has been open for a minute
            await client.get(path)
        began = time.perf_counter()
        await asyncio.gather(*(one() for _ in range(AT_ONCE)))
        seconds = time.perf_counter() - began
    return statistics.median(spent), sorted(spent)[round(0.95 * len(spent)) - 1], len(spent) / seconds


def _bare() -> tuple[float, float, float]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with (
        _served([sys.executable, "-m", "bench.desk_bare", str(port)]),
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        for _ in range(200):
            try:
                client.get("/")
                break
            except httpx.ConnectError:
                time.sleep(0.05)
        return _times(client, ["/"])


def _weights(client: httpx.Client) -> dict[str, int]:
    """What a browser loads that comes for the first time, as it travels; pictures apart, which are each reader's own."""
    page = client.get("/cases")
    found = re.findall(r'(?:href|src)="(/(?:static|style)/[^"]+)"', page.text)
    weights = {"the page": len(gzip.compress(page.content))}
    for address in found:
        answer = client.get(address.replace("&amp;", "&"))
        coded = answer.headers.get("Content-Encoding") == "gzip"
        size = int(answer.headers["Content-Length"]) if coded and "Content-Length" in answer.headers else 0
        weights[address.partition("?")[0].rpartition("/")[2]] = size or len(answer.content)
    return weights


def _memory(pid: int) -> int:
    """Bytes that the processes of the room hold of their own: the door, the room, and what opens pictures."""
    whole = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if re.search(rf"^PPid:\t{pid}$", text, re.MULTILINE):
            whole = max(whole, 1024 * int(re.search(r"VmRSS:\s+(\d+)", text)[1]))  # type: ignore[index]
    return whole
