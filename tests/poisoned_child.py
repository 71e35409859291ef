"""A decoder that does what the worst file could make it do, where the file's last bytes name it. Started by tests alone."""

from __future__ import annotations

import os
import signal
import sys
import time

from firsthand.evidence.decoder_child import main, work
from firsthand.evidence.decoder_wire import Answer, PixelsAnswer, ReferenceAnswer, Request


def spin() -> None:
    while True:
        pass


def write(data: bytes) -> None:
    """Speak to the desk past the protocol, on whatever stream it listens to, and stop."""
    for number in range(3, 20):
        try:
            os.write(number, data)
        except OSError:
            continue
    os._exit(0)


DEEDS = {
    b"CRASH": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"ABORT": os.abort,
    b"LEAVE": lambda: os._exit(3),
    b"RAISE": lambda: [][1],
    b"SLEEP": lambda: time.sleep(600),
    b"SPINS": spin,
    b"HOARD": lambda: bytearray(10**12),
    b"NOISE": lambda: write(b"\0\0\0\x05noise"),
    b"FLOOD": lambda: write(b"\xff\xff\xff\xff" + bytes(1000)),
    b"BRIEF": lambda: write(b"\0\0\1\0cut"),
    b"PRINT": lambda: sys.stdout.write("a library that prints\n" * 1000) and sys.stdout.flush(),
}


def poisoned(data: bytes, request: Request) -> Answer:
    if data.endswith(b"OTHER"):
        return ReferenceAnswer("image/jpeg", ())
    if data.endswith(b"SHORT"):
        return PixelsAnswer(9000, 9000, b"few")
    deed = DEEDS.get(data[-5:])
    if deed:
        deed()
    return work(data, request)


if __name__ == "__main__":
    main(poisoned)
