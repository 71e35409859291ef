"""How much time does a piece of work take, of the clock and of the processor, on one core, its helper processes included?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of the processor in this process and in its helper."""

    wall: float
    processor: float


def spent(work: Callable[[], Any], helper: int | None = None) -> Spent:
    """What some work takes, a helper process included that is there before and after."""
    processor, helped, wall = _processor(), _of_process(helper), time.perf_counter()
    work()
    wall = time.perf_counter() - wall
    # A helper that ended meanwhile is among the children that have ended.
    return Spent(wall, _processor() - processor + max(-helped, _of_process(helper) - helped))


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


@contextmanager
def one_core() -> Iterator[str]:
    """Within it, this process and those that it starts stay on one core, where the system can say so; gives what is so."""
    if not hasattr(os, "sched_setaffinity"):
        yield "as many cores as there are: this system cannot be told to use one"
        return
    before = os.sched_getaffinity(0)
    _stay({max(before)})
    try:
        yield f"one core of {os.cpu_count()}"
    finally:
        _stay(before)


def _stay(cores: set[int]) -> None:
    """Put all threads of this process on these cores: libraries start theirs when they are loaded."""
    threads = Path("/proc/self/task")
    for thread in [int(one.name) for one in threads.iterdir()] if threads.is_dir() else [0]:
        with suppress(ProcessLookupError):
            os.sched_setaffinity(thread, cores)


def _processor() -> float:
    """Seconds of the processor up to now, of this process and of children that have ended."""
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system


def _of_process(pid: int | None) -> float:
    """Linux counts a process's time in a clock of its own, whose number is made of the process's (`clock_getcpuclockid`).

    0 where there is no such process.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2) if pid else 0.0
    except OSError:
        return 0.0
