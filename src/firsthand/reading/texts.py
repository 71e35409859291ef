"""What does a plain text say?"""

from __future__ import annotations

from firsthand.errors import ReadingError
from firsthand.matching.folding import digest
from firsthand.reading.dates import read_dates
from firsthand.reading.language import guess, primary
from firsthand.reading.raw_bytes import BINARY_SHARE, CONTROL, clean, decode
from firsthand.record.readings import Reading, ReadingKind
from firsthand.record.when import When
from firsthand.settings import Settings

__all__ = ["decode", "read_text"]


def read_text(text: str, *, lang: str = "", published: When | None = None, settings: Settings) -> Reading:
    """Read plain text as a tip. Raises ReadingError where there is none, or where it is a binary file."""
    if not text.strip():
        raise ReadingError("The text is empty.", hint="Give the words that are to be checked.")
    head = text[: settings.max_text_chars]
    if len(CONTROL.findall(head)) > len(head) * BINARY_SHARE:
        raise ReadingError(
            "This is not text but a binary file.",
            hint="Give a picture as a picture, a page as HTML; copy the words out of a document.",
        )
    kept, problems = clean(text, settings.max_text_chars)
    tag = primary(lang) or guess(kept)
    sha256 = digest(kept)
    dates = read_dates(kept, tag, published, sha256)
    return Reading(
        kind=ReadingKind.TEXT,
        text=kept,
        text_sha256=sha256,
        lang=tag,
        published=published,
        dates=dates,
        problems=problems,
    )
