"""How is a calendar of OpenTimestamps made for a test? A server that promises, and later tells of a block of Bitcoin."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("opentimestamps", reason="the extra `opentimestamps` is not installed")

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation, TimeAttestation
from opentimestamps.core.op import Op, OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesDeserializationContext, BytesSerializationContext
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]

TREE = (OpAppend(b"\1" * 32), OpSHA256(), OpPrepend(b"\2" * 32), OpSHA256(), OpSHA256())
"""The way from a calendar's commitment to a Merkle root."""


def led(message: bytes, ops: tuple[Op, ...], *ends: TimeAttestation) -> bytes:
    """What a calendar writes: a way from the message, and what attests its end."""
    stamp = end = Timestamp(message)
    for op in ops:
        end = end.ops.add(op)
    end.attestations.update(ends)
    return written(stamp)


def result(message: bytes, ops: tuple[Op, ...]) -> bytes:
    for op in ops:
        message = op(message)
    return message


def written(stamp: Timestamp | DetachedTimestampFile) -> bytes:
    context = BytesSerializationContext()
    stamp.serialize(context)
    return bytes(context.getbytes())


def file_of(data: bytes, ops: tuple[Op, ...], *ends: TimeAttestation) -> bytes:
    """A file for these bytes."""
    digest = hashlib.sha256(data).digest()
    stamp = Timestamp.deserialize(BytesDeserializationContext(led(digest, ops, *ends)), digest)
    return written(DetachedTimestampFile(OpSHA256(), stamp))


def says(status: int, body: bytes, *headers: tuple[str, str]) -> Answer:
    """The same answer to everything."""

    def answer(handler: BaseHTTPRequestHandler, asked: bytes) -> None:
        handler.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@dataclass
class Promises:
    """A calendar that keeps its word: `height` is the block that attests all of it, 0 before there is one.

    `named` is the address that its promises name; its own where empty.
    """

    named: str = ""
    height: int = 0
    posted: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    WAY = (OpPrepend(b"\5" * 4), OpAppend(b"\7" * 8))

    def __call__(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if handler.command == "POST" and handler.path == "/digest":
            self.posted.append(body)
            own = "http://" + str(handler.headers["Host"])
            says(200, led(body, self.WAY, PendingAttestation(self.named or own)))(handler, body)
        else:
            self.asked.append(handler.path)
            self._tell(handler)

    def _tell(self, handler: BaseHTTPRequestHandler) -> None:
        known = {result(one, self.WAY).hex(): result(one, self.WAY) for one in self.posted}
        commitment = known.get(handler.path.removeprefix("/timestamp/"))
        if commitment is None or not self.height:
            says(404, b"Pending confirmation in Bitcoin blockchain")(handler, b"")
        else:
            says(200, led(commitment, TREE, BitcoinBlockHeaderAttestation(self.height)))(handler, b"")


@contextmanager
def calendar(answer: Answer) -> Iterator[str]:
    """The address at which a server on loopback calls `answer` with each question."""

    class Asked(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

        do_POST = do_GET

        def handle(self) -> None:
            # Whoever asked may hang up before the end.
            with suppress(ConnectionError):
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def set_calendar(book: Path, name: str, url: str, more: str = "") -> None:
    """Set a calendar in the casebook."""
    with (book / "custody" / "authorities.toml").open("a") as file:
        file.write(f'[[authority]]\nname = "{name}"\nkind = "opentimestamps"\nurl = "{url}"\n{more}\n')


def lay(book: Path, of: Callable[[bytes], bytes], name: str = "pool.ots") -> Path:
    """Lay a file, made `of` the head of now, beside that head in `heads/x`."""
    heads = book / "custody" / "heads" / "x"
    heads.mkdir(parents=True, exist_ok=True)
    for file in ("head.txt", "head.txt.minisig"):
        if not (heads / file).exists():
            shutil.copyfile(book / "custody" / file, heads / file)
    (heads / name).write_bytes(of((heads / "head.txt").read_bytes()))
    return heads / name
