"""How is a look at an appearance laid out? What was observed first; what is concluded, and what that does not mean, apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.record.looks import SHORT, Look
from firsthand.record.passages import Passage
from firsthand.record.states import Difference, Noted, Observation, StateCheck
from firsthand.rendering import PictureData
from firsthand.rendering.figures import source
from firsthand.rendering.safe import language, web_address
from firsthand.rendering.state_marks import Word, marked
from firsthand.rendering.state_view import Dot, LookRow, LookView, Observed, Side
from firsthand.rendering.state_words import (
    MARKS,
    concluded,
    day,
    not_meant,
    observed,
    sought,
    state_name,
    tone,
)
from firsthand.rendering.view import Badge, PictureView
from firsthand.rendering.words import Words

DIFFERENCES = 40
"""Passages that are shown of those that differ; the rest is counted."""

DOTS = 12
"""Looks that find room on the line of time of a telephone: the newest. The table holds all."""

MARGIN = 4.0
"""Per cent of the line's width at both its ends."""

COMPARED = ("text-", "passage-", "picture-", "other-")
"""Beginnings of the kinds of observation that are made by comparing."""

TEXTS = (Noted.PASSAGE_THERE, Noted.PASSAGE_ALTERED, Noted.PASSAGE_ABSENT)
"""Observations whose passages are shown; those of a note stand in its sentence."""


@dataclass(frozen=True, slots=True)
class Faces:
    """In which language looks are shown, and with which pictures."""

    words: Words
    lang: str
    pictures: PictureData


def view(look: Look, faces: Faces) -> LookView:
    check, words = look.check, faces.words
    found, every = check.found, (*look.before, check)
    more = len(found.differences) - DIFFERENCES
    return LookView(
        name=look.target.name,
        address=check.address,
        href=web_address(check.address),
        lang=language(check.answer.page.lang if check.answer.page else ""),
        when=_when(check, faces),
        iso=check.at.isoformat(timespec="minutes"),
        sought=sought(look, words),
        badge=_badge(check, words),
        mark=MARKS[tone(found.state)],
        concluded=concluded(found, words, faces.lang),
        not_meant=not_meant(found.state, words),
        against=_against(check, faces),
        rendered=check.rendered,
        observed=tuple(_observed(one, faces) for one in found.observed),
        differences=tuple(_difference(one, words) for one in found.differences[:DIFFERENCES]),
        more=words["look.more"].format(count=more) if more > 0 else "",
        notes=look.notes,
        pictures=tuple(_pictures(look, faces)),
        figure=words["look.figure"].format(count=len(every)),
        dots=_dots(every),
        ends=(_when(every[-DOTS:][0], faces), _when(check, faces)),
        looks=tuple(row(check, number, faces) for number, check in enumerate(every, 1)),
    )


def row(check: StateCheck, number: int, faces: Faces) -> LookRow:
    """One look as a line of all."""
    return LookRow(
        number=number,
        when=_when(check, faces),
        iso=check.at.isoformat(timespec="minutes"),
        badge=_badge(check, faces.words),
        concluded=concluded(check.found, faces.words, faces.lang),
        observed=tuple(observed(one, faces.words, faces.lang) for one in check.found.observed),
        who=check.who,
        capture=check.capture[:SHORT],
    )


def _when(check: StateCheck, faces: Faces) -> str:
    return day(check.at.strftime("%Y-%m-%dT%H:%MZ"), faces.words, faces.lang)


def _badge(check: StateCheck, words: Words) -> Badge:
    return Badge(state_name(check.found.state, words), tone(check.found.state))


def _against(check: StateCheck, faces: Faces) -> str:
    """With which capture it was compared; nothing where no page was seen, so that nothing was compared."""
    if not any(one.what.value.startswith(COMPARED) for one in check.found.observed):
        return ""
    if check.compared_with is None:
        return faces.words["look.nothing-earlier"]
    then = day(check.compared_with.strftime("%Y-%m-%dT%H:%MZ"), faces.words, faces.lang)
    return faces.words["look.compared"].format(date=then)


def _observed(one: Observation, faces: Faces) -> Observed:
    sides = _sides(one, faces.words) if one.what in TEXTS else ()
    return Observed(observed(one, faces.words, faces.lang), sides)


def _sides(one: Observation, words: Words) -> tuple[Side, ...]:
    """The passages of an observation; the same words then and now stand once."""
    held = one.passages
    if len(held) == 2 and held[0].exact != held[1].exact:
        return _side_by_side(held[0], held[1], words)
    label = words["look.then" if one.what is Noted.PASSAGE_ABSENT else "look.now"]
    return (Side(label, (Word(held[-1].exact),)),) if held else ()


def _difference(one: Difference, words: Words) -> tuple[Side, Side]:
    return _side_by_side(one.before, one.after, words)


def _side_by_side(before: Passage | None, after: Passage | None, words: Words) -> tuple[Side, Side]:
    left, right = marked(before.exact if before else "", after.exact if after else "")
    return Side(words["look.then"], left), Side(words["look.now"], right, came=True)


def _pictures(look: Look, faces: Faces) -> Iterator[PictureView]:
    """Ours as it is on file, that which stood there now, and the page as it looked; each encoded anew."""
    when = _when(look.check, faces)
    held = (("picture-ours", look.check.picture), ("picture-now", look.picture_now), ("screenshot", look.screenshot))
    for key, name in held:
        if name:
            said = faces.words[f"look.{key}"].format(date=when)
            yield PictureView(name=said, src=source(name, faces.pictures), alt=said)


def _dots(every: Sequence[StateCheck]) -> tuple[Dot, ...]:
    """The newest looks along the line by their times, no two upon each other."""
    shown = every[-DOTS:]
    first, whole = shown[0].at, (shown[-1].at - shown[0].at).total_seconds()
    gap = (100 - 2 * MARGIN) / DOTS
    places: list[float] = []
    for check in shown:
        place = (check.at - first).total_seconds() / whole * (100 - 2 * MARGIN) if whole else 0.0
        places.append(max(place, places[-1] + gap) if places else place)
    # From the end backwards, so that what was pushed on stays upon the line.
    for i in range(len(places) - 1, -1, -1):
        most = 100 - 2 * MARGIN if i == len(places) - 1 else places[i + 1] - gap
        places[i] = min(places[i], most)
    start = len(every) - len(shown) + 1
    return tuple(
        Dot(number, round(place + MARGIN, 2), tone(check.found.state).value)
        for number, (place, check) in enumerate(zip(places, shown, strict=True), start)
    )
