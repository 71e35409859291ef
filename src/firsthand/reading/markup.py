"""What does a page's markup say of the page: title, author, outlet, when published? JSON-LD, then meta, then marked elements.

Each JSON-LD block is read by itself, so that one broken block does not hide a good one. Dates are taken only where the
markup states them as dates of publication; none is ever inferred from addresses or text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from firsthand.errors import WhenError
from firsthand.reading.html_tree import Element, words_of
from firsthand.reading.language import primary
from firsthand.record.when import When, between, parse

MAX_BLOCK = 1_000_000
"""Characters of one JSON-LD block; a longer one is left out."""

MAX_NODES = 5_000
"""Objects of one JSON-LD block that are looked at."""

_WORK = re.compile(r"article|posting|report|webpage|creativework|claimreview|interview|review", re.I)
_TITLE_META = ("og:title", "twitter:title", "dc.title", "parsely-title")
_AUTHOR_META = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")
_DATE_META = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "ptime",
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author(?:-?name)?|article-?author|c-byline|posted-by)(?:$|[\s_-])", re.I)
_BY = re.compile(r"^\s*(?:by|від|автор(?:и|ы|ка)?|текст|του|της|γράφει(?:\s+(?:ο|η))?)\b\s*:?\s+", re.I)


@dataclass(frozen=True, slots=True)
class Markup:
    """What the markup says; "" and None where it says nothing. `problems` are sentences."""

    title: str = ""
    author: str = ""
    byline: str = ""
    outlet: str = ""
    lang: str = ""
    published: When | None = None
    problems: tuple[str, ...] = ()


def read_markup(root: Element, url: str) -> Markup:
    """Read the markup of a page. Malformed parts are passed over; dates that disagree become the span between them."""
    works, broken = _works(root)
    meta = _meta(root)
    byline = _byline(root)
    published, problems = _published(works, meta, root)
    if broken:
        problems = (*problems, f"{broken} of the page's JSON-LD blocks could not be read.")
    return Markup(
        title=_first(*(_text(work.get("headline")) for work in works), *_named(meta, _TITLE_META), _heading(root)),
        author=_first(*(_name(work.get("author")) for work in works), *_people(meta), _BY.sub("", byline)),
        byline=byline,
        outlet=_first(*_named(meta, ("og:site_name",)), *(_name(work.get("publisher")) for work in works), host(url)),
        lang=primary(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        published=published,
        problems=problems,
    )


def _first(*values: str) -> str:
    return next((value for value in values if value), "")


def _works(root: Element) -> tuple[list[Mapping[str, Any]], int]:
    """(the works that JSON-LD describes, those typed as articles first; how many blocks could not be read)."""
    found: list[Mapping[str, Any]] = []
    broken = 0
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (script.text or "").strip().removesuffix(";")
        try:
            block = json.loads(text, strict=False) if 0 < len(text) <= MAX_BLOCK else None
        except (ValueError, RecursionError):
            block = None
        broken += block is None
        found.extend(node for node in _objects(block) if _WORK.search(str(node.get("@type", ""))))
    return sorted(found, key=lambda work: not re.search(r"article|posting", str(work["@type"]), re.I)), broken


def _objects(block: object) -> Iterator[Mapping[str, Any]]:
    """The objects at the top of a block, in its lists and in its `@graph` and `mainEntity`."""
    queue, seen = [block], 0
    while queue and seen < MAX_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            yield node
            queue.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _text(value: object) -> str:
    """A string on one line. Entities are read once more, because many sites escape them twice."""
    return " ".join(unescape(value[:4000]).split())[:1000] if isinstance(value, str) else ""


def _name(value: object) -> str:
    """The name of a person or body in JSON-LD: a string, an object, or a list of them."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(name for name in map(_name, value[:20]) if name))
    if isinstance(value, dict):
        return _name(value.get("name"))
    text = _text(value)
    return "" if text.startswith(("http://", "https://")) else text


def _meta(root: Element) -> Mapping[str, str]:
    """Meta values by lower-case name, the first of each."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        value = _text(meta.get("content"))
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if name and value:
                found.setdefault(name.strip().lower(), value)
    return found


def _named(meta: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (meta[name] for name in names if name in meta)


def _people(meta: Mapping[str, str]) -> Iterator[str]:
    return (_BY.sub("", value) for value in _named(meta, _AUTHOR_META) if not value.startswith(("http://", "https://")))


def _heading(root: Element) -> str:
    headings = [words for heading in root.iter("h1") if (words := words_of(heading))]
    if len(headings) == 1:
        return headings[0][:1000]
    return next((_text(title.text_content()) for title in root.iter("title")), "")


def _byline(root: Element) -> str:
    """The words of the first element marked as the author's line, if it is short enough for one."""
    for element in root.iter("a", "span", "p", "div", "address", "li"):
        marks = element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split()
        if marks or _BYLINE.search(element.get("class") or ""):
            words = words_of(element)
            if 3 <= len(words) <= 120:
                return words
    return ""


def host(url: str) -> str:
    """The host of an address without `www.`; "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _published(
    works: list[Mapping[str, Any]], meta: Mapping[str, str], root: Element
) -> tuple[When | None, tuple[str, ...]]:
    """The date of publication. Two statements that cannot both hold give the span between them, and a problem.

    Elements are asked only where JSON-LD and meta are silent, because comments and teasers carry times of the same marks.
    """
    stated = [date for work in works if (date := _text(work.get("datePublished")))][:1]
    found = _stamps([*stated, *_named(meta, _DATE_META)])
    if not found:
        times = _stamps(_marked_times(root))
        return (times[0] if len({time.edtf[:10] for time in times}) == 1 else None), ()
    if all(found[0].meets(other) for other in found):
        return found[0], ()
    first = min(when.first for when in found if when.first)
    last = max(when.last for when in found if when.last)
    words = ", ".join(when.words for when in found)
    said = f"The page gives dates of publication that disagree ({words}); the time between them was used."
    return between(first, last, words=words), (said,)


def _stamps(texts: Iterable[str]) -> list[When]:
    return [when for text in dict.fromkeys(texts) if text and (when := read_stamp(text))]


def _marked_times(root: Element) -> Iterator[str]:
    """Times marked as the time of publication; failing that, the only `time` of the page if it stands in its article."""
    times = list(root.iter("time"))
    marked = [time for time in times if _marks_publication(time)]
    alone = (
        times if len(times) == 1 and next(times[0].iterancestors("article", "main", "header"), None) is not None else []
    )
    for time in marked or alone:
        yield _text(time.get("datetime"))
    for element in root.xpath("//*[@itemprop='datePublished'][not(self::meta)][not(self::time)]"):
        yield _text(element.get("datetime") or element.get("content"))


def _marks_publication(time: Element) -> bool:
    words = f"{time.get('itemprop') or ''} {time.get('class') or ''}".lower()
    return time.get("pubdate") is not None or "datepublished" in words or "publish" in words or "entry-date" in words


def read_stamp(text: str) -> When | None:
    """A machine's date: ISO 8601, 20120501, 2012/05/01 or RFC 2822. None where it is none, or only a placeholder."""
    stamp = re.sub(r"^(\d{4})/(\d\d?)/(\d\d?)(?!\d)", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", text.strip())
    stamp = re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", stamp)
    for attempt in (stamp, _rfc2822(text), stamp[:10] if re.match(r"\d{4}-\d\d-\d\d[T ]", stamp) else ""):
        try:
            when = parse(attempt) if attempt and "/" not in attempt else None
        except WhenError:
            continue
        # A clock at zero, or a year before printing, is a default that nobody filled in.
        if when and when.first and when.first.year > 1800 and not attempt.startswith("1970-01-01"):
            return when.said_as(text)
    return None


def _rfc2822(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
