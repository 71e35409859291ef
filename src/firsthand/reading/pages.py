"""What does a web page say? Its article, its head, its pictures and their captions, from hostile HTML.

The article is found by trafilatura (A. Barbaresi, ACL 2021). This module is imported late by its callers: trafilatura
takes half a second to load, and a bare text or picture needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import lxml.etree
import trafilatura

from firsthand.matching.folding import digest
from firsthand.reading.captions import read_caption
from firsthand.reading.dates import read_dates
from firsthand.reading.html_tree import Element, Page, flat_text, parse_page
from firsthand.reading.language import guess, primary
from firsthand.reading.markup import Markup, read_markup
from firsthand.reading.page_pictures import page_pictures
from firsthand.reading.raw_bytes import clean
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import Reading, ReadingKind
from firsthand.record.when import When
from firsthand.settings import Settings

MAX_ELEMENTS = 50_000
"""A page of more elements is not searched for its article, which takes 0.1 ms an element; its whole text is taken."""

ARTICLE_FAILS = (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError, lxml.etree.LxmlError)
"""What trafilatura was seen to raise on hostile pages, or lets through from lxml."""

_DASH = re.compile(r"\s*[–—―]\s+|\s+-{1,2}\s+")
_PARENTHESES = re.compile(r"\([^()]{1,40}\)")
_NO_DATELINE = re.compile(r"[.!?…:;\"«»“”]\s")

HEAD_LINES = 4
"""Lines at whose head a dateline is looked for."""

HEAD_CHARS = 90
"""A dateline ends, with its dash, within so many characters of the head of the text."""


def read_page(  # noqa: PLR0913 - the parts of one page that only the caller can know; a type for them would be a bag
    data: bytes,
    *,
    url: str = "",
    charset: str = "",
    lang: str = "",
    published: When | None = None,
    gazetteer: Gazetteer,
    settings: Settings,
) -> Reading:
    """Read a page. `charset` is what the server declared; `lang` and `published`, where given, win over the markup.

    Raises ReadingError for what is empty, too large or not HTML. Anything less is a sentence in `problems`.
    """
    page = parse_page(data, charset, settings)
    markup = read_markup(page.root, url)
    text, said = article_text(page, settings)
    tag = primary(lang) or guess(text) or markup.lang or guess(markup.title)
    when = published or markup.published
    pictures, unread = page_pictures(
        page.root, url, lambda words: read_caption(words, tag, when, gazetteer), settings.max_page_pictures
    )
    sha256 = digest(text)
    return Reading(
        kind=ReadingKind.PAGE,
        text=text,
        text_sha256=sha256,
        lang=tag,
        title=markup.title,
        byline=markup.byline,
        dateline=dateline(text, gazetteer.look_up),
        outlet=markup.outlet,
        author=markup.author,
        url=url,
        published=when,
        dates=read_dates(text, tag, when, sha256),
        pictures=pictures,
        problems=(*page.problems, *_heard(markup, published), *said, *unread),
    )


def _heard(markup: Markup, published: When | None) -> tuple[str, ...]:
    """Problems of the markup; those about its dates do not matter where the date was given."""
    return tuple(said for said in markup.problems if not (published and "publication" in said))


def article_text(page: Page, settings: Settings) -> tuple[str, tuple[str, ...]]:
    """(the article's text, problems); the whole text of the page where no article can be made out."""
    text, problems = _article(page)
    kept, said = clean(text, settings.max_text_chars)
    if not kept.strip():
        return "", (*problems, "The page holds no text that can be read without running its scripts.")
    return kept, (*problems, *said)


def _article(page: Page) -> tuple[str, tuple[str, ...]]:
    if page.too_deep:
        return flat_text(page.root), ()
    if _more_than(page.root.iter(), MAX_ELEMENTS):
        said = f"The page has more than {MAX_ELEMENTS:,} elements; its whole text was taken, not its article alone."
        return flat_text(page.root), (said,)
    try:
        text = trafilatura.extract(page.root, include_comments=False, include_tables=True, deduplicate=False)
    except ARTICLE_FAILS as error:
        said = f"The article could not be told from the rest of the page ({type(error).__name__}); its whole text was taken."
        return flat_text(page.root), (said,)
    if text:
        return text, ()
    whole = flat_text(page.root)
    return whole, ("No article was found in the page; its whole text was taken.",) if whole else ()


def _more_than(items: Iterable[Element], limit: int) -> bool:
    return any(count > limit for count, _ in enumerate(items, 1))


def dateline(text: str, look_up: Callable[[str], tuple[object, ...]]) -> str:
    """The place-and-date head of a report (`KYIV, Ukraine (AP)`), without its dash; "" where the text has none.

    It stands at the head of one of the first lines (after a headline and a byline). What is before the dash counts if it
    begins with a place that is known, or with a word in capitals.
    """
    lines = text[: HEAD_LINES * 300].split("\n", HEAD_LINES)[:HEAD_LINES]
    return next((words for line in lines if (words := _line_head(line[:HEAD_CHARS], look_up))), "")


def _line_head(head: str, look_up: Callable[[str], tuple[object, ...]]) -> str:
    dash = _DASH.search(head)
    if not dash or not 2 <= dash.start() <= HEAD_CHARS - 10:
        return ""
    words = head[: dash.start()].strip()
    place = _PARENTHESES.sub("", words).split(",")[0].strip()
    if len(words.split()) > 10 or _NO_DATELINE.search(words) or not place or len(place.split()) > 4:
        return ""
    capitals = place.isupper() and len(place) >= 3
    return words if capitals or look_up(place) else ""
