"""How does hostile HTML become a tree, and a tree become lines of text? By lxml alone, never `html.parser`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import lxml.etree
import lxml.html

from firsthand.errors import ReadingError
from firsthand.reading.raw_bytes import bom, codec, decode, media_of
from firsthand.settings import Settings

Element = Any
"""An lxml element; lxml carries no types of its own."""

META_REACH = 16_384
"""Bytes in which a page may declare its encoding; browsers look at 1,024, and real pages need more."""

LONG_TAG = 40_000
"""Characters of a tag from which its attributes are counted; a picture written into the page may be as long."""

_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea"}
)
_BLOCKS = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table td th tr ul"
)
_BLOCK_TAGS = frozenset(_BLOCKS.split())

_SAYS = {
    "": ("is empty or a binary file", "Save the page once more as HTML."),
    "application/json": ("is JSON", "Give a social post as a post."),
    "application/pdf": ("is a PDF", "Give its words as text."),
    "text/plain": ("holds no HTML", "Give plain words as text."),
    "application/xml": ("is XML and not HTML", "Save the page itself as HTML."),
    "image/svg+xml": ("is an SVG drawing", "Save the page itself as HTML."),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its root element, whether it was nested too deeply to be read in full, and what went wrong."""

    root: Element
    too_deep: bool = False
    problems: tuple[str, ...] = ()


def parse_page(data: bytes, charset: str, settings: Settings) -> Page:
    """The tree of a page. Raises ReadingError for what is empty, too large or not HTML."""
    if len(data) > settings.max_file_bytes:
        raise ReadingError(
            f"The page has {len(data):,} bytes, more than the limit of {settings.max_file_bytes:,}.",
            hint="Save only the article, or raise max_file_bytes.",
        )
    media = media_of(data)
    if media != "text/html":
        what, hint = _SAYS.get(media, (f"is a file of type {media}", "Give a picture as a picture."))
        raise ReadingError(f"The page {what}.", hint=hint)
    text, problems = decode(data, _charset(data, charset))
    text, dropped = _CONTROL.subn("", text)
    if dropped:
        problems = (*problems, f"{dropped:,} control characters in the page were left out.")
    text, slimmed = _slim(text)
    if slimmed:
        problems = (*problems, f"{slimmed} tags of the page carry thousands of attributes; these were left out.")
    page = parse(text)
    return replace(page, problems=(*problems, *page.problems))


def _slim(text: str) -> tuple[str, int]:
    """(the text without the attributes of tags that have thousands of them, how many such tags).

    libxml2 compares each attribute with all before it, so that one such tag can hold it up for minutes.
    """
    parts, slimmed = text.split(">"), 0
    for i, part in enumerate(parts):
        tag = part[part.rfind("<") :] if len(part) > LONG_TAG else ""
        if len(tag) > LONG_TAG and len(words := tag.split()) > LONG_TAG // 20:
            parts[i] = part[: -len(tag)] + words[0]
            slimmed += 1
    return (">".join(parts) if slimmed else text), slimmed


def _charset(data: bytes, charset: str) -> str:
    """What the server declared; else what the page declares. A page readable as bytes is not in UTF-16, whatever it says."""
    if bom(data) or (charset and codec(charset)):
        return charset
    found = _META.search(data[:META_REACH])
    named = found.group(1).decode("ascii", "replace") if found else charset
    return "utf-8" if found and codec(named).startswith(("utf-16", "utf-32")) else named


def parse(text: str) -> Page:
    """Parse HTML, whole page or fragment. Beyond libxml2's depth of 256 it is read again, as far as 2,048."""
    page = _parse(text, huge=False)
    if page is None:
        page = _parse(text, huge=True)
        if page is not None:
            said = "The page nests its elements more than 256 deep; its text was taken as it stands."
            return Page(page, too_deep=True, problems=(said,))
    if page is None:
        raise ReadingError("The page nests its elements too deeply to be read.", hint="Give its words as text.")
    return Page(page)


def _parse(text: str, *, huge: bool) -> Element | None:
    """The root; None where it was cut for its depth (a second, deeper attempt keeps what it has)."""
    # As bytes: lxml refuses a str that carries an XML encoding declaration.
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=huge)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ReadingError(f"The page cannot be parsed as HTML: {error}.", hint="Save it once more as HTML.") from error
    deep = any("depth" in entry.message for entry in parser.error_log)
    return None if deep and not huge else root


def flat_text(root: Element) -> str:
    """The visible text under an element: one line a block, no scripts. It walks without recursion."""
    parts: list[str] = []
    silent: list[Element] = []
    for event, node in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start" and node is not root and node.tag in _SILENT:
            silent.append(node)
        elif event == "end" and silent and silent[-1] is node:
            silent.pop()
        _collect(parts, event, node, silent=bool(silent), tail=node is not root)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(parts: list[str], event: str, node: Element, *, silent: bool, tail: bool) -> None:
    """Own text at the start of an element, the text behind it at its end; a block breaks the line on both sides."""
    if silent:
        return
    if event in ("start", "end") and node.tag in _BLOCK_TAGS:
        parts.append("\n")
    text = (node.text if event == "start" else node.tail if tail else "") or ""
    # Line breaks in the source are spaces on the page.
    parts.append(re.sub(r"\s+", " ", text))


def words_of(element: Element) -> str:
    """The words of a small element on one line."""
    return " ".join(flat_text(element).split())
