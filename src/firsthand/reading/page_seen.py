"""What does a page show, apart from what it is about: its article, all that is visible, and what its markup gives away?"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from firsthand.reading.html_tree import Element, flat_text, parse_page, words_of
from firsthand.reading.language import guess, primary
from firsthand.reading.pages import article_text
from firsthand.reading.raw_bytes import clean
from firsthand.record.states import PageSeen
from firsthand.settings import Settings

ASIDE_TAGS = ("nav", "footer", "aside", "dialog")
"""What stands beside an article. A note of correction may stand there, the article's own words do not."""

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|teasers?|recommend(?:ed|ations)?|promo|most-?read|read-?also|sidebar|trending"
    r"|newsletter|breadcrumbs?|menu)(?:$|[\s_-])",
    re.I,
)
_REFRESH = re.compile(r"^\s*\d*(?:\.\d+)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>\s]+)", re.I)
_CAPTCHA = re.compile(r"g-recaptcha|h-captcha|cf-turnstile|captcha-delivery|/recaptcha/|hcaptcha\.com", re.I)
_CHALLENGE = re.compile(r"/cdn-cgi/challenge-platform|cf-chl|_cf_chl_opt|px-captcha|datadome|_Incapsula_Resource", re.I)
_PAID = re.compile(r"\"isAccessibleForFree\"\s*:\s*\"?false", re.I)

HEADINGS = 12
"""Headings that are looked at."""


def read_page_seen(body: bytes, url: str, charset: str, settings: Settings) -> PageSeen:
    """The page of these bytes, which came from `url`. Raises ReadingError for what is empty, too large or no page."""
    page = parse_page(body, charset, settings)
    root = page.root
    whole = _kept(flat_text(root), settings)
    text = article_text(page, settings)[0]
    said = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return PageSeen(
        text=text,
        body=_kept(flat_text(_without_asides(root)), settings),
        whole=whole,
        headings=tuple(dict.fromkeys(_headings(root))),
        hidden=_kept(" ".join(words_of(one) for one in root.iter("noscript")), settings)[:2_000],
        lang=guess(text or whole) or primary(said),
        canonical=_canonical(root, url),
        refresh=_refresh(root, url),
        marks=frozenset(_marks(root)),
    )


def _kept(text: str, settings: Settings) -> str:
    return clean(text, settings.max_text_chars)[0]


def _without_asides(root: Element) -> Element:
    """A copy of the page without what stands beside the article. What holds the article itself is never taken out."""
    bare = copy.deepcopy(root)
    for element in list(bare.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and _is_aside(element):
            element.drop_tree()
    return bare


def _is_aside(element: Element) -> bool:
    if element.tag in ("html", "body", "main", "article", "h1", "head"):
        return False
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (element.tag in ASIDE_TAGS or bool(_ASIDE.search(marks))) and not _holds_article(element)


def _holds_article(element: Element) -> bool:
    return next(element.iter("h1", "main"), None) is not None


def _headings(root: Element) -> Iterator[str]:
    found = [*root.iter("title"), *root.iter("h1"), *root.iter("h2")]
    yield from (words for one in found[:HEADINGS] if (words := " ".join((one.text_content() or "").split())[:400]))


def _canonical(root: Element, url: str) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return _joined(url, link.get("href") or "")
    return ""


def _refresh(root: Element, url: str) -> str:
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            found = _REFRESH.match(meta.get("content") or "")
            return _joined(url, found.group(1)) if found else ""
    return ""


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip()) if href.strip() else ""
    except ValueError:
        return ""


def _marks(root: Element) -> Iterator[str]:
    if any((one.get("type") or "").lower() == "password" for one in root.iter("input")):
        yield "password"
    scripts = list(root.iter("script"))
    if scripts:
        yield "scripts"
    sources = [f"{one.get('src') or ''} {one.get('class') or ''} {(one.text or '')[:20_000]}" for one in scripts]
    sources += [one.get("class") or "" for one in root.iter("div")]
    for mark, pattern in (("captcha", _CAPTCHA), ("challenge", _CHALLENGE), ("paid", _PAID)):
        if any(pattern.search(source) for source in sources):
            yield mark
