"""What does one article of an archive say? A page, a plain text with or without a head, or an article kept as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from firsthand.errors import ReadingError
from firsthand.matching.folding import digest
from firsthand.reading.language import guess, primary
from firsthand.reading.markup import host, read_stamp
from firsthand.reading.pages import dateline, read_page
from firsthand.reading.texts import decode, read_text
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import Reading
from firsthand.record.when import When
from firsthand.settings import Settings

Form = Literal["page", "text", "json"]

HEAD_LINES = 40
"""Lines of the head of a text (`title: ...` between two lines of dashes) that are read."""

LONGEST_TITLE = 200

_NAMES = {
    "title": ("title", "headline", "name"),
    "text": ("text", "body", "articleBody", "content_text", "maintext"),
    "html": ("html", "content_html"),
    "published": ("published", "datePublished", "date_published", "date", "time"),
    "url": ("url", "link", "canonical"),
    "outlet": ("outlet", "publisher", "source", "site"),
    "lang": ("lang", "language", "inLanguage"),
}
"""What is read of an article in JSON, and under which names it stands in archives; the first that is there counts."""

_HEAD_LINE = re.compile(r"([A-Za-z_]{2,20})\s*:\s*(.*)")


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as it lies there, not yet read.

    `name` is its path or address. `title`, `outlet` and `published` are what its carrier, such as a feed, says of it.
    `problem` is a sentence: there is nothing to read then.
    """

    name: str
    body: bytes = b""
    form: Form = "page"
    url: str = ""
    charset: str = ""
    title: str = ""
    outlet: str = ""
    published: When | None = None
    problem: str = ""


def read_article(raw: RawArticle, gazetteer: Gazetteer, settings: Settings) -> Reading:
    """The reading of an article; pictures are passed over. Raises ReadingError where it cannot be read."""
    if not raw.body.strip():
        raise ReadingError("The file is empty.", hint="Save it once more.")
    # An audit looks at words alone, and reading captions takes as long as finding the article.
    limits = replace(settings, max_page_pictures=0)
    reading = _READERS[raw.form](raw, gazetteer, limits)
    url = raw.url or reading.url
    return replace(
        reading,
        url=url,
        title=reading.title or raw.title,
        outlet=reading.outlet or raw.outlet or host(url),
        published=reading.published or raw.published,
        pictures=(),
    )


def _page(raw: RawArticle, gazetteer: Gazetteer, settings: Settings) -> Reading:
    return read_page(
        raw.body, url=raw.url, charset=raw.charset, published=raw.published, gazetteer=gazetteer, settings=settings
    )


def _text(raw: RawArticle, gazetteer: Gazetteer, settings: Settings) -> Reading:
    text, _ = decode(raw.body, raw.charset)
    head, body = _headed(text)
    return _told(head, body, gazetteer, settings)


def _json(raw: RawArticle, gazetteer: Gazetteer, settings: Settings) -> Reading:
    try:
        found = msgspec.json.decode(raw.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadingError(f"This is not JSON: {error}.", hint="Look at whether the file is whole.") from error
    said = _fields(found)
    if not said.get("text") and said.get("html"):
        page = replace(raw, body=said["html"].encode("utf-8", "replace"), charset="utf-8", form="page")
        return _named(_page(page, gazetteer, settings), said)
    if not said.get("text"):
        names = ", ".join(_NAMES["text"])
        raise ReadingError("This JSON holds no text of an article.", hint=f"It is looked for under {names}.")
    return _told(said, said["text"], gazetteer, settings)


_READERS = {"page": _page, "text": _text, "json": _json}


def _fields(found: object) -> Mapping[str, str]:
    if not isinstance(found, Mapping):
        raise ReadingError("This JSON is no article.", hint='Write {"title": ..., "text": ..., "published": ...}.')
    return {field: said for field, names in _NAMES.items() if (said := _first(found, names))}


def _first(found: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first text under these names; of an object under one of them, such as a publisher, its own name."""
    for name in names:
        value = found.get(name)
        value = value.get("name") if isinstance(value, Mapping) else value
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _headed(text: str) -> tuple[Mapping[str, str], str]:
    """(what the head of a text says, the text after it). Without a head a `# heading` is the title, as in Markdown."""
    lines = text.lstrip("\ufeff").split("\n", HEAD_LINES)
    rows = [line.strip() for line in lines[:HEAD_LINES]]
    if rows[0] == "---" and "---" in rows[1:]:
        end = rows.index("---", 1)
        head = {found[1].lower(): found[2].strip(" \"'") for row in rows[1:end] if (found := _HEAD_LINE.match(row))}
        return _fields(head), "\n".join(lines[end + 1 :])
    if rows[0].startswith("# ") and len(rows[0]) <= LONGEST_TITLE:
        return {"title": rows[0][2:].strip()}, "\n".join(lines[1:])
    return {}, text


def _told(said: Mapping[str, str], body: str, gazetteer: Gazetteer, settings: Settings) -> Reading:
    lang = primary(said.get("lang", "")) or guess(body)
    reading = read_text(body.strip(), lang=lang, published=_when(said), settings=settings)
    return _named(replace(reading, dateline=dateline(reading.text, gazetteer.look_up)), said)


def _named(reading: Reading, said: Mapping[str, str]) -> Reading:
    address = said.get("url", "")
    return replace(
        reading,
        text_sha256=digest(reading.text),
        title=said.get("title", "")[:LONGEST_TITLE] or reading.title,
        outlet=said.get("outlet", "") or reading.outlet,
        url=address if address.startswith(("http://", "https://")) else "",
        published=_when(said) or reading.published,
    )


def _when(said: Mapping[str, str]) -> When | None:
    return read_stamp(said["published"]) if said.get("published") else None
