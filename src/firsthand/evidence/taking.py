"""What bytes did this tip bring, and in what state did they arrive?"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from firsthand.errors import FirsthandError, ReadingError
from firsthand.evidence.files import read_bytes, unpacked
from firsthand.record.tips import Capture, CaptureState, Exhibit, Tip
from firsthand.settings import Settings

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """A capture, the bytes to read, and the character set that the carrier named (empty if none).

    `packed` are the bytes as they came where they had to be unpacked first; they are what the capture's exhibit names.
    """

    capture: Capture
    body: bytes = b""
    charset: str = ""
    packed: bytes = b""

    @property
    def as_it_came(self) -> bytes:
        return self.packed or self.body


def take(tip: Tip, settings: Settings, now: Clock) -> Taken:
    """The bytes of a tip. What fails becomes a failed capture whose problem is a sentence."""
    try:
        if tip.url:
            return Taken(*_fetched(tip.url, settings, now))
        if tip.text:
            body = tip.text.encode("utf-8", "surrogatepass")
            return Taken(
                Capture("the words given", now(), CaptureState.COMPLETE, (_exhibit(body, "text/plain", ""),)), body
            )
        path = Path(tip.picture or tip.html or tip.post)
        came = read_bytes(path, settings.max_file_bytes)
        capture = Capture(str(path), now(), CaptureState.COMPLETE, (_exhibit(came, "", path.name),))
        body = unpacked(came, settings.max_file_bytes)
        return Taken(capture, body, packed=came if body is not came else b"")
    except FirsthandError as error:
        address = tip.url or tip.picture or tip.html or tip.post
        return Taken(Capture(address, now(), CaptureState.FAILED, problems=(str(error),)))


def take_picture(address: str, tip: Tip, settings: Settings, now: Clock) -> bytes | None:
    """The bytes of a picture that a page names, or None where this tip gives no way to it.

    A page that was fetched may name addresses (each goes through the guard); a page from disk may name files beside or
    below it; both may carry the picture inside a data address. Raises ReadingError or CaptureError.
    """
    scheme = urlsplit(address).scheme.lower()
    if scheme == "data":
        return _data(address)
    if scheme in ("http", "https"):
        return _fetched(address, settings, now)[1] if tip.url else None
    if scheme or not tip.html or address.startswith(("/", "\\")):
        return None
    folder = Path(tip.html).resolve().parent
    path = (folder / unquote(urlsplit(address).path)).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    return read_bytes(path, settings.max_file_bytes)


def _fetched(address: str, settings: Settings, now: Clock) -> tuple[Capture, bytes, str]:
    # Late: the guarded fetch costs a tenth of a second to load, and most tips are not addresses.
    from firsthand.evidence.fetch import fetch

    return fetch(address, settings, now=now)


def _data(address: str) -> bytes:
    head, _, rest = address.partition(",")
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(rest)
    try:
        return base64.b64decode(unquote(rest), validate=False)
    except binascii.Error as error:
        raise ReadingError(f"A picture inside the page is not valid base64: {error}.") from error


def _exhibit(body: bytes, media: str, name: str) -> Exhibit:
    return Exhibit(hashlib.sha256(body).hexdigest(), len(body), media, name)
