"""How do all exchanges of a capture, and what was made of its page, become one WARC that is known to be whole?"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from firsthand.errors import CaptureError
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.warc import Made, check_exchange, check_made, verify_stream, write_warc

T = TypeVar("T", Exchange, Made)


@dataclass(frozen=True, slots=True)
class Packed:
    """The bytes of a WARC, and sentences on what is not in it. Where it did not come out whole, `data` is empty."""

    data: bytes
    problems: tuple[str, ...] = ()


def pack(exchanges: Iterable[Exchange], made: Sequence[Made], about: Mapping[str, str]) -> Packed:
    """One WARC of all that can stand in one. What cannot is left out and named; the file is read back before it is given.

    An exchange that is given twice is written once.
    """
    problems: list[str] = []
    fit = list(_fit(dict.fromkeys(exchanges), check_exchange, problems))
    things = list(_fit(made, check_made, problems))
    out = io.BytesIO()
    write_warc(out, fit, things, about)
    out.seek(0)
    if broken := verify_stream(out):
        return Packed(b"", (*problems, "The WARC did not come out whole and is not kept.", *broken))
    return Packed(out.getvalue(), tuple(problems))


def _fit(things: Iterable[T], check: Callable[[T], None], problems: list[str]) -> Iterable[T]:
    for thing in things:
        try:
            check(thing)
        except CaptureError as error:
            problems.append(str(error))
        else:
            yield thing
