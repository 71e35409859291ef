"""What came of a capture that is not on file yet? Bytes with all that their exhibit will carry."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.record.captures import Role
from firsthand.record.readings import Print


@dataclass(frozen=True, slots=True)
class Loose:
    """A part before its bytes are kept. `media` is as found, `name` says where it came from, or what it is called."""

    role: Role
    data: bytes
    media: str = ""
    name: str = ""
    address: str = ""
    prints: tuple[Print, ...] = ()
