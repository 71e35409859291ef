"""In what state is an appearance? What was observed of its page, and, kept apart from it, what is concluded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from firsthand.record.passages import Passage
from firsthand.record.readings import PictureReading


class State(StrEnum):
    """What is concluded. Only the first three say that the page was seen; `docs/state.md` says what each does not mean."""

    UP = "up"
    CHANGED = "changed"
    CORRECTED = "corrected"
    REMOVED = "removed by its publisher"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"

    @property
    def seen(self) -> bool:
        """Was the page itself seen?"""
        return self in (State.UP, State.CHANGED, State.CORRECTED)


NOT_SEEN = frozenset(state.value for state in State if not state.seen)
"""What stands as the status of an appearance that was looked for and not seen."""


class Noted(StrEnum):
    """The kinds of observation. None of them says why."""

    ANSWERED = "answered"
    FAILED = "failed"
    REDIRECTED = "redirected"
    MOVED = "moved"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    WALL = "wall"
    REMOVAL_NOTICE = "removal-notice"
    PLATFORM_NOTICE = "platform-notice"
    SOFT_404 = "soft-404"
    FRONT_PAGE = "front-page"
    PARKED = "parked"
    OTHER_PAGE = "other-page"
    OTHER_LANGUAGE = "other-language"
    TEXT_SAME = "text-same"
    TEXT_CHANGED = "text-changed"
    PASSAGE_THERE = "passage-there"
    PASSAGE_ALTERED = "passage-altered"
    PASSAGE_ABSENT = "passage-absent"
    PASSAGE_NOT_FOUND = "passage-not-found"
    PICTURE_SAME_FILE = "picture-same-file"
    PICTURE_OTHER_FILE = "picture-other-file"
    PICTURE_REPLACED = "picture-replaced"
    PICTURE_ABSENT = "picture-absent"
    PICTURE_NOT_COMPARED = "picture-not-compared"
    NOTE_OURS = "note-ours"
    NOTE_ELSEWHERE = "note-elsewhere"
    NOTE_UNCLEAR = "note-unclear"


Values = tuple[tuple[str, str], ...]
"""Names and values for the sentence of an observation or conclusion."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing that was seen, with the passages that show it."""

    what: Noted
    values: Values = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that stood on the page then and those that stand in their place now; None where nothing does."""

    before: Passage | None
    after: Passage | None


@dataclass(frozen=True, slots=True)
class StateFound:
    """The conclusion by the key of its sentence, apart from all that was observed.

    `passages` are the appearance's own words as they stand now; `differences` are those of the whole text.
    """

    state: State
    observed: tuple[Observation, ...]
    concluded: str
    values: Values = ()
    passages: tuple[Passage, ...] = ()
    differences: tuple[Difference, ...] = ()


class Failure(StrEnum):
    """Why there is no answer at all."""

    NO_ANSWER = "no-answer"
    REFUSED_BY_US = "refused-by-us"
    REDIRECTS = "redirects"


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way, and the status that it answered with."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What a page shows. `text` is its article; `body` all but menus, teasers and comments; `whole` all that is visible.

    `headings` are its title and main headings, `hidden` is the text for readers without scripts, `marks` name what stands in
    the markup: `password`, `scripts`, `captcha`, `challenge`, `paid`. `refresh` is where the page leads on by itself.
    """

    text: str = ""
    body: str = ""
    whole: str = ""
    headings: tuple[str, ...] = ()
    hidden: str = ""
    lang: str = ""
    canonical: str = ""
    refresh: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered at one moment, read. `page` is None where the body is no page, or there is none.

    `problem` is a sentence where the answer or a part of it is missing. `pictures` are those of the page that matter here.
    """

    at: datetime
    hops: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    page: PageSeen | None = None
    pictures: tuple[PictureReading, ...] = ()
    failure: Failure | None = None
    problem: str = ""

    @property
    def status(self) -> int:
        return self.hops[-1].status if self.hops else 0

    @property
    def url(self) -> str:
        """The address at which it ended."""
        return self.hops[-1].url if self.hops else ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the page showed when it was seen before."""

    at: datetime
    page: PageSeen = field(default_factory=PageSeen)
    pictures: tuple[PictureReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was seen there: words, in one wording or several, or a picture, or a picture and its caption.

    `alike` are the SHA-256 of other pictures that the desk's own comparison holds to be that picture: a crop, a copy.
    """

    words: tuple[str, ...] = ()
    picture: PictureReading | None = None
    alike: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StateCheck:
    """One check of one appearance, as it is kept on file: what was asked, what came, what was concluded.

    `of` names the claim or picture across the casebook (`CASE/ID`). `capture` and `compared` name the captures of now and of
    then; `words` are those looked for, `picture` is the SHA-256 of the picture looked for. `rendered`: the page was read as a
    browser made it, because its HTML alone shows nothing.
    """

    address: str
    of: str
    at: datetime
    who: str
    answer: Answer
    found: StateFound
    compared_with: datetime | None = None
    exhibits: tuple[str, ...] = ()
    capture: str = ""
    compared: str = ""
    words: tuple[str, ...] = ()
    picture: str = ""
    rendered: bool = False
