"""What went over the line when one address was asked once: the request, the answer as it came, when, and from which IP?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]
"""Names and values in the order and the letters in which they went over the line, bytes read as Latin-1."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; a fetch with two redirects has three.

    `url` is what was asked, `ip` where it was asked ("" where no connection was made), `status` 0 where no answer came.
    `body` are the bytes as they came, before they are unpacked: `Content-Encoding` still holds of them. Only the framing of
    `Transfer-Encoding: chunked` is taken off, though the header still stands in `headers`. Times are in UTC. `problem` is a
    sentence where something is missing from the answer, or where the answer is missing; the body is then what came before.
    `request_body` are the bytes that were sent after the request's headers: a form, a note of a script.
    """

    url: str
    ip: str
    method: str
    request_headers: Headers
    status: int
    reason: str
    headers: Headers
    body: bytes
    started: datetime
    ended: datetime
    problem: str = ""
    request_body: bytes = b""

    def header(self, name: str) -> str:
        """The values of one header, joined by a comma as HTTP has it; "" where it is absent."""
        wanted = name.lower()
        return ", ".join(value for found, value in self.headers if found.lower() == wanted)
