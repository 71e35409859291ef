"""In what state is an appearance, by what its address answered now and what was seen there before? A pure decision.

What was observed is listed whole; the conclusion stands apart and says no more than it can. A page that could not be seen is
never said to be removed: only its publisher's own notice says that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.reading import walls
from firsthand.reading.correction_notes import removal
from firsthand.reading.markup import host
from firsthand.reading.page_compared import (
    Words,
    notes_observed,
    picture_observed,
    same_page,
    shown_then,
    text_left,
    text_observed,
    words_now,
    words_observed,
)
from firsthand.record.states import (
    Answer,
    Earlier,
    Failure,
    Noted,
    Observation,
    PageSeen,
    State,
    StateFound,
    Values,
    Wanted,
)

STILL_READ = 0.8
"""From this share of the earlier article on, a box that asks for money hides nothing of it."""

TAKEN_AWAY = 0.5
"""Below this share of the earlier article, a notice of removal stands in its place and not above it."""

PICTURES_THERE = (Noted.PICTURE_SAME_FILE, Noted.PICTURE_OTHER_FILE)
PICTURES_GONE = (Noted.PICTURE_REPLACED, Noted.PICTURE_ABSENT)


@dataclass(frozen=True, slots=True)
class _Look:
    """One check: what was asked and answered, and what was seen of the words and the picture."""

    asked: str
    answer: Answer
    wanted: Wanted
    earlier: Earlier | None
    page: PageSeen
    words: Words
    picture: Observation | None

    @property
    def there(self) -> bool:
        """Is what was wanted seen, whatever else the page shows?"""
        pictured = self.picture is not None and self.picture.what in PICTURES_THERE
        return self.words.there or pictured

    @property
    def unknown_picture(self) -> bool:
        """Is the picture absent from a page of which nobody knows that it ever stood there?"""
        if self.picture is None or self.picture.what is not Noted.PICTURE_ABSENT or self.wanted.picture is None:
            return False
        return shown_then(self.wanted, self.wanted.picture, self.earlier) is None

    @property
    def days(self) -> tuple[str, str]:
        """Of both captures; with the minute where one day saw both, or "there then, not now" would be said of one day."""
        now = self.answer.at
        if self.earlier is None:
            return "", _day(now)
        said = _minute if self.earlier.at.date() == now.date() else _day
        return said(self.earlier.at), said(now)


def decide(asked: str, answer: Answer, wanted: Wanted, earlier: Earlier | None = None) -> StateFound:
    """The state of an appearance at the address `asked`. `earlier` is what was seen there before, if it was."""
    page = answer.page or PageSeen()
    words = words_now(wanted, page, earlier)
    picture = picture_observed(wanted, wanted.picture, answer, earlier) if wanted.picture and _ok(answer) else None
    look = _Look(asked, answer, wanted, earlier, page, words, picture)
    for step in (_no_answer, _elsewhere, _taken_away, _closed, _refused, _stand_in, _not_page, _compared):
        found = step(look)
        if found:
            return replace(found, observed=(*_way(look), *found.observed))
    raise AssertionError("the last step always answers")


def _found(state: State, concluded: str, *observed: Observation, values: Values = ()) -> StateFound:
    return StateFound(state, observed, concluded, values)


def _way(look: _Look) -> tuple[Observation, ...]:
    """What the line itself showed: the addresses on the way, the status, what is missing."""
    answer = look.answer
    rows = [
        Observation(Noted.REDIRECTED, (("from", one.url), ("to", after.url), ("status", str(one.status))))
        for one, after in zip(answer.hops, answer.hops[1:], strict=False)
    ]
    if answer.hops and not answer.failure:
        rows.append(Observation(Noted.ANSWERED, (("status", str(answer.status)), ("now", look.days[1]))))
    if answer.problem:
        kind = Noted.FAILED if answer.failure else Noted.INCOMPLETE if answer.page else Noted.UNREADABLE
        rows.append(Observation(kind, (("problem", answer.problem),)))
    return tuple(rows)


def _no_answer(look: _Look) -> StateFound | None:
    if look.answer.failure is Failure.REFUSED_BY_US:
        return _found(State.UNKNOWN, "not-asked")
    if look.answer.failure is Failure.REDIRECTS:
        return _found(State.UNKNOWN, "redirects-for-ever")
    return _found(State.UNREACHABLE, "no-answer") if look.answer.failure or not look.answer.status else None


def _elsewhere(look: _Look) -> StateFound | None:
    """A redirect to the front page or a section: a teaser of the article there is not the article."""
    page, final = look.page, look.answer.url
    if not _ok(look.answer):
        return None
    onward = page.refresh if walls.front_page(look.asked, page.refresh or look.asked) else ""
    if walls.front_page(look.asked, final) or (onward and not look.there):
        return _found(State.UNKNOWN, "front-page", Observation(Noted.FRONT_PAGE, (("to", onward or final),)))
    return None


def _taken_away(look: _Look) -> StateFound | None:
    """The notice counts at the publisher's own place alone, and where the text is no longer there."""
    notice = removal(look.page) if _ok(look.answer) or look.answer.status in (404, 410) else None
    if notice is None or host(look.asked) != host(look.answer.url):
        return None
    kept = look.earlier is not None and text_left(look.page, look.earlier) >= TAKEN_AWAY
    if kept or (look.there and look.earlier is None):
        return None
    kind = Noted.PLATFORM_NOTICE if notice.platform else Noted.REMOVAL_NOTICE
    shown = Observation(kind, (("words", notice.words),))
    if notice.platform:
        return _found(State.GONE, "gone-by-platform", shown)
    return _found(State.REMOVED, "removed", shown, values=(("words", notice.words), ("now", look.days[1])))


def _closed(look: _Look) -> StateFound | None:
    """A wall in front of the page; where what was wanted is seen behind it, it is none."""
    if look.there:
        return None
    sign = None if look.answer.status in (404, 410) else walls.wall(look.asked, look.answer)
    if sign is None:
        sign = walls.wall(look.asked, replace(look.answer, page=None)) if look.answer.status in (404, 410) else None
    # A form or a banner on a page of which most can be read is no wall.
    if sign is None or (look.earlier and text_left(look.page, look.earlier) >= TAKEN_AWAY):
        return None
    shown = Observation(Noted.WALL, (("kind", sign.kind), ("words", sign.told_by)))
    return _found(State.BLOCKED, "blocked", shown, values=(("kind", sign.kind),))


def _refused(look: _Look) -> StateFound | None:
    """Statuses that say that there is nothing to be had."""
    status = look.answer.status
    values = (("status", str(status)), ("now", look.days[1]))
    if status in (404, 410):
        return _found(State.GONE, "gone", values=values)
    if status >= 500:
        return _found(State.UNREACHABLE, "server-error", values=values)
    return None if _ok(look.answer) else _found(State.UNKNOWN, "odd-status", values=values)


def _stand_in(look: _Look) -> StateFound | None:
    """Pages that stand in the place of the one that was asked for, and say so with status 200."""
    if look.there or (look.earlier and same_page(look.page, look.earlier)):
        return None
    if sign := walls.parked(look.page):
        return _found(State.UNKNOWN, "parked", Observation(Noted.PARKED, (("words", sign.told_by),)))
    if sign := walls.not_found(look.page):
        return _found(State.UNKNOWN, "soft-404", Observation(Noted.SOFT_404, (("words", sign.told_by),)))
    if sign := walls.maintenance(look.page):
        return _found(State.UNREACHABLE, "maintenance", Observation(Noted.SOFT_404, (("words", sign.told_by),)))
    if walls.front_page(look.asked, look.page.canonical or look.asked):
        return _found(State.UNKNOWN, "front-page", Observation(Noted.FRONT_PAGE, (("to", look.page.canonical),)))
    return None


def _not_page(look: _Look) -> StateFound | None:
    """Neither a page nor, where a picture is wanted, a picture."""
    if look.answer.page is not None or (look.wanted.picture and look.answer.pictures):
        return None
    return _found(State.UNKNOWN, "unreadable")


def _compared(look: _Look) -> StateFound:
    """The page is there: what of it is?"""
    moved = _moved(look)
    if look.answer.page is None:
        return _by_picture(look, moved)
    if not look.there and (hidden := _hidden(look)):
        return replace(hidden, observed=(*moved, *hidden.observed))
    text, changed = text_observed(look.page, look.earlier) if look.earlier else (None, ())
    seen = (words_observed(look.words, *look.days),) if look.words.ours else ()
    notes = notes_observed(look.page, look.words, look.earlier, changed)
    observed = (*moved, *((text,) if text else ()), *seen, *((look.picture,) if look.picture else ()), *notes)
    state, concluded = _concluded(look, notes, text)
    passages = (look.words.now.passage,) if look.words.now else ()
    values = (("then", look.days[0]), ("now", look.days[1]))
    return StateFound(state, observed, concluded, values, passages, changed)


def _moved(look: _Look) -> tuple[Observation, ...]:
    final = look.page.canonical or look.answer.url
    same = final.rstrip("/").partition("#")[0] == look.asked.rstrip("/").partition("#")[0]
    return () if same or not final else (Observation(Noted.MOVED, (("to", final),)),)


def _by_picture(look: _Look, moved: tuple[Observation, ...]) -> StateFound:
    assert look.picture is not None, "a bare picture answers only where one is wanted"
    state, key = _of_picture(look, look.picture)
    return _found(state, key, *moved, look.picture, values=(("then", look.days[0]), ("now", look.days[1])))


def _of_picture(look: _Look, seen: Observation) -> tuple[State, str]:
    if look.unknown_picture:
        return State.UNKNOWN, "picture-never-seen"
    if seen.what in PICTURES_THERE:
        return State.UP, "picture-up"
    return (State.CHANGED, "picture-changed") if seen.what in PICTURES_GONE else (State.UNKNOWN, "picture-not-compared")


def _hidden(look: _Look) -> StateFound | None:
    """Why what was wanted is not seen, where that says nothing about it: the rest is paid for, cut off, in another language."""
    earlier, page = look.earlier, look.page
    read = text_left(page, earlier) if earlier else 0.0
    if not look.words.now and read < STILL_READ and (sign := walls.paywall(page)):
        shown = Observation(Noted.WALL, (("kind", sign.kind), ("words", sign.told_by)))
        return _found(State.BLOCKED, "blocked", shown, values=(("kind", sign.kind),))
    if look.answer.problem and not look.words.now:
        return _found(State.UNKNOWN, "incomplete")
    if earlier is None or same_page(page, earlier):
        return None
    if look.words.now or (look.picture and look.picture.what in PICTURES_GONE and not look.words.ours):
        return None
    if page.lang and earlier.page.lang and page.lang != earlier.page.lang:
        shown = Observation(Noted.OTHER_LANGUAGE, (("lang", page.lang), ("then", earlier.page.lang)))
        return _found(State.UNKNOWN, "other-language", shown, values=(("lang", page.lang),))
    return _found(State.UNKNOWN, "other-page", Observation(Noted.OTHER_PAGE))


def _concluded(look: _Look, notes: tuple[Observation, ...], text: Observation | None) -> tuple[State, str]:
    """(state, key of its sentence) of a page that is seen."""
    if any(note.what is Noted.NOTE_OURS for note in notes):
        return State.CORRECTED, "corrected-still-there" if look.words.there else "corrected"
    if look.there and (notice := removal(look.page)) and notice.at_head:
        return State.CORRECTED, "retracted-still-there"
    by_words = _of_words(look, text)
    if look.picture is None:
        return by_words
    by_picture = _of_picture(look, look.picture)
    if not look.words.ours or by_words[0] in (State.UP, State.UNKNOWN):
        return by_picture
    return by_picture if by_picture[0] is not State.UP else (State.CHANGED, "caption-changed")


def _of_words(look: _Look, text: Observation | None) -> tuple[State, str]:
    words = look.words
    if not words.ours or (words.then is None and words.now is None):
        return _of_text(look, text)
    if words.turned:
        return State.CHANGED, "now-refuted"
    if words.there:
        return State.UP, "up"
    if words.now is None:
        return State.CHANGED, "passage-absent"
    return (State.CHANGED, "passage-altered") if words.then else (State.UNKNOWN, "passage-alike")


def _of_text(look: _Look, text: Observation | None) -> tuple[State, str]:
    """Nothing of the words is known but the page: only the whole of its text can be compared."""
    if text is None:
        return (State.UNKNOWN, "never-seen") if look.words.ours else (State.UP, "page-there")
    return (State.UP, "page-same") if text.what is Noted.TEXT_SAME else (State.CHANGED, "page-changed")


def _ok(answer: Answer) -> bool:
    return 200 <= answer.status < 300


def _day(at: datetime) -> str:
    return at.date().isoformat()


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%MZ")
