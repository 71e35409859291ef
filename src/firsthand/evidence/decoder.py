"""Who opens files from outside? A process of its own, with limits, that may die without harm: the desk only gets data back.

It is started when it is first needed, and kept. Where a file makes it crash, hang, or take too much, it is ended, a
PictureError says so in a sentence, and the next file gets a new one.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from threading import Lock, Timer
from typing import IO, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand.errors import PictureError
from firsthand.evidence.decoder_wire import (
    BEGUN,
    LONGEST_ANSWER,
    Answer,
    OutOfMemory,
    PixelsAnswer,
    ReadAnswer,
    ReferenceAnswer,
    Refused,
    Request,
    receive,
    send,
)
from firsthand.reading.picture_files import PicturesRead
from firsthand.record.readings import Print
from firsthand.settings import Settings

COMMAND = (sys.executable, "-P", "-W", "ignore", "-m", "firsthand.evidence.decoder_child")

FILES = 1_000
"""Files after which a process is replaced, so that what its libraries leak stays small."""

START_SECONDS = 60.0
"""Longest wait for a new process; on an idle machine it takes less than half a second."""

DYING_SECONDS = 0.5
"""How long a process that said its last is given to end by itself, so that it can be told how."""

KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
"""Variables of the environment that the process is given; passwords and keys stand in others."""

SPARING = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1")
"""One thread each: threads take address space, and a desk decodes one file at a time."""

HINT = "Do not open it elsewhere. Ask for a still of it as JPEG or PNG; a sound file may need a higher {limit}."

T = TypeVar("T", ReadAnswer, ReferenceAnswer, PixelsAnswer)


class _Child:
    """One running process."""

    def __init__(self, command: Sequence[str], memory: int) -> None:
        self.owner, self.memory, self.files = os.getpid(), memory, 0
        self.begun = self.gone = self.late = False
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**{name: os.environ[name] for name in KEPT if name in os.environ}, **SPARING},
            start_new_session=True,  # Ctrl-C is for the desk
        )
        assert self.process.stdin
        assert self.process.stdout
        self.to: IO[bytes] = self.process.stdin
        self.back: IO[bytes] = self.process.stdout

    def ask(self, request: bytes, data: bytes, seconds: float) -> bytes | None:
        """The answer; None where the process died, or ran out of time and was ended (`late`)."""
        if not self._ready():
            return None
        with _Clock(self, seconds):
            try:
                send(self.to, request, data)
            except OSError:
                self.gone = True
                return None
            body = receive(self.back, LONGEST_ANSWER)
        self.gone = body is None
        return body

    def _ready(self) -> bool:
        """Wait until a new process can work: the time that it takes to start is not the file's."""
        if not self.begun:
            with _Clock(self, START_SECONDS):
                self.begun = self.back.read(len(BEGUN)) == BEGUN
        return self.begun

    def end(self) -> int:
        """End it, and say how it ended: its exit status, or minus the signal."""
        if self.gone and not self.late:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(DYING_SECONDS)
        self.process.kill()
        status = self.process.wait()
        self.back.close()
        with suppress(OSError):  # what it had not read is lost with it
            self.to.close()
        return status


class _Clock:
    """Ends a process that takes longer."""

    def __init__(self, child: _Child, seconds: float) -> None:
        self.child = child
        self.timer = Timer(seconds, self._over)
        self.timer.daemon = True

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()

    def _over(self) -> None:
        self.child.late = True
        self.child.process.kill()


class Decoder:
    """Decodes files in a process of its own, one at a time; threads may share it. Close it, or let it end with the program."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command, self._lock = command, Lock()
        self._child: _Child | None = None

    def read(self, data: bytes, name: str, settings: Settings) -> PicturesRead:
        """The pictures of a file, as `read_pictures`, with its content credentials. Raises PictureError."""
        return self._ask(ReadAnswer, Request("read", name, settings), data).read

    def reference(self, data: bytes, name: str, settings: Settings) -> tuple[str, tuple[Print, ...]]:
        """(media type, prints) of a picture to be kept on file. Raises PictureError."""
        answer = self._ask(ReferenceAnswer, Request("reference", name, settings), data)
        return answer.media, answer.prints

    def pixels(self, data: bytes, name: str, settings: Settings, at: float | None = None) -> NDArray[np.uint8]:
        """The pixels of a file, H x W x 3, as `decode_picture`. Raises PictureError."""
        answer = self._ask(PixelsAnswer, Request("pixels", name, settings, at), data)
        if min(answer.width, answer.height) < 1 or len(answer.rgb) != answer.width * answer.height * 3:
            raise PictureError(f"{name}: the decoder gave no picture back.", hint=HINT.format(limit="decode_memory"))
        return np.frombuffer(answer.rgb, np.uint8).reshape(answer.height, answer.width, 3)

    @property
    def running(self) -> int | None:
        """The number of the running process; None where there is none."""
        return self._child.process.pid if self._child else None

    def warm(self, settings: Settings) -> None:
        """Start the process now, without waiting for it, because a picture will come."""
        with self._lock:
            self._ours(settings)

    def close(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._end()

    def _ask(self, kind: type[T], request: Request, data: bytes) -> T:
        with self._lock:
            answer = self._answer(request, data)
        if isinstance(answer, Refused):
            raise PictureError(answer.message, hint=answer.hint)
        if isinstance(answer, OutOfMemory):
            raise _too_much_memory(request)
        assert isinstance(answer, kind), "_decoded lets no answer to another question through"
        return answer

    def _answer(self, request: Request, data: bytes) -> Answer:
        child = self._ours(request.settings)
        whole = False
        try:
            body = child.ask(msgspec.msgpack.encode(request), data, request.settings.decode_seconds)
            if body is None:
                raise self._died(child, request)
            answer = _decoded(body, request)
            whole = True
        finally:
            # Whatever broke the conversation off, Ctrl-C too: nobody knows what this process would say next.
            if not whole:
                self._end()
        child.files += 1
        return answer

    def _ours(self, settings: Settings) -> _Child:
        """The running process, or a new one."""
        child = self._child
        if child and child.owner != os.getpid():
            child = self._child = None  # it belongs to the process that this one was forked from
        if child and (
            child.memory != settings.decode_memory or child.files >= FILES or child.process.poll() is not None
        ):
            self._end()
            child = None
        if child is None:
            child = self._child = _Child(self._command, settings.decode_memory)
        return child

    def _end(self) -> int:
        child, self._child = self._child, None
        return child.end() if child and child.owner == os.getpid() else 0

    def _died(self, child: _Child, request: Request) -> PictureError:
        begun = child.begun
        status = self._end()
        seconds = request.settings.decode_seconds
        if not begun:
            hint = "Look at whether the machine has memory left, and at decode_memory."
            return PictureError(f"{request.name}: the process that decodes pictures could not be started.", hint=hint)
        if child.late or status == -_XCPU:
            hint = HINT.format(limit="decode_seconds")
            return PictureError(
                f"{request.name}: the file was given up after {seconds:g} seconds of decoding.", hint=hint
            )
        how = _signal(-status) if status < 0 else f"exit status {status}"
        hint = HINT.format(limit="decode_memory")
        return PictureError(
            f"{request.name}: the file made its decoder stop ({how}); nothing else was touched.", hint=hint
        )


_XCPU = int(getattr(signal, "SIGXCPU", 24))


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _too_much_memory(request: Request) -> PictureError:
    most = request.settings.decode_memory
    return PictureError(
        f"{request.name}: decoding the file takes more memory than the limit of {most:,} bytes.",
        hint="Save it smaller, or raise decode_memory.",
    )


def _decoded(body: bytes, request: Request) -> Answer:
    """The answer in a message. Raises PictureError where it is none, or one to another question."""
    wanted = {"read": ReadAnswer, "reference": ReferenceAnswer, "pixels": PixelsAnswer}[request.work]
    with suppress(msgspec.DecodeError, ValueError, RecursionError):
        answer: Answer = msgspec.msgpack.decode(body, type=Answer)
        if isinstance(answer, wanted | Refused | OutOfMemory):
            return answer
    hint = HINT.format(limit="decode_memory")
    raise PictureError(f"{request.name}: the decoder gave an answer of no known form, and was ended.", hint=hint)


@cache
def shared() -> Decoder:
    """The decoder of this program: every open casebook uses it, and it ends with the program."""
    decoder = Decoder()
    atexit.register(decoder.close)
    return decoder
