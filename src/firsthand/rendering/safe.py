"""How are words from outside shown without obeying them? Control characters made visible, addresses linked only if web."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def safe(text: str) -> str:
    """The same words with nothing left that steers a terminal or turns the order of what follows.

    Control characters, and the bidirectional embeddings, overrides and isolates of UAX 9, stand as their number
    (`[U+001B]`), so that a reader sees that they were there. Line feed and tab stay; a half surrogate becomes U+FFFD.
    """
    return _HARMFUL.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == 0x0D:
        return " "
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"[U+{code:04X}]"


def one_line(text: str) -> str:
    """Safe, and white space of every kind as single blanks."""
    return " ".join(safe(text.replace("\u2028", " ").replace("\u2029", " ")).split())


def web_address(url: str) -> str:
    """The address if a browser may follow it (http or https, with a host, no blanks or controls); else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    harmless = safe(url) == url and not re.search(r"\s", url)
    return url if harmless and parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def language(tag: str) -> str:
    """The tag if it has the form of a BCP 47 tag; else nothing."""
    return tag if _LANGUAGE.fullmatch(tag) else ""
