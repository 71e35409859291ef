"""What did a capture show: which page, read as readers see it, and which pictures?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import msgspec

from firsthand.api import Desk
from firsthand.casebook.captures import FiledCapture
from firsthand.errors import FirsthandError, RedirectsError, RefusedError
from firsthand.evidence.fetch import Fetched
from firsthand.evidence.warc_answers import declared_charset
from firsthand.reading import walls
from firsthand.reading.page_seen import read_page_seen
from firsthand.reading.raw_bytes import media_of
from firsthand.record.captures import Captured, Part, Role
from firsthand.record.readings import PictureReading, Reading, ReadingKind
from firsthand.record.states import Answer, Failure, Hop, PageSeen

SHELL = 200
"""Characters of article up to which a page with scripts may be a shell that only they fill."""

BINARY = ("image/", "video/", "audio/", "application/pdf")


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture as it is compared: its answer, read. `rendered`: the page is the one that a browser made of it."""

    capture: FiledCapture
    answer: Answer
    rendered: bool = False


def shown(desk: Desk, capture: FiledCapture, fetched: Fetched | None = None, *, pictures: bool) -> Shown:
    """What the exhibits of a capture show; `fetched` gives the way and the headers where they are still at hand.

    Pictures are read where they are wanted only. Raises ExhibitError where the page is missing or damaged.
    """
    captured = capture.captured
    answer = _answer(captured, fetched)
    if answer.failure:
        return Shown(capture, answer)
    charset = fetched.charset if fetched else _charset(desk, captured)
    page, problem = _page(desk, captured.part(Role.BODY), captured.final_address, charset)
    answer = replace(answer, page=page, problem=answer.problem or problem)
    made = _made(desk, captured, answer)
    if pictures:
        answer = replace(answer, pictures=tuple(_pictures(desk, captured)))
    return Shown(capture, replace(answer, page=made) if made else answer, made is not None)


def _answer(captured: Captured, fetched: Fetched | None) -> Answer:
    """The line alone: addresses, status, headers, and what is missing."""
    if fetched is None:
        last = Hop(captured.final_address or captured.address, captured.status)
        return Answer(captured.at, (last,) if captured.status else ())
    hops = tuple(Hop(one.url, one.status) for one in fetched.exchanges if one.status)
    headers = {name.lower(): value for name, value in (fetched.exchanges[-1].headers if fetched.exchanges else ())}
    problem = str(fetched.failure) if fetched.failure else " ".join(fetched.problems)
    return Answer(captured.at, hops, headers, failure=_failure(fetched), problem=problem)


def _failure(fetched: Fetched) -> Failure | None:
    match fetched.failure:
        case None:
            return None
        case RefusedError():
            return Failure.REFUSED_BY_US
        case RedirectsError():
            return Failure.REDIRECTS
    return Failure.NO_ANSWER


def _charset(desk: Desk, captured: Captured) -> str:
    """What the server declared, by the WARC of an earlier capture."""
    warc = captured.part(Role.WARC)
    if warc is None:
        return ""
    with suppress(FirsthandError):  # the page can be read without it
        return declared_charset(desk.book.exhibit(warc.exhibit.sha256), captured.final_address or captured.address)
    return ""


def _page(desk: Desk, part: Part | None, url: str, charset: str) -> tuple[PageSeen | None, str]:
    """(the page, or None where the body is none; a sentence where it should be one)."""
    body = desk.book.exhibit(part.exhibit.sha256) if part else b""
    if not body.strip() or media_of(body).startswith(BINARY):
        return None, ""
    try:
        return read_page_seen(body, url, charset, desk.settings), ""
    except FirsthandError as error:
        return None, str(error)


def _made(desk: Desk, captured: Captured, answer: Answer) -> PageSeen | None:
    """The page as a browser made it, where its HTML alone is a shell; None where it is none, or no browser saw more."""
    part = captured.part(Role.DOM)
    if part is None or answer.page is None or not _is_shell(captured.address, answer, answer.page):
        return None
    page, _ = _page(desk, part, captured.final_address, "utf-8")
    return page if page and len(page.whole) > len(answer.page.whole) else None


def _is_shell(address: str, answer: Answer, page: PageSeen) -> bool:
    sign = walls.wall(address, answer)
    if sign is not None:
        return sign.kind == "script"
    return "scripts" in page.marks and len(page.text) < SHELL


def _pictures(desk: Desk, captured: Captured) -> Iterator[PictureReading]:
    """The pictures as they were read with the capture; without such a reading, the kept ones read now."""
    part = captured.part(Role.READING)
    if part is not None:
        reading = msgspec.json.decode(desk.book.exhibit(part.exhibit.sha256), type=Reading)
        ours = captured.final_address if reading.kind is ReadingKind.PICTURE else ""
        yield from (replace(one, url=one.url or ours) for one in reading.pictures)
        return
    body = captured.part(Role.BODY)
    kept = [*captured.parts_of(Role.PICTURE), *([body] if body and body.exhibit.media.startswith("image/") else [])]
    for one in kept:
        yield from _read(desk, one, one.address or captured.final_address or captured.address)


def _read(desk: Desk, part: Part, url: str) -> Iterator[PictureReading]:
    try:
        read = desk.decoder.read(desk.book.exhibit(part.exhibit.sha256), url, desk.settings)
    except FirsthandError as error:
        yield PictureReading(url, part.exhibit.sha256, url=url, problem=str(error))
        return
    yield from (replace(one, url=url) for one in read.pictures)
