"""Which articles lie here? An address, a file, a folder or a feed gives its articles one by one; what fails is one of them."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from firsthand.errors import FirsthandError, ReadingError, UsageError
from firsthand.evidence.fetch import fetch
from firsthand.evidence.files import read_bytes, unpacked
from firsthand.evidence.json_articles import articles_in
from firsthand.reading.articles import Form, RawArticle
from firsthand.reading.feeds import FeedEntry, is_feed, read_feed
from firsthand.reading.markup import host
from firsthand.reading.raw_bytes import media_of
from firsthand.settings import Settings

FORMS: dict[str, Form] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "page"),
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "text"),
    **dict.fromkeys((".json", ".jsonl"), "json"),
}
"""How a file is read, by the end of its name; `.gz` after it is unpacked first."""

FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf"})

PAUSE = 1.0
"""Seconds between two fetches from one host."""

ENTRIES = 100
"""Entries of a feed that are read, if no other number is given."""

WHOLE = 1_500
"""Characters of markup from which on what a feed carries is taken for the article itself; a summary is shorter."""

Fetch = Callable[[str], tuple[str, bytes, str]]
"""Address -> (address at the end, body, declared charset). Raises CaptureError."""


@dataclass(slots=True)
class Source:
    """Where articles are taken from, with the limits.

    `passed_over` counts files of a folder by their ending, because no reader of articles reads them; `more` are entries of a
    feed beyond the limit.
    """

    given: str
    settings: Settings
    fetch: Fetch
    limit: int = ENTRIES
    pause: Callable[[float], None] = time.sleep
    passed_over: Counter[str] = field(default_factory=Counter)
    more: int = 0

    def __iter__(self) -> Iterator[RawArticle]:
        """The articles in the order of their names, or of the feed. Raises UsageError where nothing is there at all."""
        if self.given.startswith(("http://", "https://")):
            return self._address()
        path = Path(self.given)
        try:
            if path.is_dir():
                return self._folder(path)
            there = path.exists()
        except (OSError, ValueError) as error:
            raise UsageError(f"{self.given[:200]!r} is no name of a file.", hint=_LOOK) from error
        if not there:
            raise UsageError(f"There is no file or folder {self.given!r}.", hint=_LOOK)
        return self._file(path)

    def _address(self) -> Iterator[RawArticle]:
        final, body, charset = self.fetch(self.given)
        if is_feed(body):
            yield from self._entries(body, final)
        else:
            yield RawArticle(self.given, body, url=final, charset=charset)

    def _file(self, path: Path) -> Iterator[RawArticle]:
        if _ending(path) in FEEDS:
            yield from self._entries(self._body(path), "")
            return
        form = FORMS.get(_ending(path)) or _by_content(self._body(path))
        if not form:
            raise UsageError(f"{path} is no page, text, JSON or feed.", hint="Give .html, .txt, .md, .json or .xml.")
        yield from self._read(path, path.name, form)

    def _folder(self, root: Path) -> Iterator[RawArticle]:
        home = root.resolve()

        def unreadable(error: OSError) -> None:
            broken.append(
                RawArticle(_shown(Path(error.filename), root), problem=f"The folder cannot be read: {error.strerror}.")
            )

        broken: list[RawArticle] = []
        for here, folders, files in os.walk(root, onerror=unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(name for name in files if not name.startswith(".")):
                yield from self._in_folder(Path(here, name), root, home)
            yield from broken
            broken.clear()

    def _in_folder(self, path: Path, root: Path, home: Path) -> Iterator[RawArticle]:
        name, ending = _shown(path, root), _ending(path)
        if ending and ending not in FORMS:
            self.passed_over[ending] += 1
            return
        if path.is_symlink() and not path.resolve().is_relative_to(home):
            yield RawArticle(name, problem="This is a link that leads out of the folder; it was not followed.")
            return
        try:
            form = FORMS.get(ending) or _by_content(self._body(path))
        except ReadingError as error:
            yield RawArticle(name, problem=str(error))
            return
        if form:
            yield from self._read(path, name, form)
        else:
            self.passed_over["without an ending"] += 1

    def _read(self, path: Path, name: str, form: Form) -> Iterator[RawArticle]:
        try:
            body = self._body(path)
        except ReadingError as error:
            yield RawArticle(name, problem=str(error))
            return
        if form == "json":
            yield from articles_in(body, name, lines=_ending(path) == ".jsonl")
        else:
            yield RawArticle(name, body, form)

    def _body(self, path: Path) -> bytes:
        return unpacked(read_bytes(path, self.settings.max_file_bytes), self.settings.max_file_bytes)

    def _entries(self, body: bytes, url: str) -> Iterator[RawArticle]:
        feed = read_feed(body, url)
        self.more = max(0, len(feed.entries) - self.limit)
        asked: set[str] = set()
        for number, entry in enumerate(feed.entries[: self.limit], 1):
            yield self._entry(entry, f"{feed.title or 'feed'}, entry {number}", asked)

    def _entry(self, entry: FeedEntry, name: str, asked: set[str]) -> RawArticle:
        """The article of an entry: as the feed carries it, else from its address."""
        told = RawArticle(
            entry.url or name, url=entry.url, title=entry.title, published=entry.published, outlet=host(entry.url)
        )
        if len(entry.html) >= WHOLE or not entry.url:
            page = f"<!doctype html><html><body><article>{entry.html}</article></body></html>"
            return replace(told, body=page.encode("utf-8", "replace") if entry.html else b"", charset="utf-8")
        if (site := host(entry.url)) in asked:
            self.pause(PAUSE)
        asked.add(site)
        try:
            final, body, charset = self.fetch(entry.url)
        except FirsthandError as error:
            return replace(told, problem=str(error))
        return replace(told, body=body, url=final, charset=charset)


_LOOK = "Look at the path; begin an address with https://."


def guarded(settings: Settings, now: Callable[[], datetime]) -> Fetch:
    """The fetch that asks the guard at every hop."""

    def ask(url: str) -> tuple[str, bytes, str]:
        capture, body, charset = fetch(url, settings, now=now)
        return capture.final_address or url, body, charset

    return ask


def _ending(path: Path) -> str:
    """The end of a name that tells how to read it, `.gz` left out."""
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower()


def _by_content(body: bytes) -> Form | None:
    media = media_of(body)
    return "page" if media == "text/html" else "text" if media == "text/plain" else None


def _shown(path: Path, root: Path) -> str:
    """The path inside the folder, with what is no text in it replaced."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")
