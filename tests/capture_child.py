"""What does a program that is killed, or whose disk is full, in the middle of a capture do? Forked anew for each try.

Started as `python -m tests.capture_child FOLDER`, with one order a line: `kill N BOOK ADDRESS` captures the address and is
killed before its N-th step on the disk, `full N BOOK ADDRESS` captures it where no file may grow beyond N bytes. Each answer
is one line. FOLDER is for a casebook with which all is loaded that is loaded once.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from firsthand import api
from firsthand.capturing import Given, capture, given
from firsthand.casebook import setup
from firsthand.errors import FirsthandError
from firsthand.settings import Settings

SETTINGS = Settings(allow_networks=("127.0.0.1",))


def main(folder: Path) -> None:
    with api.init(folder / "warm", settings=SETTINGS) as desk:
        given(desk, Given(words="Words.", source="A desk"), who="A desk")
    _say("ready")
    for line in sys.stdin:
        how, number, book, address = line.split()
        _say(_forked(Path(book), address, how, int(number)))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _forked(book: Path, address: str, how: str, number: int) -> str:
    """What came of one try: `killed`, `done`, or the sentence that was said."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        said = "a traceback"
        try:
            said = _try(book, address, how, number)
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        said = told.read()
    _, status = os.waitpid(pid, 0)
    return "killed" if os.WIFSIGNALED(status) else said


def _try(book: Path, address: str, how: str, number: int) -> str:
    if how == "kill":
        _killed_before(number)
    try:
        with api.open(book, settings=SETTINGS) as desk:
            if how == "full":
                resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
            capture(desk, address, who="A desk", browser=False)
    except FirsthandError as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())}"
    return "done"


def _killed_before(number: int) -> None:
    """Count flushes, renames and looks at the database, and die before one of them."""
    left = [number]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*given: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **more)

        return instead

    os.fsync = counted(os.fsync)
    Path.rename = counted(Path.rename)  # type: ignore[method-assign]
    setup.told = counted(setup.told)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
