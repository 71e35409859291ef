"""How is one file after another decoded in a process of its own? Read a request, answer it, until there are no more.

Started by `evidence/decoder.py` as `python -P -m firsthand.evidence.decoder_child BYTES`; it reads requests from its standard
input and answers on its standard output. It takes no memory beyond BYTES, writes no file, and ends with the desk.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Callable
from typing import IO

import msgspec

from firsthand.errors import FirsthandError
from firsthand.evidence.content_credentials import with_credentials
from firsthand.evidence.decoder_wire import (
    BEGUN,
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
from firsthand.reading.picture_files import decode_picture, read_pictures, read_reference
from firsthand.settings import Settings

try:
    import resource
except ImportError:  # Windows has no such limits; there the desk's own clock is the only one
    resource = None  # type: ignore[assignment]

Job = Callable[[bytes, Request], Answer]

_MAX_REQUEST = 1_000_000


def work(data: bytes, request: Request) -> Answer:
    """The answer to one request. Raises FirsthandError, MemoryError."""
    name, settings = request.name, request.settings
    if request.work == "read":
        return ReadAnswer(with_credentials(read_pictures(data, name, settings), data))
    if request.work == "reference":
        return ReferenceAnswer(*read_reference(data, name, settings))
    pixels = decode_picture(data, name, settings, request.at)
    return PixelsAnswer(pixels.shape[1], pixels.shape[0], pixels.tobytes())


def serve(requests: IO[bytes], answers: IO[bytes], job: Job = work) -> None:
    """Answer requests until there are none."""
    decoder = msgspec.msgpack.Decoder(Request)
    while (head := receive(requests, _MAX_REQUEST)) is not None:
        request = decoder.decode(head)
        data = receive(requests, request.settings.max_file_bytes)
        if data is None:
            return
        _allow_seconds(request.settings)
        send(answers, msgspec.msgpack.encode(_answer(data, request, job)))


def _answer(data: bytes, request: Request, job: Job) -> Answer:
    try:
        return job(data, request)
    except FirsthandError as error:
        return Refused(error.message, error.hint)
    except MemoryError:
        return OutOfMemory()


def _allow_seconds(settings: Settings) -> None:
    """From now on so many seconds of computing, and no more: a net for a process whose desk is gone, or stopped."""
    if resource:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        soft = math.ceil(spent.ru_utime + spent.ru_stime + settings.decode_seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def confine(memory: int) -> None:
    """Take the limits that hold for the life of this process."""
    os.chdir(os.sep)
    if not resource:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(
            ValueError, OSError
        ):  # a system that knows the limit but does not let it be set (macOS)
            resource.setrlimit(kind, (lower, lower))


def main(job: Job = work) -> None:
    """Serve on the standard streams; nothing else may write on them."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    confine(int(sys.argv[1]))
    answers.write(BEGUN)
    answers.flush()
    serve(sys.stdin.buffer, answers, job)


if __name__ == "__main__":
    main()
