"""When was the thing last seen at its address, and what did the page show then? Earlier captures, read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.api import Desk
from firsthand.casebook.captures import FiledCapture
from firsthand.errors import FirsthandError
from firsthand.evidence.state import decide
from firsthand.record.captures import GIVEN, Captured, Role
from firsthand.record.states import Noted, State, StateFound, Wanted
from firsthand.seeing import Shown, shown

PICTURED = (Noted.PICTURE_SAME_FILE, Noted.PICTURE_OTHER_FILE)

SHOWING = (Role.BODY, Role.DOM, Role.PICTURE)
"""What of a capture is seen by readers."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was seen before: the newest capture that shows all of it, None where none does.

    `words` are those to be looked for: the ones given and, where the page never had just these, those that it had.
    """

    shown: Shown | None
    words: tuple[str, ...]
    alike: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """An earlier capture, and what of the wanted it shows by itself."""

    shown: Shown
    found: StateFound

    @property
    def score(self) -> int:
        """How many of the wanted things it shows: the words as they are, the picture."""
        if self.found.state is not State.UP:
            return 0
        kinds = {one.what for one in self.found.observed}
        return (Noted.PASSAGE_THERE in kinds) + any(kind in kinds for kind in PICTURED)

    @property
    def altered(self) -> str:
        """The words that stand there instead of the wanted ones, where they are much alike."""
        told = any(one.what is Noted.PASSAGE_ALTERED for one in self.found.observed)
        return self.found.passages[0].exact if told and self.found.passages else ""


def past(desk: Desk, url: str, now: FiledCapture, wish: Wanted, alike: Callable[[Shown], frozenset[str]]) -> Past:
    """What earlier captures of `url` show. `alike` names the pictures of a page that are held to be the wanted one.

    A capture that cannot be read any more is named in `notes`. What a person gave is no capture of the address.
    """
    earlier = [one for one in desk.book.captures.of(url) if _before(one, now)]
    walk = _Walk(desk, url, wish, alike)
    seen = list(walk.back(earlier))
    words = wish.words
    if not any(one.score and _says(one) for one in seen) and (first := _first_words(seen)):
        words = (*words, first)
        seen = [replace(one, found=walk.found(one.shown, words)) for one in seen]
    best = max(seen, key=lambda one: one.score, default=None)  # of equal ones the newest
    chosen = best.shown if best and best.score else _first_page(seen)
    return Past(chosen, words, frozenset(walk.alike), tuple(walk.notes))


def _before(one: FiledCapture, now: FiledCapture) -> bool:
    return one.id != now.id and one.captured.tool != GIVEN and one.captured.at <= now.captured.at


def _says(one: _Seen) -> bool:
    return any(seen.what is Noted.PASSAGE_THERE for seen in one.found.observed)


def _first_words(seen: Sequence[_Seen]) -> str:
    """The words of the oldest capture that are much like the wanted: later ones may have been changed already."""
    return next((words for one in reversed(seen) if (words := one.altered)), "")


def _first_page(seen: Sequence[_Seen]) -> Shown | None:
    """Where nothing but the page is wanted: the oldest capture that shows one."""
    return next((one.shown for one in reversed(seen) if one.found.concluded == "page-there"), None)


def _what_came(captured: Captured) -> tuple[str, ...]:
    """Captures alike in this show the same: the page's bytes, its pictures, where it ended and how."""
    parts = (one for one in captured.parts if one.role in SHOWING)
    came = (word for one in parts for word in (one.role.value, one.exhibit.sha256, one.address))
    return (str(captured.status), captured.final_address, *came)


class _Walk:
    """The way back through the captures of one address, newest first, as far as is needed. Equal pages are read once."""

    def __init__(self, desk: Desk, url: str, wish: Wanted, alike: Callable[[Shown], frozenset[str]]) -> None:
        self._desk, self._url, self._wish, self._alike = desk, url, wish, alike
        self._known: dict[tuple[str, ...], _Seen] = {}
        self.alike: set[str] = set()
        self.notes: list[str] = []

    def back(self, captures: Sequence[FiledCapture]) -> Iterator[_Seen]:
        """Each that can be read; the first one that shows all that is wanted ends it."""
        full = bool(self._wish.words) + (self._wish.picture is not None)
        for capture in reversed(captures):
            seen = self._one(capture)
            if seen:
                yield seen
            if seen and full and seen.score == full:
                return

    def _one(self, capture: FiledCapture) -> _Seen | None:
        key = _what_came(capture.captured)
        if key not in self._known:
            try:
                read = shown(self._desk, capture, pictures=self._wish.picture is not None)
            except FirsthandError as error:
                self.notes.append(f"The capture {capture.id[:12]} could not be compared with: {error}")
                return None
            self.alike |= self._alike(read)
            self._known[key] = _Seen(read, self.found(read, self._wish.words))
        held = self._known[key]
        return replace(
            held, shown=replace(held.shown, capture=capture, answer=replace(held.shown.answer, at=capture.captured.at))
        )

    def found(self, read: Shown, words: tuple[str, ...]) -> StateFound:
        """What the capture says by itself."""
        return decide(self._url, read.answer, replace(self._wish, words=words, alike=frozenset(self.alike)))
