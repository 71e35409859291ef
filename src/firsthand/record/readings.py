"""What does a tip say, once read? Text, pictures and captions, with every date and place at its passage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.record.entries import Entry
from firsthand.record.passages import Passage, Region
from firsthand.record.when import When
from firsthand.record.where import Where

FILE_SOURCE = "the picture file itself"
"""The source of entries read from EXIF, IPTC or XMP: anybody can write them, so they are never taken as truth."""


class Stance(StrEnum):
    """How the words speak of the picture beside them. Only `asserted` can be contradicted; `loose` can still be supported."""

    ASSERTED = "asserted"
    LOOSE = "loose"
    HEDGED = "hedged"
    COMPARED = "compared"
    OTHER = "other"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in running text: where it stands, what it means, and the rule that read it. No `when`: read as ambiguous."""

    passage: Passage
    when: When | None
    rule: str
    stance: Stance = Stance.ASSERTED


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in running text and all that it may mean. Several candidates: homonyms that the text does not settle."""

    passage: Passage
    candidates: tuple[Where, ...]
    stance: Stance = Stance.ASSERTED


@dataclass(frozen=True, slots=True)
class CaptionReading:
    """What a caption asserts of the picture beside it.

    `hedges` are the words that hold it back ("archive photo"). `live`: words like "today" that mean the moment of
    publication. `supported_lang` is False where no rules exist for the language, so that nothing could be read.
    """

    text: str
    sha256: str
    lang: str = ""
    published: When | None = None
    dates: tuple[DateMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    hedges: tuple[Passage, ...] = ()
    supported_lang: bool = True


@dataclass(frozen=True, slots=True)
class Print:
    """The PDQ hash of one part of a picture: 64 hex digits, quality 0 to 100 (below 50: too plain to compare).

    `points` are the part's local features, packed (matching/points.py), or empty: by these it is found when it was cropped,
    covered, turned, or stands within another picture.
    """

    region: Region
    pdq: str
    quality: int
    points: bytes = b""


@dataclass(frozen=True, slots=True)
class Inscription:
    """Words that were read in a picture: one line or block, where it stands, and how sure the reader is (0 to 1)."""

    text: str
    lang: str
    confidence: float
    region: Region


class Credentials(StrEnum):
    """What the content credentials (C2PA) of a file are worth. That there are none says nothing, hence `unknown`.

    Only the signature is looked at: `untrusted` is a manifest that fits the file, signed by somebody on no list of trust.
    """

    UNKNOWN = "unknown"
    UNREAD = "unread"
    INVALID = "invalid"
    UNTRUSTED = "untrusted"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class PictureReading:
    """One picture of a tip. `prints` are empty and `problem` says why where the file could not be decoded.

    With prints, `problem` says which part of the picture is missing: a file that is cut off is compared as far as it goes.

    `entries` is what the file says of itself. `caption` is None where the picture came without words. `inscriptions` is None
    where nobody looked for words in the picture. `at` is the second of the film or animation that this frame stands at, None
    for a still picture.
    """

    name: str
    sha256: str = ""
    media: str = ""
    width: int = 0
    height: int = 0
    prints: tuple[Print, ...] = ()
    entries: tuple[Entry, ...] = ()
    caption: CaptionReading | None = None
    url: str = ""
    alt: str = ""
    credit: str = ""
    problem: str = ""
    inscriptions: tuple[Inscription, ...] | None = None
    at: float | None = None
    credentials: Credentials = Credentials.UNKNOWN

    @property
    def title(self) -> str:
        """Its name and, of an animation or film, the moment: "march.mp4 at 0:12"."""
        return self.name if self.at is None else f"{self.name} at {clock(self.at)}"

    @property
    def exhibit(self) -> str:
        """What was looked at: the file by its SHA-256 and, of an animation or film, the second of the frame."""
        return self.sha256 if self.at is None else f"{self.sha256}@{self.at:.3f}"

    @property
    def key(self) -> str:
        """Its name in decisions."""
        return f"picture:{self.exhibit}"


def clock(seconds: float) -> str:
    """A moment of a film as it is said: 0:07, 12:30, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


class ReadingKind(StrEnum):
    PAGE = "page"
    TEXT = "text"
    PICTURE = "picture"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tip says. `text` is the main text (empty for a bare picture); offsets of passages point into it.

    `problems` are sentences about what could not be read; the rest of the reading stands.
    """

    kind: ReadingKind
    text: str = ""
    text_sha256: str = ""
    lang: str = ""
    title: str = ""
    byline: str = ""
    dateline: str = ""
    outlet: str = ""
    author: str = ""
    url: str = ""
    published: When | None = None
    dates: tuple[DateMention, ...] = ()
    pictures: tuple[PictureReading, ...] = ()
    problems: tuple[str, ...] = ()
