"""What does this tip say? Chooses the reader by what the tip is, and by what the bytes turn out to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from firsthand.errors import ReadingError
from firsthand.matching.folding import digest
from firsthand.reading.captions import read_caption
from firsthand.reading.language import likely
from firsthand.reading.picture_files import read_picture
from firsthand.reading.posts import read_post
from firsthand.reading.texts import read_text
from firsthand.record.ports import Gazetteer
from firsthand.record.readings import CaptionReading, PictureReading, Reading, ReadingKind
from firsthand.record.tips import Tip
from firsthand.settings import Settings

PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM")


@dataclass(frozen=True, slots=True)
class Lens:
    """What a reader reads with: the places of the world, and the limits."""

    gazetteer: Gazetteer
    settings: Settings


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
    picture = with_caption(read_picture(body, tip.picture or tip.url, lens.settings), tip, lens)
    return Reading(ReadingKind.PICTURE, lang=tip.lang, url=tip.url, published=tip.published, pictures=(picture,))


def with_caption(picture: PictureReading, tip: Tip, lens: Lens) -> PictureReading:
    """The picture with the tip's caption, read in the tip's language or the likeliest; of two, that which understands more."""
    if not tip.caption.strip():
        return picture
    langs = (tip.lang,) if tip.lang else likely(tip.caption) or ("",)
    readings = [read_caption(tip.caption, lang, tip.published, lens.gazetteer) for lang in langs]
    return replace(picture, caption=max(readings, key=_understood))


def _understood(caption: CaptionReading) -> int:
    """How many characters of a caption were read as dates or places."""
    passages = [date.passage for date in caption.dates] + [place.passage for place in caption.places]
    return sum(len(passage.exact) for passage in passages)


def _with_words(tip: Tip, reading: Reading) -> Reading:
    """A post's own time and language win; what the sender of the tip knows fills the gaps."""
    lang = reading.lang or tip.lang
    return replace(reading, lang=lang, published=reading.published or tip.published, text_sha256=digest(reading.text))


def _is_picture(body: bytes) -> bool:
    return (
        body.startswith(PICTURE_STARTS)
        or (body[:4] == b"RIFF" and body[8:12] == b"WEBP")
        or body[4:12] in (b"ftypavif", b"ftypheic")
    )
