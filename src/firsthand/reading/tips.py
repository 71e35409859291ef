"""What does this tip say? Chooses the reader by what the tip is, and by what the bytes turn out to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from firsthand.errors import ReadingError
from firsthand.matching.folding import digest
from firsthand.reading.captions import read_caption
from firsthand.reading.language import likely
from firsthand.reading.picture_files import PicturesRead, read_pictures
from firsthand.reading.picture_limits import FILMS
from firsthand.reading.posts import read_post
from firsthand.reading.raw_bytes import media_of
from firsthand.reading.texts import read_text
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import CaptionReading, PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.settings import Settings

Look = Callable[[bytes, str, Settings], PicturesRead]
"""Reads the pictures of a file; raises PictureError."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What a reader reads with: the places of the world, the limits, and what reads pictures (here, or in a process apart)."""

    gazetteer: Gazetteer
    settings: Settings
    look: Look = read_pictures


def read_tip(tip: Tip, body: bytes, charset: str, lens: Lens) -> Reading:
    """The reading of a tip whose bytes were taken in (`body` is empty for a text).

    What cannot be read is said in `problems` of the reading, or in `problem` of the picture; nothing is raised for it.
    """
    try:
        return _read(tip, body, charset, lens)
    except ReadingError as error:
        return unreadable(tip, str(error))


def unreadable(tip: Tip, problem: str) -> Reading:
    """The reading of a tip of which nothing could be read."""
    if tip.picture:
        return Reading(ReadingKind.PICTURE, pictures=(PictureReading(tip.picture, problem=problem),))
    kind = ReadingKind.POST if tip.post else ReadingKind.TEXT if tip.text else ReadingKind.PAGE
    return Reading(kind, url=tip.url, published=tip.published, problems=(problem,))


def _read(tip: Tip, body: bytes, charset: str, lens: Lens) -> Reading:
    if tip.text:
        return read_text(tip.text, lang=tip.lang, published=tip.published, settings=lens.settings)
    if tip.picture or _is_picture(body):
        return _picture(tip, body, lens)
    if tip.post:
        return _with_words(tip, read_post(body, gazetteer=lens.gazetteer, settings=lens.settings))
    # Late: the article reader costs half a second to load, and most tips are no pages.
    from firsthand.reading.pages import read_page

    return read_page(
        body,
        url=tip.url,
        charset=charset,
        lang=tip.lang,
        published=tip.published,
        gazetteer=lens.gazetteer,
        settings=lens.settings,
    )


def _picture(tip: Tip, body: bytes, lens: Lens) -> Reading:
    read = lens.look(body, tip.picture or tip.url, lens.settings)
    return Reading(
        ReadingKind.PICTURE,
        lang=tip.lang,
        url=tip.url,
        published=tip.published,
        pictures=with_caption(read.pictures, tip, lens),
        problems=read.notes,
    )


def with_caption(pictures: tuple[PictureReading, ...], tip: Tip, lens: Lens) -> tuple[PictureReading, ...]:
    """The pictures, each with the tip's caption, read in the tip's language or the likeliest: that which understands more."""
    if not tip.caption.strip():
        return pictures
    langs = (tip.lang,) if tip.lang else likely(tip.caption) or ("",)
    readings = [read_caption(tip.caption, lang, tip.published, lens.gazetteer) for lang in langs]
    caption = max(readings, key=_understood)
    return tuple(replace(picture, caption=caption) for picture in pictures)


def _understood(caption: CaptionReading) -> int:
    """How many characters of a caption were read as dates or places."""
    passages = [date.passage for date in caption.dates] + [place.passage for place in caption.places]
    return sum(len(passage.exact) for passage in passages)


def _with_words(tip: Tip, reading: Reading) -> Reading:
    """A post's own time and language win; what the sender of the tip knows fills the gaps."""
    lang = reading.lang or tip.lang
    return replace(reading, lang=lang, published=reading.published or tip.published, text_sha256=digest(reading.text))


def _is_picture(body: bytes) -> bool:
    """Are these the bytes of a picture or film? An SVG drawing is none: a page may begin like one."""
    media = media_of(body)
    return (media.startswith("image/") and media != "image/svg+xml") or media in FILMS
