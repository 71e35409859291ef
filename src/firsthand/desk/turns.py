"""Whose page is made first? Pages are made one after another, in the order in which they were asked for.

Python runs one thread at a time. Threads that make pages at once take it from each other at each look into the database and
wait long to have it again; in turn, all of them are done sooner.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from firsthand.desk.reached import Application

PATIENCE = 0.25
"""Seconds after which whoever waits begins beside the one whose turn it is: no page that takes long holds up the others."""

SLOW = "/pictures/"
"""Part of the addresses of what waits for another program: a picture is opened by one of its own."""


class Turns:
    """One at a time, first come first served, for threads of one process."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._line: deque[threading.Event] = deque()
        self._taken = False
        self._mine = threading.local()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Wait for one's turn; False where it did not come in time, and one goes on without."""
        self._wait(self._line_up())
        try:
            yield self._mine.has
        finally:
            self._end()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others go on while this thread waits for what needs no Python, a long query; then it comes before the line."""
        if not getattr(self._mine, "has", False):
            yield
            return
        self._end()
        try:
            yield
        finally:
            self._wait(self._line_up(first=True))

    def _wait(self, place: threading.Event | None) -> None:
        self._mine.has = place is None or place.wait(self._patience) or not self._gave_up(place)

    def _end(self) -> None:
        if self._mine.has:
            self._mine.has = False
            self._pass_on()

    def _line_up(self, *, first: bool = False) -> threading.Event | None:
        """A place in the line; None where nobody is before one, and it is one's turn."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return None
            place = threading.Event()
            (self._line.appendleft if first else self._line.append)(place)
            return place

    def _gave_up(self, place: threading.Event) -> bool:
        """Leave the line; False where one's turn came in this very moment."""
        with self._lock:
            if place.is_set():
                return False
            self._line.remove(place)
            return True

    def _pass_on(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set()
            else:
                self._taken = False


ROOM = Turns()
"""The line of this process."""


def in_turn(application: Application, turns: Turns = ROOM) -> Application:
    """The application; what only shows something waits for its turn. Deeds begin at once: they may wait for a locked file."""

    def answer(environ: dict[str, Any], start: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD") or SLOW in path:
            return application(environ, start)
        with turns.turn():
            return application(environ, start)

    return answer
