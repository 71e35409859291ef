"""What does Tesseract read in these images? Its library runs in a child process: one thread, limits of time and memory.

The child (`tesseract_worker.py`) keeps the models loaded, because loading all of them takes longer than reading a picture.
Where it stops or takes too long it is ended, and the next picture starts another.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import WordsError
from firsthand.reading.inscriptions import INSTALL

Pixels = NDArray[np.uint8]

LANGUAGES = {"uk": "ukr", "ru": "rus", "el": "ell", "en": "eng"}
"""The languages that Firsthand reads, and what Tesseract calls them."""

LINE, SPARSE = 7, 11
"""How Tesseract takes an image: as one line of words, or as words anywhere on it."""

WORKER = Path(__file__).with_name("tesseract_worker.py")
MEMORY = 1_500_000_000
"""Bytes of address space that the child may take; with four models and a line it takes a fifth of them."""
START_SECONDS = 20.0

_COLUMNS = 12
_WORD_ROW = "5"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its letters, how sure the reader is (0 to 1), its box in pixels, and the line of the image it stands in."""

    text: str
    confidence: float
    box: tuple[int, int, int, int]
    line: tuple[int, int, int]


class Tesseract:
    """The reader in its child process. One at a time asks it; it is started when first needed.

    Raises WordsError where Tesseract or all of its languages are absent.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self.languages = self._started(time.monotonic() + START_SECONDS)
        atexit.register(self.close)

    def read(self, images: Sequence[Pixels], lang: str, seconds: float, layout: int = LINE) -> list[list[Word]]:
        """The words of each image (H x W, gray, 8 bits) by the reader of one of `languages`.

        Raises WordsError where the child stops or needs longer than `seconds`.
        """
        if not images:
            return []
        end = time.monotonic() + seconds
        head = {"language": LANGUAGES[lang], "layout": layout, "images": [image.shape[::-1] for image in images]}
        body = b"".join(np.ascontiguousarray(image, np.uint8).tobytes() for image in images)
        with self._lock:
            if self._child is None:
                self._started(end)
            tables = self._answer(json.dumps(head).encode("utf-8") + b"\n" + body, end)
        return [list(_words(table)) for table in tables]

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            child.wait()

    def _started(self, end: float) -> tuple[str, ...]:
        env = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
        command = [sys.executable, "-I", str(WORKER), str(MEMORY), *LANGUAGES.values()]
        self._child = subprocess.Popen(  # noqa: S603 - our own program, no shell, nothing of the tip in the call
            command,
            env=env | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            has = self._line(end)
        except WordsError as error:
            raise WordsError(
                "Tesseract, which reads words in pictures, is not installed.", hint=f"Install it: {INSTALL}."
            ) from error
        found = tuple(lang for lang, name in LANGUAGES.items() if name in has)
        if not found:
            self.close()
            raise WordsError(
                "Tesseract has none of the languages that Firsthand reads.", hint=f"Install it: {INSTALL}."
            )
        return found

    def _answer(self, request: bytes, end: float) -> list[str]:
        assert self._child is not None
        try:
            pipe = _open(self._child.stdin)
            pipe.write(request)
            pipe.flush()
        except OSError as error:
            self.close()
            raise WordsError("Tesseract stopped while it read the words of the picture.") from error
        return [str(table) for table in self._line(end)]

    def _line(self, end: float) -> list[Any]:
        """One line of JSON from the child before the clock says `end`; otherwise the child is ended."""
        assert self._child is not None
        descriptor, read = _open(self._child.stdout).fileno(), bytearray()
        while not read.endswith(b"\n"):
            ready, _, _ = select.select([descriptor], [], [], max(0.0, end - time.monotonic()))
            part = os.read(descriptor, 1 << 16) if ready else b""
            if not part:
                self.close()
                raise WordsError(
                    "Tesseract stopped while it read the words of the picture."
                    if ready
                    else "Reading the words of the picture was stopped: the time for it was over."
                )
            read += part
        answer: list[Any] = json.loads(read)
        return answer


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "both ends of the child are pipes"
    return pipe


def _words(table: str) -> Sequence[Word]:
    """The rows of Tesseract's table that are words."""
    found: list[Word] = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD_ROW and cells[11].strip():
            block, paragraph, line = (int(cell) for cell in cells[2:5])
            left, top, width, height = (int(cell) for cell in cells[6:10])
            confidence = min(1.0, max(0.0, float(cells[10]) / 100))
            box = (left, top, left + width, top + height)
            found.append(Word(cells[11].strip(), confidence, box, (block, paragraph, line)))
    return found
