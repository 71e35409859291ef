"""What does a feed offer? The articles that it names, each with its address, date and as much of its text as it carries.

RSS, Atom, RDF and JSON feeds are read by fastfeedparser from bytes at hand; it is never given an address, so that it fetches
nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import fastfeedparser

from firsthand.errors import ReadingError
from firsthand.reading.markup import read_stamp
from firsthand.record.when import When

HEAD = 4096
"""Bytes in which a feed shows what it is."""

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]|jsonfeed\.org/version", re.I)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article of a feed. `html` is what the feed itself carries of its text: all of it, the beginning, or nothing."""

    title: str
    url: str
    published: When | None = None
    html: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title and entries, in its order."""

    title: str
    entries: tuple[FeedEntry, ...]


def is_feed(data: bytes) -> bool:
    """Do these bytes begin as a feed does?"""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return not re.match(rb"<!doctype\s+html|<html", head, re.I) and bool(_FEED.search(head))


def read_feed(data: bytes, url: str = "") -> Feed:
    """Read a feed that was found at `url`. Raises ReadingError where the bytes are no feed."""
    try:
        found = fastfeedparser.parse(data, include_tags=False, include_media=False, include_enclosures=False)
        entries = tuple(_entries(found, url))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        hint = "Give the address of the feed itself; a page often links it as RSS. A page is given as .html."
        raise ReadingError(f"This is not a feed: {_said(error)}", hint=hint) from error
    return Feed(_text(_of(found.get("feed"), "title")), entries)


def _entries(found: Mapping[str, Any], url: str) -> Iterator[FeedEntry]:
    base = url or _text(_of(found.get("feed"), "link"))
    for entry in found.get("entries") or ():
        when = _text(entry.get("published")) or _text(entry.get("updated"))
        yield FeedEntry(
            _text(entry.get("title")),
            _address(_text(entry.get("link")), base),
            read_stamp(when) if when else None,
            _longest(entry),
        )


def _longest(entry: Mapping[str, Any]) -> str:
    """The longest of what an entry carries: many feeds give a summary and the text, in no fixed field."""
    given = [_of(one, "value") for one in entry.get("content") or ()] + [entry.get("description")]
    return max((one for one in given if isinstance(one, str)), key=len, default="")


def _of(found: object, key: str) -> object:
    return found.get(key) if isinstance(found, Mapping) else None


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _address(link: str, base: str) -> str:
    """The address of an entry, if it is one of the web."""
    try:
        whole = urljoin(base, link)
        return whole if link and urlsplit(whole).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())[:160] or type(error).__name__
    return said if said.endswith((".", "!", "?")) else said + "."
