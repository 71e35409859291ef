"""Which pictures does a page show, and with what words under each? Addresses, captions, alt texts and credits.

Decoration is dropped: icons, logos, avatars, sprites, trackers of one pixel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from firsthand.reading.html_tree import Element, words_of
from firsthand.record.readings import CaptionReading, PictureReading

SMALL = 48
"""A picture stated as no wider or no higher than this many pixels is decoration."""

EMBEDDED = 3_000
"""A `data:` picture of more characters than this is more than a placeholder; it is reported as not looked at."""

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazyload",
    "data-orig-file",
    "data-hi-res-src",
    "data-image",
)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_DECORATION = re.compile(
    r"(?:^|[/_.\-\s])(?:logo\w*|icons?|sprites?|spacer|blank|pixel|1x1|avatars?|gravatar|emojis?|smil(?:ey|ies)|placeholder|"
    r"favicon|badge|button|btn|loader|spinner|captcha|tracking|tracker|beacon|counter)(?:$|[/_.\-\s\d])",
    re.I,
)
_TRACKER = re.compile(
    r"//pixel\.|facebook\.com/tr\b|doubleclick\.net|scorecardresearch\.com|google-analytics\.com|/wp-content/plugins/",
    re.I,
)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:wp-)?(?:img|image|photo|media|picture|figure)?-?_?captions?(?:$|[\s_-])", re.I)
_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:credits?|copyright|photographer|photo-?source|image-?source|attribution)(?:$|[\s_-])", re.I
)
_CREDIT_WORDS = re.compile(
    r"(?:\b(?:photo(?:graph)?|image|picture|credit|source)(?: (?:by|credit|courtesy(?: of)?))?|©|\(c\)|"
    r"\b(?:фото|світлина|источник|джерело|φωτ[οό]\w*|πηγή))\s*[:/©]\s*(?P<who>[^.\n]{2,80})\.?\)?\s*$",
    re.I,
)
_SIZE = re.compile(r"^\s*(\d{1,5})(?:px)?\s*$")
_SET_PART = re.compile(r"(\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")


def page_pictures(
    root: Element, url: str, read: Callable[[str], CaptionReading], limit: int
) -> tuple[tuple[PictureReading, ...], tuple[str, ...]]:
    """(pictures in the order of the page, problems). `read` reads the words of a caption; at most `limit` are kept.

    One address is one picture; the showing that has a caption is kept.
    """
    base = _base(root, url)
    found: dict[str, PictureReading] = {}
    embedded, more = 0, False
    for image in root.iter("img"):
        source = _source(image)
        if source.startswith("data:"):
            embedded += len(source) > EMBEDDED
            continue
        address = _absolute(base, source)
        if not address or _elsewhere(image) or _decorative(image, address):
            continue
        if address not in found and len(found) >= limit:
            more = True
        elif address not in found or (found[address].caption is None and _caption_element(image) is not None):
            found[address] = _reading(image, address, read)
    pictures = tuple(found.values()) or tuple(_lead_picture(root, base))
    return pictures, tuple(_said(limit if more else 0, embedded))


def _said(cut_at: int, embedded: int) -> Iterator[str]:
    if cut_at:
        yield f"The page shows more than {cut_at} pictures; only the first {cut_at} were looked at."
    if embedded:
        yield f"{embedded} pictures written into the page itself (data: addresses) were not looked at."


def _reading(image: Element, address: str, read: Callable[[str], CaptionReading]) -> PictureReading:
    words, credit = _caption(image)
    return PictureReading(
        name=address,
        url=address if address.startswith(("http://", "https://")) else "",
        caption=read(words) if words else None,
        alt=" ".join((image.get("alt") or "").split())[:2000],
        credit=credit,
    )


def _lead_picture(root: Element, base: str) -> Iterator[PictureReading]:
    """The picture that the page offers to those who share it, where it shows no other."""
    for meta in root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:image", "twitter:image"):
            address = _absolute(base, meta.get("content") or "")
            if address and not _DECORATION.search(urlsplit(address).path):
                yield PictureReading(name=address, url=address if address.startswith("http") else "")
                return


def _base(root: Element, url: str) -> str:
    href = next((base.get("href") for base in root.iter("base") if base.get("href")), "")
    return _join(url, href) if href else url


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:  # such as an unclosed bracket, taken for IPv6
        return ""


def _absolute(base: str, source: str) -> str:
    """The whole address; as written where the page's own address is unknown; "" for what is no web address."""
    address = _join(base, source) if source.strip() else ""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address if scheme in ("http", "https", "") else ""


def _source(image: Element) -> str:
    """The largest picture that is offered: the sets of the image and its `picture`, then lazy addresses, then `src`."""
    # libxml2 does not know that `source` is empty, so that the image may stand inside it.
    picture = next(image.iterancestors("picture"), None)
    offers = [image, *(picture.iter("source") if picture is not None else ())]
    sized = [offer for element in offers for name in _SETS for offer in _offers(element.get(name) or "")]
    if sized:
        return max(sized)[1]
    lazy = next((image.get(name) for name in _LAZY if image.get(name)), "")
    return str(lazy or image.get("src") or "").strip()


def _offers(srcset: str) -> Iterator[tuple[float, str]]:
    """(size, address) of each offer of a srcset: `w` in pixels, `x` as thousands of them."""
    for found in _SET_PART.finditer(srcset[:20_000]):
        address, number, unit = found.groups()
        if address.startswith("data:"):
            continue
        try:
            yield float(number or 1) * (1.0 if unit == "w" else 1000.0), address
        except ValueError:
            continue


def _elsewhere(image: Element) -> bool:
    """Does it stand in the page's frame (navigation, footer, sidebar) and not in an article?"""
    for ancestor in image.iterancestors():
        if ancestor.tag in ("article", "main", "figure"):
            return False
        if ancestor.tag in ("nav", "footer", "aside", "header"):
            return True
    return False


def _decorative(image: Element, address: str) -> bool:
    sides = [int(found.group(1)) for name in ("width", "height") if (found := _SIZE.match(image.get(name) or ""))]
    if any(side <= 2 for side in sides) or _TRACKER.search(address):
        return True
    if _caption_element(image) is not None:
        return False
    path = urlsplit(address).path
    hidden = image.get("aria-hidden") == "true" or image.get("role") == "presentation"
    named = _DECORATION.search(path.rsplit("/", 1)[-1]) or _DECORATION.search(image.get("class") or "")
    return bool(any(side <= SMALL for side in sides) or hidden or named or path.lower().endswith((".svg", ".ico")))


def _caption(image: Element) -> tuple[str, str]:
    """(the words of the caption, the credit). A credit marked as such is left out of the words."""
    element = _caption_element(image)
    if element is None:
        return "", _credit_near(image)
    credits = [part for part in element.iter() if part is not element and _marks_credit(part)]
    credit = words_of(credits[0]) if credits else ""
    words = words_of(element)
    for part in credits:
        words = " ".join(words.replace(words_of(part), " ", 1).split())
    if not credit and (found := _CREDIT_WORDS.search(words)):
        credit = found["who"].strip(" ()")
    return words[:5000], credit[:300] or _credit_near(image)


def _marks_credit(element: Element) -> bool:
    marks = (element.get("itemprop") or "").lower()
    return marks in ("copyrightholder", "credittext", "creator", "author") or bool(
        _CREDIT.search(element.get("class") or "")
    )


def _credit_near(image: Element) -> str:
    """A credit that stands in the picture's figure, outside its caption."""
    figure = next(image.iterancestors("figure"), None)
    if figure is None:
        return image.get("data-credit") or ""
    return next((words_of(part)[:300] for part in figure.iter("span", "div", "p", "small") if _marks_credit(part)), "")


def _caption_element(image: Element) -> Element | None:
    """The element with the words under a picture: of its figure, else one marked as a caption near it alone."""
    for figure in image.iterancestors("figure"):
        for element in figure.iter("figcaption"):
            if words_of(element):
                return element
    for ancestor in list(image.iterancestors())[:4]:
        if len(list(islice(ancestor.iter("img"), 2))) > 1:
            return None
        for element in ancestor.iter("p", "div", "span", "dd", "figcaption", "small", "em"):
            if (
                _CAPTION.search(element.get("class") or "")
                and next(element.iter("img"), None) is None
                and words_of(element)
            ):
                return element
    return None
