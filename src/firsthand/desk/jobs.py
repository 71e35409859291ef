"""What is still to be done, and who does it? One thread that takes leased jobs from the room's own table, one after another.

A job whose program died is taken up again when its lease has run out; after `TRIES` it is failed, with its reason.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from firsthand.desk.book import desk
from firsthand.desk.memory import give_back
from firsthand.desk.models import Job
from firsthand.errors import FirsthandError

LEASE = timedelta(minutes=5)
TRIES = 3
PAUSE = 1.0
"""Seconds after which the table is looked at though nobody rang."""

Step = Callable[[str], None]
"""Told the step that begins, by its key in the catalogues."""

_bell = threading.Event()
_log = logging.getLogger("firsthand.desk")


def ask(kind: str, item: int, who: str) -> Job:
    """Put a job on the table and ring for the one who works."""
    job = Job.objects.create(kind=kind, item=item, who=who)
    transaction.on_commit(_bell.set)
    return job


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work: what does it, and what is told when it came to no end."""

    run: Callable[[Job, Step], None]
    failed: Callable[[Job], None]


def start(kinds: Mapping[str, Kind]) -> None:
    """Begin to work, for as long as the process lives."""
    threading.Thread(target=_work, args=(kinds,), daemon=True, name="jobs").start()


def _work(kinds: Mapping[str, Kind]) -> None:
    sound = busy = False
    while True:
        _bell.clear()
        try:
            if not sound:
                _let_go()
                sound = True
            while work_once(kinds):
                busy = True
                give_back()
            if busy:
                busy = False
                desk().rest()
                give_back()
        except DatabaseError as error:
            # The file is locked, or the disk is full: the work waits, and begins anew once it can be written down.
            sound = False
            _log.error("The work of the desk waits: %s", error)
            connection.close()
        close_old_connections()
        _bell.wait(PAUSE)


def _let_go() -> None:
    """Nobody is at work when this thread begins: what a program that died had taken is free again."""
    Job.objects.filter(state="running").update(leased=timezone.now())


def work_once(kinds: Mapping[str, Kind]) -> bool:
    """Take one job and do it; False where there is none."""
    job = _taken()
    if job is None:
        return False
    if job.state == "failed":
        kinds[job.kind].failed(job)
        return True

    def step(name: str) -> None:
        Job.objects.filter(pk=job.pk).update(step=name, leased=timezone.now() + LEASE)

    try:
        kinds[job.kind].run(job, step)
    except FirsthandError as error:
        _failed(job, str(error), kinds)
    except Exception as error:  # noqa: BLE001 - one bad job must not end the work; its reason stands on its row
        _failed(job, f"{type(error).__name__}: {error}", kinds)
    else:
        _ended(job, "done", "")
    return True


def _failed(job: Job, problem: str, kinds: Mapping[str, Kind]) -> None:
    _ended(job, "failed", problem)
    kinds[job.kind].failed(job)


def _taken() -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        waiting = Job.objects.filter(state="waiting")
        lost = Job.objects.filter(state="running", leased__lt=now)
        job = (waiting | lost).order_by("pk").first()
        if job is None:
            return None
        job.tries += 1
        job.state = "failed" if job.tries > TRIES else "running"
        job.leased = now + LEASE
        job.problem = "The program ended while it was at work, several times." if job.state == "failed" else ""
        job.save()
    return job


def _ended(job: Job, state: str, problem: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, problem=problem, step=state)
