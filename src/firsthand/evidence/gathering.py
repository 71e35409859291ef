"""Which bytes came for each picture that a page shows, and what do they hold?

A picture that the browser was shown is the one that counts; only what it was not shown is fetched, through the guard.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import httpx

from firsthand.errors import CaptureError, FirsthandError, PictureError
from firsthand.evidence.exchange import Exchange
from firsthand.evidence.fetch import REDIRECTS, captured, following, visit
from firsthand.evidence.guard import Guard, public
from firsthand.evidence.looking import PAGE_PICTURES, Eyes
from firsthand.evidence.loose import Loose
from firsthand.evidence.unpacking import Unpacker
from firsthand.reading.raw_bytes import media_of
from firsthand.record.captures import Role
from firsthand.record.readings import PictureReading
from firsthand.settings import Settings

PAGE_BYTES = 200_000_000
"""Bytes of all pictures of one page; the rest are named as not kept."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One file: its pictures as they were read, what is to be kept of it, and sentences on what is missing."""

    pictures: tuple[PictureReading, ...]
    loose: tuple[Loose, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """All pictures of a page, in its order. `exchanges` are those that the fetching took."""

    pictures: tuple[PictureReading, ...] = ()
    loose: tuple[Loose, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    problems: tuple[str, ...] = ()


def look(loose: Loose, eyes: Eyes) -> Looked:
    """Read one picture file in the process apart. What is a picture but cannot be decoded is kept without fingerprints."""
    name = loose.name or loose.address
    try:
        read = eyes.decoder.read(loose.data, name, eyes.settings)
    except PictureError as error:
        kept = (replace(loose, media=media_of(loose.data)),) if is_picture(loose.data) else ()
        return Looked((PictureReading(name, problem=str(error)),), kept, (str(error),))
    printed, said = with_prints(loose, eyes)
    return Looked(read.pictures, (printed,), said)


def with_prints(loose: Loose, eyes: Eyes) -> tuple[Loose, tuple[str, ...]]:
    """(the same file with its fingerprints, why it has none)."""
    try:
        media, prints = eyes.decoder.reference(loose.data, loose.name or loose.address, eyes.settings)
    except PictureError as error:
        return replace(loose, media=media_of(loose.data)), (str(error),)
    return replace(loose, media=media, prints=prints), ()


def is_picture(data: bytes) -> bool:
    """Are these the bytes of a picture or film, by what stands in them?"""
    return media_of(data).startswith(("image/", "video/"))


def picture_guard(ip: str, settings: Settings) -> Guard:
    """What judges the pictures of a page from this address: the web outside leads into no network of ours."""
    return Guard(allow=() if public(ip) else settings.allow_networks)


def gather(wanted: Sequence[PictureReading], shown: Iterable[Exchange], guard: Guard, eyes: Eyes) -> Gathered:
    """The pictures that a page names, as far as the limits of number, bytes and time allow; what is not there is named."""
    return _Gathering(shown, guard, eyes).all(wanted)


class _Gathering:
    """One page's pictures, counted against its limits."""

    def __init__(self, shown: Iterable[Exchange], guard: Guard, eyes: Eyes) -> None:
        self._shown = _by_address(shown)
        self._guard, self._eyes = guard, eyes
        self._deadline = time.monotonic() + eyes.settings.page_seconds
        self._left = PAGE_BYTES
        self._exchanges: list[Exchange] = []

    def all(self, wanted: Sequence[PictureReading]) -> Gathered:
        seen = [self._one(place, picture) for place, picture in enumerate(wanted)]
        return Gathered(
            tuple(picture for one in seen for picture in one.pictures),
            tuple(loose for one in seen for loose in one.loose),
            tuple(self._exchanges),
            tuple(dict.fromkeys(problem for one in seen for problem in one.problems)),
        )

    def _one(self, place: int, picture: PictureReading) -> Looked:
        address = picture.url or picture.name
        if beyond := self._beyond(place):
            return Looked((picture,), problems=(f"The picture {address} was not kept: {beyond}",))
        try:
            data = self._bytes(address)
        except FirsthandError as error:
            return Looked((replace(picture, problem=str(error)),), problems=(str(error),))
        self._left -= len(data)
        found = look(Loose(Role.PICTURE, data, name=address, address=address), self._eyes)
        return replace(found, pictures=tuple(_as_named(one, picture) for one in found.pictures))

    def _beyond(self, place: int) -> str:
        if place >= PAGE_PICTURES:
            return f"only the first {PAGE_PICTURES} of a page are."
        if self._left <= 0:
            return f"the pictures before it have {PAGE_BYTES:,} bytes."
        return "" if time.monotonic() < self._deadline else "the time for the pictures of the page was up."

    def _bytes(self, address: str) -> bytes:
        settings = self._eyes.settings
        if (shown := self._was_shown(address)) is not None:
            return shown
        limits = replace(settings, max_file_bytes=min(settings.max_file_bytes, self._left))
        found = visit(address, limits, now=self._eyes.now, guard=self._guard)
        self._exchanges += found.exchanges
        captured(found)
        if found.problems:
            raise CaptureError(f"The picture {address} did not come whole: {found.problems[0]}")
        return found.body

    def _was_shown(self, address: str) -> bytes | None:
        """The picture as the browser got it, over its redirects; None where it did not, or not whole."""
        for _ in range(REDIRECTS + 1):
            exchange = self._shown.get(_plain(address))
            if exchange is None or exchange.problem:
                return None
            try:
                onward = following(exchange)
            except CaptureError:
                return None
            if not onward:
                return _body(exchange, self._eyes.settings.max_file_bytes)
            address = onward
        return None


def _by_address(exchanges: Iterable[Exchange]) -> Mapping[str, Exchange]:
    return {_plain(one.url): one for one in exchanges if one.method == "GET"}


def _plain(address: str) -> str:
    try:
        return str(httpx.URL(address).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError):
        return address


def _body(exchange: Exchange, limit: int) -> bytes | None:
    if exchange.status != 200:
        return None
    body = Unpacker(exchange.header("content-encoding"), limit)
    body.add(exchange.body)
    body.end()
    return None if body.said else body.body


def _as_named(found: PictureReading, picture: PictureReading) -> PictureReading:
    """What was found in the file, with what the page says of the picture."""
    return replace(
        found, name=picture.name, caption=picture.caption, url=picture.url, alt=picture.alt, credit=picture.credit
    )
