"""What is meant by the one thing that a person types after `firsthand check`?"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from firsthand.errors import UsageError
from firsthand.settings import Settings

SUFFIXES = {
    "picture": {
        *(".jpg", ".jpeg", ".png", ".apng", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".avif", ".heic", ".heif"),
        *(".mp4", ".m4v", ".mov", ".webm"),
    },
    "html": {".html", ".htm", ".xhtml", ".gz"},
    "post": {".json"},
}

_NAME = re.compile(r"\S*(?:[/\\]\S*|\w\.\w{1,5})")
"""One word with a slash, or with an ending: a path or an address rather than a claim."""


def guessed(tip: tuple[str, ...], others: bool) -> dict[str, str]:
    """What TIP is: stdin, an address, a file by its ending, else words. `others`: the options say what is checked.

    Raises UsageError where it is none of them, and ReadingError where a file cannot be read.
    """
    if len(tip) > 1:
        hint = f'Put words in quotation marks: firsthand check "{" ".join(tip[:3])}". Many tips at once: --jsonl.'
        raise UsageError(f"{len(tip)} things were given, one is checked at a time.", hint=hint)
    if not tip:
        if not others:
            hint = 'Write: firsthand check "WORDS", or firsthand check --picture FILE --caption "WORDS".'
            raise UsageError("There is nothing to check.", hint=hint)
        return {}
    return {"text": read_stdin()} if tip[0] == "-" else _named(tip[0])


def _named(tip: str) -> dict[str, str]:
    path = Path(tip)
    if re.match(r"https?://\S+$", tip):
        return {"url": tip}
    kind = next((kind for kind, endings in SUFFIXES.items() if path.suffix.lower() in endings), "")
    if kind and (_there(path) or " " not in tip):
        return {kind: tip}
    if tip.strip() and _there(path):
        return {"text": _words(path)}
    if _NAME.fullmatch(tip):
        hint = "Look at the path; begin an address with https://; give words with --text."
        raise UsageError(f"{tip!r} is neither a file here nor a web address.", hint=hint)
    return {"text": tip}


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # words may be longer than any name, or hold what none can
        return False


def _words(path: Path) -> str:
    from firsthand.api import read_bytes
    from firsthand.reading.texts import decode

    text = decode(read_bytes(path, Settings().max_file_bytes))[0]
    if not text.strip():
        raise UsageError(f"The file {path} is empty.", hint="Look at whether it was saved.")
    return text


def read_stdin() -> str:
    """The words that come in. Raises UsageError where they are too many."""
    from firsthand.reading.texts import decode

    if sys.stdin.isatty():
        click.echo("Type or paste the words, then press Enter and Ctrl-D.", err=True)
    limit = Settings().max_file_bytes
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise UsageError(f"More than {limit:,} bytes came in.", hint="Give the part that is to be checked.")
    return decode(data)[0]
